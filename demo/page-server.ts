/**
 * One HTTP server on `localhost` with everything that a host application has: the page, and the handler
 * under `/api/enode/`. It works the same with real Enode and with the emulator; only the credentials and
 * `environment` differ.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer as createVite } from 'vite';
import {
  createEnodeLinkHandler,
  toNodeListener,
  type HandlerOptions,
} from '../src/server/index.js';
import { isLoopback } from '../src/loopback.js';
import type { Faults, NewDevice } from '../src/emulator/index.js';
import type { DemoInfo } from './demo-info.js';
import { pages, siteLayout } from './site/layout.js';

/** A real host takes this from its own sign-in session. */
const USER_ID = 'demo-user';

/** Everything that the page may ask for; each request can ask for less. */
const SCOPES = [
  'battery:read:data',
  'charger:control:charging',
  'charger:read:data',
  'hvac:read:data',
  'inverter:read:data',
  'meter:read:data',
  'vehicle:control:charging',
  'vehicle:read:data',
  'vehicle:read:location',
];

export interface PageServerOptions {
  /** 0 picks a free port. */
  readonly port: number;
  readonly liveReload: boolean;
  readonly credentials: Pick<HandlerOptions, 'clientId' | 'clientSecret' | 'environment'>;
  /** The origins of Link UI, as sources for a Content Security Policy. */
  readonly linkUiSources: readonly string[];
  readonly info: DemoInfo;
  /** What the pages can make happen; absent with real Enode. */
  readonly controls?: Controls;
}

/** Control over the emulator. */
export interface Controls {
  setFaults(faults: Faults): Promise<void>;
  /** Makes the vendor refuse the user's credentials. */
  invalidate(userId: string, vendor: string): Promise<void>;
  /** Lets a device appear in an account of the user. */
  addDevice(userId: string, device: NewDevice): Promise<void>;
}

/** Serves the playground's page until it is closed. */
export async function servePage({
  port,
  liveReload,
  credentials,
  linkUiSources,
  info,
  controls,
}: PageServerOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer();
  const url = `http://localhost:${await listen(server, port)}/`;
  const page = await openPageSources(server, liveReload);

  const enode = createEnodeLinkHandler({
    ...credentials,
    getUserId: () => USER_ID,
    // The return page, and this page for an element without callback-url.
    callbackUrls: [`${url}api/enode/callback`, url],
    defaults: { scopes: SCOPES },
  });
  const api = toNodeListener((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/demo') return Promise.resolve(Response.json(info));
    if (pathname === '/api/demo/reset') return forgetDevices(enode, request);
    const control = controlsByPath[pathname];
    if (control) return useControl(request, url, controls, control);
    return enode(request);
  });

  const policy = contentSecurityPolicy(url, linkUiSources);
  server.on('request', (request, response) => {
    // DNS rebinding: if a foreign host name resolved to this server, its pages would count as same-origin
    // and could use the credentials behind it.
    if (!isOwnHost(request.headers.host)) {
      const text = 'The playground answers to the names of this machine only, such as localhost.\n';
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
      return;
    }
    if (request.url?.startsWith('/api/')) {
      api(request, response);
      return;
    }
    response.setHeader('content-security-policy', policy);
    page.middlewares(request, response);
  });

  return {
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, page.close()]);
    },
  };
}

function isOwnHost(host = ''): boolean {
  const address = `http://${host}`;
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}

/** Vite's middleware for demo/ and src/, independent of other runs and of the build's settings. */
async function openPageSources(server: Server, liveReload: boolean) {
  const cacheDir = await mkdtemp(join(tmpdir(), 'enode-link-playground-'));
  const vite = await createVite({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    cacheDir,
    appType: 'mpa',
    logLevel: 'error',
    // Without the `development` condition, Lit resolves to its production build.
    resolve: { conditions: ['module', 'browser'] },
    define: { __STAND_IN__: 'false' },
    plugins: [siteLayout()],
    // If Vite discovered these later, through a dynamic import, it would reload the page under the user.
    optimizeDeps: { include: ['lit', 'lit/directives/repeat.js'] },
    server: {
      middlewareMode: true,
      // Compile now, so that the first visitor does not have to wait.
      warmup: {
        clientFiles: [
          ...pages.map(({ folder }) => `./${folder}main.ts`),
          './site/site.ts',
          '../src/index.ts',
        ],
      },
      fs: { allow: [fileURLToPath(new URL('..', import.meta.url)), cacheDir] },
      // Vite's client opens a WebSocket even if live reload is off.
      hmr: { server },
      ...(!liveReload && { watch: null }),
    },
  });
  return {
    middlewares: vite.middlewares,
    async close() {
      await vite.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
}

/**
 * Unlinks every vendor through the handler, as a host would. It passes on the headers of the page's
 * request, so that the handler rejects a request forged by a foreign page.
 */
async function forgetDevices(
  enode: (request: Request) => Promise<Response>,
  { method, url, headers }: Request,
): Promise<Response> {
  if (method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } });
  const userUrl = new URL('/api/enode/user', url);
  const user = await enode(new Request(userUrl, { headers }));
  if (!user.ok) return user;
  const { linkedVendors } = (await user.json()) as {
    linkedVendors: { vendor: string; vendorType?: string }[];
  };
  for (const { vendor, vendorType } of linkedVendors) {
    const path = [vendor, ...(vendorType ? [vendorType] : [])].map(encodeURIComponent).join('/');
    const gone = await enode(
      new Request(`${userUrl}/vendors/${path}`, { method: 'DELETE', headers }),
    );
    if (!gone.ok) return gone;
  }
  return new Response(null, { status: 204 });
}

interface Control {
  readonly method: 'PUT' | 'POST';
  readonly use: (controls: Controls, body: unknown) => Promise<void>;
}

const controlsByPath: Readonly<Record<string, Control>> = {
  '/api/demo/faults': {
    method: 'PUT',
    use: (controls, body) => controls.setFaults(body as Faults),
  },
  '/api/demo/invalidate': {
    method: 'POST',
    use: (controls, body) => controls.invalidate(USER_ID, (body as { vendor: string }).vendor),
  },
  '/api/demo/devices': {
    method: 'POST',
    use: (controls, body) => controls.addDevice(USER_ID, body as NewDevice),
  },
};

/** Makes something happen in the emulator. Pages on other origins must not be able to. */
async function useControl(
  request: Request,
  url: string,
  controls: Controls | undefined,
  { method, use }: Control,
): Promise<Response> {
  const { headers } = request;
  if (request.method !== method) {
    return new Response(null, { status: 405, headers: { allow: method } });
  }
  if (headers.get('origin') !== new URL(url).origin) return new Response(null, { status: 403 });
  if (!controls) return Response.json({ detail: 'Real Enode has no controls.' }, { status: 404 });
  try {
    await use(controls, await request.json());
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return Response.json({ detail }, { status: 400 });
  }
  return new Response(null, { status: 204 });
}

/** As strict as a careful host's policy, to show that the element works under it. */
function contentSecurityPolicy(url: string, linkUiSources: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    // Vite's live reload uses a WebSocket, which not every browser includes in 'self'.
    `connect-src 'self' ${url.replace('http', 'ws')}`,
    // mode="iframe": the frame holds Link UI, then the return page.
    `frame-src 'self' ${linkUiSources.join(' ')}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Listens on the loopback interface only, and resolves to the port. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No TCP address.'));
      else resolve(address.port);
    });
  });
}
