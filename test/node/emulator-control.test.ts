/** Control, faults and the dashboard of the emulator, and who may use them. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { emulate, LINK_BODY, play, requestToken, TESLA, Visit } from './emulator-fixture.js';

let time = Date.UTC(2025, 0, 1);
let fixture: Awaited<ReturnType<typeof emulate>>;
before(async () => {
  fixture = await emulate({ now: () => time });
});
after(() => fixture.emulator.close());
beforeEach(() => fixture.emulator.reset());

const put = (faults: unknown) => fixture.call('PUT', '/emulator/faults', faults);

describe('control over HTTP', () => {
  it('makes a virtual asset whose credentials Link UI takes', async () => {
    const { status, body } = await fixture.call('POST', '/emulator/virtual-assets', TESLA);
    assert.equal(status, 201);
    assert.ok(body.id && body.username && body.password);
    const { username, password } = body as { username: string; password: string };
    await play(await fixture.linkUrl(), { vendor: 'TESLA', username, password });
    assert.equal(((await fixture.linkedVendors()) as []).length, 1);
  });

  it('names the wrong field of a virtual asset', async () => {
    for (const [field, value] of [
      ['name', ''],
      ['vendor', 7],
      ['vendorType', 'boat'],
      ['model', undefined],
      ['color', 'red'],
    ] as const) {
      const body = { ...TESLA, [field]: value };
      const answer = await fixture.call('POST', '/emulator/virtual-assets', body);
      assert.equal(answer.status, 400);
      assert.match(String(answer.body.detail), new RegExp(field));
    }
    await assert.rejects(fixture.emulator.createVirtualAsset({ ...TESLA, name: '' }), /name/);
  });

  it('invalidates a vendor of a user, and answers 404 where there is none', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    const path = '/emulator/users/u1/vendors/TESLA/invalidate';
    assert.equal((await fixture.call('POST', path)).status, 404);
    await play(await fixture.linkUrl(), asset);
    assert.equal((await fixture.call('POST', path)).status, 200);
    const tesla = { vendor: 'TESLA', vendorType: 'vehicle' };
    assert.deepEqual(await fixture.linkedVendors(), [{ ...tesla, isValid: false }]);
    await play(await fixture.linkUrl(), asset);
    assert.deepEqual(await fixture.linkedVendors(), [{ ...tesla, isValid: true }]);
  });

  it('resets all but the access tokens', async () => {
    await fixture.emulator.createVirtualAsset(TESLA);
    const linkUrl = await fixture.linkUrl();
    await put({ api: { status: 503, path: '/health' } });
    assert.equal((await fixture.call('POST', '/emulator/reset')).status, 204);
    assert.deepEqual((await fixture.call('GET', '/users')).body.data, []);
    assert.equal((await new Visit().open(linkUrl)).status, 404);
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, {});
  });

  it('reads the body of a reset whose length is not announced', async () => {
    const reset = (text: string) =>
      fetch(`${fixture.emulator.apiUrl}/emulator/reset`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        // A stream is sent in chunks.
        body: new Blob([text]).stream(),
        duplex: 'half',
      } as RequestInit);
    const linkUrl = await fixture.linkUrl();
    assert.equal((await reset('{"keep":["users"]}')).status, 400);
    assert.equal((await new Visit().open(linkUrl)).step, 'intro');
    const hook = {
      url: 'http://127.0.0.1:1/',
      secret: 'a secret',
      events: ['user:vehicle:updated'],
    };
    assert.equal((await fixture.call('POST', '/webhooks', hook)).status, 200);
    assert.equal((await reset('{"keep":["webhooks"]}')).status, 204);
    assert.equal(((await fixture.call('GET', '/webhooks')).body.data as []).length, 1);
  });

  it('is refused to pages of other origins, by any of the signs', async () => {
    const own = fixture.emulator.apiUrl;
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: own.replace('127.0.0.1', 'localhost') },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ]) {
      for (const [method, path, body] of [
        ['POST', '/emulator/reset'],
        ['POST', '/emulator/virtual-assets', TESLA],
        ['GET', '/emulator/faults'],
        ['PUT', '/emulator/faults', {}],
        ['DELETE', '/emulator/faults'],
        ['POST', '/dashboard/reset'],
        ['POST', '/dashboard/faults'],
        ['POST', '/dashboard/virtual-assets'],
        ['POST', '/dashboard/invalidate'],
        ['POST', '/dashboard/unlink'],
        ['POST', '/dashboard/delete-user'],
        ['POST', '/dashboard/change-device'],
        ['POST', '/dashboard/remove-device'],
        ['POST', '/dashboard/add-device'],
        ['POST', '/dashboard/test-webhook'],
        ['POST', '/dashboard/switch-on'],
        ['POST', '/dashboard/heartbeat'],
        ['POST', '/emulator/events', { event: 'system:heartbeat' }],
      ] as const) {
        // Raw, because fetch keeps these headers to itself.
        assert.equal(await raw(method, path, headers, body), 403, `${method} ${path}`);
      }
    }
    assert.equal(await raw('DELETE', '/emulator/faults', { Origin: own }), 204);
    const form = await fixture.call('PUT', '/emulator/faults', '{}', {
      'Content-Type': 'text/plain',
    });
    assert.equal(form.status, 415);
  });

  it('answers to loopback names only, so that no foreign name can be pointed here', async () => {
    const port = new URL(fixture.emulator.apiUrl).port;
    for (const name of [
      'evil.example',
      `evil.example:${port}`,
      '10.0.0.1',
      'localhost.evil.example',
    ]) {
      for (const path of ['/emulator/faults', '/dashboard', '/health/vehicles']) {
        assert.equal(await raw('GET', path, { Host: name }), 421, name);
      }
    }
    for (const name of [`localhost:${port}`, 'LOCALHOST', `[::1]:${port}`, 'app.localhost']) {
      assert.equal(await raw('GET', '/emulator/faults', { Host: name }), 200, name);
    }
  });

  function raw(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
      const url = fixture.emulator.apiUrl + path;
      const sent = request(url, { method, headers: { ...type, ...headers } }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
});

describe('faults', () => {
  it('are what was put, until they are taken away', async () => {
    const faults = {
      oauth: { status: 500, times: 2 },
      api: { delayMs: 1, path: '/users' },
      linkUi: { coop: 'same-origin', frameAncestors: 'none' },
      vendorSignIn: { coop: 'same-origin', delayMs: 1 },
      routes: [{ method: 'POST', path: '/users/*/link', status: 503, times: 2 }],
      links: 'used',
      earlyExit: { error: 'backendError', errorMessage: 'Sorry' },
      vendors: { TESLA: 'OUTAGE' },
      linkedVendorDelayMs: 5,
      connectionsLimit: true,
      clockOffsetMs: -1,
    };
    assert.deepEqual((await put(faults)).body, faults);
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, faults);
    assert.equal((await fixture.call('DELETE', '/emulator/faults')).status, 204);
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, {});
  });

  it('that make no sense are refused, the field named and the old ones kept', async () => {
    await put({ connectionsLimit: false });
    for (const [faults, field] of [
      [{ oath: {} }, 'oath'],
      [{ api: 500 }, 'api'],
      [{ api: { status: 99 } }, 'api.status'],
      [{ api: { status: 600 } }, 'api.status'],
      [{ api: { status: '503' } }, 'api.status'],
      [{ api: { delayMs: -1 } }, 'api.delayMs'],
      [{ api: { delayMs: 1e12 } }, 'api.delayMs'],
      [{ oauth: { times: 1.5 } }, 'oauth.times'],
      [{ oauth: { path: 'users' } }, 'path'],
      [{ linkUi: { frameAncestors: 'self' } }, 'linkUi.frameAncestors'],
      [{ linkUi: { coop: 'a\r\nSet-Cookie: b' } }, 'coop'],
      [{ api: { coop: 'same-origin' } }, 'api.coop'],
      [{ vendors: { TESLA: 'DOWN' } }, 'vendors.TESLA'],
      [{ linkedVendorDelayMs: 'soon' }, 'linkedVendorDelayMs'],
      [{ connectionsLimit: 1 }, 'connectionsLimit'],
      [{ routes: {} }, 'routes'],
      [{ routes: [{ status: 500 }] }, 'path'],
      [{ routes: [{ path: '/users', method: 'get' }] }, 'routes[0].method'],
      [{ routes: [{ path: '/users' }, { path: '/a', status: 1 }] }, 'routes[1].status'],
      [{ routes: Array.from({ length: 51 }, () => ({ path: '/' })) }, 'routes'],
      [{ links: 'gone' }, 'links'],
      [{ earlyExit: {} }, 'earlyExit.error'],
      [{ earlyExit: { error: '' } }, 'earlyExit.error'],
      [{ vendorSignIn: true }, 'vendorSignIn'],
      [{ vendorSignIn: { coop: 'a\nb' } }, 'coop'],
      [{ clockOffsetMs: 1e300 }, 'clockOffsetMs'],
      [[], 'body'],
      [null, 'body'],
    ] as const) {
      const { status, body } = await put(faults);
      assert.equal(status, 400, JSON.stringify(faults));
      assert.ok(String(body.detail).includes(field), String(body.detail));
    }
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, {
      connectionsLimit: false,
    });
    await assert.rejects(fixture.emulator.setFaults({ api: { status: 1 } }), /api\.status/);
  });

  it('of OAuth and API strike as many answers as asked, then all is well', async () => {
    await put({ oauth: { status: 503, times: 2 }, api: { status: 500, times: 1 } });
    const tokens = [];
    for (let index = 0; index < 3; index++) tokens.push(await requestToken(fixture.emulator));
    assert.deepEqual(
      tokens.map((each) => each.status),
      [503, 503, 200],
    );
    assert.equal(tokens[0]?.body.error, 'server_error');
    assert.equal((await fixture.call('GET', '/users')).status, 500);
    assert.equal((await fixture.call('GET', '/users')).status, 200);
  });

  it('strike the paths that begin as asked, and never the control itself', async () => {
    await put({ api: { status: 418, path: '/users/u1' } });
    assert.equal((await fixture.call('GET', '/users/u1')).status, 418);
    assert.equal((await fixture.call('POST', '/users/u1/link', LINK_BODY)).status, 418);
    assert.equal((await fixture.call('GET', '/users')).status, 200);
    await put({ api: { status: 500 } });
    assert.equal((await fixture.call('GET', '/emulator/faults')).status, 200);
  });

  it('of a route strike its method and its whole path, in order, each as often as asked', async () => {
    const routes = [
      { method: 'POST', path: '/users/*/link', status: 503, times: 1 },
      { method: 'POST', path: '/users/u1/link', status: 429 },
      { path: '/oauth2/token', status: 500, times: 1 },
    ];
    await put({ routes });
    const link = async (user: string) =>
      (await fixture.call('POST', `/users/${user}/link`, LINK_BODY)).status;
    assert.deepEqual([await link('u1'), await link('u1'), await link('u2')], [503, 429, 200]);
    assert.equal((await fixture.call('GET', '/users/u2')).status, 200);
    assert.equal((await fixture.call('GET', '/users/u1/link')).status, 405);
    assert.equal((await requestToken(fixture.emulator)).status, 500);
    assert.equal((await requestToken(fixture.emulator)).status, 200);
    const { body } = await fixture.call('GET', '/emulator/faults');
    const left = (body.routes as { times?: number }[]).map(({ times }) => times);
    assert.deepEqual(left, [0, undefined, 0]);
  });

  it('of a route never strike the control, nor a secret address of Link UI', async () => {
    await put({
      routes: [
        { path: '/emulator/faults', status: 500 },
        { path: '/dashboard', status: 500 },
        { path: '/*', status: 500 },
      ],
    });
    assert.equal((await fixture.call('GET', '/emulator/faults')).status, 200);
    assert.equal((await fetch(fixture.emulator.dashboardUrl)).status, 200);
    const linkUrl = await fixture.linkUrl();
    assert.equal((await new Visit().open(linkUrl)).step, 'intro');
  });

  it('of a route delay its answers alone', async () => {
    await put({ routes: [{ method: 'GET', path: '/users/u1', delayMs: 600_000 }] });
    const slow = new AbortController();
    let isAnswered = false;
    const waiting = fetch(`${fixture.emulator.apiUrl}/users/u1`, { signal: slow.signal }).then(
      () => (isAnswered = true),
      () => undefined,
    );
    assert.equal((await fixture.call('POST', '/users/u1/link', LINK_BODY)).status, 200);
    assert.equal((await fixture.call('GET', '/users')).status, 200);
    slow.abort();
    await waiting;
    assert.equal(isAnswered, false);
  });

  for (const links of ['expired', 'used'] as const) {
    it(`make every link one that is ${links}, until they are taken away`, async () => {
      const linkUrl = await fixture.linkUrl();
      await put({ links });
      const visit = await new Visit().open(linkUrl);
      assert.equal(visit.status, 410);
      assert.ok(visit.has(`message-${links}`));
      await put({});
      assert.equal((await visit.open(linkUrl)).step, 'intro');
    });
  }

  it('end a visit before it begins, with the error asked for', async () => {
    await put({ earlyExit: { error: 'backendError', errorMessage: 'Not now & here' } });
    const { left } = await new Visit().open(await fixture.linkUrl());
    const url = new URL(left ?? '');
    assert.equal(url.searchParams.get('enode_link'), 'abc');
    assert.equal(url.searchParams.get('error'), 'backendError');
    assert.equal(url.searchParams.get('error_message'), 'Not now & here');
    await put({ earlyExit: { error: 'backendError' } });
    const bare = await new Visit().open(await fixture.linkUrl());
    assert.equal(new URL(bare.left ?? '').searchParams.has('error_message'), false);
  });

  it('are what the emulator tells in process, with the counts that are left', async () => {
    await fixture.emulator.setFaults({ api: { status: 503, times: 2 } });
    await fixture.call('GET', '/users');
    assert.deepEqual(fixture.emulator.faults, { api: { status: 503, times: 1 } });
  });

  it('may be any status, those without a body included', async () => {
    for (const status of [200, 204, 205, 302, 304, 401, 429, 599]) {
      await put({ api: { status } });
      assert.equal((await fixture.call('GET', '/users')).status, status);
    }
  });

  it('name a pause if the status is 429 or 503, and only then', async () => {
    for (const [status, pause] of [
      [429, '7'],
      [503, '7'],
      [500, null],
    ] as const) {
      await put({ api: { status, retryAfter: 7 } });
      const { headers } = await fixture.call('GET', '/users');
      assert.equal(headers.get('Retry-After'), pause);
    }
  });

  it('of Link UI show an error page, after which the link still works', async () => {
    await put({ linkUi: { status: 502, times: 1 } });
    const linkUrl = await fixture.linkUrl();
    const visit = await new Visit().open(linkUrl);
    assert.equal(visit.status, 502);
    assert.ok(visit.has('message-trouble'));
    assert.equal((await visit.open(linkUrl)).step, 'intro');
  });

  it('put COOP and a refusal to be framed on every page of Link UI, and otherwise neither', async () => {
    const visit = await new Visit().open(await fixture.linkUrl());
    assert.equal(visit.headers.get('Cross-Origin-Opener-Policy'), null);
    assert.equal(visit.headers.get('X-Frame-Options'), null);
    assert.doesNotMatch(visit.headers.get('Content-Security-Policy') ?? '', /frame-ancestors/);
    await put({ linkUi: { coop: 'same-origin', frameAncestors: 'none' } });
    await visit.open(visit.url);
    assert.equal(visit.headers.get('Cross-Origin-Opener-Policy'), 'same-origin');
    assert.equal(visit.headers.get('X-Frame-Options'), 'DENY');
    assert.match(visit.headers.get('Content-Security-Policy') ?? '', /frame-ancestors 'none'/);
  });

  it('of a brand show in its health, warn in Link UI, or block it', async () => {
    const status = async () => {
      const { body } = await fixture.call('GET', '/health/vehicles');
      const list = body as unknown as { vendor: string; linkingStatus: string }[];
      return list.find((brand) => brand.vendor === 'TESLA')?.linkingStatus;
    };
    const access = async () => {
      const visit = await new Visit().open(await fixture.linkUrl({ vendor: 'TESLA' }));
      return visit.press('continue');
    };
    assert.equal(await status(), 'READY');
    assert.ok(!(await access()).has('warning'));
    await put({ vendors: { TESLA: 'ELEVATED_ERROR_RATE' } });
    assert.equal(await status(), 'ELEVATED_ERROR_RATE');
    const warned = await access();
    assert.ok(warned.has('warning') && warned.has('continue'));
    await put({ vendors: { TESLA: 'OUTAGE' } });
    assert.equal(await status(), 'OUTAGE');
    const blocked = await access();
    assert.ok(blocked.has('outage') && blocked.has('exit') && !blocked.has('continue'));
    await blocked.open(blocked.url, { method: 'POST' });
    assert.equal(blocked.step, 'access', 'consent is refused as well');
  });

  it('keep a linked vendor back for the delay asked', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    await put({ linkedVendorDelayMs: 3000 });
    await play(await fixture.linkUrl(), asset);
    time += 2999;
    assert.deepEqual(await fixture.linkedVendors(), []);
    assert.deepEqual((await fixture.call('GET', '/users/u1/vehicles')).body.data, []);
    time += 1;
    assert.equal(((await fixture.linkedVendors()) as []).length, 1);
  });

  it('refuse new sessions with Enode’s words where the limit is reached', async () => {
    await put({ connectionsLimit: true });
    const { status, body } = await fixture.call('POST', '/users/u1/link', LINK_BODY);
    assert.equal(status, 403);
    assert.equal(body.detail, 'Connections limit reached.');
    assert.match(String(body.type), /\/problems\/forbidden$/);
  });

  it('move the clock: tokens and sessions expire', async () => {
    const linkUrl = await fixture.linkUrl();
    await put({ clockOffsetMs: 24 * 60 * 60 * 1000 });
    assert.equal((await fixture.call('GET', '/users')).status, 401);
    assert.ok((await new Visit().open(linkUrl)).has('message-expired'));
    await put({});
    assert.equal((await fixture.call('GET', '/users')).status, 200);
  });

  it('that delay an answer do not hold up the end', async () => {
    const other = await emulate();
    await other.emulator.setFaults({ api: { delayMs: 600_000, times: 1 } });
    const answer = other.call('GET', '/users').catch(() => 'cut off');
    // The count goes down as the delay begins.
    let api: unknown = { times: 1 };
    while ((api as { times: number }).times > 0) {
      ({ api } = (await other.call('GET', '/emulator/faults')).body);
    }
    await other.emulator.close();
    assert.ok(await answer);
  });
});

