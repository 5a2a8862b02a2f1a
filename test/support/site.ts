/**
 * Two sites to hand over between: a host page with the built widget on `localhost`, and a stand-in
 * for Link UI on `127.0.0.1`. The stand-in is two links and any headers that a test wants; a whole
 * journey through Link UI is in emulator-site.ts.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LinkedDevice, LinkedVendor } from '../../src/schema.js';
import { until } from './drivers/until.js';

/** How the host endpoint answers. Each answer is used once; the last one is used from then on. */
export interface Answer {
  readonly status?: number;
  /** Waits for `release()`. */
  readonly held?: boolean;
  readonly headers?: Record<string, string>;
  /** Replaces the Link session. */
  readonly body?: string;
  /** Instead of an answer, the connection breaks (`drop`) or stays silent (`hang`). */
  readonly fault?: 'drop' | 'hang';
}

export interface Site {
  /** `http://localhost:…` */
  readonly host: string;
  /** `http://127.0.0.1:…` */
  readonly link: string;
  /** What the user endpoint lists. */
  vendors: LinkedVendor[];
  /** What the devices endpoint lists. */
  devices: LinkedDevice[];
  userAnswer: Answer;
  /** The id that the user endpoint gives. */
  userId: string;
  sessionAnswers: Answer[];
  /** Query of the Link UI address: `auto` returns at once, `coop=…` isolates. */
  linkQuery: string;
  /** Called when a page of Link UI is requested. */
  onLink: () => void;
  /** Additional headers of Link UI. */
  linkHeaders: Record<string, string>;
  /** Headers of the return page. */
  callbackHeaders: Record<string, string>;
  /** Bodies of all requests for a session. */
  readonly sessions: Record<string, unknown>[];
  /** Paths of all requests to the host, with their query. */
  readonly requests: string[];
  /** Address of a host page with this body; the widget's script comes first. */
  page(body: string, headers?: Record<string, string>): string;
  /** Serves a script of the host at this path. */
  script(path: string, source: string): void;
  /** Sends the answers that are held. Waits for the first, whose request may still be on its way. */
  release(): Promise<void>;
  /** Forgets what a test has set, and the requests so far. */
  reset(): void;
  /**
   * Resets, and moves the host to a port that it has not had. What its pages have stored in a browser
   * then belongs to another origin, and no earlier window reaches it.
   */
  renew(): Promise<void>;
  close(): void;
}

const DIST = new URL('../../dist/cdn/', import.meta.url);

const HEAD = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Host</title>`;

/** A script that keeps what a test asks for: the events with their details, warnings and infos. */
export const RECORDING = `
  window.events = [];
  window.warnings = [];
  window.infos = [];
  console.warn = (...parts) => warnings.push(parts.join(' '));
  console.info = (...parts) => infos.push(parts.join(' '));
  for (const name of ['start', 'open', 'success', 'cancel', 'error', 'devices', 'statechange'])
    addEventListener('enode-link-' + name, ({ type, detail, target }) => events.push({
      type: type.slice(11),
      id: target.id,
      ...detail,
      ...(detail.error?.code && { error: detail.error.code, message: detail.error.message, problem: detail.error.problem }),
    }));
