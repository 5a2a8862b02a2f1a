/**
 * The devices of an attempt: as evidence of a link, and how long an attempt waits for them after a
 * success.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LinkError } from '../../src/errors.js';
import type { LinkedDevice } from '../../src/schema.js';
import { propertyRuns } from '../support/property-runs.js';
import { model3, opened, rig, settle, tesla, type Rig } from './fake-ports.js';

const wallbox: LinkedDevice = { ...model3, id: 'wallbox', vendor: 'WALLBOX', name: 'Pulsar Plus' };
const returned = { type: 'returned', linkReturn: {} } as const;
const exited = { type: 'returned', linkReturn: { error: 'left' } } as const;
const vanished = { type: 'vanished' } as const;

const readings = ({ log }: Rig): number => log.filter((line) => line === 'devices').length;

/** An attempt whose link has just succeeded, with the vendor as proof and no device yet. */
async function linked(options: Parameters<typeof rig>[0] = {}): Promise<Rig> {
  const at = await opened({ hasDevices: true, ...options });
  at.vendors = [tesla];
  at.report(returned);
  await settle();
  assert.equal(at.attempt.state.name, 'linked');
  return at;
}

describe('the devices after a success', () => {
  it('are reported once, after the success, if they are there at once', async () => {
    const at = await opened({ hasDevices: true });
    at.vendors = [tesla];
    at.devices = [model3];
    at.report(returned);
    await at.clock.advance(60_000);
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: ['model-3'] }]);
    assert.equal(at.outcomes.length, 1);
    assert.equal(at.clock.sleeping, 0, 'nothing waits any more');
  });

  it('are those that were not there before', async () => {
    const at = rig({ hasDevices: true });
    at.devices = [wallbox];
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    at.vendors = [tesla];
    at.devices = [wallbox, model3];
    at.report(returned);
    await settle();
    assert.deepEqual(at.found, [{ devices: ['wallbox', 'model-3'], added: ['model-3'] }]);
  });

  it('are awaited, and the success is not', async () => {
    const at = await linked();
    assert.deepEqual(at.found, []);
    await at.clock.advance(9000);
    at.devices = [model3];
    await at.clock.advance(8000);
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: ['model-3'] }]);
  });

  it('are read ever less often, and for the last time after 30 seconds', async () => {
    const at = await linked();
    await at.clock.advance(0);
    const times: number[] = [];
    const begun = at.clock.now;
    let known = readings(at);
    for (let waited = 0; waited <= 31_000; waited += 500) {
      if (readings(at) > known) times.push(at.clock.now - begun);
      known = readings(at);
      await at.clock.advance(500);
    }
    assert.deepEqual(times, [1000, 3000, 7000, 15_000, 30_000]);
    assert.deepEqual(at.found, [{ devices: [], added: [] }]);
  });

  it('may come at the last moment', async () => {
    const at = await linked();
    await at.clock.advance(29_000);
    at.devices = [model3];
    await at.clock.advance(1000);
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: ['model-3'] }]);
  });

  it('are not read while the page is hidden, and are awaited on when it is back', async () => {
    const at = await linked();
    await at.clock.advance(2000);
    at.clock.hidden = true;
    const before = readings(at);
    at.devices = [model3];
    await at.clock.advance(3_600_000);
    assert.equal(readings(at), before);
    at.clock.hidden = false;
    await at.clock.advance(1000);
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: ['model-3'] }]);
  });

  it('are not reported if the endpoint could never be read', async () => {
    const at = await opened({ hasDevices: true });
    at.vendors = [tesla];
    at.devices = new LinkError('session-unavailable');
    at.report(returned);
    await at.clock.advance(60_000);
    assert.equal(at.outcomes[0]?.status, 'linked');
    assert.deepEqual(at.found, []);
    assert.equal(at.clock.sleeping, 0);
  });

  it('are reported as last read if the endpoint fails later', async () => {
    const at = await linked();
    at.devices = new LinkError('session-unavailable');
    await at.clock.advance(60_000);
    assert.deepEqual(at.found, [{ devices: [], added: [] }]);
  });

  it('are not called new if nobody knows what was there before', async () => {
    const at = rig({ hasDevices: true });
    at.devices = new LinkError('session-unavailable');
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    at.vendors = [tesla];
    at.devices = [wallbox, model3];
    at.report(returned);
    await settle();
    assert.deepEqual(at.found, [{ devices: ['wallbox', 'model-3'], added: [] }]);
  });

  it('are new if none was there when the user came back, whatever was unknown before', async () => {
    const at = rig({ hasDevices: true });
    at.devices = new LinkError('session-unavailable');
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    at.vendors = [tesla];
    at.devices = [];
    at.report(returned);
    await settle();
    at.devices = [model3];
    await at.clock.advance(1000);
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: ['model-3'] }]);
  });

  it('are not compared with those of another user (F76)', async () => {
    const at = rig({ hasDevices: true });
    at.user = 'first';
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    at.user = 'second';
    at.vendors = [tesla];
    at.devices = [model3];
    at.report(returned);
    await settle();
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: [] }]);
  });

  it('come after a late success too', async () => {
    const at = await opened({ hasDevices: true });
    at.report(vanished);
    await at.clock.advance(2500);
    assert.equal(at.attempt.state.name, 'cancelled');
    assert.deepEqual(at.found, []);
    at.vendors = [tesla];
    at.devices = [model3];
    at.report(returned);
    await settle();
    assert.deepEqual(
      at.outcomes.map(({ status }) => status),
      ['cancelled', 'linked'],
    );
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: ['model-3'] }]);
  });

  it('come after the return of a page that was left, with the ids that it kept', async () => {
    const at = rig({ hasDevices: true, before: { vendors: [] }, devicesBefore: ['wallbox'] });
    at.vendors = [tesla];
    at.devices = [wallbox, model3];
    at.attempt.resume(returned, true);
    await settle();
    assert.deepEqual(at.found, [{ devices: ['wallbox', 'model-3'], added: ['model-3'] }]);
  });

  it('are awaited no more when the attempt is ended, but on after a cancel, which comes too late', async () => {
    const cancelled = await linked();
    cancelled.attempt.cancel();
    cancelled.devices = [model3];
    await cancelled.clock.advance(1000);
    assert.equal(cancelled.found.length, 1);

    const ended = await linked();
    ended.attempt.end();
    const before = readings(ended);
    ended.devices = [model3];
    await ended.clock.advance(60_000);
    assert.equal(readings(ended), before);
    assert.deepEqual(ended.found, []);
    assert.equal(ended.clock.sleeping, 0);
  });

  it('do not come without a devices endpoint', async () => {
    const at = await linked({ hasDevices: false });
    await at.clock.advance(60_000);
    assert.deepEqual(at.found, []);
    assert.equal(readings(at), 0);
  });
});

