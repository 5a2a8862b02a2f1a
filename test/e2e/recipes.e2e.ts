/**
 * The recipes of docs/server.md, each in its real framework, against the emulator: a user links,
 * reads and removes a car, and each mistake of a page gets the same answer in every framework.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { play, TESLA as CAR } from '../node/emulator-fixture.js';
import { until } from '../support/drivers/until.js';
import {
  ask,
  askForSession,
  buildNextTrap,
  own,
  startAt,
  startNext,
  startProgram,
  startSvelteKit,
  startWorker,
  told,
} from '../support/recipe-frameworks.js';
import { clean, install, replaced, SHOP, type Site } from '../support/recipe-site.js';

let emulator: Emulator;
/** What takes long: begun at once, awaited by the test that is about it. */
let built: {
  readonly next: Promise<Site>;
  readonly sveltekit: Promise<Site>;
  readonly trap: Promise<string>;
};
before(async () => {
  await install();
  emulator = await startEmulator({ port: 0, linkPort: 0 });
  built = {
    next: startAt(startNext, emulator),
    sveltekit: startAt(startSvelteKit, emulator),
    trap: buildNextTrap(emulator),
  };
  // Each is awaited later: until then a failure is nobody's.
  for (const work of Object.values(built)) work.catch(() => undefined);
});
after(async () => {
  await emulator.close();
  await clean();
});
beforeEach(() => emulator.reset());

/** Each starts a site made of the snippet of its name. */
const starts: Record<string, () => Promise<Site>> = {
  node: () => startAt(startProgram('node'), emulator),
  express: () => startAt(startProgram('express'), emulator),
  fastify: () => startAt(startProgram('fastify'), emulator),
  hono: () => startAt(startProgram('hono'), emulator),
  next: () => built.next,
  sveltekit: () => built.sveltekit,
  worker: () => startAt(startWorker, emulator),
};

for (const [name, start] of Object.entries(starts)) {
  describe(`the recipe for ${name}`, () => {
    let site: Site;
    before(async () => (site = await start()));
    after(() => site.stop());

    it('takes a user from nothing to a linked car, and back', async () => {
      const vendors = async () => (await ask(site, 'GET', '/user')).json();
      assert.deepEqual(await vendors(), { id: 'user-1', linkedVendors: [] });
      const session = await askForSession(site);
      assert.equal(session.status, 200);
      assert.equal(session.headers.get('Cache-Control'), 'no-store');
      const { linkUrl } = (await session.json()) as { linkUrl: string };
      const { left = '' } = await play(linkUrl, await emulator.createVirtualAsset(CAR));
      const page = await fetch(left);
      assert.equal(page.status, 200);
      assert.match(await page.text(), /callback\.js/);
      const tesla = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };
      assert.deepEqual(await vendors(), { id: 'user-1', linkedVendors: [tesla] });
      assert.equal((await ask(site, 'DELETE', '/user/vendors/TESLA/vehicle')).status, 204);
      assert.deepEqual(await vendors(), { id: 'user-1', linkedVendors: [] });
    });

    it('keeps users apart whose ids are odd', async () => {
      for (const id of ['a/b?c#d', '../user-1', 'ümlaut 1', '%2e%2e']) {
        const headers = own(site, { Cookie: `user=${encodeURIComponent(id)}` });
        assert.deepEqual(await (await ask(site, 'GET', '/user', { headers })).json(), {
          id,
          linkedVendors: [],
        });
      }
    });

    it('serves the return page with the headers that guard it', async () => {
      const page = await fetch(`${site.base}/api/enode/callback`);
      const policy = page.headers.get('Content-Security-Policy') ?? '';
      assert.match(policy, /^default-src 'none'; script-src 'self';.* frame-ancestors 'self'$/);
      assert.equal(page.headers.get('Referrer-Policy'), 'no-referrer');
      assert.equal(page.headers.get('Cache-Control'), 'no-store');
      const script = await fetch(`${site.base}/api/enode/callback.js`);
      assert.match(script.headers.get('Content-Type') ?? '', /^text\/javascript/);
      assert.match(await script.text(), /enode_link/);
    });

    it('takes a slash at the end of an address, and the return page finds its files there', async () => {
      assert.equal((await ask(site, 'GET', '/user/')).status, 200);
      const page = await fetch(`${site.base}/api/enode/callback/`);
      // Some frameworks send the browser on to the address without the slash.
      for (const [, path = ''] of (await page.text()).matchAll(/(?:src|href)="([^"]*)"/g)) {
        const file = await fetch(new URL(path, page.url));
        assert.equal(file.status, 200, path);
        assert.match(file.headers.get('Content-Type') ?? '', /^text\/(?:javascript|css)/);
      }
    });

    it('answers HEAD, OPTIONS and the preflight of another origin', async () => {
      const head = await ask(site, 'HEAD', '/user');
      assert.equal(`${head.status} ${await head.text()}`, '200 ');
      const plain = await ask(site, 'OPTIONS', '/user');
      assert.equal(`${plain.status} ${plain.headers.get('Allow')}`, '204 GET, HEAD, OPTIONS');
      const preflight = await ask(site, 'OPTIONS', '/link-session', {
        headers: {
          Origin: SHOP,
          'Sec-Fetch-Site': 'cross-site',
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), SHOP);
      assert.equal(preflight.headers.get('Access-Control-Allow-Headers'), 'content-type');
      const nobody = await ask(site, 'GET', '/user', { headers: { Origin: SHOP } });
      assert.equal(nobody.headers.get('Access-Control-Allow-Origin'), SHOP);
      assert.equal(nobody.headers.get('Access-Control-Allow-Credentials'), 'true');
      assert.equal(await told(nobody), '401 unauthenticated');
    });

    it('refuses what a page may not do, with the same codes everywhere', async () => {
      const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
      const json = (body: string) => askForSession(site, body);
      assert.equal(await told(await askForSession(site, {}, foreign)), '403 foreign-origin');
      assert.equal(
        await told(
          await ask(site, 'DELETE', '/user/vendors/TESLA', { headers: own(site, foreign) }),
        ),
        '403 foreign-origin',
      );
      assert.equal(
        await told(await askForSession(site, {}, { 'Content-Type': 'text/plain' })),
        '415 content-type-unsupported',
      );
      assert.equal(await told(await json('{')), '400 body-malformed');
      assert.equal(
        await told(await json(JSON.stringify({ pad: 'x'.repeat(17_000) }))),
        '413 body-too-large',
      );
      assert.equal(
        await told(await askForSession(site, { vendorType: 'hvac' })),
        '400 not-allowed',
      );
      assert.equal(await told(await askForSession(site, { assetId: 'x' })), '404 asset-not-found');
      assert.equal(await told(await ask(site, 'GET', '/nothing')), '404 not-found');
      for (const method of ['PUT', 'PATCH']) {
        const wrong = await ask(site, method, '/user');
        assert.equal(wrong.headers.get('Allow'), 'GET, HEAD, OPTIONS');
        assert.equal(await told(wrong), '405 method-not-allowed');
      }
    });

    it('passes on what Enode cannot do', async () => {
      await emulator.setFaults({ api: { status: 429 } });
      assert.equal(await told(await askForSession(site)), '429 enode-rate-limited');
      await emulator.setFaults({ connectionsLimit: true });
      assert.equal(await told(await askForSession(site)), '409 connections-limit');
    });

    it('serves the next page after one that went away', async () => {
      await emulator.setFaults({ api: { delayMs: 60_000, times: 1 } });
      const gone = new AbortController();
      const waiting = ask(site, 'GET', '/user', { signal: gone.signal });
      setTimeout(() => gone.abort(), 150);
      await assert.rejects(waiting, /abort/);
      assert.equal((await ask(site, 'GET', '/user')).status, 200);
      // Workers are not told that a client went away, unless they ask for it by a flag.
      if (name === 'worker') return;
      await until(
        () => site.events().some((event) => 'code' in event && event.code === 'client-closed'),
        'the end of the call to Enode',
      );
    });
  });
}

