/**
 * The client's access token: fetched by OAuth 2.0 client credentials (RFC 6749 §4.4), kept until
 * shortly before it expires, and shared by every request that waits for it. The token leaves this module
 * only for Enode's API and the host's own store.
 */
import * as oauth from 'oauth4webapi';
import { parseStoredToken } from './schema.js';
import { orAbort, within } from './deadline.js';
import { Problem } from './problem.js';
import { tell } from './reports.js';
import type { Settings } from './settings.js';
import { refusal, type Upstream } from './upstream.js';

/** One load of the token, which every request that needs the token waits for. */
interface Load {
  readonly token: Promise<string>;
  /** Epoch milliseconds after which the load must have ended. */
  readonly deadAt: number;
}

interface Token {
  readonly token: string;
  /** Epoch milliseconds from which the token is no longer used. */
  readonly expiresAt: number;
}

/** RFC 6749 §5.1 leaves `expires_in` optional. */
const DEFAULT_LIFETIME_S = 300;
/** Enode's token lives for an hour. A lifetime of years is a mistake that would outlive its cause. */
const LONGEST_LIFETIME_S = 86_400;

/** What a header can carry (RFC 6749 §A.12, without spaces) and every server accepts. */
const SENDABLE = /^[!-~]{1,8000}$/;

const STORE_TIMEOUT_MS = 1000;

/** Hands out the access token. */
export class AccessTokens {
  readonly #settings: Settings;
  readonly #upstream: Upstream;
  readonly #storeKey: string;
  #current: Token | undefined;
  #pending: Load | undefined;

  constructor(settings: Settings, upstream: Upstream) {
    this.#settings = settings;
    this.#upstream = upstream;
    this.#storeKey = `enode-link-button:token:${settings.oauthUrl}:${settings.clientId}`;
  }

