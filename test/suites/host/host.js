/**
 * Stands for your back end: it signs users in, has the endpoints of the button, and tells users of the
 * chargers that a webhook reports.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createEnodeLinkHandler, toNodeListener, verifyWebhook } from 'enode-link-button/server';

const env = process.env;
const page = await readFile(new URL('index.html', import.meta.url));
const script = import.meta.resolve('enode-link-button/cdn/enode-link-button.js');

/** Session → the id of its user. */
const sessions = new Map();
/** The chargers that users are told of. */
const notices = [];

const userOf = (request) => {
  const [, session] = /session=([\w-]+)/.exec(request.headers.get('cookie')) ?? [];
  return sessions.get(session) ?? null;
};

const endpoints = createEnodeLinkHandler({
  clientId: env.ENODE_CLIENT_ID,
  clientSecret: env.ENODE_CLIENT_SECRET,
  environment: { oauthUrl: env.ENODE_OAUTH_URL, apiUrl: env.ENODE_API_URL },
  getUserId: userOf,
  callbackUrls: [`${env.APP_ORIGIN}/api/enode/callback`],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data'] },
});

async function signIn(request) {
  const session = randomUUID();
  sessions.set(session, new URLSearchParams(await request.text()).get('user'));
  const cookie = `session=${session}; Path=/; HttpOnly; SameSite=Lax`;
  return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie } });
}

async function receiveWebhook(request) {
  for (const { event, user, charger } of await verifyWebhook(request, env.ENODE_WEBHOOK_SECRET)) {
    if (event === 'user:charger:discovered') notices.push({ user: user.id, id: charger.id });
  }
  return new Response();
}

/** Answers with the ids of the user's new chargers. */
function listNotices(request) {
  const own = notices.filter(({ user }) => user === userOf(request));
  return Response.json(own.map(({ id }) => id));
}

async function serve(request) {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/api/enode/')) return endpoints(request);
  switch (`${request.method} ${pathname}`) {
    case 'POST /sign-in':
      return signIn(request);
    case 'POST /hooks/enode':
      return receiveWebhook(request);
    case 'GET /notices':
      return listNotices(request);
    case 'GET /':
      return new Response(page, { headers: { 'content-type': 'text/html' } });
    case 'GET /enode-link-button.js':
      return new Response(await readFile(new URL(script)), {
        headers: { 'content-type': 'text/javascript' },
      });
    default:
      return new Response(null, { status: 404 });
  }
}

createServer(toNodeListener(serve)).listen(env.PORT, 'localhost');
