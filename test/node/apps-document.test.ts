/**
 * The code of docs/apps.md, run as it stands there: the server's options with the handler from its source,
 * the modules of the app with stand-ins for the plugins of Capacitor and Expo, against the emulator.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { buildRequest } from '../../src/button/build-request.js';
import { defaults } from '../../src/button/settings.js';
import { toNodeListener, type EnodeLinkHandler } from '../../src/server/index.js';
import { emulate, play, TESLA } from './emulator-fixture.js';
import { block, countBlocks, markedBlocks } from './read-document.js';

const root = new URL('../..', import.meta.url);
const document = await readFile(new URL('docs/apps.md', root), 'utf8');
const ENDPOINTS = 'https://app.example/api/enode';

/** What an app's user does in the tab that shows Link UI; resolves with the address that it left to. */
type Visit = (linkUrl: string) => Promise<string | undefined>;

/** Shared between the test and the stand-ins, which are loaded as modules. */
interface World {
  visit: Visit;
  /** What the app asked the plugins for. */
  calls: string[];
}
const world = { visit: () => Promise.reject(new Error('not set')), calls: [] } as World;
Object.assign(globalThis, { appsDocument: world });

/** Plugins with the behaviour that their documentation describes. */
const PLUGINS = {
  '@capacitor/app': `
    export const listeners = new Map();
    export const listen = async (name, heard) => {
      listeners.set(name, heard);
      return { remove: async () => void listeners.delete(name) };
    };
    export const App = { addListener: listen };`,
  '@capacitor/browser': `
    import { listen, listeners } from '@capacitor/app';
    export const Browser = {
      addListener: listen,
      open: async ({ url }) => {
        const left = await appsDocument.visit(url);
        if (left === undefined) listeners.get('browserFinished')();
        else listeners.get('appUrlOpen')({ url: left });
      },
      close: async () => {
        appsDocument.calls.push(\`close with \${listeners.size} listeners\`);
        throw new Error('No active window to close!');
      },
    };`,
  '@capacitor/core': `
    export const CapacitorHttp = {
      request: async ({ method, url, headers, data }) => {
        const answer = await fetch(url, { method, headers, body: data && JSON.stringify(data) });
        return { status: answer.status, data: await answer.json() };
      },
    };`,
  'expo-crypto': `
    export const getRandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));`,
  'expo-web-browser': `
    export const openAuthSessionAsync = async (url, redirectUrl) => {
      const left = await appsDocument.visit(url);
      if (left === undefined) return { type: 'cancel' };
      if (!left.startsWith(redirectUrl)) return new Promise(() => undefined);
      return { type: 'success', url: left };
    };`,
};

type Connect = () => Promise<readonly { vendor: string }[]>;

