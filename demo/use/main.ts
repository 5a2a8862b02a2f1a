/** The Use it page: shows each entry of frameworks.ts with the settings from the address. */
import { html, render } from 'lit';
import { readAddress } from '../page/address.js';
import { copyButton } from '../page/copy-button.js';
import { find } from '../page/find.js';
import { themeCss, readTheme } from '../theme/properties.js';
import { frameworks } from './frameworks.js';
import { useOf } from './settings.js';

const use = useOf(readAddress());
const css = readTheme().length === 0 ? [] : [{ id: 'css', name: 'CSS', code: themeCss }];
const all = [...frameworks, ...css];

render(
  html`${all.map(
    ({ id, name }) =>
      html`<button type="button" class="button" @click=${() => show(id)}>${name}</button>`,
  )}`,
  find('nav', '#frameworks'),
);
render(
  html`${all.map(({ id, name, code }) => {
    const text = code(use);
    return html`<section class="card" aria-labelledby=${id}>
      <header>
        <h2 id=${id} tabindex="-1">${name}</h2>
        ${copyButton(`the code for ${name}`, () => text)}
      </header>
      <pre tabindex="0" role="group" aria-label="Code for ${name}">${text}</pre>
    </section>`;
  })}`,
  find('div', '#snippets'),
);

/** By script, because a link's fragment would replace the settings. */
function show(id: string): void {
  const title = find('h2', `#${id}`);
  title.focus({ preventScroll: true });
  title.scrollIntoView();
}
