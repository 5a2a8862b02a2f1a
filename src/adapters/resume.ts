/**
 * Takes attempts up again that began before this page was loaded: what has returned in its address,
 * and what was left behind by a reload or the back button. Knows session storage, the address, and
 * which element may take what. Decides no outcome.
 */
import { parseLinkedVendors } from '../schema.js';
import type { PresentedMode } from '../session/state.js';
import type { Presenter, Surface, UserReading } from '../session/ports.js';
import type { Ending } from '../session/verdict.js';
import {
  claimAttempt,
  deliverReturn,
  eraseStart,
  KEY,
  readStart,
  replaceReturn,
  returnToStart,
  sweepRecords,
  takeReturn,
  writeStart,
  type AddressReturn,
  type ElementKey,
  type StartRecord,
} from '../return/return-channel.js';
import { watchPage } from './watch-page.js';

/** How long a return waits for its element, from when the page is ready, in milliseconds. */
const PATIENCE = 10_000;
/** How often it is looked: an element may get its attributes one by one, and no event tells. */
const POLL = 250;
/** How long a record lives that names no user: the next may be another, in milliseconds. */
const NAMELESS_LIFE = 600_000;

/** An attempt that began before this page was loaded. */
export interface EarlierAttempt {
  readonly nonce: string;
  readonly mode: PresentedMode;
  readonly before: UserReading | undefined;
  /** How it ended meanwhile; undefined where its window may still be open. */
  readonly ending: Ending | undefined;
  /** By the `user-key`. Without one it is not known. */
  readonly isSameUser: boolean;
}

