/**
 * What a rule of docs/own-endpoints.md is to the checker: its id, and how to try whether a host keeps it.
 */
import type { Emulator } from './emulator.js';
import type { Session } from './emulator-answers.js';
import type { Host } from './host.js';

/** How a rule was tried, and what came of it. */
export type Verdict =
  | { readonly status: 'ok' }
  | {
      readonly status: 'FAIL';
      /** What was sent, and what the host answered. */
      readonly seen: string;
      /** What to change in the host. */
      readonly change: string;
    }
  | { readonly status: 'skip'; readonly why: string };

/** How long the checker waits, in milliseconds. */
export interface Waits {
  /** For an answer of the host. */
  readonly answer: number;
  /** For an answer of the host while Enode is silent. */
  readonly silence: number;
  /** How long Enode takes while a second request of the same user must get through. */
  readonly lock: number;
  /** For an answer to a webhook. Enode waits as long. */
  readonly webhook: number;
}

export const WAITS: Waits = { answer: 20_000, silence: 15_000, lock: 5000, webhook: 5000 };

/** Where the host takes webhooks. */
export interface WebhookTarget {
  readonly url: URL;
  readonly secret: string;
}

/** What a rule needs to try a host. */
export interface Context {
  readonly host: Host;
  readonly emulator: Emulator;
  /** The id that the signed-in user has at Enode. */
  readonly userId: string;
  /** Another user, who never signs in. */
  readonly stranger: string;
  /**
   * A session as the host makes it if the page asks for nothing in particular. Only rules that need `session`
   * may read it.
   */
  readonly usual: Session;
  /** Parts that the host does not have, or that do not work, and why. */
  readonly missing: ReadonlyMap<Part, string>;
  readonly webhook: WebhookTarget | undefined;
  readonly waits: Waits;
  /** The verdicts so far, by rule. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Parts of a host that a rule cannot be tried without. */
export type Part = 'session' | 'user' | 'devices';

/** One rule. */
export interface Rule {
  /** The id, which is the heading in docs/own-endpoints.md. */
  readonly rule: string;
  readonly needs?: readonly Part[];
  /** Whether a host may answer 429 although it does not limit the rate of its own requests. */
  readonly mayBeBusy?: boolean;
  readonly try: (context: Context) => Promise<Verdict>;
}

export const ok: Verdict = { status: 'ok' };

export function fail(seen: string, change: string): Verdict {
  return { status: 'FAIL', seen, change };
}

export function skip(why: string): Verdict {
  return { status: 'skip', why };
}

/** Tries one case after the other until one fails. */
export async function each<T>(
  cases: Iterable<T>,
  tryCase: (one: T) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  for (const one of cases) {
    const verdict = await tryCase(one);
    if (verdict && verdict.status !== 'ok') return verdict;
  }
  return ok;
}
