/** A host that relinks every asset of its client, whoever has it, and is right otherwise. */
import { createEnodeLinkHandler, type HandlerOptions } from '../../../src/server/index.js';
import { answeredBy, jsonOf, withHeaders } from './differences.js';
import type { Serve } from './serve.js';

export function relinksAnything(options: HandlerOptions): Serve {
  const handler = createEnodeLinkHandler(options);
  return async (request) => {
    const { assetId, redirectUri, language } = await jsonOf(request);
    if (typeof assetId !== 'string') return handler(request);
    const { origin = '', pathname = '' } = URL.canParse(String(redirectUri))
      ? new URL(String(redirectUri))
      : {};
    if (!options.callbackUrls.includes(origin + pathname)) return answeredBy(400);
    // No escape makes another path of it.
    if (/^\.\.?$/.test(assetId)) return answeredBy(404);
    const { oauthUrl, apiUrl } = options.environment as { oauthUrl: string; apiUrl: string };
    const token = await fetch(`${oauthUrl}/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${options.clientId}:${options.clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const session = await fetch(`${apiUrl}/assets/${encodeURIComponent(assetId)}/relink`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${access_token}`,
        'Content-Type': 'application/json',
        'Enode-Version': '2024-10-01',
      },
      body: JSON.stringify({ redirectUri, language }),
    });
    if (session.ok) return withHeaders(session, { 'Cache-Control': 'no-store' });
    return answeredBy(session.status === 400 ? 409 : 404);
  };
}
