/**
 * Subscriptions to events, and the last attempts to deliver them (docs/enode.md, "Webhooks"). When a delivery
 * is tried is in `delivery-queue.ts`, and how it is sent in `webhook-delivery.ts`.
 *
 * Inferred, because Enode does not document it: that two webhooks are equal if address and events are, that
 * every change and every successful test switches a webhook on again, and that events of the time while it
 * was off are lost.
 */
import { randomUUID } from 'node:crypto';
import { LATEST_VERSION } from './catalogue.js';
import { createDelivery, DeliveryQueue } from './delivery-queue.js';
import type { Delivery, WebhookEvent } from './delivery-queue.js';
import { deliver, isDelivered } from './webhook-delivery.js';
import type { DeliveryResult, Target } from './webhook-delivery.js';

/** What a host subscribes with. */
export interface WebhookRequest extends Target {
  readonly events: readonly string[];
  /** The version that events are marked with; null = the newest one. */
  readonly apiVersion: string | null;
}

export interface Webhook extends WebhookRequest {
  readonly id: string;
  readonly createdAt: string;
  /** When a delivery last succeeded. */
  readonly lastSuccess: string | null;
  readonly isActive: boolean;
}

/** One attempt, as the dashboard shows it: without secret and body. */
export interface Attempt {
  readonly at: number;
  readonly url: string;
  readonly deliveryId: string;
  readonly events: readonly string[];
  /** Counted from 1. */
  readonly attempt: number;
  /** Status of the host's answer. */
  readonly status: number | undefined;
  /** Why there is no answer. */
  readonly failure: DeliveryResult['failure'];
}

interface Subscription {
  webhook: Omit<Webhook, 'isActive'>;
  /** Undefined while the webhook is switched off. */
  queue: DeliveryQueue | undefined;
}

const MAX_ATTEMPTS = 100;
const HEARTBEAT = 'system:heartbeat';
/** Enode's own interval is unknown. */
const HEARTBEAT_MS = 60_000;

export class Webhooks {
  readonly #now: () => number;
  readonly #closing: AbortSignal;
  readonly #subscriptions = new Map<string, Subscription>();
  #attempts: Attempt[] = [];

