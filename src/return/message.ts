/**
 * What the two ends of the return protocol agree on: what a return says, which query parameters
 * carry it, and the messages that travel between the pages. `listen.ts` is the page that waits,
 * `deliver.ts` the page at the callback URL.
 *
 * No single route survives everything. A BroadcastChannel survives every opener policy, and fails if
 * the waiting page is embedded in another site. `postMessage` is the mirror image. A record in
 * `localStorage` waits for a page that was frozen, discarded or reloading. So all three are used at
 * once (docs/reliability.md F18–F22).
 */
import { quietly } from './quietly.js';
import { STORAGE_PREFIX } from './storage.js';

/** What Link UI returned with (docs/enode.md, "Return from Link UI"). */
export interface LinkReturn {
  /** The `error` parameter, if the user left Link UI early. */
  readonly error?: string;
  /** The `error_message` parameter. Anyone can write an address: show it as text, never trust it. */
  readonly errorMessage?: string;
}

/** A return as the address of the return page carries it. */
export interface AddressReturn extends LinkReturn {
  readonly nonce: string;
}

/** The query parameter that carries the nonce of an attempt. The server's handler checks it too. */
export const NONCE_PARAMETER = 'enode_link';

/** All query parameters that a return may have. */
export const RETURN_PARAMETERS = [NONCE_PARAMETER, 'error', 'error_message'] as const;

/** The `type` of the message that the return page sends, and of the answer that acknowledges it. */
export const RETURN_TYPE = 'enode-link:return';
export const ACKNOWLEDGED_TYPE = 'enode-link:ack';

/** How long the return page repeats its message before it gives up, in milliseconds. */
export const DELIVERY_TIME = 1500;

/** The longest text of a return, in characters as JSON writes them. */
const MAX_RETURN_TEXT = 500;
const NONCE = /^[\w-]{22,128}$/;

/** @returns 128 random bits as base64url: 22 characters */
export function createNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(
    /[+/=]/g,
    (c) => ({ '+': '-', '/': '_' })[c] ?? '',
  );
}

/** @returns the channel of an attempt, or undefined if the browser forbids channels here */
export function openChannel(nonce: string): BroadcastChannel | undefined {
  return quietly(() => new BroadcastChannel(STORAGE_PREFIX + nonce));
}

/**
 * Checks a return message key by key: own keys only, no other keys, no long text.
 * @returns undefined if `data` is anything else
 */
export function parseReturn(data: unknown, nonce: string): LinkReturn | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  // A structured clone has neither getters nor proxies. If one arrives all the same, it may throw.
  const parts = quietly(
    () => new Map<string, unknown>(Array.isArray(data) ? [] : Object.entries(data)),
  );
  if (parts?.get('type') !== RETURN_TYPE || parts.get('nonce') !== nonce) return undefined;
  parts.delete('type');
  parts.delete('nonce');
  for (const [key, value] of parts) {
    if (key !== 'error' && key !== 'errorMessage') return undefined;
    if (typeof value !== 'string' || value.length > MAX_RETURN_TEXT) return undefined;
  }
  return Object.fromEntries(parts);
}

/**
 * Takes the return off this page's address before any other script can read it or reload it.
 * @param keepQuery keeps the page's other parameters: for a page that is not only a return page
 * @param use is called with the return while it is still in the address: writing the address takes the
 *   browser longer than passing a message on. Must not throw.
 * @returns the result of `use`, or undefined if the address carries no return
 */
export function takeReturn<Result>(
  keepQuery: boolean,
  use: (addressReturn: AddressReturn) => Result,
): Result | undefined {
  const url = new URL(location.href);
  const query = url.searchParams;
  const [nonce, error, errorMessage] = RETURN_PARAMETERS.map(
    (name) => query.get(name) ?? undefined,
  );
  if (nonce === undefined) return undefined;
  const result = NONCE.test(nonce)
    ? use({
        nonce,
        ...(error !== undefined && { error: cut(error) }),
        ...(errorMessage !== undefined && { errorMessage: cut(errorMessage) }),
      })
    : undefined;
  if (keepQuery) replaceReturn(url);
  else url.search = '';
  history.replaceState(history.state, '', url);
  return result;
}

/**
 * Removes the parameters of a return from an address and adds others. The rest of the query stays
 * letter for letter: `searchParams` would rewrite it (`a%20b` as `a+b`, `flag` as `flag=`).
 */
export function replaceReturn(url: URL, ...added: readonly string[]): void {
  const parts = url.search === '' ? [] : url.search.slice(1).split('&');
  const kept = parts.filter((part) => {
    // Without the ampersand, a question mark at the start would count as that of the query.
    const [name] = new URLSearchParams(`&${part}`).keys();
    return !RETURN_PARAMETERS.some((parameter) => parameter === name);
  });
  const query = [...kept, ...added].join('&');
  url.search = query && `?${query}`;
}

/** Shortens a text to what fits into a message. Counts JSON's escapes, and halves no surrogate pair. */
function cut(text: string): string {
  let kept = '';
  for (const letter of text) {
    // Two of them are quotes.
    if (JSON.stringify(kept + letter).length > MAX_RETURN_TEXT + 2) break;
    kept += letter;
  }
  return kept;
}
