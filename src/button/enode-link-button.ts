/**
 * The element: attributes in, template, ARIA, custom states and events out. Picks the adapters for an
 * attempt and shows where it stands. Decides nothing about its outcome; that is session/.
 */
import {
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { GetSession, GetUser } from '../adapters/host-endpoint.js';
import type { HostHeaders } from '../adapters/host-request.js';
import { hasPage } from '../adapters/page-address.js';
import { adoptStyles } from './adopt-styles.js';
import { choose, defaults, toList, toText } from './settings.js';
import { styles } from './enode-link-button.styles.js';
import { examine, examineValues } from './debug.js';
import type { EnodeLinkEventMap } from './events.js';
import { hasLabel, labelWatch, missingName } from './label.js';
import { languageWatch } from '../language/localization.js';
import { LinkAttempts } from './link-attempts.js';
import type { Messages } from '../language/messages.js';
import { bare } from '../own-keys.js';
import type { LinkedVendor } from '../schema.js';
import type { LinkOutcome } from '../session/outcome.js';
import type { LinkStateName } from '../session/state.js';
import { widestLabels, present } from './presentation.js';

const busyStates: readonly LinkStateName[] = ['requesting', 'confirming', 'leaving'];
/** States whose status line is for everybody; elsewhere the label says it already. */
const seenStates: readonly LinkStateName[] = ['detached', 'failed'];
/** States whose status line says more than the label: who comes back to the button hears it again. */
const describedStates: readonly LinkStateName[] = [...seenStates, 'cancelled'];

const icons = {
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  tick: 'm5 13 4.5 4.5L19 7',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9M20 4v5h-5',
};

/** Not a function: Lit reads its `once` as an option, and some pages give one to all functions. */
function listener(handleEvent: () => void): { readonly handleEvent: () => void } {
  return bare({ handleEvent });
}

/**
 * A button that links a person's energy devices through Enode Link UI.
 *
 * @element enode-link-button
 *
 * @attr {string} session-url - Host endpoint that makes a Link session.
 * @attr {string} user-url - Host endpoint that returns the Enode user; turns verification on.
 * @attr {string} callback-url - Same-origin address that Link UI returns to. Default: this page.
 * @attr {'auto'|'popup'|'iframe'|'redirect'} [mode=auto] - How Link UI is shown.
 * @attr {string} vendor-type - Only this type of asset, such as `vehicle`.
 * @attr {string} vendor - Only this vendor, such as `TESLA`.
 * @attr {string} scopes - Scopes to ask for, separated by spaces or commas.
 * @attr {string} language - Enode language tag. Default: the nearest `lang`, else `browser`.
 * @attr {'system'|'light'|'dark'} [color-scheme=system] - Colours of Link UI and of the button.
 * @attr {string} asset-id - Relink this asset instead of linking a new one.
 * @attr {'none'|'intent'} [prefetch=none] - `intent`: ask for the session on hover or focus.
 * @attr {string} user-key - Any text that differs for each of your users, such as a hash. What was prefetched or stored under another is dropped.
 * @attr {string} link-origins - Further origins that Link UI may be on.
 * @attr {'same-origin'|'include'|'omit'} [credentials=same-origin] - For the two host requests.
 * @attr {number} [timeout=15000] - For one host request, in milliseconds.
 * @attr {'filled'|'outline'|'plain'} [variant=filled] - How much the button stands out.
 * @attr {'small'|'medium'|'large'} [size=medium] - Its size; medium is 44 px high.
 * @attr {'rounded'|'pill'|'square'} [shape=rounded] - Its corners.
 * @attr {string} host-name - Your name, shown in the window while the session is on its way.
 * @attr {boolean} disabled - The button cannot be used.
 * @attr {boolean} debug - Explains in the console what in the set-up of the page will hurt.
 *
 * @fires {LinkStartEvent} enode-link-start - Before any request or window. Cancelable.
 * @fires {LinkOpenEvent} enode-link-open - Link UI is on its way.
 * @fires {LinkSuccessEvent} enode-link-success - Something was linked.
 * @fires {LinkCancelEvent} enode-link-cancel - Nothing was linked, as far as can be known.
 * @fires {LinkErrorEvent} enode-link-error - The attempt failed.
 * @fires {LinkStateChangeEvent} enode-link-statechange - The state changed.
 *
 * @slot - The label. Default: a text that follows the state, in the user's language.
 * @slot icon - The icon.
 *
 * @csspart button - The native button.
 * @csspart label - Its label.
 * @csspart icon - Its icon.
 * @csspart spinner - Shown in place of the icon while the button is busy.
 * @csspart status - What happens, in words, for everybody and for screen readers.
 * @csspart dialog - The modal dialog of `mode="iframe"`.
 * @csspart frame - The frame in it.
 * @csspart choices - The further choices for a window that is out of sight.
 *
 * @cssprop [--enode-link-accent=#0b6e4f] - Background of the button; of other variants, text and border.
 * @cssprop [--enode-link-on-accent=#fff] - Text on that background.
 * @cssprop [--enode-link-radius=0.625rem] - Radius of the corners.
 * @cssprop [--enode-link-height=2.75rem] - Least height of the button.
 * @cssprop [--enode-link-width=auto] - Its width. Default: as its longest text needs.
 * @cssprop [--enode-link-padding=0.5em 1.125em] - Space around icon and label.
 * @cssprop [--enode-link-gap=0.625em] - Space between icon and label.
 * @cssprop [--enode-link-icon-size=1.25em] - Size of icon and spinner.
 * @cssprop [--enode-link-border-width=1.5px] - Width of the border of `outline`.
 * @cssprop [--enode-link-font=600 1rem/1.25 system-ui, sans-serif] - Its font.
 * @cssprop [--enode-link-focus=accent] - Colour of the focus ring.
 * @cssprop [--enode-link-danger=#d5412f] - Mark beside a failure.
 *
 * @cssState idle - Nothing has happened yet.
 * @cssState requesting - The Link session is on its way.
 * @cssState open - Link UI is open.
 * @cssState detached - The window can no longer be seen, but may be there.
 * @cssState confirming - The user endpoint is asked what was linked.
 * @cssState leaving - The page is about to be left for Link UI.
 * @cssState linked - Something was linked.
 * @cssState cancelled - Nothing was linked.
 * @cssState failed - The attempt failed.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- types addEventListener
export class EnodeLinkButton extends LitElement {
  static override styles = styles;
  static override shadowRootOptions: ShadowRootInit = bare({
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  });
  static override properties: PropertyDeclarations = {
    sessionUrl: { attribute: 'session-url' },
    userUrl: { attribute: 'user-url' },
    callbackUrl: { attribute: 'callback-url' },
    mode: {},
    vendorType: { attribute: 'vendor-type' },
    vendor: {},
    scopes: { converter: toList },
    language: {},
    colorScheme: { attribute: 'color-scheme' },
    assetId: { attribute: 'asset-id' },
    prefetch: {},
    variant: {},
    size: {},
    shape: {},
    hostName: { attribute: 'host-name' },
    userKey: { attribute: 'user-key' },
    linkOrigins: { attribute: 'link-origins', converter: toList },
    credentials: {},
    timeout: { type: Number },
    disabled: { type: Boolean, reflect: true },
    debug: { type: Boolean },
    getSession: { attribute: false },
    getUser: { attribute: false },
    headers: { attribute: false },
    messages: { attribute: false },
  };

  // Lit reads these options, and the browser descriptors, with all that a page gave to all objects. So
  // they inherit nothing, and Lit is not to define the accessors that it makes.
  static {
    for (const [name, options] of Object.entries(this.properties)) {
      Object.setPrototypeOf(Object.assign(options, { noAccessor: true }), null);
      const accessor = this.getPropertyDescriptor(name, Symbol(), options);
      if (accessor) Object.defineProperty(this.prototype, name, bare(accessor));
    }
  }

  /** Server-rendered React and Preact write properties as attributes of the lower-cased name. */
  static readonly #aliases = new Map(
    Object.entries(EnodeLinkButton.properties).flatMap(([name, { attribute }]) =>
      typeof attribute === 'string' ? [[name.toLowerCase(), attribute] as const] : [],
    ),
  );

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...EnodeLinkButton.#aliases.keys()];
  }

  /** Host endpoint that makes a Link session. */
  declare sessionUrl: string;
  /** Host endpoint that returns the Enode user. Without it an outcome cannot be verified. */
  declare userUrl: string;
  /** Where Link UI sends the user back: an address on this page's origin. Default: this page. */
  declare callbackUrl: string;
  /** How Link UI is shown. `auto`: a popup, and where none can be had, the same window. */
  declare mode: 'auto' | 'popup' | 'iframe' | 'redirect';
  /** Sent to the host endpoint: only this type of asset, such as `vehicle`. */
  declare vendorType: string;
  /** Sent to the host endpoint: only this vendor, such as `TESLA`. */
  declare vendor: string;
  /** Sent to the host endpoint: the scopes to ask for. */
  declare scopes: readonly string[];
  /** Enode language tag, for Link UI and for the button. Default: the nearest `lang`, else `browser`. */
  declare language: string;
  /** Colours of Link UI and of the button. */
  declare colorScheme: 'system' | 'light' | 'dark';
  /** Relink this asset instead of linking a new one. */
  declare assetId: string;
  /** `intent`: ask for the session on hover or focus, so that the click opens Link UI at once. */
  declare prefetch: 'none' | 'intent';
  /**
   * Any text that differs for each of your users (a hash, not the id). What was prefetched or stored
   * under another key is dropped, never used.
   */
  declare userKey: string;
  /** Further origins that Link UI may be on, besides Enode's own. */
  declare linkOrigins: readonly string[];
  /** For the two host requests, as in fetch. */
  declare credentials: RequestCredentials;
  /** For one host request, in milliseconds. */
  declare timeout: number;
  /** How much the button stands out. */
  declare variant: 'filled' | 'outline' | 'plain';
  /** How big the button is; `medium` is 44 px high. */
  declare size: 'small' | 'medium' | 'large';
  /** Its corners. */
  declare shape: 'rounded' | 'pill' | 'square';
  /** Your name, shown in the window while the session is on its way. */
  declare hostName: string;
  /** The button cannot be used. */
  declare disabled: boolean;
  /** Explains in the console what in the set-up of the page will hurt. */
  declare debug: boolean;
  /** Replaces the request to `sessionUrl`. */
  declare getSession: GetSession | undefined;
  /** Replaces the request to `userUrl`. */
  declare getUser: GetUser | undefined;
  /** Added to the two host requests. */
  declare headers: HostHeaders | undefined;
  /** Replaces any of the texts that the widget shows. */
  declare messages: Partial<Messages> | undefined;

  readonly #internals = (this as Partial<HTMLElement>).attachInternals?.();
  readonly #attempts = new LinkAttempts(
    this,
    () => [...EnodeLinkButton.elementProperties.keys()].map((name) => Reflect.get(this, name)),
    (state, previous) => {
      this.#onChange(state, previous);
    },
  );

  constructor() {
    super();
    // Read by Lit with all that it inherits, as above.
    Object.setPrototypeOf(this.renderOptions, null);
    Object.assign(this, defaults());
    if (hasPage()) for (const watch of [languageWatch, labelWatch]) this.addController(watch(this));
    this.#onChange('idle', 'idle');
  }

  /** Where the attempt stands. */
  get state(): LinkStateName {
    return this.#attempts.state.name;
  }

  /** What is linked, as last read from the user endpoint; null before that. */
  get linkedVendors(): LinkedVendor[] | null {
    return this.#attempts.givenVendors;
  }

  protected override createRenderRoot(): ShadowRoot {
    // What a server rendered may be in another language, and without the label: it is made anew.
    const root = this.shadowRoot ?? this.attachShadow(EnodeLinkButton.shadowRootOptions);
    if (!hasPage()) return root;
    root.replaceChildren();
    adoptStyles(root, styles);
    return root;
  }

  /** The browser calls it when the element has moved to another document. */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptStyles(this.shadowRoot, styles);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Attributes that follow, and properties that a framework sets, decide which attempt is ours.
    void this.updateComplete.then(() => {
      if (this.debug) void examine(this);
      return this.#attempts.resume();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move takes the element out and puts it back in the same task; that is no removal.
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
   * handler, before anything is awaited: the window is opened before this returns.
   * @returns how the attempt ends; the same promise while it runs; never rejects
   */
  open(): Promise<LinkOutcome> {
    return this.#attempts.open();
  }

  /** Ends the running attempt, with `reason: 'aborted'`. */
  cancel(): void {
    this.#attempts.cancel();
  }

  /** Presses the button, as `click()` on a native one does. */
  override click(): void {
    this.shadowRoot?.querySelector('button')?.click();
  }

  override render(): TemplateResult {
    const { texts, textLanguage, writtenLanguage, state, linkedVendors } = this.#attempts;
    const standing = {
      state,
      linkedVendors,
      assetId: toText(this.assetId),
      vendor: toText(this.vendor),
      vendorType: toText(this.vendorType),
    };
    const { label, status, icon } = present(standing, texts, textLanguage);
    const { name } = state;
    const busy = busyStates.includes(name);
    const given = hasLabel(this);
    // Before the page is there, a server cannot know: the slot shows whichever label there is.
    const own = given ? nothing : label;
    const variant = choose('variant', this.variant);
    return html`<div
      class="scheme ${choose('colorScheme', this.colorScheme)} ${choose('size', this.size)} ${
        variant === 'filled' ? '' : 'on-page'
      }"
      lang=${writtenLanguage}
    >
      <button
        part="button"
        class="${variant} ${choose('shape', this.shape)}"
        type="button"
        aria-busy=${busy ? 'true' : nothing}
        aria-disabled=${busy ? 'true' : nothing}
        aria-label=${given ? (missingName(this, label) ?? nothing) : nothing}
        aria-describedby=${describedStates.includes(name) ? 'status' : nothing}
        ?disabled=${this.disabled}
        @click=${this.#onClick}
        @pointerenter=${this.#onIntent}
        @focus=${this.#onIntent}
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
          data-wide=${given ? nothing : widestLabels(standing, texts)}
          ><slot @slotchange=${this.#onSlotChange}>${given === undefined ? own : nothing}</slot
          ><span>${given === undefined ? nothing : own}</span></span
        >
      </button>
      <div
        part="status"
        id="status"
        role="status"
        class="${name}${seenStates.includes(name) ? ' seen' : ''}"
      >
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
      // Browsers before 2024 take only names with two dashes, and imitations have none; they go without.
    }
  }

  readonly #onClick = listener(() => {
    void this.open();
  });

  readonly #onRestart = listener(() => {
    this.#attempts.restart();
    this.#focusButton(); // The choice goes, and must not take the focus along.
  });

  readonly #onDismiss = listener(() => {
    this.#attempts.dismiss();
    this.#focusButton();
  });

  /** `focus()` of the element does nothing while the focus is anywhere in it already. */
  #focusButton(): void {
    this.renderRoot.querySelector('button')?.focus();
  }

  readonly #onIntent = listener(() => {
    if (this.prefetch === 'intent') this.#attempts.prefetch();
  });

  /** The slot of a component around this one got other content. */
  readonly #onSlotChange = listener(() => {
    this.requestUpdate();
  });
}

// Interface and class share one name, so that the element's own addEventListener is typed.
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
