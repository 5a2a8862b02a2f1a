/**
 * Entry: starts an emulator of Enode's sandbox in this process. Knows ports and addresses and puts
 * the parts together; what they do is theirs. Nothing leaves this machine, nothing is kept.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApiApp } from './api-app.js';
import { parseVirtualAsset } from './control.js';
import type { Addresses, Emulation } from './emulation.js';
import { FaultSwitch, parseFaults } from './faults.js';
import type { Faults } from './faults.js';
import type { Checked } from './fields.js';
import type { App } from './http.js';
import { createLinkUiApp } from './link-ui/app.js';
import { RequestLog } from './request-log.js';
import { Store } from './store.js';
import type { VirtualAsset, VirtualAssetRequest } from './virtual-assets.js';

export type { AnswerFault, Faults } from './faults.js';
export type { VirtualAsset, VirtualAssetRequest } from './virtual-assets.js';

export interface EmulatorOptions {
  /** Port of OAuth, API, dashboard and control; 0 = any free one. Default 4010. */
  readonly port?: number;
  /** Port of Link UI; 0 = any free one. Default 4011. */
  readonly linkPort?: number;
  /** Address to listen on. Default 127.0.0.1: nobody but this machine. */
  readonly host?: string;
  /** Default: made up. */
  readonly clientId?: string;
  /** Default: made up. */
  readonly clientSecret?: string;
  /** The time in milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

/** A running emulator. */
export interface Emulator extends Addresses {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Makes a pretended device and the credentials that Link UI takes for it. */
  createVirtualAsset(asset: VirtualAssetRequest): Promise<VirtualAsset>;
  /** Puts these faults in place of those in force. `{}` = all is well. */
  setFaults(faults: Faults): Promise<void>;
  /** Forgets users, links, sessions, virtual assets and faults. Access tokens stay valid. */
  reset(): Promise<void>;
  /** Ends both servers at once; answers that are still delayed are cut off. */
  close(): Promise<void>;
}

/**
 * Starts an emulator and resolves once it listens.
 *
 * @throws {Error} where a port is taken or cannot be had; the message names it.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 4010, linkPort = 4011, host = '127.0.0.1', now = Date.now } = options;
  const linkServer = await listen(linkPort, host);
  const apiServer = await listen(port, host).catch((error: unknown) => {
    linkServer.close();
    throw error;
  });
  const closing = new AbortController();
  const faults = new FaultSwitch();
  const store = new Store(() => now() + (faults.current.clockOffsetMs ?? 0));
  const log = new RequestLog();
  const apiUrl = origin(apiServer, host);
  const emulation: Emulation = {
    oauthUrl: apiUrl,
    apiUrl,
    linkOrigin: origin(linkServer, host),
    dashboardUrl: `${apiUrl}/dashboard`,
    clientId: options.clientId ?? randomUUID(),
    clientSecret: options.clientSecret ?? randomBytes(20).toString('hex'),
    host,
    store,
    faults,
    log,
    closing: closing.signal,
    reset() {
      store.reset();
      faults.clear();
      log.clear();
    },
  };
  serve(apiServer, createApiApp(emulation));
  serve(linkServer, createLinkUiApp(emulation));

  const { oauthUrl, linkOrigin, dashboardUrl, clientId, clientSecret } = emulation;
  return {
    ...{ oauthUrl, apiUrl, linkOrigin, dashboardUrl, clientId, clientSecret },
    async createVirtualAsset(asset) {
      return store.virtualAssets.create(valid(parseVirtualAsset(asset)));
    },
    async setFaults(wanted) {
      faults.set(valid(parseFaults(wanted)));
    },
    async reset() {
      emulation.reset();
    },
    async close() {
      closing.abort();
      await Promise.all([apiServer, linkServer].map(close));
    },
  };
}

function listen(port: number, host: string): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? 'is in use. Choose another one, or 0 for any free one.'
          : `cannot be listened on (${error.code ?? error.message}).`;
      reject(new Error(`Port ${port} on ${host} ${reason}`, { cause: error }));
    });
    server.listen(port, host, () => resolve(server));
  });
}

function serve(server: Server, app: App): void {
  // The process belongs to somebody else: its global Request and Response stay as they are.
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
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function valid<T>(checked: Checked<T>): T {
  if ('value' in checked) return checked.value;
  throw new TypeError(checked.issues.map((issue) => issue.message).join(' '));
}
