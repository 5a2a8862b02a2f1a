/**
 * Tells the webhooks of Enode from what anybody could send: by the signature over the raw body
 * (enode-api.md, "Users and vendors"). Knows the frame of an event; neither which events there
 * are, nor what a host does with them. Independent of the handler.
 */
import { isWebhookDelivery } from './schema.js';
import { within } from './deadline.js';
import { Problem } from './problem.js';
import { parseJson, readBytes } from './request-body.js';

type AssetType = 'vehicle' | 'charger' | 'hvac' | 'inverter' | 'battery' | 'meter';

/** Names of events that are known. New ones appear without notice: leave a branch for them. */
export type WebhookEventName =
  | `user:${AssetType}:${'discovered' | 'updated' | 'deleted'}`
  | 'user:credentials:invalidated'
  | 'system:heartbeat'
  | 'enode:webhook:test'
  | (string & Record<never, never>);

/** One event as Enode sent it, all of its properties kept. */
export interface WebhookEvent {
  readonly event: WebhookEventName;
  /** When it happened, ISO 8601. */
  readonly createdAt?: string;
  /** The API version that says what the event holds. */
  readonly version?: string;
  /** Whom it is about: the id is the one that `getUserId` returned. */
  readonly user?: { readonly id: string; readonly [property: string]: unknown };
  readonly [property: string]: unknown;
}

const FAILURES = {
  'signature-missing': [401, 'The header x-enode-signature is missing: Enode did not send this.'],
  'signature-wrong': [
    401,
    'x-enode-signature does not fit the body. Check that the secret is the one that the webhook was made with, and that nothing parsed or changed the body before.',
  ],
  'body-malformed': [400, 'The body is not a JSON list of events.'],
  'body-incomplete': [408, 'The body did not arrive whole, and in time.'],
  'body-too-large': [413, 'The body is over 2 MB.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** Stable name of what is wrong with a delivery. */
export type WebhookErrorCode = keyof typeof FAILURES;

/** A delivery that must not be believed. Holds nothing of the request, and no secret. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookErrorCode;
  /** The HTTP status to answer with. */
  readonly status: number;

  constructor(code: WebhookErrorCode) {
    const [status, message] = FAILURES[code];
    super(message);
    this.code = code;
    this.status = status;
  }

  /** An answer for the sender: `application/problem+json`, without a hint for forgers. */
  toResponse(): Response {
    const { code, status } = this;
    const type = `urn:enode-link-button:problem:${code}`;
    return new Response(JSON.stringify({ type, title: 'Webhook refused', status, code }), {
      status,
      headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    });
  }
}

/** Far over 100 events, the most that one delivery has. */
const BODY_LIMIT = 2 * 1024 * 1024;
const BODY_PATIENCE_MS = 10_000;
const SIGNATURE = /^sha1=([\da-f]{40})$/i;

/**
 * The events of a webhook request, once its signature has proved that Enode sent them. `secret` is
 * the one that the webhook was made with. The body must not have been read before.
 * @throws WebhookError where the delivery must not be believed; TypeError where it is called wrongly.
 */
export async function verifyWebhook(
  request: Request,
  secret: string,
): Promise<readonly WebhookEvent[]> {
  // With an empty secret, what a forgotten setting leaves, everybody could sign.
  if (typeof secret !== 'string' || secret === '') {
    throw new TypeError('verifyWebhook: secret is missing. Pass the secret of the webhook.');
  }
  if (request.bodyUsed || request.body?.locked) {
    throw new TypeError(
      'verifyWebhook: the body was read before. Pass the request as it came, or a clone.',
    );
  }
  const header = request.headers.get('x-enode-signature');
  if (header === null) throw new WebhookError('signature-missing');
  const [, hex] = SIGNATURE.exec(header) ?? [];
  // Before the body: what nobody signed is not worth its memory.
  if (hex === undefined) throw new WebhookError('signature-wrong');
  const bytes = await readBody(request);
  if (!(await isSigned(bytes, hex, secret))) throw new WebhookError('signature-wrong');
  return parseEvents(bytes);
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await within({ ms: BODY_PATIENCE_MS, parent: request.signal }, (signal) =>
      readBytes(request, BODY_LIMIT, signal),
    );
  } catch (failure) {
    const isTooLarge = failure instanceof Problem && failure.code === 'body-too-large';
    throw new WebhookError(isTooLarge ? 'body-too-large' : 'body-incomplete');
  }
}

async function isSigned(
  bytes: Uint8Array<ArrayBuffer>,
  hex: string,
  secret: string,
): Promise<boolean> {
  const hmac = { name: 'HMAC', hash: 'SHA-1' };
  const raw = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', raw, hmac, false, ['verify']);
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  // Never `===`: its time tells how much of a guess is right. This compares in constant time.
  return crypto.subtle.verify('HMAC', key, signature, bytes);
}

function parseEvents(bytes: Uint8Array): readonly WebhookEvent[] {
  try {
    const data = parseJson(bytes);
    if (isWebhookDelivery(data)) return data as readonly WebhookEvent[];
  } catch {
    // No JSON.
  }
  throw new WebhookError('body-malformed');
}
