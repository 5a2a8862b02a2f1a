/**
 * The page for virtual assets and addresses. It never shows the client's secret, which only the person who
 * started the emulator needs.
 */
import { html } from 'hono/html';
import { displayName } from '../state/catalogue.js';
import type { Emulation } from '../emulation.js';
import type { Html } from '../page.js';
import type { VirtualAsset } from '../state/virtual-assets.js';
import { mistakeNotice, page, table } from './frame.js';
import type { Section } from './frame.js';
import { modelField } from './model-field.js';

export function assetsPage(
  emulation: Emulation,
  shown: { created?: string | null; mistake?: string; form?: URLSearchParams },
): Section {
  const assets = emulation.store.virtualAssets.all();
  const created = assets.find((asset) => asset.id === shown.created);
  return page(emulation, 'Virtual assets', {
    lead: 'A virtual asset is a simulated device. Sign in with its username and password in Link UI.',
    main: html`${created ? createdNotice(created) : ''} ${mistakeNotice(shown.mistake)}
      <section class="panel" aria-labelledby="create">
        <h2 id="create">Create a virtual asset</h2>
        <form method="post" action="/dashboard/virtual-assets" class="grid">
          <div>
            <label for="name">Name</label>
            <input
              id="name"
              name="name"
              value="${shown.form?.get('name') ?? ''}"
              required
              maxlength="100"
              autocomplete="off"
            />
          </div>
          <div>${modelField(shown.form?.get('model'))}</div>
          <button class="primary" data-testid="create">Create new</button>
        </form>
      </section>
      ${table(
        'Your virtual assets',
        ['Name', 'Brand and type', 'Username', 'Password'],
        assets.toReversed().map(
          (asset) =>
            html`<tr>
              <th scope="row">${asset.name} <span class="small">${asset.model}</span></th>
              <td>${displayName(asset.vendor)} <span class="small">${asset.vendorType}</span></td>
              <td><code>${asset.username}</code></td>
              <td><code>${asset.password}</code></td>
            </tr>`,
        ),
        'No virtual assets yet. Nobody can sign in to Link UI until you create one.',
      )}
      <section class="panel" aria-labelledby="addresses">
        <h2 id="addresses">Addresses</h2>
        <dl>
          <dt>OAuth</dt>
          <dd><code>${emulation.oauthUrl}/oauth2/token</code></dd>
          <dt>API</dt>
          <dd><code>${emulation.apiUrl}</code></dd>
          <dt>Link UI</dt>
          <dd><code>${emulation.linkOrigin}</code></dd>
          <dt>Client ID</dt>
          <dd><code>${emulation.clientId}</code></dd>
          <dt>Client secret</dt>
          <dd>Not shown here. The command that started the emulator printed it.</dd>
        </dl>
      </section>`,
  });
}

function createdNotice(asset: VirtualAsset): Html {
  return html`<section class="notice" role="status" data-testid="created">
    <h2>${asset.name} is ready</h2>
    <dl>
      <dt>Username</dt>
      <dd><code data-testid="username">${asset.username}</code></dd>
      <dt>Password</dt>
      <dd><code data-testid="password">${asset.password}</code></dd>
    </dl>
  </section>`;
}
