/**
 * The pages for virtual assets and users. They never show a token, a linkUrl or the client's secret, which
 * only the person who started the emulator needs.
 */
import { html } from 'hono/html';
import { displayName, VENDOR_TYPES, VENDORS } from '../state/catalogue.js';
import type { Emulation } from '../emulation.js';
import type { Html } from '../page.js';
import { models } from '../state/models.js';
import type { User } from '../state/users.js';
import type { VirtualAsset } from '../state/virtual-assets.js';
import { mistakeNotice, page, table } from './frame.js';
import type { Section } from './frame.js';

const TYPE_NAMES = {
  vehicle: 'Vehicles',
  charger: 'Chargers',
  hvac: 'Heating and cooling',
  inverter: 'Solar inverters',
  battery: 'Batteries',
  meter: 'Meters',
};

export function assetsPage(
  emulation: Emulation,
  shown: { created?: string | null; mistake?: string; form?: URLSearchParams },
): Section {
  const assets = emulation.store.virtualAssets.all();
  const created = assets.find((asset) => asset.id === shown.created);
  const chosen = shown.form?.get('model');
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
          <div>
            <label for="model">Model</label>
            <select id="model" name="model" required>
              <option value="">Select a model</option>
              ${VENDOR_TYPES.map(
                (type) =>
                  html`<optgroup label="${TYPE_NAMES[type]}">
                    ${VENDORS[type].flatMap((vendor) =>
                      models(type, vendor).map((model) => {
                        const value = `${type}|${vendor}|${model}`;
                        return html`<option value="${value}" ${value === chosen ? 'selected' : ''}>
                          ${displayName(vendor)} ${model}
                        </option>`;
                      }),
                    )}
                  </optgroup>`,
              )}
            </select>
          </div>
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

export function usersPage(emulation: Emulation, users: readonly User[]): Section {
  return page(emulation, 'Users', {
    lead: 'A user appears with its first Link session. Invalidate a vendor to try how a user repairs it.',
    main: table(
      'Users and what they linked',
      ['User', 'Vendor', 'Devices', 'State', 'Action'],
      users.toReversed().flatMap(userRows),
      'No users yet. A user is created by its first Link session.',
    ),
  });
}

function userRows(user: User): Html[] {
  const name = html`<th scope="rowgroup" rowspan="${Math.max(1, user.links.length)}">
    <code>${user.id}</code>
    <form method="post" action="/dashboard/delete-user">
      <input type="hidden" name="user" value="${user.id}" />
      <button class="plain">Delete<span class="unseen"> user ${user.id}</span></button>
    </form>
  </th>`;
  if (user.links.length === 0) {
    return [
      html`<tr>
        ${name}
        <td colspan="4" class="small">Nothing linked</td>
      </tr>`,
    ];
  }
  return user.links.map((link, index) => {
    const devices = user.assets.filter(
      ({ vendor, vendorType }) => vendor === link.vendor && vendorType === link.vendorType,
    );
    const action = (to: string, text: string) =>
      html`<form method="post" action="/dashboard/${to}">
        <input type="hidden" name="user" value="${user.id}" />
        <input type="hidden" name="vendor" value="${link.vendor}" />
        <input type="hidden" name="vendorType" value="${link.vendorType}" />
        <button class="secondary">
          ${text}<span class="unseen"> ${displayName(link.vendor)} of user ${user.id}</span>
        </button>
      </form>`;
    return html`<tr>
      ${index === 0 ? name : ''}
      <td>${displayName(link.vendor)} <span class="small">${link.vendorType}</span></td>
      <td>
        ${devices.map(({ name: own, model }) => html`${own} <span class="small">${model}</span>`)}
      </td>
      <td>
        ${
          link.isValid
            ? html`<span class="tag good">Valid</span>`
            : html`<span class="tag bad">Invalid</span>
                <span class="small">Link again to repair</span>`
        }
      </td>
      <td>
        <div class="row">
          ${link.isValid ? action('invalidate', 'Invalidate') : ''} ${action('unlink', 'Unlink')}
        </div>
      </td>
    </tr>`;
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
