/**
 * The host's endpoints as one attempt reads them: what was linked before Link UI was shown, and what is
 * linked now. What it reads goes into the facts; what that proves is in verdict.ts.
 */
import { LinkError } from '../errors.js';
import type { LinkedDevice } from '../schema.js';
import { hasChanged, isAnswered } from './facts.js';
import type { KnownFacts } from './known-facts.js';
import type { Clock, Host, UserReading } from './ports.js';

/** Enode may list a device some seconds after the return (docs/enode.md, "Users and vendors"). */
const CONFIRM_TRIES = 4;
/** Between two tries, in milliseconds. */
const CONFIRM_PAUSE = 1500;

/** What is told of each answer, whatever it proves, unless a newer one is known. */
export interface ReadingListener {
  /** The user endpoint was read. */
  read(reading: UserReading): void;
  /** The devices endpoint was read. */
  readDevices(devices: readonly LinkedDevice[]): void;
}

export class Readings {
  readonly host: Host;
  readonly #facts: KnownFacts;
  readonly #clock: Clock;
  readonly #listener: ReadingListener;
  readonly #signal: AbortSignal;

  /** @param signal aborts when the attempt ends */
  constructor(
    host: Host,
    facts: KnownFacts,
    clock: Clock,
    listener: ReadingListener,
    signal: AbortSignal,
  ) {
    this.host = host;
    this.#facts = facts;
    this.#clock = clock;
    this.#listener = listener;
    this.#signal = signal;
  }

  /** Whether the host has a devices endpoint. */
  get haveDevices(): boolean {
    return this.host.readDevices !== undefined;
  }

  /**
   * Reads what is linked before Link UI is shown. Never rejects.
   * @param over from then on an answer comes too late: the user may have linked something
   */
  async readBaseline(over: AbortSignal): Promise<void> {
    const { before, devicesBefore } = this.#facts.now;
    await Promise.all([
      before ??
        this.#tryToReadUser().then((reading) => {
          if (!over.aborted) this.#facts.set({ before: reading });
        }),
      devicesBefore ??
        this.readDevices().then((devices) => {
          if (!over.aborted) this.#facts.set({ devicesBefore: devices?.map(({ id }) => id) });
        }),
    ]);
  }

  /** Reads what is linked now, once. Never rejects. */
  async look(): Promise<void> {
    await Promise.all([this.#tryToReadUser(), this.readDevices()]);
  }

  /**
   * Reads what is linked after the user's time with Link UI.
   * @param expectsChange whether something must have changed: then it reads several times
   * @returns why the user endpoint could not be read; undefined if it was, or if there is none
   */
  async confirm(expectsChange: boolean): Promise<LinkError | undefined> {
    const facts = this.#facts;
    const { readUser } = this.host;
    if (hasChanged(facts.now)) return undefined;
    // An earlier reading does not show what is true at the end.
    facts.set({ after: undefined, devices: undefined });
    if (!readUser) {
      // A completed return is a success without proof. Its devices are awaited after the success.
      if (!expectsChange) await this.readDevices();
      return undefined;
    }
    let failure: unknown;
    let isRead = false;
    for (let tries = expectsChange ? CONFIRM_TRIES : 1; tries > 0; tries -= 1) {
      const devices = this.readDevices();
      try {
        await this.#readUser(readUser);
        isRead = true;
      } catch (thrown) {
        failure = thrown;
      }
      // The devices endpoint may be slower. What the user endpoint proves does not wait for it.
      if (!isAnswered(facts.now)) await devices;
      if (isAnswered(facts.now)) break;
      if (tries > 1) await this.#clock.sleep(CONFIRM_PAUSE, this.#signal);
    }
    if (isRead || hasChanged(facts.now)) return undefined;
    return LinkError.from(failure, 'confirm-failed');
  }

  /** Reads the devices; undefined if that is impossible. Never rejects. */
  async readDevices(): Promise<readonly LinkedDevice[] | undefined> {
    const { readDevices } = this.host;
    const isLate = this.#mayBeLinked;
    try {
      const devices = readDevices && (await readDevices(this.#signal));
      if (!devices) return undefined;
      if (isLate) {
        // If nothing is there yet, whatever comes is new, although the baseline is missing.
        const { devicesBefore = devices.length === 0 ? [] : undefined } = this.#facts.now;
        this.#facts.set({ devices, devicesBefore });
      }
      if (isLate || !this.#facts.now.devices) this.#listener.readDevices(devices);
      return devices;
    } catch {
      return undefined;
    }
  }

  /** Reads what is linked now; undefined if that is impossible. Never rejects. */
  async #tryToReadUser(): Promise<UserReading | undefined> {
    const { readUser } = this.host;
    try {
      return readUser && (await this.#readUser(readUser));
    } catch {
      return undefined;
    }
  }

  async #readUser(readUser: NonNullable<Host['readUser']>): Promise<UserReading> {
    const isLate = this.#mayBeLinked;
    const reading = await readUser(this.#signal);
    if (isLate) this.#facts.set({ after: reading });
    // An answer from before Link UI was shown must not replace a newer one.
    if (isLate || !this.#facts.now.after) this.#listener.read(reading);
    return reading;
  }

  /** Whether the user has had the chance to link something, so that a reading shows the result. */
  get #mayBeLinked(): boolean {
    const { isShown, linkReturn } = this.#facts.now;
    return isShown || linkReturn !== undefined;
  }
}
