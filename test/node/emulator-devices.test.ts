/**
 * Devices of the emulator: what each brand and type reports, by the schema and by sense; and how tests let a
 * device appear, change and disappear.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describeAsset } from '../../src/emulator/api/asset-view.js';
import { Seed } from '../../src/emulator/devices/seed.js';
import { assetSchema } from '../../src/emulator/schema/assets.js';
import { OFFERED_SCOPES, VENDOR_TYPES, VENDORS } from '../../src/emulator/state/catalogue.js';
import type { VendorType } from '../../src/emulator/state/catalogue.js';
import { models } from '../../src/emulator/state/models.js';
import { Users } from '../../src/emulator/state/users.js';
import type { Asset } from '../../src/emulator/state/users.js';
import * as kit from '../../src/testing/index.js';
import { emulate, play, TESLA } from './emulator-fixture.js';

const ajv = new Ajv2020({ allErrors: true });
const validators = new Map(VENDOR_TYPES.map((type) => [type, ajv.compile(assetSchema(type))]));

function assertValid(type: VendorType, value: unknown): void {
  const validate = validators.get(type);
  assert.ok(validate?.(value), `${type}: ${ajv.errorsText(validate?.errors)}`);
}

/** A part of a description, as a record to look into. */
type Part = Record<string, unknown>;
type Described = Record<string, unknown> &
  Record<'information' | 'location' | 'capabilities', Part>;

const describeDevice = (asset: Asset, userId = 'anna') =>
  describeAsset(userId, asset) as unknown as Described;

function deviceOf(vendorType: VendorType, vendor: string, change: Partial<Asset> = {}): Asset {
  return {
    id: `${vendorType}-${vendor}`,
    vendor,
    vendorType,
    name: 'My device',
    model: models(vendorType, vendor)[0] ?? '',
    scopes: OFFERED_SCOPES.filter((scope) => scope.startsWith(`${vendorType}:`)),
    virtualAssetId: `${vendorType}-${vendor}`,
    isReachable: true,
    seenAt: '2025-11-29T08:00:00.000Z',
    ...change,
  };
}

/** A device of this type, of any brand, with any scopes. */
const anyDevice = (type: VendorType) =>
  fc
    .record({
      vendor: fc.oneof(fc.constantFrom(...VENDORS[type]), fc.string({ minLength: 1 })),
      virtualAssetId: fc.uuid(),
      scopes: fc.subarray(OFFERED_SCOPES.filter((scope) => scope.startsWith(`${type}:`))),
      isReachable: fc.boolean(),
      batteryLevel: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    })
    .map(({ vendor, batteryLevel, ...change }) =>
      deviceOf(type, vendor, {
        ...change,
        ...(batteryLevel !== undefined && { batteryLevel }),
      }),
    );

/** Checks a rule for devices of a type. */
function always(type: VendorType, rule: (shown: Described, device: Asset) => void): void {
  fc.assert(
    fc.property(anyDevice(type), (device) => {
      const shown = describeDevice(device);
      assertValid(type, shown);
      rule(shown, device);
    }),
  );
}

describe('the vendors', () => {
  it('are those of docs/enode.md, by type', async () => {
    const document = await readFile(new URL('../../docs/enode.md', import.meta.url), 'utf8');
    for (const type of VENDOR_TYPES) {
      const [, size, listed = ''] =
        new RegExp(`^\\| ${type} \\((\\d+)\\) +\\| (.*?) +\\|$`, 'm').exec(document) ?? [];
      const names = listed === 'the same as battery' ? VENDORS.battery : listed.split(', ');
      assert.deepEqual([...VENDORS[type]].sort(), [...names].sort(), type);
      assert.equal(VENDORS[type].length, Number(size), type);
      assert.equal(new Set(VENDORS[type]).size, VENDORS[type].length, type);
    }
  });

  for (const type of VENDOR_TYPES) {
    it(`have a ${type} each that has every property, with a value of its own`, () => {
      for (const vendor of VENDORS[type]) {
        for (const model of models(type, vendor)) {
          const shown = describeDevice(deviceOf(type, vendor, { model }));
          assertValid(type, shown);
          assert.equal(shown.information.model, model);
          assert.notEqual(shown.information.brand, '');
          const unknown = Object.entries({ ...shown.information, ...shown.location })
            .filter(([name, value]) => value === null && name !== 'id')
            .map(([name]) => name);
          assert.deepEqual(unknown, [], vendor);
        }
      }
    });
  }
});

