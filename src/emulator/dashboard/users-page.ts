/**
 * The page for users: what each of them linked, and its devices, with forms for what can happen to them. Each
 * form causes the events that webhooks deliver.
 */
import { html } from 'hono/html';
import { describeDevice } from '../devices/describe-device.js';
import { TYPES_WITH_BATTERY } from '../devices/device.js';
import type { Emulation } from '../emulation.js';
import type { Html } from '../page.js';
import { displayName } from '../state/catalogue.js';
import { MAX_DELAY_MS } from '../state/device-requests.js';
import type { Asset, Link, User } from '../state/users.js';
import { button, tag } from './cells.js';
import { copyable } from './copy.js';
import { mistakeNotice, page } from './frame.js';
import type { Section } from './frame.js';
import { modelField } from './model-field.js';

interface Shown {
  readonly mistake?: string;
  /** The fields of the form for a new device, as they were sent. */
  readonly form?: URLSearchParams;
  /** In how many seconds a device appears that was just added. */
  readonly appearsIn?: number;
}

export function usersPage(emulation: Emulation, users: readonly User[], shown: Shown): Section {
  return page(emulation, 'Users', {
    lead: 'A user appears with its first Link session. Webhooks report what you change here.',
    main: html`${mistakeNotice(shown.mistake)} ${appearsNotice(shown.appearsIn)}
    ${
      users.length === 0
        ? html`<div class="panel">
            <p class="empty">No users yet. A user is created by its first Link session.</p>
          </div>`
        : users.toReversed().map(userPanel)
    }
    ${newDevice(users, shown.form)}`,
  });
}

function userPanel(user: User, index: number): Html {
  const { id, links } = user;
  return html`<section class="panel" aria-labelledby="user-${index}">
    <div class="head">
      <h2 id="user-${index}">${copyable(`user id ${id}`, id)}</h2>
      ${button('delete-user', { user: id }, 'Delete', `user ${id}`, 'plain')}
    </div>
    ${links.length === 0 ? html`<p class="small">Nothing connected</p>` : links.map((link) => linkPart(user, link))}
  </section>`;
}

function linkPart({ id: user, assets }: User, { vendor, vendorType, isValid }: Link): Html {
  const devices = assets.filter((each) => each.vendor === vendor && each.vendorType === vendorType);
  const fields = { user, vendor, vendorType };
  const about = `${displayName(vendor)} (${vendorType}) of user ${user}`;
  return html`<div class="link">
    <div class="head">
      <h3>${displayName(vendor)} <span class="small">${vendorType}</span></h3>
      ${
        isValid
          ? tag('Valid', 'good')
          : html`${tag('Invalid', 'bad')} <span class="small">Connect again to repair</span>`
      }
      <div class="row">
        ${isValid ? button('invalidate', fields, 'Invalidate', about) : ''}
        ${button('unlink', fields, 'Unlink', about)}
      </div>
    </div>
    ${
      devices.length === 0
        ? html`<p class="small">No devices</p>`
        : html`<ul class="devices">
            ${devices.map((device) => devicePart(user, device))}
          </ul>`
    }
  </div>`;
}

function devicePart(user: string, device: Asset): Html {
  const { id: asset, name, model, vendorType, isReachable } = device;
  const level = batteryLevel(user, device);
  const about = `${name} of user ${user}`;
  return html`<li>
    <div>
      <strong>${name}</strong> <span class="small">${vendorType}, ${model}</span>
      ${isReachable ? tag('Reachable', 'good') : tag('Not reachable', 'warn')}
      ${level === undefined ? '' : tag(`Battery ${level} %`, '')}
      <p class="small">${copyable(`id of ${about}`, asset)}</p>
    </div>
    <div class="row">
      ${
        level === undefined
          ? ''
          : html`<form method="post" action="/dashboard/change-device" class="row">
              <input type="hidden" name="asset" value="${asset}" />
              <label class="inline" for="level-${asset}">
                Battery in %<span class="unseen"> of ${about}</span>
              </label>
              <input
                id="level-${asset}"
                name="batteryLevel"
                type="number"
                min="0"
                max="100"
                required
                value="${level}"
              />
              <button class="secondary">Set<span class="unseen"> battery of ${about}</span></button>
            </form>`
      }
      ${button(
        'change-device',
        { asset, isReachable: isReachable ? 'no' : 'yes' },
        isReachable ? 'Make unreachable' : 'Make reachable',
        about,
      )}
      ${button('remove-device', { asset }, 'Remove', about)}
    </div>
  </li>`;
}

/** In percent. Undefined for a device without a battery. */
function batteryLevel(user: string, device: Asset): number | undefined {
  if (!TYPES_WITH_BATTERY.includes(device.vendorType)) return undefined;
  const { chargeState } = describeDevice(user, device) as {
    chargeState?: { batteryLevel?: number };
  };
  return chargeState?.batteryLevel;
}

function newDevice(users: readonly User[], form?: URLSearchParams): Html {
  const value = (name: string, otherwise: string) => form?.get(name) ?? otherwise;
  return html`<section class="panel" aria-labelledby="add-device">
    <h2 id="add-device">Add a device that was not connected here</h2>
    <p class="hint">
      As if the user had bought it later, for an account that is already connected.
    </p>
    <form method="post" action="/dashboard/add-device" class="grid">
      <div>
        <label for="user">User</label>
        <input
          id="user"
          name="user"
          list="users"
          required
          maxlength="255"
          autocomplete="off"
          value="${value('user', users.at(-1)?.id ?? '')}"
        />
        <datalist id="users">
          ${users.map(({ id }) => html`<option value="${id}"></option>`)}
        </datalist>
      </div>
      <div>${modelField(form?.get('model'))}</div>
      <div>
        <label for="delay">Appears after (seconds)</label>
        <input
          id="delay"
          name="delay"
          type="number"
          min="0"
          max="${MAX_DELAY_MS / 1000}"
          required
          value="${value('delay', '0')}"
        />
      </div>
      <button class="primary" data-testid="add-device">Add device</button>
    </form>
  </section>`;
}

function appearsNotice(seconds = 0): Html | string {
  // The number comes from the address, where it could be any.
  const isDelay = Number.isInteger(seconds) && seconds > 0 && seconds * 1000 <= MAX_DELAY_MS;
  if (!isDelay) return '';
  return html`<p class="notice" role="status" data-testid="appears">
    The device appears in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}. Then reload this page
    to see it.
  </p>`;
}
