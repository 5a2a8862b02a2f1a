/**
 * The host under test: its four addresses, and requests to them as the button sends them, as its user's
 * browser would on behalf of another page, or with whatever a rule changes.
 */
import { randomBytes } from 'node:crypto';
import { send } from './http.js';
import type { Answer } from './http.js';

/** The endpoints that a host has for the button. */
export type Endpoint = 'session' | 'user' | 'devices' | 'callback';

export interface HostSettings {
  readonly urls: Readonly<Record<Endpoint, URL>>;
  /** Whether the page at the callback URL may have any other query (docs/server.md, "Options"). */
  readonly callbackTakesAnyQuery: boolean;
  /** Headers that sign the user in. */
  readonly headers: Readonly<Record<string, string>>;
  /** How long to wait for an answer, in milliseconds. */
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a request has that the button's own would not have. */
export interface Changes {
  readonly method?: string;
  /** In place of those of the button, or in addition to them. Undefined leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /**
   * Which of the user's headers are sent. `cookies`: only what a browser adds of its own accord. `none`: no
   * cookie and no authorization.
   */
  readonly credentials?: 'all' | 'cookies' | 'none';
  readonly waitMs?: number;
  /** Ends the request, which then rejects. */
  readonly signal?: AbortSignal;
}

/** The parameter that the button adds to the callback URL. */
export const NONCE_PARAMETER = 'enode_link';

export const ATTACKER = 'https://attacker.example';

const CREDENTIALS = ['cookie', 'authorization'];

export class Host {
  readonly urls: HostSettings['urls'];
  readonly callbackTakesAnyQuery: boolean;
  /** Whether the user is signed in by a cookie or an authorization that the checker was given. */
  readonly hasCredentials: boolean;
  /** Whether the checker was given headers that sign nobody in, such as the token of a CSRF protection. */
  readonly hasOtherHeaders: boolean;
  /** Every text that an endpoint answered, and the headers of every answer. */
  readonly texts = new Set<string>();
  /** How often an endpoint answered 429. */
  timesBusy = 0;
  readonly #settings: HostSettings;

  constructor(settings: HostSettings) {
    this.#settings = settings;
    this.urls = settings.urls;
    this.callbackTakesAnyQuery = settings.callbackTakesAnyQuery;
    const names = Object.keys(settings.headers).map((name) => name.toLowerCase());
    this.hasCredentials = names.some((name) => CREDENTIALS.includes(name));
    // A browser's name is none of a protection's headers; some frameworks bind a session to it.
    this.hasOtherHeaders = names.some((name) => ![...CREDENTIALS, 'user-agent'].includes(name));
  }

  /** A redirectUri of a new attempt. */
  redirectUri(): string {
    return withNonce(this.urls.callback.href);
  }

  /** Asks for a Link session as the button does, with further fields or others. */
  async link(fields: object = {}, changes: Changes = {}): Promise<Answer> {
    const body = { redirectUri: this.redirectUri(), language: 'en-GB', ...fields };
    return this.send('session', { body: JSON.stringify(body), ...changes });
  }

  /** Reads an endpoint as the button does. */
  async read(endpoint: 'user' | 'devices', changes: Changes = {}): Promise<Answer> {
    return this.send(endpoint, changes);
  }

  /** Sends a request that differs from the button's in what `changes` says. */
  async send(endpoint: Endpoint, changes: Changes = {}): Promise<Answer> {
    const { method = endpoint === 'session' ? 'POST' : 'GET', body, query = {} } = changes;
    const url = new URL(this.urls[endpoint]);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const usual = {
      Accept: 'application/json',
      'Accept-Language': 'en',
      'Sec-Fetch-Site': 'same-origin',
      'Sec-Fetch-Mode': 'cors',
      'Sec-Fetch-Dest': 'empty',
      // Browsers send no Origin with a read of their own origin.
      ...(method !== 'GET' && { Origin: this.urls.callback.origin }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...this.#credentials(changes.credentials ?? 'all'),
    };
    return this.#record({
      method,
      url,
      headers: merge(usual, changes.headers ?? {}),
      ...(body !== undefined && { body }),
      changes,
    });
  }

  /** Sends a webhook. Nobody is signed in. */
  async deliver(
    url: URL,
    body: string,
    headers: Readonly<Record<string, string>>,
    waitMs: number,
  ): Promise<Answer> {
    const all = { 'Content-Type': 'application/json', ...headers };
    return this.#record({ method: 'POST', url, headers: all, body, changes: { waitMs } });
  }

  /** Loads an address as a browser does that shows it in a window. */
  async visit(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { waitMs, signal } = this.#settings;
    const answer = await send({ method: 'GET', url, headers }, { ms: waitMs, signal });
    this.texts.add(headerLines(answer));
    return answer;
  }

  async #record({
    changes: { waitMs = this.#settings.waitMs, signal },
    ...request
  }: Parameters<typeof send>[0] & { readonly changes: Changes }): Promise<Answer> {
    const own = this.#settings.signal;
    const either = signal && own ? AbortSignal.any([signal, own]) : (signal ?? own);
    const answer = await send(request, { ms: waitMs, signal: either });
    this.texts.add(answer.text);
    this.texts.add(headerLines(answer));
    if (answer.status === 429) this.timesBusy += 1;
    return answer;
  }

  #credentials(which: 'all' | 'cookies' | 'none'): Readonly<Record<string, string>> {
    const isSent = {
      all: () => true,
      cookies: (name: string) => name === 'cookie',
      none: (name: string) => !CREDENTIALS.includes(name),
    }[which];
    return Object.fromEntries(
      Object.entries(this.#settings.headers).filter(([name]) => isSent(name.toLowerCase())),
    );
  }
}

function headerLines({ headers }: Answer): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('\n');
}

/** Adds a nonce as the button does: at the end of the query, if there is one. */
export function withNonce(address: string): string {
  const separator = address.includes('?') ? '&' : '?';
  return `${address}${separator}${NONCE_PARAMETER}=${randomBytes(24).toString('base64url')}`;
}

/** Headers by name, whatever the case; later ones replace earlier ones, and undefined removes. */
function merge(
  usual: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const all = new Map<string, [name: string, value: string | undefined]>();
  for (const [name, value] of [...Object.entries(usual), ...Object.entries(changes)]) {
    all.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries([...all.values()].filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}
