/**
 * The code of README.md, and what a reader of it takes from other documents, run as it stands there: the
 * server snippets as programs, with the real Express, the page snippets in Chromium with its popup blocker
 * on, against the emulator. Only environment and port are replaced. The package comes from `dist`, by
 * its name.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
import { clean, install, recipes, write } from '../support/recipe-site.js';
import { compile, toJavaScript, typedBlocks } from '../support/typescript-blocks.js';
import type { LinkedDevice } from '../../src/schema.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const id = (testId: string) => `[data-testid="${testId}"]`;
/** Which document shows how to put the handler into which server. */
const servers = { express: 'README.md', fetch: 'docs/server.md' } as const;
const tesla = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };

/** The block of a document after `<!-- test: name -->`. */
function snippet(name: string, path = 'README.md'): string {
  const document = readFileSync(join(root, path), 'utf8');
  const [, code] =
    new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's').exec(document) ?? [];
  assert.ok(code, `${path} has no block marked "${name}"`);
  return code;
}

/** The script of the page, which a reader with a bundler puts into a file. */
function pageScript(): string {
  const [, code] = /<script type="module">\n(.*?)<\/script>/s.exec(snippet('page')) ?? [];
  assert.ok(code);
  return code;
}

/** The settings of a file .env. */
const readSettings = (file: string): Record<string, string> =>
  Object.fromEntries(
    file
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  );

/** What a reader has in .env, and starts the emulator with. */
const credentials = readSettings(snippet('env'));

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
    await install();
    folder = await write('readme', {
      'package.json': '{"type":"module"}',
      'public/index.html': snippet('page'),
      'main.js': `import 'enode-link-button';\n${pageScript()}`,
    });
    // A junction is what Windows lets everybody make; elsewhere it is a link as any other.
    await symlink(join(recipes, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const { ENODE_CLIENT_ID: clientId = '', ENODE_CLIENT_SECRET: clientSecret = '' } = credentials;
    emulator = await startEmulator({ port: 0, linkPort: 0, clientId, clientSecret });
    browser = await chromium.launch(chromiumOptions());
  });
  after(async () => {
    await browser.close();
    await emulator.close();
    await clean();
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
  /** Writes the handler of README.md, with one server beside it; returns the name of the server's file. */
  async function writeServer(
    name: keyof typeof servers,
    adapt = (code: string) => code,
  ): Promise<string> {
    const { oauthUrl, apiUrl } = emulator;
    const environment = JSON.stringify({ oauthUrl, apiUrl });
    const handler = replaced(snippet('handler'), "'emulator'", environment);
    const target = `${name}-${port}`;
    const code = adapt(replaced(handler, '3000', String(port)));
    await writeFile(join(folder, `${target}.js`), toJavaScript(code));
    const server = snippet(name, servers[name])
      .replaceAll('3000', String(backPort))
      .replace('./enode.ts', `./${target}.js`);
    await writeFile(join(folder, `${target}-server.js`), toJavaScript(server));
    return `${target}-server.js`;
  }

  async function start(file: string): Promise<void> {
    const env = { ...process.env, ...credentials };
    const server = spawn(process.execPath, [file], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
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

  it('starts the emulator with the credentials that it puts into .env', () => {
    const { ENODE_CLIENT_ID: id, ENODE_CLIENT_SECRET: secret } = credentials;
    const command = `emulator --client-id ${String(id)} --client-secret ${String(secret)}\n`;
    assert.ok(readFileSync(join(root, 'README.md'), 'utf8').includes(command), command);
  });

  it('compiles as it is printed, in a strict project', async () => {
    const blocks = typedBlocks(readFileSync(join(root, 'README.md'), 'utf8'));
    const names: Record<string, string> = { handler: 'enode.ts', express: 'server.ts' };
    const files = [...blocks].map(([name, code]) => [names[name] ?? `${name}.ts`, code]);
    assert.deepEqual(await compile(join(folder, 'typed'), Object.fromEntries(files)), []);
    assert.equal(blocks.size, 2);
  });

  it('takes a reader from the emulator to a connected car, with its server and its page', async () => {
    await start(await writeServer('express'));
    await page.goto(`${origin()}/`);
    const devices = page.waitForEvent('console', (one) => one.text().startsWith('devices'));
    assert.deepEqual(await said(linkCar), ['connected', [tesla]]);
    const added = (await (await devices).args()[1]?.jsonValue()) as LinkedDevice[];
    const [{ name, vendor } = assert.fail(), ...others] = added;
    assert.deepEqual([name, vendor, others], [asset.name, 'TESLA', []]);
    const label = page.locator('enode-link-button').getByRole('button');
    await label.getByText('Connected to Tesla').waitFor();
  });

  it('answers a session and the user as a fetch function', async () => {
    Object.assign(process.env, credentials);
    const file = join(folder, await writeServer('fetch'));
    const module = (await import(pathToFileURL(file).href)) as {
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
      await writeServer('express', (code) => replaced(code, '/api/enode/callback', '/linked')),
    );
    const policy = { 'content-security-policy': snippet('csp', 'SECURITY.md').trim() };
    const [tag = ''] = /<enode-link-button\n.*?<\/enode-link-button>/s.exec(snippet('page')) ?? [];
    const element = replaced(tag, '/api/enode/callback', '/linked');
    await bundle(join(folder, 'main.js'));
    await serve('/linked', snippet('return-page', 'docs/server.md'), policy);
    await serve(
      '/',
      `<!doctype html><title>Devices</title>${element}<script type="module" src="/main.js"></script>`,
      policy,
    );
    await page.goto(`${origin()}/`);
    assert.deepEqual(await said(linkCar), ['connected', [tesla]]);

    await page.reload();
    const popup = await openLinkUi();
    assert.deepEqual(await said(() => popup.click(id('exit'))), ['cancelled', 'exited']);

    await emulator.setFaults({ api: { status: 403 } });
    const failed = await said(() => page.click('enode-link-button button'));
    assert.deepEqual(failed, ['failed', 'session-unavailable']);
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
    for (const file of await readdir(join(folder, 'bundle'))) {
      const body = await readFile(join(folder, 'bundle', file), 'utf8');
      files.set(`/${file}`, { body, headers: { 'content-type': 'text/javascript' } });
    }
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
