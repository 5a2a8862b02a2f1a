/**
 * Sends one request to Enode and reads the whole answer, or throws a Problem: for every way in which a
 * network can fail, and for the statuses that mean the same in every call.
 */
import { abortProblem, orAbort } from './deadline.js';
import { isLoopback } from '../loopback.js';
import { Problem } from './problem.js';
import { type EnodeCall, type EnodeHooks, tell } from './reports.js';
import { readBytes } from './request-body.js';

/** Enode's answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One request to Enode. */
export interface UpstreamRequest {
  readonly call: EnodeCall;
  readonly url: string;
  readonly init: RequestInit;
  /** Ends the wait when the deadline is over or the page disconnects. */
  readonly signal: AbortSignal;
  /** Whether it is safe to send the request a second time. */
  readonly repeatable: boolean;
}

/** Enode is never on this machine. */
const NO_EMULATOR = {
  detail:
    'The emulator does not answer at the address in environment. Start it: npx enode-link-button emulator. It prints the credentials.',
};

const RETRY_PAUSE_MS = 200;

/** Longest answer in bytes, after decompression. A page of fifty assets has less than 200 kB. */
const ANSWER_LIMIT = 1024 * 1024;

/** Sends requests to Enode over the given `fetch`. */
export class Upstream {
  readonly #fetch: typeof fetch;
  readonly #hooks: EnodeHooks;

  constructor(fetch: typeof globalThis.fetch, hooks: EnodeHooks) {
    this.#fetch = fetch;
    this.#hooks = hooks;
  }

  /** @throws Problem if there is no answer. Every answer is returned, whatever its status. */
  async send(request: UpstreamRequest): Promise<Answer> {
    if (!request.repeatable) return this.#sendOnce(request);
    try {
      const answer = await this.#sendOnce(request);
      if (!mayPassSoon(answer)) return answer;
    } catch (failure) {
      if (!(failure instanceof Problem && failure.code === 'enode-unreachable')) throw failure;
    }
    await orAbort(new Promise((go) => setTimeout(go, RETRY_PAUSE_MS)), request.signal);
    return this.#sendOnce(request);
  }

  async #sendOnce({ call, url, init, signal }: UpstreamRequest): Promise<Answer> {
    const started = performance.now();
    let status: number | undefined;
    try {
      const read = async (): Promise<Answer> => {
        // `manual`: a redirect would carry the access token to another address.
        const response = await this.#fetch(url, { ...init, signal, redirect: 'manual' });
        status = response.status;
        return { status, headers: response.headers, text: await readText(response, signal) };
      };
      // A race as well as the signal: a `fetch` of the host may not listen to the signal.
      return await orAbort(read(), signal);
    } catch (failure) {
      if (failure instanceof Problem) throw failure;
      // The error is not passed on: its text may quote headers, and so the access token.
      throw signal.aborted
        ? abortProblem(signal, 'enode-timeout')
        : new Problem('enode-unreachable', isLoopback(new URL(url).hostname) ? NO_EMULATOR : {});
    } finally {
      const durationMs = performance.now() - started;
      const event = { type: 'enode', call, durationMs } as const;
      tell(this.#hooks.onEvent, status === undefined ? event : { ...event, status });
    }
  }
}

async function readText(response: Response, signal: AbortSignal): Promise<string> {
  try {
    const bytes = await readBytes(response, ANSWER_LIMIT, signal, 'enode-timeout');
    return new TextDecoder().decode(bytes);
  } catch (failure) {
    if (!(failure instanceof Problem && failure.code === 'body-too-large')) throw failure;
    // If reading never started, the body should stop arriving.
    response.body?.cancel().catch(() => undefined);
    throw new Problem('enode-answer-invalid');
  }
}

/** The Problem for a status that means the same in every call. */
export function refusal({ status, headers }: Answer): Problem {
  if (status === 429) return new Problem('enode-rate-limited', { headers: retryAfter(headers) });
  if (status === 503) return new Problem('enode-unavailable', { headers: retryAfter(headers) });
  if (status >= 500) return new Problem('enode-failed');
  if (status === 401) return new Problem('enode-credentials-rejected');
  if (status === 403) return new Problem('enode-forbidden');
  if (status === 409) return new Problem('enode-conflict');
  if (status === 400 || status === 422) return new Problem('enode-rejected-request');
  return new Problem('enode-answer-invalid');
}

function mayPassSoon({ status, headers }: Answer): boolean {
  // With a Retry-After, the page or its user waits: here the deadline would pass first.
  return [500, 502, 503, 504].includes(status) && !headers.has('retry-after');
}

// Seconds or a date (RFC 9110 §10.2.3). Written again as seconds, so that no text from Enode passes.
function retryAfter(headers: Headers): Record<string, string> {
  const value = headers.get('retry-after') ?? '';
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? { 'Retry-After': String(Math.max(0, Math.ceil(seconds))) } : {};
}
