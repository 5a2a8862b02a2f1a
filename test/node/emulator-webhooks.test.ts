/** Webhooks of the emulator, against a receiver on this machine. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { until } from '../support/drivers/until.js';
import { emulate, play, TESLA } from './emulator-fixture.js';

const SECRET = 'a secret of the host';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly events: Record<string, unknown>[];
}

let fixture: Awaited<ReturnType<typeof emulate>>;
let receiver: Server;
let target = '';
let received: Received[];
/** Statuses of the next answers; `hang` never answers. The last one stays. */
let answers: (number | 'hang')[];

before(async () => {
  fixture = await emulate();
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      received.push({ path, headers, body, events: JSON.parse(body) });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === 'hang') return;
      response.writeHead(answer ?? 200, { Location: `${target}/elsewhere` }).end('thank you');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
after(async () => {
  await fixture.emulator.close();
  receiver.close();
  receiver.closeAllConnections();
});
beforeEach(() => {
  received = [];
  answers = [200];
});
afterEach(() => fixture.emulator.reset());

const subscribe = (change: object = {}) =>
  fixture.call('POST', '/webhooks', {
    url: `${target}/hook?key=k3y`,
    secret: SECRET,
    events: ['*'],
    ...change,
  });
const names = () => received.flatMap(({ events }) => events.map(({ event }) => event));
const comes = (event: string) => until(() => names().includes(event), event);

async function link(userId = 'anna') {
  const asset = await fixture.emulator.createVirtualAsset(TESLA);
  await play(await fixture.linkUrl({}, userId), asset);
  return asset;
}

describe('subscriptions', () => {
  it('are made, listed, read, changed and deleted, and never show the secret', async () => {
    const { status, body } = await subscribe({ events: ['user:vehicle:discovered'] });
    assert.equal(status, 200);
    const path = `/webhooks/${String(body.id)}`;
    assert.equal(body.url, `${target}/hook?key=k3y`);
    assert.deepEqual((await fixture.call('GET', path)).body, body);
    const list = await fixture.call('GET', '/webhooks?pageSize=1');
    assert.deepEqual(list.body, { data: [body], pagination: { after: null, before: null } });
    for (const method of ['PATCH', 'PUT']) {
      const changed = await fixture.call(method, path, { events: [`${method}:x`], secret: 'new' });
      assert.deepEqual(changed.body, { ...body, events: [`${method}:x`] });
      assert.doesNotMatch(JSON.stringify(changed.body), /new|secret/);
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

  it('need a token, a good address, a secret and events, and name what is wrong', async () => {
    const headers = { Authorization: 'Bearer x' };
    assert.equal((await fixture.call('GET', '/webhooks', undefined, headers)).status, 401);
    for (const [change, field] of [
      [{ url: undefined }, 'url'],
      [{ url: 'ftp://host.example/' }, 'url'],
      [{ url: '/hook' }, 'url'],
      [{ url: 'https://me:pw@host.example/' }, 'url'],
      [{ secret: '' }, 'secret'],
      [{ events: [] }, 'events'],
      [{ events: [7] }, 'events'],
      [{ event: 'x' }, 'event'],
    ] as const) {
      const { status, body } = await subscribe(change);
      assert.equal(status, 400, JSON.stringify(change));
      assert.match(String(body.detail), new RegExp(`^${field} `));
    }
  });
});

describe('deliveries', () => {
  it('tell of a new device, signed over the bytes of the body', async () => {
    await subscribe();
    await link();
    await comes('user:vehicle:discovered');
    const [delivery] = received;
    assert.ok(delivery);
    assert.equal(delivery.path, '/hook?key=k3y');
    assert.equal(delivery.headers['content-type'], 'application/json');
    const hash = createHmac('sha1', SECRET).update(delivery.body).digest('hex');
    assert.equal(delivery.headers['x-enode-signature'], `sha1=${hash}`);
    const [event] = delivery.events as {
      user?: { id: string };
      vehicle?: { id: string; vendor: string };
      createdAt?: string;
    }[];
    assert.equal(event?.user?.id, 'anna');
    const { body } = await fixture.call('GET', '/users/anna/vehicles');
    assert.deepEqual([event.vehicle], body.data);
    assert.ok(Date.parse(event.createdAt ?? ''));
  });

  it('tell of credentials that became invalid, and nothing of a device that was there', async () => {
    await link('bert');
    await subscribe();
    await fixture.emulator.invalidate('bert', 'TESLA');
    await comes('user:credentials:invalidated');
    const [event] = received[0]?.events ?? [];
    assert.deepEqual([event?.user, event?.vendor], [{ id: 'bert' }, 'TESLA']);
    await assert.rejects(fixture.emulator.invalidate('bert', 'BMW'), /has not linked BMW/);
  });

  it('go to those who asked for the event, under their own secret', async () => {
    await subscribe({ url: `${target}/one`, events: ['user:credentials:invalidated'] });
    await subscribe({ url: `${target}/two`, events: ['user:vehicle:discovered'], secret: 'two' });
    await link();
    await fixture.emulator.invalidate('anna', 'TESLA');
    await until(() => received.length === 2, 'both');
    const at = (path: string) => received.find((each) => each.path === path);
    assert.equal(at('/one')?.events[0]?.event, 'user:credentials:invalidated');
    assert.equal(at('/two')?.events[0]?.event, 'user:vehicle:discovered');
    const hash = createHmac('sha1', 'two').update(at('/two')?.body ?? '');
    assert.equal(at('/two')?.headers['x-enode-signature'], `sha1=${hash.digest('hex')}`);
  });

  it('wait for a link that is kept back, although nobody asks for it', async () => {
    await subscribe();
    await fixture.emulator.setFaults({ linkedVendorDelayMs: 50 });
    await link();
    await comes('user:vehicle:discovered');
    await fixture.emulator.reset();
    received = [];
    await subscribe();
    await fixture.emulator.setFaults({ linkedVendorDelayMs: 600_000 });
    await link();
    assert.deepEqual(names(), []);
    await fixture.emulator.setFaults({ clockOffsetMs: 600_000 });
    await comes('user:vehicle:discovered');
  });

  it('hold at most 100 events each, in order', async () => {
    const count = 120;
    await link();
    await subscribe();
    answers = ['hang', 200];
    // The first one is on its way, and hangs, while the others gather.
    await fixture.emulator.invalidate('anna', 'TESLA');
    await until(() => received.length === 1, 'the first');
    for (let index = 0; index < count; index++) await fixture.emulator.invalidate('anna', 'TESLA');
    receiver.closeAllConnections();
    await until(() => names().length === 1 + 1 + count, 'all events, the first one twice');
    assert.deepEqual(
      received.map(({ events }) => events.length),
      [1, 1, 100, 20],
    );
  });

  it('are tried again where the answer is no success, and do not follow a redirect', async () => {
    await subscribe();
    answers = [307, 500, 200];
    await link();
    await until(() => received.length === 3, 'the third try');
    assert.ok(received.every(({ path }) => path === '/hook?key=k3y'));
    assert.equal(new Set(received.map(({ body }) => body)).size, 1);
    await until(
      async () =>
        JSON.stringify(await fixture.call('GET', '/webhooks')).includes('"lastSuccess":"'),
      'a success',
    );
  });

  it('that find nobody, or hang, hold nothing up, not even the end', async () => {
    const other = await emulate();
    answers = ['hang'];
    for (const url of ['http://127.0.0.1:9/', 'http://no-such-host.invalid/', `${target}/hangs`]) {
      const body = { url, secret: 's', events: ['*'] };
      assert.equal((await other.call('POST', '/webhooks', body)).status, 200);
    }
    const asset = await other.emulator.createVirtualAsset(TESLA);
    await play(await other.linkUrl(), asset);
    await until(() => received.length === 1, 'the one that hangs');
    assert.equal(((await other.linkedVendors()) as []).length, 1);
    await other.emulator.close();
  });

  it('stop when the webhook is deleted', async () => {
    const { body } = await subscribe();
    answers = [500];
    await link();
    await until(() => received.length === 1, 'the first try');
    await fixture.call('DELETE', `/webhooks/${String(body.id)}`);
    const other = await subscribe({ url: `${target}/other` });
    await fixture.call('POST', `/webhooks/${String(other.body.id)}/test`);
    await fixture.emulator.invalidate('anna', 'TESLA');
    // The second try of the other one is due half a second later, as that of the deleted one would be.
    await until(() => received.filter(({ path }) => path === '/other').length === 3, 'its tries');
    assert.equal(received.filter(({ path }) => path !== '/other').length, 1);
  });
});

describe('a test', () => {
  it('sends one signed test event and tells what became of it', async () => {
    const { body } = await subscribe({ events: ['user:vehicle:discovered'] });
    const test = () => fixture.call('POST', `/webhooks/${String(body.id)}/test`);
    const good = await test();
    assert.deepEqual([good.body.status, good.body.response], ['SUCCESS', { code: 200 }]);
    assert.deepEqual(names(), ['enode:webhook:test']);
    const hash = createHmac('sha1', SECRET).update(received[0]?.body ?? '');
    assert.equal(received[0]?.headers['x-enode-signature'], `sha1=${hash.digest('hex')}`);
    answers = [418];
    const bad = await test();
    assert.deepEqual([bad.body.status, bad.body.response], ['FAILURE', { code: 418 }]);
    await fixture.call('PATCH', `/webhooks/${String(body.id)}`, { url: 'http://127.0.0.1:9/' });
    const lost = await test();
    assert.deepEqual([lost.body.status, lost.body.response], ['FAILURE', null]);
    assert.match(String(lost.body.description), /could not be reached/);
  });
});

it('the dashboard lists subscriptions and deliveries, without secret, query or body', async () => {
  await subscribe();
  await link();
  await comes('user:vehicle:discovered');
  const page = async () => (await fetch(`${fixture.emulator.dashboardUrl}/webhooks`)).text();
  await until(async () => /user:vehicle:discovered[^]*>200</.test(await page()), 'the delivery');
  assert.doesNotMatch(await page(), /k3y|a secret of the host|anna/);
});