  /** A token that should work. `signal` ends only this wait, and not that of other requests. */
  async get(signal: AbortSignal): Promise<string> {
    const fresh = fromNow(this.#current);
    if (fresh) return fresh.token;
    return this.#share(async () => (await this.#readStore()) ?? this.#fetchToken(), signal);
  }

  /** Replaces a token that Enode refused. Fetches one new token, however many requests were refused. */
  async replace(refused: string, signal: AbortSignal): Promise<string> {
    if (this.#current?.token === refused) this.#current = undefined;
    const fresh = fromNow(this.#current);
    if (fresh) return fresh.token;
    // Not from the store, which most likely holds the refused token.
    return this.#share(() => this.#fetchToken(), signal);
  }

  #share(load: () => Promise<Token>, signal: AbortSignal): Promise<string> {
    // Some edge runtimes freeze everything that a request started, timers included, when its client
    // disconnects. No later request may wait for a load that can never end.
    if (!this.#pending || this.#pending.deadAt <= Date.now()) this.#pending = this.#begin(load);
    return orAbort(this.#pending.token, signal);
  }

  #begin(load: () => Promise<Token>): Load {
    const token = load()
      .then((loaded) => {
        this.#current = loaded;
        return loaded.token;
      })
      .finally(() => {
        if (this.#pending === begun) this.#pending = undefined;
      });
    // The time for the request itself, and for one read and one write of the store.
    const longest = this.#settings.timeoutMs + 2 * STORE_TIMEOUT_MS;
    const begun = { token, deadAt: Date.now() + longest };
    return begun;
  }

  async #fetchToken(): Promise<Token> {
    const askedAt = Date.now();
    // A deadline of its own: if one client disconnects, the others must still get the token.
    const { access_token, expires_in } = await within({ ms: this.#settings.timeoutMs }, (signal) =>
      this.#requestToken(signal),
    );
    // If it were kept, such a token would fail every request until it expires.
    if (!SENDABLE.test(access_token)) throw new Problem('enode-answer-invalid');
    const lifetime = Math.min(expires_in ?? DEFAULT_LIFETIME_S, LONGEST_LIFETIME_S);
    // Ends early, because a token that expires on the way costs a refusal and a retry.
    const usableFor = lifetime - Math.min(60, lifetime / 10);
    const token = { token: access_token, expiresAt: askedAt + usableFor * 1000 };
    await this.#writeStore(token, usableFor);
    return token;
  }

  async #requestToken(signal: AbortSignal): Promise<oauth.TokenEndpointResponse> {
    const { clientId, clientSecret, oauthUrl } = this.#settings;
    const server = { issuer: oauthUrl, token_endpoint: `${oauthUrl}/oauth2/token` };
    const client = { client_id: clientId };
    // As `curl -u` writes it, which Enode documents. RFC 6749 §2.3.1 would escape even the hyphens of a
    // client id, and a server that does not decode them would refuse it.
    const basic: oauth.ClientAuth = (...[, , , headers]) => {
      headers.set('authorization', `Basic ${btoa(`${clientId}:${clientSecret}`)}`);
    };
    const options = {
      // An http address gets here only if it is on loopback, or private and allowed (environment.ts).
      // oxlint-disable-next-line typescript/no-deprecated -- deprecated only to make it stand out
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: (
        url: string,
        { method, headers, body }: oauth.CustomFetchOptions<'POST', URLSearchParams>,
      ) => this.#post(url, { method, headers, body: String(body) }, signal),
    };
    const response = await oauth.clientCredentialsGrantRequest(server, client, basic, {}, options);
    try {
      return await oauth.processClientCredentialsResponse(server, client, response);
    } catch {
      // The reason is dropped: it quotes the answer, which may contain the token.
      throw new Problem('enode-answer-invalid');
    }
  }

  async #post(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const answer = await this.#upstream.send({
      call: 'token',
      url,
      init,
      signal,
      repeatable: true,
    });
    if (answer.status === 200) return new Response(answer.text, { headers: answer.headers });
    // For a wrong client the status is 401, or 400 on some servers (RFC 6749 §5.2).
    const isRefused = [400, 401, 403].includes(answer.status);
    throw isRefused ? new Problem('enode-credentials-rejected') : refusal(answer);
  }

  async #readStore(): Promise<Token | undefined> {
    const { tokenStore } = this.#settings;
    if (!tokenStore) return undefined;
    const text = await this.#askStore(async () => tokenStore.get(this.#storeKey));
    if (typeof text !== 'string') return undefined;
    try {
      const stored = parseStoredToken(JSON.parse(text));
      return stored && this.#isUsable(stored) ? fromNow(stored) : undefined;
    } catch {
      return undefined;
    }
  }

  /** A store may contain anything: an older format, a mistake, the token of another client. */
  #isUsable({ key, token, expiresAt }: Token & { readonly key: string }): boolean {
    const latest = Date.now() + LONGEST_LIFETIME_S * 1000;
    return key === this.#storeKey && SENDABLE.test(token) && expiresAt <= latest;
  }

  async #writeStore(token: Token, ttlSeconds: number): Promise<void> {
    const { tokenStore } = this.#settings;
    const ttl = Math.floor(ttlSeconds);
    if (!tokenStore || ttl < 1) return;
    const key = this.#storeKey;
    const value = JSON.stringify({ key, ...token });
    await this.#askStore(async () => tokenStore.set(key, value, ttl));
  }

  async #askStore<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await within({ ms: STORE_TIMEOUT_MS }, (signal) => orAbort(ask(), signal));
    } catch {
      // The reason is dropped: the error of a store may quote the command, which contains the token.
      tell(this.#settings.hooks.onError, {
        code: 'token-store-failed' as const,
        message: 'The tokenStore failed or took over a second. The handler goes on without it.',
      });
      return undefined;
    }
  }
}

function fromNow(token: Token | undefined): Token | undefined {
  return token && token.expiresAt > Date.now() ? token : undefined;
}
