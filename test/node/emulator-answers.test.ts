/**
 * Every operation that docs/enode.md names, on a running emulator: its answer has the shape of the schema in
 * `src/emulator/schema`, with devices of all types, without any, in pages, and if something is wrong.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Hono } from 'hono';
import type { Emulation } from '../../src/emulator/emulation.js';
import { addOAuth } from '../../src/emulator/api/oauth.js';
import { addApi } from '../../src/emulator/api/routes.js';
import { ANSWERS, OAUTH_ERROR, PROBLEM } from '../../src/emulator/schema/answers.js';
import type { Schema } from '../../src/emulator/schema/json-schema.js';
import { VENDOR_TYPES, VENDORS } from '../../src/emulator/state/catalogue.js';
import { emulate, LINK_BODY, play, requestToken, TESLA } from './emulator-fixture.js';
import type { Answer } from './emulator-fixture.js';

const LISTS = ['vehicles', 'chargers', 'hvacs', 'inverters', 'batteries', 'meters'] as const;
const DATA_LISTS = [...LISTS, 'locations', 'hem-systems'];
const RELINK_BODY = { language: 'en-US', redirectUri: LINK_BODY.redirectUri };

const ajv = new Ajv2020({ allErrors: true });
const document = await readFile(new URL('../../docs/enode.md', import.meta.url), 'utf8');
const seen = new Set<string>();

let fixture: Awaited<ReturnType<typeof emulate>>;
before(async () => {
  fixture = await emulate();
});
after(() => fixture.emulator.close());

/** The operations that the document names in its tables and texts, one for each choice. */
function documented(): string[] {
  const found = document.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`\s?]*)/g);
  const choices = [...found].flatMap(([, method = '', path = '']) => {
    const [, first = '', options, rest = ''] = /^(.*?)\{(\w+(?:\\?\|\w+)+)\}(.*)$/.exec(path) ?? [];
    if (options === undefined) return [`${method} ${path}`];
    return options.split(/\\?\|/).map((option) => `${method} ${first}${option}${rest}`);
  });
  return [...new Set(choices)].sort();
}

function assertValid(schema: Schema, value: unknown, what: string): void {
  const isValid = ajv.validate(schema, value);
  assert.ok(isValid, `${what}: ${ajv.errorsText()}\n${JSON.stringify(value, undefined, 1)}`);
}

/** Calls an operation with its placeholders filled in, and checks its answer. */
async function answer(
  operation: string,
  values: Record<string, string> = {},
  body?: unknown,
  query = '',
): Promise<Answer> {
  const wanted = ANSWERS.get(operation);
  assert.ok(wanted, `${operation} has no schema`);
  const given = await request(operation, values, body, query);
  assert.equal(given.status, wanted.status, `${operation} ${JSON.stringify(given.body)}`);
  if (wanted.schema) assertValid(wanted.schema, given.body, operation);
  else assert.deepEqual(given.body, {});
  seen.add(operation);
  return given;
}

function request(
  operation: string,
  values: Record<string, string> = {},
  body?: unknown,
  query = '',
  headers?: Record<string, string>,
): Promise<Answer> {
  const [method = '', path = ''] = operation.split(' ');
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? 'unknown'),
  );
  return fixture.call(method, filled + query, body, headers);
}

/** Calls an operation that must fail, and checks the problem. */
async function refuse(
  status: number,
  operation: string,
  values?: Record<string, string>,
  body?: unknown,
  query?: string,
  headers?: Record<string, string>,
): Promise<Answer> {
  const given = await request(operation, values, body, query, headers);
  assert.equal(given.status, status, `${operation} ${query ?? ''}`);
  assert.equal(given.headers.get('Content-Type'), 'application/problem+json');
  assertValid(PROBLEM, given.body, operation);
  return given;
}

const rows = ({ body }: Answer) => body.data as Record<string, unknown>[];
const pagination = ({ body }: Answer) =>
  body.pagination as { after: string | null; before: string | null };

describe('the schemas', () => {
  it('are there for every operation that docs/enode.md names, and for no other', () => {
    assert.deepEqual(documented(), [...ANSWERS.keys()].sort());
  });

  it('are there for every route of the API, and for no other', () => {
    const app = new Hono() as Parameters<typeof addApi>[0];
    addOAuth(app, {} as Emulation);
    addApi(app, {} as Emulation);
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    assert.deepEqual([...new Set(routes)].sort(), [...ANSWERS.keys()].sort());
  });

  it('refuse a property that is missing, and one that Enode does not have', async () => {
    const { id } = await fixture.emulator.addDevice('strict', { vendorType: 'vehicle' });
    const { body } = await answer('GET /vehicles/{assetId}', { assetId: id });
    const schema = ANSWERS.get('GET /vehicles/{assetId}')?.schema ?? {};
    assert.ok(!ajv.validate(schema, { ...body, more: 1 }));
    for (const name of Object.keys(body)) {
      const { [name]: _, ...rest } = body;
      assert.ok(!ajv.validate(schema, rest), name);
    }
    await fixture.call('DELETE', '/users/strict');
  });
});

describe('an emulator without users', () => {
  it('answers every list with an empty page', async () => {
    await fixture.emulator.reset();
    for (const path of ['users', 'webhooks', ...DATA_LISTS]) {
      const list = await answer(`GET /${path}`);
      assert.deepEqual(list.body, { data: [], pagination: { after: null, before: null } }, path);
    }
    await fixture.linkUrl({}, 'nothing');
    for (const path of DATA_LISTS) {
      assert.deepEqual(
        rows(await answer(`GET /users/{userId}/${path}`, { userId: 'nothing' })),
        [],
      );
    }
    assert.deepEqual((await answer('GET /users/{userId}', { userId: 'nothing' })).body, {
      id: 'nothing',
      linkedVendors: [],
    });
  });
});

describe('an emulator with devices of all types', () => {
  before(async () => {
    await fixture.emulator.reset();
    for (const userId of ['anna', 'ben']) {
      for (const vendorType of VENDOR_TYPES) {
        for (let index = 0; index < 3; index++) {
          const vendor = VENDORS[vendorType][index];
          await fixture.emulator.addDevice(userId, { vendorType, vendor });
        }
      }
    }
  });

  for (const list of DATA_LISTS) {
    it(`lists ${list} of a user, and those of all users, in pages`, async () => {
      const all = rows(await answer(`GET /${list}`));
      const own = `GET /users/{userId}/${list}`;
      const ofUsers = await Promise.all(
        ['anna', 'ben'].map(async (userId) => rows(await answer(own, { userId }))),
      );
      assert.ok(ofUsers.every((each) => each.length > 0));
      assert.deepEqual(ofUsers.flat(), all);
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'every id is different');
      const pages: unknown[] = [];
      let last: Answer | undefined;
      for (let after: string | null = ''; after !== null;) {
        const query = `?pageSize=2${after && `&after=${after}`}`;
        last = await answer(`GET /${list}`, {}, undefined, query);
        pages.push(...rows(last));
        ({ after } = pagination(last));
      }
      assert.deepEqual(pages, all);
      assert.ok(last);
      const { before } = pagination(last);
      if (before === null) return;
      const back = await answer(`GET /${list}`, {}, undefined, `?pageSize=50&before=${before}`);
      assert.deepEqual(rows(back), all.slice(0, all.length - rows(last).length));
    });
  }

  for (const list of LISTS) {
    it(`finds each of the ${list} by its id, and in no other list`, async () => {
      for (const row of rows(await answer(`GET /${list}`))) {
        const values = { assetId: String(row.id) };
        assert.deepEqual((await answer(`GET /${list}/{assetId}`, values)).body, row);
        for (const other of LISTS.filter((each) => each !== list)) {
          await refuse(404, `GET /${other}/{assetId}`, values);
        }
      }
    });
  }

  it('gives no two devices of a type the same state', async () => {
    for (const list of LISTS) {
      const states = rows(await answer(`GET /${list}`)).map(
        ({ id: _, userId: __, vendor: ___, information, ...state }) =>
          JSON.stringify([state, information]),
      );
      assert.equal(new Set(states).size, states.length, list);
    }
  });

  it('has a home for each user, and a system for each brand in it', async () => {
    for (const userId of ['anna', 'ben']) {
      const [home, ...more] = rows(await answer('GET /users/{userId}/locations', { userId }));
      assert.deepEqual(more, []);
      const inverters = rows(await answer('GET /users/{userId}/inverters', { userId }));
      for (const { location, timezone } of inverters) {
        assert.equal((location as { id: unknown }).id, home?.id);
        assert.equal(timezone, home?.timezoneName);
      }
      const systems = rows(await answer('GET /users/{userId}/hem-systems', { userId }));
      for (const list of ['inverters', 'batteries', 'meters']) {
        for (const asset of rows(await answer(`GET /users/{userId}/${list}`, { userId }))) {
          const system = systems.find(({ id }) => id === asset.hemSystemId);
          const parts = system?.assets as { id: unknown }[];
          assert.ok(parts.some(({ id }) => id === asset.id));
        }
      }
    }
  });

  it('lists users with the scopes that they granted', async () => {
    const [anna] = rows(await answer('GET /users'));
    assert.ok((anna?.scopes as string[]).includes('meter:read:location'));
    await answer('GET /users/{userId}', { userId: 'anna' });
  });

  it('creates Link sessions, for a new link and for a relink', async () => {
    const { body } = await answer('POST /users/{userId}/link', { userId: 'carl' }, LINK_BODY);
    await play(String(body.linkUrl), await fixture.emulator.createVirtualAsset(TESLA));
    const [car] = rows(await answer('GET /users/{userId}/vehicles', { userId: 'carl' }));
    const values = { assetId: String(car?.id) };
    await refuse(400, 'POST /assets/{assetId}/relink', values, RELINK_BODY);
    await fixture.emulator.invalidate('carl', 'TESLA');
    await answer('GET /users/{userId}', { userId: 'carl' });
    await answer('POST /assets/{assetId}/relink', values, RELINK_BODY);
  });

  it('removes vendors and users', async () => {
    const values = { userId: 'ben', vendor: 'TESLA', vendorType: 'vehicle' };
    await answer('DELETE /users/{userId}/vendors/{vendor}/{vendorType}', values);
    await answer('DELETE /users/{userId}/vendors/{vendor}', values);
    await answer('DELETE /users/{userId}/authorization', values);
    assert.deepEqual(rows(await answer('GET /users/{userId}/vehicles', values)), []);
    await answer('DELETE /users/{userId}', values);
  });
});

describe('the calls about vendors', () => {
  it('report the health of every brand of a type, with a token', async () => {
    await fixture.emulator.setFaults({
      vendors: { TESLA: 'OUTAGE', BMW: 'ELEVATED_ERROR_RATE' },
    });
    for (const [index, list] of LISTS.entries()) {
      const { body } = await answer(`GET /health/${list}`);
      const brands = (body as unknown as { vendor: string }[]).map(({ vendor }) => vendor);
      assert.deepEqual(brands, VENDORS[VENDOR_TYPES[index] ?? 'vehicle']);
    }
    await fixture.emulator.setFaults({});
  });

  it('list each brand once, with all its types, whichever type is asked for', async () => {
    const integrations = async (query: string) =>
      (await answer('GET /integrations', {}, undefined, query)).body as unknown as {
        vendor: string;
        assetTypes: string[];
        scopes: string[];
      }[];
    const all = await integrations('');
    const names = all.map(({ vendor }) => vendor);
    assert.deepEqual([...new Set(names)], names);
    assert.deepEqual([...names].sort(), [...new Set(Object.values(VENDORS).flat())].sort());
    const tesla = all.find(({ vendor }) => vendor === 'TESLA');
    assert.deepEqual(tesla?.assetTypes, ['vehicle', 'charger', 'inverter', 'battery', 'meter']);
    assert.ok(tesla.scopes.includes('battery:control:operation_mode'));
    assert.ok(!tesla.scopes.includes('hvac:read:data'));
    const some = await integrations('?assetTypes=battery,meter');
    assert.deepEqual(
      some,
      all.filter(
        ({ assetTypes }) => assetTypes.includes('battery') || assetTypes.includes('meter'),
      ),
    );
    assert.deepEqual(await integrations('?assetTypes=battery&assetTypes=meter'), some);
    for (const query of ['boat', '', 'battery,boat', 'toString']) {
      const { body } = await refuse(
        400,
        'GET /integrations',
        {},
        undefined,
        `?assetTypes=${query}`,
      );
      assert.match(String(body.type), /validation-error$/);
    }
  });

  it('list interventions of a brand, of a type, or all', async () => {
    const interventions = async (query: string) =>
      (await answer('GET /interventions', {}, undefined, query)).body as unknown as {
        vendor: string;
        vendorType: string;
      }[];
    const all = await interventions('');
    assert.ok(all.length > 1);
    assert.deepEqual(
      await interventions('?vendorType=charger&language=de-DE'),
      all.filter(({ vendorType }) => vendorType === 'charger'),
    );
    assert.deepEqual(
      await interventions('?vendor=TESLA'),
      all.filter(({ vendor }) => vendor === 'TESLA'),
    );
    assert.deepEqual(await interventions('?vendor=NOBODY'), []);
    await refuse(400, 'GET /interventions', {}, undefined, '?vendorType=boat');
    await refuse(400, 'GET /interventions', {}, undefined, '?language=xx');
  });

  it('say without a token whether the service is ready', async () => {
    const ready = async () => (await fetch(`${fixture.emulator.apiUrl}/health/ready`)).status;
    await answer('GET /health/ready');
    assert.equal(await ready(), 204);
    await fixture.emulator.setFaults({ api: { status: 503 } });
    assert.equal(await ready(), 503);
    await fixture.emulator.setFaults({});
  });
});

describe('webhooks', () => {
  it('are created, read, changed, tested and deleted', async () => {
    const { apiUrl } = fixture.emulator;
    const body = {
      url: `${apiUrl}/health/ready`,
      secret: 'example-secret',
      events: ['*'],
    };
    const { id } = (await answer('POST /webhooks', {}, body)).body;
    const values = { webhookId: String(id) };
    assert.equal(rows(await answer('GET /webhooks')).length, 1);
    await answer('GET /webhooks/{webhookId}', values);
    await answer('PATCH /webhooks/{webhookId}', values, { events: ['system:heartbeat'] });
    await answer('POST /webhooks/{webhookId}/test', values);
    await answer('DELETE /webhooks/{webhookId}', values);
    await refuse(404, 'GET /webhooks/{webhookId}', values);
    await refuse(400, 'POST /webhooks', {}, {});
  });
});

describe('problems', () => {
  it('are the answer of every operation without a token, except those that need none', async () => {
    const open = ['POST /oauth2/token', 'GET /health/ready'];
    for (const operation of ANSWERS.keys()) {
      if (open.includes(operation)) continue;
      const body = operation.startsWith('GET') ? undefined : {};
      const headers = { Authorization: 'Bearer wrong' };
      await refuse(401, operation, {}, body, '', headers);
    }
  });

  it('are the answer for every user and asset that is unknown', async () => {
    for (const operation of ANSWERS.keys()) {
      if (!/\{(userId|assetId|webhookId)\}/.test(operation)) continue;
      if (operation.endsWith('link')) continue;
      await refuse(404, operation, {}, operation.startsWith('GET') ? undefined : {});
    }
    const { body } = await refuse(400, 'POST /assets/{assetId}/relink', {}, RELINK_BODY);
    assert.equal(body.detail, 'Asset not found or already linked');
    assert.match(String(body.type), /bad-request$/);
    await refuse(400, 'POST /users/{userId}/link', {}, {});
  });

  it('are the answer of every list to a query that makes no sense', async () => {
    await fixture.linkUrl({}, 'unknown');
    for (const path of ['users', 'webhooks', ...DATA_LISTS]) {
      const lists = DATA_LISTS.includes(path)
        ? [`/${path}`, `/users/{userId}/${path}`]
        : [`/${path}`];
      for (const list of lists) {
        for (const query of [
          'after=x&before=x',
          'after=x',
          'before=',
          'pageSize=0',
          'pageSize=x',
        ]) {
          await refuse(400, `GET ${list}`, {}, undefined, `?${query}`);
        }
      }
    }
    await fixture.call('DELETE', '/users/unknown');
  });

  it('of OAuth have the shape of RFC 6749', async () => {
    const wanted = ANSWERS.get('POST /oauth2/token');
    const token = await requestToken(fixture.emulator);
    assert.equal(token.status, wanted?.status);
    assertValid(wanted?.schema ?? {}, token.body, 'POST /oauth2/token');
    seen.add('POST /oauth2/token');
    const refused = await requestToken(fixture.emulator, { credentials: 'wrong:wrong' });
    assert.equal(refused.status, 401);
    assertValid(OAUTH_ERROR, refused.body, 'POST /oauth2/token');
  });
});

it('every operation has been answered here', () => {
  assert.deepEqual(
    [...ANSWERS.keys()].filter((operation) => !seen.has(operation)),
    [],
  );
});
