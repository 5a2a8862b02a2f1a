/**
 * The API calls about users, their linked vendors and Link sessions (docs/enode.md), and the checks that every
 * call has: a token and a version. The rules of linking are in `state/`. The other calls are in the files named
 * after what they read.
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { Emulation } from '../emulation.js';
import { readJson } from '../http.js';
import type { App, Env } from '../http.js';
import { addAssetApi, LIST_PATHS } from './asset-routes.js';
import { json, noUser, paged } from './json.js';
import { parseLinkRequest, parseRelinkRequest } from './link-request.js';
import { badRequest, forbidden, problem, validationProblem } from '../problem.js';
import { LATEST_VERSION, VERSIONS } from '../state/catalogue.js';
import type { User } from '../state/users.js';
import type { LinkSession, LinkSessionRequest } from '../state/link-sessions.js';
import { addVendorApi } from './vendor-routes.js';
import { addWebhookApi } from './webhook-routes.js';

const LINK_SINCE = '2024-01-01';

/** The first segment of every path that needs an access token. */
const PROTECTED = [
  'users',
  'assets',
  'webhooks',
  'health',
  'integrations',
  'interventions',
  ...LIST_PATHS,
];

export function addApi(app: App, emulation: Emulation): void {
  const { store, faults } = emulation;
  // Before the check of the token: a monitor of the service has none.
  app.get('/health/ready', () => new Response(null, { status: 204 }));
  for (const segment of PROTECTED) {
    app.use(`/${segment}`, authenticate(emulation), checkVersion);
    app.use(`/${segment}/*`, authenticate(emulation), checkVersion);
  }

  addAssetApi(app, emulation);
  addVendorApi(app, emulation);
  addWebhookApi(app, emulation);

  app.post('/users/:userId/link', async (context) => {
    const version = context.get('version');
    if (version < LINK_SINCE) {
      return badRequest(`This call needs Enode-Version ${LINK_SINCE} or later.`);
    }
    const body = await readJson(context);
    if ('refusal' in body) return body.refusal;
    const checked = parseLinkRequest(body.body, version);
    if ('issues' in checked) return validationProblem(checked.issues);
    if (faults.current.connectionsLimit) {
      return forbidden('Connections limit reached.', 'Connections limit reached.');
    }
    return openSession(emulation, { ...checked.value, userId: context.req.param('userId') });
  });

  app.post('/assets/:assetId/relink', async (context) => {
    if (context.get('version') < LINK_SINCE) {
      return badRequest(`This call needs Enode-Version ${LINK_SINCE} or later.`);
    }
    const body = await readJson(context);
    if ('refusal' in body) return body.refusal;
    const checked = parseRelinkRequest(body.body);
    if ('issues' in checked) return validationProblem(checked.issues);
    const found = store.users.asset(context.req.param('assetId'));
    if (!found || store.users.isLinked(found.userId, found.asset)) {
      return badRequest('Asset not found or already linked');
    }
    const { id: assetId, vendor, vendorType, scopes } = found.asset;
    const request = { ...checked.value, userId: found.userId, assetId, vendor, vendorType, scopes };
    return openSession(emulation, request);
  });

  app.get('/users', (context) => {
    const users = store.users.all().map(({ id, createdAt, assets }) => ({
      id,
      createdAt,
      scopes: [...new Set(assets.flatMap((asset) => asset.scopes))],
    }));
    return paged(context, users);
  });

  app.get('/users/:userId', (context) => {
    const user = store.users.get(context.req.param('userId'));
    if (!user) return noUser(context.req.param('userId'));
    return json({ id: user.id, linkedVendors: linkedVendors(user, context.get('version')) });
  });

  const remove = (context: Context<Env>, done: boolean) =>
    done ? new Response(null, { status: 204 }) : noUser(context.req.param('userId') ?? '');
  app.delete('/users/:userId', (context) =>
    remove(context, store.deleteUser(context.req.param('userId'))),
  );
  app.delete('/users/:userId/authorization', (context) =>
    remove(context, store.users.unlink(context.req.param('userId'))),
  );
  app.delete('/users/:userId/vendors/:vendor', (context) =>
    remove(context, store.users.unlink(context.req.param('userId'), context.req.param('vendor'))),
  );
  app.delete('/users/:userId/vendors/:vendor/:vendorType', (context) => {
    const { userId, vendor, vendorType } = context.req.param();
    return remove(context, store.users.unlink(userId, vendor, vendorType));
  });
}

const checkVersion: MiddlewareHandler<Env> = async (context, next) => {
  const version = context.req.header('Enode-Version') ?? LATEST_VERSION;
  if (!VERSIONS.includes(version)) {
    return badRequest(`Enode-Version must be one of: ${VERSIONS.join(', ')}.`);
  }
  context.set('version', version);
  return next();
};

function authenticate({ store }: Emulation): MiddlewareHandler<Env> {
  return async (context, next) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(context.req.header('Authorization') ?? '') ?? [];
    if (token !== undefined && store.isTokenValid(token)) return next();
    return problem({
      status: 401,
      type: 'unauthorized',
      title: 'Unauthorized',
      detail:
        token === undefined
          ? 'Send an access token: Authorization: Bearer <token>.'
          : 'The access token is unknown or has expired. Get a new one.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  };
}

function openSession({ store, linkOrigin }: Emulation, request: LinkSessionRequest): Response {
  const session: LinkSession = store.openSession(request);
  const linkUrl = `${linkOrigin}/${session.path}`;
  const token = { linkUrl, redirectUri: session.redirectUri };
  return json({
    linkToken: Buffer.from(JSON.stringify(token)).toString('base64'),
    linkUrl,
  });
}

function linkedVendors(user: User, version: string): object[] {
  // The oldest version has no types (docs/enode.md, "Users and vendors").
  if (version >= LINK_SINCE) return [...user.links];
  return user.links.map(({ vendor, isValid }) => ({ vendor, isValid }));
}
