/** What the settings page shows: one function of its state, in Lit. Your framework has its own way. */
import { html, nothing, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

const types = {
  vehicle: 'Car',
  charger: 'Charger',
  inverter: 'Solar inverter',
  battery: 'Home battery',
  hvac: 'Heating and cooling',
  meter: 'Meter',
};
const notes = { degraded: ' (may fail at the moment)', outage: ' (not available at the moment)' };

export function draw(state, actions) {
  const place = document.querySelector('#settings');
  const hadFocus = place.contains(document.activeElement);
  render(page(state, actions), place);
  // A button that had the focus may be gone, such as Reconnect.
  if (hadFocus && document.activeElement === document.body) focusTitle();
}

const focusTitle = () => document.querySelector('#devices-title').focus();

const page = ({ rows, problem, news, brands, vendorType, vendor }, actions) => html`
  <section aria-labelledby="devices-title">
    <h2 id="devices-title" tabindex="-1">Your devices</h2>
    <p>Daybreak sees these devices, and charges when power is cheap and clean.</p>
    <p class="news" role="status">${news}</p>
    ${problem ? failure(actions.load) : nothing}
    ${
      rows?.length
        ? html`<ul class="devices rows">
            ${repeat(rows, keyOf, (row) => device(row, rows, actions))}
          </ul>`
        : problem
          ? nothing
          : html`<p class="empty">
              ${rows ? 'No devices yet. Connect your first one below.' : 'Loading your devices…'}
            </p>`
    }
  </section>
  <section class="connect" aria-labelledby="connect-title">
    <h2 id="connect-title">Connect a device</h2>
    <fieldset>
      <legend>What would you like to connect?</legend>
      <div class="types">
        ${[['', 'Anything'], ...Object.entries(types)].map(
          ([type, name]) =>
            html`<label>
              <input
                type="radio"
                name="type"
                .checked=${type === vendorType}
                @change=${() => actions.choose(type, '')}
              />
              ${icon(type)} <span>${name}</span>
            </label>`,
        )}
      </div>
    </fieldset>
    <label class="vendor">
      <span>Brand</span>
      <select .value=${vendor} @change=${({ target }) => actions.choose(vendorType, target.value)}>
        <option value="">Choose it in the next step</option>
        ${brands
          .filter(({ vendorTypes }) => !vendorType || vendorTypes.includes(vendorType))
          .map(
            (brand) =>
              html`<option value=${brand.vendor} ?disabled=${brand.status === 'outage'}>
                ${brand.name}${notes[brand.status] ?? nothing}
              </option>`,
          )}
      </select>
    </label>
    <enode-link-button
      id="link"
      session-url="/api/enode/link-session"
      user-url="/api/enode/user"
      devices-url="/api/enode/devices"
      callback-url="/api/enode/callback"
    ></enode-link-button>
  </section>
  <dialog id="removal" aria-labelledby="question" aria-describedby="consequence"></dialog>
`;

const keyOf = ({ id, vendor, vendorType }) => id ?? `${vendor} ${vendorType}`;

const icon = (type) =>
  html`<svg class="icon" aria-hidden="true">
    <use href="#icon-${types[type] ? type : 'other'}" />
  </svg>`;

const failure = (load) =>
  html`<div class="failure" role="alert">
    <p>Your devices could not be loaded.</p>
    <button type="button" class="button" @click=${(event) => tryAgain(event, load)}>
      Try again
    </button>
  </div>`;

async function tryAgain({ target }, load) {
  target.textContent = 'Trying…';
  await load();
  target.textContent = 'Try again';
}

function device(row, rows, { reconnect, remove }) {
  const { id, name, brand, model, vendorType, isValid, isReachable } = row;
  const state =
    isValid === false
      ? ['bad', 'Signed out']
      : !id
        ? ['soft', 'Waiting for its data']
        : isReachable === false
          ? ['soft', 'Not reachable']
          : ['good', 'Connected'];
  const about = [[brand, model].filter(Boolean).join(' '), types[vendorType] ?? vendorType];
  return html`<li>
    <span class="type">${icon(vendorType)}</span>
    <div class="about">
      <strong>${name}</strong>
      <span>${about.filter((text) => text && text !== name).join(' · ')}</span>
    </div>
    <span class="status ${state[0]}">${state[1]}</span>
    <div class="actions">
      ${
        isValid !== false
          ? nothing
          : html`<button
              type="button"
              class="button"
              aria-label="Reconnect ${name}"
              @click=${() => reconnect(row)}
            >
              Reconnect
            </button>`
      }
      <button
        type="button"
        class="plain"
        aria-label="Remove ${name}"
        @click=${() => ask(row, rows, remove)}
      >
        Remove
      </button>
    </div>
  </li>`;
}

/** Removing disconnects the account at the vendor, with all its devices of that type. */
function ask(row, rows, remove) {
  const { name, vendor, vendorType } = row;
  const others = rows
    .filter((other) => keyOf(other) !== keyOf(row))
    .filter((other) => other.vendor === vendor && other.vendorType === vendorType);
  const dialog = document.querySelector('#removal');
  dialog.returnValue = '';
  dialog.onclose = () => {
    if (dialog.returnValue === 'remove') remove(row);
  };
  render(
    html`<form method="dialog">
      <h3 id="question">Remove ${name}?</h3>
      <p id="consequence">
        ${
          others.length > 0
            ? html`The same account brought
                <strong>${others.map((other) => other.name).join(', ')}</strong>, which will be
                removed too.`
            : nothing
        }
        Daybreak will no longer see ${others.length > 0 ? 'them' : 'it'}. You can connect again at
        any time.
      </p>
      <div class="answers">
        <button class="button">Keep</button>
        <button class="button danger" value="remove">Remove</button>
      </div>
    </form>`,
    dialog,
  );
  dialog.showModal();
}
