/**
 * What holds for every attempt, whatever happens in whichever order. The host answers when it is
 * told to, like one behind a slow network; surfaces report what they like; the user and the page
 * interfere at any time. Reports and answers come as tasks of their own, as in browsers; what the
 * page calls may share the task of an answer.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LinkError } from '../../src/errors.js';
import type { LinkedVendor } from '../../src/schema.js';
import { Attempt } from '../../src/session/attempt.js';
import type { LinkOutcome } from '../../src/session/outcome.js';
import type { Surface, SurfaceFact, UserReading } from '../../src/session/ports.js';
import { FakeClock, settle } from './fake-ports.js';

/** One thing that happens, and whether all that follows from it comes before the next. */
type Happening = { readonly apart: boolean } & (
  | { readonly type: 'report'; readonly fact: Exclude<SurfaceFact, { type: 'moved' }> }
  | { readonly type: 'moved' | 'cancel' | 'dismiss' | 'focus' }
  | { readonly type: 'session'; readonly fails: boolean }
  | { readonly type: 'user'; readonly newest: boolean; readonly vendors: readonly LinkedVendor[] }
  | { readonly type: 'user-fails'; readonly newest: boolean }
  | { readonly type: 'focused'; readonly focused: boolean }
  | { readonly type: 'wait'; readonly ms: number }
);

interface Setting {
  readonly focused: boolean;
  readonly mayReturnAfterDismissal: boolean;
  readonly verifies: boolean;
  readonly before: readonly LinkedVendor[] | undefined;
}

interface Pending<T> {
  readonly asked: number;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** What comes as a task of its own. The rest may share one with what was before. */
const TASKS: readonly Happening['type'][] = ['report', 'moved', 'session', 'user', 'user-fails'];

/** An attempt, and all that it did and was told. */
class World {
  readonly clock = new FakeClock();
  readonly sessions: Pending<string>[] = [];
  readonly reads: Pending<UserReading>[] = [];
  /** What happened in the order in which it did: the index stands for the time. */
  readonly log: string[] = [];
  readonly outcomes: LinkOutcome[] = [];
  readonly states: string[] = ['idle'];
  /** When the answer that a list came with was asked for. */
  readonly askedFor = new Map<readonly LinkedVendor[], number>();
  readonly attempt: Attempt;
  promised: LinkOutcome | undefined;
  #report: (fact: SurfaceFact) => void = () => undefined;

  constructor({ focused, mayReturnAfterDismissal, verifies, before }: Setting) {
    this.clock.focused = focused;
    this.attempt = new Attempt({
      request: { redirectUri: 'https://host.example/?enode_link=x', language: 'en-US' },
      baseline: { before: before && { vendors: before } },
      clock: this.clock,
      createHost: () => ({
        createSession: (_request, signal) => this.#ask('ask-session', this.sessions, signal),
        ...(verifies && { readUser: (signal) => this.#ask('ask-user', this.reads, signal) }),
      }),
      presenter: {
        mode: 'popup',
        leavesPage: false,
        mayReturnAfterDismissal,
        open: (report, signal) => {
          this.log.push('open');
          this.#report = (fact) => {
            if (!signal.aborted) report(fact);
          };
          return this.#surface();
        },
      },
      listener: {
        changed: ({ name }) => this.states.push(name),
        opened: () => this.log.push('opened'),
        read: () => undefined,
        readDevices: () => undefined,
        foundDevices: () => undefined,
        settled: (outcome) => {
          this.log.push('settled');
          this.outcomes.push(outcome);
        },
      },
    });
    void this.attempt.outcome.then((outcome) => (this.promised = outcome));
    this.attempt.start();
  }

  /** Lets one thing happen. */
  async happen(event: Happening): Promise<void> {
    if (TASKS.includes(event.type)) await settle();
    this.#apply(event);
    if (event.type === 'wait') await this.clock.advance(event.ms);
    if (event.apart) await settle();
  }

  #apply(event: Happening): void {
    this.log.push(event.type === 'report' ? event.fact.type : event.type);
    if (event.type === 'report') this.#report(event.fact);
    else if (event.type === 'moved') this.#report({ type: 'moved', surface: this.#surface() });
    else if (event.type === 'cancel') this.attempt.cancel();
    else if (event.type === 'dismiss') this.attempt.dismiss();
    else if (event.type === 'focus') this.attempt.focus();
    else if (event.type === 'focused') this.clock.focused = event.focused;
    else if (event.type === 'session') {
      const asked = this.sessions.shift();
      if (event.fails) asked?.reject(new LinkError('session-unavailable'));
      else asked?.resolve('https://link.enode.com/x');
    } else if (event.type === 'user' || event.type === 'user-fails') {
      const asked = event.newest ? this.reads.pop() : this.reads.shift();
      if (!asked) return;
      if (event.type === 'user-fails') return asked.reject(new LinkError('confirm-failed'));
      const list = event.vendors.slice();
      this.askedFor.set(list, asked.asked);
      asked.resolve({ vendors: list });
    }
  }

