/**
 * Reads that several requests of one user ask for at the same time: begun once, and given to all of
 * them. Keeps nothing that has ended. Knows neither what is read nor from where.
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
  readonly end: () => void;
  waiting: number;
}

/** Hands out reads under way, by user and by what is read. */
export class SharedReads<T> {
  readonly #users = new Map<string, Map<string, Read<T>>>();

  /**
   * The result of `begin`, or of the same read where one is under way. `signal` ends this wait alone;
   * the read itself ends when nobody waits for it any more.
   */
  async get(
    userId: string,
    name: string,
    signal: AbortSignal,
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const found = this.#users.get(userId)?.get(name);
    const isFresh = found && performance.now() - found.begunAt <= JOIN_MS;
    const read = isFresh ? found : this.#begin(userId, name, begin);
    read.waiting += 1;
    try {
      return await orAbort(read.result, signal);
    } finally {
      read.waiting -= 1;
      if (read.waiting === 0) read.end();
    }
  }

  /** From now on nobody joins a read of this user that is under way: what it reads has changed. */
  forget(userId: string): void {
    this.#users.delete(userId);
  }

  #begin(userId: string, name: string, begin: (signal: AbortSignal) => Promise<T>): Read<T> {
    const ended = new AbortController();
    const reads = this.#users.get(userId) ?? new Map<string, Read<T>>();
    this.#users.set(userId, reads);
    let isOver = false;
    const leave = () => {
      isOver = true;
      if (reads.get(name) === read) reads.delete(name);
      if (reads.size === 0 && this.#users.get(userId) === reads) this.#users.delete(userId);
    };
    const read: Read<T> = {
      result: begin(ended.signal).finally(leave),
      begunAt: performance.now(),
      waiting: 0,
      end() {
        if (isOver) return;
        // Left first: what is being aborted is given to nobody who comes now.
        leave();
        try {
          ended.abort();
        } catch {
          // Workers let no request end what another has begun. It ends by itself.
        }
      },
    };
    reads.set(name, read);
    return read;
  }
}
