/**
 * One attempt, from the click to its outcome: what happens in which order, and how long each step
 * waits. Whatever the order, delay or repetition of facts, it settles once. How Link UI is shown and
 * how the host is asked is behind the ports.
 */
import { LinkError } from '../errors.js';
import type { LinkedDevice } from '../schema.js';
import { awaitDevices } from './await-devices.js';
import {
  changeBy,
  endingOf,
  evidenceOf,
  hasChanged,
  isCertainlyOver,
  isGone,
  mayStillReturn,
  newDevices,
} from './facts.js';
import { KnownFacts } from './known-facts.js';
import type { LinkCancelDetail, LinkOutcome, PresentedMode } from './outcome.js';
import type {
  Baseline,
  Clock,
  Host,
  LinkSessionRequest,
  Presenter,
  Surface,
  SurfaceFact,
} from './ports.js';
import { Readings, type ReadingListener } from './readings.js';
import {
  idle,
  isSettled,
  isUncertain,
  transition,
  type LinkMove,
  type LinkState,
} from './state.js';
import { decide, hasError, type Ending } from './verdict.js';

/** How long a session that is ready waits for the reading of what was linked before, in milliseconds. */
const BASELINE_PATIENCE = 3000;
/** How long a return may arrive after its window has closed, in milliseconds. */
const CLOSE_GRACE = 2500;
/** What an attempt reports to the element. */
export interface AttemptListener extends ReadingListener {
  /** The state changed. */
  changed(state: LinkState, previous: LinkState): void;
  /** The surface is navigating to Link UI. */
  opened(mode: PresentedMode): void;
  /** Called once, and a second time if Link UI comes back after the attempt was given up. */
  settled(outcome: LinkOutcome): void;
  /**
   * Called once after a success, if the devices endpoint could be read: as soon as a new device is there,
   * or when the time to wait for one is over.
   */
  foundDevices(devices: readonly LinkedDevice[], added: readonly LinkedDevice[]): void;
}

/** What an attempt works with. */
export interface AttemptOptions {
  readonly request: LinkSessionRequest;
  /** Called once, after the surface has opened, so that it does not delay the window. */
  readonly createHost: () => Host;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly listener: AttemptListener;
  /** What was linked before an earlier attempt that this one replaces or resumes. */
  readonly baseline?: Baseline | undefined;
}

export class Attempt {
  /** Resolves once, never rejects. */
  readonly outcome: Promise<LinkOutcome>;
  readonly #options: AttemptOptions;
  readonly #life = new AbortController();
  readonly #facts: KnownFacts;
  #made: Readings | undefined;
  #resolve: (outcome: LinkOutcome) => void = () => undefined;
  #state: LinkState = idle;
  #surface: Surface | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#facts = new KnownFacts(options.clock, this.#life.signal);
    this.#facts.set(options.baseline ?? {});
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get state(): LinkState {
    return this.#state;
  }

  /** What was linked before, for an attempt that replaces this one. */
  get baseline(): Baseline {
    const { before, devicesBefore } = this.#facts.now;
    return { before, devicesBefore };
  }

