/** The devices of a user: which ones, in which order, by which name, and what happens if one list fails. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { propertyRuns } from '../support/property-runs.js';
import {
  hurryTo,
  type Call,
  devicesRequest,
  likeEnode,
  read,
  sessionRequest,
  setUp,
} from './server-fixture.js';
import type { LinkedDevice } from '../../src/server/index.js';

/** Enode's lists, in Enode's order. */
const LISTS = {
  vehicle: 'vehicles',
  charger: 'chargers',
  hvac: 'hvacs',
  inverter: 'inverters',
  battery: 'batteries',
  meter: 'meters',
} as const;
const ALL = Object.keys(LISTS).map((type) => `${type}:read:data`);

/** What Enode says of a car, with all that is nobody's business. */
const CAR = {
  id: 'car-1',
  userId: 'user-1',
  vendor: 'TESLA',
  lastSeen: '2026-01-01T00:00:00.000Z',
  isReachable: true,
  information: {
    vin: '5YJ3E1EA7KF000316',
    brand: 'Tesla',
    model: 'Model 3',
    year: 2024,
    displayName: 'Red Baron',
  },
  location: { id: 'loc-1', latitude: 59.91, longitude: 10.75, lastUpdated: null },
  chargeState: { batteryLevel: 66 },
  capabilities: {},
  scopes: ['vehicle:read:data'],
};

const page = (data: readonly unknown[], after: string | null = null) =>
  Response.json({ data, pagination: { after, before: null } });

/** The list that a call is for, and the cursor. */
function asked({ path }: Call) {
  const [, list = '', after] = /^\/users\/[^/]+\/(\w+)(?:\?after=(.+))?$/.exec(path) ?? [];
  return { list, after: after === undefined ? undefined : decodeURIComponent(after) };
}

/** A handler for all six types whose lists hold these entries. */
function withLists(
  lists: Readonly<Record<string, readonly unknown[]>>,
  changes: Parameters<typeof setUp>[0] = {},
) {
  return setUp(
    { defaults: { scopes: ALL }, ...changes },
    { api: (call) => page(lists[asked(call).list] ?? []) },
  );
}

async function devicesOf(response: Response): Promise<readonly LinkedDevice[]> {
  assert.equal(response.status, 200);
  return ((await response.json()) as { devices: readonly LinkedDevice[] }).devices;
}

