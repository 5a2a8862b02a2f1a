/**
 * The frame around every page of Link UI (back, exit, progress, the note that this is an emulator), and the
 * pages that end a visit.
 */
import { html } from 'hono/html';
import { displayName } from '../state/catalogue.js';
import type { Emulation } from '../emulation.js';
import type { LinkSession } from '../state/link-sessions.js';
import type { Html } from '../page.js';
import { ARROW_BACK, CROSS, PLUG, WARNING } from './drawings.js';
import { stops } from './journey.js';
import type { Stop } from './journey.js';
import type { Texts } from './texts-en.js';

/** What a page is created from. */
export interface View {
  readonly emulation: Emulation;
  readonly texts: Texts;
  readonly lang: string;
  readonly session: LinkSession | undefined;
}

export interface Content {
  readonly title: string;
  readonly body: Html;
  readonly script?: string;
}

/** Pages that end a visit. */
export type Message = 'expired' | 'used' | 'ended' | 'unknown' | 'trouble';

export function messagePage(view: View, what: Message): Content {
  const { texts } = view;
  const [title, lead] = {
    expired: [texts.expiredTitle, texts.expiredLead],
    used: [texts.usedTitle, texts.usedLead],
    ended: [texts.endedTitle, texts.endedLead],
    unknown: [texts.unknownTitle, texts.unknownLead],
    trouble: [texts.troubleTitle, texts.troubleLead],
  }[what] as [string, string];
  return {
    title,
    body: shell(view, {
      top: html`<span class="mark">${PLUG}${texts.linkUi}</span>`,
      main: html`<div class="seal quiet">${WARNING}</div>
        <h1 class="centre" data-testid="message-${what}">${title}</h1>
        <p class="lead centre">${lead}</p>
        ${what === 'trouble' ? '' : html`<p class="centre">${texts.end}</p>`}`,
    }),
  };
}

interface Parts {
  readonly main: Html;
  readonly foot?: Html;
  readonly error?: boolean;
}

/** A step of the journey. */
export function journeyPage(
  view: View,
  step: Stop,
  title: string,
  { main, foot, error = false }: Parts,
): Content {
  const { texts, emulation, session } = view;
  const all = session ? stops(emulation.store, session) : [step];
  const number = all.indexOf(step) + 1;
  const back = step === 'success' ? undefined : all[number - 2];
  return {
    title: error ? `${texts.errorPrefix}: ${title}` : title,
    body: shell(view, {
      top: html`${
        back
          ? html`<a class="quiet-link" href="${back}" data-testid="back"
              >${ARROW_BACK}${texts.back}</a
            >`
          : html`<span class="mark">${PLUG}${texts.linkUi}</span>`
      }
      ${
        step === 'success'
          ? ''
          : html`<a class="quiet-link" href="exit" data-testid="exit">${texts.exit}${CROSS}</a>`
      }`,
      progress: html`<p class="progress" data-testid="step-${step}">
        <span class="unseen">${texts.step(number, all.length)}</span>
        ${all.map((_, index) => html`<span class="${index < number ? 'segment done' : 'segment'}"></span>`)}
      </p>`,
      main,
      foot,
    }),
  };
}

function shell(
  { emulation, texts }: View,
  parts: { top: Html; main: Html; progress?: Html; foot?: Html | undefined },
): Html {
  return html`<div class="card">
      <header>
        <div class="top">${parts.top}</div>
        ${parts.progress}
      </header>
      <main>
        <div class="content">${parts.main}</div>
        ${parts.foot ? html`<div class="foot">${parts.foot}</div>` : ''}
      </main>
    </div>
    <footer>
      <strong>${texts.emulator}</strong>
      <span>${texts.emulatorHint} ${dashboardLink(emulation, texts)}.</span>
    </footer>`;
}

/** The button that leads to the next step. */
export function primary(text: string, testId = 'continue', form?: string): Html {
  return html`<button class="primary" ${form ? html`form="${form}"` : ''} data-testid="${testId}">
    ${text}
  </button>`;
}

/** A link to the dashboard, where virtual assets are created. */
export function dashboardLink({ dashboardUrl }: Emulation, texts: Texts): Html {
  // The dashboard shows passwords, so no page of Link UI may keep a reference to its window.
  return html`<a href="${dashboardUrl}" target="_blank" rel="noopener noreferrer"
    >${texts.dashboard}</a
  >`;
}

/** The chosen brand, by Enode's name. */
export function vendorOf(view: View): string {
  return view.session?.journey.vendor ?? '';
}

/** The chosen brand, as people write it. */
export function brandOf(view: View): string {
  return displayName(vendorOf(view));
}
