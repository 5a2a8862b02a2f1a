/** Webhooks of the emulator: subscriptions, deliveries and tests, against a receiver on this machine. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { verifyWebhook } from '../../src/server/index.js';
import { until } from '../support/drivers/until.js';
import { emulate, play, TESLA } from './emulator-fixture.js';
import { receiveWebhooks, signature } from './webhook-receiver.js';

const SECRET = 'a secret of the host';
const DAY_MS = 24 * 60 * 60 * 1000;

interface CarView {
  readonly id: string;
  readonly chargeState: { readonly batteryLevel: number };
}

let fixture: Awaited<ReturnType<typeof emulate>>;
let receiver: Awaited<ReturnType<typeof receiveWebhooks>>;
let target = '';

before(async () => {
  [fixture, receiver] = await Promise.all([emulate(), receiveWebhooks()]);
  target = receiver.url;
});
after(async () => {
  await fixture.emulator.close();
  receiver.close();
});
beforeEach(() => receiver.reset());
afterEach(() => fixture.emulator.reset());

const subscribe = (change: object = {}) =>
  fixture.call('POST', '/webhooks', { url: `${target}/hook?key=k3y`, secret: SECRET, ...change });
const webhook = async (id: unknown) => (await fixture.call('GET', `/webhooks/${String(id)}`)).body;
const moveClock = (clockOffsetMs: number) => fixture.emulator.setFaults({ clockOffsetMs });

/** Causes one event, `user:vehicle:updated`. */
async function change() {
  const [car] = (await fixture.call('GET', '/users/anna/vehicles')).body.data as CarView[];
  assert.ok(car);
  const { batteryLevel } = car.chargeState;
  await fixture.emulator.changeDevice(car.id, { batteryLevel: (batteryLevel + 1) % 101 });
}

async function link(userId = 'anna') {
  const asset = await fixture.emulator.createVirtualAsset(TESLA);
  await play(await fixture.linkUrl({}, userId), asset);
}

