/**
 * The states of an attempt and what moves it from one to the next: one pure, total function. Knows
 * what may follow what. Does not know why a fact is so, nor what anybody does about it.
 */
import type { LinkError } from '../errors.js';
import type { LinkedVendor } from '../schema.js';

/** How Link UI is shown in the end. */
export type PresentedMode = 'popup' | 'iframe' | 'redirect';

/** What is sent to the host endpoint (contract, "What the host provides"). */
export interface LinkSessionRequest {
  /** The callback URL with the nonce of this attempt. */
  readonly redirectUri: string;
  /** One of Enode's language tags. */
  readonly language: string;
  readonly colorScheme?: string;
  readonly vendorType?: string;
  readonly vendor?: string;
  readonly scopes?: string[];
  /** The asset to link again, instead of a new link. */
  readonly assetId?: string;
}

/** Something was linked. */
export interface LinkSuccessDetail {
  readonly mode: PresentedMode;
  /** The user endpoint was read afterwards, for the same user, and lists at least one valid vendor. */
  readonly verified: boolean;
  /** All that is linked now; null where there is no user endpoint. */
  readonly linkedVendors: LinkedVendor[] | null;
  /** Entries that were not there before. */
  readonly added: LinkedVendor[];
  /** Entries whose `isValid` went from false to true. */
  readonly repaired: LinkedVendor[];
  /** How it became known: Link UI came back, or the user endpoint showed it. */
  readonly via: 'return' | 'verification';
  /** It came after a cancel or error event had been dispatched for the same attempt. */
  readonly late: boolean;
}

/** Nothing was linked, as far as can be known. */
export interface LinkCancelDetail {
  readonly mode: PresentedMode;
  readonly reason: 'window-closed' | 'exited' | 'dismissed' | 'aborted';
  /**
   * The user endpoint was read afterwards and shows nothing new. If false, the device may be linked
   * all the same: say that nothing was linked only if this is true.
   */
  readonly verified: boolean;
  /** The `error` that Link UI returned with. Its values are undocumented (enode-api.md). */
  readonly error?: string;
  /** The `error_message` that Link UI returned with. Text of unknown origin: never as HTML. */
  readonly errorMessage?: string;
}

/** How an attempt ended. */
export type LinkOutcome =
  | ({ readonly status: 'linked' } & LinkSuccessDetail)
  | ({ readonly status: 'cancelled' } & LinkCancelDetail)
  | { readonly status: 'failed'; readonly error: LinkError };

/** Where an attempt stands. */
export type LinkState =
  | { readonly name: 'idle' | 'requesting' | 'open' | 'detached' | 'confirming' | 'leaving' }
  | { readonly name: 'linked'; readonly outcome: LinkOutcome & { status: 'linked' } }
  | { readonly name: 'cancelled'; readonly outcome: LinkOutcome & { status: 'cancelled' } }
  | { readonly name: 'failed'; readonly outcome: LinkOutcome & { status: 'failed' } };

/** The name of a state, as the element shows it. */
export type LinkStateName = LinkState['name'];

/** What can happen to an attempt. */
export type LinkFact =
  | { readonly type: 'started' | 'opened' | 'left' | 'hidden' | 'checking' }
  | { readonly type: 'settled'; readonly outcome: LinkOutcome }
  /** Link UI came back although the attempt had been given up as cancelled or unconfirmed. */
  | { readonly type: 'settled-late'; readonly outcome: LinkOutcome };

export const idle: LinkState = { name: 'idle' };

/** State names from which each fact leads on, and where to. */
const moves: Record<
  Exclude<LinkFact, { outcome: unknown }>['type'],
  readonly [from: readonly LinkStateName[], to: LinkState]
> = {
  started: [['idle'], { name: 'requesting' }],
  opened: [['requesting'], { name: 'open' }],
  // From idle: an attempt that is taken up again after its page was left, or loaded anew.
  left: [['idle', 'requesting', 'open'], { name: 'leaving' }],
  hidden: [['idle', 'open'], { name: 'detached' }],
  checking: [['requesting', 'open', 'detached', 'leaving'], { name: 'confirming' }],
};

/** @returns whether an attempt in this state has come to an end. */
export function isSettled(state: LinkState): state is Extract<LinkState, { outcome: unknown }> {
  return Object.hasOwn(state, 'outcome');
}

/** @returns whether the end says only that nothing is known of a link, which a return may correct. */
function isUncertain(state: LinkState): boolean {
  if (state.name === 'failed') return state.outcome.error.code === 'confirm-failed';
  return state.name === 'cancelled';
}

/** @returns the state after the fact, or the very same object where the fact does not apply. */
export function transition(state: LinkState, fact: LinkFact): LinkState {
  if (fact.type === 'settled' || fact.type === 'settled-late') {
    const due = fact.type === 'settled' ? !isSettled(state) : isUncertain(state);
    return due ? ({ name: fact.outcome.status, outcome: fact.outcome } as LinkState) : state;
  }
  const [from, to] = moves[fact.type];
  return from.includes(state.name) ? to : state;
}
