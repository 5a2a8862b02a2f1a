/**
 * Decides whether Enode may send a user to an address that a page names: a callback URL of the
 * host with the nonce of one attempt added, and nothing else. Knows the form of the nonce, not
 * whose it is.
 */

/** The query parameter that carries the nonce of an attempt (contract of the return page). */
export const RETURN_PARAMETER = 'enode_link';

/** What Link UI adds where a user leaves it early. An address that has it already would lie. */
export const ERROR_PARAMETERS = ['error', 'error_message'] as const;

/** Longest redirectUri that Enode takes, in characters (docs/enode.md, "Link sessions"). */
export const LONGEST_REDIRECT_URI = 500;

/** 128 random bits in base64url (RFC 4648 §5). */
export const SHORTEST_NONCE = 22;

const NONCE = /^[\w-]{22,128}$/;

/** Where Link UI may send a user back to. */
export interface CallbackUrl {
  readonly url: URL;
  /** For a page that is its own callback: it may be visited with any query. */
  readonly takesAnyQuery: boolean;
}

/** Most telling first: of two callback URLs the one that differs less is meant. */
const WEIGHTS = { host: 8, scheme: 4, path: 2, query: 1 };
type Part = keyof typeof WEIGHTS;

/**
 * @returns the address to give to Enode, as the URL parser understood it: a parsed address cannot
 * mean one thing here and another to Enode. Or what is wrong with it and how to mend that, in words
 * that repeat nothing of the address.
 */
export function checkRedirectUri(
  redirectUri: string,
  callbackUrls: readonly CallbackUrl[],
): { readonly accepted: string } | { readonly refusal: string } {
  if (!URL.canParse(redirectUri)) {
    return { refusal: 'redirectUri is not an absolute URL. Write it with https:// and the host.' };
  }
  const url = new URL(redirectUri);
  const nonces = url.searchParams.getAll(RETURN_PARAMETER);
  const hasNonce = nonces.length === 1 && NONCE.test(nonces[0] ?? '');
  // Also an empty hash: Enode adds its parameters behind it, where the return page finds none.
  const hasHash = url.href.includes('#');
  const [nearest] = callbackUrls
    .map((callback) => ({ callback, parts: differences(url, callback) }))
    .sort((one, other) => distance(one.parts) - distance(other.parts));
  const parts = nearest?.parts ?? [];
  if (nearest && parts.length === 0 && hasNonce && !hasHash) return { accepted: url.href };
  const wrong = [...parts, ...(hasHash ? ['hash'] : []), ...(hasNonce ? [] : ['nonce'])];
  // Without its query, which may be the host's own affair.
  const [name = ''] = nearest?.callback.url.href.split('?') ?? [];
  return {
    refusal: [
      `redirectUri differs in its ${wrong.join(' and ')} from ${name} in callbackUrls.`,
      ...(parts.length > 0 ? ['Add the address of the return page to callbackUrls.'] : []),
      ...(parts.includes('query')
        ? [`${name}?* takes any query but error and error_message.`]
        : []),
      ...(hasHash ? ['Leave the hash out.'] : []),
      ...(hasNonce
        ? []
        : [`${RETURN_PARAMETER} must be there once, with 22 to 128 characters of base64url.`]),
    ].join(' '),
  };
}

/** In what an address differs from a callback URL, the nonce and the hash aside. */
function differences(url: URL, { url: callback, takesAnyQuery }: CallbackUrl): readonly Part[] {
  const differs: Record<Part, boolean> = {
    scheme: url.protocol !== callback.protocol,
    // The whole of it: a prefix would let https://app.example.evil.test pass. Not the origin, which
    // is the same `null` for the schemes of all apps. Credentials make a host look like another.
    host: url.host !== callback.host || url.username !== '' || url.password !== '',
    path: url.pathname !== callback.pathname,
    query: takesAnyQuery
      ? ERROR_PARAMETERS.some((name) => url.searchParams.has(name))
      : parameters(url) !== parameters(callback),
  };
  return (['scheme', 'host', 'path', 'query'] as const).filter((part) => differs[part]);
}

const distance = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + WEIGHTS[part], 0);

// Compared decoded: adding a parameter writes the others anew (`%20` becomes `+`, `?a` `?a=`).
function parameters(url: URL): string {
  return JSON.stringify([...url.searchParams].filter(([name]) => name !== RETURN_PARAMETER));
}
