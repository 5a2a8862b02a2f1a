/** The HTTP servers of the emulator: opens them, attaches the apps, and closes them. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { App } from './http.js';
import { LOOPBACK } from './loopback.js';

/** Opens all ports or none: if one port is not available, the others are closed again. */
export async function listenAll(
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
          ? 'is in use. Choose another port (--port) or linkPort (--link-port), or 0 for any free one.'
          : `is not available (${error.code ?? error.message}).`;
      reject(new Error(`Port ${port} on ${host} ${reason}`, { cause: error }));
    });
    server.listen(port, host, () => resolve(server));
  });
}

export function serve(server: Server, app: App): void {
  // The process is the host's: its global Request and Response stay as they are.
  const options = { overrideGlobalObjects: false };
  const listener = getRequestListener((request) => app.fetch(request), options);
  server.on('request', (request, response) => void listener(request, response));
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function origin(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = { '0.0.0.0': LOOPBACK, '::': '::1' }[host] ?? host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
