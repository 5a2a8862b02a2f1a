/** Endpoints for <enode-link-button>: all that are below /api/enode. */
import { createEnodeLinkHandler } from 'enode-link-button/server';
import type { H3Event } from 'h3';

const origin = process.env.APP_ORIGIN ?? 'http://localhost:8000';

/** The handler knows the request only, and the session needs the event that it came with. */
const events = new WeakMap<Request, H3Event>();

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
  getUserId: async (request) => {
    const event = events.get(request);
    return event && (await useUserSession(event)).data.userId;
  },
});

export default defineEventHandler((event) => {
  const request = toWebRequest(event);
  events.set(request, event);
  return handler(request);
});
