/**
 * What the handler works with after its options are checked, and those parts of the options that are
 * passed on as they are. How the options are checked is in options.ts.
 */
import type { CallbackUrl } from './redirect-uri.js';
import type { EnodeHooks } from './reports.js';

/** Base addresses of an Enode environment, such as an emulator. */
export interface EnodeAddresses {
  /** `/oauth2/token` is appended. */
  readonly oauthUrl: string;
  /** `/users/…` is appended. */
  readonly apiUrl: string;
}

/** An environment by its addresses: https, or http on loopback. */
export interface EnodeEnvironment extends EnodeAddresses {
  /**
   * Allows http for private addresses too, for an emulator in a container: names without dots, `*.internal`, `*.local`,
   * and the addresses of RFC 1918, RFC 4193 and link-local ones. Everything on that network can then read the client
   * secret, so never set it with real Enode credentials.
   */
  readonly allowPrivateHttp?: boolean | undefined;
}

/** What a Link session is created with if the page asks for nothing else. */
export interface LinkDefaults {
  /** At least one; `<type>:read:data` for each type of asset to be linked. */
  readonly scopes: readonly string[];
  /** Absent: the types in the scopes. */
  readonly vendorType?: string | undefined;
  /** Absent: the user chooses. */
  readonly vendor?: string | undefined;
  /** A language tag. Absent or unknown: `browser`. */
  readonly language?: string | undefined;
  /** Absent: Enode's own default (`system`). */
  readonly colorScheme?: 'system' | 'light' | 'dark' | undefined;
}

/** What a page may ask for beyond the defaults. */
export interface LinkAllowance {
  readonly vendorTypes?: readonly string[] | undefined;
  /** Without `defaults.vendor`, a page may name these vendors only; if this is absent too, any vendor. */
  readonly vendors?: readonly string[] | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/**
 * A store, such as Redis or a KV store, that shares the access token between several instances of a
 * host. The value gives access to every user of the client: protect it like the client secret. If the
 * store fails, the handler reports that to `onError`, and goes on without it.
 */
export interface TokenStore {
  get(key: string): string | null | undefined | Promise<string | null | undefined>;
  /** The store must forget the value after `ttlSeconds`. */
  set(key: string, value: string, ttlSeconds: number): unknown;
}

/** Settings of the calls to Enode and of the endpoints: complete, parsed and valid. */
export interface Settings extends EnodeAddresses {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callbackUrls: readonly CallbackUrl[];
  readonly defaults: LinkDefaults;
  readonly allow: LinkAllowance;
  readonly tokenStore: TokenStore | undefined;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly enodeVersion: string;
  readonly hooks: EnodeHooks;
}
