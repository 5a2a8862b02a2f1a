import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LinkError } from '../../src/errors.js';
import { idle, isSettled, transition } from '../../src/session/state.js';
import type { LinkOutcome } from '../../src/session/outcome.js';
import type { LinkMove, LinkState } from '../../src/session/state.js';

const linked = {
  status: 'linked',
  mode: 'popup',
  verified: false,
  linkedVendors: null,
  added: [],
  repaired: [],
  via: 'return',
  late: false,
} as const satisfies LinkOutcome;
const cancelled = {
  status: 'cancelled',
  mode: 'popup',
  reason: 'window-closed',
  verified: true,
} as const satisfies LinkOutcome;
const failed = {
  status: 'failed',
  error: new LinkError('offline'),
} as const satisfies LinkOutcome;
const unconfirmed = {
  status: 'failed',
  error: new LinkError('confirm-failed'),
} as const satisfies LinkOutcome;
const outcomes: readonly LinkOutcome[] = [linked, cancelled, failed, unconfirmed];

const running: readonly LinkState[] = (
  ['idle', 'requesting', 'open', 'detached', 'confirming', 'leaving'] as const
).map((name) => ({ name }));
const ended: readonly LinkState[] = [
  { name: 'linked', outcome: linked },
  { name: 'cancelled', outcome: cancelled },
  { name: 'failed', outcome: failed },
  { name: 'failed', outcome: unconfirmed },
];
const states = [...running, ...ended];

const steps = (['started', 'opened', 'left', 'hidden', 'checking'] as const).map((type) => ({
  type,
}));
const ends = outcomes.map((outcome) => ({ type: 'settled', outcome }) as const);
const lateEnds = outcomes.map((outcome) => ({ type: 'settled-late', outcome }) as const);
const facts: readonly LinkMove[] = [...steps, ...ends, ...lateEnds];

/** All steps that lead on, written out: what is not here must change nothing. */
const path = [
  'idle + started = requesting',
  // An attempt that is taken up again after its page was left or loaded anew.
  'idle + left = leaving',
  'idle + hidden = detached',
  // What an attempt linked whose place this one takes can come in before the new session.
  'requesting + checking = confirming',
  'requesting + opened = open',
  'requesting + left = leaving',
  'open + left = leaving',
  'open + hidden = detached',
  'open + checking = confirming',
  'detached + checking = confirming',
  'leaving + checking = confirming',
];

const codeOf = (state: LinkState): string =>
  state.name === 'failed' ? state.outcome.error.code : '';
/** A return may still correct such an end. */
const isUncertain = (state: LinkState): boolean =>
  state.name === 'cancelled' || codeOf(state) === 'confirm-failed';

const anyState = fc.constantFrom(...states);
const anyFact = fc.constantFrom(...facts);

describe('the machine', () => {
  it('moves along the documented steps, and along no other', () => {
    const moves: string[] = [];
    for (const state of states) {
      for (const fact of steps) {
        const next = transition(state, fact);
        if (next !== state) moves.push(`${state.name} + ${fact.type} = ${next.name}`);
      }
    }
    assert.deepEqual(moves.sort(), path.sort());
  });

  it('gives the very same object for every fact that does not apply', () => {
    for (const state of states) {
      for (const fact of facts) {
        const next = transition(state, fact);
        if (next.name === state.name && !('outcome' in fact)) assert.equal(next, state);
        if (isSettled(state) && fact.type !== 'settled-late') assert.equal(next, state);
        if (!isUncertain(state) && fact.type === 'settled-late') assert.equal(next, state);
      }
    }
  });

  it('can end in every state that has not ended, with the outcome that it was given', () => {
    for (const state of running) {
      for (const fact of ends) {
        assert.deepEqual(transition(state, fact), {
          name: fact.outcome.status,
          outcome: fact.outcome,
        });
      }
    }
  });

  it('settles late after a cancel, and after a failure to confirm, and after nothing else', () => {
    const late = { ...linked, late: true };
    for (const state of states) {
      const next = transition(state, { type: 'settled-late', outcome: late });
      if (isUncertain(state)) assert.deepEqual(next, { name: 'linked', outcome: late });
      else assert.equal(next, state);
    }
  });

  it('knows the three ends from all that goes on', () => {
    assert.deepEqual(states.filter(isSettled), ended);
    assert.equal(isSettled(idle), false);
  });

  it('is pure: the same question has the same answer, and nothing given is changed', () => {
    for (const state of states) {
      for (const fact of facts) {
        const before = structuredClone([state.name, fact.type]);
        const [frozen, frozenFact] = [Object.freeze({ ...state }), Object.freeze({ ...fact })];
        const first = transition(frozen, frozenFact);
        assert.deepEqual(transition(frozen, frozenFact), first);
        assert.deepEqual([state.name, fact.type], before);
      }
    }
  });

  it('is settled once, whatever is said to it afterwards, save once late after an uncertain end', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 30 }), (sequence) => {
        let state = idle;
        const seen: string[] = [];
        for (const fact of sequence) {
          const next = transition(state, fact);
          if (next !== state && isSettled(next))
            seen.push(`${next.name} ${codeOf(next)} by ${fact.type}`);
          state = next;
        }
        const [first, ...more] = seen;
        if (first !== undefined) assert.match(first, / by settled$/);
        for (const [index, one] of more.entries()) {
          assert.match(one, / by settled-late$/);
          const previous = seen[index];
          assert.ok(previous && !/^linked|offline/.test(previous), `${one} came after ${previous}`);
        }
      }),
    );
  });

  it('always ends up in one of its states, with an outcome where it has ended', () => {
    fc.assert(
      fc.property(anyState, fc.array(anyFact, { maxLength: 30 }), (start, sequence) => {
        const end = sequence.reduce(transition, start);
        const known = states.find(({ name }) => name === end.name);
        assert.ok(known);
        assert.equal('outcome' in end, isSettled(known));
        if (isSettled(end)) assert.equal(end.outcome.status, end.name);
      }),
    );
  });
});
