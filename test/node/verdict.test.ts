import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { LinkedVendor } from '../../src/schema.js';
import type { LinkOutcome, PresentedMode } from '../../src/session/outcome.js';
import {
  compareVendors,
  decide,
  hasChanges,
  type Ending,
  type Vendors,
} from '../../src/session/verdict.js';
import { tesla, zaptec } from './fake-ports.js';

const completed: Ending = { type: 'returned', linkReturn: {} };
const exited: Ending = {
  type: 'returned',
  linkReturn: { error: 'cancelledByUser', errorMessage: 'The user left.' },
};
const closed: Ending = { type: 'gone', reason: 'window-closed' };
const endings = [
  completed,
  exited,
  closed,
  { type: 'gone', reason: 'dismissed' },
] as const satisfies readonly Ending[];

/** Of one user, who is the same all the time. */
const verdict = (
  mode: PresentedMode,
  ending: Ending,
  before: Vendors,
  after: Vendors,
  late: boolean,
): LinkOutcome => decide(mode, ending, { before, after, isOtherUser: false }, late);

const invalid = (vendor: LinkedVendor): LinkedVendor => ({ ...vendor, isValid: false });

/** Few names, so that lists meet; some that nobody has heard of; some without a type. */
const vendor: fc.Arbitrary<LinkedVendor> = fc
  .record({
    vendor: fc.constantFrom(
      'TESLA',
      'ZAPTEC',
      'NEW_ONE',
      '__proto__',
      'constructor',
      'a","b',
      'a',
      'a,b',
    ),
    vendorType: fc.constantFrom(
      undefined,
      'vehicle',
      'charger',
      'toaster',
      '',
      'null',
      'undefined',
      'b',
      'b,b',
    ),
    isValid: fc.boolean(),
  })
  .map(({ vendorType, ...rest }) => (vendorType === undefined ? rest : { ...rest, vendorType }));
const vendors = fc.array(vendor, { maxLength: 8 });
const known = fc.option(vendors, { nil: undefined });
const anyEnding = fc.constantFrom<Ending>(...endings);

const isSame = (a: LinkedVendor, b: LinkedVendor): boolean =>
  a.vendor === b.vendor && a.vendorType === b.vendorType;
const sorted = (list: readonly LinkedVendor[]): string[] =>
  list.map((entry) => JSON.stringify(entry)).sort();
const shuffled = (list: readonly LinkedVendor[]): fc.Arbitrary<LinkedVendor[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length });

