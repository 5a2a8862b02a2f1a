/** Reads the command line of `enode-link-button check`. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { parseArgs } from 'node:util';
import type { Endpoint } from './host.js';
import type { WebhookTarget } from './rule.js';

export const HELP = `Usage: npx enode-link-button check BASE [options]

Tries the endpoints of a host, in whatever language they are written, against docs/own-endpoints.md.
BASE is the address below which they are: BASE/link-session, BASE/user, BASE/devices, BASE/callback.
The host must call an emulator in place of Enode, at http://127.0.0.1:4010 unless --emulator says otherwise.

Options:
  --session-url URL       in place of BASE/link-session
  --user-url URL          in place of BASE/user
  --devices-url URL       in place of BASE/devices
  --callback-url URL      in place of BASE/callback; with ?* at its end, if it may have any query
  --webhook-url URL       where the host takes webhooks; needs --webhook-secret
  --webhook-secret SECRET the secret that the host verifies webhooks with
  --header 'NAME: VALUE'  sent with each request, such as the cookie of a signed-in user; may be repeated
  --emulator URL          use the emulator that runs there (default: start one on port 4010)
  --client-id ID          client id that the host is set to (default: check)
  --client-secret SECRET  client secret that the host is set to (default: check)
  --json                  print one JSON array of {rule, status, detail} and nothing else
  --help                  show this text

What the signed-in user has linked in the emulator is removed. Exit code: 0 without a FAIL, 1 with one,
2 if the check could not begin.
`;

/** A mistake in the command line. */
export class UsageError extends Error {}

export interface Options {
  readonly base: URL;
  readonly urls: Readonly<Record<Endpoint, URL>>;
  readonly callbackTakesAnyQuery: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly webhook: WebhookTarget | undefined;
  /** Undefined: the checker starts one. */
  readonly emulator: URL | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly json: boolean;
}

const DEFAULT_CREDENTIAL = 'check';
const PATHS = {
  session: 'link-session',
  user: 'user',
  devices: 'devices',
  callback: 'callback',
} as const satisfies Record<Endpoint, string>;

/** @throws {UsageError} */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw new UsageError(`--${name} needs a value.`);
  }
  const [base, ...others] = positionals;
  if (base === undefined)
    throw new UsageError('BASE is missing, such as http://localhost:8000/api/enode.');
  if (others.length > 0) throw new UsageError('Give one BASE.');
  const baseUrl = readUrl('BASE', base);
  const { 'callback-url': callback = '' } = values;
  const callbackTakesAnyQuery = callback.endsWith('?*');
  const given = {
    session: values['session-url'],
    user: values['user-url'],
    devices: values['devices-url'],
    callback: callbackTakesAnyQuery ? callback.slice(0, -2) : values['callback-url'],
  };
  const urlOf = (endpoint: Endpoint) =>
    readUrl(`--${endpoint}-url`, given[endpoint] ?? below(baseUrl, PATHS[endpoint]));
  return {
    base: baseUrl,
    urls: {
      session: urlOf('session'),
      user: urlOf('user'),
      devices: urlOf('devices'),
      callback: urlOf('callback'),
    },
    callbackTakesAnyQuery,
    headers: readHeaders(values.header ?? []),
    webhook: readWebhook(values['webhook-url'], values['webhook-secret']),
    emulator: values.emulator === undefined ? undefined : readUrl('--emulator', values.emulator),
    clientId: values['client-id'] ?? DEFAULT_CREDENTIAL,
    clientSecret: values['client-secret'] ?? DEFAULT_CREDENTIAL,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'session-url': text,
        'user-url': text,
        'devices-url': text,
        'callback-url': text,
        'webhook-url': text,
        'webhook-secret': text,
        header: { type: 'string', multiple: true },
        emulator: text,
        'client-id': text,
        'client-secret': text,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // The message of parseArgs has several sentences; the first one names the option.
    const [first = ''] = (error instanceof Error ? error.message : '').split(/\. |\n/);
    throw new UsageError(`${first}.`);
  }
}

function readUrl(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const hasCredentials = url && (url.username !== '' || url.password !== '');
  const isRight = url && /^https?:$/.test(url.protocol) && !url.hash && !hasCredentials;
  // The value is not repeated: it may hold credentials.
  if (!isRight)
    throw new UsageError(`${name} must be an http or https address without credentials.`);
  return url;
}

function below(base: URL, path: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  return url.href;
}

function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (!name || !isHeader(name, value)) {
      throw new UsageError(`--header must be as in --header 'Cookie: session=…'.`);
    }
    const key = name.toLowerCase();
    const before = headers[key];
    const separator = key === 'cookie' ? '; ' : ', ';
    headers[key] = before === undefined ? value : before + separator + value;
  }
  return headers;
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function readWebhook(url: string | undefined, secret: string | undefined) {
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || secret === undefined) {
    throw new UsageError('Give --webhook-url and --webhook-secret, or neither.');
  }
  return { url: readUrl('--webhook-url', url), secret };
}
