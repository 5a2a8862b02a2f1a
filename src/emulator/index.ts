/**
 * Entry: starts an emulator of Enode's sandbox in this process, on three ports. Nothing is stored, and
 * nothing leaves this machine, except webhooks to the addresses that a host subscribed.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { requestReports, sessionReports } from './api/activity.js';
import type { RequestReport, SessionReport } from './api/activity.js';
import { userEvents } from './api/user-events.js';
import { createApiApp } from './api-app.js';
import type { Addresses, Emulation } from './emulation.js';
import { parseFaults } from './faults/check-faults.js';
import { FaultSwitch } from './faults/fault-switch.js';
import type { Faults } from './faults/faults.js';
import type { Checked } from './fields.js';
import { createLinkUiApp } from './link-ui/app.js';
import { createVendorApp } from './link-ui/vendor-app.js';
import { parsePlay, play } from './link-ui/play.js';
import type { Played, PlayRequest } from './link-ui/play.js';
import { close, listenAll, origin, serve } from './servers.js';
import { readOptions } from './options.js';
import type { EmulatorOptions } from './options.js';
import { RequestLog } from './state/request-log.js';
import { parseAssetChange, parseNewDevice } from './state/device-requests.js';
import type { AddedDevice, NewDevice } from './state/device-requests.js';
import { createReadyAssets } from './state/ready-assets.js';
import { Store } from './state/store.js';
import type { AssetChange } from './state/users.js';
import { parseVirtualAsset } from './state/virtual-assets.js';
import type { VirtualAsset, VirtualAssetRequest } from './state/virtual-assets.js';
import { Webhooks } from './state/webhooks.js';

export type { RequestReport, SessionReport } from './api/activity.js';
export type { AnswerFault, Faults, RouteFault, WindowFault } from './faults/faults.js';
export type { EmulatorOptions } from './options.js';
export type { Played, PlayRequest } from './link-ui/play.js';
export type { AddedDevice, NewDevice } from './state/device-requests.js';
export type { AssetChange } from './state/users.js';
export type { VirtualAsset, VirtualAssetRequest } from './state/virtual-assets.js';

/** A running emulator. */
export interface Emulator extends Addresses {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The three virtual assets of the option `readyAssets`, with their credentials; otherwise none. */
  readonly readyAssets: readonly VirtualAsset[];
  /** Creates a simulated device, with the credentials that Link UI accepts for it. */
  createVirtualAsset(asset: VirtualAssetRequest): Promise<VirtualAsset>;
  /** The faults in force. Their `times` are the answers that remain. */
  readonly faults: Faults;
  /** Replaces the faults in force. `{}` ends them all. */
  setFaults(faults: Faults): Promise<void>;
  /**
   * Makes the vendor refuse the user's credentials: `isValid` is false from now on.
   *
   * @throws {Error} if the user does not exist or has not linked this vendor.
   */
  invalidate(userId: string, vendor: string): Promise<void>;
  /** Lets a device appear in the account that the user has at the vendor, without a Link session. */
  addDevice(userId: string, device: NewDevice): Promise<AddedDevice>;
  /**
   * Changes a device: whether it can be reached, and the level of its battery.
   *
   * @throws {Error} if no user has the device, or it has no battery.
   */
  changeDevice(assetId: string, change: AssetChange): Promise<void>;
  /**
   * Lets a device disappear from the account of its user. The link stays.
   *
   * @throws {Error} if no user has the device.
   */
  removeDevice(assetId: string): Promise<void>;
  /**
   * Plays a user through Link UI without a browser.
   *
   * @throws {Error} that says what is wrong with the request, or which obstacle the user met: a link that is used or
   *   expired, an outage.
   */
  play(request: PlayRequest): Promise<Played>;
  /** The last 1000 requests to OAuth, API and Link UI, newest first; limited to a path and what begins with it. */
  requests(path?: string): Promise<RequestReport[]>;
  /** Every Link session since the start or the last reset, newest first. */
  sessions(): Promise<SessionReport[]>;
  /**
   * Deletes users, links, sessions, virtual assets, webhooks and faults. Access tokens stay valid, and the assets of
   * `readyAssets` are as at the start.
   */
  reset(): Promise<void>;
  /** Closes all servers at once, without sending answers that are still delayed. */
  close(): Promise<void>;
}

