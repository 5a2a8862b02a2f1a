/** Serves a host on a port of its own, for the tests of the checker. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { toNodeListener } from '../../../src/server/index.js';

/** A host: answers a request, or never does. */
export type Serve = (request: Request) => Promise<Response>;

export interface Served {
  readonly origin: string;
  close(): Promise<void>;
}

/** Starts to serve what `make` makes from the origin. */
export async function serve(make: (origin: string) => Serve): Promise<Served> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listener = toNodeListener(make(origin));
  server.on('request', (request, response) => listener(request, response));
  return {
    origin,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
