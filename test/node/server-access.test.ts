/** Who may call the endpoints, and how: origins, CORS, methods, bodies. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { read, REDIRECT_URI, sessionRequest, setUp, userRequest } from './server-fixture.js';
import { ROUTES } from '../../src/server/routes.js';

const ADDRESS = 'https://app.example/api/enode';
const BODY = JSON.stringify({ redirectUri: REDIRECT_URI });

function call(path: string, method: string, headers: Record<string, string>, base = ADDRESS) {
  const isPost = method === 'POST';
  return new Request(`${base}${path}`, {
    method,
    headers: { ...(isPost && { 'Content-Type': 'application/json' }), ...headers },
    body: isPost ? BODY : null,
  });
}

const ENDPOINTS = [
  ['POST', '/link-session'],
  ['GET', '/user'],
  ['DELETE', '/user/vendors/TESLA'],
  ['GET', '/devices'],
  ['GET', '/vendors'],
] as const;

describe('the endpoints of these tests', () => {
  it('are all that answer for a user, so that none is left unguarded', () => {
    const found = ENDPOINTS.map(([method, path]) =>
      ROUTES.findIndex(
        ({ methods, end }) => methods.some((one) => one === method) && end.test(path),
      ),
    );
    const wanted = ROUTES.flatMap(({ access }, index) => (access === 'user' ? [index] : []));
    assert.deepEqual(found.sort(), wanted);
  });
});

describe('a request that a foreign page could forge', () => {
  const foreign: readonly Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'https://app.example.evil.test' },
    { Origin: 'https://app.example:8443' },
    { Origin: 'http://app.example' },
    { Origin: 'https://sub.app.example', 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    // The page came over http, so it may be anybody's: the browser calls that another site.
    { Origin: 'https://app.example', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const headers of foreign) {
    it(`is refused before anything happens: ${JSON.stringify(headers)}`, async () => {
      let asked = 0;
      const { enode, handler } = setUp({ getUserId: () => `user-${++asked}` });
      for (const [method, path] of ENDPOINTS) {
        const answer = await read(await handler(call(path, method, headers)));
        assert.equal(answer.status, 403, method);
        assert.equal(answer.code, 'foreign-origin');
        assert.equal(answer.headers.get('Access-Control-Allow-Origin'), null);
        assert.equal(answer.headers.get('Vary'), 'Origin');
      }
      assert.equal(asked, 0);
      assert.equal(enode.calls.length, 0);
    });
  }
});

describe('the own page', () => {
  const own: readonly { why: string; base?: string; headers: Record<string, string> }[] = [
    { why: 'names its origin', headers: { Origin: 'https://app.example' } },
    { why: 'reads without an Origin', headers: {} },
    { why: 'is called same-origin', headers: { 'Sec-Fetch-Site': 'same-origin' } },
    {
      why: 'stands behind a proxy that ends TLS',
      base: 'http://app.example/api',
      headers: { Origin: 'https://app.example' },
    },
    {
      why: 'stands behind such a proxy, on a port',
      base: 'http://app.example:8443/api',
      headers: { Origin: 'https://app.example:8443' },
    },
    {
      why: 'stands behind such a proxy, with the default port written out',
      base: 'http://app.example:443/api',
      headers: { Origin: 'https://app.example' },
    },
    {
      why: 'stands behind a proxy that writes the host anew',
      base: 'http://10.0.0.7:3000/api',
      headers: { Origin: 'https://app.example', 'Sec-Fetch-Site': 'same-origin' },
    },
    {
      why: 'is on a developer’s machine',
      base: 'http://localhost:3000/api',
      headers: { Origin: 'http://localhost:3000', 'Sec-Fetch-Site': 'same-origin' },
    },
  ];
  for (const { why, base, headers } of own) {
    it(`is served where it ${why}`, async () => {
      const { handler } = setUp();
      for (const [method, path] of ENDPOINTS) {
        const { status, headers: sent } = await handler(call(path, method, headers, base));
        assert.ok(status < 300, `${method} ${status}`);
        assert.equal(sent.get('Access-Control-Allow-Origin'), null);
      }
    });
  }
});

describe('publicOrigin', () => {
  const publicOrigin = 'https://app.example';
  // What a proxy that ends TLS makes of the address, with the host and without.
  const bases = ['http://app.example/api', 'http://10.0.0.7:3000/api'];
  const statuses = async (headers: Record<string, string>, more = {}) => {
    const { enode, handler } = setUp({ publicOrigin, ...more });
    const seen = [];
    for (const base of bases) {
      for (const [method, path] of ENDPOINTS) {
        seen.push((await handler(call(path, method, headers, base))).status);
      }
    }
    const kinds = [...new Set(seen.map((status) => (status < 300 ? 'served' : status)))];
    assert.equal(enode.calls.length > 0, kinds.includes('served'));
    return kinds;
  };

  it('settles which page is the own one for a browser without Sec-Fetch-Site', async () => {
    assert.deepEqual(await statuses({ Origin: publicOrigin }), ['served']);
    // Each of them passed, or could pass, for the own one by the Host header alone.
    const others = [
      'http://app.example',
      'http://10.0.0.7:3000',
      'https://10.0.0.7:3000',
      'https://app.example:444',
      'https://app.example.evil.test',
      'https://APP.example',
      'null',
    ];
    for (const Origin of others) assert.deepEqual(await statuses({ Origin }), [403], Origin);
  });

  it('leaves what a browser says by Sec-Fetch-Site as it is', async () => {
    assert.deepEqual(await statuses({ 'Sec-Fetch-Site': 'same-origin' }), ['served']);
    const own = { Origin: publicOrigin, 'Sec-Fetch-Site': 'same-origin' };
    assert.deepEqual(await statuses(own), ['served']);
    for (const site of ['cross-site', 'same-site']) {
      assert.deepEqual(await statuses({ Origin: publicOrigin, 'Sec-Fetch-Site': site }), [403]);
    }
  });

  it('stands beside allowedOrigins', async () => {
    const Origin = 'https://shop.example';
    assert.deepEqual(await statuses({ Origin }), [403]);
    assert.deepEqual(await statuses({ Origin }, { allowedOrigins: [Origin] }), ['served']);
  });
});

describe('allowedOrigins', () => {
  const allowedOrigins = ['https://shop.example', 'http://localhost:5173'];
  const Origin = 'https://shop.example';
  const headers = { Origin, 'Sec-Fetch-Site': 'cross-site' };
  const isOpen = ({ headers: sent }: Response) => {
    assert.equal(sent.get('Access-Control-Allow-Origin'), Origin);
    assert.equal(sent.get('Access-Control-Allow-Credentials'), 'true');
    assert.match(sent.get('Vary') ?? '', /Origin/);
  };

  it('may read every answer, with credentials', async () => {
    const { handler } = setUp({ allowedOrigins });
    for (const [method, path] of ENDPOINTS) {
      const response = await handler(call(path, method, headers));
      assert.ok(response.status < 300, method);
      isOpen(response);
    }
  });

  it('may read errors too', async () => {
    const nobody = setUp({ allowedOrigins, getUserId: () => null }).handler;
    const limited = setUp({ allowedOrigins, rateLimit: () => 7 }).handler;
    const broken = setUp(
      { allowedOrigins },
      { api: () => new Response('<html>', { status: 500, headers: { 'Retry-After': '1' } }) },
    ).handler;
    const { handler } = setUp({ allowedOrigins });
    const answers: readonly [number, Promise<Response>][] = [
      [
        400,
        handler(
          sessionRequest('{', { headers: { ...headers, 'Content-Type': 'application/json' } }),
        ),
      ],
      [401, nobody(call('/user', 'GET', headers))],
      [404, handler(call('/nothing', 'GET', headers))],
      [405, handler(call('/user', 'PUT', headers))],
      [415, handler(sessionRequest('{}', { headers }))],
      [429, limited(call('/user', 'GET', headers))],
      [502, broken(call('/link-session', 'POST', headers))],
    ];
    for (const [status, promised] of answers) {
      const response = await promised;
      assert.equal(response.status, status);
      isOpen(response);
    }
  });

  it('get an answer to their preflight, with the headers that they add', async () => {
    const { enode, handler } = setUp({ allowedOrigins, getUserId: () => null });
    for (const [method, path] of ENDPOINTS) {
      const response = await handler(
        call(path, 'OPTIONS', {
          ...headers,
          'Access-Control-Request-Method': method,
          'Access-Control-Request-Headers': 'content-type,x-trace',
        }),
      );
      assert.equal(response.status, 204);
      isOpen(response);
      assert.match(response.headers.get('Access-Control-Allow-Methods') ?? '', new RegExp(method));
      assert.equal(response.headers.get('Access-Control-Allow-Headers'), 'content-type,x-trace');
    }
    assert.equal(enode.calls.length, 0);
  });

  it('can read that there is nothing at an address, after its preflight', async () => {
    const { handler } = setUp({ allowedOrigins });
    const asks = { ...headers, 'Access-Control-Request-Method': 'POST' };
    const preflight = await handler(call('/session', 'OPTIONS', asks));
    assert.equal(preflight.status, 204);
    isOpen(preflight);
    assert.match(preflight.headers.get('Access-Control-Allow-Methods') ?? '', /POST/);
    const response = await handler(call('/session', 'POST', headers));
    isOpen(response);
    assert.equal((await read(response)).code, 'not-found');
    const foreign = { ...asks, Origin: 'https://evil.example' };
    assert.equal((await handler(call('/session', 'OPTIONS', foreign))).status, 404);
    assert.equal((await handler(call('/session', 'OPTIONS', headers))).status, 404);
  });

  it('does not open the preflight, or a read, for anybody else', async () => {
    const { handler } = setUp({ allowedOrigins });
    const others = [
      'https://evil.example',
      'null',
      'https://shop.example.evil.test',
      'http://shop.example',
    ];
    for (const other of others) {
      const asks = { Origin: other, 'Access-Control-Request-Method': 'POST' };
      for (const method of ['OPTIONS', 'POST']) {
        const response = await handler(call('/link-session', method, asks));
        assert.equal(response.status, 403);
        for (const [name] of response.headers) assert.doesNotMatch(name, /^access-control/);
      }
    }
  });
});

describe('methods and paths', () => {
  it('answers another method with 405 and the ones that work', async () => {
    const { handler } = setUp();
    const cases: readonly [string, string, string][] = [
      ['GET', '/link-session', 'POST, OPTIONS'],
      ['POST', '/user', 'GET, HEAD, OPTIONS'],
      ['GET', '/user/vendors/TESLA', 'DELETE, OPTIONS'],
      ['GET', '/user/vendors/devices', 'DELETE, OPTIONS'],
      ['DELETE', '/user/vendors/', 'GET, HEAD, OPTIONS'],
      ['POST', '/devices', 'GET, HEAD, OPTIONS'],
      ['DELETE', '/vendors', 'GET, HEAD, OPTIONS'],
      ['POST', '/callback', 'GET, HEAD, OPTIONS'],
      ['DELETE', '/callback.js', 'GET, HEAD, OPTIONS'],
    ];
    for (const [method, path, allow] of cases) {
      const answer = await read(await handler(call(path, method, {})));
      assert.equal(answer.status, 405, path);
      assert.equal(answer.code, 'method-not-allowed');
      assert.equal(answer.headers.get('Allow'), allow);
      assert.equal(answer.headers.get('Content-Type'), 'application/problem+json');
    }
  });

  it('answers OPTIONS without a preflight with the methods', async () => {
    const { handler } = setUp();
    const response = await handler(call('/callback', 'OPTIONS', {}));
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('Allow'), 'GET, HEAD, OPTIONS');
  });

  it('answers HEAD like GET, without the body', async () => {
    const { handler } = setUp();
    const paths = ['/user', '/devices', '/vendors', '/vendors?vendorType=vehicle'];
    for (const path of [...paths, '/callback', '/callback.js', '/callback.css', '/nothing']) {
      const get = await handler(call(path, 'GET', {}));
      const head = await handler(call(path, 'HEAD', {}));
      assert.equal(head.status, get.status);
      assert.deepEqual([...head.headers], [...get.headers]);
      assert.equal(head.body, null);
    }
  });

  it('takes one slash at the end of each, for hosts that put one there', async () => {
    const { enode, handler } = setUp();
    const paths = ['/user', '/callback', '/callback.js', '/callback.css'];
    const rows: readonly (readonly [string, string])[] = [
      ...paths.map((path) => ['GET', path] as const),
      ...ENDPOINTS,
      ['DELETE', '/user/vendors/TESLA/vehicle'],
    ];
    for (const [method, path] of rows) {
      const plain = await read(await handler(call(path, method, {})));
      const slash = await read(await handler(call(`${path}/`, method, {})));
      assert.ok(plain.status < 300, path);
      assert.deepEqual([slash.status, slash.text], [plain.status, plain.text], path);
      assert.equal((await handler(call(`${path}/`, 'PUT', {}))).status, 405);
    }
    const [one, other] = enode.of('/users/user-1/vendors/TESLA/').map(({ path }) => path);
    assert.equal(one, '/users/user-1/vendors/TESLA/vehicle');
    assert.equal(other, one);
  });

  it('answers 404 for everything else', async () => {
    const { handler } = setUp();
    const paths = [
      '',
      '/',
      '/users',
      '/xuser',
      '/xuser/',
      '/user//',
      '/user/vendors//',
      '/user/vendors/A//',
      '/devices//',
      '/devices/x',
      '/xdevices',
      '/vendors//',
      '/vendors/TESLA',
      '/xvendors',
      '/link-session//',
      '/link-session/x',
      '/callback//',
      '/callback.js//',
    ];
    for (const path of [...paths, '/user/vendors/A/b/c', '/callback.map', '/callback/x']) {
      const answer = await read(await handler(call(path, 'GET', {})));
      // `/xuser` must not be taken for `/user`.
      assert.equal(answer.status, 404, path);
      assert.equal(answer.code, 'not-found');
    }
  });
});

describe('the body', () => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/plain; application/json',
  ];
  for (const type of types) {
    it(`is refused with 415 as ${type}`, async () => {
      const { enode, handler } = setUp();
      const answer = await read(
        await handler(sessionRequest({}, { headers: { 'Content-Type': type } })),
      );
      assert.equal(answer.status, 415);
      assert.equal(answer.code, 'content-type-unsupported');
      assert.equal(enode.calls.length, 0);
    });
  }

  it('is taken as JSON in any spelling of its type', async () => {
    const { handler } = setUp();
    for (const type of ['application/json', 'Application/JSON ; charset="utf-8"']) {
      const response = await handler(sessionRequest({}, { headers: { 'Content-Type': type } }));
      assert.equal(response.status, 200, type);
    }
  });

  const malformed = ['', '{', 'null', '[]', '"text"', '7', 'undefined', '{"redirectUri":"a",}'];
  for (const text of malformed) {
    it(`is refused with 400 where it is ${JSON.stringify(text)}`, async () => {
      const { handler } = setUp();
      const answer = await read(await handler(sessionRequest(text)));
      assert.equal(answer.status, 400);
      assert.equal(answer.code, 'body-malformed');
    });
  }

  it('is refused where it is not UTF-8, or not there', async () => {
    const { handler } = setUp();
    for (const body of [new Uint8Array([0x22, 0xff, 0x22]), null]) {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await read(await handler(sessionRequest({}, { headers, body })));
      assert.equal(answer.code, 'body-malformed');
    }
  });

  it('cannot change what objects are', async () => {
    const { enode, handler } = setUp();
    const text = `{"__proto__":{"vendor":"EVIL"},"constructor":{"prototype":{"vendor":"EVIL"}},"redirectUri":"${REDIRECT_URI}"}`;
    assert.equal((await handler(sessionRequest(text))).status, 200);
    assert.equal('vendor' in (enode.of('/users')[0]?.body as object), false);
    assert.equal('vendor' in {}, false);
  });

  const padded = (bytes: number) => {
    const text = JSON.stringify({ redirectUri: REDIRECT_URI, pad: '' });
    return text.replace('"pad":""', `"pad":"${'x'.repeat(bytes - text.length)}"`);
  };

  it('may have 16 kB and not one byte more', async () => {
    const { handler } = setUp();
    assert.equal((await handler(sessionRequest(padded(16 * 1024)))).status, 200);
    const answer = await read(await handler(sessionRequest(padded(16 * 1024 + 1))));
    assert.equal(answer.status, 413);
    assert.equal(answer.code, 'body-too-large');
  });

  it('is counted in bytes, whatever its Content-Length says, and no longer than needed', async () => {
    const { handler } = setUp();
    let chunks = 0;
    let isCancelled = false;
    const endless = new ReadableStream({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new TextEncoder().encode('ä'.repeat(512)));
      },
      cancel() {
        isCancelled = true;
      },
    });
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '10' };
    const init = { headers, body: endless, duplex: 'half' } as RequestInit;
    const answer = await read(await handler(sessionRequest({}, init)));
    assert.equal(answer.status, 413);
    assert.ok(chunks < 25, `${chunks} chunks were read`);
    assert.equal(isCancelled, true);
  });

  it('is not touched at all where its Content-Length is too much', async () => {
    const { handler } = setUp();
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '16385' };
    assert.equal((await handler(sessionRequest({}, { headers }))).status, 413);
    // Some servers close the connection where the stream is cancelled, and the answer is lost.
    let isCancelled = false;
    const body = new ReadableStream({ cancel: () => void (isCancelled = true) });
    const init = { headers, body, duplex: 'half' } as RequestInit;
    assert.equal((await handler(sessionRequest({}, init))).status, 413);
    assert.equal(isCancelled, false);
  });

  it('that never ends is given up with 408', async () => {
    const { handler } = setUp({ timeoutMs: 20 });
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(1)),
    });
    const headers = { 'Content-Type': 'application/json' };
    const init = { headers, body, duplex: 'half' } as RequestInit;
    const answer = await read(await handler(sessionRequest({}, init)));
    assert.equal(answer.status, 408);
    assert.equal(answer.code, 'body-timeout');
  });

  it('that somebody read before is an error of the host, and says so', async () => {
    const causes: unknown[] = [];
    const { handler } = setUp({
      getUserId: async (request) => (await request.json(), 'user-1'),
      onError: ({ cause }) => causes.push(cause),
    });
    assert.equal((await handler(sessionRequest())).status, 500);
    assert.match(String(causes[0]), /body has already been read/);
  });
});

describe('rateLimit', () => {
  it('refuses a user with the seconds to wait', async () => {
    const asked: string[] = [];
    const { enode, handler } = setUp({ rateLimit: (userId) => (asked.push(userId), 2.2) });
    const answer = await read(await handler(sessionRequest()));
    assert.equal(answer.status, 429);
    assert.equal(answer.code, 'rate-limited');
    assert.equal(answer.headers.get('Retry-After'), '3');
    assert.deepEqual(asked, ['user-1']);
    assert.equal(enode.calls.length, 0);
  });

  it('lets a user pass with 0 or nothing', async () => {
    for (const verdict of [0, undefined]) {
      const { handler } = setUp({ rateLimit: async () => verdict });
      assert.equal((await handler(userRequest())).status, 200);
    }
  });
});