/** An element that may have begun an earlier attempt. Asked again and again: what it is set to changes. */
export interface Claimant {
  readonly key: ElementKey;
  /** Empty where it has none. */
  readonly userKey: string;
  readonly isConnected: boolean;
  /** It has an attempt of its own. */
  readonly isBusy: boolean;
  takeUp(earlier: EarlierAttempt): void;
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

/** The return in the address of this document, until somebody takes it. */
let arrival: { readonly came: AddressReturn; readonly start: StartRecord } | undefined;
let isRead = false;
/** The elements that have asked for it. */
const claimants = new Set<Claimant>();
let isLooking = false;
let hasLooked = false;

/** Takes the return off the address, once for all elements of this document. */
export function readAddress(): void {
  if (isRead) return;
  isRead = true;
  setTimeout(sweepRecords);
  const came = takeReturn(true);
  if (!came) return;
  const start = readStart(came.nonce);
  if (start?.mode === 'redirect') {
    claimAttempt(came.nonce);
    arrival = { came, start };
  } // The window of a popup, or a frame: its page waits elsewhere.
  else deliverReturn(came);
}

/** Gives the element what it began before the page was loaded: now, or once a return is known to be its. */
export function claim(claimant: Claimant): void {
  if (!claimant.isConnected) return;
  if (arrival) {
    claimants.add(claimant);
    look();
  } else if (!claimant.isBusy) {
    const earlier = findLeftBehind(claimant);
    if (earlier) claimant.takeUp(earlier);
  }
}

/** Looks for the element of the return until it is found, or the time is over. */
function look(): void {
  if (isLooking) return;
  isLooking = true;
  // Not before all elements that are there have asked.
  setTimeout(function again() {
    const isLate = performance.now() - (navigation()?.domContentLoadedEventEnd ?? 0) >= PATIENCE;
    settleArrival(isLate);
    isLooking = arrival !== undefined && !isLate;
    if (isLooking) setTimeout(again, POLL);
    else claimants.clear();
  });
}

function settleArrival(isLate: boolean): void {
  if (!arrival) return;
  const { came, start } = arrival;
  const found = findElement(start.key, isLate);
  if (!found) {
    passOn(came, start);
    return;
  }
  // Its user may be named a moment later.
  if (!isLate && start.user && !found.userKey) return;
  arrival = undefined;
  const { nonce, ...linkReturn } = came;
  const earlier = earlierAttempt(nonce, start, { type: 'returned', came: linkReturn });
  if (!found.isBusy && isOfUser(start, found.userKey)) found.takeUp(earlier);
}

function findElement(key: ElementKey, isLate: boolean): Claimant | undefined {
  const here = [...claimants].filter(({ isConnected }) => isConnected);
  const own = here.filter((claimant) => isSame(key, claimant.key));
  const found = own.find((claimant) => claimant.key.id === key.id) ?? own[0];
  if (found || !isLate) return found;
  // It is not here any more. To another address of the host the return would mean something else.
  const kin = here.filter(
    ({ key: { sessionUrl }, isBusy }) => sessionUrl === key.sessionUrl && !isBusy,
  );
  return kin.find((claimant) => isAlike(key, claimant.key)) ?? kin[0];
}

/** Nobody here began what has returned: back to the page where it began, once, if that is another. */
function passOn(came: AddressReturn, start: StartRecord): void {
  if (hasLooked) return;
  hasLooked = true;
  if (!URL.canParse(start.from)) return;
  const from = new URL(start.from);
  replaceReturn(from);
  if (from.href === location.href || !returnToStart(came, start)) return;
  // Where that page leads here again, somebody must take it.
  writeStart(came.nonce, { ...start, from: '' });
  arrival = undefined;
}

/** An attempt of this element whose page was loaded anew, or that was left by the back button. */
function findLeftBehind({ key, userKey }: Claimant): EarlierAttempt | undefined {
  const nonces = storedNonces();
  if (nonces.length === 0) return undefined;
  // A window gets a copy of its opener's session storage: only a page that was here before may ask.
  const again = ['reload', 'back_forward'].includes(navigation()?.type ?? '');
  const found = nonces.flatMap((nonce) => {
    const start = readStart(nonce);
    const ours =
      start?.key.id === key.id && isSame(start.key, key) && (again || start.mode === 'redirect');
    return ours && claimAttempt(nonce) ? [{ nonce, start }] : [];
  });
  // One element has one attempt. The others were left with their pages, and nobody asked since.
  const [newest, ...others] = found.sort((a, b) => b.start.at - a.start.at);
  for (const { nonce } of others) eraseStart(nonce);
  if (!newest) return undefined;
  const { nonce, start } = newest;
  if (!isOfUser(start, userKey)) {
    eraseStart(nonce);
    return undefined;
  }
  // The frame went with the page, and Link UI of the same window was left: nobody will return.
  const isOver = start.mode !== 'popup';
  return earlierAttempt(nonce, start, isOver ? { type: 'gone', reason: 'dismissed' } : undefined);
}

function earlierAttempt(
  nonce: string,
  start: StartRecord,
  ending: Ending | undefined,
): EarlierAttempt {
  // Over is over: a reload must not find it again.
  if (ending) eraseStart(nonce);
  const vendors = parseLinkedVendors({ linkedVendors: start.before?.vendors });
  const before = vendors && { vendors, user: start.before?.user };
  return { nonce, mode: start.mode, before, ending, isSameUser: start.user !== '' };
}

/** Whether it is the element that began: the one with its id, else one that asks for the same. */
function isSame(began: ElementKey, key: ElementKey): boolean {
  return began.id ? began.id === key.id : isAlike(began, key);
}

function isAlike(one: ElementKey, other: ElementKey): boolean {
  return (['vendor', 'vendorType', 'assetId', 'sessionUrl'] as const).every(
    (name) => one[name] === other[name],
  );
}

/** What one user has begun is nothing to the next, and who that is may be unknown. */
function isOfUser({ user, at }: StartRecord, userKey: string): boolean {
  return user === userKey && (userKey !== '' || Date.now() - at < NAMELESS_LIFE);
}

function navigation(): PerformanceNavigationTiming | undefined {
  return performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;
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
