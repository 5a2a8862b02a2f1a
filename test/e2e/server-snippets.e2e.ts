/**
 * The snippets of docs/server.md other than the recipes: token stores, rate limit, hooks, webhooks.
 * Each is written to a file as it is printed, and run.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it, type TestContext } from 'node:test';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { createEnodeLinkHandler, type HandlerOptions } from '../../src/server/index.js';
import { fakeEnode, options, sessionRequest, userRequest } from '../node/server-fixture.js';
import { ask, startAt, startWorker, told } from '../support/recipe-frameworks.js';
import { freePort, run } from '../support/programs.js';
import {
  adapt,
  clean,
  install,
  replaced,
  serve,
  SESSION,
  snippet,
  work,
  write,
  type Enode,
  type Site,
} from '../support/recipe-site.js';
import { compile, typedBlocks } from '../support/typescript-blocks.js';

const document = new URL('../../docs/server.md', import.meta.url);

/** What docs/server.md takes as given. */
const TELEMETRY = `export const seen: unknown[][] = [];
export const metrics = { timing: (...values: unknown[]) => seen.push(values) };
export const log = { error: (...values: unknown[]) => seen.push(values) };
`;
const QUEUE = `export const queue = {
  add: async (events: readonly object[]) => console.log('QUEUE ' + JSON.stringify(events)),
};
`;
/** What `wrangler types` writes. */
const WORKER_TYPES = `interface Env {
  ENODE_CLIENT_ID: string;
  ENODE_CLIENT_SECRET: string;
  TOKENS: {
    get(key: string): Promise<string | null>;
    put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
  };
}
interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void;
}
`;

