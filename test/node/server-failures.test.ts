/** What happens when Enode, the network or the host fails, and what an answer must never reveal then. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { HandlerEvent, HandlerFailure, HandlerOptions } from '../../src/server/index.js';
import {
  hurryTo,
  type Call,
  devicesRequest,
  likeEnode,
  read,
  SESSION,
  sessionRequest,
  setUp,
  userRequest,
  vendorsRequest,
} from './server-fixture.js';

const never = () => new Promise<Response>(() => undefined);
const token = (access_token: string, expires_in: unknown = 3599) =>
  Response.json({ access_token, expires_in, scope: '', token_type: 'bearer' });
const tick = () => new Promise((go) => setTimeout(go, 5));

describe('the access token', () => {
  it('is asked for once, however many users come at a cold start', async () => {
    const { enode, handler } = setUp({}, { token: async () => (await tick(), token('shared')) });
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => handler(sessionRequest())),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(enode.of('token').length, 1);
    assert.equal(enode.of('/users').length, 1000);
  });

  it('is kept until shortly before it expires', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    const { enode, handler } = setUp({}, { token: (_call, count) => token(`t${count}`, 3600) });
    await handler(userRequest());
    context.mock.timers.setTime(1_000_000 + 3_530_000);
    await handler(userRequest());
    assert.equal(enode.of('token').length, 1);
    context.mock.timers.setTime(1_000_000 + 3_550_000);
    await handler(userRequest());
    assert.deepEqual(
      enode.of('/users').map(({ headers }) => headers.get('Authorization')),
      ['Bearer t1', 'Bearer t1', 'Bearer t2'],
    );
  });

  it('is dropped and fetched once more when Enode refuses it', async () => {
    const { enode, handler } = setUp(
      {},
      {
        api: (call) =>
          call.headers.get('Authorization') === 'Bearer access-1'
            ? Response.json({}, { status: 401 })
            : likeEnode(call),
      },
    );
    const answers = await Promise.all(Array.from({ length: 50 }, () => handler(sessionRequest())));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(enode.of('token').length, 2);
    await handler(userRequest());
    assert.equal(enode.of('token').length, 2);
  });

  it('is not dropped for the late refusal of an older one', async () => {
    let refuseLate = (): void => undefined;
    const held = new Promise<void>((go) => (refuseLate = go));
    let isFirst = true;
    const { enode, handler } = setUp(
      {},
      {
        api: async (call) => {
          if (call.headers.get('Authorization') !== 'Bearer access-1') return likeEnode(call);
          if (isFirst) {
            isFirst = false;
            await held;
          }
          return Response.json({}, { status: 401 });
        },
      },
    );
    const late = handler(sessionRequest());
    while (enode.of('/users').length === 0) await tick();
    assert.equal((await handler(sessionRequest())).status, 200);
    refuseLate();
    assert.equal((await late).status, 200);
    assert.equal(enode.of('token').length, 2);
  });

  it('is never carried to where a redirect points', async (context) => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, outgoing) => {
      asked.push(url);
      if (url === '/oauth2/token') {
        outgoing.setHeader('Content-Type', 'application/json');
        outgoing.end('{"access_token":"t","token_type":"bearer"}');
      } else outgoing.writeHead(307, { Location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    context.after(() => server.close());
    await new Promise((go) => server.once('listening', go));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { handler } = setUp({ fetch, environment: { oauthUrl: base, apiUrl: base } });
    const { code } = await read(await handler(sessionRequest()));
    assert.equal(code, 'enode-answer-invalid');
    assert.deepEqual(asked, ['/oauth2/token', '/users/user-1/link']);
  });

  it('that is refused again is Enode’s 401, which becomes 502', async () => {
    const { enode, handler } = setUp({}, { api: () => Response.json({}, { status: 401 }) });
    const answer = await read(await handler(sessionRequest()));
    assert.equal(answer.status, 502);
    assert.equal(answer.code, 'enode-credentials-rejected');
    assert.equal(enode.of('token').length, 2);
    assert.equal(enode.of('/users').length, 2);
  });

  it('survives the one who asked for it first and went away', async () => {
    const gone = new AbortController();
    let release = (): void => undefined;
    const held = new Promise<void>((go) => (release = go));
    const { enode, handler } = setUp({}, { token: async () => (await held, token('t')) });
    const first = handler(userRequest({ signal: gone.signal }));
    const second = handler(userRequest());
    gone.abort();
    assert.equal((await first).status, 499);
    release();
    assert.equal((await second).status, 200);
    assert.equal(enode.of('token').length, 1);
  });

  it('is asked for again where a runtime has frozen the one who asked first', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    // Neither an answer nor, as its clock stands still, its own time limit ends the first call.
    const { enode, handler } = setUp(
      {},
      { token: (_call, count) => (count === 1 ? never() : token('second')) },
    );
    const gone = new AbortController();
    const frozen = handler(userRequest({ signal: gone.signal }));
    await tick();
    context.mock.timers.setTime(1_000_000 + 11_999);
    const waiting = handler(userRequest({ signal: gone.signal }));
    await tick();
    assert.equal(enode.of('token').length, 1);
    context.mock.timers.setTime(1_000_000 + 12_000);
    const answers = await Promise.all([handler(userRequest()), handler(userRequest())]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(enode.of('token').length, 2);
    gone.abort();
    await Promise.all([frozen, waiting]);
    // The end of the frozen one takes nothing from those after it.
    assert.equal((await handler(userRequest())).status, 200);
    assert.equal(enode.of('token').length, 2);
  });

  it('is fetched anew after a failure, which is not kept', async () => {
    const { handler } = setUp(
      {},
      { token: (_call, count) => (count === 1 ? new Response('{}', { status: 401 }) : token('t')) },
    );
    assert.equal((await handler(userRequest())).status, 502);
    assert.equal((await handler(userRequest())).status, 200);
  });

  it('is shared between instances by a tokenStore', async () => {
    const kept = new Map<string, string>();
    const lifetimes: number[] = [];
    const tokenStore = {
      get: (key: string) => kept.get(key) ?? null,
      set: async (key: string, value: string, ttlSeconds: number) => {
        kept.set(key, value);
        lifetimes.push(ttlSeconds);
      },
    };
    const one = setUp({ tokenStore });
    const other = setUp({ tokenStore });
    await one.handler(userRequest());
    assert.equal((await other.handler(userRequest())).status, 200);
    assert.equal(other.enode.of('token').length, 0);
    assert.equal(other.enode.of('/')[0]?.headers.get('Authorization'), 'Bearer access-1');
    assert.deepEqual(lifetimes, [3539]);
    // Another client must not find it.
    const stranger = setUp({ tokenStore, clientId: 'another' });
    await stranger.handler(userRequest());
    assert.equal(stranger.enode.of('token').length, 1);
  });

  /** What the handler keeps in its store, to be tampered with. */
  const keptBy = async (changes: Partial<HandlerOptions> = {}) => {
    const kept: string[] = [];
    const tokenStore = {
      get: () => null,
      set: (_key: string, value: string) => kept.push(value),
    };
    const answers = { token: () => token('access-old') };
    await setUp({ tokenStore, ...changes }, answers).handler(userRequest());
    return JSON.parse(kept[0] ?? '') as Record<string, unknown>;
  };

  it('is not taken from the store again once Enode refused it', async () => {
    let kept = JSON.stringify(await keptBy());
    const tokenStore = { get: () => kept, set: (_key: string, value: string) => (kept = value) };
    const asked: (string | null)[] = [];
    const { enode, handler } = setUp(
      { tokenStore },
      {
        api: (call) => {
          const used = call.headers.get('Authorization');
          asked.push(used);
          return used === 'Bearer access-old'
            ? Response.json({}, { status: 401 })
            : likeEnode(call);
        },
      },
    );
    assert.equal((await handler(sessionRequest())).status, 200);
    assert.deepEqual(asked, ['Bearer access-old', 'Bearer access-1']);
    assert.equal(enode.of('token').length, 1);
    assert.match(kept, /access-1/);
  });

  it('is fetched where the store has none that could be one of this client', async () => {
    const good = await keptBy();
    const other = await keptBy({ clientId: 'another' });
    const production = await keptBy({ environment: 'production' });
    const tampered = (changes: object) => JSON.stringify({ ...good, ...changes });
    const nothing = [undefined, null, '', 7, {}, ['access-old']];
    const odd = ['access-old\n', 'access\r\nold', 'access\0', 'access old', ' access-old'];
    const foreign = ['zugriff-ä', 'доступ', '🚗', '\ud800', 'x'.repeat(100_000)];
    const year3000 = Date.parse('3000-01-01');
    const times = [undefined, null, '', '3000-01-01', 0, 1, -1, year3000, 1e300];
    const values: readonly unknown[] = [
      ...['', 'null', '[]', '7', '"access-old"', '{', '{}', 'access-old'],
      ...[7, {}, [], true, new Uint8Array(3), Symbol('x')],
      ...[...nothing, ...odd, ...foreign].map((value) => tampered({ token: value })),
      ...times.map((expiresAt) => tampered({ expiresAt })),
      tampered(other),
      tampered(production),
    ];
    for (const value of values) {
      const failures: HandlerFailure[] = [];
      const { enode, handler } = setUp({
        tokenStore: { get: () => value as string, set: () => undefined },
        onError: (failure) => failures.push(failure),
      });
      const what = String(value).slice(0, 100);
      for (const request of [userRequest(), sessionRequest()]) {
        assert.equal((await handler(request)).status, 200, what);
      }
      assert.equal(enode.of('token').length, 1, what);
      for (const { headers } of enode.of('/')) {
        assert.equal(headers.get('Authorization'), 'Bearer access-1', what);
      }
      assert.deepEqual(failures, []);
    }
  });

  it('that cannot be a header is Enode’s fault, and is not kept', async () => {
    for (const odd of ['access\n1', 'доступ', 'zugriff-ä', 'access\0', 'a b']) {
      const kept: string[] = [];
      const { handler } = setUp(
        { tokenStore: { get: () => null, set: (_key, value) => kept.push(value) } },
        { token: (_call, count) => token(count === 1 ? odd : 'good') },
      );
      const answer = await read(await handler(userRequest()));
      assert.equal(`${answer.status} ${answer.code}`, '502 enode-answer-invalid');
      assert.deepEqual(kept, []);
      assert.equal((await handler(userRequest())).status, 200);
    }
  });

  it('is kept for a day at most, whatever lifetime it came with', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    const lifetimes: number[] = [];
    const { enode, handler } = setUp(
      { tokenStore: { get: () => null, set: (_key, _value, ttl) => lifetimes.push(ttl) } },
      { token: (_call, count) => token(`t${count}`, 1e15) },
    );
    await handler(userRequest());
    context.mock.timers.setTime(1_000_000 + 86_300_000);
    await handler(userRequest());
    assert.equal(enode.of('token').length, 1);
    context.mock.timers.setTime(1_000_000 + 86_400_000);
    await handler(userRequest());
    assert.equal(enode.of('token').length, 2);
    assert.deepEqual(lifetimes, [86_340, 86_340]);
  });

  it('does not depend on the store', async () => {
    const broken = () => {
      throw new Error('store is down: SET access-1');
    };
    const stores: readonly NonNullable<HandlerOptions['tokenStore']>[] = [
      { get: broken, set: broken },
      { get: () => Promise.reject(new Error('no')), set: () => Promise.reject(new Error('no')) },
      { get: () => 'nonsense', set: () => undefined },
      { get: () => '{"token":7}', set: () => undefined },
      { get: () => JSON.stringify({ token: 'expired', expiresAt: 1 }), set: () => undefined },
    ];
    for (const tokenStore of stores) {
      const failures: HandlerFailure[] = [];
      const { handler } = setUp({ tokenStore, onError: (failure) => failures.push(failure) });
      assert.equal((await handler(userRequest())).status, 200);
      assert.ok(failures.every(({ code }) => code === 'token-store-failed'));
      assert.doesNotMatch(JSON.stringify(failures), /access-1/);
    }
  });
});

