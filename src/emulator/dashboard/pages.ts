/**
 * The lists of the dashboard. Knows markup; decides nothing and changes nothing. Never shows a
 * token, a linkUrl or the client's secret: those are for whoever started the emulator.
 */
import { html } from 'hono/html';
import { displayName, models, VENDOR_TYPES, VENDORS } from '../catalogue.js';
import type { Emulation } from '../emulation.js';
import type { Fate, LinkSession } from '../link-sessions.js';
import type { Html } from '../page.js';
import type { LogEntry } from '../request-log.js';
import type { User } from '../users.js';
import type { VirtualAsset } from '../virtual-assets.js';
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
    lead: 'A virtual asset is a pretended device. Sign in with its username and password in Link UI.',
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
        'No virtual assets yet. Link UI has nobody to let in until you create one.',
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
          <dd>Not shown here; the command that started the emulator prints it.</dd>
        </dl>
      </section>`,
  });
}

export function usersPage(emulation: Emulation, users: readonly User[]): Section {
  const rows = users.toReversed().flatMap((user) =>
    user.links.length === 0
      ? [
          html`<tr>
            <th scope="row"><code>${user.id}</code></th>
            <td colspan="3" class="small">Nothing linked</td>
          </tr>`,
        ]
      : user.links.map(
          (link) =>
            html`<tr>
              <th scope="row"><code>${user.id}</code></th>
              <td>${displayName(link.vendor)} <span class="small">${link.vendorType}</span></td>
              <td>
                ${
                  link.isValid
                    ? html`<span class="tag good">Valid</span>`
                    : html`<span class="tag bad">Invalid</span>`
                }
              </td>
              <td>
                ${
                  link.isValid
                    ? html`<form method="post" action="/dashboard/invalidate">
                        <input type="hidden" name="user" value="${user.id}" />
                        <input type="hidden" name="vendor" value="${link.vendor}" />
                        <button class="secondary">
                          Invalidate<span class="unseen">
                            ${displayName(link.vendor)} of user ${user.id}</span
                          >
                        </button>
                      </form>`
                    : 'Link again to repair'
                }
              </td>
            </tr>`,
        ),
  );
  return page(emulation, 'Users', {
    lead: 'Users appear with their first Link session. Invalidate a vendor to see it repaired.',
    main: table(
      'Users and what they linked',
      ['User', 'Vendor', 'State', 'Action'],
      rows,
      'No users yet.',
    ),
  });
}

const FATES: Record<Fate, readonly [text: string, tone: string]> = {
  unused: ['Waiting to be opened', ''],
  used: ['Opened', 'warn'],
  linked: ['Linked, not completed', 'good'],
  completed: ['Completed', 'good'],
  exited: ['Left early', 'bad'],
};

export function sessionsPage(emulation: Emulation): Section {
  const { store } = emulation;
  const fate = (session: LinkSession) => {
    const over = session.fate !== 'unused' && session.fate !== 'used';
    const [text, tone] =
      store.sessions.isExpired(session) && !over ? ['Expired', 'bad'] : FATES[session.fate];
    return html`<span class="tag ${tone}">${text}</span>`;
  };
  return page(emulation, 'Link sessions', {
    lead: 'A Link session works once, for 24 hours. Its address is a secret and is not shown.',
    main: table(
      'Sessions, newest first',
      ['Created', 'User', 'Asked for', 'Back to', 'State'],
      store.sessions
        .all()
        .toReversed()
        .map(
          (session) =>
            html`<tr>
              <td class="nowrap">${time(session.createdAt)}</td>
              <td><code>${session.userId}</code></td>
              <td>
                ${
                  [session.vendor && displayName(session.vendor), session.vendorType]
                    .filter(Boolean)
                    .join(', ') || 'Any brand'
                }
                <span class="small">${session.language}, ${session.colorScheme}</span>
              </td>
              <td><code>${target(session.redirectUri)}</code></td>
              <td>${fate(session)}</td>
            </tr>`,
        ),
      'No Link sessions yet.',
    ),
  });
}

export function requestsPage(emulation: Emulation, entries: readonly LogEntry[]): Section {
  const parts = { oauth: 'OAuth', api: 'API', linkUi: 'Link UI' };
  const tone = (status: number) => (status >= 400 ? 'bad' : status >= 300 ? 'warn' : 'good');
  return page(emulation, 'Requests', {
    lead: 'The last 200 requests. No headers, bodies, queries or secrets are kept.',
    main: table(
      'Requests, newest first',
      ['Request', 'Status', 'Part', 'Time'],
      entries.map(
        (entry) =>
          html`<tr>
            <td><code>${entry.method} ${entry.path}</code></td>
            <td class="nowrap">
              <span class="tag ${tone(entry.status)}">${entry.status}</span>
              ${entry.fault ? html`<span class="tag warn">Fault</span>` : ''}
            </td>
            <td class="nowrap">${parts[entry.part]}</td>
            <td class="nowrap">${time(entry.at)}</td>
          </tr>`,
      ),
      'No requests yet.',
    ),
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

/** Where a redirectUri leads, without its query: that may hold a nonce. */
function target(redirectUri: string): string {
  return redirectUri.replace(/[?#].*$/s, '');
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
