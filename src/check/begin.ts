/**
 * Finds out whether a check can begin: whether the host is there, calls this emulator, and takes the
 * checker's requests for those of a user. If it cannot, the error says what to do.
 */
import { describe, isRedirect, saysSignedOut } from './answer.js';
import { userOf } from './emulator-answers.js';
import type { LoggedRequest, Session } from './emulator-answers.js';
import type { Access, Emulator, Observed } from './emulator.js';
import type { Host } from './host.js';
import type { Answer } from './http.js';
import type { Part } from './rule.js';

/** Thrown if the check cannot begin. The message says what to do. */
export class CannotBegin extends Error {}

/** A limit would refuse what a rule should refuse, and the check would prove nothing. */
export const RATE_LIMITED =
  'The host answered 429: it limits the rate of requests. Switch the limit off for the check.';

const BUSY =
  'While the check asked who is signed in, the emulator was asked about several users. Stop everything else that uses this emulator, or start one for the check alone.';

/** What is known of the host before the first rule is tried. */
export interface Beginning {
  readonly userId: string;
  readonly usual: Session;
  readonly missing: ReadonlyMap<Part, string>;
}

const NO_SESSION: Session = {
  id: '',
  userId: '',
  assetId: null,
  vendorType: null,
  vendor: null,
  scopes: [],
  language: '',
  colorScheme: '',
  redirectUri: '',
};

/** @throws {CannotBegin} */
export async function begin(host: Host, emulator: Emulator): Promise<Beginning> {
  const link = await emulator.observe(() => host.link());
  assertIsThere(host.urls.session, link.result);
  const user = await emulator.observe(() => host.read('user'));
  const devices = await emulator.observe(() => host.read('devices'));
  const requests = [...link.requests, ...user.requests, ...devices.requests];
  assertIsKnown(requests, emulator.access);
  const userId = theOnlyUser([link, user, devices]);
  if (userId === undefined) throw new CannotBegin(whyNoUser(link.result, emulator.access));
  const missing = new Map<Part, string>();
  const [usual = NO_SESSION] = link.sessions;
  if (link.sessions.length === 0) {
    missing.set('session', 'The host makes no Link session: see session-answer.');
  }
  for (const [part, observed] of [
    ['user', user],
    ['devices', devices],
  ] as const) {
    if (!isServed(observed)) missing.set(part, whyMissing(part, host.urls[part]));
  }
  return { userId, usual, missing };
}

/**
 * The user whom the host asked Enode about. The data of this user is deleted, so it must be nobody whom
 * something else asked about at the same time.
 */
function theOnlyUser(all: readonly Observed<Answer>[]): string | undefined {
  // A host that calls nobody signed in has asked about nobody.
  const own = all.filter(({ result }) => !saysSignedOut(result));
  const ids = own.flatMap(({ sessions, requests }) => [
    ...sessions.map((session) => session.userId),
    ...requests.map(userOf),
  ]);
  const users = new Set(ids.filter((id) => id !== undefined));
  if (users.size > 1) throw new CannotBegin(BUSY);
  return [...users][0];
}

/** An endpoint that answers 404 without asking Enode is one that the host does not have. */
function isServed({ result, requests }: Observed<Answer>): boolean {
  return result.status !== 404 || requests.length > 0;
}

function whyMissing(part: Part, url: URL): string {
  return `Nothing is at ${shown(url)}. If the host has this endpoint, name it with --${part}-url.`;
}

function assertIsThere(url: URL, { failure, status }: Answer): void {
  if (failure !== undefined) throw new CannotBegin(whyUnreachable(url, failure));
  if (status !== 404 && status !== 405) return;
  throw new CannotBegin(
    `${shown(url)} answered POST with ${status}. Give the address below which your endpoints are, or each one with --session-url, --user-url, --devices-url and --callback-url.`,
  );
}

/** What to do about a connection that failed with this error code of Node. */
export function whyUnreachable(url: URL, failure: string): string {
  return /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/.test(failure)
    ? `The certificate of ${url.origin} is not trusted (${failure}). Set NODE_EXTRA_CA_CERTS to the file with the certificate of its authority.`
    : `${shown(url)} cannot be reached (${failure}). Start the host, or correct the address.`;
}

/** The emulator must know the client of the host, and the access token. */
function assertIsKnown(requests: readonly LoggedRequest[], access: Access): void {
  const isRefused = (part: string) => {
    const own = requests.filter((request) => request.part === part);
    return own.length > 0 && own.every(({ status }) => status === 401);
  };
  if (isRefused('oauth')) {
    throw new CannotBegin(
      `The host called this emulator with a client id or secret that it does not know. Set these in the host, and start it again:\n${addresses(access)}`,
    );
  }
  if (isRefused('api')) {
    throw new CannotBegin(
      'The host keeps an access token of another emulator, and fetched no new one after 401 (docs/own-endpoints.md#token-renewed). Start the host again, and then the check.',
    );
  }
}

function whyNoUser(answer: Answer, access: Access): string {
  const said = `session-url answered ${describe(answer)}`;
  if (saysSignedOut(answer) || isRedirect(answer)) {
    return `Nobody is signed in: ${said}. Give the headers of a signed-in user, such as --header 'Cookie: session=…', and that of a CSRF protection if there is one.`;
  }
  if (answer.status === 429) return RATE_LIMITED;
  if (answer.status === 400 || answer.status === 422) {
    return `The host refused the request before it called Enode: ${said}. If it refused the redirectUri, name the callback URL that it expects with --callback-url.`;
  }
  return `The host never called this emulator: ${said}. If this is not your endpoint, correct the address. Otherwise set its two Enode addresses to the emulator, and start it again:\n${addresses(access)}`;
}

/** What the host must be set to. The lines are named as in the documents' examples. */
function addresses({ url, clientId, clientSecret }: Access): string {
  const isUsual = clientSecret === clientId;
  return [
    `  ENODE_OAUTH_URL=${url.origin}`,
    `  ENODE_API_URL=${url.origin}`,
    `  ENODE_CLIENT_ID=${clientId}`,
    `  ENODE_CLIENT_SECRET=${isUsual ? clientSecret : '(the one of --client-secret)'}`,
  ].join('\n');
}

/** An address without what may be confidential in it. */
export function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