  /** Whether the attempt has no outcome yet. */
  get running(): boolean {
    return !isSettled(this.#state);
  }

  /** Whether the attempt would still notice a return. */
  get listening(): boolean {
    return !this.#life.signal.aborted && this.#state.name !== 'linked';
  }

  /** Opens the surface before it returns: call it inside the click. */
  start(): void {
    this.#apply({ type: 'started' });
    if (this.#life.signal.aborted) return; // A listener of the state has ended it.
    let surface: Surface;
    try {
      surface = this.#open();
    } catch (thrown) {
      this.#fail(thrown);
      return;
    }
    void this.#run(() => this.#handOff(surface));
  }

  /**
   * Resumes an attempt whose page was left or reloaded.
   * @param ending how it ended meanwhile; undefined if its window may still be open
   * @param isSameUser whether the user is known to be the one who started it. If not, what is linked
   * can be compared only if the return itself opened this page, or if the endpoint names the user.
   */
  resume(ending: Ending | undefined, isSameUser: boolean): void {
    const hasReturned = ending?.type === 'returned';
    this.#facts.set({
      isShown: true,
      mayBeOtherUser: !isSameUser && !hasReturned,
      linkReturn: hasReturned ? ending.linkReturn : undefined,
    });
    this.#apply({ type: ending ? 'left' : 'hidden' });
    this.#open();
    void this.#run(async () => {
      if (!ending) await this.#watchDetached();
      return ending ?? endingOf(this.#facts.now);
    });
  }

  /** Brings the surface to the front, and checks whether something has been linked meanwhile. */
  focus(): void {
    this.#surface?.focus();
    this.#learn({ type: 'revisited' });
  }

  /** The user gives up: reads what is linked once more, then ends. */
  dismiss(): void {
    this.#learn({ type: 'dismissed' });
  }

  /** Ends the attempt at once. A later return is ignored. After a success it changes nothing. */
  cancel(reason: LinkCancelDetail['reason'] = 'aborted'): void {
    if (this.#state.name === 'linked') return;
    this.#settle({ status: 'cancelled', mode: this.#mode, reason, verified: false });
    this.end();
  }

  /** Stops waiting for a late return and for devices, and closes the surface if it is still open. */
  end(): void {
    this.#surface?.close();
    this.#life.abort();
  }

  get #mode(): PresentedMode {
    return this.#options.presenter.mode;
  }

  get #readings(): Readings {
    const { createHost, clock, listener } = this.#options;
    this.#made ??= new Readings(createHost(), this.#facts, clock, listener, this.#life.signal);
    return this.#made;
  }

  #open(): Surface {
    return (this.#surface = this.#options.presenter.open(this.#learn, this.#life.signal));
  }

  #learn = (fact: SurfaceFact): void => {
    this.#facts.set(changeBy(fact, this.#facts.now));
  };

  /** @param begin the steps as far as Link UI; resolves with the ending if there is one already */
  async #run(begin: () => Promise<Ending | undefined>): Promise<void> {
    try {
      const ending = (await begin()) ?? (await this.#watch());
      this.#settle(await this.#conclude(ending, false));
      // A closed window is no proof. A return that follows still counts while this page lives.
      const isProbable = ending.type === 'gone' && ending.reason === 'window-closed';
      if (isProbable && this.#facts.now.isShown) await this.#watchLate();
      if (this.#state.name === 'linked') await this.#findDevices();
      this.#life.abort();
    } catch (thrown) {
      if (this.#life.signal.aborted) return; // Whoever ended the attempt has settled it.
      this.#fail(thrown);
    }
  }

  #fail(thrown: unknown): void {
    // Anything but a LinkError is unforeseen. Once Link UI was shown, something may be linked.
    const code = this.#facts.now.isShown ? 'confirm-failed' : 'misconfigured';
    this.#settle({ status: 'failed', error: LinkError.from(thrown, code) });
    this.#life.abort();
  }

  /** Creates the session and shows Link UI. Resolves with an ending if the user left before that. */
  async #handOff(surface: Surface): Promise<Ending | undefined> {
    const { request, clock, listener, presenter } = this.#options;
    const facts = this.#facts;
    const signal = this.#life.signal;
    const gone = facts.until(isGone).then(() => null);
    const patience = new AbortController();
    // Read before the user can link anything. Otherwise nothing would count as new afterwards.
    const baseline = this.#readings.readBaseline(patience.signal);
    const session = this.#readings.host.createSession(request, signal);

    const linkUrl = await Promise.race([session, gone]);
    if (linkUrl === null) return endingOf(facts.now);
    const isReady = await Promise.race([
      baseline,
      clock.sleep(BASELINE_PATIENCE, patience.signal),
      gone,
    ]).finally(() => {
      patience.abort();
    });
    if (isReady === null) return endingOf(facts.now);

    signal.throwIfAborted(); // The attempt may have ended in the same task that brought the session.
    surface.show(linkUrl, this.baseline);
    facts.set({ isShown: true });
    // If the user went on in another surface, Link UI was opened before: the state stays the same.
    const isFirst = this.#apply({ type: presenter.leavesPage ? 'left' : 'opened' });
    if (isFirst) listener.opened(presenter.mode);
    return undefined;
  }

  /** Waits for the end of the user's time with Link UI. */
  async #watch(): Promise<Ending> {
    const facts = this.#facts;
    await facts.until((now) => isGone(now) || now.movedTo);
    // Users close a dialog on the success screen as they close a window: give the return time.
    const mayFollow = facts.now.isDismissed && this.#options.presenter.mayReturnAfterDismissal;
    if (mayFollow) this.#apply({ type: 'checking' });
    await facts.until(
      (now) => now.movedTo ?? (mayFollow ? !mayStillReturn(now) : isCertainlyOver(now)),
      CLOSE_GRACE,
    );
    if (!facts.now.movedTo && !isCertainlyOver(facts.now) && !this.#options.clock.hasFocus()) {
      await this.#watchDetached();
    }
    const { movedTo, linkReturn } = facts.now;
    if (!movedTo || linkReturn) return endingOf(facts.now);
    facts.set({ movedTo: undefined, hasVanished: false });
    this.#surface = movedTo;
    return (await this.#handOff(movedTo)) ?? this.#watch();
  }

  /** The window may be open although it cannot be seen: only evidence or the user ends the attempt. */
  async #watchDetached(): Promise<void> {
    const facts = this.#facts;
    this.#apply({ type: 'hidden' });
    for (;;) {
      const { visits } = facts.now;
      await this.#readings.look();
      if (hasChanged(facts.now)) return;
      await facts.until((now) => isCertainlyOver(now) || now.visits > visits);
      if (isCertainlyOver(facts.now)) return;
    }
  }

  /** Reads what is linked and decides the outcome. */
  async #conclude(ending: Ending, late: boolean): Promise<LinkOutcome> {
    const facts = this.#facts;
    const hasReturned = ending.type === 'returned';
    // Before Link UI was shown nothing can have been linked, unless an earlier window returned.
    if (facts.now.isShown || hasReturned) {
      if (!late) this.#apply({ type: 'checking' });
      if (hasReturned) this.#surface?.close(true);
      const isCompleted = hasReturned && !hasError(ending.linkReturn);
      const failure = await this.#readings.confirm(isCompleted);
      // A return that arrived meanwhile outweighs a window that only seems closed.
      const { linkReturn } = facts.now;
      if (ending.type === 'gone' && linkReturn && !hasChanged(facts.now)) {
        return this.#conclude({ type: 'returned', linkReturn }, late);
      }
      // Link UI itself reported the exit. After a late return a second failure would help nobody.
      const isExit = hasReturned && hasError(ending.linkReturn);
      if (failure && !isExit && !late) return { status: 'failed', error: failure };
    }
    const outcome = decide(this.#mode, ending, evidenceOf(facts.now), late);
    if (outcome.status === 'linked') this.#surface?.close(hasReturned);
    return outcome;
  }

  /** Waits for the return of a window that seemed closed. */
  async #watchLate(): Promise<void> {
    if (!isUncertain(this.#state)) return;
    await this.#facts.until(({ linkReturn }) => linkReturn);
    const outcome = await this.#conclude(endingOf(this.#facts.now), true);
    if (outcome.status === 'cancelled') return;
    if (this.#apply({ type: 'settled-late', outcome })) this.#options.listener.settled(outcome);
  }

  /** Reports the devices of a success. */
  async #findDevices(): Promise<void> {
    if (!this.#readings.haveDevices) return;
    const facts = this.#facts;
    await awaitDevices(facts, this.#readings, this.#options.clock, this.#life.signal);
    const { devices } = facts.now;
    if (devices) this.#options.listener.foundDevices(devices, newDevices(facts.now));
  }

  #apply(move: LinkMove): boolean {
    const previous = this.#state;
    this.#state = transition(previous, move);
    if (this.#state === previous) return false;
    this.#options.listener.changed(this.#state, previous);
    return true;
  }

  /** The only way out, and a compare-and-set: the first outcome counts. */
  #settle(outcome: LinkOutcome): void {
    if (isSettled(this.#state)) return;
    if (outcome.status === 'failed') this.#showFailure(outcome.error);
    if (!this.#apply({ type: 'settled', outcome })) return;
    this.#options.listener.settled(outcome);
    this.#resolve(outcome);
  }

  /** Shows the error in the surface, or closes it if that fails. */
  #showFailure(error: LinkError): void {
    try {
      this.#surface?.fail(error);
    } catch {
      this.#surface?.close();
    }
  }
}
