/**
 * The handler: finds the endpoint that a request is for, checks in a fixed order who may call it, and
 * reports what happened. It stores nothing but the access token. What each endpoint answers is in
 * routes.ts.
 */
import { answerOptions, judgeAccess } from './access.js';
import { within } from './deadline.js';
import { EnodeClient, isPathSegment } from './enode-client.js';
import { tellProblem } from './hooks.js';
import { type HandlerOptions, type HandlerSettings, readOptions } from './options.js';
import { Problem } from './problem.js';
import { type Reply, toResponse } from './reply.js';
import { tell } from './reports.js';
import { type Route, ROUTES } from './routes.js';

/** Answers a request. Never rejects: every failure is an answer. */
export type EnodeLinkHandler = (request: Request) => Promise<Response>;

/**
 * Creates a handler that serves everything `<enode-link-button>` needs from its host: Link sessions,
 * the user's linked vendors, their removal, and the return page (docs/server.md).
 * @throws TypeError if an option is missing or wrong; the message says how to correct it.
 */
export function createEnodeLinkHandler(options: HandlerOptions): EnodeLinkHandler {
  const settings = readOptions(options);
  const enode = new EnodeClient(settings);

  return async (request) => {
    const started = performance.now();
    // Some servers pass on addresses that do not parse, such as one with the host `1.2.3.456`.
    const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
    const route = url && ROUTES.find(({ end }) => end.test(url.pathname));
    const name = route?.name ?? 'unknown';
    const access = judgeAccess(request, url, settings);
    let problem: Problem | undefined;
    let reply: Reply;
    try {
      if (!url) throw new Problem('request-malformed');
      reply = route
        ? await answer(route, url.pathname, request, access.isAllowed, settings, enode)
        : answerNowhere(request, access.isAllowed);
    } catch (failure) {
      problem = failure instanceof Problem ? failure : ownFault(failure);
      reply = problem.toReply();
      tellProblem(settings.hooks, problem, name);
    }
    const { status, body } = reply;
    tell(settings.hooks.onEvent, {
      type: 'request' as const,
      route: name,
      method: request.method,
      status,
      ...(problem && { code: problem.code }),
      durationMs: performance.now() - started,
    });
    // Set together, because some servers must rebuild a Response that is changed after it was made. A route
    // that sets Vary must name Origin as well.
    const headers = { ...access.headers, ...reply.headers };
    return toResponse({ status, headers, body: request.method === 'HEAD' ? null : body });
  };
}

async function answer(
  route: Route,
  path: string,
  request: Request,
  isAllowed: boolean,
  settings: HandlerSettings,
  enode: EnodeClient,
): Promise<Reply> {
  const { methods, end, access } = route;
  const isPreflight = request.method === 'OPTIONS';
  if (!methods.includes(request.method)) {
    throw new Problem('method-not-allowed', { headers: { Allow: methods.join(', ') } });
  }
  // Before any function of the host runs: a forged request must have no effect at all.
  if (!isAllowed && (access === 'user' || isPreflight)) throw new Problem('foreign-origin');
  if (isPreflight) return answerOptions(request, methods);
  if (route.access === 'public') return route.answer(request);
  const userId = await identify(request, settings);
  if (settings.rateLimit) await limitRate(settings.rateLimit, userId, request);
  const [, ...segments] = end.exec(path) ?? [];
  // One deadline for all that follows: retries and pages of lists must not add up after the page has
  // stopped waiting.
  return within({ ms: settings.timeoutMs, parent: request.signal }, (signal) =>
    route.answer({ userId, request, segments, settings, enode, signal }),
  );
}

/** A page of another origin can read that an address is wrong only if its preflight is answered. */
function answerNowhere(request: Request, isAllowed: boolean): Reply {
  const isPreflight =
    request.method === 'OPTIONS' && request.headers.has('Access-Control-Request-Method');
  if (!isAllowed || !isPreflight) throw new Problem('not-found');
  return answerOptions(request, ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']);
}

async function identify(request: Request, { getUserId }: HandlerSettings): Promise<string> {
  let userId: unknown;
  try {
    userId = await getUserId(request);
  } catch (cause) {
    throw new Problem('internal-error', {
      detail: 'getUserId threw an error. The operator of this server finds it in its log.',
      cause,
    });
  }
  // `session.userId ?? ''` makes an empty id if nobody is signed in.
  if (userId === null || userId === undefined || userId === '') {
    throw new Problem('unauthenticated');
  }
  if (typeof userId !== 'string' || !isPathSegment(userId)) throw new Problem('user-id-unusable');
  return userId;
}

async function limitRate(
  rateLimit: NonNullable<HandlerSettings['rateLimit']>,
  userId: string,
  request: Request,
): Promise<void> {
  let seconds: number | void;
  try {
    seconds = await rateLimit(userId, request);
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

/** A bug in this package. The error's text may contain a secret, so only the stack lines are kept. */
function ownFault(failure: unknown): Problem {
  const lines = failure instanceof Error ? (failure.stack ?? '').split('\n') : [];
  const place = lines.filter((line) => /^\s+at /.test(line)).join('\n');
  return new Problem('internal-error', { cause: `A fault of enode-link-button\n${place}` });
}
