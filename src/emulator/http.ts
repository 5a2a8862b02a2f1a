/**
 * What all servers of the emulator have in common. Before a route answers: the check of the Host (`hosts.ts`), of the
 * path's encoding and of the size of the body, answer faults, and the log. After it: unknown routes and
 * wrong methods.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';
import type { Emulation } from './emulation.js';
import type { AnswerFault } from './faults/faults.js';
import { checkHost } from './hosts.js';
import type { Part } from './state/request-log.js';
import { badRequest, notFound, problem } from './problem.js';

/** What the context of a route contains. */
export interface Env {
  Variables: {
    /** The API version that the request asked for. */
    version: string;
    /** Whether the answer is a fault. */
    fault: boolean | undefined;
  };
}

export type App = Hono<Env>;

interface Behaviour {
  /** The part that a path belongs to; undefined = neither faults nor log. */
  part(path: string): Part | undefined;
  /** The answer with which a fault replaces the real one. */
  fault(context: Context<Env>, part: Part, status: number): Response | Promise<Response>;
  /** Turns a refusal of this module into what the server shows. Default: the problem as it is. */
  refuse?(context: Context<Env>, response: Response): Response | Promise<Response>;
}

const MAX_BODY = 64 * 1024;
const NULL_BODY = [204, 205, 304];
/** The statuses whose answer says when to try again. */
const BUSY = [429, 503];

/** An app that does all of this, and has no routes yet. */
export function createApp(emulation: Emulation, behaviour: Behaviour): App {
  // Routes match the path as it was sent, and parameters are decoded once: an id may contain any
  // character, including a slash.
  const app: App = new Hono<Env>({ getPath: (request) => new URL(request.url).pathname });
  const refuse = (context: Context<Env>, response: Response) =>
    behaviour.refuse?.(context, response) ?? response;

  app.use(async (context, next) => {
    await next();
    const part = behaviour.part(context.req.path);
    if (!part) return;
    emulation.log.add({
      at: emulation.store.now(),
      part,
      method: context.req.method,
      path: context.req.path,
      status: context.res.status,
      fault: context.get('fault') ?? false,
      enodeVersion: context.req.header('Enode-Version')?.slice(0, 40) ?? null,
      authorization: scheme(context.req.header('Authorization')),
    });
  });
  app.use(async (context, next) => {
    const refusal =
      checkHost(context.req.header('Host') ?? '', emulation) ?? checkEncoding(context.req.path);
    return refusal ? refuse(context, refusal) : next();
  });
  app.use(async (context, next) =>
    Number(context.req.header('Content-Length') ?? 0) > MAX_BODY
      ? refuse(context, tooLarge())
      : next(),
  );
  app.use(playFaults(emulation, behaviour));
  app.notFound((context) => refuse(context, noRoute(app, context.req.path)));
  app.onError((error, context) => {
    if (error instanceof TooLarge) return refuse(context, tooLarge());
    // A library does not write to its host's console. Node prints warnings, and a host can catch them.
    process.emitWarning(error);
    const detail = 'The emulator has a bug. Its process emitted a warning that describes it.';
    return refuse(
      context,
      problem({ status: 500, type: 'internal-error', title: 'Internal error', detail }),
    );
  });
  return app;
}

/** Thrown if a body turns out to be too large while it is read. */
class TooLarge extends Error {}

/**
 * Reads the body as text. Not `context.req.text()`, which has no limit if the length is not announced.
 *
 * @throws {TooLarge} answered with 413
 */
async function readText(context: Context<Env>): Promise<string> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of context.req.raw.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY) throw new TooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Reads the body as JSON, or returns the refusal to answer with. */
export async function readJson(
  context: Context<Env>,
): Promise<{ readonly body: unknown } | { readonly refusal: Response }> {
  if (!/^application\/json\s*(;|$)/i.test(context.req.header('Content-Type') ?? '')) {
    const refusal = problem({
      status: 415,
      type: 'unsupported-media-type',
      title: 'Unsupported media type',
      detail: 'Send the body as JSON, with the header Content-Type: application/json.',
    });
    return { refusal };
  }
  const text = await readText(context);
  try {
    return { body: JSON.parse(text) };
  } catch {
    return { refusal: badRequest('The body is not valid JSON.') };
  }
}

/** Reads the body as a form; empty if it is not a form. */
export async function readForm(context: Context<Env>): Promise<URLSearchParams> {
  const type = context.req.header('Content-Type') ?? '';
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  return new URLSearchParams(isForm ? await readText(context) : '');
}

function tooLarge(): Response {
  return problem({
    status: 413,
    type: 'payload-too-large',
    title: 'Payload too large',
    detail: `A body may have at most ${MAX_BODY} bytes.`,
    // The rest of the body is not read, so the connection cannot be used again.
    headers: { Connection: 'close' },
  });
}

function checkEncoding(path: string): Response | undefined {
  try {
    decodeURIComponent(path);
    return undefined;
  } catch {
    return badRequest('The path is not valid percent-encoded UTF-8.');
  }
}

/** The scheme of an `Authorization` header, without the credentials. */
function scheme(authorization = ''): 'basic' | 'bearer' | null {
  const [name] = authorization.toLowerCase().split(' ');
  return name === 'basic' || name === 'bearer' ? name : null;
}

/** The fault that applies to a request, if there is one, after its delay. */
export async function takeFault(
  { faults, closing }: Emulation,
  part: Part,
  method: string,
  path: string,
): Promise<AnswerFault | undefined> {
  const fault = faults.take(part, method, path);
  if (fault?.delayMs) {
    await sleep(fault.delayMs, undefined, { signal: closing }).catch(() => undefined);
  }
  return fault;
}

function playFaults(emulation: Emulation, behaviour: Behaviour): MiddlewareHandler<Env> {
  return async (context, next) => {
    const { method, path } = context.req;
    const part = behaviour.part(path);
    const fault = part && (await takeFault(emulation, part, method, path));
    if (!part || !fault) return next();
    context.set('fault', true);
    if (fault.status === undefined) return next();
    if (NULL_BODY.includes(fault.status)) return new Response(null, { status: fault.status });
    const response = await behaviour.fault(context, part, fault.status);
    if (fault.retryAfter !== undefined && BUSY.includes(fault.status)) {
      response.headers.set('Retry-After', String(fault.retryAfter));
    }
    return response;
  };
}

function noRoute(app: App, path: string): Response {
  const methods = app.routes
    .filter((route) => route.method !== 'ALL' && matches(route.path, path))
    .map((route) => route.method);
  if (methods.length === 0) {
    return notFound('Not found', 'There is nothing at this address. See docs/emulator.md.');
  }
  const allow = [...new Set(methods.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : each)))];
  return problem({
    status: 405,
    type: 'method-not-allowed',
    title: 'Method not allowed',
    detail: `Allowed here: ${allow.join(', ')}.`,
    headers: { Allow: allow.join(', ') },
  });
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) =>
      part.startsWith(':') ? given[index] !== '' : part === given[index],
    )
  );
}
