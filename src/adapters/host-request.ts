/**
 * Requests to the host over HTTP: headers, time limits, retries, and failures as LinkErrors. What is
 * asked for, and what the answer means, is in host-endpoint.ts.
 */
import { ALREADY_LINKED, LinkError, type LinkErrorCode, type LinkProblem } from '../errors.js';
import { bare, valueOf } from '../own-keys.js';
import type { Clock } from '../session/ports.js';

/** Waits before each retry, in milliseconds. There are as many retries as entries. */
const PAUSES = [300, 1200];
/** The longest `Retry-After`, in seconds, that we wait out ourselves. */
const LONGEST_RETRY_AFTER = 5;
/** A longer answer is not one of the host's endpoints, in characters. */
const MAX_BODY = 1_048_576;
/** The longest text that is kept of a problem, in characters. */
const MAX_PROBLEM_TEXT = 500;

const STILL_LINKED =
  'The asset is linked, so there is nothing to repair. Remove asset-id once a repair has succeeded.';

const NO_HEADERS = 'headers could not be read: see cause. Give names and values.';

/** What fetch accepts as headers. Null, undefined, and entries with such a value add nothing. */
type MaybeHeaders = HeadersInit | Record<string, string | null | undefined> | null | undefined;

/** Added to all requests. */
export type HostHeaders =
  | HeadersInit
  | Record<string, string | null | undefined>
  | (() => MaybeHeaders | Promise<MaybeHeaders>);

export interface RequestSettings {
  readonly headers: HostHeaders | undefined;
  readonly credentials: RequestCredentials;
  /** For one request, in milliseconds. */
  readonly timeout: number;
}

/** The settings of a request, and the clock that limits it. */
export interface TimedSettings extends RequestSettings {
  readonly clock: Clock;
}

/** @throws LinkError, or the reason of the abort */
export async function fetchJson(
  settings: TimedSettings,
  url: string,
  signal: AbortSignal,
  init: RequestInit,
): Promise<unknown> {
  for (let tried = 0; ; tried += 1) {
    let retryAfter: number | undefined;
    try {
      return await withTimeout(settings, signal, async (limit) => {
        let headers: Headers;
        try {
          const given = settings.headers;
          // Without a promise, the request leaves in the task of the click, before the page renders.
          headers = toHeaders(typeof given === 'function' ? await given() : given);
        } catch (cause) {
          throw new LinkError('misconfigured', { message: NO_HEADERS, cause });
        }
        headers.set('accept', 'application/json');
        if (init.method === 'POST') headers.set('content-type', 'application/json');
        const { credentials } = settings;
        const all = bare({ ...init, credentials, headers, signal: limit });
        const response = await asLinkErrors(() => fetch(url, all));
        const { ok, status } = response;
        if (!ok) {
          retryAfter = retryAfterOf(response.headers);
          const problem = await readProblem(response);
          throw new LinkError(codeOf(status), { message: adviceOf(problem), status, problem });
        }
        const text = await asLinkErrors(() => response.text());
        if (text.length > MAX_BODY) throw new LinkError('session-invalid');
        return parseJson(text);
      });
    } catch (thrown) {
      const usual = PAUSES[tried];
      if (usual === undefined || !isTransient(thrown, retryAfter)) throw thrown;
      await settings.clock.sleep(Math.max(usual, (retryAfter ?? 0) * 1000), signal);
    }
  }
}

/**
 * Runs a request within the time limit.
 * @throws LinkError `session-timeout`, or the reason of the abort, which is no failure
 */
