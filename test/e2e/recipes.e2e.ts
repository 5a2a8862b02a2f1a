/**
 * The recipes of docs/server.md, each in its real framework, against the emulator: a user links,
 * reads and removes a car; what a page does wrong gets the same answer everywhere.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { play, TESLA as CAR } from '../node/emulator-fixture.js';
import { fakeEnode, options, sessionRequest, userRequest } from '../node/server-fixture.js';
import { createEnodeLinkHandler, type HandlerOptions } from '../../src/server/index.js';
import {
  adapt,
  clean,
  freePort,
  install,
  recipes,
  replaced,
  run,
  serve,
  SHOP,
  snippet,
  write,
  type Enode,
  type Site,
} from './recipe-site.js';
import { until } from './drivers/until.js';

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
  built = { next: startAt(startNext), sveltekit: startAt(startSvelteKit), trap: buildNextTrap() };
  // Each is awaited later: until then a failure is nobody's.
  for (const work of Object.values(built)) work.catch(() => undefined);
});
after(async () => {
  await emulator.close();
  await clean();
});
beforeEach(() => emulator.reset());

const bin = (path: string) => join(recipes, 'node_modules', path);
const NEXT = bin('next/dist/bin/next');
const VITE = bin('vite/bin/vite.js');
const NEXT_CONFIG = `export default { turbopack: { root: ${JSON.stringify(recipes)} } };\n`;
const KIT = {
  'package.json': '{"type":"module","private":true}',
  'vite.config.js':
    "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
  'src/app.html': '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body>',
};
/** A build machine has no secret. */
const withoutSecret = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

/** Each starts a site made of the snippet of its name. */
const starts: Record<string, () => Promise<Site>> = {
  node: () => startAt(startProgram('node')),
  express: () => startAt(startProgram('express')),
  fastify: () => startAt(startProgram('fastify')),
  hono: () => startAt(startProgram('hono')),
  next: () => built.next,
  sveltekit: () => built.sveltekit,
  worker: () => startAt(startWorker),
};

async function startNext(port: number, base: string, enode: Enode): Promise<Site> {
  const folder = await write('next', {
    'package.json': '{"type":"module","private":true}',
    'next.config.mjs': NEXT_CONFIG,
    'enode.js': adapt(await snippet('handler'), enode, base),
    'app/api/enode/[...path]/route.js': await snippet('next'),
  });
  await run(process.execPath, [NEXT, 'build'], folder, withoutSecret);
  return serve(folder, [NEXT, 'start', '-p', String(port)], base, enode);
}

async function startSvelteKit(port: number, base: string, enode: Enode): Promise<Site> {
  const folder = await write('sveltekit', {
    ...KIT,
    'src/lib/server/enode.js': replaced(
      adapt(await snippet('handler'), enode, base),
      './session.js',
      '../../../session.js',
    ),
    'src/routes/api/enode/[...path]/+server.js': await snippet('sveltekit'),
  });
  await run(process.execPath, [VITE, 'build'], folder, withoutSecret);
  const args = ['preview', '--port', String(port), '--strictPort', '--host', 'localhost'];
  return serve(folder, [VITE, ...args], base, enode);
}

/** A build with the secret's file imported where the document says not to. */
async function buildNextTrap(): Promise<string> {
  const folder = await write('next-trap', {
    'package.json': '{"type":"module","private":true}',
    'next.config.mjs': NEXT_CONFIG,
    'enode.js': adapt(await snippet('handler'), emulator, 'https://app.example'),
    'app/api/enode/[...path]/route.js':
      "import { handler } from '../../../../enode.js';\nexport { handler as GET };\n",
  });
  return run(process.execPath, [NEXT, 'build'], folder, withoutSecret);
}

function startProgram(name: string, change = (code: string) => code) {
  return async (port: number, base: string, enode: Enode): Promise<Site> => {
    const folder = await write(`${name}-${port}`, {
      'enode.js': adapt(await snippet('handler'), enode, base),
      'server.js': replaced(change(await snippet(name)), '3000', String(port)),
    });
    return serve(folder, ['server.js'], base, enode);
  };
}

