/**
 * One attempt, from the click to its outcome, as one linear function over the ports. Knows the order
 * of things and how long to wait. Does not know how Link UI is shown, how the host is asked, or who
 * listens. Whatever the order, delay or repetition of facts, it settles once.
 */
import { LinkError } from '../errors.js';
import type { LinkReturn } from '../return/message.js';
import { idle, isSettled, transition } from './state.js';
import type {
  LinkCancelDetail,
  LinkFact,
  LinkOutcome,
  LinkSessionRequest,
  LinkState,
  PresentedMode,
} from './state.js';
import type { Clock, Host, Presenter, Surface, SurfaceFact, UserReading } from './ports.js';
import {
  compareVendors,
  decide,
  hasChanges,
  hasError,
  type Ending,
  type Evidence,
} from './verdict.js';

/** How long a session that is ready waits for the list of vendors before, in milliseconds. */
const BASELINE_PATIENCE = 3000;
/** A window that closed may still have said something: its message can be slower than its end. */
const CLOSE_GRACE = 2500;
/** A device may show up some seconds after the return (enode-api.md, "Users and vendors"). */
const CONFIRM_TRIES = 4;
const CONFIRM_PAUSE = 1500;

/** What an attempt tells of itself. */
export interface AttemptListener {
  /** The state changed. */
  changed(state: LinkState, previous: LinkState): void;
  /** Link UI is on its way. */
  opened(mode: PresentedMode): void;
  /** The user endpoint was read. */
  read(reading: UserReading): void;
  /** The one outcome; and once more if Link UI came back after the attempt was given up. */
  settled(outcome: LinkOutcome): void;
}

/** What an attempt works with. */
export interface AttemptOptions {
  readonly request: LinkSessionRequest;
  readonly host: Host;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly listener: AttemptListener;
  /** What was linked before an earlier attempt whose place this one takes. */
  readonly before?: UserReading | undefined;
}

export class Attempt {
  /** Resolves once, never rejects. */
  readonly outcome: Promise<LinkOutcome>;
  readonly #options: AttemptOptions;
  readonly #life = new AbortController();
  readonly #waiting = new Set<() => void>();
  #resolve: (outcome: LinkOutcome) => void = () => undefined;
  #state: LinkState = idle;
  #surface: Surface | undefined;
  #before: UserReading | undefined;
  /** As last read since Link UI was shown. */
  #after: UserReading | undefined;
  #handedOff = false;
  /** The page was loaded again since the attempt began, and nothing says that the user is the same. */
  #mayBeOtherUser = false;
  // The facts so far. Kept as what is true, not as a queue: an order or a repetition cannot matter.
  #linkReturn: LinkReturn | undefined;
  #vanished = false;
  #dismissed = false;
  #visits = 0;
  #refused: LinkError | undefined;
  #moved: Surface | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#before = options.before;
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get state(): LinkState {
    return this.#state;
  }

  /** What was linked before, for an attempt that takes this one's place. */
  get before(): UserReading | undefined {
    return this.#before;
  }

  /** Whether the attempt is still to have its outcome. */
  get running(): boolean {
    return !isSettled(this.#state);
  }

  /** Whether a return would still be heard. */
  get listening(): boolean {
    return !this.#life.signal.aborted;
  }

  /** Opens the surface before it returns: call it inside the click. */
  start(): void {
    this.#apply({ type: 'started' });
    if (this.#life.signal.aborted) return; // A listener of the state has ended it.
    try {
      this.#surface = this.#options.presenter.open(this.#report, this.#life.signal);
    } catch (thrown) {
      this.#fail(thrown);
      return;
    }
    const surface = this.#surface;
    void this.#run(() => this.#handOff(surface));
  }

  /**
   * Takes up an attempt whose page was left, or loaded anew.
   * @param ending how it ended meanwhile; undefined where its window may still be there
   * @param isSameUser whether the user is known to be the one who began. If not, what was linked before
   * can be compared only if this page was opened by the return itself, or the endpoint says whose
   * list it is.
   */
  resume(ending: Ending | undefined, isSameUser: boolean): void {
    this.#handedOff = true;
    this.#mayBeOtherUser = !isSameUser && ending?.type !== 'returned';
    if (ending?.type === 'returned') this.#linkReturn = ending.linkReturn;
    this.#apply({ type: ending ? 'left' : 'hidden' });
    this.#surface = this.#options.presenter.open(this.#report, this.#life.signal);
    void this.#run(async () => {
      if (!ending) await this.#watchDetached();
      return ending ?? this.#ending();
    });
  }

