/**
 * The tables of docs/own-endpoints.md against the code: what the handler makes of an asset, and what the
 * button makes of a status. What becomes of Enode's answers is in server-page.test.ts.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { createHost } from '../../src/adapters/host-endpoint.js';
import { hostSettings } from '../../src/button/build-request.js';
import { defaults } from '../../src/button/settings.js';
import { LinkError } from '../../src/errors.js';
import type { LinkedDevices } from '../../src/server/index.js';
import { FakeClock } from './fake-ports.js';
import { codeIn, table } from './read-document.js';
import {
  CALLBACK_URL,
  devicesRequest,
  likeEnode,
  REDIRECT_URI,
  sessionRequest,
  setUp,
  userRequest,
} from './server-fixture.js';

const document = await readFile(new URL('../../docs/own-endpoints.md', import.meta.url), 'utf8');

describe('the tables of devices in docs/own-endpoints.md', () => {
  const rows = table(document, '`vendorType`');
  const texts = { displayName: ' Family car ', siteName: ' Home ', brand: 'Tesla', model: ' X1' };

  /** What the handler answers for the one asset of a list. */
  async function device(list: string, vendorType: string, information: unknown) {
    const asset = { id: 'asset-1', vendor: 'ACME', lastSeen: '', location: {}, information };
    const { handler } = setUp(
      { defaults: { scopes: [`${vendorType}:read:data`] } },
      {
        api: ({ path }) =>
          Response.json({
            data: path.endsWith(`/${list}`) ? [asset] : [],
            pagination: { after: null, before: null },
          }),
      },
    );
    const { devices } = (await (await handler(devicesRequest())).json()) as LinkedDevices;
    assert.equal(devices.length, 1, list);
    return devices[0];
  }

  it('names the properties of a device, and no other', async () => {
    const listed = table(document, 'property').map(([name]) => codeIn(name)[0]);
    assert.deepEqual(Object.keys((await device('vehicles', 'vehicle', texts)) ?? {}), listed);
  });

  it('has every type', () => {
    assert.equal(rows.length, 6);
  });

  for (const [typeCell, listCell, nameCell = ''] of rows) {
    const [vendorType = '', list = ''] = [typeCell, listCell].flatMap(codeIn);

    it(`says how a ${vendorType} gets its name`, async () => {
      const ways = nameCell.split(', else ');
      let information: Record<string, unknown> = texts;
      for (const way of ways) {
        const property = codeIn(way)[0]?.replace('information.', '') ?? 'brand and model';
        const expected =
          property === 'vendor'
            ? 'ACME'
            : property === 'brand and model'
              ? 'Tesla X1'
              : texts[property as keyof typeof texts].trim();
        assert.equal((await device(list, vendorType, information))?.name, expected);
        // The next way comes to pass if this one is missing, null, empty or blank.
        const gone = property === 'brand and model' ? ['brand', 'model'] : [property];
        information = { ...information, ...Object.fromEntries(gone.map((one) => [one, ' '])) };
      }
      assert.equal(ways.at(-1), '`vendor`');
      assert.equal((await device(list, vendorType, null))?.name, 'ACME');
    });
  }

  it('says what becomes of brand, model and reachability', async () => {
    const name = async (brand: string | null, model: string | null) =>
      (await device('chargers', 'charger', { brand, model }))?.name;
    assert.equal(await name('Tesla', 'TESLA Wall Connector'), 'TESLA Wall Connector');
    assert.equal(await name('Tesla', 'Teslax'), 'Tesla Teslax');
    assert.equal(await name('Tesla', null), 'Tesla');
    assert.equal(await name(null, 'X1'), 'X1');
    const bare = await device('chargers', 'charger', { brand: ' ', model: null });
    assert.deepEqual([bare?.brand, bare?.model, bare?.isReachable], [null, null, null]);
  });
});