describe('the comparison of vendors', () => {
  it('counts an entry that was not there before as added', () => {
    assert.deepEqual(compareVendors([tesla], [tesla, zaptec]), { added: [zaptec], repaired: [] });
  });

  it('counts an entry whose isValid went from false to true as repaired', () => {
    assert.deepEqual(compareVendors([invalid(tesla)], [tesla]), { added: [], repaired: [tesla] });
  });

  it('counts neither what went away, nor what went bad, nor what stayed', () => {
    for (const after of [[], [invalid(tesla)], [tesla]]) {
      assert.equal(hasChanges(compareVendors([tesla], after)), false);
    }
    assert.equal(hasChanges(compareVendors([invalid(tesla)], [invalid(tesla)])), false);
  });

  it('counts an added entry that is not valid as added', () => {
    assert.deepEqual(compareVendors([], [invalid(tesla)]).added, [invalid(tesla)]);
  });

  it('tells two types of one vendor apart, and a missing type from every other', () => {
    const untyped: LinkedVendor = { vendor: 'TESLA', isValid: true };
    const battery: LinkedVendor = { ...tesla, vendorType: 'battery' };
    assert.deepEqual(compareVendors([tesla], [tesla, battery]).added, [battery]);
    assert.deepEqual(compareVendors([tesla], [tesla, untyped]).added, [untyped]);
    assert.deepEqual(compareVendors([untyped], [untyped]).added, []);
    const empty: LinkedVendor = { ...untyped, vendorType: '' };
    assert.deepEqual(compareVendors([untyped], [empty]).added, [empty]);
  });

  it('calls nothing new where one of the lists is unknown', () => {
    for (const [before, after] of [
      [undefined, [tesla]],
      [[invalid(tesla)], undefined],
      [undefined, undefined],
    ]) {
      assert.deepEqual(compareVendors(before, after), { added: [], repaired: [] });
    }
  });

  it('calls what was valid in one of two equal entries not repaired', () => {
    for (const before of [
      [tesla, invalid(tesla)],
      [invalid(tesla), tesla],
    ]) {
      assert.deepEqual(compareVendors(before, [tesla]), { added: [], repaired: [] });
    }
  });

  it('finds exactly what a look at every pair finds, duplicates and odd names included', () => {
    fc.assert(
      fc.property(vendors, vendors, (before, after) => {
        const earlier = (entry: LinkedVendor): LinkedVendor[] =>
          before.filter((old) => isSame(old, entry));
        const { added, repaired } = compareVendors(before, after);
        assert.deepEqual(
          added,
          after.filter((entry) => earlier(entry).length === 0),
        );
        assert.deepEqual(
          repaired,
          after.filter((entry) => {
            const old = earlier(entry);
            return entry.isValid && old.length > 0 && old.every(({ isValid }) => !isValid);
          }),
        );
      }),
    );
  });

  it('does not depend on the order of the lists', () => {
    const lists = fc.tuple(vendors, vendors).chain(([before, after]) =>
      fc.record({
        before: fc.constant(before),
        after: fc.constant(after),
        mixedBefore: shuffled(before),
        mixedAfter: shuffled(after),
      }),
    );
    fc.assert(
      fc.property(lists, ({ before, after, mixedBefore, mixedAfter }) => {
        const [one, other] = [
          compareVendors(before, after),
          compareVendors(mixedBefore, mixedAfter),
        ];
        assert.deepEqual(sorted(other.added), sorted(one.added));
        assert.deepEqual(sorted(other.repaired), sorted(one.repaired));
      }),
    );
  });

  it('finds nothing new in the same list, and everything new after an empty one', () => {
    fc.assert(
      fc.property(vendors, (list) => {
        assert.equal(hasChanges(compareVendors(list, list)), false);
        assert.deepEqual(compareVendors([], list), { added: list, repaired: [] });
      }),
    );
  });

  it('changes neither list', () => {
    fc.assert(
      fc.property(vendors, vendors, (before, after) => {
        const frozen = (list: LinkedVendor[]): readonly LinkedVendor[] =>
          Object.freeze(list.map((entry) => Object.freeze(entry)));
        const copy = structuredClone([before, after]);
        compareVendors(frozen(before), frozen(after));
        assert.deepEqual([before, after], copy);
      }),
    );
  });
});

