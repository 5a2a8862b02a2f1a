/**
 * Endpoints for <enode-link-button> in an AWS Lambda function with a function URL (auth type NONE).
 *
 * Set the function's timeout to 15 seconds: its default of 3 is shorter than Enode may take.
 * APP_ORIGIN is the address in the browser's address bar: the function URL itself
 * (https://<id>.lambda-url.<region>.on.aws), or the domain of CloudFront in front of it. CloudFront
 * needs the origin request policy AllViewerExceptHostHeader, and must not cache these paths.
 */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type {
  LambdaFunctionURLEvent,
  LambdaFunctionURLHandler,
  LambdaFunctionURLResult,
} from 'aws-lambda';
import { parseCookie, stringifySetCookie } from 'cookie';
import { createEnodeLinkHandler, verifyWebhook, WebhookError } from 'enode-link-button/server';
import { jwtVerify, SignJWT } from 'jose';

const origin = process.env.APP_ORIGIN ?? 'http://localhost:8000';
const sessionKey = new TextEncoder().encode(process.env.SESSION_SECRET);
const publicDir = process.env.PUBLIC_DIR ?? '../public';

// Outside of the function, so that all of its invocations use one access token. With many instances,
// set `tokenStore`, for example to a table in DynamoDB.
const enode = createEnodeLinkHandler({
  clientId: process.env.ENODE_CLIENT_ID,
  clientSecret: process.env.ENODE_CLIENT_SECRET,
  environment: {
    oauthUrl: process.env.ENODE_OAUTH_URL ?? 'https://oauth.sandbox.enode.io',
    apiUrl: process.env.ENODE_API_URL ?? 'https://enode-api.sandbox.enode.io',
  },
  // Behind CloudFront, the function sees the domain of its function URL, and not the browser's.
  publicOrigin: origin,
  callbackUrls: [`${origin}/api/enode/callback`],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data'] },
  getUserId: readSession,
});

export const handler: LambdaFunctionURLHandler = async (event) =>
  toResult(await answer(toRequest(event)));

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/api/enode/')) return enode(request);
  switch (`${request.method} ${pathname}`) {
    case 'POST /hooks/enode':
      return receiveWebhook(request);
    case 'POST /sign-in':
      return signIn(request);
    case 'GET /':
      return publicFile('index.html');
    case 'GET /enode-link-button.js':
    case 'GET /enode-link-callback.js':
      return publicFile(pathname);
    default:
      return new Response('Not found', { status: 404 });
  }
}

/** The demo's sign-in, without a password. Replace it by yours. */
async function signIn(request: Request): Promise<Response> {
  const user = (await request.formData()).get('user');
  if (typeof user !== 'string' || user === '') return new Response('No user', { status: 400 });
  const token = await new SignJWT({ sub: user })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('7d')
    .sign(sessionKey);
  const cookie = stringifySetCookie('session', token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https:'),
    path: '/',
  });
  return new Response(null, { status: 303, headers: { Location: '/', 'Set-Cookie': cookie } });
}

async function readSession(request: Request): Promise<string | undefined> {
  const { session = '' } = parseCookie(request.headers.get('Cookie') ?? '');
  const verified = await jwtVerify(session, sessionKey).catch(() => undefined);
  return verified?.payload.sub;
}

// Each instance has a list of its own: in production, write the ids into a table with a condition
// that they are new.
const delivered = new Set<string | null>();

async function receiveWebhook(request: Request): Promise<Response> {
  try {
    const events = await verifyWebhook(request, process.env.ENODE_WEBHOOK_SECRET);
    const delivery = request.headers.get('x-enode-delivery');
    if (!delivered.has(delivery)) {
      delivered.add(delivery);
      // Lambda stops the function once it has answered: pass work that takes long to a queue.
      for (const { event, user } of events) console.log(event, user?.id);
    }
    return new Response(null, { status: 204 });
  } catch (error) {
    if (error instanceof WebhookError) return error.toResponse();
    throw error;
  }
}

/** In production, files are in S3, behind the same CloudFront domain. */
async function publicFile(name: string): Promise<Response> {
  const type = extname(name) === '.js' ? 'text/javascript' : 'text/html';
  return new Response(await readFile(join(publicDir, name)), {
    headers: { 'Content-Type': `${type}; charset=utf-8` },
  });
}

function toRequest(event: LambdaFunctionURLEvent): Request {
  const { rawPath, rawQueryString, cookies, body, isBase64Encoded, requestContext } = event;
  const { method } = requestContext.http;
  const headers = new Headers();
  for (const [name, value = ''] of Object.entries(event.headers)) headers.set(name, value);
  if (cookies) headers.set('Cookie', cookies.join('; '));
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  const query = rawQueryString && `?${rawQueryString}`;
  return new Request(`https://${requestContext.domainName}${rawPath}${query}`, {
    method,
    headers,
    body: method === 'GET' || method === 'HEAD' ? null : bytes,
  });
}

async function toResult(response: Response): Promise<LambdaFunctionURLResult> {
  const headers = new Headers(response.headers);
  headers.delete('Set-Cookie');
  return {
    statusCode: response.status,
    headers: Object.fromEntries(headers),
    cookies: response.headers.getSetCookie(),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    isBase64Encoded: true,
  };
}
