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
import { after, before, describe, it, type TestContext } from 'node:test';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { createEnodeLinkHandler, type HandlerOptions } from '../../src/server/index.js';
import { fakeEnode, options, sessionRequest, userRequest } from '../node/server-fixture.js';
import { ask, startAt, startWorker, told } from '../support/recipe-frameworks.js';
import {
  adapt,
  clean,
  freePort,
  install,
  replaced,
  run,
  serve,
  snippet,
  write,
  type Enode,
  type Site,
} from '../support/recipe-site.js';

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

  it('takes what a platform has read already, by its raw body alone', async (context) => {
    const port = await freePort();
    const folder = await write(`webhook-platform-${port}`, {
      'queue.js': queue,
      'functions.js': await snippet('webhook-platform'),
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
