/**
 * Endpoints for <enode-link-button> in Deno.
 *
 * As a Supabase Edge Function it differs in four ways:
 * - Its pages come from elsewhere, because Supabase answers with HTML as plain text. Put a return page
 *   next to your own pages, list it in `callbackUrls`, and your pages' origin in `allowedOrigins`.
 * - The user is the one of the access token: give the button `headers` with `Authorization`, and take
 *   `(await supabase.auth.getUser(token)).data.user?.id` in `getUserId`.
 * - Its name is the first part of each path: `new Hono().basePath('/enode')`.
 * - Deploy it with `--no-verify-jwt`, because Enode's webhooks carry no token of yours.
 */
import { Hono } from 'npm:hono';
import { serveStatic } from 'npm:hono/deno';
import { parseSigned } from 'npm:hono/utils/cookie';
import { setSignedCookie } from 'npm:hono/cookie';
import { createEnodeLinkHandler, verifyWebhook, WebhookError } from 'npm:enode-link-button/server';

const origin = Deno.env.get('APP_ORIGIN') ?? 'http://localhost:8000';
const sessionSecret = Deno.env.get('SESSION_SECRET');
if (!sessionSecret) throw new Error('Set SESSION_SECRET to 32 random bytes or more.');

const app = new Hono();

// One handler for all requests, because it keeps Enode's access token.
const enode = createEnodeLinkHandler({
  clientId: Deno.env.get('ENODE_CLIENT_ID'),
  clientSecret: Deno.env.get('ENODE_CLIENT_SECRET'),
  environment: {
    oauthUrl: Deno.env.get('ENODE_OAUTH_URL') ?? 'https://oauth.sandbox.enode.io',
    apiUrl: Deno.env.get('ENODE_API_URL') ?? 'https://enode-api.sandbox.enode.io',
  },
  publicOrigin: origin,
  callbackUrls: [`${origin}/api/enode/callback`],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data'] },
  getUserId: async (request) => {
    const cookies = request.headers.get('Cookie') ?? '';
    return (await parseSigned(cookies, sessionSecret, 'session')).session || null;
  },
});

app.all('/api/enode/*', ({ req }) => enode(req.raw));

// The demo's sign-in, without a password. Replace it by yours.
app.post('/sign-in', async (context) => {
  const { user } = await context.req.parseBody();
  if (typeof user !== 'string' || user === '') return context.text('No user', 400);
  await setSignedCookie(context, 'session', user, sessionSecret, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: origin.startsWith('https:'),
  });
  return context.redirect('/', 303);
});

// In production, a unique key in your database.
const delivered = new Set<string | null>();

app.post('/hooks/enode', async ({ req }) => {
  try {
    const events = await verifyWebhook(req.raw, Deno.env.get('ENODE_WEBHOOK_SECRET'));
    const delivery = req.raw.headers.get('x-enode-delivery');
    if (!delivered.has(delivery)) {
      delivered.add(delivery);
      // Enode waits for five seconds: pass work that takes long to a queue.
      for (const { event, user } of events) console.log(event, user?.id);
    }
    return new Response(null, { status: 204 });
  } catch (error) {
    if (error instanceof WebhookError) return error.toResponse();
    throw error;
  }
});

app.get('*', serveStatic({ root: Deno.env.get('PUBLIC_DIR') ?? '../public' }));

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8000) }, app.fetch);
