/**
 * The Failures page: switches the faults of faults.ts on and shows the outcome in the form in which
 * host code receives it.
 */
import { html, render, type TemplateResult } from 'lit';
import { backend } from '../page/backend.js';
import { find } from '../page/find.js';
import { applyTheme } from '../theme/properties.js';
import { faults } from './faults.js';

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

const result = find('div', '#result');
render(html`<p class="empty">Nothing yet.</p>`, result);
element.addEventListener('enode-link-start', () => {
  render(html`<p class="empty">The attempt is running.</p>`, result);
});
element.addEventListener('enode-link-error', ({ detail: { error } }) => {
  // What a careful host logs; without `debug`, the element logs only errors.
  console.error(error);
  const { code, retryable, status, message } = error;
  show('enode-link-error', { code, retryable, status, message }, `LinkError: ${message}`);
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
    problem.hidden = true;
  } catch (error) {
    if (environment === 'sandbox' || environment === 'production') return; // None to switch.
    problem.textContent = `The fault is not switched on: ${String(error)}`;
    problem.hidden = false;
  }
}

function show(type: string, detail: object, logged?: string): void {
  const json = JSON.stringify(detail, null, 2);
  render(
    html`<h3>Event <code>${type}</code></h3>
      <pre tabindex="0" role="group" aria-label="Detail">${json}</pre>
      ${
        logged === undefined
          ? ''
          : html`<h3>In the console</h3>
              <pre>${logged}</pre>`
      }`,
    result,
  );
}

function choice(id: string, title: string, explanation: string): TemplateResult {
  return html`<label>
    <input type="radio" name="fault" value=${id} ?checked=${id === ''} />
    <span>${title} <small>${explanation}</small></span>
  </label>`;
}
