/**
 * The attempts of one element: starts, prefetches, replaces and resumes them, and dispatches their facts
 * as events. Chooses the adapters of an attempt; its outcome is decided in session/.
 */
import { choosePresenter, firstMode } from '../adapters/choose-presenter.js';
import { createHost } from '../adapters/host-endpoint.js';
import { hasPage, pageAddress } from '../adapters/page-address.js';
import { pageClock } from '../adapters/page-clock.js';
import { createDetached } from '../adapters/detached.js';
import { claim, readAddress, type Claimant, type EarlierAttempt } from '../adapters/resume.js';
import type { AttemptNonces } from '../adapters/watch-page.js';
import { LinkError } from '../errors.js';
import type { Localization } from '../language/localization.js';
import { createNonce } from '../return/message.js';
import { eraseStart, type ElementKey } from '../return/start-record.js';
import { Attempt, type AttemptListener } from '../session/attempt.js';
import type { LinkOutcome, PresentedMode } from '../session/outcome.js';
import type { Baseline, Host, LinkSessionRequest, Presenter } from '../session/ports.js';
import { idle, type LinkState, type LinkStateName } from '../session/state.js';
import { documentReady } from './document-ready.js';
import { elementKey } from './element-key.js';
import { explain } from './explain.js';
import { LinkDevicesEvent, LinkOpenEvent, LinkStartEvent, LinkStateChangeEvent } from './events.js';
import { buildRequest, hostSettings, OPAQUE } from './build-request.js';
import { LatestReading } from './latest-reading.js';
import { loadingLook } from './loading-look.js';
import { outcomeEvent } from './outcome-event.js';
import { ownCopy } from './own-copy.js';
import { Prefetch, usePrefetched } from './prefetch.js';
import { isStillLinked } from './linked-vendors.js';
import { failureText, type PresentationContext } from './presentation.js';
import { checkTypes, toText, type Settings } from './settings.js';
import { SuccessNotice } from './success-notice.js';

/** How many earlier attempts still wait for a return after their window seemed closed. */
const MAX_LATE = 3;

const SERVER = 'There is no page here to open a window from. Call open() in a browser.';

/** The element that the attempts belong to. */
export interface Owner extends HTMLElement, Settings {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** What the attempts need from the view of their element. */
export interface View {
  readonly localization: Pick<Localization, 'requested' | 'lang' | 'texts'>;
  /** The state or what is linked changed. Called before the event is dispatched. */
  changed(state: LinkStateName, previous: LinkStateName): void;
}

export class LinkAttempts implements Claimant {
  readonly #owner: Owner;
  readonly #view: View;
  readonly #notice: SuccessNotice;
  #attempt: Attempt | undefined;
  #presenter: Presenter | undefined;
  #prefetch: Prefetch | undefined;
  #nonces: readonly string[] = [];
  #late: Attempt[] = [];
  #state: LinkState = idle;
  /** What is linked, as far as the host's endpoints have said. */
  readonly reading: LatestReading;

