/**
 * How the protocol's records are named in web storage, and how they are read. What they hold is in
 * start-record.ts (session storage) and return-record.ts (local storage).
 */
import { quietly } from './quietly.js';

/** The names of records and of channels begin with this, and end with the nonce of an attempt. */
export const STORAGE_PREFIX = 'enode-link:';

type Store = 'localStorage' | 'sessionStorage';

/** @returns the parsed record; undefined if storage is blocked, or if it is not JSON */
export function readStored(store: Store, nonce: string): unknown {
  return quietly(
    () => JSON.parse(self[store].getItem(STORAGE_PREFIX + nonce) ?? 'null') as unknown,
  );
}

/** @returns the nonces of all records; an empty list if storage is blocked */
export function storedNonces(store: Store): string[] {
  const names = quietly(() => Object.keys(self[store])) ?? [];
  return names
    .filter((name) => name.startsWith(STORAGE_PREFIX))
    .map((name) => name.slice(STORAGE_PREFIX.length));
}
