/** The queue of a webhook: order, repetition and bounds, with a host that a property test plays. */
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import fc from 'fast-check';
import { BATCH, DeliveryQueue, RETRY_MS } from '../../src/emulator/state/delivery-queue.js';
import type { Delivery } from '../../src/emulator/state/delivery-queue.js';
import { propertyRuns } from '../support/property-runs.js';

interface Made {
  readonly delivery: Delivery;
  readonly attempt: number;
  readonly isAccepted: boolean;
}

/** A queue whose host answers as it is told to. */
function play() {
  let time = 0;
  let count = 0;
  const made: Made[] = [];
  let gaveUp = 0;
  const host = { accepts: () => true };
  const queue = new DeliveryQueue({
    now: () => time,
    async attempt(delivery, attempt) {
      await nextTurn();
      const isAccepted = host.accepts();
      made.push({ delivery, attempt, isAccepted });
      return isAccepted;
    },
    gaveUp: () => gaveUp++,
  });
  return {
    ...{ queue, made, host },
    add: (many = 1) => {
      for (let index = 0; index < many; index++) {
        queue.add({ event: `event:${count++}`, createdAt: '', version: '' });
      }
    },
    advance: (ms: number) => {
      time += ms;
      queue.clockMoved();
    },
    gaveUp: () => gaveUp,
    /** Lets everything happen that does not wait for a timer. */
    settle: async () => {
      for (let turn = 0; turn < 6; turn++) await nextTurn();
    },
    accepted: () =>
      made.flatMap(({ delivery, isAccepted }) =>
        isAccepted ? delivery.events.map(({ event }) => event) : [],
      ),
    added: () => Array.from({ length: count }, (_, index) => `event:${index}`),
  };
}

// No pause ends by itself: a slow machine changes nothing.
beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

describe('the queue of a webhook', () => {
  it('delivers each event once and in order, whatever fails, and repeats the same delivery', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ add: fc.integer({ min: 1, max: 2 * BATCH + 1 }) }),
            fc.record({ retry: fc.boolean() }),
          ),
          { maxLength: 12 },
        ),
        fc.infiniteStream(fc.boolean()),
        async (steps, answers) => {
          const { queue, made, host, settle, add, accepted, added } = play();
          host.accepts = () => answers.next().value;
          for (const step of steps) {
            if ('add' in step) add(step.add);
            else if (step.retry) queue.retry();
            else await settle();
          }
          host.accepts = () => true;
          while (queue.pending > 0) {
            queue.retry();
            await settle();
          }
          assert.deepEqual(accepted(), added());
          for (const [index, { delivery, attempt, isAccepted }] of made.entries()) {
            assert.ok(delivery.events.length <= BATCH);
            const next = made[index + 1];
            // The same id, the same bytes, and a count of its own.
            if (!isAccepted) assert.equal(next?.delivery, delivery);
            if (!isAccepted) assert.equal(next?.attempt, attempt + 1);
            else assert.notEqual(next?.delivery.id, delivery.id);
          }
        },
      ),
      { numRuns: propertyRuns(200) },
    ));

  it('waits longer after each failure, by the clock that a fault can move', async () => {
    const { made, host, settle, add, advance } = play();
    host.accepts = () => false;
    add();
    await settle();
    for (const pause of [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      const before = made.length;
      advance(pause - 1);
      await settle();
      assert.equal(made.length, before, `${pause} ms are not over`);
      advance(1);
      await settle();
      assert.equal(made.length, before + 1, `${pause} ms are over`);
    }
  });

  it('makes the next attempt when the pause is over, if the clock stands still too', async () => {
    const { made, host, settle, add } = play();
    host.accepts = () => false;
    add();
    await settle();
    mock.timers.tick(499);
    await settle();
    assert.equal(made.length, 1);
    mock.timers.tick(1);
    await settle();
    assert.equal(made.length, 2);
  });

  it('gives up after 24 hours, drops what waits, and is never heard of again', async () => {
    const { queue, made, host, settle, add, advance, gaveUp } = play();
    host.accepts = () => false;
    add();
    await settle();
    add(3);
    assert.equal(queue.pending, 4);
    advance(RETRY_MS - 1);
    await settle();
    assert.deepEqual([made.length, gaveUp()], [2, 0]);
    advance(60_000);
    await settle();
    assert.deepEqual([made.length, gaveUp(), queue.pending], [3, 1, 0]);
    advance(RETRY_MS);
    await settle();
    assert.equal(made.length, 3);
  });

  it('keeps the newest events if too many wait', async () => {
    const { queue, host, settle, add, accepted, added } = play();
    host.accepts = () => false;
    add();
    await settle();
    add(5000);
    const waiting = (): number => queue.pending;
    assert.equal(waiting(), 2001);
    host.accepts = () => true;
    queue.retry();
    while (waiting() > 0) await settle();
    assert.deepEqual(accepted(), ['event:0', ...added().slice(-2000)]);
  });
});
