/**
 * The attempts of one element: starts, prefetches, replaces and takes them up again, and turns what
 * they tell into events. Knows which adapters an attempt gets. Knows no template, and decides no
 * outcome.
 */
import { createHost } from '../adapters/host-endpoint.js';
import { hasPage, pageAddress } from '../adapters/page-address.js';
import { pageClock } from '../adapters/page-clock.js';
import { choosePresenter, firstMode } from '../adapters/choose-presenter.js';
import { createDetached } from '../adapters/detached.js';
import { claim, readAddress, type Claimant, type EarlierAttempt } from '../adapters/resume.js';
import { createNonce } from '../return/message.js';
import type { ElementKey } from '../return/start-record.js';
import type { LoadingLook } from '../adapters/loading-page.js';
import type { AttemptNonces } from '../adapters/watch-page.js';
import {
  buildRequest,
  choose,
  comparable,
  hostSettings,
  requestLanguage,
  textLanguage,
  toText,
  writtenLanguage,
  type Settings,
} from './settings.js';
import { describeRequest, explain, explainError, warn } from './debug.js';
import { LinkError } from '../errors.js';
import {
  LinkCancelEvent,
  LinkErrorEvent,
  LinkOpenEvent,
  LinkStartEvent,
  LinkStateChangeEvent,
  LinkSuccessEvent,
} from './events.js';
import { messagesFor, type Messages } from '../language/messages.js';
import { ownCopy } from './own-copy.js';
import { bare } from '../own-keys.js';
import { Prefetch, usePrefetched } from './prefetch.js';
import type { LinkedVendor } from '../schema.js';
import { Attempt, type AttemptListener } from '../session/attempt.js';
import type {
  LinkOutcome,
  LinkCancelDetail,
  LinkSuccessDetail,
  PresentedMode,
} from '../session/outcome.js';
import type { Host, LinkSessionRequest, Presenter, UserReading } from '../session/ports.js';
import { idle, type LinkState, type LinkStateName } from '../session/state.js';
import { vendorName } from '../language/vendor-name.js';
import { failureText } from './presentation.js';

/** Earlier attempts whose window seemed closed, and whose return is still waited for, at most. */
const MAX_LATE = 3;

const OPAQUE =
  'The page has no origin of its own, so no return can reach it. Add allow-same-origin to its sandbox, or serve it over http or https.';

const SERVER = 'There is no page here to open a window from. Call open() in a browser.';

/** The element, as far as its attempts are concerned. */
export interface Owner extends HTMLElement, Settings {
  readonly debug: boolean;
  readonly disabled: boolean;
  readonly hostName: string;
  readonly userKey: string;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** The state or the vendors changed. Called before the event is dispatched. */
type OnChange = (state: LinkStateName, previous: LinkStateName) => void;

export class LinkAttempts implements Claimant {
  readonly #owner: Owner;
  readonly #settings: () => readonly unknown[];
  readonly #onChange: OnChange;
  #attempt: Attempt | undefined;
  #prefetch: Prefetch | undefined;
  #nonces: readonly string[] = [];
  #late: Attempt[] = [];
  #state: LinkState = idle;
  #linkedVendors: readonly LinkedVendor[] | null = null;
  #givenVendors: LinkedVendor[] | null = null;

  /** @param settings the values of all properties at this moment */
  constructor(owner: Owner, settings: () => readonly unknown[], onChange: OnChange) {
    this.#owner = owner;
    this.#settings = settings;
    this.#onChange = onChange;
  }

  get state(): LinkState {
    return this.#state;
  }

  get linkedVendors(): readonly LinkedVendor[] | null {
    return this.#linkedVendors;
  }

  /** The same as the host gets it, and may change it: the same list until vendors are read again. */
  get givenVendors(): LinkedVendor[] | null {
    return this.#givenVendors;
  }