`;
/** The same in a page. */
export const RECORDER = `<script nonce="page">${RECORDING}</script>`;

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function start(answer: Listener): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

function stop(server: Server): void {
  server.closeAllConnections();
  server.close();
}

const port = (server: Server): number => (server.address() as AddressInfo).port;

/** The ports that hosts of this process have had. */
const hadPorts = new Set<number>();

/** On a port that no host of this process has had. */
async function startHost(answer: Listener): Promise<Server> {
  const server = await start(answer);
  if (!hadPorts.has(port(server))) {
    hadPorts.add(port(server));
    return server;
  }
  const other = await startHost(answer);
  stop(server);
  return other;
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function send(response: ServerResponse, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

export async function startSite(): Promise<Site> {
  const pages: { body: string; headers: Record<string, string> }[] = [];
  const scripts = new Map<string, string>();
  const held: (() => void)[] = [];
  const letGo = () => {
    for (const answer of held.splice(0)) answer();
  };

  const sendJson = async (response: ServerResponse, answer: Answer, usual: unknown) => {
    if (answer.held) await new Promise<void>((resolve) => held.push(resolve));
    if (answer.fault === 'drop') response.destroy();
    if (answer.fault) return;
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      ...answer.headers,
    });
    response.end(answer.body ?? JSON.stringify(usual));
  };

  const answerHost: Listener = async (request, response) => {
    const url = new URL(request.url ?? '/', site.host);
    site.requests.push(`${url.pathname}${url.search}`);
    // Every path also exists below /deep/, for pages with a base of their own.
    url.pathname = url.pathname.replace(/^\/deep(?=\/)/, '');
    if (request.method === 'HEAD') {
      response.writeHead(200, pages[Number(url.pathname.slice(1))]?.headers ?? {}).end();
    } else if (url.pathname.startsWith('/cdn/')) {
      const file = await readFile(new URL(url.pathname.slice(5), DIST));
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
      response.end(file);
    } else if (url.pathname === '/session') {
      const asked = JSON.parse(await readBody(request)) as Record<string, unknown>;
      site.sessions.push(asked);
      const answer =
        site.sessionAnswers.length > 1 ? site.sessionAnswers.shift() : site.sessionAnswers[0];
      const linkUrl = `${site.link}/link?${site.linkQuery}&to=${encodeURIComponent(String(asked.redirectUri))}`;
      await sendJson(response, answer ?? {}, { linkUrl, linkToken: 'secret-link-token' });
    } else if (url.pathname === '/linked-devices') {
      await sendJson(response, {}, { devices: site.devices });
    } else if (url.pathname === '/user') {
      await sendJson(response, site.userAnswer, { id: site.userId, linkedVendors: site.vendors });
    } else if (url.pathname === '/callback') {
      send(
        response,
        `${HEAD}<body><p>Return page</p><script src="/cdn/enode-link-callback.js"></script>`,
        site.callbackHeaders,
      );
    } else if (url.pathname === '/bare') {
      // A return page that is the script and nothing else.
      send(response, '<!doctype html><script src="/cdn/enode-link-callback.js"></script>');
    } else if (scripts.has(url.pathname)) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
      response.end(scripts.get(url.pathname));
    } else if (url.pathname === '/silent') {
      send(response, `${HEAD.replace('Host', 'Silent')}<body><p>No script here</p>`);
    } else {
      const page = pages[Number(url.pathname.slice(1))];
      if (!page) {
        response.writeHead(404).end();
        return;
      }
      send(
        response,
        `${HEAD}${RECORDER}<script type="module" nonce="page" src="/cdn/enode-link-button.js"></script><body><main><h1>Host</h1>${page.body}</main>`,
        page.headers,
      );
    }
  };

  const linkServer = await start(async (request, response) => {
    await Promise.resolve();
    const url = new URL(request.url ?? '/', site.link);
    const to = url.searchParams.get('to') ?? '';
    if (to) site.onLink();
    const coop = url.searchParams.get('coop');
    const headers = {
      ...site.linkHeaders,
      ...(coop && { 'cross-origin-opener-policy': coop }),
    };
    if (url.searchParams.has('auto')) {
      response.writeHead(303, { location: to, ...headers }).end();
      return;
    }
    const exit = new URL(to || 'http://localhost/');
    exit.searchParams.set('error', 'cancelledByUser');
    exit.searchParams.set('error_message', 'The user left.');
    send(
      response,
      `${HEAD.replace('Host', 'Link UI')}<body><script>
        window.openerAtLoad = String(window.opener);
        window.windowName = window.name;
        window.referrer = document.referrer;
      </script><h1>Link UI</h1>
      <a id="complete" href="${escape(to)}">Complete</a> <a id="exit" href="${escape(exit.href)}">Exit</a>`,
      headers,
    );
  });

  let hostServer = await startHost(answerHost);
  const site: Site = {
    get host() {
      return `http://localhost:${String(port(hostServer))}`;
    },
    link: `http://127.0.0.1:${String(port(linkServer))}`,
    vendors: [],
    devices: [],
    userAnswer: {},
    userId: 'user-1',
    sessionAnswers: [],
    linkQuery: '',
    onLink: () => undefined,
    linkHeaders: {},
    callbackHeaders: {},
    sessions: [],
    requests: [],
    page(body, headers = {}) {
      pages.push({ body, headers });
      return `${site.host}/${String(pages.length - 1)}`;
    },
    script(path, source) {
      scripts.set(path, source);
    },
    async release() {
      await until(() => held.length > 0, 'an answer that is held');
      letGo();
    },
    reset() {
      letGo();
      site.vendors = [];
      site.devices = [];
      site.userAnswer = {};
      site.userId = 'user-1';
      site.sessionAnswers = [];
      site.linkQuery = '';
      site.onLink = () => undefined;
      site.linkHeaders = {};
      site.callbackHeaders = {};
      site.sessions.length = 0;
      site.requests.length = 0;
    },
    async renew() {
      site.reset();
      stop(hostServer);
      hostServer = await startHost(answerHost);
    },
    close() {
      stop(hostServer);
      stop(linkServer);
    },
  };
  return site;
}
