/**
 * The Events page: the event log, and the phases of the last attempt as bars. It redraws only while an
 * attempt is running.
 */
import { html, render } from 'lit';
import { announce } from '../page/announce.js';
import { backend } from '../page/backend.js';
import { copyButton } from '../page/copy-button.js';
import { EventLog } from '../page/event-log.js';
import { find } from '../page/find.js';
import { applyTheme } from '../theme/properties.js';
import { phasesOf, type StateChange } from './phases.js';

const element = find('enode-link-button');
for (const [name, value] of Object.entries(backend.endpoints)) element.setAttribute(name, value);
applyTheme(element);

let changes: StateChange[] = [];
let timer: ReturnType<typeof setInterval> | undefined;
const log = new EventLog(find('div', '#log'));
log.watch(element);
element.addEventListener('enode-link-statechange', ({ detail: { state }, timeStamp }) => {
  if (state === 'requesting') changes = [];
  changes = [...changes, { state, at: performance.timeOrigin + timeStamp }];
  clearInterval(timer);
  if (!['linked', 'cancelled', 'failed', 'idle'].includes(state)) timer = setInterval(draw, 250);
  draw();
});
find('button', '#clear').addEventListener('click', () => {
  log.clear();
  changes = [];
  announce('The log is empty.');
  draw();
});
render(
  copyButton('the events as JSON', () => log.toJson()),
  find('span', '#copy-events'),
);
draw();
backend.connect(element);
void import('../../src/index.js');

function draw(): void {
  const phases = phasesOf(changes, performance.timeOrigin + performance.now());
  const longest = Math.max(1, ...phases.map(({ ms }) => ms));
  render(
    phases.length === 0
      ? html`<p class="empty">Click the button: each phase appears here.</p>`
      : html`<ol class="phases">
          ${phases.map(
            ({ state, ms }) =>
              html`<li>
                <code>${state}</code>
                <meter min="0" max=${longest} value=${ms} aria-label="Duration of ${state}"></meter>
                <span>${(ms / 1000).toFixed(2)} s</span>
              </li>`,
          )}
        </ol>`,
    find('div', '#phases'),
  );
}
