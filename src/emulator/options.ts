/** The options of the emulator, and their check, for `startEmulator` and for the command. */
import { hostNameOf, readHostName } from './host-name.js';
import { LOOPBACK } from './loopback.js';

export interface EmulatorOptions {
  /** Port of OAuth, API, dashboard and control; 0 = any free port. Default 4010. */
  readonly port?: number;
  /** Port of Link UI; 0 = any free port. Default 4011. */
  readonly linkPort?: number;
  /** Port of the vendors' own sign-in page, for the fault `vendorSignIn`. Default: any free port. */
  readonly vendorPort?: number;
  /** Address to listen on. Default 127.0.0.1: only this machine can connect. */
  readonly host?: string;
  /**
   * Further host names that requests may be for, without scheme and port, such as the name of a container. Loopback
   * names, `host` and the names in the public URLs are always answered.
   */
  readonly allowedHosts?: readonly string[];
  /** The origin of `port` as others reach it, such as `http://emulator:4010`. Default: its own address. */
  readonly publicUrl?: string;
  /** The origin of `linkPort` as browsers reach it: each `linkUrl` begins with it. Default: its own address. */
  readonly linkPublicUrl?: string;
  /** The client id to accept: printable ASCII without colon, quote (') and backslash. Default: a random one. */
  readonly clientId?: string;
  /** The client secret to accept: printable ASCII without quote (') and backslash. Default: a random one. */
  readonly clientSecret?: string;
  /** Whether there are three virtual assets from the start, and after each reset. Default false. */
  readonly readyAssets?: boolean;
  /** The time in milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

/** A mistake in an option. The message says what to write. */
export class OptionError extends TypeError {}

/** The options after the check. */
export interface Settings {
  readonly port: number;
  readonly linkPort: number;
  readonly vendorPort: number;
  readonly host: string;
  /** Origins of the API and of Link UI for others. Absent: their own addresses. */
  readonly publicUrl: string | undefined;
  readonly linkPublicUrl: string | undefined;
  /** The names that requests may be for, besides loopback names. */
  readonly hosts: ReadonlySet<string>;
  /** Absent: random ones. */
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly readyAssets: boolean;
  readonly now: () => number;
}

type Name = keyof EmulatorOptions;
type Options = Readonly<Partial<Record<Name, unknown>>>;

/**
 * Checks all options.
 *
 * @param label what an option is called where it is set
 * @throws {OptionError} that names the option and says what to write
 */
export function readOptions(
  options: Options,
  label: (name: Name) => string = (name) => name,
): Settings {
  const { host = LOOPBACK, allowedHosts = [], readyAssets = false, now = Date.now } = options;
  const publicUrl = readOrigin(label('publicUrl'), options.publicUrl);
  const linkPublicUrl = readOrigin(label('linkPublicUrl'), options.linkPublicUrl);
  if (publicUrl !== undefined && publicUrl === linkPublicUrl) {
    throw new OptionError(
      `${label('linkPublicUrl')} must differ from ${label('publicUrl')}: Link UI has an origin of its own, as Enode's has.`,
    );
  }
  if (!Array.isArray(allowedHosts)) {
    throw new OptionError(
      `${label('allowedHosts')} must be a list of names, such as ["emulator"].`,
    );
  }
  if (typeof readyAssets !== 'boolean') {
    throw new OptionError(`${label('readyAssets')} must be true or false.`);
  }
  if (!isClock(now)) {
    throw new OptionError(`${label('now')} must be a function that returns milliseconds.`);
  }
  const listen = readListenHost(label('host'), host);
  const urls = [publicUrl, linkPublicUrl].filter((url) => url !== undefined);
  return {
    port: readPort(label('port'), options.port, 4010),
    linkPort: readPort(label('linkPort'), options.linkPort, 4011),
    vendorPort: readPort(label('vendorPort'), options.vendorPort, 0),
    host: listen.host,
    publicUrl,
    linkPublicUrl,
    hosts: new Set([
      listen.name,
      ...urls.map(hostNameOf),
      ...allowedHosts.map((name: unknown) => readAllowedHost(label('allowedHosts'), name)),
    ]),
    clientId: readCredential(label('clientId'), options.clientId, ':'),
    clientSecret: readCredential(label('clientSecret'), options.clientSecret),
    readyAssets,
    now,
  };
}

function readPort(label: string, value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65535) {
    return value;
  }
  throw new OptionError(`${label} must be a port number from 0 to 65535; 0 = any free port.`);
}

/** An IPv6 address may name its network interface: `fe80::1%eth0`. */
function readListenHost(label: string, host: unknown): { host: string; name: string } {
  const text = typeof host === 'string' ? host : '';
  const name = readHostName(text.includes(':') ? `[${text.replace(/%.*$/, '')}]` : text);
  if (name !== undefined) return { host: text, name };
  throw new OptionError(
    `${label} must be an address or a name of this machine, without port, such as "0.0.0.0", not ${JSON.stringify(host)}.`,
  );
}

function readAllowedHost(label: string, value: unknown): string {
  const name = typeof value === 'string' ? readHostName(value) : undefined;
  if (name !== undefined) return name;
  throw new OptionError(
    `${label} must be a host name without scheme, port and wildcard, such as "emulator", not ${JSON.stringify(value)}.`,
  );
}

function readOrigin(label: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new OptionError(
      `${label} must be an http or https URL, such as "http://emulator:4010", not ${JSON.stringify(value)}.`,
    );
  }
  if (url.pathname === '/' && !url.search && !url.hash) return url.origin;
  throw new OptionError(
    `${label} must have no path and no query, because the emulator is always at the root of its host. Write "${url.origin}".`,
  );
}

/**
 * The command prints credentials as lines for a shell and for `.env` files. No form of a quote or a backslash means the
 * same to all their readers. The colon ends a client id (RFC 7617 §2).
 */
function readCredential(label: string, value: unknown, alsoRefused = ''): string | undefined {
  if (value === undefined) return undefined;
  const isPlain = typeof value === 'string' && /^[ -&(-[\]-~]+$/.test(value);
  if (isPlain && !(alsoRefused && value.includes(alsoRefused))) return value;
  // Not the value itself: it may be a secret.
  const colon = alsoRefused && ' colon,';
  throw new OptionError(
    `${label} must be a text of printable ASCII characters, without${colon} quote (') and backslash.`,
  );
}

function isClock(value: unknown): value is () => number {
  return typeof value === 'function';
}
