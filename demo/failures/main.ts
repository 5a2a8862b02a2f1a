/**
 * The Failures page: switches the faults of faults.ts on and shows the outcome in the form in which
 * host code receives it.
 */
import { html, nothing, render, type TemplateResult } from 'lit';
import { backend } from '../page/backend.js';
import { find } from '../page/find.js';
import { applyTheme } from '../theme/properties.js';
import { faults } from './faults.js';
import { watchConsole } from './watch-console.js';

const element = find('enode-link-button');
for (const [name, value] of Object.entries(backend.endpoints)) element.setAttribute(name, value);
applyTheme(element);

const form = find('form', '#faults');
const problem = find('p', '#fault-problem');
const { environment } = await backend.info();
const isPlayable = ({ standIn }: (typeof faults)[number]): boolean =>
  environment === 'emulator' || (environment === 'stand-in' && standIn !== undefined);

render(
  html`${choice('', 'None', 'All is well.')}
  ${faults.filter(isPlayable).map(({ id, title, explanation }) => choice(id, title, explanation))}`,
  find('div', '#fault-list'),
);
form.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement) void choose(target.value);
});
// On the server a fault outlives its page, so each visit starts and ends without one.
await choose('');
addEventListener('pagehide', () => void choose(''));

let event: TemplateResult = html`<p class="empty">Nothing yet.</p>`;
/** What the element's `debug` has written to the console in this attempt. */
let lines: readonly string[] = [];
watchConsole((line) => {
  lines = [...lines, line];
  draw();
});
draw();
element.addEventListener('enode-link-start', () => {
  lines = [];
  event = html`<p class="empty">The attempt is running.</p>`;
  draw();
});
element.addEventListener('enode-link-error', ({ type, detail: { error } }) => {
  const { code, retryable, status, message } = error;
  show(type, { code, retryable, status, message });
});
element.addEventListener('enode-link-cancel', ({ type, detail }) => {
  show(type, detail);
});
element.addEventListener('enode-link-success', ({ type, detail }) => {
  show(type, detail);
});
backend.connect(element);
void import('../../src/index.js');

async function choose(id: string): Promise<void> {
  try {
    await backend.setFault(faults.find((fault) => fault.id === id));
    form.dataset.inForce = id;
    problem.hidden = true;
  } catch (error) {
    if (environment === 'sandbox' || environment === 'production') return; // None to switch.
    problem.textContent = `The fault is not switched on: ${String(error)}`;
    problem.hidden = false;
  }
}

function show(type: string, detail: object): void {
  const json = JSON.stringify(detail, null, 2);
  event = html`<h3>Event <code>${type}</code></h3>
    <pre tabindex="0" role="group" aria-label="Detail">${json}</pre>`;
  draw();
}

function draw(): void {
  render(
    html`${event}
    ${
      lines.length === 0
        ? nothing
        : html`<h3>In the console, with <code>debug</code></h3>
            <pre id="console">${lines.join('\n')}</pre>`
    }`,
    find('div', '#result'),
  );
}

function choice(id: string, title: string, explanation: string): TemplateResult {
  return html`<label>
    <input type="radio" name="fault" value=${id} ?checked=${id === ''} />
    <span>${title} <small>${explanation}</small></span>
  </label>`;
}
