/**
 * The options of the handler, and their check. Every mistake that a host can make fails here, when the
 * handler is created, and not when the first user clicks.
 */
import type { OriginPolicy } from './access.js';
import { readEnvironment } from './environment.js';
import { type Hooks, logFailure } from './hooks.js';
import { isSecureOrLoopback } from '../loopback.js';
import { fail } from './mistake.js';
import { NONCE_PARAMETER } from '../return/message.js';
import {
  type CallbackUrl,
  ERROR_PARAMETERS,
  LONGEST_REDIRECT_URI,
  SHORTEST_NONCE,
} from './redirect-uri.js';
import { parseSessionRequest } from './schema.js';
import { withoutLineEnd } from './secret.js';
import type {
  EnodeEnvironment,
  LinkAllowance,
  LinkDefaults,
  Settings,
  TokenStore,
} from './settings.js';

/** Options of {@link createEnodeLinkHandler}. */
export interface HandlerOptions extends Hooks {
  /**
   * Client id from Enode's dashboard. Undefined, which is the value of an unset environment variable,
   * throws like any other invalid value. Line breaks at its end, as in mounted files, are dropped.
   */
  readonly clientId: string | undefined;
  /**
   * Client secret of that client; undefined and line breaks are treated as for `clientId`. It gives
   * access to every user of the client: keep it on the server.
   */
  readonly clientSecret: string | undefined;
  /** Which Enode to call. `emulator`: `enode-link-button emulator` on its usual port, 127.0.0.1:4010. */
  readonly environment: 'sandbox' | 'production' | 'emulator' | EnodeEnvironment;
  /**
   * Returns the id of the user who is signed in, from the request's session, or null if nobody is
   * signed in (401). The page must not be able to choose the id. Leave the body of the request unread.
   */
  readonly getUserId: (
    request: Request,
  ) => string | null | undefined | Promise<string | null | undefined>;
  /**
   * Where Link UI may send a user back to: absolute URLs, without hash. https, http on loopback, or an
   * app's own scheme (`myapp://linked`). `?*` at the end, as in `https://app.example/devices?*`, allows
   * any query: for a page that is its own callback.
   */
  readonly callbackUrls: readonly string[];
  readonly defaults: LinkDefaults;
  readonly allow?: LinkAllowance | undefined;
  /** Other origins whose pages may call the endpoints, with CORS and credentials. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /**
   * The origin that browsers see, such as `https://app.example`: for a server behind a proxy, which has
   * a different address. Without it, the address of the request is taken for the host's own origin.
   */
  readonly publicOrigin?: string | undefined;
  /** Shares the access token between several instances. */
  readonly tokenStore?: TokenStore | undefined;
  /** Replaces the global `fetch` for calls to Enode. */
  readonly fetch?: typeof fetch | undefined;
  /** How long a page waits for Enode at most, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number | undefined;
  /** `Enode-Version` header of each API request. Default `2024-10-01`. */
  readonly enodeVersion?: string | undefined;
  /** Returns the seconds until this user may try again; 0 or nothing lets the request pass. */
  readonly rateLimit?:
    ((userId: string, request: Request) => number | void | Promise<number | void>) | undefined;
}

/** The options after the check: complete, parsed and valid. */
export interface HandlerSettings extends Settings, OriginPolicy {
  readonly getUserId: HandlerOptions['getUserId'];
  readonly rateLimit: HandlerOptions['rateLimit'];
  readonly hooks: Hooks;
}

/** The end of an entry of `callbackUrls` that allows any query. */
const ANY_QUERY = '?*';

/** @throws TypeError that names the option and how to correct it. Never repeats the value of a secret. */
export function readOptions(options: HandlerOptions | null | undefined): HandlerSettings {
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
  // setTimeout takes at most 31 bits, and fires at once for a larger number.
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
    allowedOrigins: new Set(
      (options.allowedOrigins ?? []).map((value) => readOrigin('allowedOrigins', value)),
    ),
    publicOrigin:
      options.publicOrigin === undefined
        ? undefined
        : readOrigin('publicOrigin', options.publicOrigin),
    tokenStore,
    // Looked up at each call, so that tracing may replace the global function later.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    enodeVersion: enodeVersion ?? '2024-10-01',
    rateLimit,
    hooks: { onEvent: options.onEvent, onError: options.onError ?? logFailure },
  };
}