describe('subscriptions', () => {
  it('need an address and a secret only, and have defaults for the rest', async () => {
    const { status, body } = await subscribe();
    assert.equal(status, 200);
    const { id, createdAt, ...rest } = body;
    assert.match(String(id), /^[\da-f-]{36}$/);
    assert.ok(Date.parse(String(createdAt)));
    assert.deepEqual(rest, {
      url: `${target}/hook?key=k3y`,
      events: ['*'],
      lastSuccess: null,
      isActive: true,
      apiVersion: null,
      authentication: null,
    });
  });

  it('are made, listed, read, changed and deleted, and never show what is secret', async () => {
    const authentication = { headerName: 'X-My-Auth', headerValue: 'hidden value' };
    const { body } = await subscribe({ events: ['user:vehicle:discovered'], authentication });
    const path = `/webhooks/${String(body.id)}`;
    assert.deepEqual(body.authentication, { headerName: 'X-My-Auth' });
    assert.deepEqual(await webhook(body.id), body);
    const list = await fixture.call('GET', '/webhooks?pageSize=1');
    assert.deepEqual(list.body, { data: [body], pagination: { after: null, before: null } });
    const change = {
      events: ['user:meter:deleted'],
      secret: 'the new one',
      apiVersion: '2024-10-01',
    };
    const changed = await fixture.call('PATCH', path, change);
    const { events, apiVersion } = change;
    assert.deepEqual(changed.body, { ...body, events, apiVersion });
    const bare = await fixture.call('PATCH', path, { authentication: null, apiVersion: null });
    assert.deepEqual(bare.body, { ...body, events, authentication: null });
    for (const answer of [body, list.body, changed.body, bare.body]) {
      assert.doesNotMatch(JSON.stringify(answer), /hidden|secret|the new one/);
    }
    assert.equal((await fixture.call('DELETE', path)).status, 204);
    for (const [method, to] of [
      ['GET', path],
      ['DELETE', path],
      ['POST', `${path}/test`],
    ] as const) {
      assert.equal((await fixture.call(method, to)).status, 404, method);
    }
    assert.equal((await fixture.call('PATCH', path, {})).status, 404);
  });

  it('cannot be replaced with PUT, which Enode does not have', async () => {
    const { body } = await subscribe();
    const answer = await fixture.call('PUT', `/webhooks/${String(body.id)}`, {});
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get('Allow'), 'GET, HEAD, PATCH, DELETE');
  });

  it('need a token, and name every field that is wrong', async () => {
    const headers = { Authorization: 'Bearer x' };
    assert.equal((await fixture.call('GET', '/webhooks', undefined, headers)).status, 401);
    const url = (length: number) => `${target}/`.padEnd(length, 'x');
    const named = (headerName: string, headerValue: string) => ({
      authentication: { headerName, headerValue },
    });
    for (const [change, field] of [
      [{ url: undefined }, 'url'],
      [{ url: 'ftp://host.example/' }, 'url'],
      [{ url: '/hook' }, 'url'],
      [{ url: 'https://me:pw@host.example/' }, 'url'],
      [{ url: url(201) }, 'url'],
      [{ secret: undefined }, 'secret'],
      [{ secret: 'short' }, 'secret'],
      [{ secret: 'x'.repeat(257) }, 'secret'],
      [{ events: [] }, 'events'],
      [{ events: [7] }, 'events'],
      [{ event: 'x' }, 'event'],
      [{ isActive: true }, 'isActive'],
      [{ apiVersion: 7 }, 'apiVersion'],
      [{ authentication: 'x' }, 'authentication'],
      [{ authentication: { headerName: 'x' } }, 'authentication.headerValue'],
      [named('x'.repeat(129), 'y'), 'authentication.headerName'],
      [named('x', 'y'.repeat(257)), 'authentication.headerValue'],
      [named('no name', 'y'), 'authentication.headerName'],
      [named('x\r\ny', 'y'), 'authentication.headerName'],
      [named('x', 'y\r\nz: 1'), 'authentication.headerValue'],
      [named('Content-Length', '1'), 'authentication.headerName'],
      [named('X-Enode-Signature', 'sha1=0'), 'authentication.headerName'],
    ] as const) {
      const { status, body } = await subscribe(change);
      assert.equal(status, 400, JSON.stringify(change));
      assert.match(String(body.detail), new RegExp(`^${field} `));
    }
    for (const change of [
      { url: url(200), secret: '6 char' },
      { secret: 'x'.repeat(256), ...named('x'.repeat(128), 'y'.repeat(256)) },
      { events: ['user:vehicle:discovered'], ...named('Authorization', 'Bearer of news') },
    ]) {
      assert.equal((await subscribe(change)).status, 200, JSON.stringify(change));
    }
  });

  it('are refused if there is one with the same address and the same events', async () => {
    const events = ['user:meter:deleted', 'user:hvac:deleted'];
    await subscribe();
    const other = await subscribe({ events });
    const refused = [
      await subscribe({ secret: 'another secret' }),
      await subscribe({ events: events.toReversed(), apiVersion: '2024-01-01' }),
      await fixture.call('PATCH', `/webhooks/${String(other.body.id)}`, { events: ['*'] }),
    ];
    for (const { status, body } of refused) {
      assert.equal(status, 400);
      assert.match(String(body.type), /\/problems\/bad-request$/);
      assert.equal(body.detail, 'Webhook already exists');
    }
    assert.deepEqual(await webhook(other.body.id), other.body);
    const same = await fixture.call('PATCH', `/webhooks/${String(other.body.id)}`, { events });
    assert.equal(same.status, 200, 'a webhook is not in its own way');
    assert.equal((await subscribe({ url: `${target}/other` })).status, 200);
    assert.equal((await subscribe({ events: [...events, 'x'] })).status, 200);
  });
});

