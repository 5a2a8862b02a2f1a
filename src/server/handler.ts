/**
 * The handler: which endpoint a request is for, in what order it is checked, and what it answers.
 * Keeps nothing but the access token. Knows neither Enode's protocol (enode-client.ts) nor what a
 * page may ask for (link-request.ts).
 */
import { answerOptions, judgeAccess } from './access.js';
import { within } from './deadline.js';
import { EnodeClient, isPathSegment } from './enode-client.js';
import { tell, tellProblem, type RouteName } from './hooks.js';
import { planLink } from './link-request.js';
import { readOptions, type HandlerOptions, type Settings } from './options.js';
import { Problem } from './problem.js';
import { readJsonBody } from './request-body.js';
import { returnPage, returnPageScript, returnPageStyle } from './return-page.js';

/** Answers a request. Never rejects: every failure is an answer. */
export type EnodeLinkHandler = (request: Request) => Promise<Response>;

interface Route {
  readonly name: RouteName;
  readonly methods: readonly string[];
  /**
   * Matched against the end of the path, so that the handler works below any path. Each takes one
   * slash after it: some hosts send every address on to the one that ends in a slash.
   */
  readonly end: RegExp;
}

const READ = ['GET', 'HEAD', 'OPTIONS'];
const ROUTES: readonly Route[] = [
  { name: 'link-session', methods: ['POST', 'OPTIONS'], end: /\/link-session\/?$/ },
  {
    name: 'vendors',
    methods: ['DELETE', 'OPTIONS'],
    end: /\/user\/vendors\/([^/]+)(?:\/([^/]+))?\/?$/,
  },
  { name: 'user', methods: READ, end: /\/user\/?$/ },
  { name: 'callback', methods: READ, end: /\/callback\/?$/ },
  // Beside the page and below it: `callback.js` is `callback/callback.js` for a page at `callback/`.
  { name: 'callback-script', methods: READ, end: /\/callback\.js\/?$/ },
  { name: 'callback-style', methods: READ, end: /\/callback\.css\/?$/ },
];

/**
 * Makes a handler that serves everything `<enode-link-button>` needs from its host: Link sessions,
 * the user's linked vendors, their removal, and the return page (docs/server.md).
 * @throws TypeError where an option is missing or wrong; the message says what to do.
 */
export function createEnodeLinkHandler(options: HandlerOptions): EnodeLinkHandler {
  const settings = readOptions(options);
  const enode = new EnodeClient(settings);

  return async (request) => {
    const started = performance.now();
    const { pathname } = new URL(request.url);
    const route = ROUTES.find(({ end }) => end.test(pathname));
    const name = route?.name ?? 'unknown';
    const access = judgeAccess(request, settings);
    let problem: Problem | undefined;
    let response: Response;
    try {
      if (!route) throw new Problem('not-found');
      response =
        answerPublic(route, request) ??
        (await answerPage(route, pathname, request, access.isAllowed, settings, enode));
    } catch (failure) {
      problem = failure instanceof Problem ? failure : ownFault(failure);
      response = problem.toResponse();
      tellProblem(settings.hooks, problem, name);
    }
    for (const [header, value] of Object.entries(access.headers)) {
      if (header === 'Vary') response.headers.append(header, value);
      else response.headers.set(header, value);
    }
    const { status, headers } = response;
    tell(settings.hooks.onEvent, {
      type: 'request' as const,
      route: name,
      method: request.method,
      status,
      ...(problem && { code: problem.code }),
      durationMs: performance.now() - started,
    });
    return request.method === 'HEAD' ? new Response(null, { status, headers }) : response;
  };
}

/** What is the same for everybody, from wherever it is asked for. */
function answerPublic({ name, methods }: Route, request: Request): Response | undefined {
  if (!methods.includes(request.method)) {
    throw new Problem('method-not-allowed', { headers: { Allow: methods.join(', ') } });
  }
  const isRead = request.method !== 'OPTIONS';
  if (isRead && name === 'callback') return returnPage(request);
  if (isRead && name === 'callback-script') return returnPageScript();
  if (isRead && name === 'callback-style') return returnPageStyle();
  return undefined;
}

