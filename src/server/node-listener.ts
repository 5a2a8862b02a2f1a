/**
 * The bridge from `node:http` and Express to a web-standard handler. Knows both shapes of a
 * request; nothing of Enode. Written against the few members that it uses, so that this module
 * needs nothing of Node's, not even its types.
 */
import { Problem } from './problem.js';

/** What is used of Node's `IncomingMessage`, and of what Express adds to it. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express: the path before routers cut it. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: object;
  /** Express: what a body parser made of the body. */
  readonly body?: unknown;
  readonly readableDidRead?: boolean;
  readonly destroyed?: boolean;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** What is used of Node's `ServerResponse`. */
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

/**
 * A listener for `http.createServer()`, or middleware for Express, that answers with `handler`. It
 * believes no `X-Forwarded-*` header, never throws, and ends every answer that it begins.
 */
export function toNodeListener(
  handler: (request: Request) => Promise<Response>,
): (request: NodeRequest, response: NodeResponse) => void {
  return (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.on('close', () => {
      if (!outgoing.writableEnded) gone.abort();
    });
    // Without a listener a connection that breaks off would end the process.
    outgoing.on('error', () => gone.abort());
    void answer(handler, incoming, gone.signal)
      .catch(() => new Problem('internal-error').toResponse())
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
  try {
    const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(incoming);
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
    // A Host header that is none, a header or method (TRACE) that web standards do not allow.
    return new Problem('request-malformed').toResponse();
  }
  try {
    return await handler(request);
  } finally {
    // A body that nobody read would hold up the next request on the same connection.
    if (!request.bodyUsed) request.body?.cancel().catch(() => undefined);
  }
}

function addressOf({ url = '/', originalUrl = url, headers, socket }: NodeRequest): string {
  const scheme = 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http';
  // HTTP/2 has `:authority` in place of Host.
  const host = headers.host ?? headers[':authority'] ?? 'localhost';
  // A path may begin with two slashes, and a proxy's request line holds a whole address: neither
  // may choose the host.
  const path = originalUrl.startsWith('/') ? originalUrl : pathOf(originalUrl);
  const address = new URL(`${scheme}://${String(host)}`);
  if (address.host === '' || address.pathname !== '/' || address.username || address.search) {
    throw new TypeError('The Host header is no host.');
  }
  return `${address.origin}${path}`;
}

function pathOf(address: string): string {
  if (!URL.canParse(address)) return '/';
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}

function headersOf({ headers }: NodeRequest): Headers {
  const copy = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    for (const one of Array.isArray(value) ? value : [value]) copy.append(name, one);
  }
  return copy;
}

function bodyOf(incoming: NodeRequest): BodyInit | null {
  const { body, readableDidRead } = incoming;
  if (!readableDidRead) return streamOf(incoming);
  // A body parser was here before: the stream would never say another word.
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
        if (isOver) return;
        controller.enqueue(chunk);
        incoming.pause();
      });
      incoming.on(
        'end',
        finish(() => controller.close()),
      );
      const fail = finish(() => controller.error(new Error('The connection broke off.')));
      incoming.on('error', fail);
      incoming.on('close', fail);
      incoming.pause();
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      isOver = true;
      // Read on into nothing: to close the connection now would cost the client its answer.
      incoming.resume();
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
}
