/**
 * Verifies that a webhook comes from Enode, by the signature over the raw body (docs/enode.md,
 * "Webhooks"). Independent of the handler.
 */
import type { AssetType } from './asset-types.js';
import { isWebhookDelivery } from './schema.js';
import { within } from './deadline.js';
import { Problem } from './problem.js';
import { parseJson, readBytes } from './request-body.js';
import { withoutLineEnd } from './secret.js';

/** Names of the known events. Enode adds new ones without notice: leave a branch for them. */
export type WebhookEventName =
  | `user:${AssetType}:${'discovered' | 'updated' | 'deleted'}`
  | 'user:credentials:invalidated'
  | 'system:heartbeat'
  | 'enode:webhook:test'
  | (string & Record<never, never>);

/** One event as Enode sent it, with all of its properties. */
export interface WebhookEvent {
  readonly event: WebhookEventName;
  /** When it happened, ISO 8601. */
  readonly createdAt?: string;
  /** The API version that defines the properties of the event. */
  readonly version?: string;
  /** The user that the event is about. The id is the one that `getUserId` returned. */
  readonly user?: { readonly id: string; readonly [property: string]: unknown };
  readonly [property: string]: unknown;
}

const FAILURES = {
  'signature-missing': [
    401,
    'The header x-enode-signature is missing: Enode did not send this request.',
  ],
  'signature-wrong': [
    401,
    'x-enode-signature does not match the body. Check that the secret is the one that the webhook was created with, and that nothing parsed or changed the body before.',
  ],
  'body-malformed': [400, 'The body is not a JSON list of events.'],
  'body-incomplete': [408, 'The whole body did not arrive in time.'],
  'body-too-large': [413, 'The body is larger than 2 MB.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** Stable name of the reason why a delivery is refused. */
export type WebhookErrorCode = keyof typeof FAILURES;

/** A delivery that must not be trusted. Contains nothing of the request, and no secret. */
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

  /** An answer for the sender: `application/problem+json`, without details that would help a forger. */
  toResponse(): Response {
    const { code, status } = this;
    const type = `urn:enode-link-button:problem:${code}`;
    return new Response(JSON.stringify({ type, title: 'Webhook refused', status, code }), {
      status,
      headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    });
  }
}

/** Far more than the 100 events that one delivery has at most. */
const BODY_LIMIT = 2 * 1024 * 1024;
const BODY_TIMEOUT_MS = 10_000;
const SIGNATURE_HEADER = 'x-enode-signature';
const SIGNATURE = /^sha1=([\da-f]{40})$/i;

/** A delivery whose body a platform has already read, and kept byte for byte. */
export interface RawDelivery {
  /** Web-standard `Headers`, or an object as in Node; names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it arrived. A body that was parsed and written as JSON again has other bytes. */
  readonly rawBody: Uint8Array | ArrayBuffer | string;
}

/**
 * Returns the events of a webhook request after its signature has proved that Enode sent them.
 *
 * `request` is a web-standard one whose body nobody has read, or any object with `headers` and a
 * `rawBody`, such as the requests of Google Cloud Functions and Firebase. `secret` is the one that the
 * webhook was created with, or a list of secrets while you change it. Line breaks at the end of a secret
 * are dropped.
 * @throws WebhookError if the delivery must not be trusted; TypeError if the call is wrong, for instance
 * without a secret or with an empty one among several.
 */
export async function verifyWebhook(
  request: Request | RawDelivery,
  secret: string | undefined | readonly (string | undefined)[],
): Promise<readonly WebhookEvent[]> {
  const secrets = readSecrets(secret);
  const body = findBody(request);
  const header = findSignature(request.headers);
  if (header === undefined) throw new WebhookError('signature-missing');
  const [, hex] = SIGNATURE.exec(header) ?? [];
  // Before the body is read: an unsigned request is not worth the memory.
  if (hex === undefined) throw new WebhookError('signature-wrong');
  const bytes = body instanceof Uint8Array ? limited(body) : await readBody(body);
  // All secrets are tried, whichever matches: the time must not reveal which one.
  const fits = await Promise.all(secrets.map((one) => isSigned(bytes, hex, one)));
  if (!fits.includes(true)) throw new WebhookError('signature-wrong');
  return parseEvents(bytes);
}

function readSecrets(secret: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  const secrets = values.map((value) => (typeof value === 'string' ? withoutLineEnd(value) : ''));
  // Anybody could sign with an empty secret, which is what a forgotten setting leaves.
  if (secrets.length === 0 || secrets.includes('')) {
    throw new TypeError('verifyWebhook: secret is missing. Pass the secret of the webhook.');
  }
  return secrets;
}

/** The bytes that a platform has kept, or else the request whose stream contains them. */
function findBody(request: Request | RawDelivery): Request | Uint8Array<ArrayBuffer> {
  // Callers often have no types.
  const { rawBody } = request as Partial<RawDelivery>;
  if (typeof rawBody === 'string') return new TextEncoder().encode(rawBody);
  if (ArrayBuffer.isView(rawBody)) {
    const { buffer, byteOffset, byteLength } = rawBody;
    return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
  }
  if (rawBody instanceof ArrayBuffer) return new Uint8Array(rawBody);
  if (!isWebRequest(request)) {
    throw new TypeError(
      'verifyWebhook: there is no body to verify. Pass a web-standard Request, or an object with headers and rawBody: the bytes as they arrived, before any parser.',
    );
  }
  if (request.bodyUsed || request.body?.locked) {
    throw new TypeError(
      'verifyWebhook: the body has already been read. Pass the request before anything reads it, or a clone.',
    );
  }
  return request;
}

/** Judged by the members that are used: a framework may have its own Request class. */
function isWebRequest(request: Request | RawDelivery): request is Request {
  return 'bodyUsed' in request && isHeaders(request.headers);
}

function isHeaders(headers: RawDelivery['headers']): headers is Headers {
  return typeof headers.get === 'function';
}

function findSignature(headers: RawDelivery['headers']): string | undefined {
  if (isHeaders(headers)) return headers.get(SIGNATURE_HEADER) ?? undefined;
  const values = Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === SIGNATURE_HEADER)
    .flatMap(([, value]) => value ?? []);
  // Joined as in a web-standard request: two signatures then match nothing.
  return values.length > 0 ? values.join(', ') : undefined;
}

function limited(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength > BODY_LIMIT) throw new WebhookError('body-too-large');
  return bytes;
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await within({ ms: BODY_TIMEOUT_MS, parent: request.signal }, (signal) =>
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
  // Never `===`: its duration reveals how much of a guess is right. This compares in constant time.
  return crypto.subtle.verify('HMAC', key, signature, bytes);
}

function parseEvents(bytes: Uint8Array): readonly WebhookEvent[] {
  try {
    const data = parseJson(bytes);
    if (isWebhookDelivery(data)) return data as readonly WebhookEvent[];
  } catch {
    // Not JSON.
  }
  throw new WebhookError('body-malformed');
}
