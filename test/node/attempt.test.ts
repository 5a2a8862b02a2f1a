import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LinkError } from '../../src/errors.js';
import { opened, rig, settle, tesla, zaptec } from './fake-ports.js';

const returned = { type: 'returned', linkReturn: {} } as const;
const vanished = { type: 'vanished' } as const;
const exited = {
  type: 'returned',
  linkReturn: { error: 'cancelledByUser', errorMessage: 'The user left.' },
} as const;

describe('an attempt', () => {
  it('opens the window before it asks for anything (F01)', () => {
    const at = rig();
    at.attempt.start();
    assert.deepEqual(at.log.slice(0, 2), ['state requesting', 'window']);
  });

  it('reads the vendors before it hands the window over, and says so once', async () => {
    const at = await opened();
    assert.deepEqual(at.log, [
      'state requesting',
      'window',
      'user',
      'session',
      'show https://link.enode.com/x',
      'state open',
      'opened popup',
    ]);
  });

  it('goes on without the vendors before where they take too long', async () => {
    const at = rig();
    at.vendors = new Error('slow');
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await at.clock.advance(3000);
    assert.equal(at.attempt.state.name, 'open');
  });

  it('fails with the reason when the window is refused, and asks for nothing (F02, F03)', async () => {
    const at = rig({ blocked: new LinkError('popup-blocked') });
    at.attempt.start();
    const outcome = await at.attempt.outcome;
    assert.ok(outcome.status === 'failed');
    assert.equal(outcome.error.code, 'popup-blocked');
    assert.ok(!at.log.includes('session'));
    assert.equal(at.attempt.listening, false);
  });

  it('shows the failure in the window when there is no session', async () => {
    const at = rig();
    at.attempt.start();
    at.answer(new LinkError('session-unavailable', { status: 500 }));
    const outcome = await at.attempt.outcome;
    assert.equal(outcome.status === 'failed' && outcome.error.status, 500);
    assert.ok(at.log.includes('fail session-unavailable'));
  });

  it('is cancelled at once when the window is closed before Link UI was shown (F23)', async () => {
    const at = rig();
    at.attempt.start();
    at.report(vanished);
    assert.deepEqual(await at.attempt.outcome, {
      status: 'cancelled',
      mode: 'popup',
      reason: 'window-closed',
      verified: false,
    });
    assert.equal(at.attempt.listening, false);
    at.answer('https://link.enode.com/x');
    await settle();
    assert.ok(!at.log.some((line) => line.startsWith('show')));
  });

  it('is cancelled at once, with nothing read again, when the dialog is dismissed before that', async () => {
    const at = rig({ mode: 'iframe' });
    at.attempt.start();
    await settle();
    const asked = at.log.length;
    at.report({ type: 'dismissed' });
    const { status, reason } = (await at.attempt.outcome) as { status: string; reason?: string };
    assert.deepEqual([status, reason], ['cancelled', 'dismissed']);
    assert.ok(!at.log.slice(asked).some((line) => /confirming|read/.test(line)));
    assert.equal(at.clock.sleeping, 0);
  });

  it('succeeds with what was added when Link UI returns', async () => {
    const at = await opened();
    at.vendors = [tesla];
    at.report(returned);
    assert.deepEqual(await at.attempt.outcome, {
      status: 'linked',
      mode: 'popup',
      verified: true,
      linkedVendors: [tesla],
      added: [tesla],
      repaired: [],
      via: 'return',
      late: false,
    });
    assert.equal(at.clock.sleeping, 0);
  });

  it('asks four times, 1.5 s apart, until something has changed (F27)', async () => {
    const at = await opened();
    at.report(returned);
    await at.clock.advance(3000);
    assert.equal(at.attempt.state.name, 'confirming');
    at.vendors = [tesla];
    await at.clock.advance(1500);
    assert.equal(at.outcomes.length, 1);
    assert.equal(at.log.filter((line) => line === 'user').length, 1 + 4);
    assert.deepEqual(at.outcomes[0]?.status === 'linked' && at.outcomes[0].added, [tesla]);
  });

  it('asks again without the vendors before, until a valid one is listed', async () => {
    const at = rig();
    at.vendors = new Error('slow');
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await at.clock.advance(3000);
    at.vendors = [{ ...tesla, isValid: false }];
    at.report(returned);
    await at.clock.advance(1000);
    assert.equal(at.attempt.state.name, 'confirming');
    at.vendors = [tesla];
    await at.clock.advance(1500);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'linked');
    assert.deepEqual([outcome.verified, outcome.linkedVendors, outcome.added], [true, [tesla], []]);
  });

  it('succeeds, with nothing added, when a return without an error changes nothing', async () => {
    const at = await opened();
    at.report(returned);
    await at.clock.advance(10_000);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'linked');
    assert.equal(outcome.verified, false);
    assert.deepEqual(outcome.added, []);
  });

  it('succeeds unverified without a user endpoint', async () => {
    const at = await opened({ verifies: false });
    at.report(returned);
    const outcome = await at.attempt.outcome;
    assert.ok(outcome.status === 'linked');
    assert.equal(outcome.verified, false);
    assert.equal(outcome.linkedVendors, null);
  });

  it('fails to confirm only when no try could be read', async () => {
    const at = await opened();
    at.vendors = new LinkError('confirm-failed', { status: 500 });
    at.report(returned);
    await at.clock.advance(10_000);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'failed');
    assert.equal(outcome.error.code, 'confirm-failed');
    assert.equal(outcome.error.status, 500);
  });

  it('is cancelled with the reason that Link UI gives', async () => {
    const at = await opened();
    at.report(exited);
    assert.deepEqual(await at.attempt.outcome, {
      status: 'cancelled',
      mode: 'popup',
      reason: 'exited',
      verified: true,
      error: 'cancelledByUser',
      errorMessage: 'The user left.',
    });
  });

  it('succeeds when Link UI returns an error although something was linked (F26)', async () => {
    const at = await opened();
    at.vendors = [zaptec];
    at.report(exited);
    const outcome = await at.attempt.outcome;
    assert.ok(outcome.status === 'linked');
    assert.deepEqual(outcome.added, [zaptec]);
  });

  it('counts a vendor that is valid again as repaired', async () => {
    const at = rig();
    at.vendors = [{ ...tesla, isValid: false }];
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    at.vendors = [tesla];
    at.report(returned);
    const outcome = await at.attempt.outcome;
    assert.ok(outcome.status === 'linked');
    assert.deepEqual([outcome.added, outcome.repaired], [[], [tesla]]);
  });

  it('waits for a message that is slower than the end of its window (F22)', async () => {
    const at = await opened();
    at.report(vanished);
    await at.clock.advance(2400);
    at.vendors = [tesla];
    at.report(returned);
    await at.clock.advance(10_000);
    assert.deepEqual(
      at.outcomes.map((outcome) => outcome.status === 'linked' && outcome.via),
      ['return'],
    );
  });

  it('finds what was linked when the window was closed on the success screen (F26)', async () => {
    const at = await opened();
    at.vendors = [tesla];
    at.report(vanished);
    await at.clock.advance(2500);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'linked');
    assert.equal(outcome.via, 'verification');
  });

  it('finds what was linked when the dialog was left on the success screen (F26)', async () => {
    const at = await opened({ mode: 'iframe' });
    at.report({ type: 'dismissed' });
    await at.clock.advance(2000);
    assert.equal(at.attempt.state.name, 'confirming');
    assert.equal(at.outcomes.length, 0);
    at.vendors = [tesla];
    await at.clock.advance(1000);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'linked');
    assert.deepEqual([outcome.mode, outcome.via], ['iframe', 'verification']);
  });

  it('believes a return that comes after its dialog was left', async () => {
    const at = await opened({ mode: 'iframe' });
    at.report({ type: 'dismissed' });
    at.report(exited);
    await settle();
    const [outcome] = at.outcomes;
    assert.equal(outcome?.status === 'cancelled' && outcome.reason, 'exited');
  });

  it('is cancelled when the window was closed and nothing was linked (F24)', async () => {
    const at = await opened();
    at.report(vanished);
    await at.clock.advance(2500);
    assert.deepEqual(at.outcomes, [
      { status: 'cancelled', mode: 'popup', reason: 'window-closed', verified: true },
    ]);
    assert.equal(at.clock.sleeping, 0);
  });

  for (const [end, fact] of [
    ['the window was closed', vanished],
    ['the dialog was dismissed', { type: 'dismissed' }],
  ] as const) {
    it(`fails to confirm, and does not say that nothing was linked, if ${end} and the vendors cannot be read (F75)`, async () => {
      const at = await opened();
      at.vendors = new LinkError('confirm-failed', { status: 401 });
      at.report(fact);
      await at.clock.advance(10_000);
      const [outcome, ...more] = at.outcomes;
      assert.ok(outcome?.status === 'failed');
      assert.deepEqual([outcome.error.code, outcome.error.status], ['confirm-failed', 401]);
      assert.deepEqual(more, []);
    });
  }

  it('still hears the return after it failed to confirm a window that seemed closed (F28, F75)', async () => {
    const at = await opened();
    at.vendors = new LinkError('confirm-failed');
    at.report(vanished);
    await at.clock.advance(2500);
    assert.equal(at.attempt.state.name, 'failed');
    at.vendors = [tesla];
    at.report(returned);
    at.report(returned);
    await at.clock.advance(60_000);
    const [, late, ...more] = at.outcomes;
    assert.ok(late?.status === 'linked');
    assert.deepEqual([late.late, late.added], [true, [tesla]]);
    assert.deepEqual(more, []);
    assert.equal(at.attempt.listening, false);
  });

  it('is cancelled without knowing whether something was linked if there is no user endpoint (F75)', async () => {
    const at = await opened({ verifies: false });
    at.report(vanished);
    await at.clock.advance(2500);
    assert.deepEqual(at.outcomes, [
      { status: 'cancelled', mode: 'popup', reason: 'window-closed', verified: false },
    ]);
  });

  it('is cancelled without knowing if Link UI was left by Exit and the vendors cannot be read (F75)', async () => {
    const at = await opened();
    at.vendors = new LinkError('confirm-failed');
    at.report(exited);
    await at.clock.advance(10_000);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'cancelled');
    assert.deepEqual([outcome.reason, outcome.verified], ['exited', false]);
  });

  it('does not know what is new if it could not read the vendors before (F75)', async () => {
    const at = rig();
    at.vendors = new Error('slow');
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await at.clock.advance(3000);
    at.vendors = [tesla];
    at.report(vanished);
    await at.clock.advance(2500);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'cancelled');
    assert.equal(outcome.verified, false);
  });

  it('does not take an earlier look for the last one if that cannot be read (F75)', async () => {
    const at = await opened();
    at.clock.focused = false;
    at.report(vanished);
    await at.clock.advance(2500);
    at.report({ type: 'revisited' });
    await settle();
    at.vendors = new LinkError('confirm-failed');
    at.report(exited);
    await at.clock.advance(10_000);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'cancelled');
    assert.equal(outcome.verified, false);
  });

  it('takes nothing for added that belongs to another user, who signed in meanwhile (F76)', async () => {
    for (const fact of [vanished, returned, exited]) {
      const at = rig();
      at.user = 'first';
      at.attempt.start();
      at.answer('https://link.enode.com/x');
      await settle();
      at.user = 'second';
      at.vendors = [zaptec];
      at.report(fact);
      await at.clock.advance(10_000);
      const [outcome, ...more] = at.outcomes;
      assert.deepEqual(more, []);
      if (fact === returned) {
        assert.ok(outcome?.status === 'linked');
        assert.deepEqual([outcome.added, outcome.verified, outcome.via], [[], false, 'return']);
      } else {
        assert.ok(outcome?.status === 'cancelled');
        assert.equal(outcome.verified, false);
      }
    }
  });

  it('honours a return after a cancel, once, as late (F28)', async () => {
    const at = await opened();
    at.report(vanished);
    await at.clock.advance(2500);
    at.vendors = [tesla];
    at.report(returned);
    at.report(returned);
    await at.clock.advance(60_000);
    assert.deepEqual(
      at.outcomes.map((outcome) => [outcome.status, outcome.status === 'linked' && outcome.late]),
      [
        ['cancelled', false],
        ['linked', true],
      ],
    );
    assert.equal(at.attempt.state.name, 'linked');
    assert.equal(at.attempt.listening, false);
    assert.equal((await at.attempt.outcome).status, 'cancelled');
  });

  it('honours a late return whose vendors cannot be read, unverified (F28)', async () => {
    const at = await opened();
    at.report(vanished);
    await at.clock.advance(2500);
    at.vendors = new Error('down');
    at.report(returned);
    await at.clock.advance(60_000);
    const [, late, ...more] = at.outcomes;
    assert.ok(late?.status === 'linked');
    assert.deepEqual([late.late, late.verified, late.added], [true, false, []]);
    assert.deepEqual(more, []);
  });

  it('says nothing more when a late return brings an error', async () => {
    const at = await opened();
    at.report(vanished);
    await at.clock.advance(2500);
    at.report(exited);
    await at.clock.advance(60_000);
    assert.equal(at.outcomes.length, 1);
    assert.equal(at.attempt.state.name, 'cancelled');
  });

  it('gives up no window that may still be there while the user is elsewhere (F18, F28)', async () => {
    const at = await opened();
    at.clock.focused = false;
    at.report(vanished);
    await at.clock.advance(600_000);
    assert.equal(at.attempt.state.name, 'detached');
    assert.equal(at.outcomes.length, 0);
    at.vendors = [tesla];
    at.report(returned);
    await settle();
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('looks at the user endpoint when the user comes back to a detached attempt (F36)', async () => {
    const at = await opened();
    at.clock.focused = false;
    at.report(vanished);
    await at.clock.advance(2500);
    at.report({ type: 'revisited' });
    await settle();
    assert.equal(at.attempt.state.name, 'detached');
    at.vendors = [tesla];
    at.report({ type: 'revisited' });
    await settle();
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'linked');
    assert.equal(outcome.via, 'verification');
  });

  it('asks once more before a user who gives up gets a cancel', async () => {
    const at = await opened();
    at.clock.focused = false;
    at.report(vanished);
    await at.clock.advance(2500);
    at.attempt.dismiss();
    await settle();
    assert.deepEqual(at.outcomes, [
      { status: 'cancelled', mode: 'popup', reason: 'dismissed', verified: true },
    ]);
  });

  it('hears nothing late after a user who gave up, or who came back with an error', async () => {
    for (const fact of [{ type: 'dismissed' } as const, exited]) {
      const at = await opened();
      at.report(fact);
      await at.clock.advance(10_000);
      assert.equal(at.attempt.listening, false, fact.type);
    }
  });

  it('is leaving the page in a redirect, where others are open', async () => {
    const at = await opened({ mode: 'redirect' });
    assert.equal(at.attempt.state.name, 'leaving');
    assert.deepEqual(
      at.log.filter((line) => line.startsWith('opened')),
      ['opened redirect'],
    );
  });

  it('closes the window after a return, and after a success that it found itself', async () => {
    const closings = (log: readonly string[]) => log.filter((line) => line === 'close').length;
    const back = await opened();
    back.report(exited);
    await settle();
    assert.ok(closings(back.log) > 0, 'after a return');
    const found = await opened();
    found.clock.focused = false;
    found.report(vanished);
    await found.clock.advance(2500);
    assert.equal(closings(found.log), 0, 'while nobody knows');
    found.vendors = [tesla];
    found.report({ type: 'revisited' });
    await settle();
    assert.equal(found.outcomes[0]?.status, 'linked');
    assert.ok(closings(found.log) > 0, 'after a success');
  });

  it('leaves a window alone that may still be there after a cancel (F28)', async () => {
    const at = await opened();
    at.report(vanished);
    await at.clock.advance(2500);
    assert.equal(at.outcomes[0]?.status, 'cancelled');
    assert.ok(!at.log.includes('close'));
  });

  it('brings its window to the front, and counts that as a visit', async () => {
    const at = await opened();
    at.clock.focused = false;
    at.report(vanished);
    await at.clock.advance(2500);
    at.vendors = [tesla];
    at.attempt.focus();
    await settle();
    assert.ok(at.log.includes('focus'));
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('reads a detached attempt’s vendors once a visit, and not in between', async () => {
    const at = await opened();
    at.clock.focused = false;
    at.report(vanished);
    await at.clock.advance(2500);
    const reads = () => at.log.filter((line) => line === 'user').length;
    const before = reads();
    at.report(vanished);
    await settle();
    assert.equal(reads(), before);
    at.report({ type: 'revisited' });
    await settle();
    assert.equal(reads(), before + 1);
  });

  it('hands the vendors before on to an attempt that takes its place', async () => {
    const at = rig();
    at.vendors = [zaptec];
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    assert.deepEqual(at.attempt.baseline.before?.vendors, [zaptec]);
  });

  it('opens no window where a listener ends it as it begins', async () => {
    const log: string[] = [];
    const at = rig();
    const { log: real } = at;
    real.push = (...lines: string[]) => {
      if (lines.includes('state requesting')) at.attempt.cancel();
      return log.push(...lines);
    };
    at.attempt.start();
    await settle();
    assert.ok(!log.includes('window'));
    assert.equal((await at.attempt.outcome).status, 'cancelled');
  });

  it('names neither the browser nor the network for what was thrown without a code (F77)', async () => {
    const thrown = new TypeError('no');
    const blocked = rig({ blocked: thrown });
    blocked.attempt.start();
    const first = await blocked.attempt.outcome;
    assert.ok(first.status === 'failed');
    assert.deepEqual([first.error.code, first.error.cause], ['misconfigured', thrown]);
    const silent = await opened();
    silent.vendors = new TypeError('no');
    silent.report(returned);
    await silent.clock.advance(10_000);
    const [second] = silent.outcomes;
    assert.equal(second?.status === 'failed' && second.error.code, 'confirm-failed');
  });

  it('never calls what nobody foresaw a failure of the network (F92)', async () => {
    const cause = new TypeError('x is not a function');
    const early = rig();
    early.attempt.start();
    early.answer(cause);
    const first = await early.attempt.outcome;
    assert.ok(first.status === 'failed');
    assert.deepEqual([first.error.code, first.error.cause], ['misconfigured', cause]);
    assert.match(first.error.message, /^An unexpected error/);
    // Link UI was shown: something may have been linked.
    const late = await opened();
    late.clock.hasFocus = () => {
      throw cause;
    };
    late.report(vanished);
    await late.clock.advance(10_000);
    const [second] = late.outcomes;
    assert.ok(second?.status === 'failed');
    assert.deepEqual([second.error.code, second.error.cause], ['confirm-failed', cause]);
  });

  it('is aborted at every state, closes its window, and hears nothing more', async () => {
    const stages: ((at: Awaited<ReturnType<typeof opened>>) => Promise<void>)[] = [
      () => Promise.resolve(),
      async (at) => {
        at.answer('https://link.enode.com/x');
        await settle();
      },
      async (at) => {
        at.answer('https://link.enode.com/x');
        await settle();
        at.report(vanished);
        await at.clock.advance(1000);
      },
      async (at) => {
        at.answer('https://link.enode.com/x');
        await settle();
        at.report(returned);
        await at.clock.advance(2000);
      },
      async (at) => {
        at.clock.focused = false;
        at.answer('https://link.enode.com/x');
        await settle();
        at.report(vanished);
        await at.clock.advance(5000);
      },
    ];
    for (const reach of stages) {
      const at = rig();
      at.attempt.start();
      await reach(at);
      at.attempt.cancel();
      assert.equal(at.outcomes.length, 1, 'the cancel is dispatched before cancel() returns');
      await settle();
      assert.equal(at.clock.sleeping, 0, 'no wait goes on');
      const reads = at.log.filter((line) => line === 'user').length;
      at.vendors = [tesla];
      at.report(returned);
      await at.clock.advance(60_000);
      assert.deepEqual(at.outcomes, [
        { status: 'cancelled', mode: 'popup', reason: 'aborted', verified: false },
      ]);
      assert.ok(at.log.includes('close'));
      assert.equal(at.log.filter((line) => line === 'user').length, reads, 'no reading follows');
    }
  });

  it('believes a return that comes while a closed window is looked into (F22)', async () => {
    const at = await opened();
    at.report(vanished);
    await at.clock.advance(2499);
    at.clock.focused = true;
    const reading = at.clock.advance(1);
    at.report(returned);
    await reading;
    await at.clock.advance(10_000);
    assert.deepEqual(
      at.outcomes.map((outcome) => outcome.status),
      ['linked'],
    );
  });

  it('counts what an attempt linked whose place it takes (F34)', async () => {
    const at = rig({ before: { vendors: [] } });
    at.vendors = [tesla];
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    at.report(vanished);
    await at.clock.advance(2500);
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('is taken up on the page where the user lands, and reads what was linked', async () => {
    const at = rig({ before: { vendors: [] } });
    at.vendors = [tesla];
    at.attempt.resume({ type: 'returned', linkReturn: {} }, true);
    const outcome = await at.attempt.outcome;
    assert.ok(outcome.status === 'linked');
    assert.deepEqual([outcome.added, outcome.via], [[tesla], 'return']);
    assert.ok(!at.log.includes('session'), 'nothing is asked for again');
    assert.ok(at.log.includes('state leaving'));
  });

  it('is cancelled where the user came back without a return and nothing was linked', async () => {
    const at = rig({ before: { vendors: [tesla] } });
    at.vendors = [tesla];
    at.attempt.resume({ type: 'gone', reason: 'dismissed' }, true);
    assert.deepEqual(await at.attempt.outcome, {
      status: 'cancelled',
      mode: 'popup',
      reason: 'dismissed',
      verified: true,
    });
  });

  it('is detached where its page was loaded anew, and still hears the return', async () => {
    const at = rig({ before: { vendors: [] } });
    at.attempt.resume(undefined, true);
    await settle();
    assert.equal(at.attempt.state.name, 'detached');
    at.vendors = [tesla];
    at.report(returned);
    await settle();
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('finds nothing by itself after a reload where the user may be another, but still hears the return (F76)', async () => {
    const at = rig({ before: { vendors: [] } });
    at.vendors = [zaptec];
    at.attempt.resume(undefined, false);
    await settle();
    at.report({ type: 'revisited' });
    await settle();
    assert.equal(at.attempt.state.name, 'detached');
    at.vendors = [zaptec, tesla];
    at.report(returned);
    await settle();
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'linked');
    assert.deepEqual([outcome.via, outcome.added, outcome.verified], ['return', [], false]);
  });

  it('succeeds after a reload without a return if the endpoint says that the user is the same (F36, F76)', async () => {
    for (const [user, status] of [
      ['first', 'linked'],
      ['second', 'cancelled'],
      [undefined, 'cancelled'],
    ] as const) {
      const at = rig({ before: { vendors: [], user: 'first' } });
      at.user = user;
      at.vendors = [tesla];
      at.attempt.resume({ type: 'gone', reason: 'dismissed' }, false);
      const outcome = await at.attempt.outcome;
      assert.equal(outcome.status, status);
      if (outcome.status === 'cancelled') assert.equal(outcome.verified, false);
    }
  });

  it('goes on in another surface with a session of its own', async () => {
    const at = await opened();
    const shown: string[] = [];
    const nothing = (): void => undefined;
    at.report({
      type: 'moved',
      surface: {
        show: (url) => shown.push(url),
        fail: nothing,
        focus: nothing,
        close: nothing,
      },
    });
    await settle();
    assert.deepEqual(shown, ['https://link.enode.com/x']);
    assert.equal(at.log.filter((line) => line === 'session').length, 2);
    assert.equal(at.log.filter((line) => line.startsWith('opened')).length, 1);
    at.vendors = [tesla];
    at.report(returned);
    await settle();
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('fails with the reason when the browser refuses the surface', async () => {
    const at = await opened();
    at.report({ type: 'refused', error: new LinkError('frame-refused') });
    const outcome = await at.attempt.outcome;
    assert.equal(outcome.status === 'failed' && outcome.error.code, 'frame-refused');
  });

  it('never rejects, whatever is thrown', async () => {
    const at = rig();
    at.attempt.start();
    at.answer(new TypeError('unexpected'));
    const outcome = await at.attempt.outcome;
    assert.ok(outcome.status === 'failed');
    assert.ok(outcome.error instanceof LinkError);
  });
});
