/**
 * The host's two endpoints over fetch (contract, "What the host provides"): time limits, retries,
 * and statuses as error codes. Knows HTTP. Does not know when it is asked, or what for.
 */
import { LinkError, type LinkErrorCode, type LinkProblem } from '../errors.js';
import { bare, toJson, valueOf } from '../own-keys.js';
import { checkLinkUrl } from './link-url.js';
import { parseLinkedVendors, parseLinkUrl, type EnodeUser, type LinkSession } from '../schema.js';
import type { Clock, Host, LinkSessionRequest, UserReading } from '../session/ports.js';

/** Tries after the first. */
const RETRIES = 2;
/** Waits before each retry, in milliseconds. */
const PAUSES = [300, 1200];
/** A longer `Retry-After` is the user's to wait for, in seconds. */
const SHORT_RETRY_AFTER = 5;
/** No answer of ours is longer, in characters. */
const MAX_BODY = 65_536;
const NO_USER =
  'The user endpoint did not answer with an Enode user. It must send {id, linkedVendors} as JSON, exactly as Enode answers.';
/** Of a problem, in characters. */
const MAX_TEXT = 500;

/** Replaces the request to `session-url`. Rejects as it likes; a LinkError passes unchanged. */
export type GetSession = (
  request: LinkSessionRequest,
  options: { signal: AbortSignal },
) => Promise<LinkSession>;

/** Replaces the request to `user-url`. */
export type GetUser = (options: { signal: AbortSignal }) => Promise<EnodeUser>;

/** What fetch takes for headers. Entries that are null or undefined, and null itself, add nothing. */
type MaybeHeaders = HeadersInit | Record<string, string | null | undefined> | null | undefined;

/** Added to both requests. */
export type HostHeaders =
  | HeadersInit
  | Record<string, string | null | undefined>
  | (() => MaybeHeaders | Promise<MaybeHeaders>);

/** How the host is asked. */
export interface HostSettings {
  /** Empty where there is none. */
  readonly sessionUrl: string;
  /** Empty where there is none. */
  readonly userUrl: string;
  readonly getSession: GetSession | undefined;
  readonly getUser: GetUser | undefined;
  readonly headers: HostHeaders | undefined;
  readonly credentials: RequestCredentials;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  /** Origins that Link UI may be on besides Enode's. */
  readonly linkOrigins: readonly string[];
}

interface HostEndpointOptions extends HostSettings {
  readonly clock: Clock;
}

/** A request to the host that came to nothing, for those who look for the mistake. */
export interface RequestFailure {
  /** `POST …` or `GET …` with the address, or the name of the function that was called instead. */
  readonly request: string;
  /** Undefined if the user endpoint answered 404 without saying that it means no user. */
  readonly error: LinkError | undefined;
}

/** @param tell is called with each failure, also with those that do not end the attempt */
export function createHost(
  settings: HostSettings,
  clock: Clock,
  tell: (failure: RequestFailure) => void = () => undefined,
): Host {
  const options = { ...settings, clock };
  const { sessionUrl, userUrl, getSession, getUser } = options;
  const told = async <T>(request: string, signal: AbortSignal, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof LinkError && !signal.aborted) tell({ request, error });
      throw error;
    }
  };
  const createSession = async (
    request: LinkSessionRequest,
    signal: AbortSignal,
  ): Promise<string> => {
    const answer = await (getSession
      ? limited(options, signal, (limit) => asked(() => getSession(request, { signal: limit })))
      : fetchJson(options, sessionUrl, signal, { method: 'POST', body: toJson(request) }));
    // Only the address goes on: linkToken is dropped here, with the answer.
    const linkUrl = parseLinkUrl(answer);
    if (linkUrl === undefined) throw new LinkError('session-invalid');
    // A `srcdoc` frame has an origin, and an address without a host.
    const pageHost = location.hostname || new URL(self.origin).hostname;
    return checkLinkUrl(linkUrl, options.linkOrigins, pageHost);
  };
  const readUser = async (request: string, signal: AbortSignal): Promise<UserReading> => {
    try {
      const answer = await (getUser
        ? limited(options, signal, (limit) => asked(() => getUser({ signal: limit })))
        : fetchJson(options, userUrl, signal, { method: 'GET', cache: 'no-store' }));
      const vendors = parseLinkedVendors(answer);
      if (!vendors) throw new LinkError('session-invalid');
      return { vendors, user: markOf(valueOf(answer as object, 'id')) };
    } catch (thrown) {
      const error = thrown instanceof LinkError ? thrown : undefined;
      if (error?.status === 404) {
        if (!error.problem && !getUser) tell({ request, error: undefined });
        return { vendors: [] }; // Enode knows no such user yet: nothing is linked.
      }
      // That code speaks of a Link session.
      const cause =
        error?.code === 'session-invalid'
          ? new LinkError(error.code, { message: NO_USER })
          : thrown;
      throw new LinkError('confirm-failed', {
        cause,
        status: error?.status,
        problem: error?.problem,
      });
    }
  };
  const post = getSession ? 'getSession' : `POST ${sessionUrl}`;
  const get = getUser ? 'getUser' : `GET ${userUrl}`;
  return {
    createSession: (request, signal) => told(post, signal, createSession(request, signal)),
    ...((getUser ?? userUrl) && {
      readUser: (signal) => told(get, signal, readUser(get, signal)),
    }),
  };
}

