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
import { dialogStyles } from './dialog.styles.js';
import { buttonStyles } from './enode-link-button.styles.js';
import type { EnodeLinkEventMap } from './events.js';
import { explain } from './explain.js';
import { lines } from './icons.js';
import { hasIcon, hasLabel, missingName, watchLabel } from './label.js';
import { LinkAttempts } from './link-attempts.js';
import { present, widestLabels } from './presentation.js';
import { choose, defaults, lists, properties } from './settings.js';

/** All elements of a document share them. */
const styles = [buttonStyles, dialogStyles];
const styleText = styles.map(({ cssText }) => cssText).join('');

/**
 * One for all elements. An object, not a function: Lit reads its `once` as an option, and some pages add one
 * to all functions.
 */
function listener(handle: (element: EnodeLinkButton) => void): EventListenerObject {
  return bare({
    handleEvent({ currentTarget }: Event) {
      const { host } = (currentTarget as Element).getRootNode() as ShadowRoot;
      if (host instanceof EnodeLinkButton) handle(host);
    },
  });
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
 * @cssprop [--enode-link-width=auto] - Its width. Default: as its longest text needs; of `plain`, as its text.
 * @cssprop [--enode-link-padding=0.5em 1.125em] - Space around icon and label.
 * @cssprop [--enode-link-gap=0.625em] - Space between icon and label.
 * @cssprop [--enode-link-icon-size=1.25em] - Size of icon and spinner.
 * @cssprop [--enode-link-border-width=1.5px] - Width of the border of `outline`.
 * @cssprop [--enode-link-font=600 1rem system-ui, sans-serif] - Its font.
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
    for (const [name, initial] of Object.entries(defaults())) {
      const key = Symbol();
      const accessor = this.getPropertyDescriptor(name, key, properties[name] ?? {});
      if (accessor) Object.defineProperty(this.prototype, name, bare(accessor));
      // Defaults stand on the prototype once, not in each of a thousand elements.
      Object.defineProperty(this.prototype, key, bare({ value: initial, writable: true }));
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

  /** Your endpoint that creates a Link session. */
  declare sessionUrl: string;
  /** Your endpoint that returns the Enode user. Without it, outcomes cannot be verified. */
  declare userUrl: string;
  /** Your endpoint that returns the user's devices. Without it, there is no `enode-link-devices`. */
  declare devicesUrl: string;
  /** Where Link UI sends the user back to: an address on this page's origin. Default: this page. */
  declare callbackUrl: string;
  /** How Link UI is shown. `auto`: in a popup, or in the current window if popups are blocked. */
  declare mode: 'auto' | 'popup' | 'iframe' | 'redirect';
  /** Offer only this type of asset, such as `vehicle`. Sent to your endpoint. */
  declare vendorType: string;
  /** Offer only this vendor, such as `TESLA`. Sent to your endpoint. */
  declare vendor: string;
  /** Scopes to ask for; in the attribute separated by spaces or commas. Sent to your endpoint. */
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
  /** Credentials of the requests to your endpoints, as in fetch. */
  declare credentials: 'same-origin' | 'include' | 'omit';
  /** Time limit of one request to your endpoints, in milliseconds. */
  declare timeout: number;
  /** How much the button stands out. */
  declare variant: 'filled' | 'outline' | 'plain';
  /** Size of the button; `medium` is 44 px high. */
  declare size: 'small' | 'medium' | 'large';
  /** Shape of its corners. */
  declare shape: 'rounded' | 'pill' | 'square';
  /** Your name, in the window while the session is being requested; by default the host name of the page. */
  declare hostName: string;
  /** The button cannot be used. */
  declare disabled: boolean;
  /** Logs mistakes in the set-up, and each failure, to the console. */
  declare debug: boolean;
  /** Replaces the request to `sessionUrl`. */
  declare getSession: GetSession | undefined;
  /** Replaces the request to `userUrl`. */
  declare getUser: GetUser | undefined;
  /** Replaces the request to `devicesUrl`. */
  declare getDevices: GetDevices | undefined;
  /** Headers to add to the requests to your endpoints. */
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
    Object.assign(this, lists());
    if (hasPage()) {
      this.addEventListener('command', onCommand);
      // A component around this one may pass its own slot on as our content, and assign other nodes to it.
      this.addEventListener('slotchange', update);
    }
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
    adoptStyles(root, styleText);
    return root;
  }

  /** Called by the browser when the element has moved to another document. */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptStyles(this.shadowRoot, styleText);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (hasPage()) {
      this.#localization.connect();
      watchLabel(this);
    }
    // Attributes and properties that are set after this decide which attempt belongs to the element.
    void this.updateComplete.then(() => {
      explain(this, 'examine', this);
      return this.#attempts.resume();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (hasPage()) this.#localization.disconnect();
    // A move removes the element and inserts it again in the same task; the attempt goes on then.
    setTimeout(() => {
      if (!this.isConnected) this.#attempts.end();
    });
  }

  protected override updated(changed: PropertyValues): void {
    explain(this, 'examineValues', this, changed);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(EnodeLinkButton.#aliases.get(name) ?? name, old, value);
  }

  /**
   * Starts an attempt, or brings the running one's window to the front. Call it directly in a click
   * handler, before any `await`: the window is opened before this returns. A `<button>` with `commandfor`
   * and `command="--open"` does the same.
   * @returns how the attempt ends; the same promise while it runs; never rejects
   */
  open(): Promise<LinkOutcome> {
    return this.#attempts.open();
  }

  /** Ends the running attempt, with `reason: 'aborted'`. So does a `<button>` with `command="--cancel"`. */
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
    const { label, status, icon, isStatusVisible, isDescribed, isBusy } = present(
      context,
      texts,
      spoken,
    );
    const { name } = context.state;
    const given = hasLabel(this);
    const variant = choose('variant', this.variant);
    const isReserving = !given && variant !== 'plain';
    // If the host gives no label, nothing is assigned to the slot, not even white space, and our label is shown.
    // A server cannot know the label; there, the host's replaces ours.
    // The status comes first: it is the question that the buttons answer.
    return html`<div
      class="scheme ${choose('colorScheme', this.colorScheme)} ${choose('size', this.size)} ${name}${
        isStatusVisible ? ' told' : ''
      }"
      lang=${lang}
    >
      <div part="status" id="status" role="status">${status}</div>
      <div>
        <button
          part="button"
          class="${variant} ${choose('shape', this.shape)}${hasIcon(this) ? ' pictured' : ''}${
            label.includes('\n') ? ' lines' : ''
          }"
          type="button"
          aria-busy=${isBusy ? 'true' : nothing}
          aria-disabled=${isBusy ? 'true' : nothing}
          aria-label=${given ? (missingName(this, label) ?? nothing) : nothing}
          aria-describedby=${isDescribed ? 'status' : nothing}
          ?disabled=${this.disabled}
          @click=${EnodeLinkButton.#onClick}
          @pointerenter=${this.prefetch === 'intent' ? EnodeLinkButton.#onIntent : nothing}
          @focus=${given || this.prefetch === 'intent' ? EnodeLinkButton.#onFocus : nothing}
        >
          <span class="room" data-wide=${isReserving ? widestLabels(context, texts) : nothing}
            ><span class="group"
              ><slot name="icon" part=${icon === 'spinner' ? icon : 'icon'}
                ><svg
                  viewBox="0 0 24 24"
                  fill="none"
                  stroke="currentColor"
                  stroke-width="2"
                  stroke-linecap="round"
                  stroke-linejoin="round"
                  aria-hidden="true"
                >
                  <path d=${lines[icon]} /></svg></slot
              ><span part="label" class=${given ? '' : 'own'}
                ><slot name=${given === false ? 'none' : nothing}
                  >${given ? nothing : label}</slot
                ></span
              ></span
            ></span
          >
        </button>
        ${
          name === 'detached'
            ? html`<div part="choices" role="group" aria-labelledby="status">
                <button type="button" @click=${EnodeLinkButton.#onRestart}>${texts.restart}</button>
                <button type="button" @click=${EnodeLinkButton.#onDismiss}>${texts.cancel}</button>
              </div>`
            : nothing
        }
      </div>
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

  static readonly #onClick = listener((element) => void element.open());

  static readonly #onRestart = listener((element) => {
    element.#attempts.restart();
    element.#focusButton(); // The choice that had the focus is removed.
  });

  static readonly #onDismiss = listener((element) => {
    element.#attempts.dismiss();
    element.#focusButton();
  });

  static readonly #onIntent = listener((element) => {
    element.#prefetchOnIntent();
  });

  static readonly #onFocus = listener((element) => {
    element.#prefetchOnIntent();
    // A style may have hidden the label since, and then the button needs a name.
    element.requestUpdate();
  });

  /** The element's own `focus()` does nothing while the focus is anywhere inside it. */
  #focusButton(): void {
    this.renderRoot.querySelector('button')?.focus();
  }

  #prefetchOnIntent(): void {
    if (this.prefetch === 'intent') this.#attempts.prefetch();
  }
}

function update(this: EnodeLinkButton): void {
  this.requestUpdate();
}

/** A `<button commandfor>` of the page was clicked. Browsers before 2025 do not dispatch this. */
function onCommand(this: EnodeLinkButton, event: Event): void {
  const { command, defaultPrevented } = event as CommandEvent;
  if (defaultPrevented) return;
  if (command === '--open') void this.open();
  if (command === '--cancel') this.cancel();
}

/** Adds or removes a listener, whose event is typed by its name. */
interface Listen {
  <Type extends keyof EventMap>(
    type: Type,
    listener: (this: EnodeLinkButton, event: EventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
type EventMap = HTMLElementEventMap & EnodeLinkEventMap;

// An interface of the same name types the element's own addEventListener.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export interface EnodeLinkButton {
  addEventListener: Listen;
  removeEventListener: Listen;
}

declare global {
  interface HTMLElementTagNameMap {
    'enode-link-button': EnodeLinkButton;
  }
}
