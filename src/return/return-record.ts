/**
 * Returns that no page acknowledged. Each waits in local storage for a page that was frozen,
 * discarded or reloading. Anyone can make a return page write one, so they are limited in number and
 * age.
 */
import { quietly } from './quietly.js';
import { readStored, STORAGE_PREFIX, storedNonces } from './storage.js';

/** A record that no page has read is removed after a day, or if there are more than `MAX_RECORDS`. */
const DAY = 86_400_000;
const MAX_RECORDS = 20;

/** Leaves a return message for a page that cannot receive it now. */
export function writeRecord(nonce: string, message: object): void {
  sweepRecords(MAX_RECORDS - 1);
  quietly(() => {
    localStorage.setItem(
      STORAGE_PREFIX + nonce,
      JSON.stringify({ ...message, at: Date.now(), toJSON: undefined }),
    );
  });
}

/** @returns what the record holds, unchecked like any message */
export function readRecord(nonce: string): unknown {
  const { at: _, ...message } = (readStored('localStorage', nonce) ?? {}) as { at?: unknown };
  return message;
}

export function eraseRecord(nonce: string): void {
  quietly(() => {
    localStorage.removeItem(STORAGE_PREFIX + nonce);
  });
}

/** Removes the records that are too old, and the oldest if there are more than `limit`. */
export function sweepRecords(limit = MAX_RECORDS): void {
  quietly(() => {
    const records = storedNonces('localStorage').map((nonce) => {
      const record = readStored('localStorage', nonce) as { at?: unknown } | null | undefined;
      // A record without a time counts as the oldest. One from the future was written before the
      // device's clock was corrected.
      return { nonce, age: Math.abs(Date.now() - (Number(record?.at) || 0)) };
    });
    records.sort((one, other) => one.age - other.age);
    for (const [index, { nonce, age }] of records.entries()) {
      if (index >= limit || age >= DAY) eraseRecord(nonce);
    }
  });
}
