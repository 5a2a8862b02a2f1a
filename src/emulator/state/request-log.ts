/**
 * The last requests, for the dashboard: method, path and outcome. Never a header, a body or a query. The
 * caller removes the secret parts of paths, so that nobody can sign in with what is shown.
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
}

const CAPACITY = 200;

export class RequestLog {
  #entries: LogEntry[] = [];

  add(entry: LogEntry): void {
    this.#entries = [...this.#entries.slice(-(CAPACITY - 1)), entry];
  }

  /** Newest first. */
  entries(): LogEntry[] {
    return this.#entries.toReversed();
  }

  clear(): void {
    this.#entries = [];
  }
}