async function startWorker(
  port: number,
  base: string,
  enode: Enode,
  change = (code: string) => code,
): Promise<Site> {
  const folder = await write(`worker-${port}`, {
    'worker.js': change(adapt(await snippet('worker'), enode, base)),
  });
  const args = [join(recipes, 'worker.mjs'), 'worker.js', String(port), join(recipes, '.work/kv')];
  return serve(folder, args, base, enode);
}

type Start = (port: number, base: string, enode: Enode) => Promise<Site>;

async function startAt(start: Start, enode: Enode = emulator): Promise<Site> {
  const port = await freePort();
  return start(port, `http://localhost:${port}`, enode);
}

const own = (site: Site, headers: Record<string, string> = {}) => ({
  Cookie: 'user=user-1',
  Origin: site.base,
  'Sec-Fetch-Site': 'same-origin',
  ...headers,
});

function ask(site: Site, method: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${site.base}/api/enode${path}`, { method, headers: own(site), ...init });
}

function askForSession(site: Site, body: object | string = {}, headers = {}): Promise<Response> {
  const redirectUri = `${site.base}/api/enode/callback?enode_link=${'n'.repeat(22)}`;
  return ask(site, 'POST', '/link-session', {
    headers: own(site, { 'Content-Type': 'application/json', ...headers }),
    body: typeof body === 'string' ? body : JSON.stringify({ redirectUri, ...body }),
  });
}

async function told(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code?: string };
  assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
  return `${response.status} ${code}`;
}

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
    const site = await startAt(startProgram(name, change));
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
    await until(() => site.said().includes('The body was read before'), 'the reason');
  });

  it('an import at the top of a Next.js route: the build needs the secret', async () => {
    await assert.rejects(built.trap, /clientId is missing or malformed/);
  });
});

describe('the token store', () => {
  /** The emulator, with its token requests counted. */
  const counted = async (context: TestContext): Promise<Enode & { count: () => number }> => {
    let count = 0;
    const server = createServer((request, response) => {
      count += 1;
      const headers = { authorization: String(request.headers.authorization) };
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      void fetch(`${emulator.oauthUrl}/oauth2/token`, { method: 'POST', headers, body })
        .then(async (answer) => {
          response.setHeader('Content-Type', 'application/json');
          response.writeHead(answer.status).end(await answer.text());
        })
        .catch(() => response.destroy());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    context.after(() => (server.closeAllConnections(), server.close()));
    const { apiUrl, clientId, clientSecret } = emulator;
    const oauthUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { oauthUrl, apiUrl, clientId, clientSecret, count: () => count };
  };

  it('of the worker shares one access token through Workers KV', async (context) => {
    const enode = await counted(context);
    for (const _ of [1, 2]) {
      const site = await startAt(startWorker, enode);
      assert.equal((await ask(site, 'GET', '/user')).status, 200);
      await site.stop();
    }
    assert.equal(enode.count(), 1);
  });

  it('keeps a worker from asking twice, however many users come at a cold start', async (context) => {
    const enode = await counted(context);
    const withoutStore = (code: string) => replaced(code, 'tokenStore:', 'unused:');
    const site = await startAt(
      (port, base, one) => startWorker(port, base, one, withoutStore),
      enode,
    );
    context.after(() => site.stop());
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(site, 'GET', '/user')));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(enode.count(), 1);
  });

  it('of Redis shares one access token, and lets it expire', async (context) => {
    const enode = await counted(context);
    const redis = await startRedis(context);
    const handlerFile = adapt(await snippet('handler'), enode, 'https://app.example');
    const folder = await write('redis', {
      'token-store.js': await snippet('redis'),
      'enode.js': `import { tokenStore } from './token-store.js';\n${replaced(handlerFile, 'defaults:', 'tokenStore,\n  defaults:')}`,
      'main.js': `import { handler } from './enode.js';
const headers = { cookie: 'user=user-1' };
const { status } = await handler(new Request('https://app.example/user', { headers }));
console.log('STATUS ' + status);
process.exit();
`,
    });
    const env = {
      ...process.env,
      ENODE_CLIENT_ID: enode.clientId,
      ENODE_CLIENT_SECRET: enode.clientSecret,
      REDIS_URL: redis.url,
    };
    for (const _ of [1, 2]) {
      assert.match(await run(process.execPath, ['main.js'], folder, env), /^STATUS 200$/m);
    }
    assert.equal(enode.count(), 1);
    const [[, key, , option, seconds] = []] = redis.commands('SET');
    assert.match(key ?? '', /^enode-link-button:token:/);
    assert.equal(option, 'EX');
    assert.ok(Number(seconds) > 3000 && Number(seconds) < 3600, seconds);
    assert.equal(redis.commands('SET').length, 1);
  });
});

/** What the snippets export that are loaded here. */
interface Snippets {
  readonly rateLimit: HandlerOptions['rateLimit'];
  readonly onEvent: HandlerOptions['onEvent'];
  readonly onError: HandlerOptions['onError'];
  readonly seen: unknown[][];
  readonly handleEvent: (event: object, work: object) => Promise<unknown>;
}

const load = async (name: string, files: Record<string, string>, file: string) =>
  (await import(pathToFileURL(join(await write(name, files), file)).href)) as Snippets;

describe('the other snippets of docs/server.md', () => {
  it('page: its addresses are endpoints of the handler', async () => {
    const handler = createEnodeLinkHandler(options({ fetch: fakeEnode().fetch }));
    const page = await snippet('page');
    const methods = { 'session-url': 'POST', 'user-url': 'GET', 'callback-url': 'GET' };
    for (const [attribute, method] of Object.entries(methods)) {
      const [, path = ''] = new RegExp(`${attribute}="([^"]+)"`).exec(page) ?? [];
      const request = new Request(`https://app.example${path}`, { method });
      assert.ok(![404, 405].includes((await handler(request)).status), attribute);
    }
  });

  it('rate limit: stops a user at the limit, and no other', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    const { rateLimit } = await load(
      'rate-limit',
      { 'rate-limit.js': await snippet('rate-limit') },
      'rate-limit.js',
    );
    let userId = 'one';
    const enode = fakeEnode();
    const handler = createEnodeLinkHandler(
      options({ rateLimit, fetch: enode.fetch, getUserId: () => userId }),
    );
    for (let count = 0; count < 20; count += 1) {
      assert.equal((await handler(sessionRequest())).status, 200);
      assert.equal((await handler(userRequest())).status, 200);
    }
    context.mock.timers.setTime(1_000_000 + 45_000);
    const refused = await handler(sessionRequest());
    assert.equal(`${refused.status} ${refused.headers.get('Retry-After')}`, '429 15');
    assert.equal((await handler(userRequest())).status, 200);
    userId = 'other';
    assert.equal((await handler(sessionRequest())).status, 200);
    userId = 'one';
    context.mock.timers.setTime(1_000_000 + 60_000);
    assert.equal((await handler(sessionRequest())).status, 200);
  });

  it('hooks: measure requests, and log failures with their code', async () => {
    const telemetry = `export const seen = [];
export const metrics = { timing: (...values) => seen.push(values) };
export const log = { error: (...values) => seen.push(values) };
`;
    const files = { 'telemetry.js': telemetry, 'hooks.js': await snippet('hooks') };
    const { onEvent, onError } = await load('hooks', files, 'hooks.js');
    const { seen } = await load('hooks', files, 'telemetry.js');
    const { fetch } = fakeEnode({ api: () => new Response('', { status: 403 }) });
    const handler = createEnodeLinkHandler(options({ fetch, onEvent, onError }));
    assert.equal((await handler(sessionRequest())).status, 502);
    const names = seen.map(([first]) => first);
    assert.deepEqual(names, [
      'enode.enode',
      'enode.enode',
      { code: 'enode-forbidden', route: 'link-session', cause: undefined },
      'enode.request',
    ]);
  });
});

