/**
 * What all servers of the emulator have in common. Before a route answers: the check of the Host, of the
 * path's encoding and of the size of the body, answer faults, and the log. After it: unknown routes and
 * wrong methods.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';
import type { Emulation } from './emulation.js';
import { isLoopback } from './loopback.js';
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
  /** The path as the log may show it, without secrets. */
  loggedPath(path: string): string;
  /** Turns a refusal of this module into what the server shows. Default: the problem as it is. */
  refuse?(context: Context<Env>, response: Response): Response | Promise<Response>;
}

const MAX_BODY = 64 * 1024;
const NULL_BODY = [204, 205, 304];

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
      path: behaviour.loggedPath(context.req.path),
      status: context.res.status,
      fault: context.get('fault') ?? false,
    });
  });
  app.use(async (context, next) => {
    const refusal = checkHost(context, emulation.host) ?? checkEncoding(context.req.path);
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

/**
 * Refuses requests that a page of another origin may have caused. Programs that are not browsers
 * send neither header and pass.
 */
export const ownPagesOnly: MiddlewareHandler<Env> = async (context, next) => {
  const site = context.req.header('Sec-Fetch-Site');
  const origin = context.req.header('Origin');
  // Any page can make its visitor's browser send requests to a loopback address.
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && origin !== `http://${context.req.header('Host') ?? ''}`);
  if (!foreign) return next();
  return problem({
    status: 403,
    type: 'forbidden',
    title: 'Foreign page',
    detail: 'Pages of other origins may not control the emulator. Use a server or a shell.',
  });
};

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

function checkHost(context: Context<Env>, bound: string): Response | undefined {
  const header = context.req.header('Host') ?? '';
  const name = URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : '';
  const everywhere = bound === '0.0.0.0' || bound === '::';
  const isAddress = name.startsWith('[') || /^\d+(\.\d+){3}$/.test(name);
  // DNS rebinding: if a foreign name pointed to this machine, the browser would take its pages for the
  // emulator's own. A numeric address cannot be rebound.
  if (isLoopback(name) || name === bound.toLowerCase() || (everywhere && isAddress))
    return undefined;
  return problem({
    status: 421,
    type: 'misdirected-request',
    title: 'Misdirected request',
    detail: 'The emulator answers only to loopback names and to its --host.',
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

function playFaults(emulation: Emulation, behaviour: Behaviour): MiddlewareHandler<Env> {
  return async (context, next) => {
    const part = behaviour.part(context.req.path);
    const fault = part && emulation.faults.take(part, context.req.method, context.req.path);
    if (!fault) return next();
    context.set('fault', true);
    if (fault.delayMs) {
      await sleep(fault.delayMs, undefined, { signal: emulation.closing }).catch(() => undefined);
    }
    if (fault.status === undefined) return next();
    if (NULL_BODY.includes(fault.status)) return new Response(null, { status: fault.status });
    return behaviour.fault(context, part, fault.status);
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