describe('answers of Enode that are no success', () => {
  const answer = (status: number, body: unknown = {}, headers = {}) => ({
    api: () => Response.json(body, { status, headers }),
  });
  const html = (status: number) => ({ api: () => new Response('<html>oops</html>', { status }) });
  const limit = { type: 'x/problems/forbidden', title: 'Connections limit reached.', detail: 'x' };
  const api = (text: string) => ({ api: () => new Response(text) });
  const oauth = (make: () => Response) => ({ token: make });
  const cases: readonly [string, Parameters<typeof setUp>[1], number, string][] = [
    ['403 of the limit', answer(403, limit), 409, 'connections-limit'],
    ['another 403', answer(403, { title: 'Forbidden' }), 502, 'enode-forbidden'],
    ['400', answer(400, { title: 'x', issues: [] }), 400, 'enode-rejected-request'],
    ['404 where none belongs', answer(404), 502, 'enode-answer-invalid'],
    ['409', answer(409, { title: 'x' }), 409, 'enode-conflict'],
    ['429', answer(429, {}, { 'Retry-After': '3' }), 429, 'enode-rate-limited'],
    ['500', answer(500), 502, 'enode-failed'],
    ['503', answer(503), 503, 'enode-unavailable'],
    ['HTML', html(200), 502, 'enode-answer-invalid'],
    ['HTML with 502', html(502), 502, 'enode-failed'],
    ['nothing', api(''), 502, 'enode-answer-invalid'],
    ['half of it', api('{"linkUrl":"https://link.eno'), 502, 'enode-answer-invalid'],
    ['null', api('null'), 502, 'enode-answer-invalid'],
    ['no linkToken', api('{"linkUrl":"https://link.enode.com/x"}'), 502, 'enode-answer-invalid'],
    [
      'a script',
      api('{"linkUrl":"javascript:alert(1)","linkToken":"t"}'),
      502,
      'enode-answer-invalid',
    ],
    ['no address', api('{"linkUrl":"https://","linkToken":"t"}'), 502, 'enode-answer-invalid'],
    [
      'a redirect',
      {
        api: () =>
          new Response(null, { status: 302, headers: { Location: 'https://evil.example' } }),
      },
      502,
      'enode-answer-invalid',
    ],
    [
      'a broken connection',
      { api: () => Promise.reject(new TypeError('fetch failed')) },
      502,
      'enode-unreachable',
    ],
    ['silence', { api: never }, 504, 'enode-timeout'],
    [
      'an answer that stops',
      { api: () => new Response(new ReadableStream({})) },
      504,
      'enode-timeout',
    ],
    [
      'a refused client',
      oauth(() => Response.json({ error: 'invalid_client' }, { status: 401 })),
      502,
      'enode-credentials-rejected',
    ],
    [
      'a challenge to the client',
      oauth(() => new Response('', { status: 401, headers: { 'WWW-Authenticate': 'Basic' } })),
      502,
      'enode-credentials-rejected',
    ],
    ['HTML for a token', oauth(() => new Response('<html>')), 502, 'enode-answer-invalid'],
    ['no token', oauth(() => Response.json({ token_type: 'bearer' })), 502, 'enode-answer-invalid'],
    [
      'a token of another kind',
      oauth(() => Response.json({ access_token: 'a', token_type: 'mac' })),
      502,
      'enode-answer-invalid',
    ],
    [
      'too many token requests',
      oauth(() => new Response('', { status: 429, headers: { 'Retry-After': '3' } })),
      429,
      'enode-rate-limited',
    ],
    ['no OAuth today', oauth(() => new Response('', { status: 503 })), 503, 'enode-unavailable'],
    ['silence of OAuth', { token: never }, 504, 'enode-timeout'],
    [
      'OAuth out of reach',
      { token: () => Promise.reject(new TypeError('fetch failed')) },
      502,
      'enode-unreachable',
    ],
  ];
  for (const [what, answers, status, code] of cases) {
    it(`${what} becomes ${status} ${code}`, async () => {
      const { handler } = setUp(hurryTo(code), answers);
      const got = await read(await handler(sessionRequest()));
      assert.equal(got.code, code);
      assert.equal(got.status, status);
      assert.deepEqual(Object.keys(got.body).sort(), ['code', 'detail', 'status', 'title', 'type']);
      assert.equal(got.headers.get('Content-Type'), 'application/problem+json');
      assert.equal(got.headers.get('Cache-Control'), 'no-store');
      if (status === 429) assert.equal(got.headers.get('Retry-After'), '3');
    });
  }

  const users = [
    '{}',
    '{"id":"user-1"}',
    '{"id":1,"linkedVendors":[]}',
    '{"id":"user-1","linkedVendors":[{"vendor":"TESLA"}]}',
    '[]',
  ];
  for (const text of users) {
    it(`a user that reads ${text} becomes 502`, async () => {
      const { handler } = setUp({}, api(text));
      const got = await read(await handler(userRequest()));
      assert.equal(`${got.status} ${got.code}`, '502 enode-answer-invalid');
    });
  }

  it('a date in Retry-After becomes seconds, and nonsense is dropped', async () => {
    const soon = new Date(Date.now() + 30_000).toUTCString();
    const dated = setUp({}, answer(429, {}, { 'Retry-After': soon })).handler;
    const seconds = Number((await dated(userRequest())).headers.get('Retry-After'));
    assert.ok(seconds > 20 && seconds <= 31, String(seconds));
    const odd = setUp({}, answer(429, {}, { 'Retry-After': 'later; secret' })).handler;
    assert.equal((await odd(userRequest())).headers.get('Retry-After'), null);
  });
});

