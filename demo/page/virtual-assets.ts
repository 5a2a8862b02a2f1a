/**
 * Shows the virtual devices that can be linked, with the credentials to enter in Link UI.
 */
import { html, nothing, render } from 'lit';
import type { DemoInfo, VirtualAsset } from '../demo-info.js';
import { copyButton } from './copy-button.js';
import { typeIcon } from './type-icon.js';

/** Renders the list. */
export function showVirtualAssets(place: HTMLElement, info: DemoInfo): void {
  const { virtualAssets, environment, dashboardUrl } = info;
  if (virtualAssets.length === 0) {
    const dashboard = html`<a href=${dashboardUrl} target="_blank" rel="noopener">dashboard</a>`;
    render(
      environment === 'sandbox'
        ? html`<p>
            Create a virtual asset in Enode’s ${dashboard}, and sign in with what it shows.
          </p>`
        : html`<p>This is Enode’s production: sign in with the account of a real device.</p>`,
      place,
    );
    return;
  }
  render(
    html`<p>
        ${
          environment === 'stand-in'
            ? 'Choose the device in the stand-in for Link UI. It asks for no password.'
            : 'Choose the brand in Link UI and sign in. Any two-factor code works.'
        }
      </p>
      <ul class="assets">
        ${virtualAssets.map(
          (asset) =>
            html`<li>
              ${typeIcon(asset.vendorType)}
              <div class="about">
                <strong>${asset.vendor}</strong>
                <span>${asset.model}, ${asset.name.toLowerCase()}</span>
              </div>
              ${
                environment === 'stand-in'
                  ? nothing
                  : html`<div class="credentials">
                      ${credential(asset, 'username')} ${credential(asset, 'password')}
                    </div>`
              }
            </li>`,
        )}
      </ul>`,
    place,
  );
}

function credential(asset: VirtualAsset, name: 'username' | 'password') {
  const value = asset[name];
  return html`<div class="credential">
    <span>${name}</span>
    <code>${value}</code>
    ${copyButton(`${name} of ${asset.vendor}`, () => value)}
  </div>`;
}
