/**
 * Runs one of three servers: `upstream` stands for Enode, `bare` is a minimal Hono route, and `handler`
 * is ours as the build makes it. It prints its port on the first line, and for each line of input the
 * processor time that it has used so far, in microseconds.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { createEnodeLinkHandler as Create } from '../../src/server/index.js';

interface BuiltServer {
  readonly createEnodeLinkHandler: typeof Create;
}

const [, , role = '', upstream = ''] = process.argv;
const CALLBACK = 'http://localhost/callback';
const SCOPES = ['vehicle:read:data'];
const credentials = { clientId: 'bench', clientSecret: 'bench' };

function standIn(): Hono {
  const app = new Hono();
  app.post('/oauth2/token', (context) =>
    context.json({ access_token: 'token', token_type: 'bearer', expires_in: 3600, scope: '' }),
  );
  app.post('/users/:id/link', (context) =>
    context.json({ linkUrl: 'https://link.enode.com/x', linkToken: 'token' }),
  );
  return app;
}

/** Keeps its token and makes the same call, as our handler does, but checks nothing. */
function bare(): Hono {
  let token: string | undefined;
  const app = new Hono();
  app.post('/link-session', async (context) => {
    const asked = await context.req.json<Record<string, unknown>>();
    token ??= await fetchToken();
    const response = await fetch(`${upstream}/users/user/link`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...asked, scopes: SCOPES }),
    });
    return context.json(await response.json());
  });
  return app;
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

async function ours(): Promise<Hono> {
  const built = new URL('../../dist/server.js', import.meta.url).href;
  const { createEnodeLinkHandler } = (await import(built)) as BuiltServer;
  const handler = createEnodeLinkHandler({
    ...credentials,
    environment: { oauthUrl: upstream, apiUrl: upstream },
    getUserId: () => 'user',
    callbackUrls: [CALLBACK],
    defaults: { scopes: SCOPES },
  });
  const app = new Hono();
  app.all('*', (context) => handler(context.req.raw));
  return app;
}

const app = role === 'upstream' ? standIn() : role === 'bare' ? bare() : await ours();
const server = serve(
  { fetch: app.fetch, port: 0, hostname: '127.0.0.1' },
  ({ port }: AddressInfo) => {
    process.stdout.write(`${String(port)}\n`);
  },
);
createInterface(process.stdin).on('line', () => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${String(user + system)}\n`);
});
// The bench has ended, or was ended.
process.stdin.on('end', () => {
  server.close();
  process.exit();
});