describe('a device as evidence', () => {
  it('turns a closed window into a success', async () => {
    const at = await opened({ hasDevices: true });
    at.devices = [model3];
    at.report(vanished);
    await at.clock.advance(2500);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'linked');
    assert.equal(outcome.via, 'verification');
    assert.deepEqual(outcome.added, []);
    assert.deepEqual(at.found, [{ devices: ['model-3'], added: ['model-3'] }]);
  });

  it('is waited for if its endpoint is slower than the user endpoint', async () => {
    const at = await opened({ hasDevices: true });
    let answer: (devices: LinkedDevice[]) => void = () => undefined;
    at.devices = new Promise((resolve) => (answer = resolve));
    at.report(vanished);
    await at.clock.advance(3000);
    assert.ok(!at.log.some((line) => line.startsWith('settled')));
    answer([model3]);
    await settle();
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('turns an error of Link UI into a success', async () => {
    const at = await opened({ hasDevices: true });
    at.vendors = [tesla];
    at.devices = [model3];
    at.report(exited);
    await settle();
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('counts where the user endpoint cannot be read, or is missing', async () => {
    for (const options of [{ verifies: true }, { verifies: false }]) {
      const at = await opened({ hasDevices: true, ...options });
      at.vendors = new LinkError('confirm-failed');
      at.devices = [model3];
      at.report(vanished);
      await at.clock.advance(2500);
      const [outcome] = at.outcomes;
      assert.ok(outcome?.status === 'linked');
      assert.equal(outcome.verified, false);
      assert.equal(outcome.linkedVendors, null);
    }
  });

  it('does not replace the user endpoint: an attempt that cannot read it fails', async () => {
    const at = await opened({ hasDevices: true });
    at.vendors = new LinkError('confirm-failed');
    at.report(vanished);
    await at.clock.advance(2500);
    const [outcome] = at.outcomes;
    assert.equal(outcome?.status === 'failed' && outcome.error.code, 'confirm-failed');
  });

  it('does not make a completed return wait for a slow or failing endpoint', async () => {
    const at = await opened({ hasDevices: true });
    at.vendors = [tesla];
    at.devices = new LinkError('session-timeout');
    at.report(returned);
    await settle();
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('ends the tries to confirm a return', async () => {
    const at = await opened({ hasDevices: true, before: { vendors: [tesla] } });
    at.vendors = [tesla];
    at.report(returned);
    await at.clock.advance(1499);
    assert.equal(at.outcomes.length, 0);
    at.devices = [model3];
    await at.clock.advance(1);
    assert.equal(at.outcomes[0]?.status, 'linked');
  });

  it('is not the device that was read before Link UI was shown', async () => {
    const at = await opened({ hasDevices: true });
    at.report(vanished);
    await at.clock.advance(2500);
    const [outcome] = at.outcomes;
    assert.ok(outcome?.status === 'cancelled');
    assert.equal(outcome.verified, true);
    await at.clock.advance(60_000);
    assert.deepEqual(at.found, []);
  });

  it('is kept for the page that resumes the attempt, and for an attempt that takes its place', async () => {
    const at = rig({ hasDevices: true });
    at.devices = [wallbox];
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await settle();
    assert.deepEqual(at.attempt.baseline.devicesBefore, ['wallbox']);
  });
});

/** One thing that happens to an attempt, and how long after the one before, in milliseconds. */
const happening = fc.tuple(
  fc.oneof(
    fc.constantFrom(returned, exited, vanished),
    fc.constantFrom('hide', 'show', 'blur', 'focus', 'break', 'mend'),
    fc.constantFrom<LinkedDevice>(model3, wallbox),
    fc.constant(tesla),
  ),
  fc.constantFrom(0, 1, 700, 2500, 16_000, 40_000),
);

describe('what the element is told of the endpoints', () => {
  it('is never replaced by the answer to an earlier question', async () => {
    const at = rig({ hasDevices: true });
    let answer: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    at.vendors = slow.then(() => []);
    at.devices = slow.then(() => []);
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await at.clock.advance(3000);
    assert.equal(at.attempt.state.name, 'open');
    at.vendors = [tesla];
    at.devices = [model3];
    at.report(returned);
    await at.clock.advance(1000);
    assert.equal(at.attempt.state.name, 'linked');
    answer?.();
    await settle();
    assert.deepEqual(at.told, { vendors: [tesla], devices: [model3] });
  });

  it('is a late answer all the same if there is no newer one', async () => {
    const at = rig({ hasDevices: true });
    let answer: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    at.vendors = slow.then(() => [tesla]);
    at.devices = slow.then(() => [model3]);
    at.attempt.start();
    at.answer('https://link.enode.com/x');
    await at.clock.advance(3000);
    answer?.();
    await settle();
    assert.deepEqual(at.told, { vendors: [tesla], devices: [model3] });
  });
});

describe('the devices, whatever happens', () => {
  it('come once and after the success, never after another outcome, and nothing waits on', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 15, size: 'max' }),
        fc.subarray([model3, wallbox]),
        async (events, before) => {
          const at = rig({ hasDevices: true });
          at.devices = before;
          let devices = before;
          at.attempt.start();
          at.answer('https://link.enode.com/x');
          await settle();
          for (const [what, ms] of events) {
            if (what === 'hide' || what === 'show') at.clock.hidden = what === 'hide';
            else if (what === 'blur' || what === 'focus') at.clock.focused = what === 'focus';
            else if (what === 'break') at.devices = new LinkError('session-unavailable');
            else if (what === 'mend') at.devices = devices;
            else if ('type' in what) at.report(what);
            else if ('id' in what) at.devices = devices = [...new Set([...devices, what])];
            else at.vendors = [what];
            await at.clock.advance(ms);
          }
          at.clock.hidden = false;
          at.clock.focused = true;
          await at.clock.advance(60_000);
          const isLinked = at.outcomes.some(({ status }) => status === 'linked');
          if (!isLinked) at.attempt.cancel();
          await at.clock.advance(60_000);
          const settled = at.log.indexOf('settled linked');
          const told = at.log.indexOf('found devices');
          assert.ok(at.found.length <= (isLinked ? 1 : 0));
          if (told >= 0) assert.ok(settled >= 0 && settled < told, 'the success comes first');
          for (const { devices: all, added } of at.found) {
            const old = before.map(({ id }) => id);
            assert.deepEqual(
              added,
              all.filter((id) => !old.includes(id)),
            );
            reached.add(added.length > 0 ? 'new' : 'none');
          }
          const couldRead = !events.some(([what]) => what === 'break');
          if (isLinked && couldRead) assert.equal(at.found.length, 1);
          assert.equal(at.clock.sleeping, 0);
        },
      ),
      { numRuns: propertyRuns(200) },
    );
    assert.deepEqual([...reached].sort(), ['new', 'none'], 'both are put to the test');
  });
});