describe('a device', () => {
  it('is described in the same way each time, and by the names that the user gave', () => {
    for (const type of VENDOR_TYPES) {
      always(type, (shown, device) => {
        assert.deepEqual(describeDevice(device), shown);
        const { displayName = device.name, siteName = device.name } = shown.information;
        assert.deepEqual([displayName, siteName], [device.name, device.name]);
      });
    }
  });

  it('differs from another of the same brand', () => {
    for (const type of VENDOR_TYPES) {
      fc.assert(
        fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 2 }), (ids) => {
          const [one, two] = ids.map((virtualAssetId) =>
            JSON.stringify(describeDevice(deviceOf(type, 'TESLA', { virtualAssetId }))),
          );
          // Heaters have few values that can differ.
          if (type !== 'hvac') assert.notEqual(one, two);
        }),
      );
    }
  });

  it('shows its location only with the scope for it', () => {
    for (const type of ['vehicle', 'inverter', 'battery', 'meter'] as const) {
      always(type, ({ location }, { scopes }) => {
        const isShown = scopes.includes(`${type}:read:location`);
        assert.equal(location.latitude !== null, isShown);
        assert.equal(location.longitude !== null, isShown);
        if (!isShown) assert.equal(location.id, null);
      });
    }
  });

  it('can be controlled only with the scope for it', () => {
    for (const [type, scope, name] of [
      ['vehicle', 'control:charging', 'startCharging'],
      ['charger', 'control:charging', 'setMaxCurrent'],
      ['battery', 'control:operation_mode', 'idle'],
      ['hvac', 'control:mode', 'setPermanentHold'],
    ] as const) {
      always(type, ({ capabilities }, { scopes }) => {
        const { isCapable } = capabilities[name] as { isCapable: boolean };
        assert.equal(isCapable, scopes.includes(`${type}:${scope}`));
      });
    }
  });

  it('that is a car has a valid VIN, and a charge state that agrees with itself', () => {
    always('vehicle', (shown, device) => {
      const { vin, year } = shown.information as { vin: string; year: number };
      assert.equal(checkDigit(vin), vin[8]);
      assert.equal('JKLMNPRS'.indexOf(vin.charAt(9)), year - 2018);
      const state = shown.chargeState as Record<string, number | null> & {
        powerDeliveryState: string;
      };
      if (device.batteryLevel !== undefined) assert.equal(state.batteryLevel, device.batteryLevel);
      const [batteryLevel, batteryCapacity, range, chargeRate, chargeLimit] = [
        'batteryLevel',
        'batteryCapacity',
        'range',
        'chargeRate',
        'chargeLimit',
      ].map((name) => state[name] ?? NaN) as [number, number, number, number, number];
      const stored = (batteryLevel / 100) * batteryCapacity;
      // Whole kilometres.
      const isLikely = range >= stored * 4 - 1 && range <= stored * 7 + 1;
      assert.ok(isLikely, `${range} km from ${stored} kWh`);
      assert.equal(state.isFullyCharged, batteryLevel >= chargeLimit);
      const isCharging = state.powerDeliveryState === 'PLUGGED_IN:CHARGING';
      assert.equal(state.isCharging, isCharging);
      assert.equal(chargeRate > 0, isCharging);
      assert.equal(state.chargeTimeRemaining !== null, isCharging);
      assert.equal(state.isPluggedIn, state.powerDeliveryState !== 'UNPLUGGED');
      if (isCharging) assert.ok((state.chargeTimeRemaining ?? 0) > 0);
    });
  });

  it('that charges cars agrees with itself', () => {
    always('charger', ({ chargeState }) => {
      const state = chargeState as Record<string, number>;
      const isCharging = String(state.powerDeliveryState) === 'PLUGGED_IN:CHARGING';
      assert.equal(state.isCharging, isCharging);
      assert.equal(state.isPluggedIn, String(state.powerDeliveryState) !== 'UNPLUGGED');
      assert.equal((state.chargeRate ?? NaN) > 0, isCharging);
      assert.ok((state.chargeRate ?? NaN) <= (state.maxCurrent ?? NaN) * 0.24);
    });
  });

  it('that stores power neither overflows nor gives more than it may', () => {
    always('battery', ({ chargeState }) => {
      const state = chargeState as Record<string, number>;
      const { batteryLevel = NaN, dischargeLimit = NaN, chargeRate = NaN } = state;
      const status = chargeRate > 0 ? 'CHARGING' : chargeRate < 0 ? 'DISCHARGING' : 'IDLE';
      assert.equal(String(state.status), status);
      if (status === 'CHARGING') assert.ok(batteryLevel < 100);
      if (status === 'DISCHARGING') assert.ok(batteryLevel > dischargeLimit);
    });
  });

  it('that makes power has a production that fits', () => {
    always('inverter', ({ productionState, information }) => {
      const state = productionState as Record<string, number>;
      assert.equal(state.isProducing, (state.productionRate ?? NaN) > 0);
      assert.ok((state.totalLifetimeProduction ?? NaN) > 0);
      assert.ok(Date.parse(String(information.installationDate)) < Date.UTC(2025, 0, 1));
    });
  });

  it('that heats or cools has setpoints in its ranges, and works if the room needs it', () => {
    always('hvac', (shown) => {
      const { capableModes, ...ranges } = shown.capabilities as {
        capableModes: string[];
        heatSetpointRange: { min: number; max: number } | null;
        coolSetpointRange: { min: number; max: number } | null;
      };
      const thermostat = shown.thermostatState as Record<string, number | null>;
      for (const what of ['heat', 'cool'] as const) {
        const [range, setpoint = null] = [
          ranges[`${what}SetpointRange`],
          thermostat[`${what}Setpoint`],
        ];
        assert.equal(setpoint === null, range === null);
        assert.equal(range !== null, capableModes.includes(what.toUpperCase()));
        if (range && setpoint !== null) assert.ok(setpoint >= range.min && setpoint <= range.max);
      }
      assert.ok(capableModes.includes(String(thermostat.mode)));
      const { isActive } = shown.temperatureState as { isActive: boolean };
      assert.equal(isActive, (shown.consumptionRate as number) > 0);
      if (String(thermostat.mode) === 'OFF') assert.equal(isActive, false);
    });
  });
});

