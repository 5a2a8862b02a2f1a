/** Endpoints for <enode-link-button>: all that are below /api/enode. */
import type { APIContext, APIRoute } from 'astro';
import { getSecret } from 'astro:env/server';
import { createEnodeLinkHandler } from 'enode-link-button/server';

const origin = getSecret('APP_ORIGIN') ?? 'http://localhost:8000';

/** The handler knows the request only, and the session is in the context that it came with. */
const contexts = new WeakMap<Request, APIContext>();

// One handler for all requests, because it keeps Enode's access token.
const handler = createEnodeLinkHandler({
  clientId: getSecret('ENODE_CLIENT_ID'),
  clientSecret: getSecret('ENODE_CLIENT_SECRET'),
  environment: {
    oauthUrl: getSecret('ENODE_OAUTH_URL') ?? 'https://oauth.sandbox.enode.io',
    apiUrl: getSecret('ENODE_API_URL') ?? 'https://enode-api.sandbox.enode.io',
  },
  publicOrigin: origin,
  callbackUrls: [`${origin}/api/enode/callback`],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data'] },
  getUserId: (request) => contexts.get(request)?.session?.get('userId'),
});

export const ALL: APIRoute = (context) => {
  contexts.set(context.request, context);
  return handler(context.request);
};