describe('a second try', () => {
  const failingOnce = (make: () => Response | Promise<Response>) => {
    let failures = 0;
    return (call: Call) => (failures++ === 0 ? make() : likeEnode(call));
  };

  it('is made for a read that met a passing failure', async () => {
    for (const make of [
      () => new Response('', { status: 502 }),
      () => Promise.reject(new TypeError('fetch failed')),
    ]) {
      const { enode, handler } = setUp({}, { api: failingOnce(make) });
      assert.equal((await handler(userRequest())).status, 200);
      assert.equal(enode.of('/users').length, 2);
    }
  });

  it('is made for the access token', async () => {
    const { handler } = setUp(
      {},
      { token: (_call, count) => (count === 1 ? new Response('', { status: 500 }) : token('t')) },
    );
    assert.equal((await handler(userRequest())).status, 200);
  });

  it('is never made for what would be done twice', async () => {
    const { enode, handler } = setUp(
      {},
      { api: failingOnce(() => new Response('', { status: 502 })) },
    );
    assert.equal((await handler(sessionRequest())).status, 502);
    assert.equal(enode.of('/users').length, 1);
  });

  it('is not made where Enode asks to wait', async () => {
    const make = () => new Response('', { status: 503, headers: { 'Retry-After': '1' } });
    const { enode, handler } = setUp({}, { api: failingOnce(make) });
    const response = await handler(userRequest());
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('Retry-After'), '1');
    assert.equal(enode.of('/users').length, 1);
  });
});

