/**
 * The options of the handler: what they mean, and that they make sense. Everything a host can get
 * wrong fails here, when the handler is created and not when the first user clicks. Knows no
 * request.
 */
import { parseSessionRequest } from '../schema.js';
import type { TokenStore } from './access-tokens.js';
import { logFailure, type Hooks } from './hooks.js';
import { isSecureOrLoopback } from './loopback.js';
import { RETURN_PARAMETER, SHORTEST_NONCE } from './redirect-uri.js';

/** Base addresses of an Enode environment, such as an emulator's. https, or http on loopback. */
export interface EnodeAddresses {
  /** `/oauth2/token` is added to it. */
  readonly oauthUrl: string;
  /** `/users/…` is added to it. */
  readonly apiUrl: string;
}

/** What a Link session is made with where the page asks for nothing else. */
export interface LinkDefaults {
  /** At least one; `<type>:read:data` for each type of asset to be linked. */
  readonly scopes: readonly string[];
  /** Absent: the types in the scopes. */
  readonly vendorType?: string | undefined;
  /** Absent: the user chooses. */
  readonly vendor?: string | undefined;
  /** A language tag. Absent, or not spoken by Link UI: `browser`. */
  readonly language?: string | undefined;
  /** Enode's own default (`system`) where absent. */
  readonly colorScheme?: 'system' | 'light' | 'dark' | undefined;
}