describe('a seed', () => {
  it('makes every number between its limits, with both of them', () => {
    const made = Array.from({ length: 500 }, (_, index) =>
      new Seed(`${index}`).number('x', -1, 1, 1),
    );
    assert.deepEqual([Math.min(...made), Math.max(...made)], [-1, 1]);
    assert.ok(made.every((each) => Number.isInteger(each * 10 + 0) || !Number.isNaN(each)));
    assert.equal(new Set(made).size, 21);
  });

  it('makes ids that are UUIDs', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    fc.assert(fc.property(fc.string(), (text) => uuid.test(new Seed(text).uuid('id'))));
  });
});

describe('what happens to devices', () => {
  let time = Date.UTC(2025, 0, 1);
  let events: [what: string, id: string, fields?: readonly string[]][] = [];
  const record = (what: string) => (_: string, asset: Asset, fields?: readonly string[]) => {
    events.push(fields ? [what, asset.id, fields] : [what, asset.id]);
  };
  const usersWith = (...types: VendorType[]) => {
    events = [];
    const users = new Users(() => time, {
      discovered: record('discovered'),
      updated: record('updated'),
      deleted: record('deleted'),
      invalidated: (_, vendor) => events.push(['invalidated', vendor]),
    });
    const assets = types.map((vendorType) => {
      const source = { id: vendorType, vendor: 'TESLA', vendorType, name: 'One', model: 'Two' };
      return users.add('anna', source, OFFERED_SCOPES, { delayMs: 0, isSignedIn: true });
    });
    events = [];
    return { users, ids: assets.map(({ id }) => id) };
  };

  it('names what changed, with what follows from it', () => {
    const { users, ids } = usersWith('vehicle', 'meter');
    const [car = '', meter = ''] = ids;
    const before = users.asset(car)?.asset;
    assert.ok(before);
    time += 1000;
    users.change(car, { batteryLevel: 3 });
    users.change(meter, { isReachable: false });
    const [[, , ofCar = []] = [], ofMeter] = events;
    for (const field of ['lastSeen', 'chargeState.batteryLevel', 'chargeState.range']) {
      assert.ok(ofCar.includes(field), `${field} in ${ofCar.join()}`);
    }
    assert.ok(!ofCar.includes('isReachable') && !ofCar.includes('information.vin'));
    assert.deepEqual(ofMeter, ['updated', meter, ['isReachable']]);
    const now = users.asset(car)?.asset;
    assert.ok(now);
    const [then, since] = [describeDevice(before), describeDevice(now)];
    assert.deepEqual(differing(then, since), [...ofCar].sort());
  });

  it('tells nothing if nothing changed', () => {
    const { users, ids } = usersWith('battery');
    const [battery = ''] = ids;
    users.change(battery, { batteryLevel: 40 });
    events = [];
    time += 1000;
    users.change(battery, { batteryLevel: 40, isReachable: true });
    users.change(battery, {});
    assert.deepEqual(events, []);
    assert.equal(users.change('unknown', { isReachable: false }), undefined);
  });

  it('tells of every device that goes with its user, its vendor or by itself, once', () => {
    for (const remove of [
      (users: Users, ids: string[]) => ids.every((id) => users.remove(id)),
      (users: Users) => users.unlink('anna'),
      (users: Users) => users.unlink('anna', 'TESLA'),
      (users: Users) => users.delete('anna'),
    ]) {
      const { users, ids } = usersWith('vehicle', 'charger', 'hvac');
      assert.equal(remove(users, ids), true);
      assert.deepEqual(
        events,
        ids.map((id) => ['deleted', id]),
      );
      assert.equal(users.remove(ids[0] ?? ''), false);
    }
    const { users, ids } = usersWith('vehicle', 'charger');
    users.unlink('anna', 'TESLA', 'charger');
    assert.deepEqual(events, [['deleted', ids[1]]]);
  });
});