describe('a trap that docs/server.md warns of', () => {
  const withTrap = async (
    context: TestContext,
    name: string,
    change: (code: string) => string,
  ): Promise<Site> => {
    const site = await startAt(startProgram(name, change), emulator);
    context.after(() => site.stop());
    return site;
  };
  const parserFirst = (code: string) =>
    replaced(
      replaced(code, 'app.use(express.json());', ''),
      'const app = express();',
      'const app = express();\napp.use(express.json());',
    );

  it('express.json() in front of the handler: it works, save for bodies that Express refuses', async (context) => {
    const site = await withTrap(context, 'express', parserFirst);
    assert.equal((await askForSession(site)).status, 200);
    assert.equal(await told(await askForSession(site, { vendorType: 'hvac' })), '400 not-allowed');
    const refused = await askForSession(site, '{');
    assert.equal(refused.status, 400);
    assert.match(refused.headers.get('Content-Type') ?? '', /^text\/html/);
  });

  it('the parsers of Fastify: without the two lines each Link session is refused', async (context) => {
    const site = await withTrap(context, 'fastify', (code) =>
      replaced(
        replaced(code, '  scope.removeAllContentTypeParsers();\n', ''),
        "  scope.addContentTypeParser('*', (request, payload, done) => done(null));\n",
        '',
      ),
    );
    assert.equal(await told(await askForSession(site)), '400 body-malformed');
    assert.equal((await ask(site, 'GET', '/user')).status, 200);
  });

  it('middleware that reads the body: a 500, and onError says why', async (context) => {
    const site = await withTrap(context, 'hono', (code) =>
      replaced(
        code,
        'const app = new Hono();',
        "const app = new Hono();\napp.use(async (context, next) => {\n  if (context.req.method === 'POST') await context.req.json();\n  await next();\n});",
      ),
    );
    assert.equal(await told(await askForSession(site)), '500 internal-error');
    await until(() => site.said().includes('The body has already been read'), 'the reason');
  });

  it('an import at the top of a Next.js route: the build needs the secret', async () => {
    await assert.rejects(built.trap, /clientId is missing or malformed/);
  });
});
