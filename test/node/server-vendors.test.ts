/** The vendors that a page may offer its user, as Enode lists them and as far as the handler allows. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { propertyRuns } from '../support/property-runs.js';
import { hurryTo, read, sessionRequest, setUp, vendorsRequest } from './server-fixture.js';
import type { LinkableVendor } from '../../src/server/index.js';

const row = (vendor: string, assetTypes: readonly string[], changes: object = {}) => ({
  vendor,
  displayName: vendor.charAt(0) + vendor.slice(1).toLowerCase(),
  portalName: 'Portal',
  status: 'READY',
  linkingStatus: 'READY',
  assetTypes,
  scopes: assetTypes.map((type) => `${type}:read:data`),
  ...changes,
});
const ROWS = [
  row('TESLA', ['charger', 'vehicle', 'battery']),
  row('EASEE', ['charger'], { linkingStatus: 'ELEVATED_ERROR_RATE' }),
  row('BMW', ['vehicle'], { displayName: 'BMW', status: 'OUTAGE' }),
  row('AUDI', ['vehicle'], { linkingStatus: 'OUTAGE' }),
  row('TADO', ['hvac'], { displayName: 'tado°' }),
];
const scopes = ['vehicle:read:data', 'charger:read:data'];

function withRows(rows: unknown, changes: Parameters<typeof setUp>[0] = {}) {
  return setUp({ defaults: { scopes }, ...changes }, { api: () => Response.json(rows) });
}

async function vendorsOf(response: Response): Promise<readonly LinkableVendor[]> {
  assert.equal(response.status, 200);
  return ((await response.json()) as { vendors: readonly LinkableVendor[] }).vendors;
}

describe('GET vendors', () => {
  it('answers by name which vendors can be linked, and whether that works at the moment', async () => {
    const { enode, handler } = withRows(ROWS);
    const { status, headers, body } = await read(await handler(vendorsRequest()));
    assert.equal(status, 200);
    assert.deepEqual(body, {
      vendors: [
        { vendor: 'AUDI', name: 'Audi', vendorTypes: ['vehicle'], status: 'outage' },
        { vendor: 'BMW', name: 'BMW', vendorTypes: ['vehicle'], status: 'ready' },
        { vendor: 'EASEE', name: 'Easee', vendorTypes: ['charger'], status: 'degraded' },
        { vendor: 'TESLA', name: 'Tesla', vendorTypes: ['charger', 'vehicle'], status: 'ready' },
      ],
    });
    assert.equal(headers.get('Cache-Control'), 'no-store');
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    const [call] = enode.of('/');
    assert.equal(`${call?.method} ${call?.path}`, 'GET /integrations');
    assert.equal(call?.headers.get('Authorization'), 'Bearer access-1');
    assert.equal(call.headers.get('Enode-Version'), '2024-10-01');
  });

  it('sorts as people do, with small letters and accents in their places', async () => {
    const names = ['Zaptec', 'go-e', 'Škoda', 'GoodWe', 'easee', 'Tesla', 'Citroën', 'BMW'];
    const rows = names.map((displayName, index) => row(`V${index}`, ['vehicle'], { displayName }));
    const sorted = ['BMW', 'Citroën', 'easee', 'go-e', 'GoodWe', 'Škoda', 'Tesla', 'Zaptec'];
    const vendors = await vendorsOf(await withRows(rows).handler(vendorsRequest()));
    assert.deepEqual(
      vendors.map(({ name }) => name),
      sorted,
    );
  });

  it('answers 401 where nobody is signed in', async () => {
    const { enode, handler } = withRows(ROWS, { getUserId: () => null });
    const { status, code } = await read(await handler(vendorsRequest()));
    assert.equal(`${status} ${code}`, '401 unauthenticated');
    assert.equal(enode.calls.length, 0);
  });

  it('calls a vendor by the name of Enode’s that it has, if its own is missing or blank', async () => {
    for (const displayName of [null, undefined, '', '  ']) {
      const { handler } = withRows([row('TESLA', ['vehicle'], { displayName })]);
      const [vendor] = await vendorsOf(await handler(vendorsRequest()));
      assert.equal(vendor?.name, 'TESLA');
    }
  });

  it('calls a status that is new to us degraded: not well, and not shut', async () => {
    for (const linkingStatus of ['BETA', 'ready', '', '__proto__', 'constructor']) {
      const { handler } = withRows([row('TESLA', ['vehicle'], { linkingStatus })]);
      const [vendor] = await vendorsOf(await handler(vendorsRequest()));
      assert.equal(vendor?.status, 'degraded', linkingStatus);
    }
  });

  it('shares one call to Enode between all users, and keeps nothing of it', async () => {
    const waiting: (() => void)[] = [];
    let user = 0;
    const { enode, handler } = setUp(
      { getUserId: () => `user-${++user}` },
      {
        api: async () => (await new Promise<void>((go) => waiting.push(go)), Response.json(ROWS)),
      },
    );
    const settled = async () => {
      for (let turn = 0; turn < 30; turn += 1) await new Promise((go) => setImmediate(go));
    };
    const answers = Array.from({ length: 20 }, () => handler(vendorsRequest()));
    await settled();
    assert.equal(waiting.length, 1);
    waiting.forEach((go) => go());
    for (const answer of await Promise.all(answers)) await vendorsOf(answer);
    assert.equal(user, 20);
    const next = handler(vendorsRequest());
    await settled();
    assert.equal(waiting.length, 2);
    waiting.forEach((go) => go());
    await vendorsOf(await next);
    assert.equal(enode.of('/integrations').length, 2);
  });
});

describe('the vendors of a page', () => {
  const named = async (query: string, changes: Parameters<typeof setUp>[0] = {}) => {
    const { enode, handler } = withRows(ROWS, changes);
    const vendors = await vendorsOf(await handler(vendorsRequest(query)));
    return { calls: enode.calls.length, names: vendors.map(({ vendor }) => vendor).join(' ') };
  };
  const names = async (...args: Parameters<typeof named>) => (await named(...args)).names;

  it('are those with the type that it names', async () => {
    assert.equal(await names('?vendorType=vehicle'), 'AUDI BMW TESLA');
    assert.equal(await names('?vendorType=charger'), 'EASEE TESLA');
    assert.equal(await names('?vendorType='), 'AUDI BMW EASEE TESLA');
    assert.equal(await names('?type=charger&_=1'), 'AUDI BMW EASEE TESLA');
  });

  it('are none, without a call to Enode, where the type is unknown or not allowed', async () => {
    for (const type of ['hvac', 'battery', 'spaceship', 'Vehicle', '__proto__', '%20', 'a%2Cb']) {
      assert.deepEqual(await named(`?vendorType=${type}`), { calls: 0, names: '' }, type);
    }
  });

  it('have the types that a page may name: of all scopes, or the default, and those of allow', async () => {
    const allow = { scopes: ['hvac:read:data'] };
    assert.equal(await names('', { allow }), 'AUDI BMW EASEE TADO TESLA');
    const defaults = { scopes, vendorType: 'charger' };
    assert.equal(await names('', { defaults }), 'EASEE TESLA');
    assert.equal(await names('', { defaults, allow }), 'EASEE TESLA');
    const wider = { vendorTypes: ['hvac'] };
    assert.equal(await names('', { defaults, allow: wider }), 'EASEE TADO TESLA');
    assert.equal(await names('?vendorType=vehicle', { defaults, allow: wider }), '');
  });

  it('are those that it may name', async () => {
    const defaults = { scopes, vendor: 'TESLA' };
    assert.equal(await names('', { defaults }), 'TESLA');
    assert.equal(await names('', { defaults, allow: { vendors: ['BMW'] } }), 'BMW TESLA');
    assert.equal(await names('', { allow: { vendors: ['BMW', 'TADO'] } }), 'BMW');
    assert.equal(await names('', { allow: { vendors: [] } }), '');
  });

  it('are just those for which it gets a Link session', async () => {
    const types = ['vehicle', 'charger', 'hvac'];
    const some = <T>(values: readonly T[]) =>
      fc.option(fc.subarray([...values]), { nil: undefined });
    const one = <T>(values: readonly T[]) =>
      fc.option(fc.constantFrom(...values), { nil: undefined });
    const brands = ROWS.map(({ vendor }) => vendor);
    const policy = fc.record({
      defaults: fc.record({
        scopes: fc.subarray(
          types.map((type) => `${type}:read:data`),
          { minLength: 1 },
        ),
        vendorType: one(types),
        vendor: one(brands),
      }),
      allow: fc.record({
        vendorTypes: some(types),
        vendors: some(brands),
        scopes: some(types.map((type) => `${type}:read:data`)),
      }),
    });
    await fc.assert(
      fc.asyncProperty(policy, async (changes) => {
        const offering = withRows(ROWS, changes).handler;
        const linking = setUp(changes).handler;
        for (const vendorType of types) {
          const offered = (
            await vendorsOf(await offering(vendorsRequest(`?vendorType=${vendorType}`)))
          ).map(({ vendor }) => vendor);
          for (const { vendor, assetTypes } of ROWS) {
            if (!assetTypes.includes(vendorType)) continue;
            const { status } = await linking(sessionRequest({ vendor, vendorType }));
            assert.equal(status === 200, offered.includes(vendor), `${vendor} ${vendorType}`);
          }
        }
      }),
      { numRuns: propertyRuns(400) },
    );
  });
});

describe('a list of vendors that cannot be read', () => {
  const answer = (status: number) => () => new Response('{}', { status });
  const raw = (text: string) => () => new Response(text);
  const odd = (changes: object) => () => Response.json([...ROWS, row('X', ['hvac'], changes)]);
  const cases: readonly [string, () => Response | Promise<Response>, string][] = [
    ['forbidden', answer(403), '502 enode-forbidden'],
    ['that Enode does not have', answer(404), '502 enode-answer-invalid'],
    ['for which two tokens are refused', answer(401), '502 enode-credentials-rejected'],
    ['asked for too often', answer(429), '429 enode-rate-limited'],
    ['that fails twice', answer(500), '502 enode-failed'],
    ['that is not available', answer(503), '503 enode-unavailable'],
    ['that never comes', () => new Promise<Response>(() => undefined), '504 enode-timeout'],
    ['out of reach', () => Promise.reject(new TypeError('x')), '502 enode-unreachable'],
    ['that is HTML', raw('<html>'), '502 enode-answer-invalid'],
    ['that is no array', raw('{"data":[]}'), '502 enode-answer-invalid'],
    ['over 1 MB', raw(`[${' '.repeat(1024 * 1024)}]`), '502 enode-answer-invalid'],
    ['with a row that is null', raw('[null]'), '502 enode-answer-invalid'],
    ['with a row without a vendor', odd({ vendor: '' }), '502 enode-answer-invalid'],
    ['with a row without a status', odd({ linkingStatus: null }), '502 enode-answer-invalid'],
    ['with a row without types', odd({ assetTypes: 'hvac' }), '502 enode-answer-invalid'],
    ['with a row of an odd name', odd({ displayName: 7 }), '502 enode-answer-invalid'],
  ];
  for (const [what, api, expected] of cases) {
    it(`is an error and no shorter list: one ${what}`, async () => {
      const { handler } = setUp(hurryTo(expected), { api });
      const got = await read(await handler(vendorsRequest()));
      assert.equal(`${got.status} ${got.code}`, expected);
    });
  }
});