describe('the verdict', () => {
  it('is linked, with all that is known, when Link UI came back without an error', () => {
    assert.deepEqual(verdict('iframe', completed, [tesla], [tesla, zaptec], false), {
      status: 'linked',
      mode: 'iframe',
      verified: true,
      linkedVendors: [tesla, zaptec],
      added: [zaptec],
      repaired: [],
      via: 'return',
      late: false,
    });
  });

  it('is linked when Link UI came back and nothing changed, as a relink need change nothing', () => {
    const outcome = verdict('popup', completed, [tesla], [tesla], false);
    assert.ok(outcome.status === 'linked');
    assert.deepEqual(
      [outcome.verified, outcome.added, outcome.repaired, outcome.via],
      [true, [], [], 'return'],
    );
  });

  it('is linked but not verified, with null for the vendors, without a user endpoint', () => {
    const outcome = verdict('popup', completed, undefined, undefined, false);
    assert.ok(outcome.status === 'linked');
    assert.deepEqual([outcome.verified, outcome.linkedVendors], [false, null]);
  });

  it('is not verified by vendors that are not valid, nor by none', () => {
    for (const after of [[], [invalid(tesla)], [invalid(tesla), invalid(zaptec)]]) {
      const outcome = verdict('popup', completed, [], after, false);
      assert.ok(outcome.status === 'linked');
      assert.equal(outcome.verified, false);
      assert.deepEqual(outcome.linkedVendors, after);
    }
  });

  it('is not verified by what was linked before alone', () => {
    const outcome = verdict('popup', completed, [tesla], undefined, false);
    assert.ok(outcome.status === 'linked');
    assert.deepEqual([outcome.verified, outcome.linkedVendors], [false, null]);
  });

  it('is exited, with the texts of Link UI, when it came back with an error', () => {
    assert.deepEqual(verdict('redirect', exited, [tesla], [tesla], false), {
      status: 'cancelled',
      mode: 'redirect',
      verified: true,
      reason: 'exited',
      error: 'cancelledByUser',
      errorMessage: 'The user left.',
    });
  });

  it('takes an empty error for an error', () => {
    const outcome = verdict(
      'popup',
      { type: 'returned', linkReturn: { error: '' } },
      [],
      [],
      false,
    );
    assert.deepEqual(outcome, {
      status: 'cancelled',
      mode: 'popup',
      verified: true,
      reason: 'exited',
      error: '',
    });
  });

  it('is linked, by the return, when Link UI came back with an error and something changed', () => {
    for (const before of [[], [invalid(tesla)]]) {
      const outcome = verdict('popup', exited, before, [tesla], false);
      assert.ok(outcome.status === 'linked');
      assert.equal(outcome.via, 'return');
      assert.ok(!('error' in outcome), 'a success says nothing of an error');
    }
  });

  it('is cancelled with the reason of a surface that went away, when nothing changed', () => {
    for (const reason of ['window-closed', 'dismissed'] as const) {
      for (const after of [undefined, [tesla], [invalid(tesla)], []]) {
        assert.deepEqual(verdict('popup', { type: 'gone', reason }, [tesla], after, false), {
          status: 'cancelled',
          mode: 'popup',
          verified: after !== undefined,
          reason,
        });
      }
    }
  });

  it('says that nothing is new only if it knows what was there before, or nothing is there', () => {
    for (const [before, after, verified] of [
      [undefined, undefined, false],
      [undefined, [tesla], false],
      [undefined, [], true],
      [[tesla], [tesla], true],
      [[tesla], undefined, false],
    ] as const) {
      for (const ending of [closed, exited]) {
        const outcome = verdict('popup', ending, before, after, false);
        assert.equal(outcome.status === 'cancelled' && outcome.verified, verified);
      }
    }
  });

  it('takes nothing from the list of another user', () => {
    fc.assert(
      fc.property(anyEnding, known, known, fc.boolean(), (ending, before, after, late) => {
        const evidence = { before, after, isOtherUser: true };
        const outcome = decide('popup', ending, evidence, late);
        assert.ok(outcome.status !== 'failed');
        assert.equal(outcome.verified, false);
        assert.equal(
          outcome.status === 'linked',
          ending.type === 'returned' && ending.linkReturn.error === undefined,
        );
        if (outcome.status !== 'linked') return;
        assert.deepEqual([outcome.added, outcome.repaired, outcome.via], [[], [], 'return']);
      }),
    );
  });

  it('is linked by verification when a surface went away and something changed', () => {
    for (const reason of ['window-closed', 'dismissed'] as const) {
      const outcome = verdict('popup', { type: 'gone', reason }, [], [tesla], false);
      assert.ok(outcome.status === 'linked');
      assert.deepEqual([outcome.via, outcome.verified], ['verification', true]);
    }
  });

  it('keeps vendors and types that nobody has heard of', () => {
    const unknown: LinkedVendor = { vendor: 'ACME_FUSION', vendorType: 'reactor', isValid: true };
    const outcome = verdict('popup', closed, [], [unknown], false);
    assert.ok(outcome.status === 'linked');
    assert.deepEqual([outcome.linkedVendors, outcome.added], [[unknown], [unknown]]);
  });

  it('says late where it is told so, and nowhere else', () => {
    for (const late of [true, false]) {
      const outcome = verdict('popup', completed, [], [tesla], late);
      assert.equal(outcome.status === 'linked' && outcome.late, late);
    }
  });

  it('keeps its rules for every list and every ending', () => {
    fc.assert(
      fc.property(anyEnding, known, known, fc.boolean(), (ending, before, after, late) => {
        const outcome = verdict('popup', ending, before, after, late);
        const changed = hasChanges(compareVendors(before, after));
        const done = ending.type === 'returned' && ending.linkReturn.error === undefined;
        assert.equal(outcome.status === 'linked', done || changed);
        if (outcome.status !== 'linked') return;
        assert.equal(outcome.verified, after?.some(({ isValid }) => isValid) === true);
        assert.deepEqual(outcome.linkedVendors, after ?? null);
        assert.equal(outcome.via === 'verification', ending.type === 'gone');
        if (outcome.via === 'verification') {
          assert.ok(outcome.added.length + outcome.repaired.length > 0);
        }
        for (const entry of [...outcome.added, ...outcome.repaired]) {
          assert.ok(outcome.linkedVendors?.includes(entry));
        }
      }),
    );
  });
});