  /** A real host always answers in the end: at least with its time limit. */
  async answerAll(): Promise<void> {
    await settle();
    for (let round = 0; round < 30 && this.#owes; round += 1) {
      for (const asked of [...this.sessions.splice(0), ...this.reads.splice(0)]) {
        asked.reject(new LinkError('session-timeout'));
      }
      await this.clock.advance(20_000);
    }
  }

  get #owes(): boolean {
    return this.clock.sleeping + this.sessions.length + this.reads.length > 0;
  }

  #ask<T>(what: string, queue: Pending<T>[], signal: AbortSignal): Promise<T> {
    const asked = this.log.push(what);
    return new Promise((resolve, reject) => {
      const pending = { asked, resolve, reject };
      queue.push(pending);
      signal.addEventListener('abort', () => {
        if (queue.includes(pending)) queue.splice(queue.indexOf(pending), 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
  }

  #surface(): Surface {
    return {
      show: () => this.log.push('show'),
      fail: () => undefined,
      focus: () => undefined,
      close: () => undefined,
    };
  }
}

const vendor: fc.Arbitrary<LinkedVendor> = fc
  .tuple(fc.constantFrom('TESLA', 'ZAPTEC'), fc.boolean(), fc.boolean())
  .map(([name, typed, isValid]) => ({
    vendor: name,
    ...(typed && { vendorType: 'vehicle' }),
    isValid,
  }));
const vendors = fc.array(vendor, { maxLength: 3 });

const fact = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ type: 'vanished' } as const) },
  { weight: 2, arbitrary: fc.constant({ type: 'returned', linkReturn: {} } as const) },
  fc.constant({ type: 'returned', linkReturn: { error: 'left', errorMessage: 'Left.' } } as const),
  fc.constant({ type: 'dismissed' } as const),
  fc.constant({ type: 'refused', error: new LinkError('frame-refused') } as const),
  { weight: 2, arbitrary: fc.constant({ type: 'revisited' } as const) },
);
const happening: fc.Arbitrary<Happening> = fc
  .tuple(
    fc.boolean(),
    fc.oneof(
      { weight: 8, arbitrary: fact.map((it) => ({ type: 'report', fact: it }) as const) },
      {
        weight: 5,
        arbitrary: fc.record({
          type: fc.constant('session' as const),
          fails: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        }),
      },
      {
        weight: 9,
        arbitrary: fc.record({ type: fc.constant('user' as const), newest: fc.boolean(), vendors }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ type: fc.constant('user-fails' as const), newest: fc.boolean() }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ type: fc.constant('focused' as const), focused: fc.boolean() }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          type: fc.constant('wait' as const),
          ms: fc.constantFrom(1, 250, 1500, 2500, 3000, 20_000),
        }),
      },
      fc.constantFrom(
        ...(['moved', 'cancel', 'dismiss', 'focus'] as const).map((type) => ({ type })),
      ),
    ),
  )
  .map(([apart, event]) => ({ ...event, apart }));
const happenings = fc.array(happening, { maxLength: 25, size: 'max' });
const setting: fc.Arbitrary<Setting> = fc.record({
  focused: fc.boolean(),
  mayReturnAfterDismissal: fc.boolean(),
  verifies: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  before: fc.option(vendors, { nil: undefined, freq: 3 }),
});

/** Plays all that happens, then has the user give up and the host answer what it still owes. */
async function play(
  given: Setting,
  events: readonly Happening[],
  end: 'cancel' | 'dismiss',
): Promise<World> {
  const world = new World(given);
  for (const event of events) await world.happen(event);
  await world.happen({ type: end, apart: true });
  await world.answerAll();
  return world;
}