describe('GET devices', () => {
  it('answers what a page needs of each device, and nothing else that Enode knows of it', async () => {
    const { handler } = withLists({
      vehicles: [CAR],
      chargers: [
        {
          id: 'box-1',
          vendor: 'ZAPTEC',
          isReachable: false,
          information: { brand: 'Zaptec', model: 'Go', year: null, serialNumber: 'ZAP-000316' },
          location: { id: 'loc-2', lastUpdated: null },
        },
      ],
      inverters: [
        {
          id: 'roof-1',
          vendor: 'SMA',
          isReachable: null,
          information: { id: '000316', sn: 'SN-000316', brand: 'SMA', siteName: 'Cabin' },
          timezone: 'Europe/Oslo',
        },
      ],
    });
    const answer = await read(await handler(devicesRequest()));
    assert.deepEqual(answer.body, {
      devices: [
        {
          id: 'car-1',
          vendor: 'TESLA',
          vendorType: 'vehicle',
          name: 'Red Baron',
          brand: 'Tesla',
          model: 'Model 3',
          isReachable: true,
        },
        {
          id: 'box-1',
          vendor: 'ZAPTEC',
          vendorType: 'charger',
          name: 'Zaptec Go',
          brand: 'Zaptec',
          model: 'Go',
          isReachable: false,
        },
        {
          id: 'roof-1',
          vendor: 'SMA',
          vendorType: 'inverter',
          name: 'Cabin',
          brand: 'SMA',
          model: null,
          isReachable: null,
        },
      ],
    });
    assert.doesNotMatch(answer.text, /000316|59\.9|10\.75|loc-|Oslo|user-1|66/);
    assert.equal(answer.headers.get('Cache-Control'), 'no-store');
    assert.equal(answer.headers.get('X-Content-Type-Options'), 'nosniff');
  });

  it('answers no devices for a user that Enode does not know', async () => {
    const { handler } = setUp({}, { api: () => Response.json({}, { status: 404 }) });
    assert.deepEqual(await devicesOf(await handler(devicesRequest())), []);
  });

  it('reads the types in the scopes of the defaults and of allow, and no others', async () => {
    const lists = async (...changes: Parameters<typeof setUp>) => {
      const { enode, handler } = setUp(...changes);
      await devicesOf(await handler(devicesRequest()));
      return enode.of('/users').map((call) => asked(call).list);
    };
    const scopes = ['meter:read:data', 'vehicle:read:data', 'vehicle:read:location'];
    assert.deepEqual(await lists({ defaults: { scopes } }), ['vehicles', 'meters']);
    const allow = { scopes: ['hvac:read:data', 'spaceship:read:data'] };
    assert.deepEqual(await lists({ defaults: { scopes }, allow }), ['vehicles', 'hvacs', 'meters']);
    // What a page may ask for next does not say what was linked before.
    const narrow = { scopes, vendorType: 'meter', vendor: 'TESLA' };
    assert.deepEqual(await lists({ defaults: narrow }), ['vehicles', 'meters']);
    const odd = { scopes: ['__proto__:read:data', 'constructor:read:data', 'spaceship'] };
    assert.deepEqual(await lists({ defaults: odd }), []);
  });

  it('keeps vendors and ids that are new to us, or named like a property of every object', async () => {
    const entry = (id: string, vendor: string) => ({ ...CAR, id, vendor });
    const text = `{"data":[${[
      JSON.stringify(entry('__proto__', 'NEW')),
      JSON.stringify(entry('constructor', '__proto__')),
      '{"id":"a","vendor":"B","__proto__":{"isReachable":true,"information":{"displayName":"evil"}}}',
    ].join()}],"__proto__":{"pagination":{"after":"x"}}}`;
    const { enode, handler } = setUp({}, { api: () => new Response(text) });
    const devices = await devicesOf(await handler(devicesRequest()));
    assert.deepEqual(
      devices.map(({ id, vendor, name, isReachable }) => [id, vendor, name, isReachable]),
      [
        ['__proto__', 'NEW', 'Red Baron', true],
        ['constructor', '__proto__', 'Red Baron', true],
        ['a', 'B', 'B', null],
      ],
    );
    assert.equal(enode.of('/users').length, 1);
    assert.equal('information' in {}, false);
  });

  it('tells of an asset once that moved to the next page while the pages were read', async () => {
    const other = { ...CAR, id: 'car-2' };
    const { handler } = setUp(
      {},
      { api: (call) => (asked(call).after ? page([CAR, other]) : page([CAR], 'next')) },
    );
    const devices = await devicesOf(await handler(devicesRequest()));
    assert.deepEqual(
      devices.map(({ id }) => id),
      ['car-1', 'car-2'],
    );
  });

  it('shares its lists with what else reads them at the same time', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((go) => (letGo = go));
    const { enode, handler } = setUp({}, { api: async () => (await held, page([CAR])) });
    const answers = [
      handler(devicesRequest()),
      handler(devicesRequest()),
      handler(sessionRequest({ assetId: 'somebody-else' })),
    ];
    while (enode.of('/users').length === 0) await new Promise((go) => setImmediate(go));
    letGo();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 200, 404]);
    assert.equal(enode.of('/users/user-1/vehicles').length, 1);
  });

  it('leaves the log of a server alone, however many lists it reads at once', async (context) => {
    const warnings: string[] = [];
    const note = ({ name }: Error) => void warnings.push(name);
    process.on('warning', note);
    context.after(() => process.off('warning', note));
    const { handler } = withLists({ vehicles: [CAR] });
    await devicesOf(await handler(devicesRequest()));
    await handler(sessionRequest({ assetId: 'somebody-else' }));
    await new Promise((go) => setImmediate(go));
    assert.deepEqual(warnings, []);
  });

  it('never gives one user the devices of another', async () => {
    const { handler } = setUp(
      { getUserId: (request) => request.headers.get('X-User') },
      { api: ({ path }) => page([{ ...CAR, id: path.split('/')[2] }]) },
    );
    const users = ['user-1', 'user-2', 'USER-1', '__proto__'];
    const answers = users.map((user) => handler(devicesRequest({ headers: { 'X-User': user } })));
    const ids = (await Promise.all((await Promise.all(answers)).map(devicesOf))).flat();
    assert.deepEqual(
      ids.map(({ id }) => id),
      users,
    );
  });
});