function readCredential(name: 'clientId' | 'clientSecret', value: unknown): string {
  // The message never contains the value, which may be the secret in the wrong place.
  // Basic authentication splits at the first colon (RFC 7617 §2), so an id must not contain one.
  const fits = name === 'clientId' ? /^[!-9;-~]+$/ : /^[!-~]+$/;
  const text = typeof value === 'string' ? withoutLineEnd(value) : '';
  if (fits.test(text)) return text;
  fail(
    `${name} is missing or malformed. Take it from Enode's dashboard, and pass it from the environment of the server, without spaces around it.`,
  );
}

function readCallbackUrls(values: unknown): readonly CallbackUrl[] {
  if (!Array.isArray(values) || values.length === 0) {
    fail('callbackUrls must list at least one URL that Link UI may send a user back to.');
  }
  return values.map((value: unknown) => {
    const takesAnyQuery = typeof value === 'string' && value.endsWith(ANY_QUERY);
    const url = parseUrl(takesAnyQuery ? value.slice(0, -ANY_QUERY.length) : value);
    const name = `${JSON.stringify(value)} in callbackUrls`;
    if (!url) fail(`${name} is not an absolute URL. Write it with https:// and the host.`);
    if (!isCallbackScheme(url)) {
      fail(
        `${name} must be https (http on loopback only), or an app's own scheme, such as myapp://linked.`,
      );
    }
    if (url.username || url.password) fail(`${name} must not have a user name or password in it.`);
    if (String(value).includes('#')) fail(`${name} must not have a hash.`);
    for (const parameter of [NONCE_PARAMETER, ...ERROR_PARAMETERS]) {
      if (!url.searchParams.has(parameter)) continue;
      fail(`${name} must not have the parameter ${parameter}: the button or Link UI adds it.`);
    }
    if (takesAnyQuery && url.search) {
      fail(`${name} has a query before ${ANY_QUERY}. Leave one of them out.`);
    }
    if (url.href.length + NONCE_PARAMETER.length + SHORTEST_NONCE + 2 > LONGEST_REDIRECT_URI) {
      fail(`${name} is too long: Enode takes ${LONGEST_REDIRECT_URI} characters with the nonce.`);
    }
    return { url, takesAnyQuery };
  });
}

/**
 * Schemes of browsers and systems, which no app owns: they run a script, open a file or a program, or begin a message
 * or a call.
 */
const SYSTEM_SCHEME =
  /^(?:about|blob|chrome|chrome-extension|data|file|filesystem|ftp|http|intent|jar|javascript|mailto|moz-extension|ms-[^:]*|search-ms|smb|sms|ssh|tel|vbscript|view-source|wss?):/;

/** https, http on loopback, or the scheme of an app (RFC 8252 §7.1). */
function isCallbackScheme(url: URL): boolean {
  if (isSecureOrLoopback(url)) return true;
  // `app.example:8443/linked` would parse as a scheme, but is an address whose https:// was forgotten: hence the slash.
  return !SYSTEM_SCHEME.test(url.href) && /^[^:]+:\//.test(url.href);
}

function readDefaults(defaults: LinkDefaults | undefined): LinkDefaults {
  if (!defaults || !isTextList(defaults.scopes) || defaults.scopes.length === 0) {
    fail("defaults.scopes must list at least one scope, such as 'vehicle:read:data'.");
  }
  const { scopes, vendorType, vendor, language, colorScheme } = defaults;
  const own = { scopes, vendorType, vendor, language, colorScheme };
  // The same rules as for a page: a default must be something that a page could ask for.
  const parsed = parseSessionRequest({ ...own, redirectUri: 'https://app.example/' });
  if ('wrongField' in parsed) {
    fail(`defaults.${parsed.wrongField} is not a value that Enode knows. Correct or remove it.`);
  }
  return { ...own, language: parsed.request.language };
}

function readAllowance(allow: LinkAllowance | undefined): LinkAllowance {
  for (const name of ['vendorTypes', 'vendors', 'scopes'] as const) {
    const value = allow?.[name];
    if (value !== undefined && !isTextList(value)) fail(`allow.${name} must be a list of strings.`);
  }
  return allow ?? {};
}

function readOrigin(name: 'allowedOrigins' | 'publicOrigin', value: unknown): string {
  const url = parseUrl(value);
  if (url && url.origin === value && isSecureOrLoopback(url)) return url.origin;
  fail(
    `${JSON.stringify(value)} in ${name} is not an origin. Write only https:// and the host, such as https://app.example (http on loopback only, no wildcard).`,
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
