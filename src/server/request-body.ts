/**
 * Reads a JSON body from a client that nobody trusts: of the right type, not too long, not for
 * ever. Knows nothing of what is in it.
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
  if (Number(request.headers.get('Content-Length')) > BODY_LIMIT) {
    throw new Problem('body-too-large');
  }
  if (request.bodyUsed || request.body?.locked) {
    throw new Problem('internal-error', {
      cause: new Error('The body was read before. Leave it to the handler, or pass a clone.'),
    });
  }
  const bytes = request.body ? await readBytes(request.body, signal) : new Uint8Array();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem('body-malformed');
  }
}

async function readBytes(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await orAbort(reader.read(), signal, 'body-timeout');
      if (done) break;
      // Counted here: a Content-Length may be missing, or a lie.
      length += value.byteLength;
      if (length > BODY_LIMIT) throw new Problem('body-too-large');
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
