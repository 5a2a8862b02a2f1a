/**
 * Serves the pages of the measurements on loopback: a host with its endpoint and return pages, and on
 * another origin a Link UI that redirects back at once.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Site {
  readonly origin: string;
  /** Waits until a return script has reported its start, in milliseconds since 1970. */
  startedAt(timeout: number): Promise<number>;
  close(): void;
}

export interface Scripts {
  /** Scripts by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The scripts of return pages, by the last part of their path. */
  readonly returns: Readonly<Record<string, string>>;
}

export async function startSite({ files, returns }: Scripts): Promise<Site> {
  const linkUi = await listen((request, response) => {
    const to = new URL(request.url ?? '/', 'http://link').searchParams.get('to') ?? '';
    page(response, `<script>location.replace(${JSON.stringify(to)})</script>`);
  });
  let tell: (at: number) => void = () => undefined;
  let started = new Promise<number>((resolve) => (tell = resolve));

  const host = await listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
    const name = pathname.split('/').at(-1) ?? '';
    if (pathname.startsWith('/files/')) {
      response.setHeader('content-type', 'text/javascript');
      response.end(files[name]);
    } else if (pathname.startsWith('/return/')) {
      // Read the clock before the script of the return page runs, and send it by a beacon, which
      // outlives the page.
      const at = 'performance.timeOrigin + performance.now()';
      page(
        response,
        `<script>navigator.sendBeacon('/started', ${at})</script><script>${returns[name] ?? ''}</script>`,
      );
    } else if (pathname === '/started') {
      void text(request).then((body) => {
        tell(Number(body));
        response.end();
      });
    } else if (pathname === '/link-session') {
      void text(request).then((body) => {
        const { redirectUri } = JSON.parse(body) as { redirectUri: string };
        const linkUrl = `${origin(linkUi, '127.0.0.1')}/?to=${encodeURIComponent(redirectUri)}`;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ linkUrl, linkToken: 'token' }));
      });
    } else if (pathname === '/') {
      page(response, searchParams.get('body') ?? '');
    } else response.writeHead(404).end();
  });

  return {
    origin: origin(host, 'localhost'),
    async startedAt(timeout) {
      const at = await Promise.race([started, sleep(timeout, undefined, { ref: false })]);
      if (at === undefined) throw new Error('No return page has started.');
      started = new Promise<number>((resolve) => (tell = resolve));
      return at;
    },
    close() {
      for (const server of [host, linkUi]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

function page(response: Parameters<RequestListener>[1], body: string): void {
  response.setHeader('content-type', 'text/html');
  response.end(`<!doctype html><html lang="en"><title>Bench</title><body>${body}</body></html>`);
}

async function text(request: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

function origin(server: Server, name: string): string {
  return `http://${name}:${String((server.address() as AddressInfo).port)}`;
}