describe('the dashboard', () => {
  const page = async (path = '') => (await fetch(fixture.emulator.dashboardUrl + path)).text();

  it('makes a virtual asset by its form and shows the credentials', async () => {
    const visit = await new Visit().open(fixture.emulator.dashboardUrl);
    await visit.press('create', { name: 'My <car>', model: 'vehicle|TESLA|Model 3' });
    assert.equal(visit.status, 200);
    const shown = (id: string) => new RegExp(`data-testid="${id}">([^<]+)`).exec(visit.html)?.[1];
    const [username, password] = [shown('username') ?? '', shown('password') ?? ''];
    const done = await play(await fixture.linkUrl(), { vendor: 'TESLA', username, password });
    assert.equal(done.left, LINK_BODY.redirectUri);
  });

  it('says what is missing in the form and keeps the rest', async () => {
    const visit = await new Visit().open(fixture.emulator.dashboardUrl);
    await visit.press('create', { name: 'My car', model: '' });
    assert.equal(visit.status, 400);
    assert.match(visit.html, /Select a model\./);
    assert.match(visit.html, /value="My car"/);
    await visit.press('create', { name: '', model: 'vehicle|TESLA|Model 3' });
    assert.match(visit.html, /Enter a name\./);
  });

  it('shows users, sessions and requests, and no secret of them', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    const linkUrl = await fixture.linkUrl({}, 'anna');
    const visit = await play(linkUrl, asset, 'success');
    assert.match(await page('/users'), /anna[^]*Tesla[^]*Valid/);
    assert.match(await page('/sessions'), /Connected, not completed/);
    await visit.press('complete');
    assert.match(await page('/sessions'), /Completed/);
    await new Visit().open(`${fixture.emulator.linkOrigin}/${'s'.repeat(60)}`);
    const journeyId = visit.url.split('/')[4] ?? '?';
    for (const path of ['', '/users', '/sessions', '/requests', '/webhooks', '/faults']) {
      const html = await page(path);
      for (const secret of [
        new URL(linkUrl).pathname.slice(1),
        journeyId,
        fixture.emulator.clientSecret,
        'enode_link',
      ]) {
        assert.ok(!html.includes(secret), `${path} shows ${secret}`);
      }
    }
    assert.match(await page('/requests'), /POST \/journey\/…\/sign-in/);
    assert.doesNotMatch(await page('/requests'), /ssssss/);
  });

  it('invalidates, sets faults, clears them and resets by forms', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    await play(await fixture.linkUrl(), asset);
    const post = (path: string, fields: Record<string, string>) =>
      fetch(fixture.emulator.dashboardUrl + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
      });
    await post('/invalidate', { user: 'u1', vendor: 'TESLA' });
    assert.match(await page('/users'), /Invalid/);
    await post('/faults', {
      'api.status': '503',
      'api.delayMs': '',
      'linkUi.coop': 'same-origin',
      vendor: '',
    });
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, {
      api: { status: 503 },
      linkUi: { coop: 'same-origin' },
    });
    const refused = await post('/faults', { 'api.status': '9' });
    assert.equal(refused.status, 400);
    assert.match(await refused.text(), /api\.status must be a whole number/);
    await post('/faults', { action: 'clear' });
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, {});
    await post('/reset', {});
    assert.match(await page('/users'), /No users yet/);
  });

  it('sets a fault of each kind by its form, shows it again, and keeps it when applied anew', async () => {
    const faults = {
      oauth: { delayMs: 5 },
      api: { status: 503, times: 2 },
      linkUi: { coop: 'same-origin', frameAncestors: 'none' },
      vendorSignIn: { coop: 'unsafe-none' },
      routes: [
        { path: '/users/*/link', method: 'POST', status: 429, times: 3 },
        { path: '/users', delayMs: 10 },
      ],
      links: 'used',
      earlyExit: { error: 'backendError', errorMessage: 'Sorry' },
      vendors: { TESLA: 'OUTAGE', BMW: 'ELEVATED_ERROR_RATE' },
      linkedVendorDelayMs: 7,
      connectionsLimit: true,
      clockOffsetMs: 1000,
    };
    await put(faults);
    const html = await page('/faults');
    const answer = await fetch(`${fixture.emulator.dashboardUrl}/faults`, {
      method: 'POST',
      body: formOf(html),
    });
    assert.equal(answer.status, 200);
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, faults);
    await put({});
    await fetch(`${fixture.emulator.dashboardUrl}/faults`, {
      method: 'POST',
      body: formOf(await page('/faults')),
    });
    assert.deepEqual((await fixture.call('GET', '/emulator/faults')).body, {});
  });

  it('lists devices with their user, unlinks a vendor and deletes a user by forms', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    const charger = await fixture.emulator.createVirtualAsset({ ...TESLA, vendorType: 'charger' });
    await play(await fixture.linkUrl(), asset);
    const scopes = ['charger:read:data'];
    await play(await fixture.linkUrl({ vendorType: 'charger', scopes }), charger);
    assert.match(await page('/users'), /Family car[^]*Model 3/);
    const post = (path: string, fields: Record<string, string>) =>
      fetch(fixture.emulator.dashboardUrl + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
      });
    const linked = async () => ((await fixture.linkedVendors()) as object[]).length;
    await post('/unlink', { user: 'u1' });
    assert.equal(await linked(), 2, 'a form without a vendor takes nothing away');
    await post('/unlink', { user: 'u1', vendor: 'TESLA', vendorType: 'charger' });
    assert.equal(await linked(), 1);
    await post('/delete-user', { user: 'u1' });
    assert.equal((await fixture.call('GET', '/users/u1')).status, 404);
  });

  it('is not framed, runs no script and is not stored', async () => {
    const { headers } = await fetch(fixture.emulator.dashboardUrl);
    assert.match(headers.get('Content-Security-Policy') ?? '', /frame-ancestors 'none'/);
    assert.match(headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
    assert.equal(headers.get('Cache-Control'), 'no-store');
  });
});

/** What a browser sends of the first form of the page of faults, untouched. */
function formOf(html: string): URLSearchParams {
  const form =
    /<form method="post" action="\/dashboard\/faults"[^]*?<\/form>/.exec(html)?.[0] ?? '';
  const fields = new URLSearchParams();
  for (const [field] of form.matchAll(/<input[^>]*>|<select[^]*?<\/select>/g)) {
    const attribute = (name: string, tag = field) =>
      new RegExp(`\\s${name}="([^"]*)"`).exec(tag.split('>')[0] ?? '')?.[1] ?? '';
    if (field.startsWith('<select')) {
      const chosen = /<option[^>]*\sselected[^>]*>/.exec(field)?.[0] ?? '';
      fields.append(attribute('name'), attribute('value', chosen));
    } else if (attribute('type') !== 'checkbox') {
      fields.append(attribute('name'), attribute('value'));
    } else if (/\schecked/.test(field)) fields.append(attribute('name'), 'on');
  }
  return fields;
}
