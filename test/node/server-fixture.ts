/**
 * A stand-in for Enode behind `fetch`, and a handler that calls it. It gives Enode's usual answers; each
 * test replaces those that it needs to be different.
 */
import { createEnodeLinkHandler, type HandlerOptions } from '../../src/server/index.js';

export const CALLBACK_URL = 'https://app.example/linked';
export const NONCE = 'abcdefghijklmnopqrst_-';
export const REDIRECT_URI = `${CALLBACK_URL}?enode_link=${NONCE}`;
export const SESSION = { linkUrl: 'https://link.enode.com/c2Vzc2lvbg', linkToken: 'link-token' };
export const TESLA = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };

export interface Call {
  readonly method: string;
  readonly url: string;
  /** Path and query behind the API's host; `token` for the OAuth call. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
}

type Answer = (call: Call, count: number) => Response | Promise<Response>;

/** Answers like Enode, and keeps what it was asked. */
export function fakeEnode({ token, api }: { token?: Answer; api?: Answer } = {}) {
  const calls: Call[] = [];
  const answerToken: Answer =
    token ??
    ((_call, count) =>
      Response.json({
        access_token: `access-${count}`,
        expires_in: 3599,
        scope: '',
        token_type: 'bearer',
      }));
  const fake: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const isToken = url.endsWith('/oauth2/token');
    const text = typeof init?.body === 'string' ? init.body : '';
    const call: Call = {
      method: init?.method ?? 'GET',
      url,
      path: isToken ? 'token' : url.replace(/^https?:\/\/[^/]+/, ''),
      headers: new Headers(init?.headers),
      body: text === '' || isToken ? text : JSON.parse(text),
      signal: init?.signal ?? undefined,
    };
    calls.push(call);
    const count = calls.filter((one) => (one.path === 'token') === isToken).length;
    if (isToken) return answerToken(call, count);
    return api ? api(call, count) : likeEnode(call);
  };
  return {
    fetch: fake,
    calls,
    of: (start: string) => calls.filter(({ path }) => path.startsWith(start)),
  };
}

/** What Enode answers when all is well. */
export function likeEnode({ method, path }: Call): Response {
  if (path.endsWith('/link') || path.endsWith('/relink')) return Response.json(SESSION);
  if (path.startsWith('/integrations')) return Response.json([]);
  if (method === 'DELETE') return new Response(null, { status: 204 });
  if (/^\/users\/[^/]+$/.test(path)) return Response.json({ id: 'user-1', linkedVendors: [TESLA] });
  return Response.json({ data: [], pagination: { after: null, before: null } });
}

/** Options that are right; each test changes what it is about. */
export function options(changes: Partial<HandlerOptions> = {}): HandlerOptions {
  return {
    clientId: 'client-id',
    clientSecret: 'client-secret',
    environment: 'sandbox',
    getUserId: () => 'user-1',
    callbackUrls: [CALLBACK_URL],
    defaults: { scopes: ['vehicle:read:data', 'vehicle:read:location'] },
    // Not the log of the test run.
    onError: () => undefined,
    ...changes,
  };
}

/** A handler on a stand-in of Enode, both to be looked at. */
export function setUp(
  changes: Partial<HandlerOptions> = {},
  answers: Parameters<typeof fakeEnode>[0] = {},
) {
  const enode = fakeEnode(answers);
  const handler = createEnodeLinkHandler(options({ fetch: enode.fetch, ...changes }));
  return { enode, handler };
}

/** A short time limit where nothing else ends the wait. A slow machine must not reach it in any other case. */
export const hurryTo = (expected: string): { timeoutMs?: number } =>
  expected.includes('timeout') ? { timeoutMs: 300 } : {};

/** What the element sends to get a Link session. */
export function sessionRequest(body: unknown = {}, init: RequestInit = {}): Request {
  const isText = typeof body === 'string';
  return new Request('https://app.example/api/enode/link-session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'https://app.example' },
    body: isText ? body : JSON.stringify({ redirectUri: REDIRECT_URI, ...(body as object) }),
    ...init,
  });
}

export function userRequest(init: RequestInit = {}): Request {
  return new Request('https://app.example/api/enode/user', init);
}

export function vendorsRequest(query = ''): Request {
  return new Request(`https://app.example/api/enode/vendors${query}`);
}

export function devicesRequest(init: RequestInit = {}): Request {
  return new Request('https://app.example/api/enode/devices', init);
}

/** The parts of an answer that most tests are about. */
export async function read(response: Response) {
  const text = await response.text();
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
  const body = (isJson ? JSON.parse(text) : {}) as {
    readonly code?: string;
    readonly field?: string;
    readonly detail?: string;
  };
  return { status: response.status, headers: response.headers, text, ...body, body };
}
