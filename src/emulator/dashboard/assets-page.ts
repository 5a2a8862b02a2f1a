/**
 * The page for virtual assets and addresses. It never shows the client's secret, which only the person who
 * started the emulator needs.
 */
import { html } from 'hono/html';
import { displayName } from '../state/catalogue.js';
import { dotEnv } from '../dot-env.js';
import type { Emulation } from '../emulation.js';
import type { Html } from '../page.js';
import type { VirtualAsset } from '../state/virtual-assets.js';
import { copyable, copyableLines } from './copy.js';
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
        assets.toReversed().map((asset) => ({
          isNamed: true,
          cells: [
            html`${asset.name} <span class="small">${asset.model}</span>`,
            html`${displayName(asset.vendor)} <span class="small">${asset.vendorType}</span>`,
            copyable(`username of ${asset.name}`, asset.username),
            copyable(`password of ${asset.name}`, asset.password),
          ],
        })),
        'No virtual assets yet. Create one to sign in to Link UI.',
      )}
      <section class="panel" aria-labelledby="addresses">
        <h2 id="addresses">Addresses</h2>
        <dl>
          <dt>OAuth</dt>
          <dd>${copyable('address of OAuth', `${emulation.oauthUrl}/oauth2/token`)}</dd>
          <dt>API</dt>
          <dd>${copyable('address of the API', emulation.apiUrl)}</dd>
          <dt>Link UI</dt>
          <dd>${copyable('address of Link UI', emulation.linkOrigin)}</dd>
          <dt>Client ID</dt>
          <dd>${copyable('client ID', emulation.clientId)}</dd>
          <dt>Client secret</dt>
          <dd>Not shown here. The command that started the emulator printed it.</dd>
        </dl>
      </section>
      <section class="panel" aria-labelledby="dot-env">
        <h2 id="dot-env">For an .env file</h2>
        ${copyableLines('lines for an .env file', dotEnvWithoutSecret(emulation, assets))}
      </section>`,
  });
}

function createdNotice(asset: VirtualAsset): Html {
  return html`<section class="notice" role="status" data-testid="created">
    <h2>${asset.name} is ready</h2>
    <dl>
      <dt>Username</dt>
      <dd>${copyable('new username', asset.username, 'username')}</dd>
      <dt>Password</dt>
      <dd>${copyable('new password', asset.password, 'password')}</dd>
    </dl>
  </section>`;
}

function dotEnvWithoutSecret(
  { clientId, oauthUrl, apiUrl }: Emulation,
  assets: readonly VirtualAsset[],
): string {
  return `# The command that started the emulator printed ENODE_CLIENT_SECRET.
${dotEnv({ clientId, oauthUrl, apiUrl }, assets)}`.trimEnd();
}
