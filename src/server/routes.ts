/**
 * The endpoints of the handler, one row each: name, methods, path, who may call, and the answer. To
 * add an endpoint, add a row here and describe it in docs/server.md. In which order a request is
 * checked before its row answers is in handler.ts.
 */
import { ownsAsset, readDevices } from './assets.js';
import { type EnodeClient, isPathSegment } from './enode-client.js';
import { planLink } from './link-request.js';
import { type LinkableVendors, readLinkableVendors } from './linkable-vendors.js';
import { Problem } from './problem.js';
import type { Reply } from './reply.js';
import { readJsonBody } from './request-body.js';
import { returnPage, returnPageScript, returnPageStyle } from './return-page.js';
import type { LinkedDevices } from '../schema.js';
import type { Settings } from './settings.js';

/** A request for the data of one user, after the handler has found out who that is. */
interface UserCall {
  readonly userId: string;
  readonly request: Request;
  /** What the groups of the route's `end` matched, not yet decoded. */
  readonly segments: readonly (string | undefined)[];
  readonly settings: Settings;
  readonly enode: EnodeClient;
  /** Aborts when the time for the answer is over, or when the client disconnects. */
  readonly signal: AbortSignal;
}

interface Address {
  /** Name in the reports to `onEvent` and `onError`. */
  readonly name: string;
  readonly methods: readonly string[];
  /**
   * Matched against the end of the path, so that the handler works below any path. Each takes one
   * trailing slash, because some hosts redirect every address to the one with a slash.
   */
  readonly end: RegExp;
}

/** One endpoint. */
export type Route = Address &
  (
    | {
        /** The answer is the same for everybody, whatever page asks. */
        readonly access: 'public';
        readonly answer: (request: Request) => Reply;
      }
    | {
        /** The answer is for the user who is signed in, on a page that may ask for it. */
        readonly access: 'user';
        readonly answer: (call: UserCall) => Promise<Reply>;
      }
  );

const READ = ['GET', 'HEAD', 'OPTIONS'];

export const ROUTES = [
  {
    name: 'link-session',
    methods: ['POST', 'OPTIONS'],
    end: /\/link-session\/?$/,
    access: 'user',
    answer: startLink,
  },
  {
    // Before the rows whose names its vendor could have.
    name: 'user-vendors',
    methods: ['DELETE', 'OPTIONS'],
    end: /\/user\/vendors\/([^/]+)(?:\/([^/]+))?\/?$/,
    access: 'user',
    answer: removeVendor,
  },
  { name: 'user', methods: READ, end: /\/user\/?$/, access: 'user', answer: readUser },
  { name: 'devices', methods: READ, end: /\/devices\/?$/, access: 'user', answer: listDevices },
  // Also at the address of all linked vendors, which have no endpoint: nothing excludes a mount at `/user`.
  { name: 'vendors', methods: READ, end: /\/vendors\/?$/, access: 'user', answer: listVendors },
  {
    name: 'callback',
    methods: READ,
    end: /\/callback\/?$/,
    access: 'public',
    answer: returnPage,
  },
  {
    // A page at `callback/` asks for its script at `callback/callback.js`: this matches both.
    name: 'callback-script',
    methods: READ,
    end: /\/callback\.js\/?$/,
    access: 'public',
    answer: returnPageScript,
  },
  {
    name: 'callback-style',
    methods: READ,
    end: /\/callback\.css\/?$/,
    access: 'public',
    answer: returnPageStyle,
  },
] as const satisfies readonly Route[];

// A value of its own: the published types then contain these names, and not the rows.
const ROUTE_NAMES = ROUTES.map(({ name }) => name);

/** Which endpoint a request was for; `unknown` if none matched. */
export type RouteName = (typeof ROUTE_NAMES)[number] | 'unknown';

async function startLink({ userId, request, settings, enode, signal }: UserCall): Promise<Reply> {
  const { link, assetId } = planLink(await readJsonBody(request, signal), settings);
  if (assetId === undefined) return json(await enode.link(userId, link, signal));
  // Enode's relink call takes no user: without this check anybody could repair, and thereby sign in
  // to, any asset.
  const isOwn = await ownsAsset({ enode, userId, allowance: settings, signal }, assetId);
  const session = isOwn ? await enode.relink(assetId, link, signal) : undefined;
  if (!session) throw new Problem('asset-not-found', { field: 'assetId' });
  return json(session);
}

async function readUser({ userId, enode, signal }: UserCall): Promise<Reply> {
  const user = await enode.user(userId, signal);
  return json({ id: user?.id ?? userId, linkedVendors: user?.linkedVendors ?? [] });
}

async function listDevices({ userId, settings, enode, signal }: UserCall): Promise<Reply> {
  const devices = await readDevices({ enode, userId, allowance: settings, signal });
  return json({ devices } satisfies LinkedDevices);
}

async function listVendors({ request, settings, enode, signal }: UserCall): Promise<Reply> {
  // An empty value, as of a form in which nothing is chosen, names no type.
  const type = new URL(request.url).searchParams.get('vendorType') || undefined;
  const vendors = await readLinkableVendors(enode, settings, type, signal);
  return json({ vendors } satisfies LinkableVendors);
}

async function removeVendor({ userId, segments, enode, signal }: UserCall): Promise<Reply> {
  const path = segments.filter((segment) => segment !== undefined).map(decodeSegment);
  await enode.unlink(userId, path, signal);
  return { status: 204, headers: PRIVATE, body: null };
}

function decodeSegment(segment: string): string {
  try {
    const text = decodeURIComponent(segment);
    // A name and not a path: `%2F` or `..` would remove something other than the vendor named.
    if (isPathSegment(text) && /^[\w. -]{1,100}$/.test(text)) return text;
  } catch {
    // Not UTF-8.
  }
  throw new Problem('field-invalid', {
    field: 'vendor',
    detail: 'vendor and vendorType in the path must be names as Enode writes them, such as TESLA.',
  });
}

const PRIVATE = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

const PRIVATE_JSON = { ...PRIVATE, 'Content-Type': 'application/json' };

function json(data: object): Reply {
  return { status: 200, headers: PRIVATE_JSON, body: JSON.stringify(data) };
}