describe('the name of a device', () => {
  const named = async (list: string, information: unknown, vendor = 'TESLA') => {
    const { handler } = withLists({ [list]: [{ id: 'a', vendor, information }] });
    const [device] = await devicesOf(await handler(devicesRequest()));
    return device;
  };
  const own = { displayName: 'Mine', siteName: 'Home', groupName: 'Group' };
  const model = { brand: 'Tesla', model: 'Model 3' };

  it('is the one that the user gave it, if its type has such a name', async () => {
    const names: Record<string, string> = {};
    for (const list of Object.values(LISTS)) {
      names[list] = (await named(list, { ...model, ...own }))?.name ?? '';
    }
    assert.deepEqual(names, {
      vehicles: 'Mine',
      chargers: 'Tesla Model 3',
      hvacs: 'Mine',
      inverters: 'Home',
      batteries: 'Home',
      meters: 'Home',
    });
  });

  const cases: readonly [string, unknown, string][] = [
    ['brand and model without one', { ...model, displayName: null }, 'Tesla Model 3'],
    ['brand and model where it is empty', { ...model, displayName: '' }, 'Tesla Model 3'],
    ['brand and model where it is blank', { ...model, displayName: ' \t\u00a0' }, 'Tesla Model 3'],
    ['without the spaces around it', { ...model, displayName: '  Mine ' }, 'Mine'],
    ['the brand alone', { brand: 'Tesla', model: null }, 'Tesla'],
    ['the model alone', { brand: ' ', model: ' Model 3 ' }, 'Model 3'],
    [
      'the model that has the brand in it',
      { brand: 'Tesla', model: 'TESLA Model 3' },
      'TESLA Model 3',
    ],
    ['the brand once where the model is the same', { brand: 'Tesla', model: 'Tesla' }, 'Tesla'],
    ['both where the model only begins alike', { brand: 'Go', model: 'Golf' }, 'Go Golf'],
    [
      'both where the brand is the longer one',
      { brand: 'Tesla Inc', model: 'Tesla' },
      'Tesla Inc Tesla',
    ],
    ['the model after a hyphen', { brand: 'go-e', model: 'go-e-Charger' }, 'go-e-Charger'],
    ['in any script', { brand: 'Škoda', model: 'ŠKODA Enyaq' }, 'ŠKODA Enyaq'],
    ['the vendor where nothing is known', { brand: null, model: '' }, 'TESLA'],
    ['the vendor where no information is there', null, 'TESLA'],
    ['the vendor where information is left out', undefined, 'TESLA'],
    ['even one like a property of every object', { displayName: '__proto__' }, '__proto__'],
  ];
  for (const [what, information, name] of cases) {
    it(`is ${what}`, async () => {
      const device = await named('vehicles', information);
      assert.equal(device?.name, name);
      for (const text of [device.brand, device.model]) assert.notEqual(text?.trim(), '');
    });
  }
});