let emulator: Emulator;
before(async () => {
  await install();
  emulator = await startEmulator({ port: 0, linkPort: 0 });
});
after(async () => {
  await emulator.close();
  await clean();
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

  it('keeps no worker from ending a read that another request has begun', async (context) => {
    const hasty = (code: string) => replaced(code, 'environment:', 'timeoutMs: 600, environment:');
    const site = await startAt((port, base, one) => startWorker(port, base, one, hasty), emulator);
    context.after(() => site.stop());
    context.after(() => emulator.setFaults({}));
    assert.equal((await ask(site, 'GET', '/user')).status, 200);
    await emulator.setFaults({ api: { delayMs: 60_000 } });
    // The last to wait is not the one that began it.
    const answers = [0, 1, 2].map(async (index) => {
      await new Promise((go) => setTimeout(go, index * 100));
      return told(await ask(site, 'GET', '/user'));
    });
    const late = '504 enode-timeout';
    assert.deepEqual(await Promise.all(answers), [late, late, late]);
    await emulator.setFaults({});
    assert.equal((await ask(site, 'GET', '/user')).status, 200);
  });

  it('of Redis shares one access token, and lets it expire', async (context) => {
    const enode = await counted(context);
    const redis = await startRedis(context);
    const handlerFile = adapt(await snippet('handler'), enode, 'https://app.example');
    const folder = await write('redis', {
      'token-store.ts': await snippet('redis'),
      'enode.ts': `import { tokenStore } from './token-store.ts';\n${replaced(handlerFile, 'defaults:', 'tokenStore,\n  defaults:')}`,
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
  readonly enodeFetch: typeof fetch;
  readonly handleEvent: (event: object, work: object) => Promise<unknown>;
}

const load = async (name: string, files: Record<string, string>, file: string) =>
  (await import(pathToFileURL(join(await write(name, files), file)).href)) as Snippets;

describe('the other snippets of docs/server.md', () => {
  it('compile as they are printed, in a strict project', async () => {
    const blocks = typedBlocks(await readFile(document, 'utf8'));
    const files: Record<string, string> = {
      'session.ts': SESSION,
      'telemetry.ts': TELEMETRY,
      'queue.ts': QUEUE,
      'worker-configuration.d.ts': WORKER_TYPES,
    };
    // Many are a server.ts. What others import keeps its name.
    const names: Record<string, string> = { handler: 'enode', webhook: 'webhook' };
    for (const [name, code] of blocks) files[`${names[name] ?? `${name}-block`}.ts`] = code;
    const folder = join(work, 'typed');
    const paths = { '@/*': [join(folder, '*')], '$lib/server/*': [join(folder, '*')] };
    assert.deepEqual(await compile(folder, files, { paths }), []);
    assert.ok(blocks.size >= 15);
  });

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
      { 'rate-limit.ts': await snippet('rate-limit') },
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
    // Reads have a limit of their own: 20 of them are used.
    for (let count = 20; count < 120; count += 1) {
      assert.equal((await handler(userRequest())).status, 200);
    }
    const calls = enode.calls.length;
    const tooMany = await handler(userRequest());
    assert.equal(`${tooMany.status} ${tooMany.headers.get('Retry-After')}`, '429 15');
    assert.equal((await handler(userRequest({ method: 'HEAD' }))).status, 429);
    assert.equal(enode.calls.length, calls);
    userId = 'other';
    assert.equal((await handler(userRequest())).status, 200);
    assert.equal((await handler(sessionRequest())).status, 200);
    userId = 'one';
    context.mock.timers.setTime(1_000_000 + 60_000);
    assert.equal((await handler(sessionRequest())).status, 200);
  });

  it('keep-alive: one connection to Enode lasts where that of Node has ended', async (context) => {
    const files = { 'enode-fetch.ts': await snippet('keep-alive') };
    const { enodeFetch } = await load('keep-alive', files, 'enode-fetch.js');
    const ways = [enodeFetch, undefined].map(async (fetch) => {
      let connections = 0;
      const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
        request.resume();
        // Set by hand, so that Node announces no time for which it keeps the connection.
        response.setHeader('Connection', 'keep-alive');
        const token = { access_token: 't', token_type: 'bearer', expires_in: 3599 };
        const isToken = request.url === '/oauth2/token';
        response.setHeader('Content-Type', 'application/json');
        response.end(
          JSON.stringify(isToken ? token : { linkUrl: 'https://a.example/', linkToken: 't' }),
        );
      });
      server.on('connection', () => (connections += 1));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      context.after(() => (server.closeAllConnections(), server.close()));
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const environment = { oauthUrl: base, apiUrl: base };
      const handler = createEnodeLinkHandler(options({ environment, fetch }));
      assert.equal((await handler(sessionRequest())).status, 200);
      const before = connections;
      // Longer than the 4 s of Node, whose timers are coarse.
      await new Promise((go) => setTimeout(go, 7000));
      assert.equal((await handler(sessionRequest())).status, 200);
      return connections - before;
    });
    assert.deepEqual(await Promise.all(ways), [0, 1]);
  });

  it('hooks: measure requests, and log failures with their code', async () => {
    const files = { 'telemetry.ts': TELEMETRY, 'hooks.ts': await snippet('hooks') };
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

  const start = async (context: TestContext, change = (code: string) => code) => {
    const port = await freePort();
    const folder = await write(`webhook-${port}`, {
      'queue.ts': QUEUE,
      'webhook.ts': await snippet('webhook'),
      'server.ts': replaced(change(await snippet('webhook-express')), '3000', String(port)),
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

  it('takes what a platform has read already, by its raw body alone', async (context) => {
    const port = await freePort();
    const folder = await write(`webhook-platform-${port}`, {
      'queue.ts': QUEUE,
      'functions.ts': await snippet('webhook-platform'),
      // What the platform does around the function.
      'server.js': `import express from 'express';
import { enodeWebhook } from './functions.js';

const app = express();
app.use(express.json({ verify: (request, response, bytes) => (request.rawBody = bytes) }));
app.post('/hooks/enode', enodeWebhook);
app.listen(${port});
`,
    });
    const base = `http://localhost:${port}`;
    const env = { ENODE_WEBHOOK_SECRET: `${secret}\n` };
    const site = await serve(folder, ['server.js'], base, emulator, env);
    context.after(() => site.stop());
    assert.equal((await deliver(site, body)).status, 200);
    assert.ok(site.said().includes(`QUEUE ${JSON.stringify(events)}\n`));
    const forged = await deliver(site, body, 'guess');
    assert.equal(`${forged.status} ${await forged.text()}`, '401 signature-wrong');
  });

  it('sorts events, and bears those that are new', async () => {
    const files = { 'queue.ts': QUEUE, 'webhook.ts': await snippet('webhook') };
    const { handleEvent } = await load('webhook-events', files, 'webhook.js');
    const work = {
      askToReconnect: (id: string) => `reconnect ${id}`,
      readUserAgain: (id: string) => `read ${id}`,
    };
    const user = { id: 'user-1' };
    const results = [];
    for (const event of [...events, { event: 'user:vehicle:discovered', user }]) {
      results.push(await handleEvent(event, work));
    }
    assert.deepEqual(results, ['reconnect user-1', undefined, 'read user-1']);
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
