/**
 * The record that a page leaves in session storage when an attempt starts. The return page of the
 * same tab reads it to find its way back, and the page itself reads it after a reload to resume the
 * attempt.
 */
import { toJson } from '../own-keys.js';
import { quietly } from './quietly.js';
import { readStored, STORAGE_PREFIX } from './storage.js';

/** What the starting page leaves for the return page of the same tab, or of a window it opens. */
export interface StartRecord {
  readonly mode: 'popup' | 'iframe' | 'redirect';
  /** Address of the starting page. The return page navigates back to this address and to no other. */
  readonly from: string;
  /** The sentence that the window can be closed, in the user's language. */
  readonly text: string;
  readonly key: ElementKey;
  /** The element's `user-key`; empty if it has none. */
  readonly user: string;
  /** When the attempt started, in milliseconds since 1970. */
  readonly at: number;
  /** What was linked before, as far as it was known, and a mark that differs between users. */
  readonly before?:
    { readonly vendors: readonly unknown[]; readonly user?: string | undefined } | undefined;
  /** The ids of the devices before, as far as they were known. */
  readonly devicesBefore?: readonly string[] | undefined;
}

/** Identifies the element that started an attempt after its page was reloaded. */
export interface ElementKey {
  /** Empty if the element has none. */
  readonly id: string;
  /** Absolute, if it parses as a URL. */
  readonly sessionUrl: string;
  readonly vendor: string;
  readonly vendorType: string;
  readonly assetId: string;
}

/** Attempts that were started or resumed in this document: no element may resume them again. */
const claimed = new Set<string>();

/** Claims an attempt for this document. @returns false if it was claimed before */
export function claimAttempt(nonce: string): boolean {
  if (claimed.has(nonce)) return false;
  claimed.add(nonce);
  return true;
}

/**
 * Leaves the record for this tab and for every window that the page opens from now on.
 * @param opened a window that was opened before, which has a session storage of its own
 */
export function writeStart(nonce: string, record: StartRecord, opened?: Window): void {
  claimAttempt(nonce);
  for (const page of [self, opened]) {
    quietly(() => {
      page?.sessionStorage.setItem(STORAGE_PREFIX + nonce, toJson(record));
    });
  }
}

/** @returns the record, or undefined if there is none or it cannot be read */
export function readStart(nonce: string): StartRecord | undefined {
  const record = readStored('sessionStorage', nonce) as Partial<StartRecord> | null | undefined;
  return typeof record?.from === 'string' && typeof record.text === 'string'
    ? (record as StartRecord)
    : undefined;
}

export function eraseStart(nonce: string): void {
  quietly(() => {
    sessionStorage.removeItem(STORAGE_PREFIX + nonce);
  });
}