/** What is for the user who is signed in, asked for by a page that may. */
async function answerPage(
  { name, methods, end }: Route,
  pathname: string,
  request: Request,
  isAllowed: boolean,
  settings: Settings,
  enode: EnodeClient,
): Promise<Response> {
  // Before anything of the host's runs: a forged request must have no effect at all.
  if (!isAllowed) throw new Problem('foreign-origin');
  if (request.method === 'OPTIONS') return answerOptions(request, methods);
  const userId = await identify(request, settings);
  await limitRate(userId, request, settings);
  // One deadline for all that follows: retries and pages of lists do not add up behind a page
  // that has stopped waiting.
  return within({ ms: settings.timeoutMs, parent: request.signal }, async (signal) => {
    if (name === 'link-session') return startLink(userId, request, settings, enode, signal);
    if (name === 'vendors') return removeVendor(userId, end.exec(pathname) ?? [], enode, signal);
    const user = await enode.user(userId, signal);
    return json({ id: user?.id ?? userId, linkedVendors: user?.linkedVendors ?? [] });
  });
}

async function startLink(
  userId: string,
  request: Request,
  settings: Settings,
  enode: EnodeClient,
  signal: AbortSignal,
): Promise<Response> {
  const { link, assetId } = planLink(await readJsonBody(request, signal), settings);
  if (assetId === undefined) return json(await enode.link(userId, link, signal));
  // Relinking names no user: without this anybody could repair, and so sign in to, any asset.
  const isOwn = await enode.ownsAsset(userId, assetId, signal);
  const session = isOwn ? await enode.relink(assetId, link, signal) : undefined;
  if (!session) throw new Problem('asset-not-found', { field: 'assetId' });
  return json(session);
}

async function removeVendor(
  userId: string,
  [, ...segments]: readonly (string | undefined)[],
  enode: EnodeClient,
  signal: AbortSignal,
): Promise<Response> {
  const path = segments.filter((segment) => segment !== undefined).map(decodeSegment);
  await enode.unlink(userId, path, signal);
  return new Response(null, { status: 204, headers: PRIVATE });
}

function decodeSegment(segment: string): string {
  try {
    const text = decodeURIComponent(segment);
    // A name, no path: `%2F` or `..` would remove something else than it says.
    if (isPathSegment(text) && /^[\w. -]{1,100}$/.test(text)) return text;
  } catch {
    // Not UTF-8.
  }
  throw new Problem('field-invalid', {
    field: 'vendor',
    detail: 'vendor and vendorType in the path must be names as Enode writes them, such as TESLA.',
  });
}

async function identify(request: Request, { getUserId }: Settings): Promise<string> {
  let userId: unknown;
  try {
    userId = await getUserId(request);
  } catch (cause) {
    throw new Problem('internal-error', {
      detail: 'getUserId threw an error. The operator of this server finds it in its log.',
      cause,
    });
  }
  // An empty id is what `session.userId ?? ''` leaves of nobody.
  if (userId === null || userId === undefined || userId === '') {
    throw new Problem('unauthenticated');
  }
  if (typeof userId !== 'string' || !isPathSegment(userId)) throw new Problem('user-id-unusable');
  return userId;
}

async function limitRate(userId: string, request: Request, { rateLimit }: Settings): Promise<void> {
  let seconds: number | void;
  try {
    seconds = await rateLimit?.(userId, request);
  } catch (cause) {
    throw new Problem('internal-error', {
      detail: 'rateLimit threw an error. The operator of this server finds it in its log.',
      cause,
    });
  }
  if (typeof seconds !== 'number' || !(seconds > 0)) return;
  const headers = Number.isFinite(seconds) ? { 'Retry-After': String(Math.ceil(seconds)) } : {};
  throw new Problem('rate-limited', { headers });
}

/** A fault of ours. Its text may hold what must not get out, so only its place is told. */
function ownFault(failure: unknown): Problem {
  const lines = failure instanceof Error ? (failure.stack ?? '').split('\n') : [];
  const place = lines.filter((line) => /^\s+at /.test(line)).join('\n');
  return new Problem('internal-error', { cause: `A fault of enode-link-button\n${place}` });
}

const PRIVATE = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

function json(data: object): Response {
  return Response.json(data, { headers: PRIVATE });
}
