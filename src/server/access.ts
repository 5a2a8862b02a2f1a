/**
 * Which pages may call the endpoints: the host's own and those of `allowedOrigins`. Refuses
 * requests that a foreign page could make a browser send with the user's cookies, and answers the
 * allowed origins with CORS headers.
 */

import type { Reply } from './reply.js';

/** What a request may do, by its origin. */
export interface Access {
  /** False if a foreign page may have forged the request. */
  readonly isAllowed: boolean;
  /** Headers of every answer, errors included: without them a page cannot read its error. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Which origins may call the endpoints. */
export interface OriginPolicy {
  readonly allowedOrigins: ReadonlySet<string>;
  /** The host's own origin, if the host named it. */
  readonly publicOrigin: string | undefined;
}

/** Judges a request by the headers that a page cannot write (`Origin`, `Sec-Fetch-Site`). */
export function judgeAccess(
  request: Request,
  url: URL | undefined,
  { allowedOrigins, publicOrigin }: OriginPolicy,
): Access {
  const origin = request.headers.get('Origin');
  const headers = { Vary: 'Origin' };
  // `Origin: null` (sandboxed frames, data: URLs) is never on the list: any page can send it.
  if (origin !== null && allowedOrigins.has(origin)) {
    return {
      isAllowed: true,
      headers: {
        ...headers,
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': 'Retry-After',
      },
    };
  }
  return { isAllowed: isOwnPage(request, origin, publicOrigin ?? url), headers };
}

/** Answer to a preflight (Fetch Standard, "CORS-preflight request"), or to a plain OPTIONS. */
export function answerOptions(request: Request, methods: readonly string[]): Reply {
  const headers: Record<string, string> = {
    Allow: methods.join(', '),
    'Cache-Control': 'no-store',
  };
  if (request.headers.has('Access-Control-Request-Method')) {
    headers['Access-Control-Allow-Methods'] = methods.join(', ');
    headers['Access-Control-Max-Age'] = '600';
    // Named one by one, because `*` does not apply to requests with credentials. The host already
    // trusts this origin; its pages may add any header (a bearer token, a trace id).
    const wanted = request.headers.get('Access-Control-Request-Headers') ?? '';
    if (/^[\w!#$%&'*+.^`|~, -]+$/.test(wanted)) headers['Access-Control-Allow-Headers'] = wanted;
  }
  return { status: 204, headers, body: null };
}

function isOwnPage(request: Request, origin: string | null, own?: string | URL): boolean {
  switch (request.headers.get('Sec-Fetch-Site')) {
    // The browser compared the page's origin with the address it requested, so this holds behind every
    // proxy, including one that rewrites the Host header.
    case 'same-origin':
    // Typed into the address bar: no page made this request.
    case 'none':
      return true;
    case null:
      break;
    default:
      return false;
  }
  // A browser without Sec-Fetch-Site. It sends an Origin with everything but plain reads, and a
  // foreign page cannot see the answer to a plain read.
  if (origin === null) return true;
  return own instanceof URL ? seemsOwnOrigin(origin, own) : origin === own;
}

/**
 * Judges by the address of the request only. A proxy that ends TLS forwards https as http, so the https
 * origin of the same host counts as the host's own too. A page of that host that came over plain http,
 * and so may have been altered on the way, then passes as well. Only `publicOrigin` excludes that.
 */
function seemsOwnOrigin(origin: string, { protocol, host }: URL): boolean {
  return origin === `${protocol}//${host}` || origin === new URL(`https://${host}`).origin;
}
