/** The frame around every page of the dashboard, and its tables. */
import { html } from 'hono/html';
import type { Emulation } from '../emulation.js';
import type { Html } from '../page.js';

/** One page of the dashboard. */
export interface Section {
  readonly title: string;
  readonly body: Html;
  /** Whether the page has a list that updates itself. */
  readonly isLive?: boolean | undefined;
}

const SECTIONS = [
  ['/dashboard', 'Virtual assets'],
  ['/dashboard/users', 'Users'],
  ['/dashboard/sessions', 'Link sessions'],
  ['/dashboard/requests', 'Requests'],
  ['/dashboard/webhooks', 'Webhooks'],
  ['/dashboard/faults', 'Faults'],
] as const;

export function page(
  emulation: Emulation,
  title: string,
  parts: { lead: string; main: Html; isLive?: boolean },
): Section {
  const inForce = Object.keys(emulation.faults.current).length;
  return {
    title,
    isLive: parts.isLive,
    body: html`<header>
        <div class="bar">
          <p>Emulator <span>not Enode</span></p>
          <nav aria-label="Sections">
            <ul>
              ${SECTIONS.map(
                ([path, name]) =>
                  html`<li>
                    <a href="${path}" ${name === title ? html`aria-current="page"` : ''}
                      >${name}${name === 'Faults' && inForce > 0 ? ` (${inForce})` : ''}</a
                    >
                  </li>`,
              )}
            </ul>
          </nav>
        </div>
      </header>
      <main>
        <div>
          <h1>${title}</h1>
          <p>${parts.lead}</p>
        </div>
        ${parts.main}
      </main>`,
  };
}

export function table(
  title: string,
  head: readonly string[],
  rows: readonly Html[],
  empty: string,
): Html {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return html`<div class="panel flush">
    <h2 id="${id}">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="empty">${empty}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}">
            <table>
              <thead>
                <tr>
                  ${head.map((each) => html`<th scope="col">${each}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`
    }
  </div>`;
}

export function mistakeNotice(mistake: string | undefined): Html | string {
  return mistake
    ? html`<p class="notice bad" role="alert" data-testid="mistake">${mistake}</p>`
    : '';
}
