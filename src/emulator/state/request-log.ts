/**
 * The last requests, for tests and the dashboard: method, path and outcome. Never a body, a query, or a header
 * with a secret. The secret parts of paths are hidden, so that nobody can sign in with what is shown.
 */

/** A part of the emulator, with answers and faults of its own. */
export type Part = 'oauth' | 'api' | 'linkUi' | 'vendorSignIn';

export interface LogEntry {
  /** Milliseconds since 1970, by the emulator's clock. */
  readonly at: number;
  readonly part: Part;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly fault: boolean;
  /** The header `Enode-Version`. */
  readonly enodeVersion: string | null;
  /** How the request identified itself: the scheme of the header `Authorization`, and no more of it. */
  readonly authorization: 'basic' | 'bearer' | null;
}

const CAPACITY = 1000;
const MAX_PATH = 200;

/** Ids of devices and webhooks, with which nobody can sign in. */
const UUID = '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}';

/**
 * Secrets are segments of their own: the path of a linkUrl has 184 characters, and the id of a journey or a ticket
 * has 32. They are hidden wherever they were sent, because a mistaken address leaves a link unused. The id of a user
 * stays, even if it is a hash of 128 characters.
 */
const SECRET = new RegExp(`(?<=/)(?!${UUID}(?:/|$))(?:(?<!^/users/)[^/]{32,}|[^/]{129,})`, 'gi');

export class RequestLog {
  readonly #entries: LogEntry[] = [];

  add(entry: LogEntry): void {
    const path = entry.path.replace(SECRET, '…').slice(0, MAX_PATH);
    this.#entries.push({ ...entry, path });
    if (this.#entries.length > CAPACITY) this.#entries.shift();
  }

  /** Newest first. */
  entries(): LogEntry[] {
    return this.#entries.toReversed();
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