describe('the calls to Enode in docs/own-endpoints.md', () => {
  it('are those that the handler makes, with the properties that it sends', async () => {
    const asset = { id: 'asset-1', vendor: 'ACME' };
    const { enode, handler } = setUp(
      { defaults: { scopes: ['vehicle:read:data'] } },
      {
        api: (call) =>
          call.path.endsWith('/vehicles')
            ? Response.json({ data: [asset], pagination: { after: null } })
            : likeEnode(call),
      },
    );
    const page = { colorScheme: 'dark', vendorType: 'vehicle', vendor: 'ACME' };
    const requests = [sessionRequest(page), userRequest(), devicesRequest()];
    for (const request of [...requests, sessionRequest({ ...page, assetId: asset.id })]) {
      assert.equal((await handler(request)).status, 200);
    }
    const made = enode.calls.map(({ method, path, body }) => {
      const filled = path
        .replace('token', '/oauth2/token')
        .replace('user-1', '{userId}')
        .replace('asset-1', '{assetId}')
        .replace('vehicles', '{list}');
      const names = typeof body === 'object' ? Object.keys(body ?? {}).sort() : [];
      return `${method} ${filled} ${names.join()}`;
    });
    const listed = table(document, 'call').map(([, request = '']) => {
      const [call = '', body = ''] = codeIn(request);
      const names = body.startsWith('{') ? (body.match(/\w+/g) ?? []) : [];
      return `${call} ${names.sort().join()}`;
    });
    assert.deepEqual([...new Set(made)].sort(), listed.sort());
  });
});

describe('the order of checks in docs/own-endpoints.md', () => {
  it('is that of the handler', async () => {
    const [, order = ''] = /^Check in this order.*?: (.*?)\.$/ms.exec(document) ?? [];
    let isSignedIn = false;
    const { handler } = setUp({ getUserId: () => (isSignedIn ? 'user-1' : null) });
    // Wrong in every way. What was told is mended before the next try.
    let method = 'PUT';
    let body = 'x'.repeat(17_000);
    const headers = new Headers({ Origin: 'https://evil.example', 'Content-Type': 'text/plain' });
    const mend: Record<string, () => unknown> = {
      405: () => (method = 'POST'),
      403: () => headers.delete('Origin'),
      401: () => (isSignedIn = true),
      415: () => headers.set('Content-Type', 'application/json'),
      413: () => (body = '{'),
      400: () => (body = JSON.stringify({ redirectUri: REDIRECT_URI })),
    };
    const told: string[] = [];
    for (;;) {
      const { status } = await handler(sessionRequest(body, { method, headers }));
      if (status === 200) break;
      told.push(String(status));
      const change = mend[status];
      assert.ok(change, String(status));
      change();
    }
    assert.deepEqual(told, order.match(/\d{3}/g));
  });
});

describe('the table of statuses in docs/own-endpoints.md', () => {
  let calls = 0;
  let status = 200;
  beforeEach(() => {
    calls = 0;
    mock.method(globalThis, 'fetch', () => {
      calls += 1;
      return Promise.resolve(new Response('', { status, headers: { 'Retry-After': '5' } }));
    });
  });
  afterEach(() => mock.restoreAll());

  /** Runs a request of the button while its clock goes on. */
  async function outcome(request: Promise<unknown>, clock: FakeClock): Promise<unknown> {
    let end: unknown;
    void request.then(
      (value) => (end = value),
      (thrown: unknown) => (end = thrown),
    );
    while (end === undefined) {
      await new Promise(setImmediate);
      await clock.advance(100);
    }
    return end;
  }

  for (const [cell = '', , button = ''] of table(document, 'your status').slice(1)) {
    for (const text of cell.split(', ')) {
      it(`says what the button makes of ${text}`, async () => {
        status = Number(text);
        const clock = new FakeClock();
        const urls = { sessionUrl: '/s', userUrl: '/u', devicesUrl: '/d' };
        const host = createHost(hostSettings({ ...defaults(), ...urls }), clock);
        const { signal } = new AbortController();
        const request = { redirectUri: CALLBACK_URL, language: 'browser' };
        const error = await outcome(host.createSession(request, signal), clock);
        assert.ok(error instanceof LinkError);
        assert.equal(error.code, codeIn(button)[0]);
        assert.equal(calls, button.includes('two more tries') ? 3 : 1);
        assert.ok(host.readUser && host.readDevices);
        const user = await outcome(host.readUser(signal), clock);
        if (button.includes('there is nothing')) {
          assert.deepEqual(user, { vendors: [], user: undefined });
          assert.deepEqual(await outcome(host.readDevices(signal), clock), []);
        } else {
          assert.ok(user instanceof LinkError);
          assert.equal(user.code, 'confirm-failed');
        }
      });
    }
  }
});