export async function withTimeout<T>(
  { timeout, clock }: TimedSettings,
  signal: AbortSignal,
  request: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const stop = (): void => {
    limit.abort(signal.reason);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', stop, bare({ once: true }));
  const over = clock.sleep(timeout, limit.signal).then(() => {
    const error = new LinkError('session-timeout');
    limit.abort(error);
    throw error;
  });
  try {
    // A function of the host may ignore its signal; the race ends the wait all the same.
    return await Promise.race([request(limit.signal), over]);
  } finally {
    signal.removeEventListener('abort', stop);
    over.catch(() => undefined);
    limit.abort();
  }
}

/**
 * Runs code that only the host or the network can make fail, and turns whatever it throws into a
 * LinkError. A mistake of our own must not look like a failure of the network.
 */
export async function asLinkErrors<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (thrown) {
    if (thrown instanceof LinkError) throw thrown;
    // Without its cause: a parser's message may quote the answer, which holds secrets.
    if (thrown instanceof SyntaxError) throw new LinkError('session-invalid');
    // A function of the host may throw a Response, or an error with its status.
    const status = valueOf(Object(thrown) as object, 'status');
    if (typeof status === 'number') throw new LinkError(codeOf(status), { status });
    throw new LinkError(navigator.onLine ? 'session-network' : 'offline', { cause: thrown });
  }
}

/** @throws LinkError without a cause: the parser's message may quote the answer, which holds secrets */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw thrown instanceof SyntaxError ? new LinkError('session-invalid') : thrown;
  }
}

/**
 * Headers from anything that fetch accepts. Entries that are null or undefined are left out.
 * @throws TypeError if `given` holds anything but names and texts
 */
export function toHeaders(given: MaybeHeaders): Headers {
  const all = given ?? [];
  const entries: Iterable<unknown> = Symbol.iterator in all ? all : Object.entries(all);
  const headers = new Headers();
  for (const [name, value] of entries as Iterable<[string, unknown]>) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string') throw new TypeError(`${name} must be a string.`);
    headers.append(name, value);
  }
  return headers;
}

/** Whether the same request may work a moment later. */
function isTransient(thrown: unknown, retryAfter: number | undefined): boolean {
  if (!(thrown instanceof LinkError) || (retryAfter ?? 0) > LONGEST_RETRY_AFTER) return false;
  const { code, status = 0 } = thrown;
  if (status === 429) return retryAfter !== undefined;
  return code === 'session-network' || [502, 503, 504].includes(status);
}

/** @returns seconds; undefined if the answer does not give a time */
function retryAfterOf(headers: Headers): number | undefined {
  const wait = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(wait)) return Number(wait);
  // Browsers parse many texts as dates. An HTTP date ends in GMT (RFC 9110 §5.6.7).
  const date = wait.endsWith('GMT') ? Date.parse(wait) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}

/** The reason that a refusal gives, shortened. Undefined if the body is not problem+json. */
async function readProblem(response: Response): Promise<LinkProblem | undefined> {
  try {
    const body = await response.text();
    const parsed: unknown = body.length > MAX_BODY ? undefined : JSON.parse(body);
    const textOf = (key: string): string | undefined => {
      const value = valueOf(Object(parsed) as object, key);
      return typeof value === 'string' ? value.slice(0, MAX_PROBLEM_TEXT) : undefined;
    };
    const [type, code, detail] = ['type', 'code', 'detail'].map(textOf);
    const isProblem = response.headers.get('content-type')?.includes('problem+json') === true;
    // Some hosts pass a problem on under another content type.
    if (!isProblem && type === undefined && code === undefined) return undefined;
    return { ...(code !== undefined && { code }), ...(detail !== undefined && { detail }) };
  } catch {
    return undefined; // HTML, nothing, or an answer that broke off.
  }
}

/** What to do, if the endpoint says it. */
function adviceOf({ code, detail }: LinkProblem = {}): string | undefined {
  if (code === ALREADY_LINKED) return STILL_LINKED;
  return detail && `Your endpoint says: ${detail}`;
}

function codeOf(status: number): LinkErrorCode {
  if (status === 401 || status === 403) return 'session-unauthorized';
  if (status === 429) return 'session-rate-limited';
  return status >= 500 ? 'session-unavailable' : 'session-rejected';
}