describe('docs/apps.md', () => {
  let fixture: Awaited<ReturnType<typeof emulate>>;
  let folder: string;
  let server: Server;

  const write = async (name: string, code: string) => {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), code);
  };
  const load = async (name: string) =>
    (await import(pathToFileURL(join(folder, name)).href)) as Record<string, unknown>;

  before(async () => {
    fixture = await emulate();
    folder = await mkdtemp(join(tmpdir(), 'enode-apps-'));
    const { clientId, clientSecret, oauthUrl, apiUrl } = fixture.emulator;
    await write('package.json', '{"type":"module"}');
    await write(
      'session.js',
      `export const accessToken = () => 'token-1';
      export const userOfToken = (header) => (header === 'Bearer token-1' ? 'u1' : null);`,
    );
    const options = JSON.stringify({ clientId, clientSecret, environment: { oauthUrl, apiUrl } });
    await write(
      'enode.js',
      block(document, 'server')
        .replace('enode-link-button/server', new URL('src/server/index.ts', root).href)
        .replace(/ {2}clientId:.*'sandbox',\n/s, `...${options},`),
    );
    const { handler } = (await load('enode.js')) as { handler: EnodeLinkHandler };
    server = createServer(toNodeListener(handler)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/enode`;
    for (const [name, code] of Object.entries(PLUGINS)) {
      await write(`node_modules/${name}/package.json`, '{"type":"module","exports":"./index.js"}');
      await write(`node_modules/${name}/index.js`, code);
    }
    for (const name of ['capacitor', 'expo']) {
      await write(`${name}/link.js`, block(document, 'link').replace('1500', '15'));
      await write(`${name}/session.js`, "export * from '../session.js';");
      await write(`${name}/connect.js`, block(document, name).replace(ENDPOINTS, base));
    }
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await fixture.emulator.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await fixture.emulator.reset();
    world.calls = [];
  });

  /** A user who links a car, and then completes, or closes the tab. */
  const linking =
    (until: 'left' | 'success'): Visit =>
    async (linkUrl) => {
      const car = await fixture.emulator.createVirtualAsset(TESLA);
      return (await play(linkUrl, car, until)).left;
    };

  it('has no block of code that is not run here', () => {
    assert.deepEqual(markedBlocks(document), ['server', 'link', 'capacitor', 'expo', 'web-view']);
    assert.equal(countBlocks(document), markedBlocks(document).length);
  });

  for (const name of ['capacitor', 'expo']) {
    const connect = async () => ((await load(`${name}/connect.js`)).connect as Connect)();

    it(`links a car, to which Link UI returns with the app's own scheme: ${name}`, async () => {
      let left: string | undefined;
      world.visit = async (linkUrl) => (left = await linking('left')(linkUrl));
      const added = await connect();
      assert.deepEqual(
        added.map(({ vendor }) => vendor),
        ['TESLA'],
      );
      assert.match(left ?? '', /^myapp:\/\/linked\?enode_link=[\da-f]{32}$/);
    });

    it(`sees what was linked before the tab was closed: ${name}`, async () => {
      world.visit = linking('success');
      assert.equal((await connect()).length, 1);
    });

    it(`takes neither an exit nor a closed tab for a link: ${name}`, async () => {
      world.visit = async (linkUrl) => {
        const visit = await play(linkUrl, { vendor: 'TESLA', username: '', password: '' }, 'brand');
        const { left } = await visit.press('exit');
        assert.match(left ?? '', /^myapp:\/\/linked\?enode_link=[\da-f]{32}&error=/);
        return left;
      };
      assert.deepEqual(await connect(), []);
      world.visit = () => Promise.resolve(undefined);
      assert.deepEqual(await connect(), []);
    });
  }

  it('leaves no listener of Capacitor behind', async () => {
    world.visit = () => Promise.resolve(undefined);
    await ((await load('capacitor/connect.js')).connect as Connect)();
    assert.deepEqual(world.calls, ['close with 0 listeners']);
  });

  it('refuses a request of the app without its token', async () => {
    const { handler } = (await load('enode.js')) as { handler: EnodeLinkHandler };
    assert.equal((await handler(new Request(`${ENDPOINTS}/user`))).status, 401);
  });

  it('is right that the button does not work in the pages of a Capacitor app', () => {
    const href = 'capacitor://localhost/index.html';
    const page = { href, base: href, origin: 'capacitor://localhost' };
    const settings = { ...defaults(), sessionUrl: `${ENDPOINTS}/link-session` };
    for (const callbackUrl of ['', '/callback', 'myapp://linked']) {
      assert.throws(
        () => buildRequest({ ...settings, callbackUrl }, 'n'.repeat(22), 'en-US', page),
        {
          code: 'misconfigured',
        },
      );
    }
  });

  it('asks from a web view for a session that returns to the app', async () => {
    const button: { mode?: string; getSession?: (...args: unknown[]) => Promise<unknown> } = {};
    const { handler } = (await load('enode.js')) as { handler: EnodeLinkHandler };
    runInNewContext(block(document, 'web-view'), {
      document: { querySelector: () => button },
      URL,
      fetch: (path: string, init: RequestInit) => {
        const headers = new Headers(init.headers);
        headers.set('Authorization', 'Bearer token-1');
        return handler(new Request(new URL(path, ENDPOINTS), { ...init, headers }));
      },
    });
    assert.equal(button.mode, 'redirect');
    const redirectUri = `${ENDPOINTS}/callback?enode_link=${'n'.repeat(22)}`;
    const { signal } = new AbortController();
    const ask = (request: object) =>
      button.getSession?.({ language: 'en-US', ...request }, { signal });
    const session = (await ask({ redirectUri })) as { linkUrl: string };
    assert.equal(
      await linking('left')(session.linkUrl),
      `myapp://linked?enode_link=${'n'.repeat(22)}`,
    );
    await assert.rejects(
      async () => ask({ redirectUri, scopes: ['vehicle:control:charging'] }),
      (thrown) => thrown instanceof Response && thrown.status === 400,
    );
  });
});