describe('a page that goes away', () => {
  it('takes the request to Enode with it', async () => {
    const gone = new AbortController();
    const { enode, handler } = setUp({}, { api: never });
    const answer = handler(userRequest({ signal: gone.signal }));
    while (enode.of('/users').length === 0) await tick();
    assert.equal(enode.of('/users')[0]?.signal?.aborted, false);
    gone.abort();
    assert.equal((await answer).status, 499);
    assert.equal(enode.of('/users')[0]?.signal?.aborted, true);
  });
});

describe('failures of the host', () => {
  it('in getUserId or rateLimit become 500 without their text, and reach onError', async () => {
    const error = new Error('select * from sessions where password = hunter2');
    const fail = () => Promise.reject(error);
    for (const options of [{ getUserId: fail }, { rateLimit: fail }]) {
      const failures: HandlerFailure[] = [];
      const { handler } = setUp({ ...options, onError: (failure) => failures.push(failure) });
      const got = await read(await handler(userRequest()));
      assert.equal(`${got.status} ${got.code}`, '500 internal-error');
      assert.doesNotMatch(got.text, /hunter2|select/);
      assert.deepEqual(
        failures.map(({ cause, route }) => [cause, route]),
        [[error, 'user']],
      );
    }
  });

  it('that nobody foresaw become 500 with their place, without their text', async () => {
    const failures: HandlerFailure[] = [];
    const { handler } = setUp({ onError: (failure) => failures.push(failure) });
    const request = sessionRequest();
    Object.defineProperty(request, 'body', {
      get() {
        throw new Error('hunter2');
      },
    });
    const got = await read(await handler(request));
    assert.equal(`${got.status} ${got.code}`, '500 internal-error');
    assert.doesNotMatch(got.text, /hunter2| at /);
    assert.match(String(failures[0]?.cause), /readJsonBody/);
    assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
  });

  it('in the hooks change nothing', async () => {
    const fails = [
      () => {
        throw new Error('broken logger');
      },
      () => Promise.reject(new Error('broken logger')),
    ];
    for (const broken of fails) {
      const { handler } = setUp(
        { onError: broken, onEvent: broken },
        { api: () => new Response('', { status: 400 }) },
      );
      assert.equal((await handler(userRequest())).status, 400);
    }
    await tick();
  });
});

