/**
 * Sends one HTTP request exactly as it is written. `fetch` would set `Origin` and `Sec-Fetch-Site` itself,
 * follow redirects, and wait as long as the server likes.
 */
import { request as sendHttp } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as sendHttps } from 'node:https';

/** One request. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What came back. */
export interface Answer {
  /** 0 if there was no answer. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** At most 4 MB. */
  readonly text: string;
  /** Why there was no answer: `timeout`, or the error code of Node, such as `ECONNREFUSED`. */
  readonly failure?: string;
}

/** When a request ends without an answer. */
export interface Limits {
  readonly ms: number;
  /** Ends the request and everything around it. */
  readonly signal?: AbortSignal | undefined;
}

/** Thrown if the user ended the check. */
export class Interrupted extends Error {
  constructor() {
    super('The check was interrupted.');
  }
}

const LONGEST_TEXT = 4 * 1024 * 1024;

/**
 * Sends the request. Never follows a redirect. Every way in which a connection can fail is an answer with
 * the status 0.
 *
 * @throws {Interrupted} if the signal was aborted
 */
export function send({ method, url, headers, body }: Sent, limits: Limits): Promise<Answer> {
  const { ms, signal } = limits;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new Interrupted());
      return;
    }
    const sendAny = url.protocol === 'https:' ? sendHttps : sendHttp;
    // Without a length, Node sends the body in chunks.
    const isChunked = headers['Transfer-Encoding'] !== undefined;
    const length =
      body === undefined || isChunked ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    // A connection of its own: a server may close one at any time, which must not look like a failure.
    const outgoing = sendAny(url, { method, headers: { ...headers, ...length }, agent: false });
    const timer = setTimeout(
      () => end({ status: 0, headers: {}, text: '', failure: 'timeout' }),
      ms,
    );
    const interrupt = () => end(new Interrupted());
    signal?.addEventListener('abort', interrupt);

    const end = (result: Answer | Interrupted) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
      if (result instanceof Interrupted) reject(result);
      else resolve(result);
      outgoing.destroy();
    };
    receive(outgoing, end);
    outgoing.end(body);
  });
}

function receive(outgoing: ClientRequest, end: (answer: Answer) => void): void {
  let incoming: IncomingMessage | undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = () => {
    const { statusCode: status = 0, headers = {} } = incoming ?? {};
    end({ status, headers, text: Buffer.concat(chunks).toString() });
  };
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    // A server may refuse a large body by its head alone: then the answer is there although the
    // connection broke.
    if (incoming) finish();
    else end({ status: 0, headers: {}, text: '', failure: error.code ?? 'unknown' });
  });
  outgoing.on('response', (response) => {
    incoming = response;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > LONGEST_TEXT) finish();
    });
    response.on('end', finish);
    response.on('error', finish);
  });
}