/** What a page may ask for beyond the defaults. */
export interface LinkAllowance {
  readonly vendorTypes?: readonly string[] | undefined;
  /** Where `defaults.vendor` is absent too, these alone may be named; without it, any vendor. */
  readonly vendors?: readonly string[] | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** Options of {@link createEnodeLinkHandler}. */
export interface HandlerOptions extends Hooks {
  /** Client id from Enode's dashboard. */
  readonly clientId: string;
  /** Client secret that belongs to it. Opens every user of the client: it stays on the server. */
  readonly clientSecret: string;
  /** Which Enode to talk to. */
  readonly environment: 'sandbox' | 'production' | EnodeAddresses;
  /**
   * The id of the user who is signed in, from the request's session; null where nobody is (401).
   * The page has no say in it. Must leave the body of the request unread.
   */
  readonly getUserId: (
    request: Request,
  ) => string | null | undefined | Promise<string | null | undefined>;
  /** Where Link UI may send a user back to: absolute URLs, without hash. */
  readonly callbackUrls: readonly string[];
  readonly defaults: LinkDefaults;
  readonly allow?: LinkAllowance | undefined;
  /** Origins of further pages that may call the endpoints, with CORS and credentials. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Shares the access token between instances. */
  readonly tokenStore?: TokenStore | undefined;
  /** Replaces the global `fetch` for calls to Enode. */
  readonly fetch?: typeof fetch | undefined;
  /** How long a page waits for Enode at most, in milliseconds (10 000). */
  readonly timeoutMs?: number | undefined;
  /** `Enode-Version` header of each API request (`2024-10-01`). */
  readonly enodeVersion?: string | undefined;
  /** Seconds until this user may try again; 0 or nothing lets the request pass. */
  readonly rateLimit?:
    ((userId: string, request: Request) => number | void | Promise<number | void>) | undefined;
}

/** Options after the check: complete, parsed, and with no way to be wrong. */
export interface Settings extends Required<Pick<HandlerOptions, 'getUserId' | 'defaults'>> {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly oauthUrl: string;
  readonly apiUrl: string;
  readonly callbackUrls: readonly URL[];
  readonly allow: LinkAllowance;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly tokenStore: TokenStore | undefined;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly enodeVersion: string;
  readonly rateLimit: HandlerOptions['rateLimit'];
  readonly hooks: Hooks;
}

/** Hosts of Enode's environments (enode-api.md, "Hosts and versions"). */
const ENVIRONMENTS = {
  sandbox: {
    oauthUrl: 'https://oauth.sandbox.enode.io',
    apiUrl: 'https://enode-api.sandbox.enode.io',
  },
  production: {
    oauthUrl: 'https://oauth.production.enode.io',
    apiUrl: 'https://enode-api.production.enode.io',
  },
};

/** Longest redirectUri that Enode takes (enode-api.md, "POST /users/{userId}/link"). */
export const LONGEST_REDIRECT_URI = 500;

/** @throws TypeError that names the option and says what to do. Never repeats a value of a secret. */
export function readOptions(options: HandlerOptions | null | undefined): Settings {
  if (!options) fail('pass an object with the options.');
  const { getUserId, rateLimit, tokenStore, timeoutMs = 10_000, enodeVersion } = options;
  if (typeof getUserId !== 'function') {
    fail('getUserId must be a function that returns the id of the user who is signed in, or null.');
  }
  for (const name of ['rateLimit', 'fetch', 'onError', 'onEvent'] as const) {
    const value = options[name];
    if (value !== undefined && typeof value !== 'function') fail(`${name} must be a function.`);
  }
  if (tokenStore !== undefined && !isStore(tokenStore)) {
    fail('tokenStore must have the functions get(key) and set(key, value, ttlSeconds).');
  }
  // setTimeout takes no more than 31 bits, and would fire at once.
  if (!(typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    fail('timeoutMs must be a number of milliseconds above 0, such as 10000.');
  }
  if (enodeVersion !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(enodeVersion)) {
    fail('enodeVersion must be a date such as 2024-10-01.');
  }
  return {
    ...readEnvironment(options.environment),
    clientId: readCredential('clientId', options.clientId),
    clientSecret: readCredential('clientSecret', options.clientSecret),
    getUserId,
    callbackUrls: readCallbackUrls(options.callbackUrls),
    defaults: readDefaults(options.defaults),
    allow: readAllowance(options.allow),
    allowedOrigins: new Set((options.allowedOrigins ?? []).map(readOrigin)),
    tokenStore,
    // Looked up at each call, so that tracing which replaces the global function later still works.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    enodeVersion: enodeVersion ?? '2024-10-01',
    rateLimit,
    hooks: { onEvent: options.onEvent, onError: options.onError ?? logFailure },
  };
}

function readCredential(name: 'clientId' | 'clientSecret', value: unknown): string {
  // The value itself is never part of the message: it may be the secret, in the wrong place.
  // Basic authentication splits at the first colon (RFC 7617 §2), so an id can have none.
  const fits = name === 'clientId' ? /^[!-9;-~]+$/ : /^[!-~]+$/;
  if (typeof value === 'string' && fits.test(value)) return value;
  fail(
    `${name} is missing or malformed. Take it from Enode's dashboard, and pass it from the environment of the server, without spaces around it.`,
  );
}

function readEnvironment(environment: unknown): EnodeAddresses {
  if (environment === 'sandbox' || environment === 'production') return ENVIRONMENTS[environment];
  const { oauthUrl, apiUrl } = (environment ?? {}) as Partial<Record<string, unknown>>;
  return {
    oauthUrl: readBase('environment.oauthUrl', oauthUrl),
    apiUrl: readBase('environment.apiUrl', apiUrl),
  };
}

function readBase(name: string, value: unknown): string {
  const url = parseUrl(value);
  const isBase = url && !url.search && !url.hash && !url.username && !url.password;
  // Client credentials go to these addresses: never in plain text over a network.
  if (isBase && isSecureOrLoopback(url)) return url.href.replace(/\/+$/, '');
  fail(
    `environment must be 'sandbox', 'production', or {oauthUrl, apiUrl}: ${name} must be an https address (http on loopback only) without query.`,
  );
}

function readCallbackUrls(values: unknown): readonly URL[] {
  if (!Array.isArray(values) || values.length === 0) {
    fail('callbackUrls must list at least one URL that Link UI may send a user back to.');
  }
  return values.map((value: unknown) => {
    const url = parseUrl(value);
    const name = `callbackUrls has ${JSON.stringify(value)}, which`;
    if (!url) fail(`${name} is not an absolute URL. Write it with https:// and the host.`);
    if (!isSecureOrLoopback(url)) fail(`${name} must be https (http on loopback only).`);
    if (url.username || url.password) fail(`${name} must not have a user name or password in it.`);
    if (String(value).includes('#')) fail(`${name} must not have a hash.`);
    if (url.searchParams.has(RETURN_PARAMETER)) {
      fail(`${name} must not have the parameter ${RETURN_PARAMETER}: it is added to it.`);
    }
    if (url.href.length + RETURN_PARAMETER.length + SHORTEST_NONCE + 2 > LONGEST_REDIRECT_URI) {
      fail(`${name} is too long: Enode takes ${LONGEST_REDIRECT_URI} characters with the nonce.`);
    }
    return url;
  });
}

function readDefaults(defaults: LinkDefaults | undefined): LinkDefaults {
  if (!defaults || !isTextList(defaults.scopes) || defaults.scopes.length === 0) {
    fail("defaults.scopes must list at least one scope, such as 'vehicle:read:data'.");
  }
  const { scopes, vendorType, vendor, language, colorScheme } = defaults;
  const own = { scopes, vendorType, vendor, language, colorScheme };
  // The same rules as for a page: what a page may not ask for is no default either.
  const parsed = parseSessionRequest({ ...own, redirectUri: 'https://app.example/' });
  if ('wrongField' in parsed) {
    fail(`defaults.${parsed.wrongField} is not a value that Enode knows. Correct or remove it.`);
  }
  return { ...own, language: parsed.request.language };
}

function readAllowance(allow: LinkAllowance | undefined): LinkAllowance {
  for (const name of ['vendorTypes', 'vendors', 'scopes'] as const) {
    const value = allow?.[name];
    if (value !== undefined && !isTextList(value)) fail(`allow.${name} must be a list of texts.`);
  }
  return allow ?? {};
}

function readOrigin(value: string): string {
  const url = parseUrl(value);
  if (url?.origin === value && isSecureOrLoopback(url)) return value;
  fail(
    `allowedOrigins has ${JSON.stringify(value)}, which is no origin. Write scheme and host alone, such as https://app.example; there is no wildcard.`,
  );
}

function isStore(value: object | null): boolean {
  const { get, set } = (value ?? {}) as Partial<Record<keyof TokenStore, unknown>>;
  return typeof get === 'function' && typeof set === 'function';
}

function parseUrl(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);

function fail(what: string): never {
  throw new TypeError(`createEnodeLinkHandler: ${what}`);
}
