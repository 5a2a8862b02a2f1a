/** What faults of hosts are made of: changes to requests and answers. */
import type { Difference } from './own-host.js';
import type { Serve } from './serve.js';

export interface BrokenHost extends Difference {
  /** What is wrong with it. */
  readonly fault: string;
  /** Other rules that cannot be kept with this fault. */
  readonly alsoBreaks?: readonly string[];
}

type After = NonNullable<Difference['after']>;
type Json = Readonly<Record<string, unknown>>;

export function isFor(request: Request, endpoint: string): boolean {
  return new URL(request.url).pathname.endsWith(`/${endpoint}`);
}

/** The body as a JSON object, which stays readable. Empty if it is none. */
export async function jsonOf(message: Request | Response): Promise<Json> {
  try {
    return (JSON.parse(await message.clone().text()) ?? {}) as Json;
  } catch {
    return {};
  }
}

export function withHeaders(response: Response, added: Readonly<Record<string, string>>): Response {
  const { status, body } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  return new Response(body, { status, headers });
}

export function answeredBy(status: number): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** Changes the JSON of each good answer of one endpoint. */
export function changedJson(endpoint: string, change: (body: Json) => object): After {
  return async (response, request) => {
    if (!isFor(request, endpoint) || !response.ok) return response;
    return Response.json(change(await jsonOf(response)), { headers: response.headers });
  };
}

/** Answers one problem of the handler with another status. */
export function changedCode(code: string, status: number): After {
  return async (response) => {
    const body = await jsonOf(response);
    return body.code === code ? answeredBy(status) : response;
  };
}

/** Answers a request only after the one before it has its answer. */
export function oneAfterTheOther(answer: Serve): Serve {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const next = last.then(() => answer(request));
    last = next.catch(() => undefined);
    return next;
  };
}

/** Gives each request to the next worker, of which each answers one request after the other. */
export function withWorkers(count: number, answer: Serve): Serve {
  const workers = Array.from({ length: count }, () => oneAfterTheOther(answer));
  let next = 0;
  return async (request) => {
    const worker = workers[next % count] ?? answer;
    next += 1;
    return worker(request);
  };
}

/** The address of a call. */
export function addressOf(url: Parameters<typeof fetch>[0]): string {
  return String(url instanceof Request ? url.url : url);
}

/** A call whose JSON has other values. */
export function changedBody(init: RequestInit | undefined, changes: object): RequestInit {
  const { body } = init ?? {};
  const isJson = typeof body === 'string' && body.startsWith('{');
  return isJson
    ? { ...init, body: JSON.stringify({ ...JSON.parse(body), ...changes }) }
    : { ...init };
}

/** A request with another header. */
export function withHeader(request: Request, name: string, value: string): Request {
  const headers = new Headers(request.headers);
  headers.set(name, value);
  return new Request(request, { headers });
}

/** A POST with another body. */
export function withBody(request: Request, body: object): Request {
  const headers = new Headers(request.headers);
  headers.delete('Content-Length');
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) });
}
