/**
 * What the host's endpoints listed when they were last read, by an attempt or by `refresh()`. The button
 * has its own copy, because the host may change the one that it is given.
 */
import { LinkError } from '../errors.js';
import type { LinkedDevice, LinkedVendor } from '../schema.js';
import type { Host } from '../session/ports.js';
import { ownCopy } from './own-copy.js';

const UNREADABLE =
  'There is nothing to read. Set user-url or devices-url, or the getUser or getDevices property.';

export class LatestReading {
  readonly #changed: () => void;
  #vendors: readonly LinkedVendor[] | null = null;
  #givenVendors: LinkedVendor[] | null = null;
  #givenDevices: LinkedDevice[] | null = null;
  #newDevices: readonly LinkedDevice[] = [];
  /** How often `refresh()` was called. */
  #calls = 0;
  /** The last of those calls whose answer is known or out of date. */
  #answered = 0;

  /** @param changed is called after each change */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Null before the user endpoint is read. */
  get vendors(): readonly LinkedVendor[] | null {
    return this.#vendors;
  }

  /** The devices that the last success brought, as far as they are known and still there. */
  get newDevices(): readonly LinkedDevice[] {
    return this.#newDevices;
  }

  /** The host's copy of the vendors: the same list until they are read again. */
  get givenVendors(): LinkedVendor[] | null {
    return this.#givenVendors;
  }

  /** The host's copy of the devices. */
  get givenDevices(): LinkedDevice[] | null {
    return this.#givenDevices;
  }

  keepVendors(vendors: readonly LinkedVendor[]): void {
    this.#vendors = ownCopy(vendors);
    this.#givenVendors = ownCopy([...vendors]);
    this.#changed();
  }

  keepDevices(devices: readonly LinkedDevice[]): void {
    this.#givenDevices = ownCopy([...devices]);
    const ids = devices.map(({ id }) => id);
    this.#newDevices = this.#newDevices.filter(({ id }) => ids.includes(id));
    this.#changed();
  }

  keepNewDevices(devices: readonly LinkedDevice[]): void {
    if (devices.length + this.#newDevices.length === 0) return; // As at the start of most attempts.
    this.#newDevices = ownCopy(devices);
    this.#changed();
  }

  /** Drops the answers to what has been asked so far: they may not show what was linked since. */
  expire(): void {
    this.#answered = this.#calls;
  }

  /**
   * Reads both endpoints.
   * @param keep is called with what keeps the answers, unless newer ones are known
   * @throws LinkError if there is nothing to read, or why one of them could not be read
   */
  async refresh(
    { readUser, readDevices }: Host,
    keep: (update: () => void) => void,
  ): Promise<void> {
    if (!readUser && !readDevices) throw new LinkError('misconfigured', { message: UNREADABLE });
    const call = ++this.#calls;
    const { signal } = new AbortController();
    const [user, devices] = await Promise.allSettled([readUser?.(signal), readDevices?.(signal)]);
    if (call > this.#answered) {
      this.#answered = call;
      keep(() => {
        if (user.status === 'fulfilled' && user.value) this.keepVendors(user.value.vendors);
        if (devices.status === 'fulfilled' && devices.value) this.keepDevices(devices.value);
      });
    }
    for (const read of [user, devices]) {
      if (read.status === 'rejected') throw unwrap(read.reason);
    }
  }
}

/** Outside of an attempt, why the user endpoint could not be read says more than that it could not. */
function unwrap(reason: unknown): LinkError {
  const error = LinkError.from(reason, 'misconfigured');
  return error.cause instanceof LinkError ? error.cause : error;
}
