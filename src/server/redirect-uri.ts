/**
 * Decides whether Enode may send a user to an address that a page names. It may if the address is one of
 * the host's callback URLs with the nonce of one attempt added, and nothing else.
 */
import { NONCE_PARAMETER } from '../return/message.js';

/** What Link UI adds when a user leaves early. A callback URL with it would always look like that. */
export const ERROR_PARAMETERS = ['error', 'error_message'] as const;

/** Longest redirectUri that Enode takes, in characters (docs/enode.md, "Link sessions"). */
export const LONGEST_REDIRECT_URI = 500;

/** 128 random bits in base64url (RFC 4648 §5). */
export const SHORTEST_NONCE = 22;

const NONCE = /^[\w-]{22,128}$/;

/** Where Link UI may send a user back to. */
export interface CallbackUrl {
  readonly url: URL;
  /** True for a page that is its own callback, which may be visited with any query. */
  readonly takesAnyQuery: boolean;
}

/** How much each part tells two callback URLs apart: the one that differs least is the one meant. */
const WEIGHTS = { host: 16, port: 8, scheme: 4, path: 2, query: 1 };
type Part = keyof typeof WEIGHTS;

/**
 * @returns the address for Enode as the URL parser wrote it, so that it cannot mean one thing here and
 * another to Enode; or what is wrong with it and how to correct it, in a text that repeats nothing of the
 * address.
 */
export function checkRedirectUri(
  redirectUri: string,
  callbackUrls: readonly CallbackUrl[],
): { readonly accepted: string } | { readonly refusal: string } {
  if (!URL.canParse(redirectUri)) {
    return { refusal: 'redirectUri is not an absolute URL. Write it with https:// and the host.' };
  }
  const url = new URL(redirectUri);
  const nonces = url.searchParams.getAll(NONCE_PARAMETER);
  const hasNonce = nonces.length === 1 && NONCE.test(nonces[0] ?? '');
  // Not even an empty hash: Enode would add its parameters after it, where the return page does not look.
  const hasHash = url.href.includes('#');
  const [nearest] = callbackUrls
    .map((callback) => ({ callback, parts: differences(url, callback) }))
    .sort((one, other) => distance(one.parts) - distance(other.parts));
  const parts = nearest?.parts ?? [];
  if (nearest && parts.length === 0 && hasNonce && !hasHash) return { accepted: url.href };
  const wrong = [...parts, ...(hasHash ? ['hash'] : []), ...(hasNonce ? [] : ['nonce'])];
  // Without its query, which may be confidential.
  const [name = ''] = nearest?.callback.url.href.split('?') ?? [];
  return {
    refusal: [
      `redirectUri differs in its ${wrong.join(' and ')} from ${name} in callbackUrls.`,
      ...(parts.length > 0 ? ['Add the address of the return page to callbackUrls.'] : []),
      ...(parts.includes('query')
        ? [`${name}?* allows any query except error and error_message.`]
        : []),
      ...(hasHash ? ['Leave the hash out.'] : []),
      ...(hasNonce
        ? []
        : [
            `${NONCE_PARAMETER} must be in the query exactly once, with 22 to 128 characters of base64url.`,
          ]),
    ].join(' '),
  };
}

/** The parts in which an address differs from a callback URL, apart from the nonce and the hash. */
function differences(url: URL, { url: callback, takesAnyQuery }: CallbackUrl): readonly Part[] {
  const differs: Record<Part, boolean> = {
    scheme: url.protocol !== callback.protocol,
    // The whole host: with a prefix, https://app.example.evil.test would pass. Not the origin, which is
    // `null` for the schemes of all apps. Credentials can make one host look like another.
    host: url.hostname !== callback.hostname || url.username !== '' || url.password !== '',
    port: url.port !== callback.port,
    path: url.pathname !== callback.pathname,
    query: takesAnyQuery
      ? ERROR_PARAMETERS.some((name) => url.searchParams.has(name))
      : parameters(url) !== parameters(callback),
  };
  return (['scheme', 'host', 'port', 'path', 'query'] as const).filter((part) => differs[part]);
}

const distance = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + WEIGHTS[part], 0);

// Compared in decoded form: adding a parameter rewrites the others (`%20` becomes `+`, `?a` `?a=`).
function parameters(url: URL): string {
  return JSON.stringify([...url.searchParams].filter(([name]) => name !== NONCE_PARAMETER));
}
