/**
 * The theme builder: a control for each entry of properties.ts, previews, and the CSS to copy.
 */
import '../../src/index.js';
import { html, render, type TemplateResult } from 'lit';
import { writeAddress } from '../page/address.js';
import { copyButton } from '../page/copy-button.js';
import { find } from '../page/find.js';
import {
  applyTheme,
  readTheme,
  themeCss,
  themeProperties,
  type ThemeProperty,
} from './properties.js';

/** Each variant, size and shape, once. */
const looks = [
  ['filled', 'medium', 'rounded'],
  ['outline', 'large', 'pill'],
  ['plain', 'small', 'square'],
] as const;

const form = find('form', '#theme-form');
const set = new Map(readTheme());

render(html`${themeProperties.map(control)}`, find('div', '#controls'));
render(html`${(['light', 'dark'] as const).map(preview)}`, find('div', '#previews'));
// These buttons only show their appearance: they make no requests and open no window.
for (const element of document.querySelectorAll('enode-link-button')) {
  element.addEventListener('enode-link-start', (event) => {
    event.preventDefault();
  });
}
form.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  set.set(target.name, target.value);
  for (const other of form.querySelectorAll<HTMLInputElement>(`[name="${target.name}"]`)) {
    if (other !== target && (other.type !== 'color' || isHex(target.value))) {
      other.value = target.value;
    }
  }
  update();
});
form.addEventListener('reset', () => {
  set.clear();
  setTimeout(update);
});
update();

function update(): void {
  writeAddress(
    themeProperties.map(({ name }) => name),
    [...set].filter(([, value]) => value.trim() !== ''),
  );
  for (const element of document.querySelectorAll('enode-link-button')) applyTheme(element);
  find('pre', '#css').textContent = themeCss();
  render(copyButton('the CSS', themeCss), find('span', '#copy-css'));
}

function control(property: ThemeProperty): TemplateResult {
  const { name, label, initial, suggestions = [] } = property;
  const value = set.get(name) ?? '';
  const id = `suggestions${name}`;
  return html`<div class="field">
    <label for=${name}><code>${name}</code> <small>${label}</small></label>
    <div class="with-colour">
      ${
        property.control === 'colour'
          ? html`<input
              type="color"
              name=${name}
              aria-label="${label}, picker"
              value=${isHex(value) ? value : initial}
            />`
          : ''
      }
      <input id=${name} name=${name} placeholder=${initial} value=${value} list=${id} />
      <datalist id=${id}>${suggestions.map((one) => html`<option>${one}</option>`)}</datalist>
    </div>
  </div>`;
}

function preview(scheme: 'light' | 'dark'): TemplateResult {
  return html`<div class="card preview ${scheme}">
    <h3>${scheme === 'light' ? 'Light' : 'Dark'}</h3>
    ${looks.map(
      ([variant, size, shape]) =>
        html`<enode-link-button
          color-scheme=${scheme}
          session-url="none"
          variant=${variant}
          size=${size}
          shape=${shape}
        ></enode-link-button>`,
    )}
    <enode-link-button color-scheme=${scheme} session-url="none" disabled
      >Disabled</enode-link-button
    >
    <enode-link-button color-scheme=${scheme} class="broken" session-url="http://["
      >Click for a failure</enode-link-button
    >
  </div>`;
}

function isHex(value: string): boolean {
  return /^#[\da-f]{6}$/i.test(value);
}
