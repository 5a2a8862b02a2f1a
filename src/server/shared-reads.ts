/**
 * Reads that several requests of one user ask for at the same time: begun once, and given to all of
 * them. Keeps nothing that has ended. Knows neither what is read nor from where.
 *
 * A read lives and ends with the request that began it. Where that goes away, or its time is over, one
 * of the others begins it anew and the rest join that: so nobody waits for what nobody may end, which
 * some edge runtimes do not let another request do.
 */
import { orAbort } from './deadline.js';

/**
 * Milliseconds after its begin for which a read is still joined. Below the 2.5 s after which the
 * element looks, without having heard of a return, whether something was linked: the answer to an
 * older read may not know of it.
 */
const JOIN_MS = 2000;

interface Read<T> {
  readonly result: Promise<T>;
  readonly begunAt: number;
  /** Whether the request that began it is gone. Not its signal: in Workers no other may look at that. */
  readonly isAbandoned: () => boolean;
}

/** Hands out reads under way, by user and by what is read. */
export class SharedReads<T> {
  readonly #users = new Map<string, Map<string, Read<T>>>();

  /** The result of `begin`, or of the same read where one is under way. `signal` ends this wait alone. */
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
        // What ended with another request is no failure of this one.
        if (signal.aborted || !read.isAbandoned()) throw failure;
      }
    }
  }

  /** From now on nobody joins a read of this user that is under way: what it reads has changed. */
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