describe('onEvent and onError', () => {
  it('tell which request took how long, and which calls to Enode it made', async () => {
    const events: HandlerEvent[] = [];
    const { handler } = setUp({ onEvent: (event) => events.push(event) });
    await handler(sessionRequest());
    await handler(new Request('https://app.example/nothing'));
    assert.ok(events.every(({ durationMs }) => Number.isFinite(durationMs) && durationMs >= 0));
    assert.deepEqual(
      events.map(({ durationMs: _, ...event }) => event),
      [
        { type: 'enode', call: 'token', status: 200 },
        { type: 'enode', call: 'link', status: 200 },
        { type: 'request', route: 'link-session', method: 'POST', status: 200 },
        { type: 'request', route: 'unknown', method: 'GET', status: 404, code: 'not-found' },
      ],
    );
  });

  it('tell the operator of what a page cannot mend, and of nothing else', async () => {
    const codes: string[] = [];
    const onError = ({ code }: HandlerFailure) => codes.push(code);
    const limit = { api: () => new Response('Connections limit reached.', { status: 403 }) };
    await setUp({ onError }, limit).handler(sessionRequest());
    await setUp({ onError, getUserId: () => null }).handler(sessionRequest());
    await setUp({ onError }).handler(sessionRequest('{'));
    assert.deepEqual(codes, ['connections-limit']);
  });
});

