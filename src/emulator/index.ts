/**
 * Entry: starts an emulator of Enode's sandbox in this process, on three ports. Nothing is stored, and
 * nothing leaves this machine, except webhooks to the addresses that a host subscribed.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { userEvents } from './api/user-events.js';
import { createApiApp } from './api-app.js';
import type { Addresses, Emulation } from './emulation.js';
import { parseFaults } from './faults/check-faults.js';
import { FaultSwitch } from './faults/fault-switch.js';
import type { Faults } from './faults/faults.js';
import type { Checked } from './fields.js';
import type { App } from './http.js';
import { createLinkUiApp } from './link-ui/app.js';
import { createVendorApp } from './link-ui/vendor-app.js';
import { LOOPBACK } from './loopback.js';
import { RequestLog } from './state/request-log.js';
import { parseAssetChange, parseNewDevice } from './state/device-requests.js';
import type { AddedDevice, NewDevice } from './state/device-requests.js';
import { Store } from './state/store.js';
import type { AssetChange } from './state/users.js';
import { parseVirtualAsset } from './state/virtual-assets.js';
import type { VirtualAsset, VirtualAssetRequest } from './state/virtual-assets.js';
import { Webhooks } from './state/webhooks.js';

export type { AnswerFault, Faults, RouteFault, WindowFault } from './faults/faults.js';
export type { AddedDevice, NewDevice } from './state/device-requests.js';
export type { AssetChange } from './state/users.js';
export type { VirtualAsset, VirtualAssetRequest } from './state/virtual-assets.js';

export interface EmulatorOptions {
  /** Port of OAuth, API, dashboard and control; 0 = any free port. Default 4010. */
  readonly port?: number;
  /** Port of Link UI; 0 = any free port. Default 4011. */
  readonly linkPort?: number;
  /** Port of the vendors' own sign-in page, for the fault `vendorSignIn`. Default: any free port. */
  readonly vendorPort?: number;
  /** Address to listen on. Default 127.0.0.1: only this machine can connect. */
  readonly host?: string;
  /** The client id to accept. Default: a random one. */
  readonly clientId?: string;
  /** The client secret to accept. Default: a random one. */
  readonly clientSecret?: string;
  /** The time in milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

/** A running emulator. */
export interface Emulator extends Addresses {
  readonly clientId: string;
  readonly clientSecret: string;
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
  /** Deletes users, links, sessions, virtual assets, webhooks and faults. Access tokens stay valid. */
  reset(): Promise<void>;
  /** Closes all servers at once, without sending answers that are still delayed. */
  close(): Promise<void>;
}

/**
 * Starts an emulator and resolves when it listens.
 *
 * @throws {Error} if it cannot listen on a port; the message names the port.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 4010, linkPort = 4011, vendorPort = 0 } = options;
  const { host = LOOPBACK, now = Date.now } = options;
  const [linkServer, apiServer, vendorServer] = await listenAll([linkPort, port, vendorPort], host);
  const closing = new AbortController();
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
  const log = new RequestLog();
  const apiUrl = origin(apiServer, host);
  const emulation: Emulation = {
    oauthUrl: apiUrl,
    apiUrl,
    linkOrigin: origin(linkServer, host),
    dashboardUrl: `${apiUrl}/dashboard`,
    vendorOrigin: origin(vendorServer, host),
    clientId: options.clientId ?? randomUUID(),
    clientSecret: options.clientSecret ?? randomBytes(20).toString('hex'),
    host,
    store,
    faults,
    log,
    webhooks,
    closing: closing.signal,
    reset(keep = []) {
      store.reset();
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
    async reset() {
      emulation.reset();
    },
    async close() {
      closing.abort();
      await Promise.all([apiServer, linkServer, vendorServer].map(close));
    },
  };
}

/** Opens all ports or none: if one port is not available, the others are closed again. */
async function listenAll(
  ports: readonly [link: number, api: number, vendor: number],
  host: string,
): Promise<readonly [link: Server, api: Server, vendor: Server]> {
  const [link, api, vendor] = ports;
  const open: Server[] = [];
  const next = async (port: number) => {
    const server = await listen(port, host);
    open.push(server);
    return server;
  };
  try {
    return [await next(link), await next(api), await next(vendor)];
  } catch (error) {
    for (const server of open) server.close();
    throw error;
  }
}

function listen(port: number, host: string): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? 'is in use. Choose another one, or 0 for any free port.'
          : `is not available (${error.code ?? error.message}).`;
      reject(new Error(`Port ${port} on ${host} ${reason}`, { cause: error }));
    });
    server.listen(port, host, () => resolve(server));
  });
}

function serve(server: Server, app: App): void {
  // The process is the host's: its global Request and Response stay as they are.
  const options = { overrideGlobalObjects: false };
  const listener = getRequestListener((request) => app.fetch(request), options);
  server.on('request', (request, response) => void listener(request, response));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function origin(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = { '0.0.0.0': LOOPBACK, '::': '::1' }[host] ?? host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function valid<T>(checked: Checked<T>): T {
  if ('value' in checked) return checked.value;
  throw new TypeError(checked.issues.map((issue) => issue.message).join(' '));
}

function noDevice(assetId: string): never {
  throw new Error(`No user has a device with the id "${assetId}".`);
}
