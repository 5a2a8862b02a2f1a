import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LinkError } from '../../src/errors.js';
import {
  changeBy,
  endingOf,
  evidenceOf,
  hasChanged,
  isCertainlyOver,
  isAnswered,
  isGone,
  mayStillReturn,
  noFacts,
  type Facts,
} from '../../src/session/facts.js';
import type { Surface, SurfaceFact } from '../../src/session/ports.js';
import { tesla, zaptec } from './fake-ports.js';

const nothing = (): void => undefined;
const surface: Surface = { show: nothing, fail: nothing, focus: nothing, close: nothing };
const refusal = new LinkError('frame-refused');
const broken = { ...tesla, isValid: false };

const returned: SurfaceFact = { type: 'returned', linkReturn: {} };
const exited: SurfaceFact = { type: 'returned', linkReturn: { error: 'left' } };
const vanished: SurfaceFact = { type: 'vanished' };
const dismissed: SurfaceFact = { type: 'dismissed' };
const refused: SurfaceFact = { type: 'refused', error: refusal };
const moved: SurfaceFact = { type: 'moved', surface };
const revisited: SurfaceFact = { type: 'revisited' };

const addFact = (facts: Facts, fact: SurfaceFact): Facts => ({
  ...facts,
  ...changeBy(fact, facts),
});
const after = (...facts: readonly SurfaceFact[]): Facts => facts.reduce(addFact, noFacts);
const read = (facts: Partial<Facts>): Facts => ({ ...noFacts, ...facts });

const anyFact = fc.constantFrom(returned, exited, vanished, dismissed, refused, moved, revisited);

/** Everything that the questions answer. */
function answers(facts: Facts): unknown[] {
  let ending: unknown;
  try {
    ending = endingOf(facts);
  } catch (thrown) {
    ending = thrown;
  }
  return [mayStillReturn(facts), isCertainlyOver(facts), isGone(facts), ending];
}

