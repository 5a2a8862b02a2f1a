/**
 * The stand-in's Link UI: choose a device, connect it and return. Like Enode's, it goes back to the
 * redirectUri of the session.
 */
import { html, render, type TemplateResult } from 'lit';
import { find } from '../../page/find.js';
import { brands } from '../catalogue.js';
import { link, readDevices, takeSession } from '../store.js';

type Brand = (typeof brands)[number];

const session = takeSession(new URLSearchParams(location.search).get('session') ?? '');
if (session === undefined) {
  show('This link has been used', html`<p>Close this window and start again.</p>`);
} else {
  const asset = readDevices().find(({ id }) => id === session.assetId);
  const { vendor, vendorType } = asset ?? session;
  const offered = brands
    .filter((brand) => !vendor || brand.vendor === vendor)
    .filter((brand) => !vendorType || brand.vendorType === vendorType)
    .filter(({ status }) => status !== 'outage');
  choose(offered, session.redirectUri);
}

function choose(offered: readonly Brand[], back: string): void {
  show(
    offered.length > 0 ? 'Which device?' : 'No such device here',
    html`<ul class="choices">
        ${offered.map(
          (brand) =>
            html`<li>
              <button class="button" type="button" @click=${() => connect(brand, back)}>
                ${brand.name} ${brand.model}
              </button>
            </li>`,
        )}
      </ul>
      <button class="plain" type="button" @click=${() => leave(back, 'cancelledByUser')}>
        Leave without connecting
      </button>`,
  );
}

function connect(brand: Brand, back: string): void {
  link(brand);
  show(
    `${brand.name} ${brand.model} is connected`,
    html`<p>As with Enode, the device is connected by now, even if you close this window.</p>
      <button class="button" type="button" @click=${() => leave(back)}>Complete</button>`,
  );
}

function leave(back: string, error?: string): void {
  const url = new URL(back);
  if (error) url.searchParams.set('error', error);
  location.replace(url);
}

function show(title: string, content: TemplateResult): void {
  render(
    html`<h1 tabindex="-1">${title}</h1>
      ${content}`,
    find('div', '#screen'),
  );
  find('h1').focus();
}
