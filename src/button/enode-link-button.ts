/**
 * The view of the element: attributes in; template, ARIA and custom states out. What happens to an
 * attempt is in link-attempts.ts, and how its outcome is decided is in session/.
 */
// Before Lit, so that the CDN files begin with the texts: apart from the code, both compress better.
import { Localization } from '../language/localization.js';
import {
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { GetDevices, GetSession, GetUser } from '../adapters/host-endpoint.js';
import type { HostHeaders } from '../adapters/host-request.js';
import { hasPage } from '../adapters/page-address.js';
import type { Messages } from '../language/messages.js';
import { bare } from '../own-keys.js';
import type { LinkedDevice, LinkedVendor } from '../schema.js';
import type { LinkOutcome } from '../session/outcome.js';
import type { LinkStateName } from '../session/state.js';
import { adoptStyles } from './adopt-styles.js';
import { examine, examineValues } from './debug.js';
import { styles } from './enode-link-button.styles.js';
import type { EnodeLinkEventMap } from './events.js';
import { hasLabel, labelWatch, missingName } from './label.js';
import { LinkAttempts } from './link-attempts.js';
import { busyStates, present, widestLabels } from './presentation.js';
import { choose, defaults, properties } from './settings.js';

const icons = {
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  tick: 'm5 13 4.5 4.5L19 7',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9M20 4v5h-5',
};

/** An object, not a function: Lit reads its `once` as an option, and some pages add one to all functions. */
function listener(handleEvent: () => void): { readonly handleEvent: () => void } {
  return bare({ handleEvent });
}

/**
 * A button that links a person's energy devices through Enode Link UI.
 *
 * @element enode-link-button
 *
 * @fires {LinkStartEvent} enode-link-start - Before any request or window. Cancelable.
 * @fires {LinkOpenEvent} enode-link-open - Link UI is about to be shown.
 * @fires {LinkSuccessEvent} enode-link-success - Something was linked.
 * @fires {LinkCancelEvent} enode-link-cancel - Nothing was linked, as far as can be known.
 * @fires {LinkErrorEvent} enode-link-error - The attempt failed.
 * @fires {LinkDevicesEvent} enode-link-devices - After a success: the devices, and which of them are new.
 * @fires {LinkStateChangeEvent} enode-link-statechange - The state changed.
 *
 * @slot - The label. Default: a text that follows the state, in the user's language.
 * @slot icon - The icon.
 *
 * @csspart button - The native button.
 * @csspart label - The label of the button.
 * @csspart icon - The icon of the button.
 * @csspart spinner - Shown in place of the icon while the button is busy.
 * @csspart status - The status line; in some states only screen readers present it.
 * @csspart dialog - The modal dialog of `mode="iframe"`.
 * @csspart frame - The frame in that dialog.
 * @csspart choices - Further choices while the window can no longer be seen.
 *
 * @cssprop [--enode-link-accent=#0b6e4f] - Background of the button; of other variants, text and border.
 * @cssprop [--enode-link-on-accent=#fff] - Text on that background.
 * @cssprop [--enode-link-radius=0.625rem] - Radius of the corners.
 * @cssprop [--enode-link-height=2.75rem] - Minimum height of the button.
 * @cssprop [--enode-link-width=auto] - Its width. Default: as its longest text needs.
 * @cssprop [--enode-link-padding=0.5em 1.125em] - Space around icon and label.
 * @cssprop [--enode-link-gap=0.625em] - Space between icon and label.
 * @cssprop [--enode-link-icon-size=1.25em] - Size of icon and spinner.
 * @cssprop [--enode-link-border-width=1.5px] - Width of the border of `outline`.
 * @cssprop [--enode-link-font=600 1rem/1.25 system-ui, sans-serif] - Its font.
 * @cssprop [--enode-link-focus=accent] - Colour of the focus ring.
 * @cssprop [--enode-link-danger=#d5412f] - Colour of the mark beside a failure.
 *
 * @cssState idle - Nothing has happened yet.
 * @cssState requesting - The Link session is being requested.
 * @cssState open - Link UI is open.
 * @cssState detached - The window can no longer be seen, but may still be open.
 * @cssState confirming - The user endpoint is being read to find out what was linked.
 * @cssState leaving - The page is about to navigate to Link UI.
 * @cssState linked - Something was linked.
 * @cssState cancelled - The attempt ended, and nothing is known to be linked.
 * @cssState failed - The attempt failed.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- types addEventListener
export class EnodeLinkButton extends LitElement {
  static override styles = styles;
  static override shadowRootOptions: ShadowRootInit = bare({
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  });
  static override properties: PropertyDeclarations = properties;

  // The browser would read what a page gave to all objects in the descriptors that Lit defines. So the
  // accessors that Lit makes are defined here, by descriptors that inherit nothing.
  static {
    for (const [name, declaration] of Object.entries(properties)) {
      const accessor = this.getPropertyDescriptor(name, Symbol(), declaration);
      if (accessor) Object.defineProperty(this.prototype, name, bare(accessor));
    }
  }

  /** React and Preact render properties on a server as attributes, under their names in lower case. */
  static readonly #aliases = new Map(
    Object.entries(properties).flatMap(([name, { attribute }]) => {
      const alias = name.toLowerCase();
      return typeof attribute === 'string' && attribute !== alias ? [[alias, attribute]] : [];
    }),
  );

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...EnodeLinkButton.#aliases.keys()];
  }

  // One field for each row of settings.ts. Its doc comment describes the attribute as well.

  /** Host endpoint that creates a Link session. */
  declare sessionUrl: string;
  /** Host endpoint that returns the Enode user. Without it, outcomes cannot be verified. */
  declare userUrl: string;
  /** Host endpoint that returns the user's devices. Without it, there is no `enode-link-devices`. */
  declare devicesUrl: string;
  /** Where Link UI sends the user back to: an address on this page's origin. Default: this page. */
  declare callbackUrl: string;
  /** How Link UI is shown. `auto`: in a popup, or in the current window if popups are blocked. */
  declare mode: 'auto' | 'popup' | 'iframe' | 'redirect';
  /** Offer only this type of asset, such as `vehicle`. Sent to the host endpoint. */
  declare vendorType: string;
  /** Offer only this vendor, such as `TESLA`. Sent to the host endpoint. */
  declare vendor: string;
  /** Scopes to ask for; in the attribute separated by spaces or commas. Sent to the host endpoint. */
  declare scopes: readonly string[];
  /** Enode language tag, for Link UI and for the button. Default: the nearest `lang`, else `browser`. */
  declare language: string;
  /** Colours of Link UI and of the button. */
  declare colorScheme: 'system' | 'light' | 'dark';
  /** Relink this asset instead of linking a new one. */
  declare assetId: string;
  /** `intent`: request the session on hover or focus, so that a click opens Link UI at once. */
  declare prefetch: 'none' | 'intent';
  /**
   * Any text that differs for each of your users, such as a hash of the id. What was prefetched or
   * stored under another key is dropped.
   */
  declare userKey: string;
  /** Origins that Link UI may be on besides Enode's own; in the attribute separated by spaces or commas. */
  declare linkOrigins: readonly string[];
  /** Credentials of the host requests, as in fetch. */
  declare credentials: 'same-origin' | 'include' | 'omit';
  /** Time limit of one host request, in milliseconds. */
  declare timeout: number;
  /** How much the button stands out. */
  declare variant: 'filled' | 'outline' | 'plain';
  /** Size of the button; `medium` is 44 px high. */
  declare size: 'small' | 'medium' | 'large';
  /** Shape of its corners. */
  declare shape: 'rounded' | 'pill' | 'square';
  /** Your name, shown in the window while the session is being requested. */
  declare hostName: string;
  /** The button cannot be used. */
  declare disabled: boolean;
  /** Logs configuration problems to the console. */
  declare debug: boolean;
  /** Replaces the request to `sessionUrl`. */
  declare getSession: GetSession | undefined;
  /** Replaces the request to `userUrl`. */
  declare getUser: GetUser | undefined;
  /** Replaces the request to `devicesUrl`. */
  declare getDevices: GetDevices | undefined;
  /** Headers to add to the host requests. */
  declare headers: HostHeaders | undefined;
  /** Replaces single texts of the widget. */
  declare messages: Partial<Messages> | undefined;

  readonly #internals = (this as Partial<HTMLElement>).attachInternals?.();
  readonly #localization = new Localization(this);
  readonly #attempts = new LinkAttempts(this, {
    localization: this.#localization,
    changed: (state, previous) => {
      this.#onChange(state, previous);
    },
  });

  constructor() {
    super();
    // Lit reads these options too, with all that they inherit.
    Object.setPrototypeOf(this.renderOptions, null);
    Object.assign(this, defaults());
    if (hasPage())
      for (const one of [this.#localization, labelWatch(this)]) this.addController(one);
    this.#onChange('idle', 'idle');
  }

  /** The state of the attempt. */
  get state(): LinkStateName {
    return this.#attempts.state.name;
  }

  /** The user's linked vendors, as last read from the user endpoint; null before that. */
  get linkedVendors(): LinkedVendor[] | null {
    return this.#attempts.reading.givenVendors;
  }

  /** The user's devices, as last read from the devices endpoint; null before that. */
  get devices(): LinkedDevice[] | null {
    return this.#attempts.reading.givenDevices;
  }

  protected override createRenderRoot(): ShadowRoot {
    // What a server rendered may be in another language and lack the label, so it is rendered again.
    const root = this.shadowRoot ?? this.attachShadow(EnodeLinkButton.shadowRootOptions);
    if (!hasPage()) return root;
    root.replaceChildren();
    adoptStyles(root, styles);
    return root;
  }

  /** Called by the browser when the element has moved to another document. */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptStyles(this.shadowRoot, styles);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Attributes and properties that are set after this decide which attempt belongs to the element.
    void this.updateComplete.then(() => {
      if (this.debug) void examine(this);
      return this.#attempts.resume();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move removes the element and inserts it again in the same task; the attempt goes on then.
    setTimeout(() => {
      if (!this.isConnected) this.#attempts.end();
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (this.debug) examineValues(this, changed);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(EnodeLinkButton.#aliases.get(name) ?? name, old, value);
  }

  /**
   * Starts an attempt, or brings the running one's window to the front. Call it directly in a click
   * handler, before any `await`: the window is opened before this returns.
   * @returns how the attempt ends; the same promise while it runs; never rejects
   */
  open(): Promise<LinkOutcome> {
    return this.#attempts.open();
  }

  /** Ends the running attempt, with `reason: 'aborted'`. */
  cancel(): void {
    this.#attempts.cancel();
  }

  /**
   * Reads the user and devices endpoints outside of an attempt: `linkedVendors`, `devices` and the label
   * follow. Call it when the page loads, and after you have removed a vendor. Rejects with a `LinkError` if
   * one of them could not be read.
   * @throws {LinkError} if one of them could not be read; what the other answered counts all the same
   */
  refresh(): Promise<void> {
    return this.#attempts.refresh();
  }

  /** Clicks the button, like `click()` of a native button. */
  override click(): void {
    this.shadowRoot?.querySelector('button')?.click();
  }

  override render(): TemplateResult {
    const { texts, spoken, lang } = this.#localization;
    const { context } = this.#attempts;
    const { label, status, icon, isStatusVisible, isDescribed } = present(context, texts, spoken);
    const { name } = context.state;
    const busy = busyStates.includes(name);
    const given = hasLabel(this);
    // A server cannot know the label; there, the slot shows the host's label or else our own.
    const own = given ? nothing : label;
    const variant = choose('variant', this.variant);
    return html`<div
      class="scheme ${choose('colorScheme', this.colorScheme)} ${choose('size', this.size)} ${
        variant === 'filled' ? '' : 'on-page'
      }"
      lang=${lang}
    >
      <button
        part="button"
        class="${variant} ${choose('shape', this.shape)}"
        type="button"
        aria-busy=${busy ? 'true' : nothing}
        aria-disabled=${busy ? 'true' : nothing}
        aria-label=${given ? (missingName(this, label) ?? nothing) : nothing}
        aria-describedby=${isDescribed ? 'status' : nothing}
        ?disabled=${this.disabled}
        @click=${this.#onClick}
        @pointerenter=${this.#onIntent}
        @focus=${this.#onFocus}
      >
        <span part=${busy || name === 'open' ? 'spinner' : 'icon'}
          ><slot name="icon"
            ><svg
              viewBox="0 0 24 24"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
              aria-hidden="true"
            >
              <path stroke-linecap="round" stroke-linejoin="round" d=${icons[icon]} /></svg></slot
        ></span>
        <span
          part="label"
          class=${given ? '' : 'own'}
          data-wide=${given ? nothing : widestLabels(context, texts)}
          ><slot @slotchange=${this.#onSlotChange}>${given === undefined ? own : nothing}</slot
          ><span>${given === undefined ? nothing : own}</span></span
        >
      </button>
      <div part="status" id="status" role="status" class="${name}${isStatusVisible ? ' seen' : ''}">
        ${status}
      </div>
      ${
        name === 'detached'
          ? html`<div part="choices" role="group" aria-labelledby="status">
              <button type="button" @click=${this.#onRestart}>${texts.restart}</button>
              <button type="button" @click=${this.#onDismiss}>${texts.cancel}</button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #onChange(state: LinkStateName, previous: LinkStateName): void {
    this.requestUpdate();
    try {
      this.#internals?.states.delete(previous);
      this.#internals?.states.add(state);
    } catch {
      // Browsers before 2024 accept only names with two dashes, and imitations of browsers have no states.
    }
  }

  readonly #onClick = listener(() => {
    void this.open();
  });

  readonly #onRestart = listener(() => {
    this.#attempts.restart();
    this.#focusButton(); // The choice that had the focus is removed.
  });

  readonly #onDismiss = listener(() => {
    this.#attempts.dismiss();
    this.#focusButton();
  });

  /** The element's own `focus()` does nothing while the focus is anywhere inside it. */
  #focusButton(): void {
    this.renderRoot.querySelector('button')?.focus();
  }

  readonly #onIntent = listener(() => {
    this.#prefetchOnIntent();
  });

  readonly #onFocus = listener(() => {
    this.#prefetchOnIntent();
    // A style may have hidden the label since, and then the button needs a name.
    this.requestUpdate();
  });

  #prefetchOnIntent(): void {
    if (this.prefetch === 'intent') this.#attempts.prefetch();
  }

  /** A component around this one may assign other content to the slot. */
  readonly #onSlotChange = listener(() => {
    this.requestUpdate();
  });
}

// An interface of the same name types the element's own addEventListener.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export interface EnodeLinkButton {
  addEventListener<K extends keyof (HTMLElementEventMap & EnodeLinkEventMap)>(
    type: K,
    listener: (
      this: EnodeLinkButton,
      event: (HTMLElementEventMap & EnodeLinkEventMap)[K],
    ) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof (HTMLElementEventMap & EnodeLinkEventMap)>(
    type: K,
    listener: (
      this: EnodeLinkButton,
      event: (HTMLElementEventMap & EnodeLinkEventMap)[K],
    ) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'enode-link-button': EnodeLinkButton;
  }
}