describe('a list of devices that cannot be read', () => {
  const failing = (
    list: string,
    answer: (call: Call) => Response | Promise<Response>,
    hurry: { timeoutMs?: number },
  ) =>
    setUp(
      { defaults: { scopes: ALL }, ...hurry },
      {
        api: (call) => (asked(call).list === list ? answer(call) : page([CAR])),
      },
    );
  const raw = (text: string) => () => new Response(text);
  const entry = (changes: object) => () => page([CAR, { ...CAR, id: 'b', ...changes }]);
  const circle = () => page([CAR], 'same');
  const cases: readonly [string, (call: Call) => Response | Promise<Response>, string][] = [
    ['that Enode forbids', () => new Response('', { status: 403 }), '502 enode-forbidden'],
    [
      'for which two tokens are refused',
      () => new Response('', { status: 401 }),
      '502 enode-credentials-rejected',
    ],
    ['that fails twice', () => new Response('', { status: 500 }), '502 enode-failed'],
    ['that is not available', () => new Response('', { status: 503 }), '503 enode-unavailable'],
    [
      'asked for too often',
      () => new Response('', { status: 429, headers: { 'Retry-After': '7' } }),
      '429 enode-rate-limited',
    ],
    [
      'that is refused as a request',
      () => Response.json({}, { status: 400 }),
      '400 enode-rejected-request',
    ],
    ['that never comes', () => new Promise<Response>(() => undefined), '504 enode-timeout'],
    ['that stops', () => new Response(new ReadableStream({})), '504 enode-timeout'],
    ['out of reach', () => Promise.reject(new TypeError('fetch failed')), '502 enode-unreachable'],
    ['that is HTML', raw('<html>'), '502 enode-answer-invalid'],
    ['that is empty', raw(''), '502 enode-answer-invalid'],
    ['cut off', raw('{"data":[{"id":"a"'), '502 enode-answer-invalid'],
    ['without entries', raw('{"pagination":{"after":null}}'), '502 enode-answer-invalid'],
    ['that is a plain array', raw('[]'), '502 enode-answer-invalid'],
    [
      'over 1 MB',
      raw(JSON.stringify({ data: [], pad: 'x'.repeat(1024 * 1024) })),
      '502 enode-answer-invalid',
    ],
    ['whose cursors form a circle', circle, '502 enode-answer-invalid'],
    [
      'whose cursor is a number',
      raw('{"data":[],"pagination":{"after":7}}'),
      '502 enode-answer-invalid',
    ],
    [
      'whose second page is gone',
      (call) => (asked(call).after ? new Response('{}', { status: 404 }) : page([CAR], 'next')),
      '502 enode-answer-invalid',
    ],
    ['with an entry that is null', () => page([CAR, null]), '502 enode-answer-invalid'],
    ['with an entry that is a list', () => page([[CAR]]), '502 enode-answer-invalid'],
    ['with an entry without an id', entry({ id: undefined }), '502 enode-answer-invalid'],
    ['with an entry whose id is empty', entry({ id: '' }), '502 enode-answer-invalid'],
    ['with an entry without a vendor', entry({ vendor: null }), '502 enode-answer-invalid'],
    [
      'with an entry that is reachable in words',
      entry({ isReachable: 'yes' }),
      '502 enode-answer-invalid',
    ],
    [
      'with an entry of odd information',
      entry({ information: 'Tesla' }),
      '502 enode-answer-invalid',
    ],
    [
      'with an entry of an odd name',
      entry({ information: { brand: 7 } }),
      '502 enode-answer-invalid',
    ],
  ];
  for (const [what, answer, expected] of cases) {
    it(`makes no shorter list of it: one ${what}`, async () => {
      for (const list of ['vehicles', 'meters']) {
        const { handler } = failing(list, answer, hurryTo(expected));
        const got = await read(await handler(devicesRequest()));
        assert.equal(`${got.status} ${got.code}`, expected);
        assert.equal(got.headers.get('Content-Type'), 'application/problem+json');
        if (got.status === 429) assert.equal(got.headers.get('Retry-After'), '7');
      }
    });
  }

  it('names the type that Enode forbids, in words of its own', async () => {
    const failures: string[] = [];
    const { handler } = setUp(
      { defaults: { scopes: ALL }, onError: ({ message }) => failures.push(message) },
      { api: () => Response.json({ title: 'Internal' }, { status: 403 }) },
    );
    const { detail = '' } = await read(await handler(devicesRequest()));
    assert.match(detail, /read vehicles.*dashboard.*scopes/);
    assert.doesNotMatch(detail, /Internal/);
    assert.deepEqual(failures, [detail]);
  });

  it('is asked for again where that may help: after a lost connection, a 5xx, a refused token', async () => {
    const troubles: readonly ((call: Call) => Response | Promise<Response>)[] = [
      () => Promise.reject(new TypeError('fetch failed')),
      () => new Response('', { status: 502 }),
      () => new Response('', { status: 401 }),
    ];
    for (const trouble of troubles) {
      const seen = new Set<string>();
      const { handler } = setUp(
        { defaults: { scopes: ALL } },
        {
          api: (call) => {
            const { list } = asked(call);
            if (seen.has(list)) return page([{ ...CAR, id: list }]);
            seen.add(list);
            return trouble(call);
          },
        },
      );
      const devices = await devicesOf(await handler(devicesRequest()));
      assert.deepEqual(
        devices.map(({ id }) => id),
        Object.values(LISTS),
      );
    }
  });

  it('is not waited for longer than for one request, however many pages and lists there are', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { enode, handler } = setUp(
      { defaults: { scopes: ALL }, timeoutMs: 1000 },
      {
        // Each page comes in time for a time limit of its own.
        api: async (call) => {
          await new Promise((go) => setTimeout(go, 300));
          return page([], String(Number(asked(call).after ?? 0) + 1));
        },
      },
    );
    const answer = handler(devicesRequest());
    let isDone = false;
    void answer.then(() => (isDone = true));
    for (let waited = 0; waited < 1000; waited += 100) {
      assert.equal(isDone, false);
      for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setImmediate(go));
      context.mock.timers.tick(100);
    }
    const { status, code } = await read(await answer);
    assert.equal(`${status} ${code}`, '504 enode-timeout');
    for (const { signal } of enode.of('/users').slice(-6)) assert.equal(signal?.aborted, true);
  });

  it('ends the reading of the others', async () => {
    const { enode, handler } = setUp(
      { defaults: { scopes: ALL } },
      {
        api: (call) =>
          asked(call).list === 'hvacs'
            ? new Response('', { status: 403 })
            : new Promise<Response>(() => undefined),
      },
    );
    assert.equal((await handler(devicesRequest())).status, 502);
    const others = enode.of('/users').filter((call) => asked(call).list !== 'hvacs');
    assert.equal(others.length, 5);
    for (const { signal } of others) assert.equal(signal?.aborted, true);
  });
});

