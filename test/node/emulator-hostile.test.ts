/** The emulator refuses malformed and hostile input without a crash or a 500. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { after, before, it } from 'node:test';
import { emulate, LINK_BODY, play, TESLA } from './emulator-fixture.js';
import { propertyRuns } from '../support/property-runs.js';

const HOOK = { url: 'http://127.0.0.1:9/', secret: 'a secret', events: ['*'] };
const FAULTS = {
  api: { status: 503 },
  routes: [{ path: '/users/*', status: 503 }],
  vendorSignIn: { coop: 'same-origin' },
  earlyExit: { error: 'backendError' },
};

let fixture: Awaited<ReturnType<typeof emulate>>;
before(async () => {
  fixture = await emulate();
});
after(() => fixture.emulator.close());

it('survives 5,000 malformed requests without one 500', async (context) => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  context.diagnostic(`seed ${seed}`);
  const random = numbers(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const asset = await fixture.emulator.createVirtualAsset(TESLA);
  const token = String((await fixture.signIn()).body.access_token);
  const journey = (await play(await fixture.linkUrl(), asset, 'sign-in')).url;
  await fixture.emulator.setFaults({ vendorSignIn: {} });
  const vendor = (await play(await fixture.linkUrl(), asset)).left ?? '';
  await fixture.emulator.setFaults({});
  const vendorTicket = new URL(vendor).pathname;
  const journeyPath = new URL(journey).pathname.replace(/[^/]*$/, '');
  const seen = new Map<number, number>();

  const junk = () =>
    pick([
      '', '%', '%zz', '%ff', '%00', '..', '%2e%2e%2f', '<script>', "'", '"', '{}', '[]', 'null',
      '__proto__', 'constructor', 'a'.repeat(3000), '☃', '\u{1f600}', '\\', '//', ';', '&', '=', '+',
      '%F0%9F%98%80', '-1', '1e999', '0x10', 'true', '{"a":', '[[[[', '\u0000',
    ]); // prettier-ignore
  const path = () =>
    pick([
      () => `/users/${junk()}`,
      () => `/users/${junk()}/link`,
      () => `/users/u1/vendors/${junk()}/${junk()}`,
      () => `/users?pageSize=${junk()}&after=${junk()}`,
      () => '/users/u1/link',
      () => '/oauth2/token',
      () => `/assets/${junk()}/relink`,
      () => '/emulator/faults',
      () => '/emulator/virtual-assets',
      () => '/emulator/events',
      () => `/emulator/users/${junk()}/vendors/${junk()}/invalidate`,
      () =>
        `/dashboard${pick(['', '/users', '/faults', '/webhooks', '/virtual-assets', '/invalidate', '/unlink', '/delete-user', '/change-device', '/remove-device', '/add-device', '/test-webhook', '/switch-on', '/heartbeat', junk()])}`,
      () => `/dashboard?created=${junk()}`,
      () => `/${junk()}/${junk()}`,
      () => `/health/${junk()}`,
      () => `/webhooks/${junk()}`,
      () => `/webhooks/${junk()}/test`,
      () => '/webhooks',
      () => `/webhooks?before=${junk()}`,
    ])();
  const linkPath = () =>
    pick([
      () => `${journeyPath}${pick(['brand', 'service', 'access', 'sign-in', 'code', 'intro'])}`,
      () => `${journeyPath}brand?q=${junk()}`,
      () => `${journeyPath}sign-in?refused=${pick(['__proto__', 'constructor', junk()])}`,
      () => `${journeyPath}${junk()}`,
      () => `/journey/${junk()}/intro`,
      () => `/vendor/${junk()}/${pick(['continue', 'exit', junk()])}`,
      () => `/${junk()}`,
    ])();
  const vendorPath = () =>
    pick([
      () => vendorTicket,
      () => `${vendorTicket}?refused=${pick(['__proto__', 'username', junk()])}`,
      () => `/sign-in/${junk()}`,
      () => `/${junk()}`,
    ])();
  const value = (depth = 0): unknown =>
    pick<() => unknown>([
      () => junk(),
      () => null,
      () => 7,
      () => -1e308,
      () => true,
      () => (depth < 3 ? [value(depth + 1)] : []),
      () => (depth < 3 ? { [junk()]: value(depth + 1) } : {}),
      () => LINK_BODY.scopes,
    ])();
  const mutated = () => {
    const base: Record<string, unknown> = { ...pick<object>([LINK_BODY, TESLA, HOOK, FAULTS]) };
    base[
      pick([
        ...Object.keys(base),
        'language',
        'vendor',
        'colorScheme',
        'vendors',
        'linkUi',
        'routes',
        'earlyExit',
        'events',
        'url',
        'authentication',
        'apiVersion',
      ])
    ] = value();
    return JSON.stringify(base);
  };
  const body = () =>
    pick([
      () => undefined,
      () => junk(),
      mutated,
      () => `vendor=${junk()}&name=${junk()}&model=${junk()}&code=${junk()}`,
      () => '['.repeat(20_000),
      () => 'x'.repeat(70_000),
      () => `{"__proto__":${JSON.stringify(value())}}`,
      () => 'grant_type=%zz&grant_type',
    ])();
  const headers = () => ({
    ...pick<Record<string, string>>([
      {},
      { Authorization: `Bearer ${token}` },
      { Authorization: `Bearer ${token}` },
      { Authorization: 'Basic ===' },
      { Authorization: 'Basic OjpP' },
    ]),
    ...pick<Record<string, string>>([
      {},
      { 'Content-Type': 'application/json' },
      { 'Content-Type': 'application/json' },
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      { 'Content-Type': 'multipart/form-data; boundary=' },
      { 'Content-Type': ';;;' },
    ]),
    ...pick<Record<string, string>>([
      {},
      {},
      { 'Enode-Version': 'x' },
      { 'Accept-Language': ',;q=,*;q=1e9' },
      { Cookie: '=;=' },
      { 'Content-Encoding': 'gzip' },
    ]),
  });
  const method = () =>
    pick(['GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']);

  for (let round = 0; round < propertyRuns(250); round++) {
    // A fault may have got through and is not what is looked for here.
    await fixture.emulator.setFaults({ vendorSignIn: {} });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { apiUrl, linkOrigin, vendorOrigin } = fixture.emulator;
        const [base, to] = pick([
          () => [apiUrl, path()] as const,
          () => [apiUrl, path()] as const,
          () => [linkOrigin, linkPath()] as const,
          () => [vendorOrigin, vendorPath()] as const,
        ])();
        const status = await send(base, method(), to, headers(), body());
        seen.set(status, (seen.get(status) ?? 0) + 1);
        assert.notEqual(status, 500, to);
      }),
    );
  }
  context.diagnostic(`answers by status: ${JSON.stringify(Object.fromEntries(seen))}`);
  for (const status of [200, 400, 401, 404, 405, 413, 415]) {
    assert.ok(seen.has(status), `nothing was answered with ${status}: the requests are too tame`);
  }
  await fixture.emulator.setFaults({});
  assert.equal((await fixture.call('GET', '/users')).status, 200);
});

it('keeps 500 sessions apart that are opened and played at the same time', async () => {
  const assets = await Promise.all(
    Array.from({ length: propertyRuns(500) }, (_, index) =>
      fixture.emulator.createVirtualAsset({ ...TESLA, name: `Car ${index}` }),
    ),
  );
  const left = await Promise.all(
    assets.map(async (asset, index) => {
      const redirectUri = `https://app.example/callback?enode_link=n${index}`;
      const url = await fixture.linkUrl({ redirectUri, vendor: 'TESLA' }, `crowd-${index}`);
      return (await play(url, asset)).left;
    }),
  );
  assert.deepEqual(
    left,
    assets.map((_, index) => `https://app.example/callback?enode_link=n${index}`),
  );
  for (const [index, { name }] of assets.entries()) {
    const { body } = await fixture.call('GET', `/users/crowd-${index}/vehicles`);
    const names = (body.data as { information: { displayName: string } }[]).map(
      ({ information }) => information.displayName,
    );
    assert.deepEqual(names, [name]);
  }
});

it('gives no file away, however the path climbs', async () => {
  for (const climb of [
    '/../package.json',
    '/../../../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/dashboard/../../package.json',
    '/dashboard/..%5c..%5cpackage.json',
    '/....//....//etc/passwd',
    '/users/..%2f..%2femulator%2ffaults',
    '//etc/passwd',
    '/%00/etc/passwd',
    '/file:///etc/passwd',
  ]) {
    const { apiUrl, linkOrigin, vendorOrigin } = fixture.emulator;
    for (const url of [apiUrl, linkOrigin, vendorOrigin]) {
      const { host, port } = new URL(url);
      // Raw: a client would tidy the path up.
      const answer = await exchange(
        port,
        `GET ${climb} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      assert.match(answer, /^HTTP\/1\.1 (?:30\d|40\d)/, `${url}${climb}`);
      assert.doesNotMatch(answer, /root:|"name":|connectionsLimit/, `${url}${climb}`);
    }
  }
});

it('survives bytes that are no HTTP', async () => {
  for (const bytes of [
    'GET\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
    'GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    'GET \\\\evil HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    'POST /oauth2/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
    '\u0016\u0003\u0001',
  ]) {
    const { apiUrl, linkOrigin, vendorOrigin } = fixture.emulator;
    for (const url of [apiUrl, linkOrigin, vendorOrigin]) {
      const answer = await exchange(new URL(url).port, bytes);
      assert.doesNotMatch(answer, /^HTTP\/1\.1 500/, JSON.stringify(bytes));
    }
  }
  assert.equal((await fixture.call('GET', '/users')).status, 200);
});

it('refuses a body of 1 MB everywhere with 413, and goes on', async () => {
  const asset = await fixture.emulator.createVirtualAsset(TESLA);
  const journey = (await play(await fixture.linkUrl({}, 'large'), asset, 'sign-in')).url;
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { apiUrl } = fixture.emulator;
  const Authorization = `Bearer ${String((await fixture.signIn()).body.access_token)}`;
  const json = { 'Content-Type': 'application/json', Authorization };
  for (const [method, url, headers] of [
    ['POST', `${apiUrl}/oauth2/token`, form],
    ['POST', `${apiUrl}/users/large/link`, json],
    ['POST', `${apiUrl}/webhooks`, json],
    ['PUT', `${apiUrl}/emulator/faults`, json],
    ['POST', `${apiUrl}/dashboard/virtual-assets`, form],
    ['POST', journey, form],
    ['POST', `${fixture.emulator.vendorOrigin}/sign-in/x`, form],
  ] as const) {
    const { origin, pathname } = new URL(url);
    const status = await send(origin, method, pathname, headers, 'x'.repeat(2 ** 20));
    // The connection may break before the answer is read: nobody reads what is left of the body.
    assert.ok(status === 413 || status === 0, `${url}: ${status}`);
    const announced = `${method} ${pathname} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Length: 1048576\r\n\r\n`;
    assert.match(await exchange(new URL(url).port, announced), /^HTTP\/1\.1 413/, url);
  }
  assert.equal((await fixture.call('GET', '/users')).status, 200);
});

it('refuses a body over 64 kB, announced or not, with 413', async () => {
  const large = JSON.stringify({ ...LINK_BODY, vendor: 'x'.repeat(65_536) });
  for (const path of ['/users/u1/link', '/emulator/virtual-assets']) {
    assert.equal((await fixture.call('POST', path, large)).status, 413);
    const { host } = new URL(fixture.emulator.apiUrl);
    const token = String((await fixture.signIn()).body.access_token);
    const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`.repeat(5);
    const answer = await exchange(host.split(':')[1] ?? '', `${head}${chunk}0\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 413/);
  }
});

function send(
  base: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<number> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(base);
    // What Node itself refuses to send is made sendable; raw bytes have a test of their own.
    const sendable = Buffer.from(path)
      .toString('latin1')
      .replace(/[^\x21-\xff]/g, '+');
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const options = { hostname, port, method, path: sendable, headers: { ...headers, ...length } };
    const sent = request(options, (response) => {
      response.resume().on('error', () => resolve(0));
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

/** Sends bytes and returns what comes back until the connection ends, or an answer is complete. */
function exchange(port: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

/** Random numbers that a seed brings back (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
