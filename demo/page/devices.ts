/**
 * The list of linked devices, as a host would write it: it reads and unlinks through its own backend and
 * uses the vendors from the element's success event.
 */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { LinkedVendor } from '../../src/index.js';
import { announce } from './announce.js';
import { backend } from './backend.js';
import { typeIcon } from './type-icon.js';

export class Devices {
  readonly #place: HTMLElement;
  #vendors: readonly LinkedVendor[] | undefined;
  #fresh: readonly LinkedVendor[] = [];
  #problem = '';

  constructor(place: HTMLElement) {
    this.#place = place;
    this.#render();
  }

  /** Shows the vendors of a success event; `fresh` are the entries to highlight. */
  show(vendors: readonly LinkedVendor[], fresh: readonly LinkedVendor[] = []): void {
    this.#vendors = vendors;
    this.#fresh = fresh;
    this.#problem = '';
    this.#render();
  }

  /** Reads the linked vendors from the backend. */
  async refresh(): Promise<void> {
    await this.#try('The devices could not be read', async () => {
      this.show(await backend.linkedVendors());
    });
  }

  async #unlink(entry: LinkedVendor): Promise<void> {
    await this.#try(`${entry.vendor} could not be unlinked`, async () => {
      await backend.unlink(entry);
      announce(`${entry.vendor} is no longer linked.`);
      await this.refresh();
    });
  }

  async #forgetAll(): Promise<void> {
    await this.#try('The devices could not be forgotten', async () => {
      await backend.forgetAll();
      announce('All devices are forgotten.');
      await this.refresh();
    });
  }

  async #try(problem: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#problem = `${problem}: ${error instanceof Error ? error.message : String(error)}.`;
      this.#render();
    }
  }

  #render(): void {
    render(
      html`${this.#problem && html`<p class="problem" role="alert">${this.#problem}</p>`}
      ${this.#list()}`,
      this.#place,
    );
  }

  #list(): TemplateResult | typeof nothing {
    const vendors = this.#vendors;
    if (!vendors) return nothing;
    if (vendors.length === 0) return html`<p class="empty">No devices yet.</p>`;
    return html`<ul class="devices">
        ${vendors.map((entry) => this.#device(entry))}
      </ul>
      <p class="after">
        <button type="button" class="plain" @click=${() => this.#forgetAll()}>
          Forget all linked devices
        </button>
      </p>`;
  }

  #device(entry: LinkedVendor): TemplateResult {
    const { vendor, vendorType, isValid } = entry;
    const isFresh = this.#fresh.some(
      (fresh) => fresh.vendor === vendor && fresh.vendorType === vendorType,
    );
    return html`<li class=${isFresh ? 'fresh' : ''}>
      ${typeIcon(vendorType)}
      <div class="about">
        <strong>${vendor}</strong>
        <span>${vendorType ?? 'device'}</span>
      </div>
      <span class="status ${isValid ? 'good' : 'bad'}">
        ${isValid ? 'Connected' : 'Sign in again'}
      </span>
      <button
        type="button"
        class="plain"
        aria-label="Unlink ${vendor} ${vendorType ?? ''}"
        @click=${() => this.#unlink(entry)}
      >
        Unlink
      </button>
    </li>`;
  }
}
