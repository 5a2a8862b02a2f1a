/**
 * The Use it page: the code for the page in the chosen framework, with the settings from the address, and
 * the code for the server.
 */
import { html, render, type TemplateResult } from 'lit';
import readme from '../../README.md?raw';
import serverDocument from '../../docs/server.md?raw';
import { readAddress } from '../page/address.js';
import { copyButton } from '../page/copy-button.js';
import { find } from '../page/find.js';
import { readTheme, themeCss } from '../theme/properties.js';
import { frameworks, type Framework } from './frameworks.js';
import { handlerFile, mountFile, mounts } from './server.js';
import { useOf } from './settings.js';

const use = useOf(readAddress());
const chosen: { framework: Framework | undefined; mount: keyof typeof mounts } = {
  framework: frameworks[0],
  mount: 'express',
};

/** A row of buttons, of which one is pressed. */
const choice = (
  label: string,
  options: readonly {
    readonly name: string;
    readonly isChosen: boolean;
    readonly choose: () => void;
  }[],
): TemplateResult =>
  html`<div class="chips" role="group" aria-label=${label}>
    ${options.map(
      ({ name, isChosen, choose }) =>
        html`<button
          type="button"
          class="button"
          aria-pressed=${String(isChosen)}
          @click=${() => {
            choose();
            draw();
          }}
        >
          ${name}
        </button>`,
    )}
  </div>`;

const codeFile = (file: string, code: string): TemplateResult =>
  html`<div class="file">
    <header>
      <h3>${file}</h3>
      ${copyButton(file, () => code)}
    </header>
    <pre tabindex="0" role="group" aria-label="Code of ${file}">${code}</pre>
  </div>`;

function draw(): void {
  const { framework, mount } = chosen;
  const handler = handlerFile(readme, use);
  const server = mountFile(serverDocument, mount);
  render(
    html`<section class="card" aria-labelledby="page">
        <h2 id="page">The page</h2>
        ${choice(
          'Framework',
          frameworks.map((one) => ({
            name: one.name,
            isChosen: one === framework,
            choose: () => (chosen.framework = one),
          })),
        )}
        ${framework && codeFile(framework.file, framework.code(use))}
        ${framework?.note && html`<p class="hint">${framework.note}</p>`}
        ${readTheme().length > 0 ? codeFile('style.css', themeCss()) : ''}
      </section>
      <section class="card" aria-labelledby="server">
        <h2 id="server">The server</h2>
        ${choice(
          'Server',
          Object.entries(mounts).map(([id, name]) => ({
            name,
            isChosen: id === mount,
            choose: () => (chosen.mount = id as keyof typeof mounts),
          })),
        )}
        ${codeFile(handler.file, handler.code)} ${codeFile(server.file, server.code)}
        <p class="hint">
          This is for the emulator: run
          <code>npx enode-link-button emulator</code>, and put the credentials that it prints into
          <code>.env</code>. For Enode’s sandbox, change <code>environment</code> and the
          credentials.
        </p>
      </section>`,
    find('div', '#snippets'),
  );
}

draw();
