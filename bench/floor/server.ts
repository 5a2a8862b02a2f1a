/**
 * Runs one server: `upstream` stands for Enode. The others answer requests for a Link session, with
 * Hono (`handler`, `bare`) or with node:http (`listener`, `node`); of each two, the first is our handler
 * as the build makes it. It prints its port on the first line, and for each line of input the processor
 * time that it has used so far, in microseconds. It must be started in the root of the repository.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type * as OurServer from '../../src/server/index.js';

const [, role = '', upstream = ''] = process.argv;
const CALLBACK = 'http://localhost/callback';
const SCOPES = ['vehicle:read:data'];
const credentials = { clientId: 'bench', clientSecret: 'bench' };

const built = pathToFileURL('dist/server.js').href;
const { createEnodeLinkHandler, toNodeListener } = (await import(built)) as typeof OurServer;
const servers: Readonly<Record<string, () => Server>> = {
  upstream: () => withHono(standIn()),
  handler() {
    const handler = ours();
    return withHono(new Hono().all('*', (context) => handler(context.req.raw)));
  },
  bare: () =>
    withHono(
      new Hono().post('/link-session', async (context) =>
        context.json(await fetchSession(await context.req.json<object>())),
      ),
    ),
  listener: () => createServer(toNodeListener(ours())).listen(0, '127.0.0.1'),
  node: () =>
    createServer((request, response) => {
      void readJson(request)
        .then(fetchSession)
        .then((session) => {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(session));
        });
    }).listen(0, '127.0.0.1'),
};

function withHono(app: Hono): Server {
  return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
}

function standIn(): Hono {
  const app = new Hono();
  // Hono closes a connection whose request it has answered but not read, if that takes half a second.
  app.use(async (context, next) => {
    await context.req.text();
    await next();
  });
  app.post('/oauth2/token', (context) =>
    context.json({ access_token: 'token', token_type: 'bearer', expires_in: 3600, scope: '' }),
  );
  app.post('/users/:id/link', (context) =>
    context.json({ linkUrl: 'https://link.enode.com/x', linkToken: 'token' }),
  );
  return app;
}

function ours(): ReturnType<typeof createEnodeLinkHandler> {
  return createEnodeLinkHandler({
    ...credentials,
    environment: { oauthUrl: upstream, apiUrl: upstream },
    getUserId: () => 'user',
    callbackUrls: [CALLBACK],
    defaults: { scopes: SCOPES },
  });
}

let token: string | undefined;

/** Keeps the token and makes the same call, as our handler does, but checks nothing. */
async function fetchSession(asked: object): Promise<object> {
  token ??= await fetchToken();
  const response = await fetch(`${upstream}/users/user/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...asked, scopes: SCOPES }),
  });
  return (await response.json()) as object;
}

async function fetchToken(): Promise<string> {
  const basic = btoa(`${credentials.clientId}:${credentials.clientSecret}`);
  const response = await fetch(`${upstream}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function readJson(request: IncomingMessage): Promise<object> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as object;
}

const server = servers[role]?.();
if (!server) throw new Error(`There is no server "${role}".`);
// A server that closes an idle connection may do so while the next request is on its way, which the
// client then sees as a reset. Here, only clients close connections.
server.keepAliveTimeout = 0;
const print = (value: number): boolean => process.stdout.write(`${String(value)}\n`);
server.once('listening', () => print((server.address() as AddressInfo).port));
createInterface(process.stdin).on('line', () => {
  const { user, system } = process.cpuUsage();
  print(user + system);
});
// The bench has ended, or was ended.
process.stdin.on('end', () => {
  server.close();
  process.exit();
});
