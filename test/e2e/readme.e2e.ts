/**
 * The code of README.md, and what a reader of it takes from other documents, run as it stands there: the
 * server snippets as programs, the page snippets in Chromium with its popup blocker on, against the
 * emulator. Only environment and port are replaced, which a reader replaces too. The package comes
 * from `dist`, by its name.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  type Page,
} from 'playwright-core';
import { build } from 'vite';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';
import { startEmulator, type Emulator, type VirtualAsset } from '../../src/emulator/index.js';
import { until } from '../support/drivers/until.js';
import type { LinkedDevice } from '../../src/schema.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const id = (testId: string) => `[data-testid="${testId}"]`;
/** Which document shows how to put the handler into which server. */
const servers = { node: 'docs/server.md', express: 'README.md', fetch: 'docs/server.md' } as const;
const tesla = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };

/** What an Express application does with a listener: cuts the path, and keeps the whole one. */
const expressStandIn = `import { createServer } from 'node:http';
export default () => {
  const mounted = [];
  return {
    use: (path, listener) => mounted.push({ path, listener }),
    listen: (port) => createServer((request, response) => {
      const found = mounted.find(({ path }) => request.url.startsWith(path + '/'));
      request.originalUrl = request.url;
      request.url = request.url.slice(found?.path.length ?? 0);
      if (found) found.listener(request, response);
      else response.writeHead(404).end();
    }).listen(port),
  };
};`;

/** The block of a document after `<!-- test: name -->`. */
function snippet(name: string, path = 'README.md'): string {
  const document = readFileSync(join(root, path), 'utf8');
  const [, code] =
    new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's').exec(document) ?? [];
  assert.ok(code, `${path} has no block marked "${name}"`);
  return code;
}

/** `text` with one thing replaced, which must be there. */
function replaced(text: string, from: string | RegExp, to: string): string {
  const changed = text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to);
  assert.notEqual(changed, text, `nothing to replace: ${String(from)}`);
  return changed;
}