describe('the webhook of docs/server.md', () => {
  const secret = 'webhook-secret';
  const events = [
    { event: 'user:credentials:invalidated', user: { id: 'user-1' } },
    { event: 'user:spaceship:landed', user: { id: 'user-1' } },
  ];
  const queue =
    "export const queue = { add: async (events) => console.log('QUEUE ' + JSON.stringify(events)) };\n";

  const start = async (context: TestContext, change = (code: string) => code) => {
    const port = await freePort();
    const folder = await write(`webhook-${port}`, {
      'queue.js': queue,
      'webhook.js': await snippet('webhook'),
      'server.js': replaced(change(await snippet('webhook-express')), '3000', String(port)),
    });
    const base = `http://localhost:${port}`;
    const env = { ENODE_WEBHOOK_SECRET: secret };
    const site = await serve(folder, ['server.js'], base, emulator, env);
    context.after(() => site.stop());
    return site;
  };
  const deliver = ({ base }: Site, body: string, key = secret) => {
    const signature = createHmac('sha1', key).update(body).digest('hex');
    return fetch(`${base}/hooks/enode`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Enode-Signature': `sha1=${signature}` },
      body,
    });
  };
  // As no serializer would write it: what is signed is the bytes.
  const body = JSON.stringify(events, null, 1);

  it('takes what Enode signed behind Express, and nothing else', async (context) => {
    const site = await start(context);
    assert.equal((await deliver(site, body)).status, 200);
    assert.ok(site.said().includes(`QUEUE ${JSON.stringify(events)}\n`));
    assert.equal(await told(await deliver(site, body, 'guess')), '401 signature-wrong');
    assert.equal(await told(await deliver(site, '{}')), '400 body-malformed');
    assert.equal(await told(await deliver(site, `[${' '.repeat(2 ** 21)}]`)), '413 body-too-large');
    assert.equal(site.said().split('QUEUE').length, 2);
  });

  it('cannot work behind express.json(), as the document warns', async (context) => {
    const site = await start(context, (code) =>
      replaced(
        replaced(code, 'app.use(express.json());', ''),
        'const app = express();',
        'const app = express();\napp.use(express.json());',
      ),
    );
    assert.equal(await told(await deliver(site, body)), '401 signature-wrong');
  });

  it('sorts events, and bears those that are new', async () => {
    const files = { 'queue.js': queue, 'webhook.js': await snippet('webhook') };
    const { handleEvent } = await load('webhook-events', files, 'webhook.js');
    const work = {
      askToRelink: (id: string) => `relink ${id}`,
      readUserAgain: (id: string) => `read ${id}`,
    };
    const user = { id: 'user-1' };
    const results = [];
    for (const event of [...events, { event: 'user:vehicle:discovered', user }]) {
      results.push(await handleEvent(event, work));
    }
    assert.deepEqual(results, ['relink user-1', undefined, 'read user-1']);
  });
});

/**
 * The wire of Redis (RESP) as far as GET and SET go. What is to be shown is what the client sends;
 * that keys expire is Redis's own affair.
 */
async function startRedis(context: TestContext) {
  const kept = new Map<string, string>();
  const commands: string[][] = [];
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const command of readCommands(String(data))) {
        commands.push(command);
        const [name = '', key = '', value = ''] = command;
        if (name === 'SET') kept.set(key, value);
        const found = kept.get(key);
        if (name === 'GET') socket.write(found === undefined ? '$-1\r\n' : bulk(found));
        else if (name === 'HELLO') socket.write(`%1\r\n${bulk('proto')}:3\r\n`);
        else socket.write('+OK\r\n');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    commands: (name: string) => commands.filter(([first]) => first === name),
  };
}

const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

/** `*2\r\n$3\r\nGET\r\n$1\r\nk\r\n` → `['GET', 'k']`; none of our values has a line end in it. */
function readCommands(data: string): string[][] {
  return data
    .split(/^\*\d+\r\n/m)
    .slice(1)
    .map((command) => command.split('\r\n').filter((_line, index) => index % 2 === 1));
}
