/** Reads an untrusted body: of the right type, within a size limit and a time limit. */
import { orAbort } from './deadline.js';
import { Problem, type ProblemCode } from './problem.js';

/** Longest body in bytes. A page sends less than 2 kB. */
const BODY_LIMIT = 16 * 1024;

/** @throws Problem `content-type-unsupported`, `body-too-large`, `body-timeout`, `body-malformed`. */
export async function readJsonBody(request: Request, signal: AbortSignal): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  // A form cannot send this type, so a foreign page cannot send it without a preflight.
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Problem('content-type-unsupported');
  }
  if (request.bodyUsed || request.body?.locked) {
    throw new Problem('internal-error', {
      cause: new Error(
        'The body has already been read. Leave it unread, or pass a clone of the request.',
      ),
    });
  }
  const bytes = await readBytes(request, BODY_LIMIT, signal).catch((failure: unknown) => {
    // Any other failure means that the connection was lost.
    throw failure instanceof Problem ? failure : new Problem('client-closed');
  });
  try {
    return parseJson(bytes);
  } catch {
    throw new Problem('body-malformed');
  }
}

/** @throws SyntaxError or TypeError if the bytes are not JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

/**
 * The raw body of a request or an answer, of at most `limit` bytes.
 * @throws Problem `body-too-large`; `late` if the time is over; `client-closed` if the client
 * disconnected; and whatever the connection failed with.
 */
export async function readBytes(
  { headers, body }: Pick<Request, 'headers' | 'body'>,
  limit: number,
  signal: AbortSignal,
  late: ProblemCode = 'body-timeout',
): Promise<Uint8Array<ArrayBuffer>> {
  // Before the stream is touched: some servers close the connection when a stream is cancelled, and the
  // client never receives its answer.
  if (Number(headers.get('Content-Length')) > limit) throw new Problem('body-too-large');
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await orAbort(reader.read(), signal, late);
      if (done) break;
      // Counted as well, because Content-Length may be missing or wrong.
      length += value.byteLength;
      if (length > limit) throw new Problem('body-too-large');
      chunks.push(value);
    }
  } catch (failure) {
    // Nobody needs the rest, so it should stop arriving.
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