  constructor(owner: Owner, view: View) {
    this.#owner = owner;
    this.#view = view;
    this.reading = new LatestReading(this.#changed);
    this.#notice = new SuccessNotice(this.#changed);
  }

  get state(): LinkState {
    return this.#state;
  }

  /** What the texts of the button depend on. */
  get context(): PresentationContext {
    const { vendor, vendorType } = this.#owner;
    const assetId = toText(this.#owner.assetId);
    return {
      state: this.#state,
      isFramed: this.#presenter?.mode === 'iframe',
      isSuccessShown: this.#notice.isShownFor(assetId),
      linkedVendors: this.reading.vendors,
      newDevices: this.reading.newDevices,
      assetId,
      vendor: toText(vendor),
      vendorType: toText(vendorType),
    };
  }

  /** Starts an attempt, or brings the running one to the front. */
  open(): Promise<LinkOutcome> {
    if (!this.#attempt?.running) return this.#start([], undefined);
    this.#attempt.focus();
    return this.#attempt.outcome;
  }

  /** Replaces the attempt with a new one. What the old window linked, or still returns, counts for it. */
  restart(): void {
    const old = this.#attempt;
    const nonces = this.#nonces;
    old?.cancel('dismissed');
    void this.#start(nonces, old);
  }

  /** Ends the attempt for a user who gives up, after one more look at the user endpoint. */
  dismiss(): void {
    this.#attempt?.dismiss();
  }

  cancel(): void {
    this.#attempt?.cancel();
  }

  /** Reads what is linked outside of an attempt. Rejects with a LinkError. */
  async refresh(): Promise<void> {
    if (!hasPage()) throw new LinkError('misconfigured', { message: SERVER });
    checkTypes(this.#owner);
    await this.reading.refresh(this.#createHost(), (update) => {
      const wasListed = this.#isListed();
      update();
      if (wasListed && !this.#isListed()) this.#forgetLink();
    });
  }

  /** Whether the user endpoint lists what the last success linked. Enode may list it only later. */
  #isListed(): boolean {
    return this.#state.name === 'linked' && isStillLinked(this.context, this.#state.outcome);
  }

  /** Makes the button idle again after what its last success linked was removed. */
  #forgetLink(): void {
    this.#attempt?.end();
    this.#attempt = undefined;
    this.reading.keepNewDevices([]);
    this.#show(idle);
  }

  /** Ends everything, once the element has left the document. */
  end(): void {
    this.#attempt?.cancel();
    this.#attempt?.end();
    for (const attempt of this.#late.splice(0)) attempt.end();
    this.#prefetch?.end();
    this.#notice.end();
  }

  /** Resumes an attempt that this element began before the page was loaded. */
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

  /** A text that differs for each user of the host. */
  get userKey(): string {
    return toText(this.#owner.userKey);
  }

  /** Identifies this element on a page that is loaded again. */
  get key(): ElementKey {
    return elementKey(this.#owner);
  }

  /** Continues an attempt that began before the page was loaded. */
  takeUp({ nonce, mode, baseline, ending, isSameUser }: EarlierAttempt): void {
    const request = { redirectUri: '', language: this.#view.localization.requested };
    this.#nonces = [nonce];
    const presenter = createDetached(nonce, mode);
    const attempt = this.#createAttempt(presenter, baseline, request, () => this.#createHost());
    attempt.resume(ending, isSameUser);
  }

  /** Requests a session ahead of the click. Silent on failure: the click requests it again. */
  prefetch(): void {
    if (this.#owner.disabled || this.#attempt?.running) return;
    this.#prefetch ??= new Prefetch({
      settings: this.#owner,
      language: () => this.#view.localization.requested,
      buildRequest: (nonce) => this.#buildRequest(nonce),
      createHost: () => this.#createHost(),
    });
    this.#prefetch.ask();
  }

  #buildRequest(nonce: string): LinkSessionRequest {
    if (!hasPage()) throw new LinkError('misconfigured', { message: SERVER });
    const page = pageAddress();
    if (page.origin === 'null') throw new LinkError('misconfigured', { message: OPAQUE });
    return buildRequest(this.#owner, nonce, this.#view.localization.requested, page);
  }

  /** Tries again in the window that shows the failure. */
  #retry(popup: Window): void {
    const adopts = !this.#attempt?.running && firstMode(this.#owner.mode) === 'popup';
    void (adopts ? this.#start([], undefined, popup) : this.open());
    // The window is not needed in another mode, by an attempt that has one, or if the host prevents this one.
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
    // Any other true value is reported as a wrong type.
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
    const attempt = this.#createAttempt(presenter, old?.baseline, request, () => {
      const host = this.#createHost();
      return prefetched ? { ...host, createSession: usePrefetched(host, prefetched) } : host;
    });
    attempt.start();
    return attempt.outcome;
  }

  #createHost(): Host {
    const printed = new Set<string>();
    return createHost(hostSettings(this.#owner), pageClock, (failure) => {
      explain(this.#owner, 'explainRequest', failure, printed, this.#owner);
    });
  }

  #choosePresenter(
    first: PresentedMode,
    nonces: AttemptNonces,
    adopted: Window | undefined,
  ): Presenter {
    const { localization } = this.#view;
    const { texts } = localization;
    return choosePresenter(this.#owner.mode, first, {
      nonces,
      start: {
        from: location.href,
        text: texts.returned,
        key: this.key,
        user: this.userKey,
        at: Date.now(),
      },
      look: () => {
        // From the dialog, the attempt moves to a window in the same state.
        this.#changed();
        return loadingLook(this.#owner, localization.lang);
      },
      texts,
      window: adopted,
      onRetry: (popup) => {
        this.#retry(popup);
      },
      dialogTexts: texts,
      describe: (error) => failureText(error, texts),
      container: this.#owner.renderRoot,
      onSilence: () => {
        explain(this.#owner, 'explainSilence');
      },
    });
  }

  #createAttempt(
    presenter: Presenter,
    baseline: Baseline | undefined,
    request: LinkSessionRequest,
    createHost: () => Host,
  ): Attempt {
    const nonces = this.#nonces;
    const assetId = toText(this.#owner.assetId);
    const listener: AttemptListener = {
      changed: (state) => {
        // What was asked before the success may not show it.
        if (state.name === 'linked') this.reading.expire();
        if (attempt === this.#attempt) this.#show(state, assetId);
      },
      opened: (mode) => {
        this.#owner.dispatchEvent(new LinkOpenEvent({ mode }));
      },
      read: ({ vendors }) => {
        this.reading.keepVendors(vendors);
      },
      readDevices: (devices) => {
        this.reading.keepDevices(devices);
      },
      settled: (outcome) => {
        // A page that is loaded again must not take up what has its outcome.
        for (const nonce of nonces) eraseStart(nonce);
        this.#announce(outcome, presenter.mode);
        // After a newer attempt has begun, nobody could tell whose devices they are.
        if (outcome.status === 'linked' && attempt !== this.#attempt) attempt.end();
      },
      foundDevices: (devices, added) => {
        this.reading.keepNewDevices(added);
        const detail = { devices: [...devices], added: [...added] };
        this.#owner.dispatchEvent(new LinkDevicesEvent(detail));
      },
    };
    const clock = pageClock;
    const attempt = new Attempt({ request, createHost, presenter, clock, listener, baseline });
    this.#attempt = attempt;
    this.#presenter = presenter;
    this.reading.keepNewDevices([]);
    return attempt;
  }

  /** Fails an attempt that cannot begin: without a window or a request, and so without a start event. */
  #refuse(error: LinkError, mode: PresentedMode): LinkOutcome {
    const outcome = { status: 'failed', error } as const;
    this.#makeRoom();
    this.#attempt = undefined;
    this.#show({ name: 'failed', outcome });
    this.#announce(outcome, mode);
    return outcome;
  }

  /** Lets the last attempt listen on if its return may still arrive; else closes its window. */
  #makeRoom(): void {
    const last = this.#attempt;
    if (last?.listening) this.#late.push(last);
    else last?.end();
    while (this.#late.length > MAX_LATE) this.#late.shift()?.end();
  }

  /** What the button says may differ, although the state is the same. */
  readonly #changed = (): void => {
    this.#view.changed(this.#state.name, this.#state.name);
  };

  #show(state: LinkState, assetId = ''): void {
    const previous = this.#state.name;
    if (state.name === 'linked') this.#notice.begin(assetId);
    else this.#notice.end();
    // The host gets the outcome itself, and may change it.
    this.#state = ownCopy(state);
    this.#view.changed(state.name, previous);
    if (state.name !== previous) {
      this.#owner.dispatchEvent(new LinkStateChangeEvent({ state: state.name, previous }));
    }
  }

  #announce(outcome: LinkOutcome, mode: PresentedMode): void {
    if (outcome.status === 'failed') explain(this.#owner, 'explainError', outcome.error);
    this.#owner.dispatchEvent(outcomeEvent(outcome, mode));
  }
}
