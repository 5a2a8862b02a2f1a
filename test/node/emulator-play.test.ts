/** A user who is played through Link UI by a control request, and what the emulator reports afterwards. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { emulate, play as playPages, TESLA, Visit } from './emulator-fixture.js';
import type { Answer } from './emulator-fixture.js';
import { receiveWebhooks } from './webhook-receiver.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const ANY = { vendorType: undefined, scopes: ['vehicle:read:data', 'charger:read:data'] };

let time = Date.UTC(2025, 0, 1);
let fixture: Awaited<ReturnType<typeof emulate>>;
before(async () => {
  fixture = await emulate({ now: () => time });
});
after(() => fixture.emulator.close());
beforeEach(async () => {
  // Tests move the clock, so the token of the test before may have expired.
  await fixture.signIn();
  await fixture.emulator.reset();
});

const play = (linkUrl: string, more: object = {}): Promise<Answer> =>
  fixture.call('POST', '/emulator/play', { linkUrl, ...more });
const list = async (path: string) =>
  (await fixture.call('GET', path)).body as unknown as Record<string, unknown>[];
const session = async () => (await list('/emulator/sessions'))[0] ?? {};
const devices = async (userId = 'u1') => {
  const { vehicles, chargers } = {
    vehicles: (await fixture.call('GET', `/users/${userId}/vehicles`)).body,
    chargers: (await fixture.call('GET', `/users/${userId}/chargers`)).body,
  };
  return [vehicles, chargers].flatMap(({ data }) => (data as { id: string }[]).map(({ id }) => id));
};

describe('a played user', () => {
  it('links a device and returns with the redirectUri', async () => {
    const { status, body } = await play(await fixture.linkUrl());
    assert.equal(status, 200);
    assert.deepEqual(body, {
      returnUrl: 'https://app.example/callback?enode_link=abc&x=1#top',
      vendor: 'TESLA',
      devices: await devices(),
    });
    assert.deepEqual(await fixture.linkedVendors(), [
      { vendor: 'TESLA', vendorType: 'vehicle', isValid: true },
    ]);
    assert.equal((await session()).status, 'completed');
  });

  it('leaves the same state behind as one who goes through the pages', async () => {
    const asset = await fixture.emulator.createVirtualAsset(TESLA);
    await playPages(await fixture.linkUrl({}, 'by-pages'), asset);
    const { username, password } = asset;
    await play(await fixture.linkUrl({}, 'by-request'), { username, password });
    const told = (await list('/emulator/sessions')).map(({ status, linked }) => ({
      status,
      linked,
    }));
    const linked = async (userId: string) => ({
      status: 'completed',
      linked: { vendor: 'TESLA', vendorType: 'vehicle', devices: await devices(userId) },
    });
    assert.deepEqual(told, [await linked('by-request'), await linked('by-pages')]);
    assert.deepEqual(
      await fixture.linkedVendors('by-request'),
      await fixture.linkedVendors('by-pages'),
    );
  });

  it('who exits returns with the error of the pages, and has linked nothing', async () => {
    const visit = await new Visit().open(await fixture.linkUrl());
    await visit.press('exit');
    const { body } = await play(await fixture.linkUrl(), { as: 'exit' });
    assert.deepEqual(body, { returnUrl: visit.left, vendor: null, devices: [] });
    assert.deepEqual(await fixture.linkedVendors(), []);
    assert.equal((await session()).status, 'exited');
  });

  it('who closes the window after success has no way back, and the device is linked', async () => {
    const { body } = await play(await fixture.linkUrl(), { as: 'close-after-success' });
    assert.deepEqual(body, { returnUrl: null, vendor: 'TESLA', devices: await devices() });
    assert.equal((await session()).status, 'linked');
  });

  it('signs in with the virtual asset that fits the session, before a new one is made', async () => {
    const charger = { ...TESLA, vendorType: 'charger', vendor: 'ZAPTEC', model: 'Go' } as const;
    await fixture.emulator.createVirtualAsset(TESLA);
    await fixture.emulator.createVirtualAsset(charger);
    const scopes = ['charger:read:data'];
    const { body } = await play(await fixture.linkUrl({ vendorType: 'charger', scopes }));
    assert.equal(body.vendor, 'ZAPTEC');
    const bmw = await play(await fixture.linkUrl({ vendor: 'BMW' }));
    assert.equal(bmw.body.vendor, 'BMW');
  });

  it('makes up a device for any brand, as Link UI takes any', async () => {
    const { body } = await play(await fixture.linkUrl({ vendor: 'UNHEARD-OF' }));
    assert.equal(body.vendor, 'UNHEARD-OF');
    assert.equal((body.devices as []).length, 1);
  });

  it('chooses the brand that is asked for, if the session leaves it open', async () => {
    const { body } = await play(await fixture.linkUrl(ANY), { vendor: 'EASEE' });
    assert.equal(body.vendor, 'EASEE');
    assert.deepEqual(await fixture.linkedVendors(), [
      { vendor: 'EASEE', vendorType: 'charger', isValid: true },
    ]);
  });

  it('chooses brand and service of the credentials', async () => {
    const wanted = { ...TESLA, vendorType: 'charger', model: 'Wall Connector' } as const;
    const { username, password } = await fixture.emulator.createVirtualAsset(wanted);
    await play(await fixture.linkUrl(ANY), { username, password });
    assert.deepEqual(await fixture.linkedVendors(), [
      { vendor: 'TESLA', vendorType: 'charger', isValid: true },
    ]);
  });

  it('links again the device of a relink session, and it keeps its id', async () => {
    const first = await play(await fixture.linkUrl({ vendor: 'BMW' }));
    await fixture.emulator.createVirtualAsset({ ...TESLA, vendor: 'BMW' });
    const found = await fixture.emulator.addDevice('u2', { vendorType: 'charger' });
    await fixture.emulator.invalidate('u1', 'BMW');
    await fixture.emulator.invalidate('u2', found.vendor);
    for (const [userId, id] of [
      ['u1', (first.body.devices as string[])[0] ?? ''],
      ['u2', found.id],
    ] as const) {
      const relink = { language: 'en-US', redirectUri: 'https://app.example/' };
      const { body } = await fixture.call('POST', `/assets/${id}/relink`, relink);
      const played = await play(String(body.linkUrl));
      assert.deepEqual(played.body.devices, [id]);
      assert.deepEqual(await devices(userId), [id]);
      const [link] = (await fixture.linkedVendors(userId)) as { isValid: boolean }[];
      assert.equal(link?.isValid, true);
      assert.equal((await session()).assetId, id);
    }
  });

  it('names the devices that the API shows later', async () => {
    await fixture.emulator.setFaults({ linkedVendorDelayMs: 1000 });
    const { body } = await play(await fixture.linkUrl());
    assert.equal((body.devices as []).length, 1);
    assert.deepEqual(await devices(), []);
    const again = await play(await fixture.linkUrl());
    assert.deepEqual(again.body.devices, body.devices);
    time += 1000;
    assert.deepEqual(await devices(), body.devices);
  });

  it('causes the webhooks of a link', async () => {
    const receiver = await receiveWebhooks();
    try {
      const hook = { url: receiver.url, secret: 'a secret', events: ['user:vehicle:updated'] };
      assert.equal((await fixture.call('POST', '/webhooks', hook)).status, 200);
      const { body } = await play(await fixture.linkUrl());
      await receiver.comes('user:vehicle:updated');
      const [event] = receiver.received.flatMap(({ events }) => events);
      const { id } = event?.vehicle as { id: string };
      assert.deepEqual([id], body.devices);
    } finally {
      receiver.close();
    }
  });
});

/** A Link session that links a Tesla of the user again. */
async function relinkUrl(): Promise<string> {
  const { body } = await play(await fixture.linkUrl());
  await fixture.emulator.invalidate('u1', 'TESLA');
  const relink = { language: 'en-US', redirectUri: 'https://app.example/' };
  const [id = ''] = body.devices as string[];
  const answer = await fixture.call('POST', `/assets/${id}/relink`, relink);
  return String(answer.body.linkUrl);
}

