/**
 * The stand-in's Link UI: choose a device, connect it and return. Like Enode's, it goes back to the
 * redirectUri of the session.
 */
import { html, render, type TemplateResult } from 'lit';
import { find } from '../../page/find.js';
import { readLinks, takeSession, writeLinks } from '../store.js';

const devices = [
  { vendor: 'TESLA', vendorType: 'vehicle', label: 'Tesla Model 3' },
  { vendor: 'ZAPTEC', vendorType: 'charger', label: 'Zaptec Go' },
] as const;

const redirectUri = takeSession(new URLSearchParams(location.search).get('session') ?? '');
if (redirectUri === undefined) {
  show('This link has been used', html`<p>Close this window and start again.</p>`);
} else choose(redirectUri);

function choose(back: string): void {
  show(
    'Which device?',
    html`<ul class="choices">
        ${devices.map(
          (device) =>
            html`<li>
              <button class="button" type="button" @click=${() => connect(device, back)}>
                ${device.label}
              </button>
            </li>`,
        )}
      </ul>
      <button class="plain" type="button" @click=${() => leave(back, 'cancelledByUser')}>
        Leave without linking
      </button>`,
  );
}

function connect({ vendor, vendorType, label }: (typeof devices)[number], back: string): void {
  const others = readLinks().filter((link) => link.vendor !== vendor);
  writeLinks([...others, { vendor, vendorType, isValid: true }]);
  show(
    `${label} is connected`,
    html`<p>As with Enode, the device is linked by now, even if you close this window.</p>
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
