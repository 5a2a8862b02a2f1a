/**
 * Decides whether Enode may send a user to an address that a page names: a callback URL of the
 * host with the nonce of one attempt added, and nothing else. Knows the form of the nonce, not
 * whose it is.
 */

/** The query parameter that carries the nonce of an attempt (contract of the return page). */
export const RETURN_PARAMETER = 'enode_link';

/** 128 random bits in base64url (RFC 4648 §5). */
export const SHORTEST_NONCE = 22;

const NONCE = /^[\w-]{22,128}$/;

/**
 * The address to give to Enode, as the URL parser understood it, or undefined where it is not to
 * be used. A parsed address cannot mean one thing here and another to Enode.
 */
export function acceptRedirectUri(
  redirectUri: string,
  callbackUrls: readonly URL[],
): string | undefined {
  if (!URL.canParse(redirectUri)) return undefined;
  const url = new URL(redirectUri);
  const nonces = url.searchParams.getAll(RETURN_PARAMETER);
  if (nonces.length !== 1 || !NONCE.test(nonces[0] ?? '')) return undefined;
  // Also an empty hash: Enode adds its parameters behind it, where the return page finds none.
  if (url.href.includes('#')) return undefined;
  return callbackUrls.some((callbackUrl) => differsInNonceOnly(url, callbackUrl))
    ? url.href
    : undefined;
}

function differsInNonceOnly(url: URL, callbackUrl: URL): boolean {
  return (
    // Whole origin and whole path: a prefix would let https://app.example.evil.test pass.
    url.origin === callbackUrl.origin &&
    url.pathname === callbackUrl.pathname &&
    // Credentials are not part of an origin, and would make the address look like another.
    url.username === '' &&
    url.password === '' &&
    parameters(url) === parameters(callbackUrl)
  );
}

// Compared decoded: adding a parameter writes the others anew (`%20` becomes `+`, `?a` `?a=`).
function parameters(url: URL): string {
  return JSON.stringify([...url.searchParams].filter(([name]) => name !== RETURN_PARAMETER));
}