describe('a user cannot be played', () => {
  const refused = async (answer: Promise<Answer>, status: number, detail: RegExp) => {
    const { status: given, headers, body } = await answer;
    assert.equal(given, status, JSON.stringify(body));
    assert.equal(headers.get('Content-Type'), 'application/problem+json');
    assert.match(String(body.detail), detail);
  };

  it('with a link that was used, has expired, or is unknown', async () => {
    const linkUrl = await fixture.linkUrl();
    await play(linkUrl);
    await refused(play(linkUrl), 410, /opened before/);
    const old = await fixture.linkUrl();
    time += DAY_MS;
    await refused(play(old), 410, /has expired/);
    assert.equal((await session()).status, 'expired');
    await refused(play(`${fixture.emulator.linkOrigin}/none`), 404, /no Link session/);
  });

  it('with an address that is not of this emulator’s Link UI', async () => {
    const linkUrl = await fixture.linkUrl();
    const { pathname } = new URL(linkUrl);
    // The same host on another port or with another scheme is another origin.
    const { host, hostname } = new URL(linkUrl);
    const near = [`https://${host}${pathname}`, `http://${hostname}:1${pathname}`];
    for (const other of [`https://link.enode.com${pathname}`, pathname, ...near]) {
      await refused(play(other), 400, /linkUrl must begin with http:\/\/127\.0\.0\.1:\d+\//);
      const { body } = await play(other);
      assert.ok(!JSON.stringify(body).includes(pathname.slice(1)));
    }
    assert.equal((await play(linkUrl)).status, 200);
  });

  it('with credentials that are wrong, or that do not fit; the link still works', async () => {
    const { username, password } = await fixture.emulator.createVirtualAsset(TESLA);
    const linkUrl = await fixture.linkUrl();
    await refused(play(linkUrl, { username, password: 'x' }), 400, /^password: .*not the password/);
    await refused(play(linkUrl, { username: 'x', password }), 400, /^username: no virtual asset/);
    await refused(play(linkUrl, { username }), 400, /^password is required/);
    await refused(play(linkUrl, { password }), 400, /^username is required/);
    const bmw = await fixture.linkUrl({ vendor: 'BMW' });
    await refused(play(bmw, { username, password }), 400, /for TESLA, vehicle.*asks for BMW/);
    const charger = await fixture.linkUrl({ vendorType: 'charger', scopes: ['charger:read:data'] });
    await refused(play(charger, { username, password }), 400, /asks for charger/);
    await refused(play(linkUrl, { username, password: 'x', as: 'exit' }), 400, /^password: /);
    await refused(play(linkUrl, { username: 'x', password, as: 'exit' }), 400, /^username: /);
    await refused(play(linkUrl, { vendor: 'EASEE', as: 'exit' }), 400, /does not offer EASEE/);
    assert.equal((await play(linkUrl, { username, password })).status, 200);
  });

  it('with the credentials of another device than the one to link again; the link still works', async () => {
    const own = await fixture.emulator.createVirtualAsset(TESLA);
    const linkUrl = await relinkUrl();
    const { username, password } = await fixture.emulator.createVirtualAsset(TESLA);
    await refused(play(linkUrl, { username, password }), 400, /^username: .*not the device/);
    const before = await devices();
    const { body } = await play(linkUrl, { username: own.username, password: own.password });
    assert.deepEqual(body.devices, before);
    assert.deepEqual(await devices(), before);
  });

  it('who is to link a device again that was removed; the user can still exit', async () => {
    const linkUrl = await relinkUrl();
    for (const id of await devices()) await fixture.emulator.removeDevice(id);
    await refused(play(linkUrl), 409, /was removed/);
    const { username, password } = await fixture.emulator.createVirtualAsset(TESLA);
    await refused(play(linkUrl, { username, password }), 409, /was removed/);
    assert.deepEqual(await devices(), []);
    assert.equal((await play(linkUrl, { as: 'exit' })).status, 200);
  });

  it('with a brand that the session does not offer', async () => {
    const bmw = await fixture.linkUrl({ vendor: 'BMW' });
    await refused(play(bmw, { vendor: 'TESLA' }), 400, /is for BMW, not for TESLA/);
    await refused(play(await fixture.linkUrl(), { vendor: 'EASEE' }), 400, /does not offer EASEE/);
  });

  it('by a request with a wrong field, which is named', async () => {
    const linkUrl = await fixture.linkUrl();
    for (const [body, field] of [
      [{}, 'linkUrl'],
      [{ linkUrl, as: 'success' }, 'as'],
      [{ linkUrl, username: 7 }, 'username'],
      [{ linkUrl, brand: 'TESLA' }, 'brand'],
    ] as const) {
      const { status, body: answer } = await fixture.call('POST', '/emulator/play', body);
      assert.equal(status, 400);
      const [issue] = answer.issues as { path: string[] }[];
      assert.deepEqual(issue?.path, [field]);
    }
  });

  it('while the brand has an outage, and has opened the link', async () => {
    await fixture.emulator.setFaults({ vendors: { TESLA: 'OUTAGE', BMW: 'ELEVATED_ERROR_RATE' } });
    await refused(play(await fixture.linkUrl({ vendor: 'TESLA' })), 409, /TESLA .*OUTAGE/);
    assert.equal((await session()).status, 'used');
    assert.equal((await play(await fixture.linkUrl({ vendor: 'BMW' }))).status, 200);
  });

  it('while every link is spoiled', async () => {
    for (const links of ['expired', 'used'] as const) {
      await fixture.emulator.setFaults({ links });
      await refused(play(await fixture.linkUrl()), 410, /The fault "links" is set/);
    }
  });

  it('while Link UI or the sign-in page of the vendor fails', async () => {
    const linkUrl = await fixture.linkUrl();
    await fixture.emulator.setFaults({ linkUi: { status: 503, times: 1 } });
    await refused(play(linkUrl), 409, /status 503.*"linkUi"/);
    await fixture.emulator.setFaults({ vendorSignIn: { status: 500, times: 1 } });
    await refused(play(linkUrl), 409, /status 500.*"vendorSignIn"/);
    assert.equal((await play(await fixture.linkUrl())).status, 200);
  });
});

it('a visit that is ended early returns with the error of the fault, whatever the user wants', async () => {
  await fixture.emulator.setFaults({ earlyExit: { error: 'backendError' } });
  for (const as of ['complete', 'exit', 'close-after-success']) {
    const { body } = await play(await fixture.linkUrl(), { as });
    assert.match(String(body.returnUrl), /[?&]error=backendError/);
    assert.deepEqual([body.vendor, body.devices], [null, []]);
  }
});

it('a reset during the visit ends it', async () => {
  await fixture.emulator.setFaults({ vendorSignIn: { delayMs: 1, times: 1 } });
  const linkUrl = await fixture.linkUrl();
  const playing = fixture.emulator.play({ linkUrl });
  await fixture.emulator.reset();
  await assert.rejects(playing, /no Link session with this linkUrl/);
});

describe('the list of requests', () => {
  it('has the newest first, and neither secrets nor control requests', async () => {
    await fixture.call('GET', '/users?secret=1', undefined, { 'Enode-Version': '2024-01-01' });
    const linkUrl = await fixture.linkUrl({}, 'u 1');
    await new Visit().open(linkUrl);
    await fixture.signIn();
    const entries = await list('/emulator/requests');
    const plain = { status: 200, fault: false, enodeVersion: null, authorization: null };
    assert.deepEqual(
      entries.map(({ at: _at, ...entry }) => entry),
      [
        { ...plain, part: 'oauth', method: 'POST', path: '/oauth2/token', authorization: 'basic' },
        { ...plain, part: 'linkUi', method: 'GET', path: '/journey/…/intro' },
        { ...plain, part: 'linkUi', method: 'GET', path: '/…', status: 303 },
        {
          ...{ ...plain, part: 'api', method: 'POST', path: '/users/u%201/link' },
          authorization: 'bearer',
        },
        {
          ...{ ...plain, part: 'api', method: 'GET', path: '/users', authorization: 'bearer' },
          enodeVersion: '2024-01-01',
        },
      ],
    );
    assert.equal(entries[0]?.at, new Date(time).toISOString());
  });

  it('hides a link that still works, and a journey, wherever they were sent', async () => {
    const { apiUrl, linkOrigin, vendorOrigin } = fixture.emulator;
    const link = new URL(await fixture.linkUrl()).pathname.slice(1);
    const opened = await new Visit().open(await fixture.linkUrl());
    const journey = new URL(opened.url).pathname.split('/')[2] ?? '';
    const paths = [link, journey].flatMap((secret) =>
      [`/${secret}/`, `/${secret}/x`, `//${secret}`, `/a/${secret}`, `/a%2F${secret}`].concat([
        `/journey//${secret}`,
        `/vendor/${secret}/x`,
        `/sign-in/${secret}`,
        `//users/${secret}`,
      ]),
    );
    for (const path of [...paths, `/users/${link}`, `/users/${link}/link`, `/${link.slice(1)}`]) {
      for (const origin of [apiUrl, linkOrigin, vendorOrigin]) {
        await fetch(origin + path, { redirect: 'manual' });
      }
    }
    const told = JSON.stringify(await list('/emulator/requests'));
    const page = await (await fetch(`${fixture.emulator.dashboardUrl}/requests`)).text();
    for (const secret of [link.slice(1), journey]) {
      assert.ok(!told.includes(secret));
      assert.ok(!page.includes(secret));
    }
    assert.equal((await play(`${linkOrigin}/${link}`)).status, 200);
  });

  it('shows ids, and those of users even if they are long hashes', async () => {
    const id = '0f0c4c05-4a9f-4b5e-9d55-6f0f3cf5b1f7';
    const hash = 'a'.repeat(128);
    const paths = [`/vehicles/${id}`, `/assets/${id}/relink`, `/users/${hash}/link`];
    for (const path of paths) await fixture.call('GET', path);
    assert.deepEqual(
      (await list('/emulator/requests')).map(({ path }) => path),
      paths.toReversed(),
    );
    assert.equal((await list(`/emulator/requests?path=/users/${hash}`)).length, 1);
  });

  it('is limited to the paths that begin as asked', async () => {
    await fixture.call('GET', '/users/u1');
    await fixture.call('GET', '/users/u2');
    await fixture.call('GET', '/locations');
    const paths = async (path: string) =>
      (await list(`/emulator/requests?path=${path}`)).map((entry) => entry.path);
    assert.deepEqual(await paths('/users'), ['/users/u2', '/users/u1']);
    assert.deepEqual(await paths('/users/u2'), ['/users/u2']);
    assert.deepEqual(await paths('/none'), []);
    const { status, body } = await fixture.call('GET', '/emulator/requests?path=users');
    assert.equal(status, 400);
    assert.match(String(body.detail), /must begin with a slash/);
  });

  it('marks faults, and takes no more of the headers than it names', async () => {
    await fixture.emulator.setFaults({ api: { status: 503, times: 1 } });
    await fixture.call('GET', '/users', undefined, { Authorization: 'Digest secret' });
    const [entry] = await list('/emulator/requests');
    assert.deepEqual([entry?.status, entry?.fault, entry?.authorization], [503, true, null]);
  });

  it('keeps the last 1000', async () => {
    for (let index = 0; index < 1001; index++) await fixture.call('GET', `/locations?${index}`);
    assert.equal((await list('/emulator/requests')).length, 1000);
  });
});

describe('the list of sessions', () => {
  it('has what was asked for, and what became of each, without secrets', async () => {
    const linkUrl = await fixture.linkUrl({ vendor: 'BMW', colorScheme: 'dark' });
    const first = await session();
    assert.deepEqual(first, {
      id: first.id,
      userId: 'u1',
      assetId: null,
      vendorType: 'vehicle',
      vendor: 'BMW',
      scopes: ['vehicle:read:data', 'vehicle:read:location'],
      language: 'en-US',
      colorScheme: 'dark',
      redirectUri: 'https://app.example/callback?enode_link=…&x=1#top',
      status: 'unused',
      createdAt: new Date(time).toISOString(),
      expiresAt: new Date(time + DAY_MS).toISOString(),
      linked: null,
    });
    await new Visit().open(linkUrl);
    assert.equal((await session()).status, 'used');
    await fixture.linkUrl(ANY, 'u2');
    const { vendor, vendorType, userId } = await session();
    assert.deepEqual(
      { vendor, vendorType, userId },
      { vendor: null, vendorType: null, userId: 'u2' },
    );
  });
});

it('a reset forgets requests and sessions, whether it keeps webhooks or not', async () => {
  for (const body of [undefined, { keep: ['webhooks'] }]) {
    await fixture.linkUrl();
    assert.equal((await list('/emulator/sessions')).length, 1);
    assert.equal((await fixture.call('POST', '/emulator/reset', body)).status, 204);
    assert.deepEqual(await list('/emulator/sessions'), []);
    assert.deepEqual(await list('/emulator/requests'), []);
  }
});

describe('in process', () => {
  it('a user can be played, and the lists can be read', async () => {
    const { emulator } = fixture;
    const played = await emulator.play({ linkUrl: await fixture.linkUrl() });
    assert.deepEqual(played.devices, await devices());
    assert.deepEqual(await emulator.sessions(), await list('/emulator/sessions'));
    assert.deepEqual(await emulator.requests(), await list('/emulator/requests'));
    assert.deepEqual(
      (await emulator.requests('/users/u1/link')).map(({ path }) => path),
      ['/users/u1/link'],
    );
  });

  it('a refusal is an error that says what to do', async () => {
    const { emulator } = fixture;
    await assert.rejects(emulator.play({ linkUrl: '' }), /linkUrl must not be empty/);
    const linkUrl = await fixture.linkUrl();
    await emulator.play({ linkUrl });
    await assert.rejects(emulator.play({ linkUrl }), /Create a new Link session/);
  });
});
