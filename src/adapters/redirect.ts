/**
 * Leaves the page for Link UI, and takes an attempt up again on the page where the user lands: both
 * halves of one thing. Knows session storage and the address. Decides no outcome.
 */
import { bare } from '../own-keys.js';
import { parseLinkedVendors } from '../schema.js';
import type { PresentedMode } from '../session/machine.js';
import type { Presenter, Surface, UserReading } from '../session/ports.js';
import type { Ending } from '../session/verdict.js';
import type { PresenterOptions } from './popup.js';
import {
  claimAttempt,
  deliverReturn,
  eraseStart,
  KEY,
  readStart,
  returnToStart,
  takeReturn,
  writeStart,
  type AddressReturn,
  type StartRecord,
} from './return-channel.js';
import { watchPage } from './window-facts.js';

export function createRedirect({ nonces, start }: PresenterOptions): Presenter {
  return {
    mode: 'redirect',
    open(report, signal): Surface {
      let leave = (): void => undefined;
      // Back out of Link UI, and the browser shows this very page again as it was (bfcache).
      addEventListener(
        'pageshow',
        ({ persisted }) => {
          if (persisted) report({ type: 'dismissed' });
        },
        bare({ signal }),
      );
      signal.addEventListener('abort', () => {
        eraseStart(nonces[0]);
      });
      return {
        show(linkUrl, before) {
          leave = () => {
            location.assign(linkUrl);
          };
          writeStart(nonces[0], { ...start, mode: 'redirect', before });
          leave();
        },
        fail: () => undefined,
        // The page is still here: the user stopped it, or the network did. Once more, then.
        focus() {
          leave();
        },
        close: () => undefined,
      };
    },
  };
}

/** An attempt that began before this page was loaded. */
export interface EarlierAttempt {
  readonly nonce: string;
  readonly mode: PresentedMode;
  readonly before: UserReading | undefined;
  /** How it ended meanwhile; undefined where its window may still be open. */
  readonly ending: Ending | undefined;
}

/** Listens for an attempt whose window was opened before this page was loaded: there is no handle. */
export function createListener(nonce: string, mode: PresentedMode): Presenter {
  return {
    mode,
    open(report, signal): Surface {
      // Who knows the nonce is the return page: the window itself cannot be recognised any more.
      watchPage([nonce], (source) => source !== window, report, signal);
      const nothing = (): void => undefined;
      return { show: nothing, fail: nothing, focus: nothing, close: nothing };
    },
  };
}

/** What one document knows of the return in its address, for all of its elements together. */
let arrived: AddressReturn | undefined;
let isTaken = false;

/**
 * Finds the attempt that the element with this key began before the page was loaded.
 * @param anyKey takes a return for whichever element it was: the last resort
 */
export function takeUp(key: string, anyKey: boolean): EarlierAttempt | undefined {
  if (!isTaken) {
    isTaken = true;
    arrived = takeReturn(true);
    // The window of a popup, or a frame: its page waits elsewhere.
    if (arrived && readStart(arrived.nonce)?.mode !== 'redirect') {
      deliverReturn(arrived, () => undefined);
      arrived = undefined;
      return undefined;
    }
  }
  if (arrived) {
    const { nonce, ...came } = arrived;
    const start = readStart(nonce);
    if (!start || (start.key !== key && !anyKey)) return undefined;
    arrived = undefined;
    return earlier(nonce, start, { type: 'returned', came });
  }
  return findLeftBehind(key);
}

/**
 * Nobody here began what has returned: back to the page where it began, if that is another.
 * @returns whether this page is being left for it
 */
export function passOn(): boolean {
  const start = arrived && readStart(arrived.nonce);
  if (!arrived || !start || !URL.canParse(start.from)) return false;
  const { pathname, search } = new URL(start.from);
  if (pathname + search === location.pathname + location.search) return false;
  if (!returnToStart(arrived)) return false;
  // Once: where that page leads here again, somebody must take it.
  writeStart(arrived.nonce, { ...start, from: '' });
  arrived = undefined;
  return true;
}

/** An attempt of this element whose page was loaded anew, or that was left by the back button. */
function findLeftBehind(key: string): EarlierAttempt | undefined {
  const nonces = storedNonces();
  if (nonces.length === 0) return undefined;
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // A window gets a copy of its opener's session storage: only a page that was here before may ask.
  const again = navigation?.type === 'reload' || navigation?.type === 'back_forward';
  const found = nonces.flatMap((nonce) => {
    const start = readStart(nonce);
    const ours = start?.key === key && (again || start.mode === 'redirect');
    return ours && claimAttempt(nonce) ? [{ nonce, start }] : [];
  });
  // One element has one attempt. The others were left with their pages, and nobody asked since.
  const [newest, ...others] = found.sort((a, b) => b.start.at - a.start.at);
  for (const { nonce } of others) eraseStart(nonce);
  if (!newest) return undefined;
  const { nonce, start } = newest;
  // The frame went with the page, and Link UI of the same window was left: nobody will return.
  const isOver = start.mode !== 'popup';
  return earlier(nonce, start, isOver ? { type: 'gone', reason: 'dismissed' } : undefined);
}

function earlier(nonce: string, start: StartRecord, ending: Ending | undefined): EarlierAttempt {
  // Over is over: a reload must not find it again.
  if (ending) eraseStart(nonce);
  const vendors = parseLinkedVendors({ linkedVendors: start.before?.vendors });
  const before = vendors && { vendors, user: start.before?.user };
  return { nonce, mode: start.mode, before, ending };
}

let stored: string[] | undefined;

/** Read once for all elements that look in the same task: there may be a thousand of them. */
function storedNonces(): string[] {
  if (stored) return stored;
  setTimeout(() => {
    stored = undefined;
  });
  try {
    stored = Object.keys(sessionStorage)
      .filter((name) => name.startsWith(KEY))
      .map((name) => name.slice(KEY.length));
  } catch {
    stored = []; // Storage is blocked.
  }
  return stored;
}
