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
  const isCut = isCutToLength(request);
  if (request.bodyUsed || (!isCut && request.body?.locked)) throw alreadyRead();
  const reading = isCut ? readWhole(request, signal) : readBytes(request, BODY_LIMIT, signal);
  const bytes = await reading.catch((failure: unknown) => {
    if (failure instanceof Problem) throw failure;
    // Somebody has locked the body, or read it past the request. Any other failure is a lost connection.
    throw isCut && failure instanceof TypeError ? alreadyRead() : new Problem('client-closed');
  });
  try {
    return parseJson(bytes);
  } catch {
    throw new Problem('body-malformed');
  }
}

function alreadyRead(): Problem {
  return new Problem('internal-error', {
    cause: new Error(
      'The body has already been read. Leave it unread, or pass a clone of the request.',
    ),
  });
}

/**
 * Whether a server has cut the body to a length that may be read without counting. Only believed of an object that
 * stands in for a Request, as @hono/node-server makes it from what Node has parsed: into a real Request anybody could
 * have put a stream that is longer than its Content-Length. Such an object makes a real Request if its `body` is
 * touched, which is a tenth of the work for a Link session.
 */
function isCutToLength(request: Request): boolean {
  if (Object.getPrototypeOf(request) === request.constructor.prototype) return false;
  const { headers } = request;
  const length = Number(headers.get('Content-Length'));
  // With a Transfer-Encoding, the Content-Length means nothing (RFC 9112 §6.3).
  const isCoded = headers.has('Transfer-Encoding') || headers.has('Content-Encoding');
  return length > 0 && length <= BODY_LIMIT && !isCoded;
}

async function readWhole(request: Request, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = await orAbort(request.arrayBuffer(), signal, 'body-timeout');
  if (bytes.byteLength > BODY_LIMIT) throw new Problem('body-too-large');
  return new Uint8Array(bytes);
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