describe('a delivery', () => {
  it('is signed over its bytes, so that the same data written again does not verify', async () => {
    await subscribe({ authentication: { headerName: 'X-My-Auth', headerValue: 'from Enode' } });
    await link();
    await receiver.comes('user:vehicle:discovered');
    const [delivery] = receiver.received;
    assert.ok(delivery);
    const { path, headers, body } = delivery;
    assert.equal(path, '/hook?key=k3y');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['x-my-auth'], 'from Enode');
    assert.match(String(headers['x-enode-delivery']), /^[\da-f-]{36}$/);
    assert.equal(headers['x-enode-signature'], signature(body, SECRET));
    const verify = (rawBody: string, secret = SECRET) => {
      const headers = { 'x-enode-signature': String(delivery.headers['x-enode-signature']) };
      return verifyWebhook({ headers, rawBody }, secret);
    };
    assert.deepEqual(await verify(body), delivery.events);
    for (const space of [undefined, 1, 2]) {
      const again = JSON.stringify(JSON.parse(body), undefined, space);
      await assert.rejects(verify(again), { code: 'signature-wrong' });
    }
    await assert.rejects(verify(body, 'another secret'), { code: 'signature-wrong' });
  });

  it('is repeated with the same id and bytes until the answer is a success, wherever it leads', async () => {
    const { body } = await subscribe();
    receiver.answers = [307, 500, 200];
    await link();
    await until(() => receiver.received.length === 3, 'the third attempt');
    assert.ok(receiver.received.every(({ path }) => path === '/hook?key=k3y'));
    const ids = () => receiver.received.map(({ headers }) => headers['x-enode-delivery']);
    assert.equal(new Set(ids()).size, 1);
    assert.equal(new Set(receiver.received.map((each) => each.body)).size, 1);
    for (const each of receiver.received) {
      const { headers } = each;
      const verified = { headers, rawBody: each.body };
      assert.equal((await verifyWebhook(verified, SECRET)).length, each.events.length);
    }
    await until(async () => (await webhook(body.id)).lastSuccess, 'a success');
    await change();
    await until(() => receiver.received.length === 4, 'the next delivery');
    assert.equal(new Set(ids()).size, 2, 'another delivery has another id');
  });

  it('holds at most 100 events, in their order', async () => {
    const count = 120;
    await link();
    await subscribe();
    receiver.answers = ['hang', 200];
    // The first one is on its way, and hangs, while the others gather.
    await change();
    await until(() => receiver.received.length === 1, 'the first');
    for (let index = 0; index < count; index++) await change();
    receiver.cut();
    await until(() => receiver.names().length === 1 + 1 + count, 'all events, the first one twice');
    assert.deepEqual(
      receiver.received.map(({ events }) => events.length),
      [1, 1, 100, 20],
    );
  });

  it('goes to those who asked for the event, under their own secret and version', async () => {
    await link();
    const events = ['user:vehicle:updated'];
    await subscribe({ url: `${target}/one`, events, apiVersion: '2024-01-01' });
    await subscribe({ url: `${target}/two`, events: ['*'], secret: 'the second' });
    await subscribe({ url: `${target}/three`, events: ['user:vehicle:deleted'] });
    await change();
    await until(() => receiver.received.length === 2, 'both');
    const at = (path: string) => receiver.received.find((each) => each.path === path);
    assert.equal(at('/one')?.events[0]?.version, '2024-01-01');
    assert.equal(at('/two')?.events[0]?.version, '2024-10-01');
    const body = at('/two')?.body ?? '';
    assert.equal(at('/two')?.headers['x-enode-signature'], signature(body, 'the second'));
    await fixture.call('DELETE', '/users/anna');
    await receiver.comes('user:vehicle:deleted');
    await until(() => at('/three'), 'the third');
  });

  it('waits for a link that is kept back, although nobody asks for it', async () => {
    await subscribe();
    await fixture.emulator.setFaults({ linkedVendorDelayMs: 50 });
    await link();
    await receiver.comes('user:vehicle:discovered');
    await fixture.emulator.reset();
    receiver.reset();
    await subscribe();
    await fixture.emulator.setFaults({ linkedVendorDelayMs: 600_000 });
    await link();
    assert.deepEqual(receiver.names(), []);
    await moveClock(600_000);
    await receiver.comes('user:vehicle:discovered');
  });

  it('that finds nobody, or hangs, holds nothing up, not even the end', async () => {
    const other = await emulate();
    receiver.answers = ['hang'];
    for (const url of ['http://127.0.0.1:9/', 'http://no-such-host.invalid/', `${target}/hangs`]) {
      assert.equal((await other.call('POST', '/webhooks', { url, secret: SECRET })).status, 200);
    }
    const asset = await other.emulator.createVirtualAsset(TESLA);
    await play(await other.linkUrl(), asset);
    await until(() => receiver.received.length === 1, 'the one that hangs');
    assert.equal(((await other.linkedVendors()) as []).length, 1);
    await other.emulator.close();
  });

  it('is not repeated once the webhook is deleted', async () => {
    const { body } = await subscribe();
    await link();
    await receiver.comes('user:vehicle:discovered');
    receiver.reset();
    receiver.answers = [500];
    await change();
    await until(() => receiver.received.length === 1, 'the first attempt');
    await fixture.call('DELETE', `/webhooks/${String(body.id)}`);
    await subscribe({ url: `${target}/other` });
    await change();
    // Its second attempt is due half a second after the first, as that of the deleted one would be.
    await until(() => receiver.received.length === 3, 'the other one, twice');
    assert.deepEqual(
      receiver.received.map(({ path }) => path),
      ['/hook?key=k3y', '/other', '/other'],
    );
  });
});

