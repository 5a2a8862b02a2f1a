/**
 * The events that wait for one webhook, and when a delivery is tried again (docs/enode.md, "Webhooks").
 * Events stay in order: a delivery that fails holds up the later ones. How it is sent is in
 * `webhook-delivery.ts`.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeRawJson } from './raw-json.js';

/** One event, as it is in the body. */
export interface WebhookEvent {
  readonly event: string;
  readonly createdAt: string;
  readonly version: string;
  readonly [detail: string]: unknown;
}

/** Events that are sent in one body. */
export interface Delivery {
  /** The same for each attempt, so that a host can recognize a repetition. */
  readonly id: string;
  readonly events: readonly WebhookEvent[];
  /** The signed text. It is written once, so that a repetition has the same bytes. */
  readonly body: string;
}

interface Port {
  now(): number;
  /** Makes attempt number `attempt`, counted from 1. True if the host accepted the delivery. */
  attempt(delivery: Delivery, attempt: number): Promise<boolean>;
  /** Called when a delivery has failed for a day. The queue has stopped. */
  gaveUp(): void;
}

/** The most events in one body (docs/enode.md, "Webhooks"). */
export const BATCH = 100;
/** Enode repeats a delivery this long (docs/enode.md, "Webhooks"). Its pauses are unknown. */
export const RETRY_MS = 24 * 60 * 60 * 1000;
const FIRST_PAUSE_MS = 500;
/** Enode waits longer, but a host in development is back within minutes. */
const LONGEST_PAUSE_MS = 60_000;
/** The queue of an address that never answers must not fill the memory. */
const MAX_EVENTS = 2000;

export function createDelivery(events: readonly WebhookEvent[]): Delivery {
  return { id: randomUUID(), events, body: writeRawJson(events) };
}

export class DeliveryQueue {
  readonly #port: Port;
  readonly #stopped = new AbortController();
  #waiting: WebhookEvent[] = [];
  #current: Delivery | undefined;
  /** The pause before the next attempt, while there is one. */
  #pause: { readonly endsAt: number; readonly end: () => void } | undefined;

  constructor(port: Port) {
    this.#port = port;
  }

  /** Aborts when the queue is stopped, to end an attempt that is on its way. */
  get stopped(): AbortSignal {
    return this.#stopped.signal;
  }

  /** How many events are not delivered yet. */
  get pending(): number {
    return this.#waiting.length + (this.#current?.events.length ?? 0);
  }

  has(event: string): boolean {
    return [...this.#waiting, ...(this.#current?.events ?? [])].some(
      (each) => each.event === event,
    );
  }

  /** Adds an event, and returns at once. If there are too many, the oldest ones are dropped. */
  add(event: WebhookEvent): void {
    this.#waiting = [...this.#waiting.slice(1 - MAX_EVENTS), event];
    if (!this.#current && this.#waiting.length === 1) void this.#run();
  }

  /** Makes the next attempt now. */
  retry(): void {
    this.#pause?.end();
  }

  /** Makes the next attempt if its time has come by a clock that was moved. */
  clockMoved(): void {
    if (this.#pause && this.#pause.endsAt <= this.#port.now()) this.retry();
  }

  /** Drops all events. */
  stop(): void {
    this.#stopped.abort();
    this.#waiting = [];
    this.retry();
  }

  async #run(): Promise<void> {
    // Events of the same turn are delivered together.
    await nextTurn();
    while (this.#waiting.length > 0) {
      this.#current = createDelivery(this.#waiting.splice(0, BATCH));
      await this.#deliver(this.#current);
      this.#current = undefined;
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const since = this.#port.now();
    for (let attempt = 1; !this.stopped.aborted; attempt++) {
      const isAccepted = await this.#port.attempt(delivery, attempt);
      if (isAccepted || this.#isStopped()) return;
      if (this.#port.now() - since >= RETRY_MS) {
        this.stop();
        this.#port.gaveUp();
        return;
      }
      await this.#wait(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
    }
  }

  #isStopped(): boolean {
    return this.stopped.aborted;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.retry(), ms);
      timer.unref();
      const end = () => {
        clearTimeout(timer);
        this.#pause = undefined;
        resolve();
      };
      this.#pause = { endsAt: this.#port.now() + ms, end };
    });
  }
}
