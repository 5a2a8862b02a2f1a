/** The events that the emulator's webhooks deliver: when, in which order, and in which shape. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EVENTS } from '../../src/emulator/schema/events.js';
import { VENDOR_TYPES } from '../../src/emulator/state/catalogue.js';
import { until } from '../support/drivers/until.js';
import { emulate, play, TESLA } from './emulator-fixture.js';
import { receiveWebhooks } from './webhook-receiver.js';

const ajv = new Ajv2020({ allErrors: true });

let fixture: Awaited<ReturnType<typeof emulate>>;
let receiver: Awaited<ReturnType<typeof receiveWebhooks>>;
const seen = new Set<string>();

before(async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  [fixture, receiver] = await Promise.all([emulate(), receiveWebhooks()]);
});
after(async () => {
  mock.timers.reset();
  await fixture.emulator.close();
  receiver.close();
});
beforeEach(async () => {
  receiver.reset();
  await subscribe();
});
afterEach(async () => {
  for (const event of events()) {
    const schema = EVENTS.get(event.event);
    assert.ok(schema, `${event.event} has no schema`);
    assert.ok(ajv.validate(schema, event), `${event.event}: ${ajv.errorsText()}`);
    seen.add(event.event);
  }
  await fixture.emulator.reset();
});

const subscribe = () =>
  fixture.call('POST', '/webhooks', { url: `${receiver.url}/hook`, secret: 'a secret' });
const events = () => receiver.received.flatMap((delivery) => delivery.events);
const names = () => receiver.names();
const addDevice = async (device: object) => {
  const { status, body } = await fixture.call('POST', '/emulator/users/anna/devices', device);
  assert.equal(status, 201, JSON.stringify(body));
  return String(body.id);
};
/** Waits for this many events, and returns their names. */
const arrive = async (count: number) => {
  await until(() => names().length >= count, `${count} events, there are ${names().join(', ')}`);
  return names();
};
const send = (body: object) => fixture.call('POST', '/emulator/events', body);

describe('a device', () => {
  for (const vendorType of VENDOR_TYPES) {
    it(`of type ${vendorType} is discovered with its information, and then updated with all`, async () => {
      const id = await addDevice({ vendorType });
      await receiver.comes(`user:${vendorType}:updated`);
      const [first, second] = events();
      const { body } = await fixture.call(
        'GET',
        `/users/anna/${vendorType === 'battery' ? 'batterie' : vendorType}s`,
      );
      const [asset] = body.data as Record<string, unknown>[];
      assert.equal(asset?.id, id);
      assert.equal(first?.event, `user:${vendorType}:discovered`);
      const found = first[vendorType] as Record<string, unknown>;
      assert.deepEqual(found.information, asset.information);
      assert.equal(found.isReachable, null);
      assert.deepEqual(Object.keys(found).sort(), Object.keys(asset).sort());
      assert.deepEqual(second?.[vendorType], asset);
      // Each path that is named differs, and nothing else does.
      const patched = structuredClone(found);
      for (const path of second.updatedFields ?? []) copy(path.split('.'), asset, patched);
      assert.deepEqual(patched, asset);
      assert.deepEqual(first.user, { id: 'anna' });
    });
  }

  it('that was linked is reported like one that appears later, and a relink reports nothing', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    await play(await fixture.linkUrl({}, 'anna'), asset);
    assert.deepEqual(await arrive(2), ['user:vehicle:discovered', 'user:vehicle:updated']);
    await play(await fixture.linkUrl({}, 'anna'), asset);
    await fixture.emulator.invalidate('anna', 'TESLA');
    assert.deepEqual((await arrive(3)).slice(2), ['user:credentials:invalidated']);
    // Credentials that are refused already do not become invalid once more. Events come in order.
    await fixture.emulator.invalidate('anna', 'TESLA');
    await fixture.call('POST', '/emulator/events', { event: 'system:heartbeat' });
    assert.deepEqual((await arrive(4)).slice(3), ['system:heartbeat']);
  });

  it('is updated when its user links it again and grants more', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    await play(await fixture.linkUrl({ scopes: ['vehicle:read:data'] }, 'anna'), asset);
    await arrive(2);
    await play(await fixture.linkUrl({}, 'anna'), asset);
    assert.deepEqual((await arrive(3)).slice(2), ['user:vehicle:updated']);
    const updated = events()[2];
    assert.ok(updated?.updatedFields);
    assert.ok(updated.updatedFields.includes('location.latitude'), String(updated.updatedFields));
    assert.ok(updated.updatedFields.includes('capabilities.location.isCapable'));
    const { location } = updated.vehicle as { readonly location: Record<string, unknown> };
    assert.equal(typeof location.latitude, 'number');
  });

  it('is updated when its battery level or its reachability changes, with the names of the fields', async () => {
    const id = await addDevice({ vendorType: 'battery' });
    await receiver.comes('user:battery:updated');
    const patch = (change: object) => fixture.call('PATCH', `/emulator/assets/${id}`, change);
    await fixture.call('PATCH', `/emulator/assets/${id}`, { batteryLevel: 12 });
    await until(
      () => events().filter(({ event }) => event === 'user:battery:updated')[1],
      'the level',
    );
    const level = events().at(-1);
    assert.ok(level);
    assert.ok(level.updatedFields?.includes('chargeState.batteryLevel'));
    const { chargeState } = level.battery as { chargeState: { batteryLevel: number } };
    assert.equal(chargeState.batteryLevel, 12);
    const before = names().length;
    await patch({ isReachable: false });
    await arrive(before + 1);
    assert.deepEqual(events().at(-1)?.updatedFields, ['isReachable']);
    assert.equal((events().at(-1)?.battery as { isReachable: boolean }).isReachable, false);
    await patch({ isReachable: false });
    await fixture.call('DELETE', `/emulator/assets/${id}`);
    await receiver.comes('user:battery:deleted');
    assert.equal(names()[before + 1], 'user:battery:deleted', 'what changes nothing is no event');
  });

  it('is deleted with its vendor or its user', async () => {
    await addDevice({ vendorType: 'vehicle' });
    await addDevice({ vendorType: 'charger' });
    await arrive(4);
    await fixture.call('DELETE', '/users/anna/vendors/TESLA/vehicle');
    await fixture.call('DELETE', '/users/anna');
    assert.deepEqual((await arrive(6)).slice(4), ['user:vehicle:deleted', 'user:charger:deleted']);
  });
});

