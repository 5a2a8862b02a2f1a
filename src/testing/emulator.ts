/**
 * The emulator as a host's test uses it: what to hand to the handler, devices, and one function for
 * each thing that can go wrong. Knows faults by what a user meets; each call adds to those in force.
 */
import type {
  AnswerFault,
  Emulator,
  Faults,
  RouteFault,
  VirtualAsset,
  VirtualAssetRequest,
} from '../emulator/index.js';

/** How a call to Enode fails: the status (default 503), how late, and how often (default: always). */
export type Failure = Pick<AnswerFault, 'status' | 'delayMs' | 'times'>;

/** Options of `createEnodeLinkHandler` that lead to the emulator: spread them into yours. */
export function handlerOptions({ clientId, clientSecret, oauthUrl, apiUrl }: Emulator) {
  return { clientId, clientSecret, environment: { oauthUrl, apiUrl } };
}

/** A device to link, a Tesla where nothing else is asked for. */
export function makeAsset(
  emulator: Emulator,
  asset: Partial<VirtualAssetRequest> = {},
): Promise<VirtualAsset> {
  const usual = { name: 'Test device', vendor: 'TESLA', vendorType: 'vehicle', model: 'Model 3' };
  return emulator.createVirtualAsset({ ...usual, ...asset } as VirtualAssetRequest);
}

/** Enode makes no Link sessions: your handler's answer, and the widget's `error`, follow from it. */
export function failSessions(emulator: Emulator, failure: Failure = {}): Promise<void> {
  return failRoutes(emulator, failure, [
    { method: 'POST', path: '/users/*/link' },
    { method: 'POST', path: '/assets/*/relink' },
  ]);
}

/** Enode does not tell what a user has linked. Link sessions are made as ever. */
export function failUsers(emulator: Emulator, failure: Failure = {}): Promise<void> {
  return failRoutes(emulator, failure, [{ method: 'GET', path: '/users/*' }]);
}

/** Enode takes no further connections: "Connections limit reached." */
export function limitConnections(emulator: Emulator): Promise<void> {
  return add(emulator, { connectionsLimit: true });
}

/** Links turn out to be expired, or used, when they are opened. */
export function spoilLinks(emulator: Emulator, links: 'expired' | 'used'): Promise<void> {
  return add(emulator, { links });
}

/** Link UI sends the user back by itself, with an error. */
export function endVisits(
  emulator: Emulator,
  error = 'backendError',
  errorMessage = 'Something went wrong in Link UI.',
): Promise<void> {
  return add(emulator, { earlyExit: { error, errorMessage } });
}

/** What was linked shows up that much later, as devices may. */
export function delayLinks(emulator: Emulator, linkedVendorDelayMs: number): Promise<void> {
  return add(emulator, { linkedVendorDelayMs });
}

/** Every page of Link UI comes late. */
export function slowLinkUi(emulator: Emulator, delayMs: number): Promise<void> {
  return add(emulator, { linkUi: { ...emulator.faults.linkUi, delayMs } });
}

/** Link UI cuts its window off from yours, by `Cross-Origin-Opener-Policy`. */
export function isolateLinkUi(emulator: Emulator, coop = 'same-origin'): Promise<void> {
  return add(emulator, { linkUi: { ...emulator.faults.linkUi, coop } });
}

/** Link UI refuses to be framed. */
export function refuseFrames(emulator: Emulator): Promise<void> {
  return add(emulator, { linkUi: { ...emulator.faults.linkUi, frameAncestors: 'none' } });
}

/** The vendor's sign-in is a page on an origin of its own, which may isolate itself. */
export function signInElsewhere(
  emulator: Emulator,
  options: Pick<NonNullable<Faults['vendorSignIn']>, 'coop' | 'frameAncestors'> = {},
): Promise<void> {
  return add(emulator, { vendorSignIn: options });
}

/** A brand works badly (Link UI warns), or not at all. */
export function troubleVendor(
  emulator: Emulator,
  vendor: string,
  status: 'ELEVATED_ERROR_RATE' | 'OUTAGE' = 'OUTAGE',
): Promise<void> {
  return add(emulator, { vendors: { ...emulator.faults.vendors, [vendor]: status } });
}

/**
 * The vendor refuses the credentials that a user gave before: `isValid` is false until the user
 * links again.
 *
 * @throws {Error} where the user has not linked this vendor.
 */
export function invalidate(emulator: Emulator, userId: string, vendor: string): Promise<void> {
  return emulator.invalidate(userId, vendor);
}

/** Moves the emulator's clock, so that tokens and links expire. */
export function moveClock(emulator: Emulator, byMs: number): Promise<void> {
  return add(emulator, { clockOffsetMs: (emulator.faults.clockOffsetMs ?? 0) + byMs });
}

/** Ends every fault. What is linked stays; `emulator.reset()` forgets that as well. */
export function heal(emulator: Emulator): Promise<void> {
  return emulator.setFaults({});
}

function failRoutes(
  emulator: Emulator,
  { status, delayMs, times }: Failure,
  routes: readonly Pick<RouteFault, 'method' | 'path'>[],
): Promise<void> {
  // A delay alone is a slow answer, not a failed one.
  const answer = status ?? (delayMs === undefined ? 503 : undefined);
  const failing = routes.map((route) => ({
    ...route,
    ...(answer !== undefined && { status: answer }),
    ...(delayMs !== undefined && { delayMs }),
    ...(times !== undefined && { times }),
  }));
  const isOther = ({ method, path }: RouteFault) =>
    !routes.some((route) => route.method === method && route.path === path);
  return add(emulator, {
    routes: [...failing, ...(emulator.faults.routes ?? []).filter(isOther)],
  });
}

function add(emulator: Emulator, faults: Faults): Promise<void> {
  return emulator.setFaults({ ...emulator.faults, ...faults });
}
