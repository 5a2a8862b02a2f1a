/**
 * What can happen to devices while nobody clicks: a password changes, a person buys one more, a brand or
 * the server fails. Here the visitor makes it happen, and the settings page must notice.
 */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { EnodeLinkButton, LinkedVendor } from '../../src/index.js';
import type { Fault } from '../failures/faults.js';
import { announce } from '../page/announce.js';
import { backend } from '../page/backend.js';

const COMES_AFTER_MS = 10_000;
/** Which trouble the page was loaded with. */
const KEY = 'playground-trouble';

const troubles: readonly Fault[] = [
  {
    id: 'unreadable',
    title: 'The devices cannot be read',
    explanation: 'The server answers 502.',
    emulator: { api: { status: 500 } },
    standIn: { user: 502 },
  },
  {
    id: 'brands',
    title: 'Two brands have trouble',
    explanation: 'Volkswagen fails often, and Nissan always.',
    emulator: { vendors: { VOLKSWAGEN: 'ELEVATED_ERROR_RATE', NISSAN: 'OUTAGE' } },
  },
];

export class Backstage {
  readonly #place: HTMLElement;
  readonly #element: EnodeLinkButton;
  #environment = '';
  #problem = '';
  #isReloading = false;

  /** @param stage the host's part of the page, which changes whenever it knows something new */
  constructor(place: HTMLElement, stage: HTMLElement, element: EnodeLinkButton) {
    this.#place = place;
    this.#element = element;
    new MutationObserver(() => this.#render()).observe(stage, { childList: true, subtree: true });
    // On the server a trouble would outlive its page.
    addEventListener('pagehide', () => {
      if (this.#isReloading || !sessionStorage.getItem(KEY)) return;
      sessionStorage.removeItem(KEY);
      void backend.setFault(undefined);
    });
    void backend.info().then(({ environment }) => {
      this.#environment = environment;
      this.#render();
    });
  }

  async #do(news: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this.#problem = '';
      announce(news);
      // As when the user comes back to the page from somewhere else.
      dispatchEvent(new Event('focus'));
    } catch (error) {
      this.#problem = `That did not work: ${error instanceof Error ? error.message : String(error)}.`;
    }
    this.#render();
  }

  #render(): void {
    const isPlayable = ['emulator', 'stand-in'].includes(this.#environment);
    render(
      isPlayable
        ? html`${this.#problem && html`<p class="problem" role="alert">${this.#problem}</p>`}
          ${this.#vendors()} ${this.#troubles()}`
        : html`<p>Only the emulator can do that. Use the dashboard of Enode’s sandbox instead.</p>`,
      this.#place,
    );
  }

  #vendors(): TemplateResult {
    const vendors = this.#element.linkedVendors ?? [];
    if (vendors.length === 0) return html`<p>Connect a device first.</p>`;
    return html`<ul class="backstage">
      ${vendors.map((entry) => this.#vendor(entry))}
    </ul>`;
  }

  #vendor({ vendor, vendorType, isValid }: LinkedVendor): TemplateResult {
    const late = { vendor, ...(vendorType && { vendorType }), delayMs: COMES_AFTER_MS };
    return html`<li>
      <h3>${vendor} <small>${vendorType ?? nothing}</small></h3>
      <button
        type="button"
        class="button"
        aria-label="Make it invalid: ${vendor}"
        ?disabled=${!isValid}
        @click=${() => this.#do(`${vendor} is invalid.`, () => backend.invalidate(vendor))}
      >
        Make it invalid
      </button>
      <button
        type="button"
        class="button"
        aria-label="A device comes in 10 seconds: ${vendor}"
        @click=${() => this.#do('It comes in 10 seconds.', () => backend.addDevice(late))}
      >
        A device comes in 10 seconds
      </button>
    </li>`;
  }

  #troubles(): TemplateResult {
    const chosen = sessionStorage.getItem(KEY) ?? '';
    const offered = troubles.filter(
      ({ standIn }) => this.#environment === 'emulator' || standIn !== undefined,
    );
    const all = [{ id: '', title: 'None', explanation: 'All is well.' }, ...offered];
    return html`<h3>Trouble</h3>
      <p>Each button loads the page again.</p>
      <ul class="backstage">
        ${all.map(
          ({ id, title, explanation }) =>
            html`<li>
              <button
                type="button"
                class="button"
                aria-pressed=${id === chosen ? 'true' : 'false'}
                @click=${() => this.#reloadWith(id)}
              >
                ${title}
              </button>
              <small>${explanation}</small>
            </li>`,
        )}
      </ul>`;
  }

  async #reloadWith(id: string): Promise<void> {
    await this.#do('', async () => {
      await backend.setFault(troubles.find((trouble) => trouble.id === id));
      sessionStorage.setItem(KEY, id);
      this.#isReloading = true;
      location.reload();
    });
  }
}
