/**
 * Both ends of the return protocol (contract, "The return"): the page that waits, and the page at
 * the callback URL that tells it. Knows the message, the ways it may travel and who is believed.
 * Knows no vendor, no session and no outcome, and imports next to nothing: the return script is this file.
 *
 * No single way survives everything. A BroadcastChannel survives every opener policy, and fails
 * where our page is embedded cross-site; `postMessage` is the mirror image; a record in
 * `localStorage` waits for a page that was frozen, discarded or reloading. So all are used at once.
 */

import { bare, toJson } from '../own-keys.js';

/** What the return page saw in its address (enode-api.md, "Return from Link UI"). */
export interface LinkReturn {
  /** The `error` parameter, where the user left Link UI early. */
  readonly error?: string;
  /** The `error_message` parameter. Anybody can write an address: show it as text, never trust it. */
  readonly errorMessage?: string;
}

/** What the starting page leaves for the return page of the same tab, or of a window it opened. */
export interface StartRecord {
  readonly mode: 'popup' | 'iframe' | 'redirect';
  /** Address of the page that started. The return page goes back there, and nowhere else. */
  readonly from: string;
  /** Says, in the user's language, that the window can be closed. */
  readonly text: string;
  readonly key: ElementKey;
  /** The element's `user-key`; empty where it has none. */
  readonly user: string;
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** What was linked before, as far as it was known, and a mark that tells users apart. */
  readonly before?:
    { readonly vendors: readonly unknown[]; readonly user?: string | undefined } | undefined;
}

/** Which element of a page began an attempt, for a page that is loaded anew. */
export interface ElementKey {
  /** Empty where it has none. */
  readonly id: string;
  /** Absolute, where it can be read as an address. */
  readonly sessionUrl: string;
  readonly vendor: string;
  readonly vendorType: string;
  readonly assetId: string;
}

/** The query parameter that carries the nonce in `redirectUri`. */
export const NONCE_PARAMETER = 'enode_link';

/** All query parameters that a return may have. */
export const RETURN_PARAMETERS = [NONCE_PARAMETER, 'error', 'error_message'] as const;

/**
 * Takes the parameters of a return out of an address and adds others. The rest of the query stays letter
 * for letter: `searchParams` would write it anew (`a%20b` as `a+b`, `flag` as `flag=`).
 */
export function replaceReturn(url: URL, ...added: readonly string[]): void {
  const parts = url.search === '' ? [] : url.search.slice(1).split('&');
  const own = parts.filter((part) => {
    // A question mark in front would be taken for that of the query.
    const [name] = new URLSearchParams(`&${part}`).keys();
    return !RETURN_PARAMETERS.some((parameter) => parameter === name);
  });
  const query = [...own, ...added].join('&');
  url.search = query && `?${query}`;
}

/** Names of channels and of records in storage begin so; the nonce follows. */
export const KEY = 'enode-link:';
const RETURN = 'enode-link:return';
const ACK = 'enode-link:ack';
const NONCE = /^[\w-]{22,128}$/;

/** 128 random bits as base64url: 22 characters. */
export function createNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(
    /[+/=]/g,
    (c) => ({ '+': '-', '/': '_' })[c] ?? '',
  );
}

// ---------------------------------------------------------------------------------------------
// The page that waits

/** Where returns come in. Only a window that `isOurs` accepts may speak by `postMessage`. */
export interface ReturnListener {
  readonly nonces: readonly string[];
  readonly isOurs: (source: MessageEventSource | null) => boolean;
  readonly report: (came: LinkReturn) => void;
  readonly signal: AbortSignal;
}

/**
 * Listens on every way until the signal aborts, reports the first return and acknowledges all.
 * What does not fit is ignored, never answered: a stray message must not end an attempt.
 * @returns reads the stored records now; to be called whenever the page comes back to life.
 */
export function listenForReturn({ nonces, isOurs, report, signal }: ReturnListener): () => void {
  let reported = false;
  const accept = (
    nonce: string,
    came: LinkReturn,
    acknowledge: (message: object) => void,
  ): void => {
    acknowledge({ type: ACK, nonce });
    eraseRecord(nonce);
    if (reported) return;
    reported = true;
    report(came);
  };

  const channels = nonces.flatMap((nonce) => {
    const channel = openChannel(nonce);
    if (channel === undefined) return [];
    channel.onmessage = (event: MessageEvent<unknown>) => {
      const came = parseReturn(event.data, nonce);
      if (came) {
        accept(nonce, came, (message) => {
          channel.postMessage(message);
        });
      }
    };
    return [channel];
  });

  addEventListener(
    'message',
    (event: MessageEvent<unknown>) => {
      // Exact origin, then the source, then nonce and shape. An opaque origin is nobody's.
      if (!event.isTrusted || event.origin !== self.origin || self.origin === 'null') return;
      const { source } = event;
      if (!isOurs(source)) return;
      for (const nonce of nonces) {
        const came = parseReturn(event.data, nonce);
        if (came) {
          accept(nonce, came, (message) => {
            source?.postMessage(message, bare({ targetOrigin: self.origin }));
          });
        }
      }
    },
    bare({ signal }),
  );

  const readRecords = (): void => {
    for (const nonce of nonces) {
      const came = readRecord(nonce);
      if (came) accept(nonce, came, () => undefined);
    }
  };
  // A nudge only: WebKit misses storage events of isolated windows.
  const over = new AbortController();
  addEventListener('storage', readRecords, bare({ signal: over.signal }));
  signal.addEventListener('abort', () => {
    const close = (): void => {
      over.abort();
      for (const channel of channels) channel.close();
    };
    // Closed at once, a channel may swallow the acknowledgement, and the return page waits in vain.
    // The record may be written after the message was heard, and is to be taken away all the same.
    if (reported) setTimeout(close, PATIENCE);
    else close();
  });
  return readRecords;
}

