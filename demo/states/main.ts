/**
 * The Every state page: one frame for each language and scheme, each showing all states. A frame has its
 * own session with attempts to resume, and can be reloaded without this page.
 */
import { html, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { find } from '../page/find.js';
import { languages } from '../../src/language/languages.js';

const form = find('form', '#states');
const usual = ['en-GB', 'de-DE'];

render(
  html`${languages
    .filter((tag) => tag !== 'browser')
    .map(
      (tag) =>
        html`<label
          ><input type="checkbox" name="language" value=${tag} ?checked=${usual.includes(tag)} />
          ${tag}</label
        >`,
    )}`,
  find('div', '#languages'),
);
form.addEventListener('input', draw);
addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
  if (origin !== location.origin || typeof data !== 'number') return;
  for (const frame of document.querySelectorAll('iframe')) {
    if (frame.contentWindow === source) frame.height = String(data);
  }
});
draw();

function draw(): void {
  const data = new FormData(form);
  const tags = data.getAll('language').map((tag) => (typeof tag === 'string' ? tag : ''));
  render(
    html`${repeat(tags, String, (tag) =>
      section(tag, data.has('rtl') ? 'rtl' : 'ltr', data.has('narrow')),
    )}`,
    find('div', '#cells'),
  );
}

function section(tag: string, dir: string, narrow: boolean): TemplateResult {
  return html`<section aria-labelledby="title-${tag}">
    <h2 id="title-${tag}">${tag}</h2>
    <div class="pair ${narrow ? 'narrow' : ''}">
      ${['light', 'dark'].map(
        (scheme) =>
          html`<div class="frames ${scheme}">
            ${['rest', 'open'].map(
              (part) =>
                html`<iframe
                  height=${part === 'open' ? 120 : 900}
                  title="${part === 'open' ? 'The state open' : 'All other states'}, ${tag}, ${scheme}"
                  src="cell/?${new URLSearchParams({ tag, dir, scheme, part }).toString()}"
                ></iframe>`,
            )}
          </div>`,
      )}
    </div>
  </section>`;
}
