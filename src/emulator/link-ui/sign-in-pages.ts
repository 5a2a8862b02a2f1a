/**
 * The two steps of Link UI with text fields: sign-in and two-factor code, and how they show mistakes. The
 * credentials are checked in `sign-in.ts`.
 */
import { html } from 'hono/html';
import type { Html } from '../page.js';
import { CROSS, WARNING } from './drawings.js';
import { brandOf, dashboardLink, journeyPage, primary } from './frame.js';
import type { Content, View } from './frame.js';

export function signInPage(view: View, refused: string): Content {
  const { title, isRefused, main } = signInForm(view, refused, 'sign-in');
  return journeyPage(view, 'sign-in', title, {
    error: isRefused,
    main,
    foot: primary(view.texts.signIn, 'continue', 'sign-in'),
  });
}

/** The same step on the vendor's own page, which does not look like Link UI. */
export function vendorSignInPage(view: View, refused: string): Content {
  const { texts, session, emulation } = view;
  const ticket = session?.vendorTicket ?? '';
  const back = `${emulation.linkOrigin}/vendor/${ticket}`;
  const { title, isRefused, main } = signInForm(view, refused, `/sign-in/${ticket}`);
  return {
    title: isRefused ? `${texts.errorPrefix}: ${title}` : title,
    body: html`<div class="card vendor">
        <header>
          <div class="top">
            <span class="wordmark">${brandOf(view)}</span>
            <a class="quiet-link" href="${back}/exit" data-testid="exit">${texts.exit}${CROSS}</a>
          </div>
        </header>
        <main>
          <div class="content" data-testid="step-sign-in">${main}</div>
          <div class="foot">
            ${primary(texts.signIn, 'continue', 'sign-in')}
            <a class="button secondary" href="${back}/access" data-testid="back">${texts.back}</a>
          </div>
        </main>
      </div>
      <footer>
        <strong>${texts.emulator}</strong>
        <span>${texts.emulatorHint} ${dashboardLink(emulation, texts)}.</span>
      </footer>`,
  };
}

function signInForm(view: View, refused: string, action: string) {
  const { texts, session } = view;
  const title = texts.signInTitle(brandOf(view));
  const errors = new Map(
    Object.entries({
      username: { field: 'username', text: texts.usernameMissing },
      password: { field: 'password', text: texts.passwordMissing },
      credentials: { field: 'username', text: texts.signInFailed(brandOf(view)) },
    }),
  );
  const error = errors.get(refused);
  return {
    title,
    isRefused: error !== undefined,
    main: html`${summary(error)}
      <h1>${title}</h1>
      <p class="lead">${texts.signInLead(brandOf(view))}</p>
      <form method="post" action="${action}" id="sign-in" novalidate>
        ${field('username', texts.username, {
          attributes: html`autocomplete="username" autocapitalize="none" spellcheck="false"
          value="${session?.journey.triedUsername ?? ''}"`,
          invalid: error?.field === 'username',
        })}
        ${field('password', texts.password, {
          attributes: html`type="password" autocomplete="current-password"`,
          invalid: error?.field === 'password' || refused === 'credentials',
        })}
      </form>
      ${credentialsHint(view)}`,
  };
}

export function codePage(view: View, refused: string): Content {
  const { texts } = view;
  const error = refused === 'code' ? { field: 'code', text: texts.codeMissing } : undefined;
  return journeyPage(view, 'code', texts.codeTitle, {
    error: error !== undefined,
    main: html`${summary(error)}
      <h1>${texts.codeTitle}</h1>
      <p class="lead">${texts.codeLead(brandOf(view))}</p>
      <form method="post" action="code" id="code-form" novalidate>
        ${field('code', texts.code, {
          attributes: html`inputmode="numeric" autocomplete="one-time-code" maxlength="20"`,
          invalid: error !== undefined,
          hint: texts.codeHint,
        })}
      </form>`,
    foot: primary(texts.codeButton, 'continue', 'code-form'),
  });
}

function credentialsHint({ emulation, session, texts }: View): Html {
  const { vendor, vendorType } = session?.journey ?? {};
  const fitting = emulation.store.virtualAssets.all(vendorType, vendor).slice(-3);
  const dashboard = dashboardLink(emulation, texts);
  return html`<aside class="hint" aria-labelledby="hint" data-testid="hint">
    <h2 id="hint">${texts.hintTitle}</h2>
    ${
      fitting.length === 0
        ? html`<p>${texts.hintNone} ${dashboard}.</p>`
        : html`<p>${texts.hintUsernames}</p>
            <ul>
              ${fitting.map((asset) => html`<li><code>${asset.username}</code> (${asset.name})</li>`)}
            </ul>
            <p>${texts.hintPassword} ${dashboard}.</p>`
    }
  </aside>`;
}

interface FieldOptions {
  readonly attributes: Html;
  readonly invalid: boolean;
  readonly hint?: string;
}

function field(name: string, label: string, { attributes, invalid, hint }: FieldOptions): Html {
  const described = [hint && `${name}-hint`, invalid && 'error-summary'].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint ? html`<p class="small" id="${name}-hint">${hint}</p>` : ''}
    <input
      id="${name}"
      name="${name}"
      ${attributes}
      ${invalid ? html`aria-invalid="true"` : ''}
      ${described ? html`aria-describedby="${described}"` : ''}
    />
  </div>`;
}

/** The error at the top of the page. It takes the focus and links to the field. */
function summary(
  error: { readonly field: string; readonly text: string } | undefined,
): Html | string {
  if (!error) return '';
  return html`<div class="summary" role="alert" tabindex="-1" autofocus data-testid="error">
    ${WARNING}<a id="error-summary" href="#${error.field}">${error.text}</a>
  </div>`;
}
