/**
 * The built package as a host runs it: the widget on a page of `localhost`, the handler behind it, and
 * the emulator as Enode on `127.0.0.1`. Nothing is a stand-in; site.ts has one for Link UI, which lets a
 * test decide every answer.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEnodeLinkHandler, toNodeListener } from 'enode-link-button/server';
import {
  handlerOptions,
  startEmulator,
  type Emulator,
  type LinkUiPage,
} from 'enode-link-button/testing';
import { until, type Frame } from './drivers.js';
import { RECORDER } from './site.js';

export interface EmulatorSite {
  readonly emulator: Emulator;
  /** Address of a host page with this body; the widget's script comes first. */
  page(body: string): string;
  close(): Promise<void>;
}

const CDN = new URL('../../dist/cdn/', import.meta.url);

/** The element with the endpoints of the handler. */
export const elementFor = (attributes = ''): string =>
  `<enode-link-button ${attributes} session-url="/api/enode/link-session" user-url="/api/enode/user" callback-url="/api/enode/callback"></enode-link-button>`;

export async function startEmulatorSite(): Promise<EmulatorSite> {
  const emulator = await startEmulator({ port: 0, linkPort: 0 });
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/enode/')) listener(request, response);
    else if (pathname === '/enode-link-button.js') void sendScript(response);
    // As a development server answers for a server behind it that was not started.
    else if (pathname.startsWith('/not-started/')) response.writeHead(502).end();
    else sendPage(response, bodies[Number(pathname.slice(1))]);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${String((server.address() as AddressInfo).port)}`;
  const listener = toNodeListener(
    createEnodeLinkHandler({
      ...handlerOptions(emulator),
      getUserId: () => Promise.resolve('user-1'),
      callbackUrls: [`${origin}/api/enode/callback`],
      defaults: { scopes: ['vehicle:read:data'] },
    }),
  );
  return {
    emulator,
    page(body) {
      bodies.push(body);
      return `${origin}/${String(bodies.length - 1)}`;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await emulator.close();
    },
  };
}

/** A window or frame of the drivers as the test kit takes it, which plays Link UI through there. */
export function linkUiIn(page: Frame): LinkUiPage {
  const found = (selector: string) => `document.querySelector(${JSON.stringify(selector)})`;
  return {
    waitForSelector: (selector) => until(() => page.js(`!!${found(selector)}`), selector),
    getAttribute: async (selector, name) =>
      (await page.js(`${found(selector)}?.getAttribute(${JSON.stringify(name)}) ?? null`)) as
        string | null,
    textContent: async (selector) =>
      (await page.js(`${found(selector)}?.textContent ?? null`)) as string | null,
    isVisible: async (selector) =>
      (await page.js(`${found(selector)}?.getClientRects().length > 0`)) === true,
    click: (selector) => page.click(selector),
    fill: (selector, value) => page.fill(selector, value),
    // For errors alone; the drivers cannot say it at once.
    url: () => 'about:blank',
  };
}

async function sendScript(response: ServerResponse): Promise<void> {
  const script = await readFile(new URL('enode-link-button.js', CDN));
  response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
}

function sendPage(response: ServerResponse, body: string | undefined): void {
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  const head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>';
  const script = '<script type="module" src="/enode-link-button.js"></script>';
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`${head}${RECORDER}${script}<body><main><h1>Host</h1>${body}</main>`);
}