describe('control of devices', () => {
  let time = Date.UTC(2025, 0, 1);
  let fixture: Awaited<ReturnType<typeof emulate>>;
  before(async () => {
    fixture = await emulate({ now: () => time });
  });
  after(() => fixture.emulator.close());
  beforeEach(() => fixture.emulator.reset());

  const add = (body: object, userId = 'u1') =>
    fixture.call('POST', `/emulator/users/${userId}/devices`, body);
  const listOf = async (path: string) =>
    (await fixture.call('GET', path)).body.data as ({ id: string } & Record<string, unknown>)[];

  it('adds a device to a user who is new, with its vendor', async () => {
    const { status, body } = await add({ vendorType: 'charger' });
    assert.equal(status, 201);
    const { id, appearsAt, ...more } = body;
    assert.deepEqual(more, {
      userId: 'u1',
      vendor: 'TESLA',
      vendorType: 'charger',
      name: 'Tesla Wall Connector',
      model: 'Wall Connector',
    });
    assert.equal(appearsAt, new Date(time).toISOString());
    assert.deepEqual(
      (await listOf('/users/u1/chargers')).map((each) => each.id),
      [id],
    );
    assert.deepEqual(await fixture.linkedVendors(), [
      { vendor: 'TESLA', vendorType: 'charger', isValid: true },
    ]);
  });

  it('adds a device to the account that the user linked, and leaves the link as it is', async () => {
    const scopes = ['vehicle:read:data'];
    const asset = await fixture.emulator.createVirtualAsset({ ...TESLA, vendor: 'BMW' });
    await play(await fixture.linkUrl({ scopes }), asset);
    await fixture.emulator.invalidate('u1', 'BMW');
    const { id, vendor } = await fixture.emulator.addDevice('u1', { vendorType: 'vehicle' });
    assert.equal(vendor, 'BMW');
    const [, second] = await listOf('/users/u1/vehicles');
    assert.equal(second?.id, id);
    assert.deepEqual(second.scopes, scopes);
    assert.deepEqual(await fixture.linkedVendors(), [
      { vendor: 'BMW', vendorType: 'vehicle', isValid: false },
    ]);
  });

  it('shows a device that is to appear later only then', async () => {
    const { body } = await add({ vendorType: 'hvac', delayMs: 5000, name: 'Attic' });
    assert.equal(body.appearsAt, new Date(time + 5000).toISOString());
    assert.equal(body.vendor, 'ADAX', 'Tesla makes none');
    assert.deepEqual(await listOf('/users/u1/hvacs'), []);
    assert.deepEqual(await fixture.linkedVendors(), []);
    time += 5000;
    const [device] = await listOf('/users/u1/hvacs');
    assert.ok(device);
    assert.equal(device.id, body.id);
    assert.equal((device.information as { displayName: string }).displayName, 'Attic');
  });

  it('changes a device, in every answer, and keeps what was set', async () => {
    const { body } = await add({ vendorType: 'vehicle' });
    const path = `/emulator/assets/${String(body.id)}`;
    time += 1000;
    const changed = await fixture.call('PATCH', path, { batteryLevel: 7 });
    assert.equal(changed.status, 200);
    assert.equal((changed.body.chargeState as { batteryLevel: number }).batteryLevel, 7);
    assert.equal(changed.body.lastSeen, new Date(time).toISOString());
    time += 1000;
    await fixture.emulator.changeDevice(String(body.id), { isReachable: false });
    const [car] = await listOf('/users/u1/vehicles');
    assert.equal(car?.isReachable, false);
    assert.equal((car.chargeState as { batteryLevel: number }).batteryLevel, 7);
    assert.equal(car.lastSeen, new Date(time - 1000).toISOString(), 'not seen since');
    assert.deepEqual((await fixture.call('GET', `/vehicles/${String(body.id)}`)).body, car);
  });

  it('keeps the id and the state of a device that is linked again', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    await play(await fixture.linkUrl(), asset);
    const [before] = await listOf('/users/u1/vehicles');
    await fixture.emulator.changeDevice(before?.id ?? '', { batteryLevel: 99 });
    await play(await fixture.linkUrl(), asset);
    const [after, ...more] = await listOf('/users/u1/vehicles');
    assert.deepEqual(more, []);
    assert.equal(after?.id, before?.id);
    assert.equal((after?.chargeState as { batteryLevel: number }).batteryLevel, 99);
  });

  it('removes a device, and leaves its vendor linked', async () => {
    const { body } = await add({ vendorType: 'vehicle' });
    const path = `/emulator/assets/${String(body.id)}`;
    assert.equal((await fixture.call('DELETE', path)).status, 204);
    assert.deepEqual(await listOf('/users/u1/vehicles'), []);
    assert.equal(((await fixture.linkedVendors()) as []).length, 1);
    assert.equal((await fixture.call('DELETE', path)).status, 404);
    assert.equal((await fixture.call('PATCH', path, { isReachable: true })).status, 404);
    const second = await fixture.emulator.addDevice('u1', { vendorType: 'meter' });
    await fixture.emulator.removeDevice(second.id);
    assert.deepEqual(await listOf('/users/u1/meters'), []);
  });

  it('refuses what does not fit, and names the field', async () => {
    const refused = async (method: string, path: string, body: object) => {
      const answer = await fixture.call(method, path, body);
      assert.equal(answer.status, 400);
      return (answer.body.issues as { path: string[] }[]).map(({ path: [field] }) => field);
    };
    const { body } = await add({ vendorType: 'charger' });
    const path = `/emulator/assets/${String(body.id)}`;
    for (const [field, value] of [
      ['batteryLevel', 50],
      ['batteryLevel', 'full'],
      ['isReachable', 'yes'],
      ['color', 'red'],
    ] as const) {
      assert.ok((await refused('PATCH', path, { [field]: value })).includes(field));
    }
    const car = await fixture.emulator.addDevice('u1', { vendorType: 'vehicle' });
    for (const batteryLevel of [-1, 101, 1.5]) {
      const fields = await refused('PATCH', `/emulator/assets/${car.id}`, { batteryLevel });
      assert.deepEqual(fields, ['batteryLevel']);
    }
    for (const [field, value] of [
      ['vendorType', undefined],
      ['vendorType', 'boat'],
      ['vendor', ''],
      ['name', 7],
      ['model', 'x'.repeat(101)],
      ['delayMs', -1],
      ['delayMs', 600_001],
      ['color', 'red'],
    ] as const) {
      const wrong = { vendorType: 'vehicle', [field]: value };
      const fields = await refused('POST', '/emulator/users/u2/devices', wrong);
      assert.deepEqual(fields, [field]);
    }
    assert.equal((await fixture.call('GET', '/users/u2')).status, 404, 'no user was made');
    await assert.rejects(fixture.emulator.changeDevice('unknown', {}), /"unknown"/);
    await assert.rejects(fixture.emulator.removeDevice('unknown'), /"unknown"/);
    const level = fixture.emulator.changeDevice(String(body.id), { batteryLevel: 1 });
    await assert.rejects(level, /no battery/);
  });

  it('is in the test kit too', async () => {
    const { emulator } = fixture;
    const { id, vendorType, vendor } = await kit.addDevice(emulator, 'u1');
    assert.deepEqual([vendorType, vendor], ['vehicle', 'TESLA']);
    await kit.changeDevice(emulator, id, { isReachable: false });
    assert.equal((await listOf('/users/u1/vehicles'))[0]?.isReachable, false);
    await kit.removeDevice(emulator, id);
    assert.deepEqual(await listOf('/users/u1/vehicles'), []);
    const later = await kit.addDevice(emulator, 'u1', { vendorType: 'battery', delayMs: 9 });
    assert.equal(later.appearsAt, new Date(time + 9).toISOString());
  });

  it('is refused to pages of other origins', async () => {
    const { body } = await add({ vendorType: 'vehicle' });
    const path = `/emulator/assets/${String(body.id)}`;
    const headers = { Origin: 'https://evil.example' };
    for (const [method, to] of [
      ['DELETE', path],
      ['PATCH', path],
      ['POST', '/emulator/users/u1/devices'],
    ] as const) {
      const content = method === 'DELETE' ? undefined : { vendorType: 'vehicle' };
      assert.equal((await fixture.call(method, to, content, headers)).status, 403);
    }
    assert.equal((await listOf('/users/u1/vehicles')).length, 1);
  });
});

/** The paths at which two descriptions differ. */
function differing(one: unknown, two: unknown, path: readonly string[] = []): string[] {
  if (typeof one !== 'object' || typeof two !== 'object' || !one || !two) {
    return one === two ? [] : [path.join('.')];
  }
  if (Array.isArray(one))
    return JSON.stringify(one) === JSON.stringify(two) ? [] : [path.join('.')];
  return Object.entries(one)
    .flatMap(([key, value]) => differing(value, (two as Part)[key], [...path, key]))
    .sort();
}

/** ISO 3779: the ninth character of a VIN, from the others. */
function checkDigit(vin: string): string {
  const letters: Record<string, number> = {
    ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8 },
    ...{ J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9 },
    ...{ S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
  };
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, index) => {
    const character = vin.charAt(index);
    return total + weight * (letters[character] ?? Number(character));
  }, 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}