  /** Brings the surface to the front, and looks whether something has been linked meanwhile. */
  focus(): void {
    this.#surface?.focus();
    this.#report({ type: 'revisited' });
  }

  /** The user gives up: asks the user endpoint once more, then ends. */
  dismiss(): void {
    this.#report({ type: 'dismissed' });
  }

  /** Ends the attempt at once. Nothing that comes later is heard. */
  cancel(reason: LinkCancelDetail['reason'] = 'aborted'): void {
    this.#settle({ status: 'cancelled', mode: this.#mode, reason, verified: false });
    this.end();
  }

  /** Stops listening for a late return, and closes what is left of the surface. */
  end(): void {
    this.#surface?.close();
    this.#life.abort();
  }

  get #mode(): PresentedMode {
    return this.#options.presenter.mode;
  }

  /** @param begin goes as far as Link UI; returns the ending where there is one already */
  async #run(begin: () => Promise<Ending | undefined>): Promise<void> {
    try {
      const ending = (await begin()) ?? (await this.#watch());
      this.#settle(await this.#conclude(ending, false));
      // A closed window is no proof. A return that comes after all is honoured while we live.
      if (ending.type === 'gone' && ending.reason === 'window-closed' && this.#handedOff) {
        await this.#watchLate();
      }
      this.#life.abort();
    } catch (thrown) {
      if (this.#life.signal.aborted) return; // Whoever ended the attempt has settled it.
      this.#fail(thrown);
    }
  }

  #fail(thrown: unknown): void {
    // What is no LinkError is nobody's answer. Once Link UI was shown, something may be linked.
    const error = LinkError.from(thrown, this.#handedOff ? 'confirm-failed' : 'misconfigured');
    this.#settle({ status: 'failed', error });
    this.#life.abort();
  }

  /** Asks for the session and shows Link UI. Returns an ending where the user left before that. */
  async #handOff(surface: Surface): Promise<Ending | undefined> {
    const { host, request, clock, listener } = this.#options;
    const signal = this.#life.signal;
    const gone = this.#until(() => this.#vanished || this.#isOver).then(() => null);
    // Read before the user can link anything, or nothing would count as new afterwards.
    const baseline = this.#before ? Promise.resolve(this.#before) : this.#tryToRead();
    const session = host.createSession(request, signal);

    const linkUrl = await Promise.race([session, gone]);
    if (linkUrl === null) return this.#ending();
    const patience = new AbortController();
    const before = await Promise.race([
      baseline,
      clock.sleep(BASELINE_PATIENCE, patience.signal).then(() => undefined),
      gone,
    ]).finally(() => {
      patience.abort();
    });
    if (before === null) return this.#ending();
    this.#before = before;

    signal.throwIfAborted(); // Ended in the very task in which the session came.
    surface.show(linkUrl, before);
    this.#handedOff = true;
    const leaves = this.#mode === 'redirect';
    // Going on in another surface is no second opening.
    if (this.#apply({ type: leaves ? 'left' : 'opened' })) listener.opened(this.#mode);
    return undefined;
  }

  /** Waits for the end of the user's time with Link UI. */
  async #watch(): Promise<Ending> {
    await this.#until(() => this.#vanished || this.#isOver || this.#moved);
    // A dialog that is left on the success screen is as hasty as a window that is closed there.
    const isHasty = this.#dismissed && this.#mode === 'iframe';
    if (isHasty) this.#apply({ type: 'checking' });
    const isWaiting = () => isHasty && !this.#linkReturn && !this.#refused;
    await this.#until(() => (this.#isOver && !isWaiting()) || this.#moved, CLOSE_GRACE);
    if (!this.#moved && !this.#isOver && !this.#options.clock.hasFocus()) {
      await this.#watchDetached();
    }
    const surface = this.#moved;
    if (!surface || this.#linkReturn) return this.#ending();
    this.#moved = undefined;
    this.#vanished = false;
    this.#surface = surface;
    return (await this.#handOff(surface)) ?? this.#watch();
  }

  /** Whether something is certain, and not only probable. */
  get #isOver(): boolean {
    return this.#linkReturn !== undefined || this.#dismissed || this.#refused !== undefined;
  }

  #ending(): Ending {
    if (this.#linkReturn) return { type: 'returned', linkReturn: this.#linkReturn };
    if (this.#refused) throw this.#refused;
    return { type: 'gone', reason: this.#dismissed ? 'dismissed' : 'window-closed' };
  }

  /** The window cannot be seen, and may be there all the same: only evidence or the user ends it. */
  async #watchDetached(): Promise<void> {
    this.#apply({ type: 'hidden' });
    for (;;) {
      const visits = this.#visits;
      await this.#tryToRead();
      if (this.#hasChanged()) return;
      await this.#until(() => this.#isOver || this.#visits > visits);
      if (this.#isOver) return;
    }
  }

  /** Asks the user endpoint what is true, and decides. */
  async #conclude(ending: Ending, late: boolean): Promise<LinkOutcome> {
    // Before Link UI was shown nothing can have been linked, unless an earlier window says so.
    if (this.#handedOff || ending.type === 'returned') {
      if (!late) this.#apply({ type: 'checking' });
      if (ending.type === 'returned') this.#surface?.close();
      const failure = await this.#confirm(ending);
      // A return that came in meanwhile knows more than a window that seems closed.
      if (ending.type === 'gone' && this.#linkReturn && !this.#hasChanged()) {
        return this.#conclude({ type: 'returned', linkReturn: this.#linkReturn }, late);
      }
      // An exit is what Link UI itself says. A second bad word after a late return helps nobody.
      const isExit = ending.type === 'returned' && hasError(ending.linkReturn);
      if (failure && !isExit && !late) return { status: 'failed', error: failure };
    }
    const outcome = decide(this.#mode, ending, this.#evidence, late);
    if (outcome.status === 'linked') this.#surface?.close();
    return outcome;
  }

  /**
   * Reads the user endpoint: once, or until something has changed where something must have.
   * @returns why it could not be read; undefined if it was, or if there is none
   */
  async #confirm(ending: Ending): Promise<LinkError | undefined> {
    const { host, clock } = this.#options;
    if (!host.readUser || this.#hasChanged()) return undefined;
    this.#after = undefined; // What a visit showed earlier is not what is true at the end.
    const expectsChange = ending.type === 'returned' && !hasError(ending.linkReturn);
    let failure: unknown;
    let isRead = false;
    for (let tries = expectsChange ? CONFIRM_TRIES : 1; tries > 0; tries -= 1) {
      try {
        const { vendors } = await this.#read(host.readUser);
        isRead = true;
        if (this.#hasChanged() || this.#isOtherUser) break;
        // With nothing to compare with, a valid vendor is all the evidence there can be.
        if (!this.#before && vendors.some(({ isValid }) => isValid)) break;
      } catch (thrown) {
        failure = thrown;
      }
      if (tries > 1) await clock.sleep(CONFIRM_PAUSE, this.#life.signal);
    }
    return isRead ? undefined : LinkError.from(failure, 'confirm-failed');
  }

  /** Waits for the return of a window that seemed closed. */
  async #watchLate(): Promise<void> {
    const { name } = this.#state;
    if (name !== 'cancelled' && name !== 'failed') return;
    await this.#until(() => this.#linkReturn);
    if (!this.#linkReturn) return;
    const outcome = await this.#conclude({ type: 'returned', linkReturn: this.#linkReturn }, true);
    if (outcome.status === 'cancelled') return;
    if (this.#apply({ type: 'settled-late', outcome })) this.#options.listener.settled(outcome);
  }

  get #evidence(): Evidence {
    return {
      before: this.#before?.vendors,
      after: this.#after?.vendors,
      isOtherUser: this.#isOtherUser,
    };
  }

  /** Somebody else may have signed in since the attempt began, here or in another tab. */
  get #isOtherUser(): boolean {
    const before = this.#before?.user;
    const after = this.#after?.user;
    if (before !== undefined && after !== undefined) return before !== after;
    return this.#mayBeOtherUser;
  }

  #hasChanged(): boolean {
    const { before, after, isOtherUser } = this.#evidence;
    return !isOtherUser && hasChanges(compareVendors(before, after));
  }

  /** What is linked now; undefined where it cannot be known. Never rejects. */
  async #tryToRead(): Promise<UserReading | undefined> {
    const { readUser } = this.#options.host;
    try {
      return readUser && (await this.#read(readUser));
    } catch {
      return undefined;
    }
  }

  async #read(readUser: NonNullable<Host['readUser']>): Promise<UserReading> {
    const reading = await readUser(this.#life.signal);
    if (this.#handedOff || this.#linkReturn) this.#after = reading;
    this.#options.listener.read(reading);
    return reading;
  }

  #report = (fact: SurfaceFact): void => {
    if (fact.type === 'returned') this.#linkReturn ??= fact.linkReturn;
    else if (fact.type === 'vanished') this.#vanished = true;
    else if (fact.type === 'dismissed') this.#dismissed = true;
    else if (fact.type === 'refused') this.#refused ??= fact.error;
    else if (fact.type === 'moved') this.#moved = fact.surface;
    else this.#visits += 1;
    for (const check of [...this.#waiting]) check();
  };

  /** Waits until something holds (true), or the time is over (false). Rejects when the attempt ends. */
  #until(holds: () => unknown, withinMs?: number): Promise<boolean> {
    const { signal } = this.#life;
    const over = new AbortController();
    const wait = new Promise<boolean>((resolve, reject) => {
      signal.throwIfAborted();
      const finish = (held: boolean): void => {
        this.#waiting.delete(check);
        over.abort();
        resolve(held);
      };
      const check = (): void => {
        if (holds()) finish(true);
      };
      const onAbort = (): void => {
        over.abort();
        reject(new DOMException('The attempt has ended.', 'AbortError'));
      };
      signal.addEventListener('abort', onAbort, { once: true, signal: over.signal });
      this.#waiting.add(check);
      if (withinMs !== undefined) {
        this.#options.clock.sleep(withinMs, over.signal).then(
          () => {
            finish(Boolean(holds()));
          },
          () => undefined,
        );
      }
      check();
    });
    wait.catch(() => undefined); // One that nobody waits for any more is no unhandled rejection.
    return wait;
  }

  #apply(fact: LinkFact): boolean {
    const previous = this.#state;
    this.#state = transition(previous, fact);
    if (this.#state === previous) return false;
    this.#options.listener.changed(this.#state, previous);
    return true;
  }

  /** The only way out, and a compare-and-set: the first to come decides. */
  #settle(outcome: LinkOutcome): void {
    if (isSettled(this.#state)) return;
    if (outcome.status === 'failed') this.#showFailure(outcome.error);
    if (!this.#apply({ type: 'settled', outcome })) return;
    this.#options.listener.settled(outcome);
    this.#resolve(outcome);
  }

  /** Says so where the user looks, or leaves nothing there. */
  #showFailure(error: LinkError): void {
    try {
      this.#surface?.fail(error);
    } catch {
      this.#surface?.close();
    }
  }
}
