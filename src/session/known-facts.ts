/**
 * The facts of a running attempt as they change, and the steps that wait for a change. No wait
 * outlives the attempt.
 */
import { noFacts, type Facts } from './facts.js';
import type { Clock } from './ports.js';

export class KnownFacts {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #checks = new Set<() => void>();
  #now = noFacts;

  /** @param signal aborts when the attempt ends */
  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      this.set({});
    });
  }

  get now(): Facts {
    return this.#now;
  }

  set(change: Partial<Facts>): void {
    this.#now = { ...this.#now, ...change };
    for (const check of [...this.#checks]) check();
  }

  /**
   * Waits until the condition holds, or the time is over.
   * @returns a promise that rejects when the attempt ends
   */
  until(holds: (facts: Facts) => unknown, withinMs?: number): Promise<void> {
    const over = new AbortController();
    const wait = new Promise<void>((resolve, reject) => {
      let isLate = false;
      const check = (): void => {
        if (this.#signal.aborted) reject(this.#signal.reason as Error);
        else if (isLate || holds(this.#now)) resolve();
        else return;
        this.#checks.delete(check);
        over.abort();
      };
      this.#checks.add(check);
      check();
      if (withinMs !== undefined && !over.signal.aborted) {
        this.#clock.sleep(withinMs, over.signal).then(
          () => {
            isLate = true;
            check();
          },
          () => undefined,
        );
      }
    });
    wait.catch(() => undefined); // A wait that has lost its race must not be an unhandled rejection.
    return wait;
  }
}
