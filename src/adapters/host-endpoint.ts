/**
 * The host's endpoints (docs/server.md, "Endpoints"): what each is asked, and what its answer means. A
 * function of the host may stand in for each.
 */
import { LinkError } from '../errors.js';
import { toJson, valueOf } from '../own-keys.js';
import {
  parseLinkedDevices,
  parseLinkedVendors,
  parseLinkUrl,
  type EnodeUser,
  type LinkedDevice,
  type LinkedDevices,
  type LinkSession,
} from '../schema.js';
import type { Clock, Host, LinkSessionRequest, UserReading } from '../session/ports.js';
import { asLinkErrors, fetchJson, withTimeout, type RequestSettings } from './host-request.js';
import { checkLinkUrl } from './link-url.js';
import { pageHost } from './page-address.js';

const NO_USER =
  'Your user endpoint did not answer with an Enode user. It must send {id, linkedVendors} as JSON.';

const NO_DEVICES =
  'Your devices endpoint did not answer with devices. It must send {devices: [{id, vendor, vendorType, name, …}]} as JSON.';

/** Replaces the request to `session-url`. May reject with anything; a LinkError passes unchanged. */
export type GetSession = (
  request: LinkSessionRequest,
  options: { signal: AbortSignal },
) => Promise<LinkSession>;

/** Replaces the request to `user-url`. */
export type GetUser = (options: { signal: AbortSignal }) => Promise<EnodeUser>;

/** Replaces the request to `devices-url`. */
export type GetDevices = (options: { signal: AbortSignal }) => Promise<LinkedDevices>;

/** How the host is asked. */
export interface HostSettings extends RequestSettings {
  /** Empty if there is none. */
  readonly sessionUrl: string;
  /** Empty if there is none. */
  readonly userUrl: string;
  /** Empty if there is none. */
  readonly devicesUrl: string;
  readonly getSession: GetSession | undefined;
  readonly getUser: GetUser | undefined;
  readonly getDevices: GetDevices | undefined;
  /** Origins besides Enode's that Link UI may be on. */
  readonly linkOrigins: readonly string[];
}

/** The method and the address, or only the name of the function that was called instead. */
type RequestName = readonly [name: string, url?: string];

/** A failed request to the host, for developers who look for the mistake. */
export interface RequestFailure {
  readonly request: RequestName;
  /** Undefined if the endpoint answered 404 and did not say that it means an unknown user. */
  readonly error: LinkError | undefined;
}

/** @param onFailure is called with each failure, also with those that do not end the attempt */
export function createHost(
  settings: HostSettings,
  clock: Clock,
  onFailure: (failure: RequestFailure) => void = () => undefined,
): Host {
  const { sessionUrl, userUrl, devicesUrl, getSession, getUser, getDevices } = settings;
  const timed = { ...settings, clock };
  const callHost = <T>(
    signal: AbortSignal,
    call: (options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<T> =>
    withTimeout(timed, signal, (limit) => asLinkErrors(() => call({ signal: limit })));

  const createSession = async (
    request: LinkSessionRequest,
    signal: AbortSignal,
  ): Promise<string> => {
    const answer = await (getSession
      ? callHost(signal, (options) => getSession(request, options))
      : fetchJson(timed, sessionUrl, signal, { method: 'POST', body: toJson(request) }));
    // Only the address leaves this function: linkToken is dropped with the answer.
    const linkUrl = parseLinkUrl(answer);
    if (linkUrl === undefined) throw new LinkError('session-invalid');
    return checkLinkUrl(linkUrl, settings.linkOrigins, pageHost());
  };

  /**
   * Reads what the user has.
   * @param none the answer if Enode does not know the user yet: nothing is linked
   */
  const read = async (
    request: RequestName,
    url: string,
    replaced: ((options: { signal: AbortSignal }) => Promise<unknown>) | undefined,
    none: unknown,
    signal: AbortSignal,
  ): Promise<unknown> => {
    try {
      return await (replaced
        ? callHost(signal, replaced)
        : fetchJson(timed, url, signal, { method: 'GET', cache: 'no-store' }));
    } catch (error) {
      if (!(error instanceof LinkError) || error.status !== 404) throw error;
      // The handler of this package answers an address that it does not have with this code.
      const isNowhere = error.problem?.code === 'not-found';
      if (!replaced && (isNowhere || !error.problem)) {
        onFailure({ request, error: isNowhere ? error : undefined });
      }
      return none;
    }
  };

  const readUser = async (signal: AbortSignal): Promise<UserReading> => {
    try {
      const none = { linkedVendors: [] };
      const answer = await read(userRequest, userUrl, getUser, none, signal);
      const vendors = parseLinkedVendors(answer);
      if (!vendors) throw new LinkError('session-invalid');
      return { vendors, user: markOf(valueOf(answer as object, 'id')) };
    } catch (thrown) {
      const cause = withMessage(thrown, NO_USER);
      const { status, problem } = thrown instanceof LinkError ? thrown : {};
      throw new LinkError('confirm-failed', { cause, status, problem });
    }
  };

  const readDevices = async (signal: AbortSignal): Promise<readonly LinkedDevice[]> => {
    try {
      const none = { devices: [] };
      const devices = parseLinkedDevices(
        await read(devicesRequest, devicesUrl, getDevices, none, signal),
      );
      if (!devices) throw new LinkError('session-invalid');
      return devices;
    } catch (thrown) {
      throw withMessage(thrown, NO_DEVICES);
    }
  };

  const reported = async <T>(
    request: RequestName,
    signal: AbortSignal,
    work: Promise<T>,
  ): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof LinkError && !signal.aborted) onFailure({ request, error });
      throw error;
    }
  };
  const sessionRequest: RequestName = getSession ? ['getSession'] : ['POST', sessionUrl];
  const userRequest: RequestName = getUser ? ['getUser'] : ['GET', userUrl];
  const devicesRequest: RequestName = getDevices ? ['getDevices'] : ['GET', devicesUrl];
  return {
    createSession: (request, signal) =>
      reported(sessionRequest, signal, createSession(request, signal)),
    ...((getUser ?? userUrl) && {
      readUser: (signal) => reported(userRequest, signal, readUser(signal)),
    }),
    ...((getDevices ?? devicesUrl) && {
      readDevices: (signal) => reported(devicesRequest, signal, readDevices(signal)),
    }),
  };
}

/** An answer of a wrong shape, with what this endpoint must send: the general message is about a session. */
function withMessage(thrown: unknown, message: string): unknown {
  const isInvalid = thrown instanceof LinkError && thrown.code === 'session-invalid';
  return isInvalid ? new LinkError(thrown.code, { message }) : thrown;
}

/**
 * A mark that differs between users and identifies none: 16 bits of an FNV-1a hash, which thousands
 * of ids share. It waits in session storage while the page is left, and is compared with the mark of
 * the next reading.
 */
function markOf(id: unknown): string | undefined {
  if (typeof id !== 'string' || id === '') return undefined;
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(36);
}