  /** Starts an attempt, or brings the running one to the front. */
  open(): Promise<LinkOutcome> {
    if (!this.#attempt?.running) return this.#start([], undefined);
    this.#attempt.focus();
    return this.#attempt.outcome;
  }

  /** A new window for the same purpose. What the old one linked, or still returns, counts for it. */
  restart(): void {
    const old = this.#attempt;
    const nonces = this.#nonces;
    old?.cancel('dismissed');
    void this.#start(nonces, old);
  }

  /** The user gives up: asks the user endpoint once more, then ends. */
  dismiss(): void {
    this.#attempt?.dismiss();
  }

  cancel(): void {
    this.#attempt?.cancel();
  }

  /** Ends everything: the element has left the document. */
  end(): void {
    this.#attempt?.cancel();
    for (const attempt of this.#late.splice(0)) attempt.end();
    this.#prefetch?.end();
  }

  /** Takes up what this element began before the page was loaded. */
  async resume(): Promise<void> {
    readAddress();
    // Listeners of scripts further down in the page must be there before the outcome is.
    await documentReady();
    claim(this);
  }

  get isConnected(): boolean {
    return this.#owner.isConnected;
  }

  get isBusy(): boolean {
    return this.#attempt !== undefined;
  }

  /** Text that differs for each user of the host. */
  get userKey(): string {
    return toText(this.#owner.userKey);
  }

  /** Which element of the page this is, for a page that is loaded anew. */
  get key(): ElementKey {
    const { id, vendor, vendorType, assetId } = this.#owner;
    const sessionUrl = toText(this.#owner.sessionUrl);
    const { baseURI } = document;
    return {
      id,
      // As fetch resolves it.
      sessionUrl:
        sessionUrl && URL.canParse(sessionUrl, baseURI)
          ? new URL(sessionUrl, baseURI).href
          : sessionUrl,
      vendor: toText(vendor),
      vendorType: toText(vendorType),
      assetId: toText(assetId),
    };
  }

  /** Goes on with an attempt that began before the page was loaded. */
  takeUp({ nonce, mode, before, ending, isSameUser }: EarlierAttempt): void {
    const request = { redirectUri: '', language: this.#language };
    this.#nonces = [nonce];
    const presenter = createDetached(nonce, mode);
    const attempt = this.#createAttempt(presenter, before, request, this.#createHost());
    attempt.resume(ending, isSameUser);
  }

  /** Asks for a session ahead of the click. A failure says nothing: the click asks again. */
  prefetch(): void {
    if (this.#owner.disabled || this.#attempt?.running) return;
    this.#prefetch ??= new Prefetch({
      settings: () => [this.#language, ...this.#settings().map(comparable)],
      buildRequest: (nonce) => this.#buildRequest(nonce),
      createHost: () => this.#createHost(),
    });
    this.#prefetch.ask();
  }

  get #language(): string {
    return requestLanguage(this.#owner.language, this.#owner);
  }

  /** The language of the widget's own texts. */
  get textLanguage(): string {
    const language = this.#language;
    // The browser makes the list anew whenever it is asked.
    return textLanguage(language, language === 'browser' ? browserLanguages() : []);
  }

  /** The texts in the language of the moment, with those that the host replaced. */
  get texts(): Messages {
    const known = messagesFor(this.textLanguage);
    const { messages } = this.#owner;
    if (!messages) return known;
    const own: [string, unknown][] = Object.entries(messages);
    // An entry that is null or undefined, as frameworks pass on what is not set, leaves our text.
    const replaced = own.filter(([, text]) => typeof text === 'string');
    return { ...known, ...Object.fromEntries(replaced) };
  }

  /** The language that the texts are marked with. */
  get writtenLanguage(): string {
    return writtenLanguage(this.#owner, this.#owner, browserLanguages());
  }

  #buildRequest(nonce: string): LinkSessionRequest {
    if (!hasPage()) throw new LinkError('misconfigured', { message: SERVER });
    const page = pageAddress();
    if (page.origin === 'null') throw new LinkError('misconfigured', { message: OPAQUE });
    return buildRequest(this.#owner, nonce, this.#language, page);
  }

  /** The user tries again in the window that shows the failure. */
  #retry(popup: Window): void {
    const adopts = !this.#attempt?.running && firstMode(this.#owner.mode) === 'popup';
    void (adopts ? this.#start([], undefined, popup) : this.open());
    // Of no use to another mode, to an attempt that has a window, or where the host prevents this one.
    if (!adopts || !this.#attempt?.running) popup.close();
  }

  #start(
    oldNonces: readonly string[],
    old: Attempt | undefined,
    adopted?: Window,
  ): Promise<LinkOutcome> {
    const owner = this.#owner;
    const mode = firstMode(owner.mode);
    const aborted = { status: 'cancelled', mode, reason: 'aborted', verified: false } as const;
    const disabled: unknown = owner.disabled;
    // Anything else that counts as true is told as a wrong type.
    if (disabled === true) return Promise.resolve(aborted);

    const prefetched = this.#prefetch?.fresh;
    const nonce = prefetched?.nonce ?? createNonce();
    let request;
    try {
      request = this.#buildRequest(nonce);
    } catch (thrown) {
      return Promise.resolve(this.#refuse(LinkError.from(thrown, 'misconfigured'), mode));
    }
    if (!owner.dispatchEvent(new LinkStartEvent({ mode, request }))) {
      return Promise.resolve(aborted);
    }
    this.#prefetch?.forget();
    this.#makeRoom();
    this.#nonces = [nonce, ...oldNonces];
    const presenter = this.#choosePresenter(mode, [nonce, ...oldNonces], adopted);
    const host = this.#createHost();
    const attempt = this.#createAttempt(presenter, old?.before, request, {
      ...host,
      ...(prefetched && { createSession: usePrefetched(host, prefetched) }),
    });
    attempt.start();
    return attempt.outcome;
  }

  #createHost(): Host {
    const told = new Set<string>();
    return createHost(hostSettings(this.#owner), pageClock, (failure) => {
      // Four tries to confirm fail for one reason, which is said once.
      const text = describeRequest(failure);
      if (!this.#owner.debug || told.has(text)) return;
      told.add(text);
      warn(text);
    });
  }

  /** For what is shown outside of the element: as the element looks at this moment. */
  get #look(): LoadingLook {
    const { renderRoot, colorScheme, hostName, vendor } = this.#owner;
    const scheme = renderRoot.querySelector('.scheme');
    const style = scheme && getComputedStyle(scheme);
    return {
      colorScheme: choose('colorScheme', colorScheme),
      accent: style?.getPropertyValue('--_accent') ?? '',
      onAccent: style?.getPropertyValue('--_on-accent') ?? '',
      name: toText(hostName) || vendorName(toText(vendor)),
    };
  }

  #choosePresenter(
    first: PresentedMode,
    nonces: AttemptNonces,
    adopted: Window | undefined,
  ): Presenter {
    const { texts } = this;
    return choosePresenter(this.#owner.mode, first, {
      nonces,
      start: {
        from: location.href,
        text: texts.returned,
        key: this.key,
        user: this.userKey,
        at: Date.now(),
      },
      language: this.writtenLanguage,
      look: () => this.#look,
      texts: { ...texts, title: texts.loadingTitle },
      window: adopted,
      onRetry: (popup) => {
        this.#retry(popup);
      },
      dialogTexts: texts,
      describe: (error) => failureText(error, texts),
      container: this.#owner.renderRoot,
      onSilence: () => {
        if (this.#owner.debug) explain('silent');
      },
    });
  }

  #createAttempt(
    presenter: Presenter,
    before: UserReading | undefined,
    request: LinkSessionRequest,
    host: Host,
  ): Attempt {
    const listener: AttemptListener = {
      changed: (state) => {
        if (attempt === this.#attempt) this.#show(state);
      },
      opened: (mode) => {
        this.#owner.dispatchEvent(new LinkOpenEvent({ mode }));
      },
      read: ({ vendors }) => {
        this.#linkedVendors = ownCopy(vendors);
        this.#givenVendors = ownCopy([...vendors]);
        this.#onChange(this.#state.name, this.#state.name);
      },
      settled: (outcome) => {
        this.#announce(outcome, presenter.mode);
      },
    };
    const attempt = new Attempt({ request, host, presenter, clock: pageClock, listener, before });
    this.#attempt = attempt;
    return attempt;
  }

  /** What cannot even begin: no window, no request, and so no start event either. */
  #refuse(error: LinkError, mode: PresentedMode): LinkOutcome {
    const outcome = { status: 'failed', error } as const;
    this.#makeRoom();
    this.#attempt = undefined;
    this.#show({ name: 'failed', outcome });
    this.#announce(outcome, mode);
    return outcome;
  }

  /** The last attempt goes on listening where its return may still come; else its window goes. */
  #makeRoom(): void {
    const last = this.#attempt;
    if (last?.listening) this.#late.push(last);
    else last?.end();
    while (this.#late.length > MAX_LATE) this.#late.shift()?.end();
  }

  #show(state: LinkState): void {
    const previous = this.#state.name;
    // The outcome itself goes to the host, which may change it.
    this.#state = ownCopy(state);
    this.#onChange(state.name, previous);
    if (state.name !== previous) {
      this.#owner.dispatchEvent(new LinkStateChangeEvent({ state: state.name, previous }));
    }
  }

  #announce(outcome: LinkOutcome, mode: PresentedMode): void {
    if (outcome.status === 'failed' && this.#owner.debug) explainError(outcome.error);
    const { status, ...detail } = outcome;
    this.#owner.dispatchEvent(toEvent());

    function toEvent(): Event {
      if (outcome.status === 'failed') return new LinkErrorEvent({ mode, error: outcome.error });
      return status === 'linked'
        ? new LinkSuccessEvent(detail as LinkSuccessDetail)
        : new LinkCancelEvent(detail as LinkCancelDetail);
    }
  }
}

/** None on a server. */
function browserLanguages(): readonly string[] {
  return (globalThis as unknown as Partial<Window>).navigator?.languages ?? [];
}

let ready: Promise<void> | undefined;

/** Resolves once every script that came with the page has run; the same for all who ask meanwhile. */
function documentReady(): Promise<void> {
  return (ready ??= new Promise((resolve) => {
    const soon = (): void => {
      setTimeout(() => {
        ready = undefined;
        resolve();
      });
    };
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', soon, bare({ once: true }));
    } else soon();
  }));
}
