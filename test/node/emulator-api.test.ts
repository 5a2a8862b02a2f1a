/** OAuth and the API of the emulator over real HTTP, compared with docs/enode.md. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { emulate, LINK_BODY, play, requestToken, TESLA } from './emulator-fixture.js';
import { LANGUAGES } from '../../src/emulator/state/catalogue.js';
import { languages } from '../../src/language/languages.js';

type Fixture = Awaited<ReturnType<typeof emulate>>;

let time = Date.UTC(2025, 0, 1);
let fixture: Fixture;
before(async () => {
  fixture = await emulate({ now: () => time, clientId: 'me', clientSecret: 'p+w %41:x' });
});
after(() => fixture.emulator.close());

describe('the languages of a Link session', () => {
  // Two lists: the emulator shares nothing with what it tests.
  it('are those that the element and the handler ask for', () => {
    assert.deepEqual([...LANGUAGES].sort(), [...languages].sort());
  });
});

describe('the token endpoint', () => {
  it('answers a client with a token for 3599 seconds that nobody may store', async () => {
    const answer = await fixture.signIn();
    assert.equal(answer.status, 200);
    assert.equal(typeof answer.body.access_token, 'string');
    assert.deepEqual(
      { ...answer.body, access_token: '' },
      { access_token: '', expires_in: 3599, scope: '', token_type: 'bearer' },
    );
    assert.equal(answer.headers.get('Cache-Control'), 'no-store');
  });

  it('takes credentials form-encoded, as RFC 6749 wants them, and as they are', async () => {
    const encoded = { credentials: 'me:p%2Bw+%2541%3Ax' };
    assert.equal((await requestToken(fixture.emulator, encoded)).status, 200);
    assert.equal((await requestToken(fixture.emulator)).status, 200);
  });

  it('refuses a wrong secret with 401 and invalid_client', async () => {
    const answer = await requestToken(fixture.emulator, { credentials: 'me:wrong' });
    assert.equal(answer.status, 401);
    assert.equal(answer.body.error, 'invalid_client');
    assert.match(answer.headers.get('WWW-Authenticate') ?? '', /^Basic/);
    assert.equal(answer.headers.get('Cache-Control'), 'no-store');
  });

  for (const [body, error] of [
    ['', 'invalid_request'],
    ['grant_type=password', 'unsupported_grant_type'],
    ['grant_type=client_credentials&grant_type=client_credentials', 'invalid_request'],
    ['grant_type=client_credentials&scope=all', 'invalid_scope'],
  ]) {
    it(`answers the body "${body}" with 400 and ${error}`, async () => {
      const answer = await requestToken(fixture.emulator, { body: body ?? '' });
      assert.equal(answer.status, 400);
      assert.equal(answer.body.error, error);
    });
  }

  it('lets a token expire by the emulator’s clock', async () => {
    await fixture.signIn();
    time += 3_598_000;
    assert.equal((await fixture.call('GET', '/users')).status, 200);
    time += 1_000;
    const answer = await fixture.call('GET', '/users');
    assert.equal(answer.status, 401);
    assert.match(String(answer.body.type), /\/problems\/unauthorized$/);
    await fixture.signIn();
  });
});

describe('the link call', () => {
  const link = (change: object, headers?: Record<string, string>) =>
    fixture.call('POST', '/users/u1/link', { ...LINK_BODY, ...change }, headers);

  it('answers linkUrl and linkToken and nothing else', async () => {
    const { status, body, headers } = await link({});
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), ['linkToken', 'linkUrl']);
    const url = new URL(String(body.linkUrl));
    assert.equal(url.origin, fixture.emulator.linkOrigin);
    const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
    const path = Buffer.from(url.pathname.slice(1), 'base64').toString();
    assert.match(path, new RegExp(`^${uuid}@${uuid}:[0-9a-f]{64}$`));
    const token: unknown = JSON.parse(Buffer.from(String(body.linkToken), 'base64').toString());
    assert.deepEqual(token, { linkUrl: body.linkUrl, redirectUri: LINK_BODY.redirectUri });
    assert.equal(headers.get('Cache-Control'), 'no-store');
  });

  it('creates the user', async () => {
    assert.equal((await fixture.call('GET', '/users/new')).status, 404);
    await fixture.linkUrl({}, 'new');
    const { body } = await fixture.call('GET', '/users/new');
    assert.deepEqual(body, { id: 'new', linkedVendors: [] });
  });

  const refused: [name: string, field: string, change: object, allowed?: string][] = [
    ['no scopes', 'scopes', { scopes: undefined }, 'vehicle:read:data'],
    ['an empty list of scopes', 'scopes', { scopes: [] }],
    ['an unknown scope', 'scopes', { scopes: ['vehicle:read:data', 'all'] }, 'meter:read:data'],
    ['no scope to read the type asked for', 'scopes', { scopes: ['charger:read:data'] }],
    ['no language', 'language', { language: undefined }, 'nb-NO'],
    ['an unknown language', 'language', { language: 'en' }, 'en-GB'],
    ['an unknown type', 'vendorType', { vendorType: 'boat' }, 'inverter'],
    ['a type that is null', 'vendorType', { vendorType: null }],
    ['an unknown colour scheme', 'colorScheme', { colorScheme: 'red' }, 'system'],
    ['an empty vendor', 'vendor', { vendor: '' }],
    ['a property that Enode does not have', 'state', { state: 'x' }],
    ['no redirectUri', 'redirectUri', { redirectUri: undefined }],
    ['a redirectUri of 501 characters', 'redirectUri', { redirectUri: uriOf(501) }],
    ['about:blank', 'redirectUri', { redirectUri: 'about:blank' }],
    ['a relative redirectUri', 'redirectUri', { redirectUri: '/callback' }],
    ['a redirectUri that is no text', 'redirectUri', { redirectUri: 7 }],
    ['a redirectUri with a line break', 'redirectUri', { redirectUri: 'https://a.example/\r\nx' }],
    ['script in redirectUri', 'redirectUri', { redirectUri: 'JavaScript:alert(1)' }],
    ['a data redirectUri', 'redirectUri', { redirectUri: 'data:text/html,x' }],
    ['a blob redirectUri', 'redirectUri', { redirectUri: 'blob:https://a.example/x' }],
    ['a file redirectUri', 'redirectUri', { redirectUri: 'file:///etc/passwd' }],
    ['a vbscript redirectUri', 'redirectUri', { redirectUri: 'vbscript:x' }],
  ];
  for (const [name, field, change, allowed] of refused) {
    it(`refuses ${name}, naming ${field}`, async () => {
      const { status, body, headers } = await link(change);
      assert.equal(status, 400);
      assert.equal(headers.get('Content-Type'), 'application/problem+json');
      assert.match(String(body.type), /\/problems\/validation-error$/);
      const issues = body.issues as { path: string[]; message: string }[];
      const issue = issues.find((each) => each.path[0] === field);
      assert.ok(issue, JSON.stringify(issues));
      assert.ok(issue.message.includes(allowed ?? field), issue.message);
    });
  }

  it('names every mistake at once', async () => {
    const { body } = await fixture.call('POST', '/users/u1/link', {});
    const fields = (body.issues as { path: string[] }[]).map((issue) => issue.path[0]);
    assert.deepEqual(fields.sort(), ['language', 'redirectUri', 'scopes']);
  });

  for (const redirectUri of [
    'https://localhost:3000',
    'http://localhost:3000/cb',
    'http://[::1]:3000/',
    'com.example.app://enode',
    'myapp:back',
    uriOf(500),
  ]) {
    it(`accepts the redirectUri ${redirectUri.slice(0, 40)}`, async () => {
      assert.equal((await link({ redirectUri })).status, 200);
    });
  }

  it('accepts a brand that it does not know, and a session for several types', async () => {
    const scopes = ['charger:read:data', 'meter:read:data'];
    assert.equal((await link({ vendor: 'BRAND_NEW' })).status, 200);
    assert.equal((await link({ vendorType: undefined, scopes })).status, 200);
  });

  it('wants vendorType in version 2024-01-01 and no longer after it', async () => {
    const change = { vendorType: undefined };
    assert.equal((await link(change, { 'Enode-Version': '2024-01-01' })).status, 400);
    assert.equal((await link(change, { 'Enode-Version': '2024-10-01' })).status, 200);
    assert.equal((await link({}, { 'Enode-Version': '2024-01-01' })).status, 200);
  });

  it('refuses versions that are too old or unknown', async () => {
    for (const version of ['2023-08-01', '2031-01-01', 'latest']) {
      const { status, body } = await link({}, { 'Enode-Version': version });
      assert.equal(status, 400);
      assert.match(String(body.detail), /2024-01-01/);
    }
  });

  it('answers 401 without a token, with a wrong one and with another scheme', async () => {
    for (const Authorization of ['', 'Bearer nonsense', 'Basic bWU6cA==']) {
      assert.equal((await link({}, { Authorization })).status, 401);
    }
  });

  it('says what is wrong with a body that is no JSON', async () => {
    const broken = await fixture.call('POST', '/users/u1/link', '{"scopes":');
    assert.equal(broken.status, 400);
    assert.match(String(broken.body.detail), /not valid JSON/);
    const form = await fixture.call('POST', '/users/u1/link', 'a=b', {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    assert.equal(form.status, 415);
    const list = await fixture.call('POST', '/users/u1/link', '[]');
    assert.equal(list.status, 400);
  });
});

describe('users and their vendors', () => {
  const linkTesla = async (userId: string) => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    await play(await fixture.linkUrl({}, userId), asset);
    return asset;
  };

  it('answers an unknown user with 404 and Enode’s words', async () => {
    const { status, body } = await fixture.call('GET', '/users/nobody');
    assert.equal(status, 404);
    assert.equal(body.title, 'User does not exist');
    assert.equal(body.detail, 'Could not find user with ID nobody');
    assert.match(String(body.type), /\/problems\/not-found$/);
  });

  for (const id of ['a/b', '50% off', '%2F', 'ü ☃', '?#&+', '..%2f', "O'Neil", '__proto__']) {
    it(`keeps the user id "${id}" as it is`, async () => {
      const path = `/users/${encodeURIComponent(id)}`;
      assert.equal((await fixture.call('POST', `${path}/link`, LINK_BODY)).status, 200);
      assert.equal((await fixture.call('GET', path)).body.id, id);
      assert.equal((await fixture.call('DELETE', path)).status, 204);
      assert.equal((await fixture.call('GET', path)).status, 404);
    });
  }

  it('lists the linked vehicle among the vehicles alone', async () => {
    await linkTesla('assets');
    const { body } = await fixture.call('GET', '/users/assets/vehicles');
    const [vehicle] = body.data as { id: string; userId: string; vendor: string }[];
    assert.ok(vehicle);
    assert.equal(vehicle.userId, 'assets');
    assert.equal(vehicle.vendor, 'TESLA');
    for (const list of ['chargers', 'hvacs', 'inverters', 'batteries', 'meters']) {
      const answer = await fixture.call('GET', `/users/assets/${list}`);
      assert.deepEqual(answer.body, { data: [], pagination: { after: null, before: null } });
    }
  });

  it('refuses to relink a device that is linked, and one that it does not know', async () => {
    await linkTesla('healthy');
    const { body } = await fixture.call('GET', '/users/healthy/vehicles');
    const [vehicle] = body.data as { id: string }[];
    const relink = { language: 'en-US', redirectUri: 'https://app.example/' };
    for (const id of [vehicle?.id, 'unknown']) {
      const answer = await fixture.call('POST', `/assets/${id}/relink`, relink);
      assert.equal(answer.status, 400);
      assert.match(String(answer.body.type), /\/problems\/bad-request$/);
      assert.equal(answer.body.detail, 'Asset not found or already linked');
    }
    await fixture.emulator.invalidate('healthy', 'TESLA');
    const answer = await fixture.call('POST', `/assets/${vehicle?.id}/relink`, relink);
    assert.deepEqual(Object.keys(answer.body).sort(), ['linkToken', 'linkUrl']);
    const wrong = await fixture.call('POST', `/assets/${vehicle?.id}/relink`, LINK_BODY);
    assert.equal(wrong.status, 400);
    assert.match(String(wrong.body.type), /\/problems\/validation-error$/);
  });

  it('repairs an invalid vendor by a relink, in its place and with the same device', async () => {
    const asset = await linkTesla('relink');
    const device = async () =>
      (await fixture.call('GET', '/users/relink/vehicles')).body.data as { id: string }[];
    const [before] = await device();
    await fixture.call('POST', '/emulator/users/relink/vendors/TESLA/invalidate');
    const tesla = { vendor: 'TESLA', vendorType: 'vehicle' };
    assert.deepEqual(await fixture.linkedVendors('relink'), [{ ...tesla, isValid: false }]);
    const relink = { language: 'en-US', redirectUri: 'https://app.example/' };
    const { body } = await fixture.call('POST', `/assets/${before?.id}/relink`, relink);
    const visit = await play(String(body.linkUrl), asset);
    assert.equal(visit.left, 'https://app.example/');
    assert.deepEqual(await fixture.linkedVendors('relink'), [{ ...tesla, isValid: true }]);
    assert.deepEqual(
      (await device()).map((each) => each.id),
      [before?.id],
    );
  });

  it('leaves vendorType out in the oldest version', async () => {
    await linkTesla('old');
    const headers = { 'Enode-Version': '2023-08-01' };
    const { body } = await fixture.call('GET', '/users/old', undefined, headers);
    assert.deepEqual(body.linkedVendors, [{ vendor: 'TESLA', isValid: true }]);
  });

  it('takes away a vendor, a type of a vendor, or everything', async () => {
    for (const [path, left] of [
      ['/vendors/TESLA', 0],
      ['/vendors/TESLA/vehicle', 0],
      ['/vendors/TESLA/charger', 1],
      ['/vendors/BMW', 1],
      ['/authorization', 0],
    ] as const) {
      await fixture.call('DELETE', '/users/removal');
      await linkTesla('removal');
      assert.equal((await fixture.call('DELETE', `/users/removal${path}`)).status, 204);
      assert.equal(((await fixture.linkedVendors('removal')) as []).length, left, path);
      const { body } = await fixture.call('GET', '/users/removal/vehicles');
      assert.equal((body.data as []).length, left, path);
    }
    assert.equal((await fixture.call('DELETE', '/users/nobody/vendors/TESLA')).status, 404);
  });

  it('lists users in pages that lead forwards and backwards', async () => {
    await fixture.emulator.reset();
    for (let index = 0; index < 5; index++) await fixture.linkUrl({}, `p${index}`);
    const page = async (query: string) => (await fixture.call('GET', `/users?${query}`)).body;
    const ids = (body: Record<string, unknown>) =>
      (body.data as { id: string }[]).map((each) => each.id);
    const pagination = (body: Record<string, unknown>) =>
      body.pagination as { after: string | null; before: string | null };
    const first = await page('pageSize=2');
    assert.deepEqual(ids(first), ['p0', 'p1']);
    assert.equal(pagination(first).before, null);
    const second = await page(`pageSize=2&after=${pagination(first).after}`);
    assert.deepEqual(ids(second), ['p2', 'p3']);
    const third = await page(`pageSize=2&after=${pagination(second).after}`);
    assert.deepEqual(ids(third), ['p4']);
    assert.equal(pagination(third).after, null);
    const back = await page(`pageSize=2&before=${pagination(third).before}`);
    assert.deepEqual(ids(back), ['p2', 'p3']);
    assert.equal(ids(await page('')).length, 5);
    for (const query of ['pageSize=0', 'pageSize=51', 'pageSize=x', 'after=unknown']) {
      assert.equal((await fixture.call('GET', `/users?${query}`)).status, 400, query);
    }
  });

  it('lists linked devices of each type in a list of its own, by the names that users gave', async () => {
    for (const [vendorType, list, property] of [
      ['vehicle', 'vehicles', 'displayName'],
      ['charger', 'chargers', undefined],
      ['hvac', 'hvacs', 'displayName'],
      ['inverter', 'inverters', 'siteName'],
      ['battery', 'batteries', 'siteName'],
      ['meter', 'meters', 'siteName'],
    ] as const) {
      const scopes = [`${vendorType}:read:data`];
      for (const name of ['one', 'two', 'three']) {
        const asset = await fixture.emulator.createVirtualAsset({ ...TESLA, vendorType, name });
        await play(await fixture.linkUrl({ vendorType, scopes }, 'many'), asset);
      }
      const { body } = await fixture.call('GET', `/users/many/${list}`);
      const data = body.data as { information: Record<string, string>; scopes: string[] }[];
      assert.deepEqual(
        data.map(({ information }) => property && information[property]),
        property ? ['one', 'two', 'three'] : [undefined, undefined, undefined],
      );
      for (const device of data) {
        assert.equal(device.information.brand, 'Tesla');
        assert.equal(device.information.model, 'Model 3');
        assert.deepEqual(device.scopes, scopes);
      }
    }
    assert.equal(((await fixture.linkedVendors('many')) as []).length, 6);
  });

  it('answers unknown addresses with 404 and wrong methods with 405 and Allow', async () => {
    assert.equal((await fixture.call('GET', '/links/token')).status, 404);
    assert.equal((await fixture.call('GET', '/users/u1/link/more')).status, 404);
    const wrong = await fixture.call('GET', '/users/u1/link');
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get('Allow'), 'POST');
    const user = await fixture.call('PUT', '/users/u1', {});
    assert.equal(user.headers.get('Allow'), 'GET, HEAD, DELETE');
  });
});

function uriOf(length: number): string {
  return 'https://app.example/'.padEnd(length, 'x');
}
