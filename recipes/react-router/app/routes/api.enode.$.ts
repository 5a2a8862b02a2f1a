/** Endpoints for <enode-link-button>: all that are below /api/enode. */
import { createEnodeLinkHandler } from 'enode-link-button/server';
import { getSession } from '../session.server';
import type { Route } from './+types/api.enode.$';

const origin = process.env.APP_ORIGIN ?? 'http://localhost:8000';

// One handler for all requests, because it keeps Enode's access token.
const handler = createEnodeLinkHandler({
  clientId: process.env.ENODE_CLIENT_ID,
  clientSecret: process.env.ENODE_CLIENT_SECRET,
  environment: {
    oauthUrl: process.env.ENODE_OAUTH_URL ?? 'https://oauth.sandbox.enode.io',
    apiUrl: process.env.ENODE_API_URL ?? 'https://enode-api.sandbox.enode.io',
  },
  publicOrigin: origin,
  callbackUrls: [`${origin}/api/enode/callback`],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data'] },
  getUserId: async (request) => (await getSession(request.headers.get('Cookie'))).get('userId'),
});

// Without a default export this is a resource route: React Router passes the answer on as it is.
export const loader = ({ request }: Route.LoaderArgs) => handler(request);
export const action = ({ request }: Route.ActionArgs) => handler(request);
