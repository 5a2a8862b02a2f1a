/**
 * The page of faults: a form for the common ones, and reset. Knows how faults are asked for;
 * `fault-form.ts` reads the form, the control API takes the rest.
 */
import { html } from 'hono/html';
import type { Emulation } from '../emulation.js';
import type { Faults } from '../faults.js';
import { PARTS } from './fault-form.js';
import { mistakeNotice, page } from './frame.js';
import type { Section } from './frame.js';

export function faultsPage(emulation: Emulation, faults: Faults, mistake?: string): Section {
  const number = (name: string, label: string, value: number | undefined, min: number) =>
    html`<div>
      <label for="${name}">${label}</label>
      <input id="${name}" name="${name}" type="number" min="${min}" value="${value ?? ''}" />
    </div>`;
  const option = (value: string, text: string, current: string | undefined) =>
    html`<option value="${value}" ${value === (current ?? '') ? 'selected' : ''}>${text}</option>`;
  const [vendor, status] = Object.entries(faults.vendors ?? {})[0] ?? [];
  const coops = ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'];
  return page(emulation, 'Faults', {
    lead: 'Make things go wrong on purpose. An empty field means that all is well.',
    main: html`${mistakeNotice(mistake)}
      <form method="post" action="/dashboard/faults" class="panel">
        ${PARTS.map(
          ([part, name]) =>
            html`<fieldset>
              <legend>${name}</legend>
              <div class="grid three">
                ${number(`${part}.delayMs`, 'Delay in ms', faults[part]?.delayMs, 0)}
                ${number(`${part}.status`, 'Answer with status', faults[part]?.status, 200)}
                ${number(`${part}.times`, 'Number of answers', faults[part]?.times, 0)}
              </div>
            </fieldset>`,
        )}
        <fieldset>
          <legend>Link UI window</legend>
          <div class="grid">
            <div>
              <label for="coop">Cross-Origin-Opener-Policy</label>
              <select id="coop" name="coop">
                ${option('', 'Not sent', faults.linkUi?.coop)}
                ${coops.map((each) => option(each, each, faults.linkUi?.coop))}
              </select>
            </div>
            <label class="check">
              <input
                type="checkbox"
                name="frameAncestors"
                ${faults.linkUi?.frameAncestors ? 'checked' : ''}
              />
              Refuse to be framed
            </label>
          </div>
        </fieldset>
        <fieldset>
          <legend>Linking</legend>
          <div class="grid">
            <div>
              <label for="vendor">Brand in trouble</label>
              <input id="vendor" name="vendor" value="${vendor ?? ''}" placeholder="TESLA" />
            </div>
            <div>
              <label for="vendorStatus">Its trouble</label>
              <select id="vendorStatus" name="vendorStatus">
                ${option('', 'None', status)}
                ${option('ELEVATED_ERROR_RATE', 'Elevated error rate', status)}
                ${option('OUTAGE', 'Outage', status)}
              </select>
            </div>
            ${number('linkedVendorDelayMs', 'Linked vendor shows up after, in ms', faults.linkedVendorDelayMs, 0)}
            ${number('clockOffsetMs', 'Clock is ahead by, in ms', faults.clockOffsetMs, -1e12)}
            <label class="check">
              <input
                type="checkbox"
                name="connectionsLimit"
                ${faults.connectionsLimit ? 'checked' : ''}
              />
              Connections limit reached
            </label>
          </div>
        </fieldset>
        <div class="actions">
          <button class="primary" name="action" value="set">Apply</button>
          <button class="secondary" name="action" value="clear">Clear all faults</button>
        </div>
      </form>
      <section class="panel" aria-labelledby="reset">
        <h2 id="reset">Reset</h2>
        <p>Forget all users, sessions, virtual assets, faults and requests.</p>
        <form method="post" action="/dashboard/reset" class="actions">
          <button class="secondary danger">Reset the emulator</button>
        </form>
      </section>`,
  });
}