/**
 * Starts an emulator and resolves when it listens.
 *
 * @throws {Error} if it cannot listen on a port, or an option is wrong; the message names the port or the option.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = readOptions(options);
  const { port, linkPort, vendorPort, host, hosts, publicUrl, linkPublicUrl, now } = settings;
  const [linkServer, apiServer, vendorServer] = await listenAll([linkPort, port, vendorPort], host);
  const closing = new AbortController();
  // Each delayed answer listens.
  setMaxListeners(0, closing.signal);
  const faults = new FaultSwitch(() => {
    // The clock may have moved.
    store.users.settle();
    webhooks.clockMoved();
  });
  const clock = () => now() + (faults.current.clockOffsetMs ?? 0);
  const webhooks = new Webhooks(clock, closing.signal);
  const store: Store = new Store(
    clock,
    userEvents(webhooks, (userId) => store.users.get(userId)),
  );
  const readyAssets = settings.readyAssets ? createReadyAssets(store.virtualAssets) : [];
  const log = new RequestLog();
  const apiUrl = publicUrl ?? origin(apiServer, host);
  const emulation: Emulation = {
    oauthUrl: apiUrl,
    apiUrl,
    linkOrigin: linkPublicUrl ?? origin(linkServer, host),
    dashboardUrl: `${apiUrl}/dashboard`,
    vendorOrigin: origin(vendorServer, host),
    clientId: settings.clientId ?? randomUUID(),
    clientSecret: settings.clientSecret ?? randomBytes(20).toString('hex'),
    host,
    hosts,
    store,
    faults,
    log,
    webhooks,
    closing: closing.signal,
    reset(keep = []) {
      store.reset();
      if (settings.readyAssets) createReadyAssets(store.virtualAssets);
      faults.clear();
      log.clear();
      webhooks.clear({ keepSubscriptions: keep.includes('webhooks') });
    },
  };
  serve(apiServer, createApiApp(emulation));
  serve(linkServer, createLinkUiApp(emulation));
  serve(vendorServer, createVendorApp(emulation));

  const { oauthUrl, linkOrigin, dashboardUrl, vendorOrigin, clientId, clientSecret } = emulation;
  return {
    ...{ oauthUrl, apiUrl, linkOrigin, dashboardUrl, vendorOrigin, clientId, clientSecret },
    readyAssets,
    get faults() {
      return faults.current;
    },
    async createVirtualAsset(asset) {
      return store.virtualAssets.create(valid(parseVirtualAsset(asset)));
    },
    async setFaults(wanted) {
      faults.set(valid(parseFaults(wanted)));
    },
    async invalidate(userId, vendor) {
      if (store.users.invalidate(userId, vendor)) return;
      throw new Error(`User "${userId}" has not linked ${vendor}, so it cannot become invalid.`);
    },
    async addDevice(userId, device) {
      return store.discover(userId, valid(parseNewDevice(device)));
    },
    async changeDevice(assetId, change) {
      const { vendorType } = store.users.asset(assetId)?.asset ?? noDevice(assetId);
      store.users.change(assetId, valid(parseAssetChange(change, vendorType)));
    },
    async removeDevice(assetId) {
      if (!store.users.remove(assetId)) noDevice(assetId);
    },
    async play(request) {
      return play(emulation, valid(parsePlay(request)));
    },
    async requests(path) {
      return requestReports(emulation, path);
    },
    async sessions() {
      return sessionReports(emulation);
    },
    async reset() {
      emulation.reset();
    },
    async close() {
      closing.abort();
      await Promise.all([apiServer, linkServer, vendorServer].map(close));
    },
  };
}

function valid<T>(checked: Checked<T>): T {
  if ('value' in checked) return checked.value;
  throw new TypeError(checked.issues.map((issue) => issue.message).join(' '));
}

function noDevice(assetId: string): never {
  throw new Error(`No user has a device with the id "${assetId}".`);
}