async function fetchJson(
  options: HostEndpointOptions,
  url: string,
  signal: AbortSignal,
  init: RequestInit,
): Promise<unknown> {
  const { headers, credentials, clock } = options;
  for (let tried = 0; ; tried += 1) {
    try {
      return await limited(options, signal, async (limit) => {
        const sent = await makeHeaders(headers);
        sent.set('accept', 'application/json');
        if (init.method === 'POST') sent.set('content-type', 'application/json');
        const all = bare({ ...init, credentials, headers: sent, signal: limit });
        const response = await fetch(url, all).catch(outOfReach);
        if (!response.ok) throw new HttpFailure(response, await readProblem(response));
        const text = await response.text().catch(outOfReach);
        if (text.length > MAX_BODY) throw new LinkError('session-invalid');
        return JSON.parse(text) as unknown;
      });
    } catch (thrown) {
      const pause = tried < RETRIES ? pauseBefore(thrown, PAUSES[tried] ?? 0) : undefined;
      if (pause === undefined) throw isAnswer(thrown) ? asLinkError(thrown) : thrown;
      await clock.sleep(pause, signal);
    }
  }
}

/**
 * The headers in anything that fetch takes for them; entries that are null or undefined are left out.
 * @throws TypeError where `given` holds anything but names and texts
 */
export function toHeaders(given: MaybeHeaders): Headers {
  const all = given ?? [];
  const entries: Iterable<unknown> = Symbol.iterator in all ? all : Object.entries(all);
  const headers = new Headers();
  for (const [name, value] of entries as Iterable<[string, unknown]>) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string') throw new TypeError(`${name} must be a text.`);
    headers.append(name, value);
  }
  return headers;
}

async function makeHeaders(headers: HostHeaders | undefined): Promise<Headers> {
  try {
    return toHeaders(typeof headers === 'function' ? await headers() : headers);
  } catch (cause) {
    const message = 'The headers property could not be read. Give names and values, or a function.';
    throw new LinkError('misconfigured', { message, cause });
  }
}

/**
 * Tells two users apart, and is no id: 16 bits of an FNV-1a hash, which thousands of ids share. It is
 * kept in session storage while the page is left, and compared when the user endpoint is read again.
 */
function markOf(id: unknown): string | undefined {
  if (typeof id !== 'string' || id === '') return undefined;
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(36);
}

/** Runs a request under the time limit. What is thrown on abort is the abort, not a failure. */
async function limited<T>(
  { timeout, clock }: HostEndpointOptions,
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
    // A host function may ignore its signal; the race ends the wait all the same.
    return await Promise.race([request(limit.signal), over]);
  } finally {
    signal.removeEventListener('abort', stop);
    over.catch(() => undefined);
    limit.abort();
  }
}

/** What a refusal says, cut to a length that anybody reads. Undefined if it is no problem+json. */
async function readProblem(response: Response): Promise<LinkProblem | undefined> {
  try {
    const body = await response.text();
    const parsed: unknown = body.length > MAX_BODY ? undefined : JSON.parse(body);
    const textOf = (key: string): string | undefined => {
      const value = valueOf(Object(parsed) as object, key);
      return typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined;
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

/** An answer outside 2xx. Keeps nothing of its body but what a problem says. */
class HttpFailure extends Error {
  readonly problem: LinkProblem | undefined;
  readonly status: number;
  /** Seconds; undefined where the answer does not say. */
  readonly retryAfter: number | undefined;

  constructor({ status, headers }: Response, problem: LinkProblem | undefined) {
    super(`HTTP ${String(status)}`);
    this.status = status;
    this.problem = problem;
    const wait = headers.get('retry-after');
    // Browsers take many a text for a date: an HTTP date ends in GMT (RFC 9110, 5.6.7).
    const date = wait?.endsWith('GMT') ? Date.parse(wait) : NaN;
    if (wait !== null && /^\d+$/.test(wait)) this.retryAfter = Number(wait);
    else if (!Number.isNaN(date)) this.retryAfter = Math.max(0, (date - Date.now()) / 1000);
  }
}

/** @returns milliseconds until the next try, or undefined where there shall be none. */
function pauseBefore(thrown: unknown, usual: number): number | undefined {
  if (thrown instanceof HttpFailure) {
    const { status, retryAfter } = thrown;
    if (retryAfter !== undefined && retryAfter > SHORT_RETRY_AFTER) return undefined;
    if ([502, 503, 504].includes(status)) return Math.max(usual, (retryAfter ?? 0) * 1000);
    return status === 429 && retryAfter !== undefined
      ? Math.max(usual, retryAfter * 1000)
      : undefined;
  }
  return thrown instanceof LinkError && thrown.code === 'session-network' ? usual : undefined;
}

/** Asks a function of the host. Whatever it throws is its request's failure. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    throw asLinkError(thrown);
  }
}

/** Whether the host has answered, with a status or a text that is no use. */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof HttpFailure || thrown instanceof SyntaxError;
}

/** For what `fetch` rejects with, and nothing else: our own mistake is no failure of the network. */
function outOfReach(cause: unknown): never {
  throw asLinkError(cause);
}

function asLinkError(thrown: unknown): LinkError {
  if (thrown instanceof LinkError) return thrown;
  // Without its cause: a parser's message may quote the answer, which holds secrets.
  if (thrown instanceof SyntaxError) return new LinkError('session-invalid');
  // A host function may throw what it got, a Response or an error with a status.
  const status = valueOf(Object(thrown) as object, 'status');
  if (typeof status === 'number') {
    const problem = thrown instanceof HttpFailure ? thrown.problem : undefined;
    return new LinkError(codeOf(status), { status, problem });
  }
  return new LinkError(navigator.onLine ? 'session-network' : 'offline', { cause: thrown });
}

function codeOf(status: number): LinkErrorCode {
  if (status === 401 || status === 403) return 'session-unauthorized';
  if (status === 429) return 'session-rate-limited';
  return status >= 500 ? 'session-unavailable' : 'session-rejected';
}
