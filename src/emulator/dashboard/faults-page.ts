/**
 * The page of faults: a form for all of them, and reset. Knows how faults are asked for;
 * `fault-form.ts` reads the form.
 */
import { html } from 'hono/html';
import type { Emulation } from '../emulation.js';
import { METHODS } from '../faults/fault-switch.js';
import type { AnswerFault, Faults, RouteFault } from '../faults/fault-switch.js';
import type { Html } from '../page.js';
import { PARTS, WINDOWS } from './fault-form.js';
import { mistakeNotice, page } from './frame.js';
import type { Section } from './frame.js';

const COOPS = ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'];

export function faultsPage(emulation: Emulation, faults: Faults, mistake?: string): Section {
  return page(emulation, 'Faults', {
    lead: 'Make things go wrong on purpose. An empty field means that all is well.',
    main: html`${mistakeNotice(mistake)}
      <form method="post" action="/dashboard/faults" class="stack">
        ${answersPanel(faults)} ${linkUiPanel(faults)} ${linkingPanel(faults)}
        <div class="actions sticky">
          <button class="primary" name="action" value="set">Apply</button>
          <button class="secondary" name="action" value="clear">Clear all faults</button>
        </div>
      </form>
      <section class="panel" aria-labelledby="reset">
        <h2 id="reset">Reset</h2>
        <p>Forget all users, sessions, virtual assets, webhooks, faults and requests.</p>
        <form method="post" action="/dashboard/reset" class="actions">
          <button class="secondary danger">Reset the emulator</button>
        </form>
      </section>`,
  });
}

function answersPanel(faults: Faults): Html {
  const routes = [...(faults.routes ?? []), undefined];
  return html`<section class="panel" aria-labelledby="answers">
    <h2 id="answers">Slow and failing answers</h2>
    ${PARTS.map(
      ([part, name]) =>
        html`<fieldset>
          <legend>All of ${name}</legend>
          <div class="grid three">${answerFields(part, part, faults[part])}</div>
        </fieldset>`,
    )}
    ${routes.map((route, index) => routeFields(route, index))}
    <p class="small">
      In a path, <code>*</code> fits one segment: <code>/users/*/link</code>. Apply to get one more
      row.
    </p>
  </section>`;
}

function routeFields(route: RouteFault | undefined, index: number): Html {
  const id = `route${index}`;
  return html`<fieldset>
    <legend>${route ? `Route ${index + 1}` : 'One route'}</legend>
    <div class="grid route">
      <div>
        <label for="${id}.method">Method</label>
        <select id="${id}.method" name="route.method">
          ${option('', 'Any', route?.method)}
          ${METHODS.map((each) => option(each, each, route?.method))}
        </select>
      </div>
      ${text(`${id}.path`, 'route.path', 'Path', route?.path, '/users/*/link')}
      ${answerFields(id, 'route', route)}
    </div>
  </fieldset>`;
}

function linkUiPanel(faults: Faults): Html {
  return html`<section class="panel" aria-labelledby="link-ui">
    <h2 id="link-ui">Link UI</h2>
    ${WINDOWS.map(([part, name]) => {
      const fault = faults[part];
      return html`<fieldset>
        <legend>${name} window</legend>
        <div class="grid">
          ${
            part === 'vendorSignIn'
              ? check('vendorSignIn', 'On an origin of its own', fault !== undefined)
              : ''
          }
          <div>
            <label for="${part}.coop">Cross-Origin-Opener-Policy</label>
            <select id="${part}.coop" name="${part}.coop">
              ${option('', 'Not sent', fault?.coop)}
              ${coops(fault?.coop).map((each) => option(each, each, fault?.coop))}
            </select>
          </div>
          ${check(`${part}.frameAncestors`, 'Refuse to be framed', fault?.frameAncestors === 'none')}
        </div>
      </fieldset>`;
    })}
    <fieldset>
      <legend>Links</legend>
      <div class="grid">
        <div>
          <label for="links">Every link that is opened</label>
          <select id="links" name="links">
            ${option('', 'Works', faults.links)} ${option('expired', 'Has expired', faults.links)}
            ${option('used', 'Has been used', faults.links)}
          </select>
        </div>
        ${text('exit-error', 'earlyExit.error', 'Leave at once with error', faults.earlyExit?.error, 'backendError')}
        ${text('exit-message', 'earlyExit.errorMessage', 'and error message', faults.earlyExit?.errorMessage, '')}
      </div>
    </fieldset>
  </section>`;
}

function linkingPanel(faults: Faults): Html {
  const vendors = [...Object.entries(faults.vendors ?? {}), ['', ''] as const];
  return html`<section class="panel" aria-labelledby="linking">
    <h2 id="linking">Linking</h2>
    ${vendors.map(
      ([vendor, status], index) =>
        html`<div class="grid pair">
          ${text(`vendor${index}`, 'vendor', 'Brand in trouble', vendor, 'TESLA')}
          <div>
            <label for="vendorStatus${index}">Its trouble</label>
            <select id="vendorStatus${index}" name="vendorStatus">
              ${option('', 'None', status)}
              ${option('ELEVATED_ERROR_RATE', 'Elevated error rate', status)}
              ${option('OUTAGE', 'Outage', status)}
            </select>
          </div>
        </div>`,
    )}
    <div class="grid">
      ${number('linkedVendorDelayMs', 'linkedVendorDelayMs', 'Linked vendor shows up after, in ms', faults.linkedVendorDelayMs, 0)}
      ${number('clockOffsetMs', 'clockOffsetMs', 'Clock is ahead by, in ms', faults.clockOffsetMs, -1e12)}
      ${check('connectionsLimit', 'Connections limit reached', faults.connectionsLimit === true)}
    </div>
  </section>`;
}

/** Values to choose from: the usual ones, and one that was set by other means. */
function coops(current: string | undefined): string[] {
  return current && !COOPS.includes(current) ? [...COOPS, current] : COOPS;
}

function answerFields(id: string, name: string, fault: AnswerFault | undefined): Html {
  return html`${number(`${id}.delayMs`, `${name}.delayMs`, 'Delay, ms', fault?.delayMs, 0)}
  ${number(`${id}.status`, `${name}.status`, 'Status', fault?.status, 200)}
  ${number(`${id}.times`, `${name}.times`, 'How often', fault?.times, 0)}`;
}

function number(id: string, name: string, label: string, value: number | undefined, min: number) {
  return html`<div>
    <label for="${id}">${label}</label>
    <input id="${id}" name="${name}" type="number" min="${min}" value="${value ?? ''}" />
  </div>`;
}

function text(id: string, name: string, label: string, value = '', placeholder: string): Html {
  return html`<div>
    <label for="${id}">${label}</label>
    <input id="${id}" name="${name}" value="${value}" placeholder="${placeholder}" />
  </div>`;
}

function check(name: string, label: string, isOn: boolean): Html {
  return html`<label class="check">
    <input type="checkbox" name="${name}" ${isOn ? 'checked' : ''} /> ${label}
  </label>`;
}

function option(value: string, label: string, current: string | undefined): Html {
  const isCurrent = value === (current ?? '');
  return html`<option value="${value}" ${isCurrent ? 'selected' : ''}>${label}</option>`;
}