/** Attempts of this very document: no element of it may take them for somebody else's. */
const ownAttempts = new Set<string>();

/** Makes the attempt one of this document. @returns false where it is one already */
export function claimAttempt(nonce: string): boolean {
  if (ownAttempts.has(nonce)) return false;
  ownAttempts.add(nonce);
  return true;
}

/**
 * Leaves what the return page needs, in this tab and in every window that it opens from now on.
 * @param other a window that was opened before, and has a store of its own
 */
export function writeStart(nonce: string, record: StartRecord, other?: Window): void {
  claimAttempt(nonce);
  for (const page of [self, other]) {
    quietly(() => {
      page?.sessionStorage.setItem(KEY + nonce, toJson(record));
    });
  }
}

/** Takes it away again. */
export function eraseStart(nonce: string): void {
  quietly(() => {
    sessionStorage.removeItem(KEY + nonce);
  });
}

/**
 * The shape of a return message, checked key by key: no prototype, no surplus, no long text.
 * @returns undefined where `data` is anything else.
 */
export function parseReturn(data: unknown, nonce: string): LinkReturn | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  // Getters and proxies cannot come through a structured clone; should they, they may throw.
  const parts = quietly(
    () => new Map<string, unknown>(Array.isArray(data) ? [] : Object.entries(data)),
  );
  if (parts?.get('type') !== RETURN || parts.get('nonce') !== nonce) return undefined;
  parts.delete('type');
  parts.delete('nonce');
  for (const [key, value] of parts) {
    if (key !== 'error' && key !== 'errorMessage') return undefined;
    if (typeof value !== 'string' || value.length > LIMIT) return undefined;
  }
  return Object.fromEntries(parts);
}

// ---------------------------------------------------------------------------------------------
// The page at the callback URL

/** The longest text of a return, in characters as JSON writes them. */
const LIMIT = 500;
/** Milliseconds until the message is said again, until the page gives up, and until it says so. */
const AGAIN = 300;
const ONCE_MORE = 900;
const PATIENCE = 1500;
const STILL_HERE = 700;

/** A return that stands in this page's address. */
export interface AddressReturn extends LinkReturn {
  readonly nonce: string;
}

/**
 * Takes the return off this page's address, before anything else can read it or reload it.
 * @param keepQuery keeps the parameters that are not ours: for a page that is not only a return page.
 * @returns undefined where the address carries none.
 */
export function takeReturn(keepQuery: boolean): AddressReturn | undefined {
  const url = new URL(location.href);
  const query = url.searchParams;
  const [nonce, error, errorMessage] = RETURN_PARAMETERS.map(
    (name) => query.get(name) ?? undefined,
  );
  if (nonce === undefined) return undefined;
  if (keepQuery) replaceReturn(url);
  else url.search = '';
  history.replaceState(history.state, '', url);
  if (!NONCE.test(nonce)) return undefined;
  return {
    nonce,
    ...(error !== undefined && { error: cut(error) }),
    ...(errorMessage !== undefined && { errorMessage: cut(errorMessage) }),
  };
}

/** What of a text fits into a message, escapes of JSON counted, and no half of a surrogate pair. */
function cut(text: string): string {
  let kept = '';
  for (const letter of text) {
    // Two of them are quotes.
    if (JSON.stringify(kept + letter).length > LIMIT + 2) break;
    kept += letter;
  }
  return kept;
}

/** What the page that started left for this window, if it still can be read. */
export function readStart(nonce: string): StartRecord | undefined {
  const record = readJson('sessionStorage', nonce) as Partial<StartRecord> | null | undefined;
  return typeof record?.from === 'string' && typeof record.text === 'string'
    ? (record as StartRecord)
    : undefined;
}

/**
 * Goes back to the page that started, where that page was left in this very tab. The address is
 * the one that page stored, never one out of the URL (open redirect).
 * @returns false where there is no such page.
 */
export function returnToStart(came: AddressReturn, start: StartRecord | undefined): boolean {
  const { nonce, error, errorMessage } = bare(came);
  if (start?.mode !== 'redirect') return false;
  const url = quietly(() => new URL(start.from));
  if (url?.origin !== origin) return false;
  const added = new URLSearchParams({
    [NONCE_PARAMETER]: nonce,
    ...(error !== undefined && { error }),
    ...(errorMessage !== undefined && { error_message: errorMessage }),
  });
  replaceReturn(url, String(added));
  location.replace(url);
  return true;
}

