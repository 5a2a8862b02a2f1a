/**
 * Reads a body from a client that nobody trusts: of the right type, not too long, not for ever.
 * Knows nothing of what is in it.
 */
import { orAbort } from './deadline.js';
import { Problem } from './problem.js';

/** Longest body in bytes. What a page sends is below 2 kB. */
const BODY_LIMIT = 16 * 1024;

/** @throws Problem `content-type-unsupported`, `body-too-large`, `body-timeout`, `body-malformed`. */
export async function readJsonBody(request: Request, signal: AbortSignal): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  // A form cannot send this type, so no foreign page can without a preflight.
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Problem('content-type-unsupported');
  }
  if (request.bodyUsed || request.body?.locked) {
    throw new Problem('internal-error', {
      cause: new Error('The body was read before. Leave it to the handler, or pass a clone.'),
    });
  }
  const bytes = await readBytes(request, BODY_LIMIT, signal);
  try {
    return parseJson(bytes);
  } catch {
    throw new Problem('body-malformed');
  }
}

/** @throws SyntaxError or TypeError where the bytes are no JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

/**
 * The raw body, of at most `limit` bytes.
 * @throws Problem `body-too-large`, `body-timeout`, or `client-closed` where it breaks off.
 */
export async function readBytes(
  { headers, body }: Request,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(headers.get('Content-Length')) > limit) throw new Problem('body-too-large');
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await orAbort(reader.read(), signal, 'body-timeout');
      if (done) break;
      // Counted here: a Content-Length may be missing, or a lie.
      length += value.byteLength;
      if (length > limit) throw new Problem('body-too-large');
      chunks.push(value);
    }
  } catch (failure) {
    reader.cancel().catch(() => undefined);
    // Any other failure is a connection that broke off.
    throw failure instanceof Problem ? failure : new Problem('client-closed');
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
