/**
 * The Connected devices page, where settings-page.js is the host's code: this shows that same code, and
 * lets things happen to the devices behind its back.
 */
import { html, render } from 'lit';
import { backend } from '../page/backend.js';
import { copyButton } from '../page/copy-button.js';
import { find } from '../page/find.js';
import { chosenTheme } from '../page/theme.js';
import { applyTheme } from '../theme/properties.js';
import { Backstage } from './backstage.js';
import code from './settings-page.js?raw';
import view from './settings-view.js?raw';

const element = find('enode-link-button');
// The code shows the addresses of the handler. The static build has its return page elsewhere.
for (const [name, value] of Object.entries(backend.endpoints)) element.setAttribute(name, value);
backend.connect(element);
applyTheme(element);
const followTheme = (): void => {
  element.colorScheme = chosenTheme() ?? 'system';
};
document.addEventListener('site-theme', followTheme);
followTheme();

new Backstage(find('div', '#happenings'), find('div', '#settings'), element);

render(
  html`<section class="card" aria-labelledby="code-title">
      <header>
        <div>
          <h2 id="code-title">The code</h2>
          <p><code>settings-page.js</code>: all that has to do with Enode.</p>
        </div>
        ${copyButton('settings-page.js', () => code)}
      </header>
      <pre id="settings-page" tabindex="0" role="group" aria-label="settings-page.js">${code}</pre>
    </section>
    <section class="card" aria-labelledby="view-title">
      <header>
        <div>
          <h2 id="view-title">The view</h2>
          <p>
            <code>settings-view.js</code>: what people see, here written with Lit. Take your own
            framework.
          </p>
        </div>
        ${copyButton('settings-view.js', () => view)}
      </header>
      <details>
        <summary>Show it</summary>
        <pre tabindex="0" role="group" aria-label="settings-view.js">${view}</pre>
      </details>
    </section>`,
  find('div', '#code'),
);