describe('a home energy system', () => {
  const systems = () => names().filter((name) => name.startsWith('user:hem-system:'));
  const part = (vendorType: string) => addDevice({ vendorType, vendor: 'SMA' });

  it('is discovered with its first part, updated with each other, and deleted with the last', async () => {
    const inverter = await part('inverter');
    const battery = await part('battery');
    await receiver.comes('user:hem-system:updated');
    assert.deepEqual(systems(), ['user:hem-system:discovered', 'user:hem-system:updated']);
    const { body } = await fixture.call('GET', '/users/anna/hem-systems');
    const updated = await receiver.comes('user:hem-system:updated');
    assert.deepEqual([updated.hemSystem], body.data);
    await fixture.call('DELETE', `/emulator/assets/${inverter}`);
    await fixture.call('DELETE', `/emulator/assets/${battery}`);
    await receiver.comes('user:hem-system:deleted');
    assert.deepEqual(systems().slice(2), ['user:hem-system:updated', 'user:hem-system:deleted']);
  });

  it('is deleted once if all parts go at a time, and discovered again after a reset', async () => {
    await part('inverter');
    await part('meter');
    await fixture.call('DELETE', '/users/anna');
    await receiver.comes('user:hem-system:deleted');
    await receiver.comes('user:meter:deleted');
    assert.equal(systems().filter((name) => name.endsWith('deleted')).length, 1);
    await part('meter');
    await fixture.emulator.reset();
    receiver.reset();
    await subscribe();
    await part('meter');
    await receiver.comes('user:hem-system:discovered');
    assert.deepEqual(systems(), ['user:hem-system:discovered']);
  });
});

describe('statistics and smart charging', () => {
  it('have an event for an inverter as it is discovered, and on demand', async () => {
    const inverter = await addDevice({ vendorType: 'inverter' });
    await receiver.comes('user:inverter:statistics-updated');
    const vehicle = await addDevice({ vendorType: 'vehicle' });
    for (const [event, assetId] of [
      ['user:inverter:statistics-updated', inverter],
      ['user:vehicle:smart-charging-status-updated', vehicle],
    ] as const) {
      assert.deepEqual((await send({ event, assetId })).body, { event, webhooks: 1 });
    }
    await receiver.comes('user:vehicle:smart-charging-status-updated');
    const count = names().filter((name) => name === 'user:inverter:statistics-updated').length;
    assert.equal(count, 2);
  });

  it('have none for an asset of another type, or without one', async () => {
    const assetId = await addDevice({ vendorType: 'charger' });
    const event = 'user:inverter:statistics-updated';
    assert.equal((await send({ event, assetId })).status, 404);
    assert.equal((await send({ event, assetId: 'unknown' })).status, 404);
    for (const body of [{ event }, { event: 'user:charger:updated', assetId }, {}, []]) {
      assert.equal((await send(body)).status, 400, JSON.stringify(body));
    }
  });
});

describe('the heartbeat', () => {
  it('comes once a minute, and on demand, with the number of events that wait', async () => {
    mock.timers.tick(59_999);
    assert.deepEqual(names(), []);
    mock.timers.tick(1);
    assert.deepEqual(await arrive(1), ['system:heartbeat']);
    assert.equal(events()[0]?.pendingEvents, 0);
    // A host that is down: the heartbeat waits with the others, and there is only one.
    receiver.answers = ['hang'];
    await addDevice({ vendorType: 'vehicle' });
    await arrive(3);
    assert.deepEqual((await send({ event: 'system:heartbeat' })).body.webhooks, 1);
    assert.deepEqual((await send({ event: 'system:heartbeat' })).body.webhooks, 0);
    receiver.answers = [200];
    receiver.cut();
    await arrive(6);
    assert.deepEqual([events()[5]?.event, events()[5]?.pendingEvents], ['system:heartbeat', 2]);
  });
});

it('every event that has a schema was sent here', async () => {
  const { body } = await fixture.call('GET', '/webhooks');
  const [{ id } = { id: '' }] = body.data as { id: string }[];
  await fixture.call('POST', `/webhooks/${id}/test`);
  seen.add(events()[0]?.event ?? '');
  for (const type of VENDOR_TYPES) {
    const assetId = await addDevice({ vendorType: type });
    await fixture.call('DELETE', `/emulator/assets/${assetId}`);
    seen.add((await receiver.comes(`user:${type}:deleted`)).event);
  }
  assert.deepEqual([...seen].sort(), [...EVENTS.keys()].sort());
});

/** Copies the value at a path. */
function copy(path: readonly string[], from: unknown, to: unknown): void {
  const [key = '', ...rest] = path;
  const [source, target] = [from, to] as [Record<string, unknown>, Record<string, unknown>];
  if (rest.length === 0) {
    assert.notDeepEqual(target[key], source[key], path.join('.'));
    target[key] = source[key];
  } else copy(rest, source[key], target[key]);
}
