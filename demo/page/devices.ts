/**
 * The list of linked devices: read and removed through the host's backend, and read again after the
 * element's events. The page in ../devices/ does the same with as little code as a host needs.
 */
import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { LinkedDevice, LinkedVendor } from '../../src/index.js';
import { announce } from './announce.js';
import { backend, type VendorOfType } from './backend.js';
import { typeIcon } from './type-icon.js';

/** A device or, until its first device is there, a linked vendor. */
interface Row extends VendorOfType {
  /** Enode's id of the asset; absent for a vendor that has no devices yet. */
  readonly id?: string;
  readonly name: string;
  readonly details: string;
  readonly isValid: boolean;
  readonly isReachable: boolean | null;
}

/** What an event reported as new. */
type Fresh = readonly (LinkedDevice | LinkedVendor)[];

interface Actions {
  reconnect(row: VendorOfType & { readonly id?: string }): void;
  /** Called after something was removed. */
  removed(): void;
}

export class Devices {
  readonly #place: HTMLElement;
  readonly #actions: Actions;
  #rows: readonly Row[] | undefined;
  #fresh: Fresh = [];
  #asked: Row | undefined;
  #problem = '';

  constructor(place: HTMLElement, actions: Actions) {
    this.#place = place;
    this.#actions = actions;
    this.#render();
  }

  /** Reads vendors and devices from the backend, and highlights those that are `fresh`. */
  async refresh(fresh: Fresh = this.#fresh): Promise<void> {
    this.#fresh = fresh;
    await this.#try('The devices could not be read', async () => {
      this.#rows = rowsOf(await backend.linkedVendors(), await backend.devices());
      this.#problem = '';
    });
  }

  async #remove(row: Row): Promise<void> {
    await this.#try(`${row.name} could not be removed`, async () => {
      await backend.unlink(row);
      this.#actions.removed();
      announce(`${row.name} was removed.`);
      await this.refresh();
    });
  }

  async #forgetAll(): Promise<void> {
    await this.#try('The devices could not be forgotten', async () => {
      await backend.forgetAll();
      this.#actions.removed();
      announce('All devices are forgotten.');
      await this.refresh();
    });
  }

  async #try(problem: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#problem = `${problem}: ${error instanceof Error ? error.message : String(error)}.`;
    }
    const hadFocus = this.#place.contains(document.activeElement);
    this.#render();
    // The button that had the focus may be gone with its row.
    if (hadFocus && document.activeElement === document.body) this.#place.focus();
  }

  #ask(row: Row): void {
    this.#asked = row;
    this.#render();
    const dialog = this.#place.querySelector('dialog');
    if (!dialog) return;
    dialog.returnValue = '';
    dialog.showModal();
  }

  #answer({ currentTarget }: Event): void {
    const { returnValue } = currentTarget as HTMLDialogElement;
    if (returnValue === 'remove' && this.#asked) void this.#remove(this.#asked);
  }

  #render(): void {
    render(
      html`${this.#problem && html`<p class="problem" role="alert">${this.#problem}</p>`}
        ${this.#list()}
        <dialog
          aria-labelledby="question"
          aria-describedby="consequence"
          @close=${(event: Event) => this.#answer(event)}
        >
          ${this.#asked && this.#question(this.#asked)}
        </dialog>`,
      this.#place,
    );
  }

  #list(): TemplateResult | typeof nothing {
    if (!this.#rows) return nothing;
    if (this.#rows.length === 0) return html`<p class="empty">No devices yet.</p>`;
    return html`<ul class="devices">
        ${repeat(this.#rows, keyOf, (row) => this.#device(row))}
      </ul>
      <p class="after">
        <button type="button" class="plain" @click=${() => this.#forgetAll()}>
          Forget all devices
        </button>
      </p>`;
  }

  #device(row: Row): TemplateResult {
    const { name, details, vendorType, isValid } = row;
    const isFresh = this.#fresh.some((one) => ('id' in one ? one.id === row.id : isSame(one, row)));
    const { look, state } = stateOf(row);
    return html`<li class=${isFresh ? 'fresh' : ''}>
      ${typeIcon(vendorType)}
      <div class="about">
        <strong>${name} ${isFresh ? html`<span class="tag">New</span>` : nothing}</strong>
        <span>${details}</span>
      </div>
      <span class="status ${look}">${state}</span>
      <div class="actions">
        ${
          isValid
            ? nothing
            : html`<button
                type="button"
                class="button"
                aria-label="Reconnect ${name}"
                @click=${() => {
                  this.#actions.reconnect(row);
                }}
              >
                Reconnect
              </button>`
        }
        <button
          type="button"
          class="plain"
          aria-label="Remove ${name}"
          @click=${() => {
            this.#ask(row);
          }}
        >
          Remove
        </button>
      </div>
    </li>`;
  }

  /** Removing ends what the vendor's account gives access to, so all its devices of the type go. */
  #question(row: Row): TemplateResult {
    const others = (this.#rows ?? []).filter(
      (other) => keyOf(other) !== keyOf(row) && isSame(other, row),
    );
    return html`<form method="dialog">
      <h3 id="question">Remove ${row.name}?</h3>
      <p id="consequence">
        Enode disconnects a brand as a whole: all that <strong>${row.vendor}</strong> brought of the
        type ${row.vendorType ?? 'of this device'}.
        ${
          others.length > 0
            ? html`That includes <strong>${others.map(({ name }) => name).join(', ')}</strong>.`
            : nothing
        }
      </p>
      <div class="answers">
        <button class="button">Keep</button>
        <button class="button danger" value="remove">Remove</button>
      </div>
    </form>`;
  }
}

function rowsOf(vendors: readonly LinkedVendor[], devices: readonly LinkedDevice[]): Row[] {
  const shown = devices.map((device) => ({
    ...device,
    details: `${device.brand ?? device.vendor} ${device.model ?? ''} · ${device.vendorType}`,
    isValid: vendors.find((vendor) => isSame(vendor, device))?.isValid ?? true,
  }));
  const waiting = vendors
    .filter((vendor) => !devices.some((device) => isSame(vendor, device)))
    .map((vendor) => ({
      ...vendor,
      name: vendor.vendor,
      details: vendor.vendorType ?? 'device',
      isReachable: null,
    }));
  return [...shown, ...waiting];
}

function stateOf({ id, isValid, isReachable }: Row): { look: string; state: string } {
  if (!isValid) return { look: 'bad', state: 'Signed out' };
  if (id === undefined) return { look: 'soft', state: 'Waiting for its data' };
  if (isReachable === false) return { look: 'soft', state: 'Not reachable' };
  return { look: 'good', state: 'Connected' };
}

const isSame = (one: VendorOfType, other: VendorOfType): boolean =>
  one.vendor === other.vendor && one.vendorType === other.vendorType;

const keyOf = ({ id, vendor, vendorType }: Row): string => id ?? `${vendor} ${vendorType ?? ''}`;
