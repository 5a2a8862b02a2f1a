/**
 * Subscriptions to events, the queue of each, and when to try again. How an event is sent is in
 * `webhook-delivery.ts`.
 *
 * Enode documents little more than the delivery itself, so the rest is a guess: that `*` stands for every
 * event, and that a delivery is tried three times and then dropped.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { deliver, isDelivered } from './webhook-delivery.js';
import type { DeliveryResult, WebhookEvent } from './webhook-delivery.js';

export interface WebhookRequest {
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
}

export interface Webhook extends WebhookRequest {
  readonly id: string;
  readonly createdAt: string;
  /** When a delivery last succeeded. */
  readonly lastSuccess: string | null;
}

/** One attempt, as the dashboard shows it: without secret and body. */
export interface Delivery {
  readonly at: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly result: DeliveryResult;
}

interface Subscription {
  webhook: Webhook;
  queue: WebhookEvent[];
  isSending: boolean;
}

const VERSION = '2024-10-01';
/** The most events in one body (docs/enode.md, "Webhooks"). */
const BATCH = 100;
const PAUSES_MS = [0, 500, 2000];
const MAX_QUEUE = 10_000;
const MAX_DELIVERIES = 100;

export class Webhooks {
  readonly #now: () => number;
  readonly #closing: AbortSignal;
  readonly #subscriptions = new Map<string, Subscription>();
  #deliveries: Delivery[] = [];

  constructor(now: () => number, closing: AbortSignal) {
    this.#now = now;
    this.#closing = closing;
  }

  /** Oldest first. */
  all(): Webhook[] {
    return [...this.#subscriptions.values()].map(({ webhook }) => webhook);
  }

  get(id: string): Webhook | undefined {
    return this.#subscriptions.get(id)?.webhook;
  }

  create(request: WebhookRequest): Webhook {
    const webhook = { ...request, id: randomUUID(), createdAt: this.#date(), lastSuccess: null };
    this.#subscriptions.set(webhook.id, { webhook, queue: [], isSending: false });
    return webhook;
  }

  update(id: string, change: Partial<WebhookRequest>): Webhook | undefined {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) return undefined;
    subscription.webhook = { ...subscription.webhook, ...change };
    return subscription.webhook;
  }

  /** Events that are still in its queue are dropped. */
  delete(id: string): boolean {
    return this.#subscriptions.delete(id);
  }

  clear(): void {
    this.#subscriptions.clear();
    this.#deliveries = [];
  }

  /** The last attempts, newest first. */
  deliveries(): Delivery[] {
    return this.#deliveries.toReversed();
  }

  /** Adds an event to the queue of every subscription to it. Returns at once. */
  publish(event: string, detail: object): void {
    const published = this.#event(event, detail);
    for (const subscription of this.#subscriptions.values()) {
      const { events } = subscription.webhook;
      if (!events.includes('*') && !events.includes(event)) continue;
      // The queue of an address that never answers must not fill the memory.
      subscription.queue = [...subscription.queue.slice(1 - MAX_QUEUE), published];
      void this.#drain(subscription);
    }
  }

  /** Sends a test event once, and returns the result. */
  async test(id: string): Promise<DeliveryResult | undefined> {
    const subscription = this.#subscriptions.get(id);
    return subscription && this.#try(subscription, [this.#event('enode:webhook:test', {})]);
  }

  async #drain(subscription: Subscription): Promise<void> {
    if (subscription.isSending) return;
    subscription.isSending = true;
    while (subscription.queue.length > 0 && this.#isWanted(subscription)) {
      // Events of the same turn are delivered together.
      await nextTurn();
      await this.#send(subscription, subscription.queue.splice(0, BATCH));
    }
    subscription.isSending = false;
  }

  async #send(subscription: Subscription, events: readonly WebhookEvent[]): Promise<void> {
    for (const pause of PAUSES_MS) {
      const options = { ref: false, signal: this.#closing };
      await sleep(pause, undefined, options).catch(() => undefined);
      if (!this.#isWanted(subscription)) return;
      if (isDelivered(await this.#try(subscription, events))) return;
    }
  }

  async #try(subscription: Subscription, events: readonly WebhookEvent[]): Promise<DeliveryResult> {
    const { webhook } = subscription;
    const result = await deliver(webhook, events, this.#closing);
    if (isDelivered(result)) {
      subscription.webhook = { ...subscription.webhook, lastSuccess: this.#date() };
    }
    const names = events.map(({ event }) => event);
    const delivery = { at: this.#now(), url: webhook.url, events: names, result };
    this.#deliveries = [...this.#deliveries.slice(1 - MAX_DELIVERIES), delivery];
    return result;
  }

  #isWanted({ webhook }: Subscription): boolean {
    return !this.#closing.aborted && this.#subscriptions.has(webhook.id);
  }

  #event(event: string, detail: object): WebhookEvent {
    return { event, createdAt: this.#date(), version: VERSION, ...detail };
  }

  #date(): string {
    return new Date(this.#now()).toISOString();
  }
}