describe('a webhook whose host fails', () => {
  /** Fails until the webhook is off, by the clock that a fault moves. */
  async function fail() {
    await link();
    const { body } = await subscribe({ events: ['user:vehicle:updated'] });
    receiver.answers = [500];
    await change();
    await until(() => receiver.received.length === 1, 'the first attempt');
    await moveClock(DAY_MS);
    await fixture.signIn();
    await until(async () => (await webhook(body.id)).isActive === false, 'it is off');
    receiver.reset();
    return String(body.id);
  }
  afterEach(async () => {
    await fixture.emulator.setFaults({});
    await fixture.signIn();
  });

  it('is switched off after 24 hours, and receives nothing until it is changed', async () => {
    const id = await fail();
    await change();
    const { body } = await fixture.call('PATCH', `/webhooks/${id}`, {});
    assert.equal(body.isActive, true);
    await change();
    await until(() => receiver.received.length > 0, 'the event after the change');
    assert.deepEqual(receiver.names(), ['user:vehicle:updated']);
  });

  it('stays on for as long as the 24 hours are not over', async () => {
    const { body } = await subscribe();
    receiver.answers = [500];
    await link();
    await until(() => receiver.received.length === 1, 'the first attempt');
    await moveClock(DAY_MS - 60_000);
    await fixture.signIn();
    await until(() => receiver.received.length === 2, 'the second attempt');
    assert.equal((await webhook(body.id)).isActive, true);
    receiver.answers = [200];
    await moveClock(DAY_MS);
    await until(async () => (await webhook(body.id)).lastSuccess, 'a success');
    assert.equal((await webhook(body.id)).isActive, true);
  });

  it('is switched on by a test that succeeds, and not by one that fails', async () => {
    const id = await fail();
    receiver.answers = [500, 200];
    await fixture.call('POST', `/webhooks/${id}/test`);
    assert.equal((await webhook(id)).isActive, false);
    await fixture.call('POST', `/webhooks/${id}/test`);
    assert.equal((await webhook(id)).isActive, true);
  });

  it('gets its delivery at once when its address or secret is mended', async () => {
    const { body } = await subscribe({ url: `${target}/old` });
    receiver.answers = [401];
    await link();
    // The next pause is four seconds.
    await until(() => receiver.received.length === 4, 'four attempts');
    const before = receiver.received.length;
    receiver.answers = [200];
    const change = { url: `${target}/new`, secret: 'the right one' };
    await fixture.call('PATCH', `/webhooks/${String(body.id)}`, change);
    await until(() => receiver.received.length > before, 'the next attempt', 2000);
    const last = receiver.received.at(-1);
    assert.equal(last?.path, '/new');
    assert.equal(last.headers['x-enode-signature'], signature(last.body, 'the right one'));
  });

  it('can be switched off and on by its owner', async () => {
    const { body } = await subscribe();
    await link();
    await receiver.comes('user:vehicle:updated');
    receiver.reset();
    const path = `/webhooks/${String(body.id)}`;
    assert.equal((await fixture.call('PATCH', path, { isActive: false })).body.isActive, false);
    await change();
    assert.equal((await fixture.call('PATCH', path, { isActive: true })).body.isActive, true);
    await fixture.call('DELETE', '/users/anna');
    await receiver.comes('user:vehicle:deleted');
    assert.deepEqual(receiver.names(), ['user:vehicle:deleted']);
  });
});

