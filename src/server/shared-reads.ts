/**
 * Shares a read between requests that need the same data of one user at the same time. The first request
 * starts the read, and the others receive its result. Nothing is kept after the read has ended.
 *
 * A read ends with the request that started it. If that request disconnects, or its time is over, one of
 * the others starts the read again and the rest join it. A read is never handed over to another request,
 * because some edge runtimes do not allow a request to use what another one started.
 */
import { orAbort } from './deadline.js';

/**
 * How long after its start other requests may join a read, in milliseconds. Must be less than the 2.5 s
 * after which the element, without a return, reads whether something was linked: an older read may have
 * missed the link.
 */
const JOIN_MS = 2000;

interface Read<T> {
  readonly result: Promise<T>;
  readonly begunAt: number;
  /** Whether its request has ended. A function, because in Workers no other request may use the signal. */
  readonly isAbandoned: () => boolean;
}

/** The reads in progress, by user and by name. */
export class SharedReads<T> {
  readonly #users = new Map<string, Map<string, Read<T>>>();

  /** The result of `begin`, or of the same read if one is in progress. `signal` ends only this wait. */
  async get(
    userId: string,
    name: string,
    signal: AbortSignal,
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const read = this.#users.get(userId)?.get(name);
      if (!read || read.isAbandoned() || performance.now() - read.begunAt > JOIN_MS) {
        return this.#begin(userId, name, signal, begin);
      }
      try {
        return await orAbort(read.result, signal);
      } catch (failure) {
        // A read that ended because another request ended is not a failure of this one.
        if (signal.aborted || !read.isAbandoned()) throw failure;
      }
    }
  }

  /** Lets nobody join a read of this user that is already in progress, because the data has changed. */
  forget(userId: string): void {
    this.#users.delete(userId);
  }

  #begin(
    userId: string,
    name: string,
    signal: AbortSignal,
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const reads = this.#users.get(userId) ?? new Map<string, Read<T>>();
    this.#users.set(userId, reads);
    let isAbandoned = signal.aborted;
    const abandon = () => {
      isAbandoned = true;
    };
    signal.addEventListener('abort', abandon);
    const result = begin(signal).finally(() => {
      signal.removeEventListener('abort', abandon);
      if (reads.get(name) === read) reads.delete(name);
      if (reads.size === 0 && this.#users.get(userId) === reads) this.#users.delete(userId);
    });
    const read: Read<T> = {
      result,
      begunAt: performance.now(),
      isAbandoned: () => isAbandoned,
    };
    reads.set(name, read);
    return result;
  }
}
