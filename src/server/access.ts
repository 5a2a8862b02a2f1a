/**
 * Which pages may call the endpoints: the host's own and those of `allowedOrigins`. Refuses what a
 * foreign page could make a browser send with the user's cookies, and speaks CORS with the
 * others. Knows nothing of users.
 */

/** What the origin of a request permits. */
export interface Access {
  /** False where a foreign page may have forged the request. */
  readonly isAllowed: boolean;
  /** Headers of every answer to it, errors too: without them a page cannot read its error. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Which origins may call. */
export interface OriginPolicy {
  readonly allowedOrigins: ReadonlySet<string>;
  /** The own origin, where the host says it. */
  readonly publicOrigin: string | undefined;
}

/** Judges a request by the headers that a page cannot write (`Origin`, `Sec-Fetch-Site`). */
export function judgeAccess(
  request: Request,
  { allowedOrigins, publicOrigin }: OriginPolicy,
): Access {
  const origin = request.headers.get('Origin');
  const headers = { Vary: 'Origin' };
  // `Origin: null` (sandboxed frames, data: URLs) is never on the list: anybody can be that.
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
  return { isAllowed: isOwnPage(request, origin, publicOrigin), headers };
}

/** Answer to a preflight (Fetch Standard, "CORS-preflight request"), or to a plain OPTIONS. */
export function answerOptions(request: Request, methods: readonly string[]): Response {
  const headers: Record<string, string> = { Allow: methods.join(', ') };
  if (request.headers.has('Access-Control-Request-Method')) {
    headers['Access-Control-Allow-Methods'] = methods.join(', ');
    headers['Access-Control-Max-Age'] = '600';
    // Named one by one, since `*` does not count where credentials are sent. The host trusts this
    // origin already; which headers its pages add (a bearer token, a trace id) is their affair.
    const wanted = request.headers.get('Access-Control-Request-Headers') ?? '';
    if (/^[\w!#$%&'*+.^`|~, -]+$/.test(wanted)) headers['Access-Control-Allow-Headers'] = wanted;
  }
  return new Response(null, { status: 204, headers });
}

function isOwnPage(request: Request, origin: string | null, publicOrigin?: string): boolean {
  switch (request.headers.get('Sec-Fetch-Site')) {
    // The browser compared the page with the address that it asked, so this holds behind every
    // proxy, also one that rewrites the Host header.
    case 'same-origin':
    // Typed into the address bar: no page is behind it.
    case 'none':
      return true;
    case null:
      break;
    default:
      return false;
  }
  // A browser without Sec-Fetch-Site. It sends an Origin with everything but plain reads, and the
  // answer to a plain read is nothing that a foreign page could see.
  if (origin === null) return true;
  if (publicOrigin !== undefined) return origin === publicOrigin;
  return seemsOwnOrigin(origin, new URL(request.url));
}

/**
 * By the address of the request alone. A proxy that ends TLS passes https on as http, so that both
 * pass for the own one where that arrives: also a page that came over http, and may be anybody's
 * work. Only `publicOrigin` settles that.
 */
function seemsOwnOrigin(origin: string, { protocol, host }: URL): boolean {
  return origin === `${protocol}//${host}` || origin === new URL(`https://${host}`).origin;
}
