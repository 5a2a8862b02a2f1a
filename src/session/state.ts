/**
 * The states of an attempt, and which of them may follow which: one pure, total function. The reason
 * for a change, and what is done about it, are in attempt.ts.
 */
import type { LinkOutcome } from './outcome.js';

/** The state that an attempt is in. */
export type LinkState =
  | { readonly name: 'idle' | 'requesting' | 'open' | 'detached' | 'confirming' | 'leaving' }
  | { readonly name: 'linked'; readonly outcome: LinkOutcome & { status: 'linked' } }
  | { readonly name: 'cancelled'; readonly outcome: LinkOutcome & { status: 'cancelled' } }
  | { readonly name: 'failed'; readonly outcome: LinkOutcome & { status: 'failed' } };

/** The name of a state, as the element shows it. */
export type LinkStateName = LinkState['name'];

/** What moves an attempt from state to state. */
export type LinkMove =
  | { readonly type: 'started' | 'opened' | 'left' | 'hidden' | 'checking' }
  | { readonly type: 'settled'; readonly outcome: LinkOutcome }
  /** Link UI came back after the attempt had ended as cancelled or unconfirmed. */
  | { readonly type: 'settled-late'; readonly outcome: LinkOutcome };

export const idle: LinkState = { name: 'idle' };

/** The states in which each move applies, and the state that it leads to. */
const moves: Record<
  Exclude<LinkMove, { outcome: unknown }>['type'],
  readonly [from: readonly LinkStateName[], to: LinkState]
> = {
  started: [['idle'], { name: 'requesting' }],
  opened: [['requesting'], { name: 'open' }],
  // From idle: an attempt that is resumed after its page was left or reloaded.
  left: [['idle', 'requesting', 'open'], { name: 'leaving' }],
  hidden: [['idle', 'open'], { name: 'detached' }],
  checking: [['requesting', 'open', 'detached', 'leaving'], { name: 'confirming' }],
};

/** @returns whether an attempt in this state has ended */
export function isSettled(state: LinkState): state is Extract<LinkState, { outcome: unknown }> {
  return Object.hasOwn(state, 'outcome');
}

/** @returns whether the attempt ended in a way that a return may still turn into a success */
export function isUncertain(state: LinkState): boolean {
  if (state.name === 'failed') return state.outcome.error.code === 'confirm-failed';
  return state.name === 'cancelled';
}

/** @returns the state after the move, or the very same object if the move does not apply */
export function transition(state: LinkState, move: LinkMove): LinkState {
  if (move.type === 'settled' || move.type === 'settled-late') {
    const applies = move.type === 'settled' ? !isSettled(state) : isUncertain(state);
    return applies ? ({ name: move.outcome.status, outcome: move.outcome } as LinkState) : state;
  }
  const [from, to] = moves[move.type];
  return from.includes(state.name) ? to : state;
}