/**
 * Tells the page that waits, until it answers, and then closes this window. Where nobody answers, a
 * record stays for a page that was frozen, discarded or reloading.
 * @param say tells the user that the window can be closed, where it is still there: `isKnown` where
 *   somebody answered or the attempt was started in this tab, with the words that its page left. Only
 *   for a page that is nothing but a return page: it closes unasked, and leads back to the page that
 *   started. Any other stays as it is, unless it is the window of a popup.
 */
export function deliverReturn(
  came: AddressReturn,
  say?: (isKnown: boolean, text: string | undefined) => void,
): void {
  const { nonce } = came;
  const message = { type: RETURN, ...came };
  const channel = openChannel(nonce);
  const tell = (): void => {
    channel?.postMessage(message);
    for (const page of [opener as Window | null, parent]) {
      // Only to our own origin: anybody may have opened or framed this page.
      if (page && page !== self)
        quietly(() => {
          page.postMessage(message, origin);
        });
    }
  };
  // Before the first look at storage, for which a page waits some milliseconds.
  tell();
  const start = readStart(nonce);
  if (say && returnToStart(came, start)) return;
  // The frame's is that of the page around it.
  if (start?.mode !== 'iframe') eraseStart(nonce);

  let isHeard = false;
  let isKept = false;
  const keep = (): void => {
    if (!isHeard && !isKept) writeRecord(nonce, message);
    isKept = true;
  };
  const finish = (): void => {
    // A link that anybody may have opened must not close a page that is there for something else.
    if (say || isHeard || start?.mode === 'popup') close();
    if (!say) return;
    setTimeout(() => {
      // Where storage cannot be read, a record may be there.
      const isBlocked = quietly(() => sessionStorage.length) === undefined;
      say(isHeard || isBlocked || start !== undefined, start?.text);
    }, STILL_HERE);
  };
  const timers = [
    setTimeout(() => {
      tell();
      keep();
    }, AGAIN),
    setTimeout(tell, ONCE_MORE),
    setTimeout(finish, PATIENCE),
  ];
  addEventListener('pagehide', keep);
  const hear = ({ data }: MessageEvent<{ type?: unknown; nonce?: unknown } | null>): void => {
    // Only the first counts: the acknowledgement may come on more than one way.
    if (data?.type !== ACK || data.nonce !== nonce || isHeard) return;
    isHeard = true;
    for (const timer of timers) clearTimeout(timer);
    if (isKept) eraseRecord(nonce);
    finish();
  };
  if (channel) channel.onmessage = hear;
  addEventListener('message', (event: MessageEvent<{ type?: unknown; nonce?: unknown } | null>) => {
    if (event.origin === origin) hear(event);
  });
}

// ---------------------------------------------------------------------------------------------
// Both

function openChannel(nonce: string): BroadcastChannel | undefined {
  return quietly(() => new BroadcastChannel(KEY + nonce));
}

/** A record that nobody has taken from local storage goes after a day, or when there are too many. */
const DAY = 86_400_000;
const MAX_RECORDS = 20;

/** Leaves a return for a page that cannot hear it now. */
function writeRecord(nonce: string, message: object): void {
  sweepRecords(MAX_RECORDS - 1);
  quietly(() => {
    localStorage.setItem(
      KEY + nonce,
      JSON.stringify({ ...message, at: Date.now(), toJSON: undefined }),
    );
  });
}

function readRecord(nonce: string): LinkReturn | undefined {
  const { at: _, ...message } = (readJson('localStorage', nonce) ?? {}) as { at?: unknown };
  return parseReturn(message, nonce);
}

function eraseRecord(nonce: string): void {
  quietly(() => {
    localStorage.removeItem(KEY + nonce);
  });
}

/** Takes returns away that nobody has heard in time: anybody can make a return page write one. */
export function sweepRecords(room = MAX_RECORDS): void {
  quietly(() => {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(KEY));
    const records = names.map((name) => {
      const nonce = name.slice(KEY.length);
      const record = readJson('localStorage', nonce) as { at?: unknown } | null | undefined;
      // One without a time is older than all others; one of tomorrow was left before a clock was set.
      return { nonce, age: Math.abs(Date.now() - (Number(record?.at) || 0)) };
    });
    records.sort((one, other) => one.age - other.age);
    for (const [index, { nonce, age }] of records.entries()) {
      if (index >= room || age >= DAY) eraseRecord(nonce);
    }
  });
}

/** Storage may be blocked, full, or hold what somebody else wrote. */
function readJson(store: 'localStorage' | 'sessionStorage', nonce: string): unknown {
  return quietly(() => JSON.parse(self[store].getItem(KEY + nonce) ?? 'null') as unknown);
}

/** Storage and channels throw where the browser forbids them; the other ways go on. */
function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
