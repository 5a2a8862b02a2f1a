/**
 * Reads a body that nobody trusts: of the right type, not too long, not for ever. Knows nothing of
 * what is in it.
 */
import { orAbort } from './deadline.js';
import { Problem, type ProblemCode } from './problem.js';

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
  const bytes = await readBytes(request, BODY_LIMIT, signal).catch((failure: unknown) => {
    // Any other failure is a connection that broke off.
    throw failure instanceof Problem ? failure : new Problem('client-closed');
  });
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
 * The raw body of a request or an answer, of at most `limit` bytes.
 * @throws Problem `body-too-large`; `late` where the time is over, `client-closed` where the client is
 * gone; and what the connection failed with.
 */
export async function readBytes(
  { headers, body }: Pick<Request, 'headers' | 'body'>,
  limit: number,
  signal: AbortSignal,
  late: ProblemCode = 'body-timeout',
): Promise<Uint8Array<ArrayBuffer>> {
  // Before it is touched: where a stream is cancelled some servers close the connection, and the client
  // never has its answer.
  if (Number(headers.get('Content-Length')) > limit) throw new Problem('body-too-large');
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await orAbort(reader.read(), signal, late);
      if (done) break;
      // Counted here: a Content-Length may be missing, or a lie.
      length += value.byteLength;
      if (length > limit) throw new Problem('body-too-large');
      chunks.push(value);
    }
  } catch (failure) {
    // The rest is not wanted: it must not go on to arrive.
    reader.cancel().catch(() => undefined);
    throw failure;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
