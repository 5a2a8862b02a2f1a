/** The frame around every page of the dashboard, and its tables. */
import { html } from 'hono/html';
import type { Emulation } from '../emulation.js';
import type { Html } from '../page.js';
import { COPY_STATUS } from './copy.js';

/** One page of the dashboard. */
export interface Section {
  readonly title: string;
  readonly body: Html;
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
  parts: { lead: string; main: Html },
): Section {
  const inForce = Object.keys(emulation.faults.current).length;
  return {
    title,
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
      </main>
      ${COPY_STATUS}`,
  };
}

/** A row of a table. */
export interface Row {
  readonly cells: readonly (Html | string | number)[];
  /** Whether the first cell names the row. */
  readonly isNamed?: boolean;
  /** Further attributes, such as those of an entry that a filter finds. */
  readonly attributes?: Html;
}

/** A table, which on a phone becomes a list with the column's title beside each cell. */
export function table(
  title: string,
  head: readonly string[],
  rows: readonly Row[],
  empty: string,
): Html {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return html`<div class="panel flush">
    <h2 id="${id}">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="empty">${empty}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}">
            <!-- Explicit roles, because the layout for phones takes away the native ones. -->
            <table role="table">
              <thead role="rowgroup">
                <tr role="row">
                  ${head.map((each) => html`<th scope="col" role="columnheader">${each}</th>`)}
                </tr>
              </thead>
              <tbody role="rowgroup">
                ${rows.map((row) => tableRow(head, row))}
              </tbody>
            </table>
          </div>`
    }
  </div>`;
}

function tableRow(head: readonly string[], { cells, isNamed, attributes }: Row): Html {
  return html`<tr role="row" ${attributes ?? ''}>
    ${cells.map((cell, index) =>
      isNamed && index === 0
        ? html`<th scope="row" role="rowheader"><div>${cell}</div></th>`
        : html`<td role="cell" data-label="${head[index]}"><div>${cell}</div></td>`,
    )}
  </tr>`;
}

export function mistakeNotice(mistake: string | undefined): Html | string {
  return mistake
    ? html`<p class="notice bad" role="alert" data-testid="mistake">${mistake}</p>`
    : '';
}