describe('secrets', () => {
  const CANARIES = ['canary-secret', 'canary-token', 'canary-internal', 'canary-link'];
  const encoded = btoa('client-id:canary-secret');

  it('reach no answer, no hook and no log, whatever fails', async (context) => {
    const logged: unknown[][] = [];
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      context.mock.method(console, method, (...values: unknown[]) => logged.push(values));
    }
    const internal = { title: 'canary-internal', detail: 'canary-secret canary-token' };
    const quoting = (call: Call) =>
      Promise.reject(
        new TypeError(`failed with ${JSON.stringify([...call.headers])} canary-secret`, {
          cause: new Error(`canary-token ${call.headers.get('Authorization')}`),
        }),
      );
    const good = () => token('canary-token');
    const statuses = [200, 301, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503];
    const failing = statuses.map(
      (status) => () =>
        Response.json(internal, {
          status,
          headers: {
            'Retry-After': '0',
            Location: 'https://x/canary-token',
            Via: 'canary-internal',
          },
        }),
    );
    const answers = [
      ...failing.map((api) => ({ token: good, api })),
      ...failing.map((api) => ({ token: api })),
      { token: good, api: quoting },
      { token: quoting },
      { token: good, api: () => new Response('canary-internal') },
      { token: good, api: () => Response.json({ ...SESSION, linkUrl: 'canary-link' }) },
      { token: () => Response.json({ access_token: 'canary-token' }) },
      { token: () => Response.json({ access_token: 'canary-token\n', token_type: 'bearer' }) },
    ];
    const store = () => {
      throw new Error('canary-token');
    };
    const seen: string[] = [];
    const hook = (info: unknown) => {
      seen.push(
        JSON.stringify(info, (_key, value: unknown) =>
          value instanceof Error ? inspect(value) : value,
        ),
      );
    };
    for (const answer of answers) {
      for (const hooks of [{ onError: hook, onEvent: hook }, { onError: undefined }]) {
        const { handler } = setUp(
          { clientSecret: 'canary-secret', tokenStore: { get: store, set: store }, ...hooks },
          answer,
        );
        for (const request of [
          userRequest(),
          devicesRequest(),
          vendorsRequest(),
          sessionRequest(),
          sessionRequest({ assetId: 'a' }),
        ]) {
          const response = await handler(request);
          seen.push(await response.text(), JSON.stringify([...response.headers]));
        }
      }
    }
    // linkUrl belongs into the body of a success, and nowhere else.
    const { handler } = setUp(
      { clientSecret: 'canary-secret', onError: hook, onEvent: hook },
      {
        token: good,
        api: () => Response.json({ linkUrl: 'https://l/canary-link', linkToken: 'canary-link' }),
      },
    );
    const success = await handler(sessionRequest());
    assert.equal(success.status, 200);
    seen.push(JSON.stringify([...success.headers]));
    seen.push(...logged.flat().map(inspect));
    assert.ok(seen.length > 400 && logged.length > 50, 'nothing was looked at');
    const everything = seen.join('\n');
    for (const canary of [...CANARIES, encoded]) assert.equal(everything.includes(canary), false);
  });
});

function inspect(value: unknown): string {
  return value instanceof Error
    ? `${String(value.stack)} ${value.cause === undefined ? '' : inspect(value.cause)}`
    : String(value);
}