  constructor(now: () => number, closing: AbortSignal) {
    this.#now = now;
    this.#closing = closing;
    const heart = setInterval(() => this.heartbeat(), HEARTBEAT_MS).unref();
    closing.addEventListener('abort', () => {
      clearInterval(heart);
      for (const { queue } of this.#subscriptions.values()) queue?.stop();
    });
  }

  /** Oldest first. */
  all(): Webhook[] {
    return [...this.#subscriptions.values()].map(describe);
  }

  get(id: string): Webhook | undefined {
    const subscription = this.#subscriptions.get(id);
    return subscription && describe(subscription);
  }

  /** How many events wait for this webhook. */
  pending(id: string): number {
    return this.#subscriptions.get(id)?.queue?.pending ?? 0;
  }

  /** Undefined if there is an equal one. */
  create(request: WebhookRequest): Webhook | undefined {
    if (this.#hasEqual(request)) return undefined;
    const webhook = { ...request, id: randomUUID(), createdAt: this.#date(), lastSuccess: null };
    const subscription: Subscription = { webhook, queue: undefined };
    this.#subscriptions.set(webhook.id, subscription);
    this.#switch(subscription, true);
    return describe(subscription);
  }

  /** Changes a webhook that exists. Undefined if another one would be equal to it. */
  update(
    id: string,
    { isActive = true, ...change }: Partial<WebhookRequest> & { readonly isActive?: boolean },
  ): Webhook | undefined {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) return undefined;
    const webhook = { ...subscription.webhook, ...change };
    if (this.#hasEqual(webhook)) return undefined;
    subscription.webhook = webhook;
    this.#switch(subscription, isActive);
    // The change may be what the host needs to accept the delivery.
    subscription.queue?.retry();
    return describe(subscription);
  }

  /** Events that are still in its queue are dropped. */
  delete(id: string): boolean {
    this.#subscriptions.get(id)?.queue?.stop();
    return this.#subscriptions.delete(id);
  }

  /** Deletes all webhooks. With `keepSubscriptions`, deletes only what waits, and switches all of them on. */
  clear({ keepSubscriptions = false } = {}): void {
    for (const [id, subscription] of this.#subscriptions) {
      if (!keepSubscriptions) this.delete(id);
      else for (const isActive of [false, true]) this.#switch(subscription, isActive);
    }
    this.#attempts = [];
  }

  /** The last attempts, newest first. */
  attempts(): Attempt[] {
    return this.#attempts.toReversed();
  }

  /** Adds an event to the queue of every subscription to it, and returns their number at once. */
  publish(event: string, detail: object): number {
    const subscribed = this.#subscribed(event);
    for (const { webhook, queue } of subscribed) queue.add(this.#event(webhook, event, detail));
    return subscribed.length;
  }

  /** Tells every subscription to it how many events wait, unless its last heartbeat still waits too. */
  heartbeat(): number {
    const subscribed = this.#subscribed(HEARTBEAT).filter(({ queue }) => !queue.has(HEARTBEAT));
    for (const { webhook, queue } of subscribed) {
      queue.add(this.#event(webhook, HEARTBEAT, { pendingEvents: queue.pending }));
    }
    return subscribed.length;
  }

  /** Makes the attempts whose time has come, after the clock was moved. */
  clockMoved(): void {
    for (const { queue } of this.#subscriptions.values()) queue?.clockMoved();
  }

  /** Sends a test event once, and returns the result. */
  async test(id: string): Promise<DeliveryResult | undefined> {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) return undefined;
    const delivery = createDelivery([this.#event(subscription.webhook, 'enode:webhook:test', {})]);
    const result = await this.#attempt(subscription, delivery, 1, this.#closing, true);
    const isThere = this.#subscriptions.get(id) === subscription;
    if (isThere && isDelivered(result)) this.#switch(subscription, true);
    return result;
  }

  #switch(subscription: Subscription, isActive: boolean): void {
    if (isActive === (subscription.queue !== undefined)) return;
    subscription.queue?.stop();
    if (!isActive) {
      subscription.queue = undefined;
      return;
    }
    const queue: DeliveryQueue = new DeliveryQueue({
      now: this.#now,
      attempt: async (delivery, attempt) =>
        isDelivered(await this.#attempt(subscription, delivery, attempt, queue.stopped)),
      gaveUp: () => this.#switch(subscription, false),
    });
    subscription.queue = queue;
  }

  async #attempt(
    subscription: Subscription,
    delivery: Delivery,
    attempt: number,
    stop: AbortSignal,
    reads = false,
  ): Promise<DeliveryResult> {
    const { webhook } = subscription;
    const result = await deliver(webhook, delivery, stop, reads);
    if (stop.aborted) return result;
    if (isDelivered(result)) {
      subscription.webhook = { ...subscription.webhook, lastSuccess: this.#date() };
    }
    const { answer, failure } = result;
    const made: Attempt = {
      at: this.#now(),
      url: webhook.url,
      deliveryId: delivery.id,
      events: delivery.events.map(({ event }) => event),
      attempt,
      status: answer?.code,
      failure,
    };
    this.#attempts = [...this.#attempts.slice(1 - MAX_ATTEMPTS), made];
    return result;
  }

  /** The subscriptions to an event that are switched on. */
  #subscribed(event: string) {
    return [...this.#subscriptions.values()].flatMap(({ webhook, queue }) =>
      queue && ['*', event].some((each) => webhook.events.includes(each))
        ? [{ webhook, queue }]
        : [],
    );
  }

  #hasEqual({ url, events, id }: WebhookRequest & { readonly id?: string }): boolean {
    return [...this.#subscriptions.values()].some(
      ({ webhook }) =>
        webhook.id !== id &&
        webhook.url === url &&
        new Set([...webhook.events, ...events]).size === webhook.events.length &&
        webhook.events.length === events.length,
    );
  }

  #event({ apiVersion }: WebhookRequest, event: string, detail: object): WebhookEvent {
    return { event, createdAt: this.#date(), version: apiVersion ?? LATEST_VERSION, ...detail };
  }

  #date(): string {
    return new Date(this.#now()).toISOString();
  }
}

function describe({ webhook, queue }: Subscription): Webhook {
  return { ...webhook, isActive: queue !== undefined };
}