/** A counterexample is made smaller for so long, and then shown as it is. */
const LIMITS = { interruptAfterTimeLimit: 20_000 };

async function forAll(
  numRuns: number,
  end: 'cancel' | 'dismiss',
  check: (world: World) => void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(setting, happenings, async (given, events) => {
      check(await play(given, events, end));
    }),
    { ...LIMITS, numRuns },
  );
}

const reason = (outcome: LinkOutcome | undefined): string => {
  if (outcome?.status === 'cancelled') return outcome.reason;
  return outcome?.status === 'failed' ? outcome.error.code : (outcome?.status ?? 'none');
};

describe('an attempt, whatever happens', () => {
  it('has exactly one outcome, and its promise has the same', async () => {
    await forAll(100, 'cancel', ({ outcomes, promised, attempt }) => {
      const [first, late, ...more] = outcomes;
      assert.ok(first);
      assert.equal(promised, first);
      assert.equal(first.status === 'linked' && first.late, false);
      assert.deepEqual(more, []);
      assert.equal(attempt.running, false);
      assert.equal(attempt.state.name, (late ?? first).status);
    });
  });

  it('says more only once, late, after a closed window, when Link UI has come back (F28)', async () => {
    await forAll(100, 'cancel', ({ outcomes, log }) => {
      const [first, late] = outcomes;
      if (!late) return;
      assert.match(reason(first), /^(window-closed|confirm-failed)$/);
      assert.ok(late.status === 'linked' && late.late);
      assert.ok(log.lastIndexOf('returned') > -1);
      assert.equal(late.via, 'return');
    });
  });

  it('can always be ended by the user, once the host has answered', async () => {
    await forAll(100, 'dismiss', ({ outcomes }) => {
      assert.ok(outcomes.length > 0);
    });
  });

  it('leaves nothing asleep and nothing asked for after its end', async () => {
    await forAll(100, 'cancel', ({ attempt, clock, sessions, reads }) => {
      assert.equal(attempt.listening, false);
      assert.deepEqual([clock.sleeping, sessions.length, reads.length], [0, 0, 0]);
    });
  });

  it('only listens, and asks and waits for nothing, when it has ended and a return may come', async () => {
    await fc.assert(
      fc.asyncProperty(setting, happenings, async (given, events) => {
        const world = new World(given);
        for (const event of events) {
          await world.happen({ ...event, apart: true });
          if (!world.outcomes[0] || world.log.includes('returned')) continue;
          assert.equal(world.clock.sleeping, 0);
          const since = world.log.slice(world.log.indexOf('settled'));
          assert.ok(!since.some((line) => line.startsWith('ask-')));
        }
        world.attempt.cancel();
      }),
      { ...LIMITS, numRuns: 100 },
    );
  });

  it('hears nothing more after any end but a closed window', async () => {
    await fc.assert(
      fc.asyncProperty(setting, happenings, async (given, events) => {
        const world = new World(given);
        for (const event of events) {
          await world.happen({ ...event, apart: true });
          const [first] = world.outcomes;
          // Whether a closed window was one: the user endpoint could not say.
          if (!first || /^(window-closed|confirm-failed)$/.test(reason(first))) continue;
          assert.equal(world.attempt.listening, false);
        }
        world.attempt.cancel();
      }),
      { ...LIMITS, numRuns: 100 },
    );
  });

  it('asks for one session a surface, and shows Link UI once in each, and never after the end', async () => {
    await forAll(100, 'cancel', ({ log }) => {
      const times = (what: string): number => log.filter((line) => line === what).length;
      const surfaces = 1 + times('moved');
      assert.equal(times('open'), 1);
      assert.ok(times('ask-session') <= surfaces);
      assert.ok(times('show') <= surfaces);
      assert.ok(times('show') === 0 || times('opened') <= 1);
      const end = log.indexOf('settled');
      assert.ok(end >= 0);
      for (const what of ['show', 'opened']) {
        assert.ok(!log.slice(end).includes(what), `${what} came after the end`);
      }
    });
  });

  it('shows nothing when it ends in the very task in which the session comes', async () => {
    for (const type of ['cancel', 'dismiss'] as const) {
      for (const turns of Array(12).keys()) {
        const world = new World({
          focused: true,
          mayReturnAfterDismissal: false,
          verifies: false,
          before: [],
        });
        await settle();
        await world.happen({ type: 'session', fails: false, apart: false });
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        await world.happen({ type, apart: true });
        const end = world.log.indexOf('settled');
        assert.ok(end > 0);
        assert.ok(!world.log.slice(end).includes('show'), `${type} after ${turns} turns`);
      }
    }
  });

  it('is verified only by a valid vendor, in an answer that was asked for after the hand-off', async () => {
    await forAll(100, 'cancel', ({ outcomes, log, askedFor }) => {
      for (const outcome of outcomes) {
        if (outcome.status !== 'linked') continue;
        const { verified, linkedVendors } = outcome;
        assert.equal(verified, linkedVendors?.some(({ isValid }) => isValid) === true);
        if (!linkedVendors) continue;
        const asked = askedFor.get(linkedVendors);
        assert.ok(asked !== undefined, 'the vendors are an answer of the host');
        const possible = ['show', 'returned'].map((what) => log.indexOf(what));
        assert.ok(asked > Math.min(...possible.filter((index) => index >= 0)), 'asked too early');
      }
    });
  });

  it('succeeds without a return only where something has changed', async () => {
    await forAll(100, 'cancel', ({ outcomes, log }) => {
      for (const outcome of outcomes) {
        if (outcome.status !== 'linked') continue;
        if (outcome.via === 'return') assert.ok(log.includes('returned'));
        else assert.ok(outcome.added.length + outcome.repaired.length > 0);
      }
    });
  });

  it('gives no reason for a cancel that did not happen', async () => {
    await forAll(100, 'cancel', ({ outcomes: [first], log }) => {
      if (first?.status !== 'cancelled') return;
      const needed = {
        'window-closed': ['vanished'],
        exited: ['returned'],
        dismissed: ['dismissed', 'dismiss'],
        aborted: ['cancel'],
      }[first.reason];
      const before = log.slice(0, log.indexOf('settled'));
      assert.ok(needed.some((what) => before.includes(what)));
    });
  });

  it('believes a return over a window that seems closed and over a user who gives up (F22)', async () => {
    await fc.assert(
      fc.asyncProperty(setting, happenings, async (given, events) => {
        const world = new World(given);
        let came: string | undefined;
        for (const event of events) {
          await settle();
          const running = world.outcomes.length === 0;
          if (running && event.type === 'report' && event.fact.type === 'returned') {
            came ??= 'error' in event.fact.linkReturn ? 'exited' : 'done';
          }
          await world.happen(event);
        }
        await world.answerAll();
        world.attempt.cancel();
        const [first] = world.outcomes;
        if (came === undefined || first?.status !== 'cancelled') return;
        assert.ok(['aborted', came].includes(first.reason), `${came} became ${first.reason}`);
      }),
      { ...LIMITS, numRuns: 100 },
    );
  });

  it('moves from state to state, never to the one where it is, and never on from an end', async () => {
    await forAll(100, 'cancel', ({ states, outcomes }) => {
      for (const [index, state] of states.entries()) assert.notEqual(state, states[index + 1]);
      const ends = states.filter((name) => ['linked', 'cancelled', 'failed'].includes(name));
      assert.deepEqual(states.slice(-ends.length), ends);
      assert.deepEqual(
        ends,
        outcomes.map(({ status }) => status),
      );
    });
  });
});

describe('the attempts of these tests', () => {
  it('reach every way to end, and every state, so that the rules above are put to the test', async () => {
    const reached = new Set<string>();
    const cases = fc.sample(fc.tuple(setting, happenings), { seed: 3, numRuns: 500 });
    for (const [given, events] of cases) {
      const { outcomes, states } = await play(given, events, 'cancel');
      for (const state of states) reached.add(state);
      for (const outcome of outcomes) {
        reached.add(reason(outcome));
        if (outcome.status !== 'linked') continue;
        reached.add(`${outcome.via}${outcome.late ? ' late' : ''}`);
        if (outcome.verified) reached.add('verified');
      }
    }
    const wanted =
      'idle requesting open detached confirming linked cancelled failed verified return verification ' +
      'window-closed exited dismissed aborted confirm-failed session-unavailable';
    assert.deepEqual(
      [...wanted.split(' '), 'return late'].filter((what) => !reached.has(what)),
      [],
    );
  });
});
