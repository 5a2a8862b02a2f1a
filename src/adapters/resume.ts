/**
 * Resumes attempts that started before this page was loaded: those whose return is in the address,
 * and those that a reload or the back button interrupted. Finds the element that started each of
 * them. What comes of the attempt is for the session to decide.
 */
import { parseLinkedVendors } from '../schema.js';
import type { PresentedMode } from '../session/outcome.js';
import type { Baseline } from '../session/ports.js';
import type { Ending } from '../session/verdict.js';
import { deliverReturn, returnToStart } from '../return/deliver.js';
import { replaceReturn, takeReturn, type AddressReturn } from '../return/message.js';
import { sweepRecords } from '../return/return-record.js';
import {
  claimAttempt,
  eraseStart,
  readStart,
  writeStart,
  type ElementKey,
  type StartRecord,
} from '../return/start-record.js';
import { storedNonces } from '../return/storage.js';

/** How long a return waits for its element after the page is ready, in milliseconds. */
const PATIENCE = 10_000;
/** How often to look for that element, in milliseconds. No event says that its attributes are set. */
const POLL = 250;
/** How long a record without a `user-key` is valid, in milliseconds: later, the user may be another. */
const NAMELESS_LIFE = 600_000;

/** An attempt that started before this page was loaded. */
export interface EarlierAttempt {
  readonly nonce: string;
  readonly mode: PresentedMode;
  readonly baseline: Baseline;
  /** How it ended meanwhile; undefined if its window may still be open. */
  readonly ending: Ending | undefined;
  /** Whether the `user-key` shows that the user is the one who started it. */
  readonly isSameUser: boolean;
}

/** An element that may have started an earlier attempt. Its properties are read again at each look. */
export interface Claimant {
  readonly key: ElementKey;
  /** Empty if it has none. */
  readonly userKey: string;
  readonly isConnected: boolean;
  /** Whether it has an attempt already. */
  readonly isBusy: boolean;
  takeUp(earlier: EarlierAttempt): void;
}

interface Arrival {
  readonly addressReturn: AddressReturn;
  readonly start: StartRecord;
}

/** The return that was in this document's address, until an element takes it. */
let arrival: Arrival | undefined;
let isAddressRead = false;
/** The elements that have asked for it. */
const claimants = new Set<Claimant>();
let isSearching = false;
let wasSentBack = false;

/** Takes the return off the address, once for all elements of this document. */
export function readAddress(): void {
  if (isAddressRead) return;
  isAddressRead = true;
  setTimeout(sweepRecords);
  const addressReturn = takeReturn(true, (linkReturn) => linkReturn);
  if (!addressReturn) return;
  const start = readStart(addressReturn.nonce);
  if (start?.mode === 'redirect') {
    claimAttempt(addressReturn.nonce);
    arrival = { addressReturn, start };
  } // This is the window of a popup, or a frame. The page that waits is another one.
  else deliverReturn(addressReturn);
}

/**
 * Gives the element the attempt that it started before the page was loaded: at once, or as soon as
 * the return in the address is known to be for this element.
 */
export function claim(claimant: Claimant): void {
  if (!claimant.isConnected) return;
  if (arrival) {
    claimants.add(claimant);
    searchElement();
  } else if (!claimant.isBusy) {
    const earlier = findInterrupted(claimant);
    if (earlier) claimant.takeUp(earlier);
  }
}

/** Looks for the element of the return until it is found or the time is over. */
function searchElement(): void {
  if (isSearching) return;
  isSearching = true;
  // In a later task, so that every element of the page has asked.
  setTimeout(function again() {
    const isLate = performance.now() - (navigation()?.domContentLoadedEventEnd ?? 0) >= PATIENCE;
    settleArrival(isLate);
    isSearching = arrival !== undefined && !isLate;
    if (isSearching) setTimeout(again, POLL);
    else claimants.clear();
  });
}

function settleArrival(isLate: boolean): void {
  if (!arrival) return;
  const { addressReturn, start } = arrival;
  const found = findElement(start.key, isLate);
  if (!found) {
    sendBack(arrival);
    return;
  }
  // A framework may set the `user-key` a moment later.
  if (!isLate && start.user && !found.userKey) return;
  arrival = undefined;
  const { nonce, ...linkReturn } = addressReturn;
  const earlier = earlierAttempt(nonce, start, { type: 'returned', linkReturn });
  if (!found.isBusy && isOfUser(start, found.userKey)) found.takeUp(earlier);
}

