/**
 * The bridge from `node:http` and Express to a web-standard handler. It declares the few members of
 * Node's classes that it uses, so that this module needs neither Node's modules nor its types.
 */
import { Problem, type ProblemCode } from './problem.js';
import { toResponse } from './reply.js';

/** The members of Node's `IncomingMessage`, and of Express's request, that are used here. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express: the path before routers shortened it. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: object;
  /** Express: the body as a body parser parsed it. */
  readonly body?: unknown;
  /** Google Cloud Functions, Firebase, some parsers: the body as it arrived. */
  readonly rawBody?: unknown;
  readonly readableDidRead?: boolean;
  readonly destroyed?: boolean;
  /** False until the whole request has arrived. */
  readonly complete?: boolean;
  /** How many bytes have arrived and were not read yet. */
  readonly readableLength?: number;
  /** These bytes, or null if there are none. */
  read?(): Uint8Array<ArrayBuffer> | null;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  /** Ends the connection. */
  destroy?(): unknown;
}

/** The members of Node's `ServerResponse` that are used here. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
  setHeader(name: string, value: string | string[]): unknown;
  on(event: 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(body?: Uint8Array): unknown;
}

/** Far more than a page sends, and more than a client without malice sends by mistake. */
const DRAIN_BYTES = 16 * 1024 * 1024;
const DRAIN_MS = 10_000;

/**
 * A listener for `http.createServer()`, or middleware for Express, that answers with `handler`. It
 * ignores `X-Forwarded-*` headers, never throws, and ends every answer that it begins. A client that is
 * still sending its body when it receives the answer may send for 10 s and 16 MB more; then the
 * connection is closed.
 */
export function toNodeListener(
  handler: (request: Request) => Promise<Response>,
): (request: NodeRequest, response: NodeResponse) => void {
  return (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.on('close', () => {
      if (!outgoing.writableEnded) gone.abort();
    });
    // Without a listener a broken connection would end the process.
    outgoing.on('error', () => gone.abort());
    void answer(handler, incoming, gone.signal)
      .catch(() => refuse('internal-error'))
      .then((response) => write(response, incoming, outgoing))
      .catch(() => {
        if (!outgoing.headersSent) outgoing.statusCode = 500;
        outgoing.end();
      });
  };
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  incoming: NodeRequest,
  signal: AbortSignal,
): Promise<Response> {
  const method = incoming.method ?? 'GET';
  let request: Request;
  let body: BodyInit | null = null;
  try {
    if (method !== 'GET' && method !== 'HEAD') body = await bodyOf(incoming);
    const headers = headersOf(incoming);
    // `duplex` is missing in the DOM's types; without it a stream is refused as a body.
    const init: RequestInit & { duplex: 'half' } = {
      method,
      headers,
      body,
      signal,
      duplex: 'half',
    };
    request = new Request(addressOf(incoming), init);
  } catch {
    // The Host header is malformed, or web standards forbid a header or the method (TRACE).
    if (body instanceof ReadableStream) body.cancel().catch(() => undefined);
    return refuse('request-malformed');
  }
  try {
    return await handler(request);
  } finally {
    // Nobody reads the body any more; drain() discards the rest.
    if (!request.bodyUsed) request.body?.cancel().catch(() => undefined);
  }
}

const refuse = (code: ProblemCode) => toResponse(new Problem(code).toReply());

function addressOf({ url = '/', originalUrl = url, headers, socket }: NodeRequest): string {
  const scheme = 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http';
  // HTTP/2 has `:authority` in place of Host.
  const host = headers.host ?? headers[':authority'] ?? 'localhost';
  // A path may begin with two slashes, and a proxy's request line contains a whole address: neither
  // may choose the host.
  const path = originalUrl.startsWith('/') ? originalUrl : pathOf(originalUrl);
  const address = new URL(`${scheme}://${String(host)}`);
  if (address.host === '' || address.pathname !== '/' || address.username || address.search) {
    throw new TypeError('The Host header is not a host.');
  }
  return `${address.origin}${path}`;
}

function pathOf(address: string): string {
  if (!URL.canParse(address)) return '/';
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}

function headersOf({ headers }: NodeRequest): [string, string][] {
  const list: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    for (const one of Array.isArray(value) ? value : [value]) list.push([name, one]);
  }
  return list;
}

async function bodyOf(incoming: NodeRequest): Promise<BodyInit | null> {
  const { body, rawBody, readableDidRead } = incoming;
  if (!readableDidRead) {
    // Node announces a request after its headers. By now it has parsed the rest of the packet, mostly all of the body.
    await Promise.resolve();
    const { readableLength, headers } = incoming;
    const isHere = readableLength && readableLength === Number(headers['content-length']);
    return (isHere ? incoming.read?.() : null) ?? streamOf(incoming);
  }
  // A body parser has read the stream already: it would never deliver anything again.
  if (rawBody instanceof Uint8Array) return new Uint8Array(rawBody);
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function streamOf(incoming: NodeRequest): ReadableStream<Uint8Array> {
  let isOver = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const finish = (how: () => void) => () => {
        if (isOver) return;
        isOver = true;
        how();
      };
      incoming.on('data', (chunk) => {
        // After the end, drain() handles what still arrives.
        if (isOver) return;
        controller.enqueue(chunk);
        incoming.pause();
      });
      incoming.on(
        'end',
        finish(() => controller.close()),
      );
      const fail = finish(() => controller.error(new Error('The connection was lost.')));
      incoming.on('error', fail);
      incoming.on('close', fail);
      incoming.pause();
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      isOver = true;
      incoming.pause();
    },
  });
}

async function write(
  response: Response,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<void> {
  const body = response.body ? new Uint8Array(await response.arrayBuffer()) : undefined;
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
  drain(incoming);
}

/**
 * Reads and discards the rest of a request that is already answered. If the connection were closed at
 * once, a client that is still sending would lose its answer; if nobody read the rest, it would block the
 * next request on the same connection. The limits keep a client from sending forever.
 */
function drain(incoming: NodeRequest): void {
  // Undefined on some serverless platforms, where the whole request has arrived already.
  if (incoming.complete !== false) return;
  let left = DRAIN_BYTES;
  const close = () => void incoming.destroy?.();
  const timer = setTimeout(close, DRAIN_MS);
  const stop = () => clearTimeout(timer);
  incoming.on('data', (chunk) => {
    left -= chunk.byteLength;
    if (left < 0) close();
  });
  incoming.on('end', stop);
  incoming.on('close', stop);
  incoming.resume();
}