describe('the facts of an attempt', () => {
  it('are none before anything is reported', () => {
    assert.deepEqual(answers(noFacts).slice(0, 3), [true, false, false]);
    assert.equal(hasChanged(noFacts), false);
  });

  it('keep each report, and nothing else changes', () => {
    const expected: [SurfaceFact, Partial<Facts>][] = [
      [exited, { linkReturn: { error: 'left' } }],
      [vanished, { hasVanished: true }],
      [dismissed, { isDismissed: true }],
      [refused, { refusal }],
      [moved, { movedTo: surface }],
      [revisited, { visits: 1 }],
    ];
    for (const [fact, change] of expected) {
      assert.deepEqual(changeBy(fact, noFacts), change, fact.type);
    }
  });

  it('keep the first return and the first refusal', () => {
    assert.deepEqual(after(exited, returned).linkReturn, { error: 'left' });
    assert.deepEqual(after(returned, exited).linkReturn, {});
    const other: SurfaceFact = { type: 'refused', error: new LinkError('popup-blocked') };
    assert.equal(after(refused, other).refusal, refusal);
  });

  it('count every visit', () => {
    assert.equal(after(revisited, vanished, revisited, revisited).visits, 3);
  });

  it('have an ending by a return, a dismissal or a refusal, and not by a window that reads as closed', () => {
    for (const fact of [returned, exited, dismissed, refused]) {
      assert.equal(isCertainlyOver(after(fact)), true, fact.type);
    }
    for (const fact of [vanished, moved, revisited]) {
      assert.equal(isCertainlyOver(after(fact)), false, fact.type);
    }
  });

  it('say that the surface is gone by an ending, and by a window that reads as closed', () => {
    for (const fact of [returned, dismissed, refused, vanished]) {
      assert.equal(isGone(after(fact)), true, fact.type);
    }
    for (const fact of [moved, revisited]) assert.equal(isGone(after(fact)), false, fact.type);
  });

  it('let a return change the ending until there is one, or until the browser refused', () => {
    for (const fact of [vanished, dismissed, moved, revisited]) {
      assert.equal(mayStillReturn(after(fact)), true, fact.type);
    }
    for (const fact of [returned, exited, refused]) {
      assert.equal(mayStillReturn(after(fact)), false, fact.type);
    }
  });

  it('believe a return over everything else, and a refusal over a dismissal', () => {
    const others = [vanished, dismissed, refused, moved, revisited];
    assert.deepEqual(endingOf(after(...others, exited)), {
      type: 'returned',
      linkReturn: { error: 'left' },
    });
    assert.throws(() => endingOf(after(dismissed, refused)), refusal);
    assert.deepEqual(endingOf(after(vanished, dismissed)), { type: 'gone', reason: 'dismissed' });
    assert.deepEqual(endingOf(after(vanished)), { type: 'gone', reason: 'window-closed' });
  });

  it('answer the same whatever their order and repetition, but for the first return', () => {
    const one = fc.constantFrom(returned, vanished, dismissed, refused, moved, revisited);
    fc.assert(
      fc.property(fc.array(one), fc.infiniteStream(fc.nat()), (facts, random) => {
        const shuffled = [...facts, ...facts]
          .map((fact) => ({ fact, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        assert.deepEqual(answers(after(...shuffled)), answers(after(...facts)));
      }),
    );
  });

  it('never lose an ending by a further report', () => {
    fc.assert(
      fc.property(fc.array(anyFact), anyFact, (facts, more) => {
        const before = after(...facts);
        const later = addFact(before, more);
        if (isCertainlyOver(before)) assert.ok(isCertainlyOver(later));
        if (isGone(before)) assert.ok(isGone(later));
        if (!mayStillReturn(before)) assert.ok(!mayStillReturn(later));
        if (before.linkReturn) assert.equal(later.linkReturn, before.linkReturn);
      }),
    );
  });
});

describe('the readings of the user endpoint', () => {
  it('show a change if something was added or repaired', () => {
    const before = { vendors: [broken] };
    const lists = [[broken], [tesla], [broken, zaptec], []];
    assert.deepEqual(
      lists.map((vendors) => hasChanged(read({ before, after: { vendors } }))),
      [false, true, true, false],
    );
  });

  it('show no change while one of them is missing', () => {
    const reading = { vendors: [tesla] };
    assert.equal(hasChanged(read({ after: reading })), false);
    assert.equal(hasChanged(read({ before: { vendors: [] } })), false);
  });

  it('are of another user if both name one, and the names differ (F76)', () => {
    const isOtherUser = (before?: string, after?: string, mayBeOtherUser = false): boolean =>
      evidenceOf(
        read({
          before: { vendors: [], user: before },
          after: { vendors: [], user: after },
          mayBeOtherUser,
        }),
      ).isOtherUser;
    assert.equal(isOtherUser('first', 'second'), true);
    assert.equal(isOtherUser('first', 'first'), false);
    for (const [before, after] of [['first', undefined], [undefined, 'second'], []] as const) {
      assert.equal(isOtherUser(before, after, false), false);
      assert.equal(isOtherUser(before, after, true), true);
    }
    assert.equal(isOtherUser('first', 'first', true), false, 'the names prove it');
  });

  it('show no change from the list of another user (F76)', () => {
    const before = { vendors: [], user: 'first' };
    const after = { vendors: [tesla], user: 'second' };
    assert.equal(hasChanged(read({ before, after })), false);
  });

  it('answer all that can be known by a change, by another user, or by a valid vendor if nothing is known of before', () => {
    const none = { vendors: [] };
    const cases: [Partial<Facts>, boolean][] = [
      [{ before: none, after: { vendors: [tesla] } }, true],
      [{ before: { vendors: [tesla] }, after: { vendors: [tesla] } }, false],
      [{ before: none, after: none }, false],
      [{ before: none, after: none, mayBeOtherUser: true }, true],
      [{ after: { vendors: [tesla] } }, true],
      [{ after: { vendors: [broken, zaptec] } }, true],
      [{ after: { vendors: [broken] } }, false],
      [{ after: none }, false],
      [{}, false],
    ];
    for (const [facts, isEnough] of cases) {
      assert.equal(isAnswered(read(facts)), isEnough, JSON.stringify(facts));
    }
  });
});