describe('any devices', () => {
  /** For each list its pages, each of them ids, and how long each answer takes. */
  const lists = fc.record(
    Object.fromEntries(
      Object.values(LISTS).map((list) => [
        list,
        fc.array(fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }), {
          minLength: 1,
          maxLength: 4,
        }),
      ]),
    ),
  );
  const trouble = fc.option(
    fc.record({
      list: fc.constantFrom(...Object.values(LISTS)),
      page: fc.nat({ max: 3 }),
      status: fc.constantFrom(400, 401, 403, 409, 418, 429, 500, 503),
    }),
  );

  it('are all there, in Enode’s order, or the answer is an error', async () => {
    await fc.assert(
      fc.asyncProperty(lists, trouble, fc.scheduler(), async (pages, fault, scheduler) => {
        const hits = { count: 0 };
        const { handler } = setUp(
          { defaults: { scopes: ALL } },
          {
            api: (call) => {
              const { list, after } = asked(call);
              const number = Number(after ?? 0);
              const ids = pages[list] ?? [];
              const isHit = fault?.list === list && fault.page === number;
              if (isHit) hits.count += 1;
              const headers = { 'Retry-After': '1' };
              const answer = isHit
                ? new Response('', { status: fault.status, headers })
                : page(
                    (ids[number] ?? []).map((id) => ({ ...CAR, id: `${number} ${id}` })),
                    number + 1 < ids.length ? String(number + 1) : null,
                  );
              return scheduler.schedule(Promise.resolve(answer));
            },
          },
        );
        const promised = handler(devicesRequest());
        const response = await scheduler.waitFor(promised);
        if (hits.count > 0) {
          assert.ok(response.status >= 400, `${response.status} in spite of ${fault?.status}`);
          return;
        }
        const expected = Object.entries(LISTS).flatMap(([vendorType, list]) => {
          const ids = (pages[list] ?? []).flatMap((some, number) =>
            some.map((id) => `${number} ${id}`),
          );
          return [...new Set(ids)].map((id) => [vendorType, id]);
        });
        const devices = await devicesOf(response);
        assert.deepEqual(
          devices.map(({ vendorType, id }) => [vendorType, id]),
          expected,
        );
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  it('have names that a page can show, and only what a page may know', async () => {
    const odd = fc.constantFrom(
      null,
      undefined,
      '',
      ' ',
      '\n',
      '__proto__',
      'Tesla',
      'tesla Y',
      '🚗',
    );
    const text = fc.oneof(odd, fc.string({ unit: 'grapheme' }));
    const information = fc.option(
      fc.record({ brand: text, model: text, displayName: text, siteName: text, vin: text }),
    );
    const entries = fc.array(
      fc.record({
        id: fc.uuid(),
        vendor: fc.string({ minLength: 1 }),
        isReachable: fc.constantFrom(true, false, null, undefined),
        information,
        location: fc.anything(),
      }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(entries, fc.constantFrom(...Object.values(LISTS)), async (data, list) => {
        const { handler } = withLists({ [list]: data });
        const devices = await devicesOf(await handler(devicesRequest()));
        assert.equal(devices.length, data.length);
        for (const device of devices) {
          const keys = ['brand', 'id', 'isReachable', 'model', 'name', 'vendor', 'vendorType'];
          assert.deepEqual(Object.keys(device).sort(), keys);
          assert.notEqual(device.name, '');
          assert.ok(device.name === device.vendor || device.name === device.name.trim());
        }
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});

describe('the lists that ownership and devices share', () => {
  it('let an asset be relinked of which nothing but the id is known', async () => {
    const { handler } = setUp(
      {},
      { api: (call) => (asked(call).list ? page([{ id: 'bare' }]) : likeEnode(call)) },
    );
    assert.equal((await handler(sessionRequest({ assetId: 'bare' }))).status, 200);
    assert.equal((await handler(devicesRequest())).status, 502);
  });
});
