/**
 * The emulator for tests of a host: options for the handler, devices, and one function for each thing that
 * can go wrong. Each of these functions adds its fault to those in force.
 */
import type {
  AddedDevice,
  AnswerFault,
  AssetChange,
  Emulator,
  Faults,
  NewDevice,
  RouteFault,
  VirtualAsset,
  VirtualAssetRequest,
} from '../emulator/index.js';

/** How a call to Enode fails: its status (default 503), its delay, and how often (default: always). */
export type Failure = Pick<AnswerFault, 'status' | 'delayMs' | 'times'>;

/** Options of `createEnodeLinkHandler` for this emulator: spread them into your own options. */
export function handlerOptions({ clientId, clientSecret, oauthUrl, apiUrl }: Emulator) {
  return { clientId, clientSecret, environment: { oauthUrl, apiUrl } };
}

/** Creates a device to link. By default it is a Tesla. */
export function makeAsset(
  emulator: Emulator,
  asset: Partial<VirtualAssetRequest> = {},
): Promise<VirtualAsset> {
  const usual = { name: 'Test device', vendor: 'TESLA', vendorType: 'vehicle', model: 'Model 3' };
  return emulator.createVirtualAsset({ ...usual, ...asset } as VirtualAssetRequest);
}

/** Makes Enode fail to create Link sessions, so that your handler and the button report an error. */
export function failSessions(emulator: Emulator, failure: Failure = {}): Promise<void> {
  return failRoutes(emulator, failure, [
    { method: 'POST', path: '/users/*/link' },
    { method: 'POST', path: '/assets/*/relink' },
  ]);
}

/** Makes Enode fail when it is asked for a user. Link sessions still work. */
export function failUsers(emulator: Emulator, failure: Failure = {}): Promise<void> {
  return failRoutes(emulator, failure, [{ method: 'GET', path: '/users/*' }]);
}

/** Makes Enode refuse new Link sessions: "Connections limit reached." */
export function limitConnections(emulator: Emulator): Promise<void> {
  return add(emulator, { connectionsLimit: true });
}

/** Makes every link expired, or already used, when it is opened. */
export function spoilLinks(emulator: Emulator, links: 'expired' | 'used'): Promise<void> {
  return add(emulator, { links });
}

/** Makes Link UI send the user back at once, with an error. */
export function endVisits(
  emulator: Emulator,
  error = 'backendError',
  errorMessage = 'Something went wrong in Link UI.',
): Promise<void> {
  return add(emulator, { earlyExit: { error, errorMessage } });
}

/** Makes linked vendors and devices appear after a delay, as happens with Enode. */
export function delayLinks(emulator: Emulator, linkedVendorDelayMs: number): Promise<void> {
  return add(emulator, { linkedVendorDelayMs });
}

/** Delays every page of Link UI. */
export function slowLinkUi(emulator: Emulator, delayMs: number): Promise<void> {
  return add(emulator, { linkUi: { ...emulator.faults.linkUi, delayMs } });
}

/** Makes Link UI isolate its window from yours, by `Cross-Origin-Opener-Policy`. */
export function isolateLinkUi(emulator: Emulator, coop = 'same-origin'): Promise<void> {
  return add(emulator, { linkUi: { ...emulator.faults.linkUi, coop } });
}

/** Makes Link UI refuse to be framed. */
export function refuseFrames(emulator: Emulator): Promise<void> {
  return add(emulator, { linkUi: { ...emulator.faults.linkUi, frameAncestors: 'none' } });
}

/** Puts the vendor's sign-in on its own origin, where it may isolate its window. */
export function signInElsewhere(
  emulator: Emulator,
  options: Pick<NonNullable<Faults['vendorSignIn']>, 'coop' | 'frameAncestors'> = {},
): Promise<void> {
  return add(emulator, { vendorSignIn: options });
}

/** Makes Link UI refuse to link a brand (the default), or only warn about it. */
export function troubleVendor(
  emulator: Emulator,
  vendor: string,
  status: 'ELEVATED_ERROR_RATE' | 'OUTAGE' = 'OUTAGE',
): Promise<void> {
  return add(emulator, { vendors: { ...emulator.faults.vendors, [vendor]: status } });
}

/**
 * Makes the vendor refuse the user's credentials: `isValid` is false until the user links again.
 *
 * @throws {Error} if the user has not linked this vendor.
 */
export function invalidate(emulator: Emulator, userId: string, vendor: string): Promise<void> {
  return emulator.invalidate(userId, vendor);
}

/** Gives the user a device without a Link session. By default it is a vehicle, which is there at once. */
export function addDevice(
  emulator: Emulator,
  userId: string,
  device: Partial<NewDevice> = {},
): Promise<AddedDevice> {
  return emulator.addDevice(userId, { vendorType: 'vehicle', ...device });
}

/**
 * Changes a device: whether it can be reached, and the level of its battery.
 *
 * @throws {Error} if no user has the device, or it has no battery.
 */
export function changeDevice(
  emulator: Emulator,
  assetId: string,
  change: AssetChange,
): Promise<void> {
  return emulator.changeDevice(assetId, change);
}

/**
 * Takes a device from its user. The link stays.
 *
 * @throws {Error} if no user has the device.
 */
export function removeDevice(emulator: Emulator, assetId: string): Promise<void> {
  return emulator.removeDevice(assetId);
}

/** Moves the emulator's clock, so that tokens and links expire. */
export function moveClock(emulator: Emulator, byMs: number): Promise<void> {
  return add(emulator, { clockOffsetMs: (emulator.faults.clockOffsetMs ?? 0) + byMs });
}

/** Ends every fault. Links stay; `emulator.reset()` deletes them as well. */
export function heal(emulator: Emulator): Promise<void> {
  return emulator.setFaults({});
}

function failRoutes(
  emulator: Emulator,
  { status, delayMs, times }: Failure,
  routes: readonly Pick<RouteFault, 'method' | 'path'>[],
): Promise<void> {
  // With a delay only, the answer is slow but does not fail.
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