describe('README.md in Chromium', { skip: !engines().includes('chromium') }, () => {
  let folder: string;
  let emulator: Emulator;
  let asset: VirtualAsset;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** The origin that users see, as a host's proxy: pages, and the server of README.md behind it. */
  let front: Server;
  let port: number;
  let files: Map<string, { readonly body: string; readonly headers: Record<string, string> }>;
  let backPort: number;
  let back: ChildProcess | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'enode-link-readme-'));
    const modules = join(folder, 'node_modules');
    await mkdir(join(modules, 'express'), { recursive: true });
    // A junction is what Windows lets everybody make; elsewhere it is a link as any other.
    await symlink(root, join(modules, 'enode-link-button'), 'junction');
    await writeFile(
      join(modules, 'express', 'package.json'),
      '{"type":"module","main":"index.js"}',
    );
    await writeFile(join(modules, 'express', 'index.js'), expressStandIn);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    emulator = await startEmulator({ port: 0, linkPort: 0 });
    browser = await chromium.launch(chromiumOptions());
  });
  after(async () => {
    await browser.close();
    await emulator.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await emulator.reset();
    const model = { name: 'Family car', model: 'Model 3' };
    asset = await emulator.createVirtualAsset({ ...model, vendor: 'TESLA', vendorType: 'vehicle' });
    files = new Map();
    back = undefined;
    backPort = await freePort();
    front = createServer((request, response) => {
      const file = files.get(new URL(request.url ?? '/', origin()).pathname);
      if (file) {
        response.writeHead(200, file.headers).end(file.body);
        return;
      }
      const { url, method, headers } = request;
      const behind = forward({ port: backPort, path: url, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      behind.on('error', () => response.writeHead(404).end());
      request.pipe(behind);
    }).listen(0, 'localhost');
    await once(front, 'listening');
    port = portOf(front);
    context = await browser.newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    await serve('/enode-link-button.js', 'dist/cdn/enode-link-button.js');
    await serve('/enode-link-callback.js', 'dist/cdn/enode-link-callback.js');
  });
  afterEach(async () => {
    await context.close();
    front.close();
    front.closeAllConnections();
    back?.kill();
  });

  const origin = () => `http://localhost:${port}`;
  const credentials = () => ({
    ENODE_CLIENT_ID: emulator.clientId,
    ENODE_CLIENT_SECRET: emulator.clientSecret,
  });

  /** Writes the handler of README.md into a folder of its own, with one more snippet beside it. */
  async function writeServer(
    name: keyof typeof servers,
    adapt = (code: string) => code,
  ): Promise<string> {
    const target = join(folder, `${name}-${port}`);
    await mkdir(target);
    const { oauthUrl, apiUrl } = emulator;
    const environment = JSON.stringify({ oauthUrl, apiUrl });
    const handler = replaced(snippet('handler'), "'sandbox'", environment);
    await writeFile(join(target, 'enode.js'), adapt(replaced(handler, '3000', String(port))));
    const server = snippet(name, servers[name]).replaceAll('3000', String(backPort));
    await writeFile(join(target, 'server.js'), server);
    return join(target, 'server.js');
  }

  async function start(file: string): Promise<void> {
    const env = { ...process.env, ...credentials() };
    const server = spawn(process.execPath, [file], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    back = server;
    const isThere = async () => {
      const { ok } = await fetch(`${origin()}/api/enode/callback`);
      return ok || server.exitCode !== null;
    };
    await until(isThere, 'the server of README.md');
    assert.equal(server.exitCode, null, 'it goes on');
  }

  /** Serves HTML, or a file of the repository. */
  async function serve(path: string, content: string, headers: Record<string, string> = {}) {
    const isHtml = content.includes('<');
    const body = isHtml ? content : await readFile(join(root, content), 'utf8');
    const type = `text/${isHtml ? 'html' : 'javascript'}; charset=utf-8`;
    files.set(path, { body, headers: { 'content-type': type, ...headers } });
  }

  /** What the snippet on the page says next on its console, as values. */
  async function said(act: () => Promise<unknown>): Promise<unknown[]> {
    // Errors are the browser's own words, such as those about a status of 502.
    const isSaid = (message: ConsoleMessage) => message.type() === 'log';
    const [message] = await Promise.all([page.waitForEvent('console', isSaid), act()]);
    return Promise.all(message.args().map((value) => value.jsonValue()));
  }

  async function openLinkUi(): Promise<Page> {
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.click('enode-link-button button'),
    ]);
    await popup.waitForSelector(id('step-intro'), { state: 'attached' });
    return popup;
  }

  async function linkCar(): Promise<void> {
    const popup = await openLinkUi();
    await popup.click(id('continue'));
    await popup.click(id('brand-TESLA'));
    await popup.click(id('service-vehicle'));
    await popup.waitForSelector(id('step-access'), { state: 'attached' });
    await popup.click(id('continue'));
    await popup.fill('input[name=username]', asset.username);
    await popup.fill('input[name=password]', asset.password);
    await popup.click(id('continue'));
    await popup.fill('input[name=code]', '123456');
    await popup.click(id('continue'));
    await popup.waitForSelector(id('step-devices'), { state: 'attached' });
    await popup.click(id('continue'));
    await Promise.all([popup.waitForEvent('close'), popup.click(id('complete'))]);
  }

  for (const server of ['node', 'express'] as const) {
    it(`links a car from the page, with the ${server} server`, async () => {
      await start(await writeServer(server));
      await serve('/', `<!doctype html><title>Devices</title>${snippet('page')}`);
      await page.goto(`${origin()}/`);
      const [word, added] = await said(linkCar);
      const [{ name, vendor } = assert.fail(), ...others] = added as LinkedDevice[];
      assert.deepEqual([word, name, vendor, others], ['linked', asset.name, 'TESLA', []]);
    });
  }

  it('answers a session and the user as a fetch function', async () => {
    Object.assign(process.env, credentials());
    const module = (await import(pathToFileURL(await writeServer('fetch')).href)) as {
      default: { fetch(request: Request): Promise<Response> };
    };
    const ask = (path: string, body?: object) =>
      module.default.fetch(
        new Request(`${origin()}/api/enode/${path}`, {
          headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
          ...(body && { method: 'POST', body: JSON.stringify(body) }),
        }),
      );
    const redirectUri = `${origin()}/api/enode/callback?enode_link=${'n'.repeat(22)}`;
    const session = await ask('link-session', { redirectUri });
    assert.equal(session.status, 200);
    const { linkUrl } = (await session.json()) as { linkUrl: string };
    assert.ok(linkUrl.startsWith(emulator.linkOrigin));
    assert.deepEqual(await (await ask('user')).json(), { id: 'user-1', linkedVendors: [] });
  });

  it('tells success, cancel and error to a bundled page, under the policy, with a return page of its own', async () => {
    await start(
      await writeServer('node', (code) => replaced(code, '/api/enode/callback', '/linked')),
    );
    const policy = { 'content-security-policy': snippet('csp', 'SECURITY.md').trim() };
    const element = replaced(
      /<enode.*>/s.exec(snippet('page').split('<script>')[0] ?? '')?.[0] ?? '',
      '/api/enode/callback',
      '/linked',
    );
    await writeFile(join(folder, 'main.js'), snippet('module'));
    await bundle(join(folder, 'main.js'));
    await serve('/linked', snippet('return-page'), policy);
    await serve(
      '/',
      `<!doctype html><title>Devices</title>${element}<script type="module" src="/main.js"></script>`,
      policy,
    );
    await page.goto(`${origin()}/`);
    assert.deepEqual(await said(linkCar), ['linked', [tesla], 'verified', true]);

    await page.reload();
    const popup = await openLinkUi();
    assert.deepEqual(await said(() => popup.click(id('exit'))), ['cancelled', 'exited']);

    await emulator.setFaults({ api: { status: 403 } });
    const failed = await said(() => page.click('enode-link-button button'));
    assert.deepEqual(failed.slice(0, 2), ['failed', 'session-unavailable']);
  });

  it('reserves the place of the button, so that nothing moves when it is upgraded', async () => {
    await serve(
      '/',
      `<!doctype html><meta charset="utf-8"><title>Devices</title><style>${snippet('style', 'docs/theming.md')}</style>
      <p>Before <enode-link-button>Link your car</enode-link-button> <b>after</b></p>
      <enode-link-button></enode-link-button><p id="below">Below</p>`,
    );
    await page.goto(`${origin()}/`);
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('b, #below')].map((found) => {
          const { x, y } = found.getBoundingClientRect();
          return { x: Math.round(x), y: Math.round(y) };
        }),
      );
    const earlier = await places();
    await page.addScriptTag({ url: '/enode-link-button.js', type: 'module' });
    await page.waitForSelector('enode-link-button:state(idle) button, enode-link-button button');
    assert.deepEqual(await places(), earlier);
  });

  it('loads the script with its hash of integrity.json, and not with another', async () => {
    const json = await readFile(join(root, 'dist/cdn/integrity.json'), 'utf8');
    const hashes = JSON.parse(json) as Record<string, string>;
    const file = 'enode-link-button.iife.js';
    await serve(`/${file}`, `dist/cdn/${file}`);
    const pageWith = (hash: string) =>
      `<!doctype html><title>Devices</title><script src="/${file}" integrity="${hash}"></script>`;
    await serve('/', pageWith(String(hashes[file])));
    await serve('/other', pageWith(String(hashes['enode-link-button.js'])));
    const isLoaded = () => page.evaluate('"EnodeLinkButton" in window');
    await page.goto(`${origin()}/`);
    assert.equal(await isLoaded(), true);
    await page.goto(`${origin()}/other`);
    assert.equal(await isLoaded(), false);
  });

  /** Bundles an entry as a page author would, and serves it as `/main.js`. */
  async function bundle(entry: string): Promise<void> {
    await build({
      configFile: false,
      logLevel: 'error',
      root: folder,
      build: { outDir: 'bundle', lib: { entry, formats: ['es'], fileName: 'main' } },
    });
    const code = await readFile(join(folder, 'bundle/main.js'), 'utf8');
    files.set('/main.js', { body: code, headers: { 'content-type': 'text/javascript' } });
  }
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}