function findElement(key: ElementKey, isLate: boolean): Claimant | undefined {
  const connected = [...claimants].filter(({ isConnected }) => isConnected);
  const same = connected.filter((claimant) => isSame(key, claimant.key));
  const found = same.find((claimant) => claimant.key.id === key.id) ?? same[0];
  if (found || !isLate) return found;
  // The element is gone. An element with another session-url would take the return for its own.
  const related = connected.filter(
    ({ key: { sessionUrl }, isBusy }) => sessionUrl === key.sessionUrl && !isBusy,
  );
  return related.find((claimant) => isAlike(key, claimant.key)) ?? related[0];
}

/** Sends the return back to the page where the attempt started, once, if that is another page. */
function sendBack({ addressReturn, start }: Arrival): void {
  if (wasSentBack) return;
  wasSentBack = true;
  if (!URL.canParse(start.from)) return;
  const from = new URL(start.from);
  replaceReturn(from);
  if (from.href === location.href || !returnToStart(addressReturn, start)) return;
  // If that page redirects here, the return must stay here.
  writeStart(addressReturn.nonce, { ...start, from: '' });
  arrival = undefined;
}

/** Finds an attempt of this element that a reload or the back button interrupted. */
function findInterrupted({ key, userKey }: Claimant): EarlierAttempt | undefined {
  const nonces = startedNonces();
  if (nonces.length === 0) return undefined;
  // A window gets a copy of its opener's session storage: only a page that was here before may resume.
  const wasHere = ['reload', 'back_forward'].includes(navigation()?.type ?? '');
  const found = nonces.flatMap((nonce) => {
    const start = readStart(nonce);
    const isMine =
      start?.key.id === key.id && isSame(start.key, key) && (wasHere || start.mode === 'redirect');
    return isMine && claimAttempt(nonce) ? [{ nonce, start }] : [];
  });
  // An element has one attempt at a time. The others ended with their pages.
  const [newest, ...others] = found.sort((a, b) => b.start.at - a.start.at);
  for (const { nonce } of others) eraseStart(nonce);
  if (!newest) return undefined;
  const { nonce, start } = newest;
  if (!isOfUser(start, userKey)) {
    eraseStart(nonce);
    return undefined;
  }
  // A dialog went with its page, and this page took the place of Link UI in the same window: neither
  // can return any more.
  const isOver = start.mode !== 'popup';
  return earlierAttempt(nonce, start, isOver ? { type: 'gone', reason: 'dismissed' } : undefined);
}

function earlierAttempt(
  nonce: string,
  start: StartRecord,
  ending: Ending | undefined,
): EarlierAttempt {
  // The attempt has ended; do not resume it after a reload.
  if (ending) eraseStart(nonce);
  const vendors = parseLinkedVendors({ linkedVendors: start.before?.vendors });
  const before = vendors && { vendors, user: start.before?.user };
  const baseline = { before, devicesBefore: idsIn(start.devicesBefore) };
  return { nonce, mode: start.mode, baseline, ending, isSameUser: start.user !== '' };
}

/** The ids of a stored list, which scripts of the page may have changed; undefined if it is not one. */
function idsIn(stored: unknown): readonly string[] | undefined {
  const isList = Array.isArray(stored) && stored.every((id) => typeof id === 'string');
  return isList ? stored : undefined;
}

/** Whether the keys are of one element: by its `id`, or without one by what it asks for. */
function isSame(started: ElementKey, key: ElementKey): boolean {
  return started.id ? started.id === key.id : isAlike(started, key);
}

function isAlike(one: ElementKey, other: ElementKey): boolean {
  return (['vendor', 'vendorType', 'assetId', 'sessionUrl'] as const).every(
    (name) => one[name] === other[name],
  );
}

/** An attempt of one user is never resumed for another, nor for long if the user is not named. */
function isOfUser({ user, at }: StartRecord, userKey: string): boolean {
  return user === userKey && (userKey !== '' || Date.now() - at < NAMELESS_LIFE);
}

function navigation(): PerformanceNavigationTiming | undefined {
  return performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;
}

let started: string[] | undefined;

/** Reads storage once for all elements that ask in the same task: a page may have a thousand. */
function startedNonces(): string[] {
  if (started) return started;
  setTimeout(() => {
    started = undefined;
  });
  return (started = storedNonces('sessionStorage'));
}