describe('a test', () => {
  const test = async (id: unknown) =>
    (await fixture.call('POST', `/webhooks/${String(id)}/test`)).body;

  it('sends one signed event, whatever was asked for, and tells what the host answered', async () => {
    const { body } = await subscribe({ events: ['user:vehicle:discovered'] });
    const good = await test(body.id);
    assert.equal(good.status, 'SUCCESS');
    const response = good.response as { code: number; body: string; headers: string[] };
    assert.deepEqual([response.code, response.body], [200, 'thank you']);
    assert.ok(response.headers.includes('x-host: me'));
    assert.deepEqual(receiver.names(), ['enode:webhook:test']);
    const [received] = receiver.received;
    assert.ok(received);
    assert.equal(received.headers['x-enode-signature'], signature(received.body, SECRET));
    assert.ok((await webhook(body.id)).lastSuccess);
  });

  it('tells of a failure: of an answer, or of none', async () => {
    const { body } = await subscribe();
    receiver.answers = [418];
    const bad = await test(body.id);
    assert.equal(bad.status, 'FAILURE');
    assert.equal((bad.response as { code: number }).code, 418);
    assert.match(String(bad.description), /418/);
    await fixture.call('PATCH', `/webhooks/${String(body.id)}`, { url: 'http://127.0.0.1:9/' });
    const lost = await test(body.id);
    assert.deepEqual([lost.status, lost.response], ['FAILURE', null]);
    assert.match(String(lost.description), /could not be reached/);
    assert.equal(receiver.received.length, 1, 'a test is not repeated');
  });

  it('keeps 10 kB of an answer, and what has come of one that does not end', async () => {
    const { body } = await subscribe();
    receiver.answers = [{ body: 'ü'.repeat(100_000), ends: true }];
    const long = ((await test(body.id)).response as { body: string }).body;
    assert.equal(long, 'ü'.repeat(5120));
    receiver.answers = [{ body: 'wait…', ends: false }];
    const cut = await test(body.id);
    assert.equal(cut.status, 'SUCCESS');
    assert.equal((cut.response as { body: string }).body, 'wait…');
  });
});

describe('a reset', () => {
  const reset = (body?: unknown) => fixture.call('POST', '/emulator/reset', body);

  it('keeps the webhooks if it is told to, without the events that wait and the attempts', async () => {
    await subscribe();
    receiver.answers = [503];
    await link();
    await until(() => receiver.received.length > 0, 'a failed attempt');
    const [kept] = (await fixture.call('GET', '/webhooks')).body.data as object[];
    assert.equal((await reset({ keep: ['webhooks'] })).status, 204);
    assert.deepEqual((await fixture.call('GET', '/users')).body.data, [], 'the rest is forgotten');
    assert.deepEqual((await fixture.call('GET', '/webhooks')).body.data, [kept]);
    const page = await (await fetch(`${fixture.emulator.dashboardUrl}/webhooks`)).text();
    assert.match(page, /No deliveries yet/);
    receiver.reset();
    await fixture.call('POST', '/emulator/events', { event: 'system:heartbeat' });
    await receiver.comes('system:heartbeat');
    const [first] = receiver.received;
    assert.deepEqual(receiver.names(), ['system:heartbeat'], 'no event from before');
    assert.equal(first?.events[0]?.pendingEvents, 0);
    assert.equal((await reset()).status, 204);
    assert.deepEqual((await fixture.call('GET', '/webhooks')).body.data, []);
  });

  it('switches a webhook on again that it keeps', async () => {
    const { body } = await subscribe();
    await fixture.call('PATCH', `/webhooks/${String(body.id)}`, { isActive: false });
    await reset({ keep: ['webhooks'] });
    assert.equal((await webhook(body.id)).isActive, true);
  });

  it('forgets nothing if it does not understand what to keep', async () => {
    await subscribe();
    for (const body of [{ keep: ['users'] }, { keep: 'webhooks' }, { keeps: ['webhooks'] }, []]) {
      const { status, body: problem } = await reset(body);
      assert.equal(status, 400, JSON.stringify(body));
      assert.ok(problem.issues);
    }
    assert.equal(((await fixture.call('GET', '/webhooks')).body.data as []).length, 1);
  });
});
