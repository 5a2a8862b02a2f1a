/**
 * The host's endpoints, with a network and a clock that tests play. `location` and `navigator` are
 * stand-ins with the little that is read of them.
 */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { createHost, type HostSettings } from '../../src/adapters/host-endpoint.js';
import type { HostHeaders } from '../../src/adapters/host-request.js';
import { LinkError, type LinkErrorCode } from '../../src/errors.js';
import type { Host } from '../../src/session/ports.js';
import { FakeClock, model3, tesla } from './fake-ports.js';
import { propertyRuns } from '../support/property-runs.js';

const REQUEST = { redirectUri: 'https://host.example/?enode_link=x', language: 'en-US' };
const SECRET = 'kX9secret';
const TOKEN = 'tK7token';
const LINK_URL = `https://link.enode.com/${SECRET}`;
const SESSION = { linkUrl: LINK_URL, linkToken: TOKEN };
const USER = { id: 'user-1', linkedVendors: [tesla] };

type Answer = (signal: AbortSignal) => Promise<Response>;

const json = (value: unknown): Answer => text(JSON.stringify(value));
const text =
  (body: string, init: ResponseInit = {}): Answer =>
  () =>
    Promise.resolve(new Response(body, init));
const status =
  (code: number, headers: HeadersInit = {}): Answer =>
  () =>
    Promise.resolve(new Response(`details ${SECRET}`, { status: code, headers }));
const broken: Answer = () => Promise.reject(new TypeError('fetch failed'));
const silent: Answer = (signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
/** Sends its head at once, and never the end of its body. */
const stuck: Answer = () => Promise.resolve(new Response(new ReadableStream()));

interface Call {
  readonly url: string;
  readonly init: RequestInit & { body?: string; headers: Headers; signal: AbortSignal };
  readonly at: number;
}

let clock: FakeClock;
let calls: Call[];
let answers: Answer[];

function define(name: 'location' | 'navigator', value: object): void {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

beforeEach(() => {
  clock = new FakeClock();
  calls = [];
  answers = [];
  define('location', { hostname: 'host.example' });
  define('navigator', { onLine: true });
  mock.method(globalThis, 'fetch', (url: string, init: Call['init']) => {
    calls.push({ url, init, at: clock.now });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer ? answer(init.signal) : assert.fail('a request that nobody expects');
  });
});

afterEach(() => {
  mock.restoreAll();
  Reflect.deleteProperty(globalThis, 'location');
  Reflect.deleteProperty(globalThis, 'navigator');
});

function host(settings: Partial<HostSettings> = {}): Host {
  return createHost(
    {
      sessionUrl: '/api/link-session',
      userUrl: '/api/user',
      devicesUrl: '',
      getSession: undefined,
      getUser: undefined,
      getDevices: undefined,
      headers: undefined,
      credentials: 'same-origin',
      timeout: 15_000,
      linkOrigins: [],
      ...settings,
    },
    clock,
  );
}

/** Lets time go by until the promise has its end, and gives what that is. */
async function ending(promise: Promise<unknown>): Promise<{ value?: unknown; thrown?: unknown }> {
  let end: { value?: unknown; thrown?: unknown } | undefined;
  promise.then(
    (value) => (end = { value }),
    (thrown: unknown) => (end = { thrown }),
  );
  for (let step = 0; step < 2000; step += 1) {
    // The bodies of answers take real turns of the event loop.
    for (let turn = 0; turn < 4; turn += 1) await setImmediate();
    if (end) return end;
    await clock.advance(50);
  }
  assert.fail('It hangs.');
}

async function failure(promise: Promise<unknown>): Promise<LinkError> {
  const { thrown, value } = await ending(promise);
  assert.ok(thrown instanceof LinkError, `no LinkError but ${String(thrown ?? value)}`);
  return thrown;
}

const never = (): AbortSignal => new AbortController().signal;
const ask = (settings?: Partial<HostSettings>): Promise<string> =>
  host(settings).createSession(REQUEST, never());
async function read(settings?: Partial<HostSettings>): Promise<unknown> {
  const { readUser } = host(settings);
  assert.ok(readUser);
  return (await readUser(never())).vendors;
}

/** All that an error tells, in its own words and in those of its causes. */
function told(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) =>
    String((error as unknown as Record<string, unknown>)[name]),
  );
  return [String(error), ...own, told(error.cause, depth + 1)].join('\n');
}

describe('the request for a session', () => {
  it('is a POST of JSON to the address that is set', async () => {
    answers = [json(SESSION)];
    await ending(ask({ credentials: 'include' }));
    const [{ url, init } = assert.fail(), ...more] = calls;
    assert.deepEqual(more, []);
    assert.deepEqual(
      [url, init.method, init.credentials],
      ['/api/link-session', 'POST', 'include'],
    );
    assert.equal(init.headers.get('content-type'), 'application/json');
    assert.equal(init.headers.get('accept'), 'application/json');
    assert.deepEqual(JSON.parse(init.body ?? ''), REQUEST);
  });

  it('gives the address of Link UI and nothing else: the linkToken is dropped', async () => {
    answers = [json({ ...SESSION, more: { of: 'it' } })];
    assert.deepEqual(await ending(ask()), { value: LINK_URL });
  });

  it('refuses an address that is not one of Link UI', async () => {
    answers = [json({ linkUrl: `https://evil.example/${SECRET}`, linkToken: TOKEN })];
    assert.equal((await failure(ask())).code, 'link-url-refused');
    answers = [json({ linkUrl: `http://localhost:4011/${SECRET}`, linkToken: TOKEN })];
    assert.equal((await failure(ask())).code, 'link-url-refused');
  });

  it('takes an address of an origin that is named, and of loopback on a loopback page', async () => {
    const linkUrl = 'https://link.partner.example/x';
    answers = [json({ linkUrl, linkToken: TOKEN })];
    const linkOrigins = ['https://link.partner.example'];
    assert.deepEqual(await ending(ask({ linkOrigins })), { value: linkUrl });
    define('location', { hostname: '127.0.0.1' });
    answers = [json({ linkUrl: 'http://localhost:4011/x', linkToken: TOKEN })];
    assert.deepEqual(await ending(ask()), { value: 'http://localhost:4011/x' });
  });

  const invalid = {
    'is HTML': '<!doctype html><title>Sign in</title>',
    'is empty': '',
    'is cut off': JSON.stringify(SESSION).slice(0, -12),
    'is too long': JSON.stringify({ ...SESSION, more: 'x'.repeat(2_000_000) }),
    'is the address alone': LINK_URL,
    'is null': 'null',
    'is a list': JSON.stringify([SESSION]),
    'is an object without it': '{"linkToken":"x"}',
    'has an empty address': '{"linkUrl":"","linkToken":"x"}',
    'has an address that is no text':
      '{"linkUrl":{"href":"https://link.enode.com"},"linkToken":"x"}',
    'has it in __proto__': `{"__proto__":${JSON.stringify(SESSION)}}`,
    'has it in constructor': `{"constructor":{"prototype":${JSON.stringify(SESSION)}}}`,
  };
  for (const [what, body] of Object.entries(invalid)) {
    it(`calls an answer invalid that ${what}, and does not ask again (F52)`, async () => {
      answers = [text(body)];
      const { code, retryable } = await failure(ask());
      assert.deepEqual([code, retryable, calls.length], ['session-invalid', false, 1]);
      assert.equal(({} as { linkUrl?: unknown }).linkUrl, undefined);
    });
  }

  it('calls an answer without a body invalid', async () => {
    answers = [() => Promise.resolve(new Response(null, { status: 204 }))];
    assert.equal((await failure(ask())).code, 'session-invalid');
  });

  it('does not mind what the answer says of its own type', async () => {
    answers = [text(JSON.stringify(SESSION), { headers: { 'content-type': 'text/plain' } })];
    assert.deepEqual(await ending(ask()), { value: LINK_URL });
    answers = [text(JSON.stringify(SESSION), { status: 201 })];
    assert.deepEqual(await ending(ask()), { value: LINK_URL });
  });

  const codes: Record<string, readonly number[]> = {
    'session-unauthorized': [401, 403],
    'session-rate-limited': [429],
    'session-rejected': [400, 402, 404, 405, 409, 410, 413, 415, 418, 422, 451],
    'session-unavailable': [500, 501, 502, 503, 504, 505, 520, 599],
  };
  for (const [code, statuses] of Object.entries(codes)) {
    it(`is ${code} for ${statuses.join(', ')}, with the status (F49, F50, F51)`, async () => {
      for (const number of statuses) {
        answers = [status(number)];
        const error = await failure(ask());
        assert.deepEqual([error.code, error.status], [code, number]);
      }
    });
  }
});

describe('another try', () => {
  const temporary = { 502: status(502), 503: status(503), 504: status(504), 'no network': broken };
  for (const [what, answer] of Object.entries(temporary)) {
    it(`is made at most twice after ${what}, each after a pause`, async () => {
      answers = [answer];
      const error = await failure(ask());
      assert.equal(error.code, answer === broken ? 'session-network' : 'session-unavailable');
      const [first, second, third, ...more] = calls.map(({ at }) => at);
      assert.deepEqual(more, []);
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      assert.ok(first < second && second < third);
      assert.equal(clock.sleeping, 0);
    });

    it(`can succeed after ${what}`, async () => {
      answers = [answer, answer, json(SESSION)];
      assert.deepEqual(await ending(ask()), { value: LINK_URL });
      assert.equal(calls.length, 3);
      assert.equal(clock.sleeping, 0);
    });
  }

  it('sends the same again', async () => {
    answers = [broken, json(SESSION)];
    await ending(ask());
    const [one, other] = calls.map(({ init: { body, method } }) => ({ body, method }));
    assert.deepEqual(other, one);
  });

  it('is made where the body of an answer breaks off', async () => {
    const breaks: Answer = () => {
      const body = new ReadableStream({
        pull(controller) {
          controller.error(new TypeError('terminated'));
        },
      });
      return Promise.resolve(new Response(body));
    };
    answers = [breaks, json(SESSION)];
    assert.deepEqual(await ending(ask()), { value: LINK_URL });
  });

  const inSeconds = (seconds: number): string =>
    new Date(Date.now() + seconds * 1000).toUTCString();

  it('is made after 429 with a short Retry-After, and not before that is over (F50)', async () => {
    for (const [value, wait] of [
      ['0', 0],
      ['2', 2000],
      [inSeconds(3), 1000],
      [inSeconds(-3600), 0],
    ] as const) {
      calls = [];
      answers = [status(429, { 'retry-after': value }), json(SESSION)];
      assert.deepEqual(await ending(ask()), { value: LINK_URL });
      const [first, second] = calls.map(({ at }) => at);
      assert.ok(first !== undefined && second !== undefined);
      assert.ok(second - first >= wait, `${value} was not waited for`);
    }
  });

  it('is made at most twice after 429 with a short Retry-After', async () => {
    answers = [status(429, { 'retry-after': '1' })];
    assert.equal((await failure(ask())).code, 'session-rate-limited');
    assert.equal(calls.length, 3);
  });

  it('waits for the Retry-After of 503 as well (F51)', async () => {
    answers = [status(503, { 'retry-after': '3' }), json(SESSION)];
    assert.deepEqual(await ending(ask()), { value: LINK_URL });
    const [first, second] = calls.map(({ at }) => at);
    assert.ok(first !== undefined && second !== undefined && second - first >= 3000);
  });

  it('is not made where Retry-After is long: the user would wait before a spinner (F50)', async () => {
    for (const value of ['120', '99999999999999999999', inSeconds(3600)]) {
      for (const code of [429, 503]) {
        calls = [];
        answers = [status(code, { 'retry-after': value })];
        assert.equal((await failure(ask())).status, code);
        assert.equal(calls.length, 1);
      }
    }
  });

  it('is not made after 429 without a Retry-After, or with one that nobody can read', async () => {
    for (const headers of [{}, { 'retry-after': 'soon' }, { 'retry-after': '' }]) {
      calls = [];
      answers = [status(429, headers)];
      await failure(ask());
      assert.equal(calls.length, 1);
    }
  });

  it('takes a number that is no count of seconds for no Retry-After', async () => {
    for (const value of ['-1', '1.5', '0x2', '1 2']) {
      calls = [];
      answers = [status(429, { 'retry-after': value })];
      await failure(ask());
      assert.equal(calls.length, 1, value);
    }
  });

  it('is not made after any other status', async () => {
    for (const code of [400, 401, 403, 404, 409, 422, 500, 501, 505]) {
      calls = [];
      answers = [status(code, { 'retry-after': '1' })];
      await failure(ask());
      assert.equal(calls.length, 1, String(code));
    }
  });

  it('is not made where the device is offline', async () => {
    define('navigator', { onLine: false });
    answers = [broken];
    const { code, cause } = await failure(ask());
    assert.equal(code, 'offline');
    assert.ok(cause instanceof TypeError);
    assert.equal(calls.length, 1);
  });
});

describe('the time limit', () => {
  for (const [what, answer] of Object.entries({ silent, stuck })) {
    it(`ends a request to a host that is ${what}, and does not ask again`, async () => {
      answers = [answer];
      const error = await failure(ask({ timeout: 4000 }));
      assert.deepEqual([error.code, calls.length], ['session-timeout', 1]);
      assert.equal(clock.now, 4000);
      assert.equal(calls[0]?.init.signal.aborted, true);
      assert.equal(clock.sleeping, 0);
    });
  }

  it('is for one request: each try has all of it', async () => {
    const slow: Answer = async () => {
      await clock.sleep(3000, never());
      return new Response(null, { status: 503 });
    };
    const last: Answer = async () => {
      await clock.sleep(3000, never());
      return new Response(JSON.stringify(SESSION));
    };
    answers = [slow, slow, last];
    assert.deepEqual(await ending(ask({ timeout: 4000 })), { value: LINK_URL });
  });

  it('ends the wait for headers that never come, and for a function that ignores its signal', async () => {
    const forever = (): Promise<never> => new Promise(() => undefined);
    for (const settings of [{ headers: forever }, { getSession: forever }]) {
      const { code } = await failure(ask({ timeout: 4000, ...settings }));
      assert.equal(code, 'session-timeout');
    }
    assert.equal((await failure(read({ timeout: 4000, getUser: forever }))).code, 'confirm-failed');
    assert.deepEqual([calls.length, clock.sleeping], [0, 0]);
  });
});

describe('an attempt that ends', () => {
  const forever = (): Promise<never> => new Promise(() => undefined);
  const settings: Record<string, Partial<HostSettings>> = {
    'the request': {},
    'a function that ignores its signal': { getSession: forever },
  };
  for (const [what, given] of Object.entries(settings)) {
    it(`ends ${what}, and leaves nothing waiting`, async () => {
      answers = [silent];
      const life = new AbortController();
      const promise = host(given).createSession(REQUEST, life.signal);
      promise.catch(() => undefined);
      await clock.advance(100);
      life.abort();
      assert.ok('thrown' in (await ending(promise)));
      assert.equal(clock.now, 100);
      assert.ok(calls.every(({ init }) => init.signal.aborted));
      await clock.advance(60_000);
      assert.ok(calls.length <= 1);
      assert.equal(clock.sleeping, 0);
    });
  }

  it('ends the pause before another try', async () => {
    answers = [status(429, { 'retry-after': '4' })];
    const life = new AbortController();
    const promise = host().createSession(REQUEST, life.signal);
    promise.catch(() => undefined);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    await clock.advance(1000);
    life.abort();
    assert.ok('thrown' in (await ending(promise)));
    await clock.advance(60_000);
    assert.deepEqual([calls.length, clock.sleeping], [1, 0]);
  });

  it('asks for nothing when it has ended before', async () => {
    const getSession = mock.fn(() => Promise.resolve(SESSION));
    for (const given of [{}, { getSession }]) {
      assert.ok(
        'thrown' in (await ending(host(given).createSession(REQUEST, AbortSignal.abort()))),
      );
    }
    assert.deepEqual([calls.length, getSession.mock.callCount()], [0, 0]);
  });

  it('ends a read of the user endpoint as well', async () => {
    answers = [silent];
    const life = new AbortController();
    const promise = host().readUser?.(life.signal) ?? assert.fail();
    promise.catch(() => undefined);
    await clock.advance(100);
    life.abort();
    assert.ok('thrown' in (await ending(promise)));
    assert.deepEqual([calls.length, clock.sleeping], [1, 0]);
  });
});

describe('the headers', () => {
  const sent = async (headers: HostHeaders): Promise<Headers> => {
    answers = [json(SESSION)];
    await ending(ask({ headers }));
    return calls.at(-1)?.init.headers ?? assert.fail();
  };

  it('are added from an object, from Headers, from pairs, and from functions', async () => {
    const plain = { authorization: 'Bearer a', 'x-tenant': 'b' };
    for (const headers of [
      plain,
      new Headers(plain),
      Object.entries(plain),
      () => plain,
      () => Promise.resolve(new Headers(plain)),
    ]) {
      const got = await sent(headers);
      assert.deepEqual([got.get('authorization'), got.get('x-tenant')], ['Bearer a', 'b']);
      assert.equal(got.get('content-type'), 'application/json');
    }
  });

  it('do not change what kind of content is sent', async () => {
    const got = await sent({ 'Content-Type': 'text/plain', Accept: 'text/html' });
    assert.deepEqual(
      [got.get('content-type'), got.get('accept')],
      ['application/json', 'application/json'],
    );
  });

  it('are asked for anew at each try, as a token may have been renewed', async () => {
    let tries = 0;
    answers = [broken, status(503), json(SESSION)];
    await ending(ask({ headers: () => ({ 'x-try': String((tries += 1)) }) }));
    assert.deepEqual(
      calls.map(({ init }) => init.headers.get('x-try')),
      ['1', '2', '3'],
    );
  });

  it('go to the user endpoint as well', async () => {
    answers = [json(USER)];
    await ending(read({ headers: { authorization: 'Bearer a' } }));
    assert.equal(calls[0]?.init.headers.get('authorization'), 'Bearer a');
  });

  it('that cannot be had fail the request, as a LinkError', async () => {
    for (const headers of [
      () => assert.fail('no token'),
      () => Promise.reject(new Error('no token')),
      { 'not a name': 'x' },
    ]) {
      await failure(ask({ headers }));
    }
    assert.deepEqual([calls.length, clock.sleeping], [0, 0]);
  });
});

describe('getSession', () => {
  it('gets the request and a signal, and replaces the address', async () => {
    let got: unknown[] = [];
    const getSession: HostSettings['getSession'] = (...given) => {
      got = given;
      return Promise.resolve(SESSION);
    };
    assert.deepEqual(await ending(ask({ getSession })), { value: LINK_URL });
    const [request, { signal } = {}] = got as [unknown, { signal?: unknown }?];
    assert.equal(request, REQUEST);
    assert.ok(signal instanceof AbortSignal);
    assert.equal(calls.length, 0);
  });

  const thrown: readonly (readonly [unknown, LinkErrorCode, number | undefined])[] = [
    [{ status: 401 }, 'session-unauthorized', 401],
    [{ status: 403 }, 'session-unauthorized', 403],
    [{ status: 429 }, 'session-rate-limited', 429],
    [Object.assign(new Error('axios'), { status: 422 }), 'session-rejected', 422],
    [new Response(null, { status: 503 }), 'session-unavailable', 503],
    [{ status: '500' }, 'session-network', undefined],
    [new TypeError('fetch failed'), 'session-network', undefined],
    ['text', 'session-network', undefined],
    [undefined, 'session-network', undefined],
    [null, 'session-network', undefined],
  ];
  it('may throw what it got from its own request: the status decides', async () => {
    for (const [what, code, wanted] of thrown) {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      const error = await failure(ask({ getSession: () => Promise.reject(what) }));
      assert.deepEqual([error.code, error.status], [code, wanted]);
    }
  });

  it('may throw before it has made a promise', async () => {
    const getSession = (): never => {
      throw Object.assign(new Error('x'), { status: 409 });
    };
    assert.equal((await failure(ask({ getSession }))).status, 409);
    assert.equal(clock.sleeping, 0);
  });

  it('may throw a LinkError, which passes unchanged', async () => {
    const error = new LinkError('session-rejected', { message: 'Choose a tariff first.' });
    assert.equal(await failure(ask({ getSession: () => Promise.reject(error) })), error);
  });

  it('is believed no more than an address: any value is a session, or a clear error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: true }), async (value) => {
        const getSession = (): Promise<never> => Promise.resolve(value as never);
        const { code } = await failure(ask({ getSession }));
        assert.ok(code === 'session-invalid' || code === 'link-url-refused');
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is thrown here and not by the network', () => {
  it('is passed on as it is: nobody calls it a failure of the network, or tries again (F92)', async () => {
    answers = [json(SESSION)];
    const mistake = new TypeError('JSON.parse was replaced');
    mock.method(JSON, 'parse', () => {
      throw mistake;
    });
    const { thrown } = await ending(ask());
    assert.equal(thrown, mistake);
    assert.equal(calls.length, 1);
  });

  it('is a failure of the network where the answer breaks off (F47)', async () => {
    const cut = new ReadableStream({
      pull: (controller) => {
        controller.error(new TypeError('terminated'));
      },
    });
    answers = [() => Promise.resolve(new Response(cut)), json(SESSION)];
    assert.deepEqual(await ending(ask()), { value: LINK_URL });
  });
});

describe('the user endpoint', () => {
  it('is read past every cache, from the address that is set', async () => {
    answers = [json(USER)];
    assert.deepEqual(await ending(read({ credentials: 'omit' })), { value: [tesla] });
    const [{ url, init } = assert.fail()] = calls;
    assert.deepEqual(
      [url, init.method, init.cache, init.credentials, init.body],
      ['/api/user', 'GET', 'no-store', 'omit', undefined],
    );
    assert.equal(init.headers.has('content-type'), false);
  });

  it('is absent where neither an address nor a function is set', () => {
    assert.equal(host({ userUrl: '' }).readUser, undefined);
  });

  it('is replaced by getUser, with and without an address', async () => {
    for (const userUrl of ['', '/api/user']) {
      const getUser = (): Promise<typeof USER> => Promise.resolve(USER);
      assert.deepEqual(await ending(read({ userUrl, getUser })), { value: [tesla] });
    }
    assert.equal(calls.length, 0);
  });

  it('says 404 where nothing has been linked yet', async () => {
    answers = [status(404)];
    assert.deepEqual(await ending(read()), { value: [] });
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    const getUser = (): Promise<never> => Promise.reject({ status: 404 });
    assert.deepEqual(await ending(read({ getUser })), { value: [] });
  });

  it('keeps vendors and types that nobody has heard of, and a missing type missing', async () => {
    const linkedVendors = [
      { vendor: 'ACME', vendorType: 'reactor', isValid: false },
      { vendor: 'TESLA', isValid: true },
    ];
    answers = [json({ linkedVendors })];
    assert.deepEqual(await ending(read()), { value: linkedVendors });
  });

  it('fails to confirm with whatever goes wrong, with the status where there is one', async () => {
    for (const [answer, wanted] of [
      [status(401), 401],
      [status(500), 500],
      [status(503), 503],
      [broken, undefined],
      [silent, undefined],
      [text('<html>'), undefined],
      [text(''), undefined],
      [json({}), undefined],
      [json({ linkedVendors: {} }), undefined],
      [json({ linkedVendors: [{ vendor: 'TESLA' }] }), undefined],
      [json({ linkedVendors: [{ vendor: 'TESLA', isValid: 'yes' }] }), undefined],
      [json({ linkedVendors: [{ vendor: '', isValid: true }] }), undefined],
      [text(`{"__proto__":${JSON.stringify(USER)}}`), undefined],
    ] as const) {
      answers = [answer];
      const error = await failure(read());
      assert.deepEqual([error.code, error.status], ['confirm-failed', wanted]);
    }
  });

  it('is tried again as the other one is', async () => {
    answers = [status(502), broken, json(USER)];
    assert.deepEqual(await ending(read()), { value: [tesla] });
    assert.equal(calls.length, 3);
  });

  it('touches no prototype, whatever an answer holds', async () => {
    answers = [
      text(
        '{"linkedVendors":[{"vendor":"TESLA","isValid":true,"__proto__":{"polluted":true}}],' +
          '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      ),
    ];
    const { value } = await ending(read());
    const [entry] = value as readonly object[];
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    assert.equal((entry as { polluted?: unknown }).polluted, undefined);
  });

  it('fails to confirm if getUser gives nothing: that does not say that nothing is linked', async () => {
    for (const nothing of [undefined, null]) {
      const getUser = (): Promise<never> => Promise.resolve(nothing as never);
      assert.equal((await failure(read({ getUser }))).code, 'confirm-failed');
    }
  });

  it('gives a list or fails to confirm, for any value of getUser', async () => {
    const list = fc.record({
      linkedVendors: fc.array(fc.record({ vendor: fc.anything(), isValid: fc.anything() })),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), list), async (value) => {
        const end = await ending(read({ getUser: () => Promise.resolve(value as never) }));
        if (end.thrown === undefined) assert.ok(Array.isArray(end.value));
        else assert.equal((end.thrown as LinkError).code, 'confirm-failed');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the devices endpoint', () => {
  const read = (settings: Partial<HostSettings> = {}): Promise<unknown> =>
    host({ devicesUrl: '/api/devices', ...settings }).readDevices?.(new AbortController().signal) ??
    assert.fail();

  it('is read past every cache, from the address that is set', async () => {
    answers = [json({ devices: [model3] })];
    assert.deepEqual(await ending(read()), { value: [model3] });
    const [{ url, init } = assert.fail()] = calls;
    assert.deepEqual([url, init.method, init.cache], ['/api/devices', 'GET', 'no-store']);
  });

  it('is absent if neither an address nor a function is set', () => {
    assert.equal(host().readDevices, undefined);
  });

  it('is replaced by getDevices, with and without an address', async () => {
    for (const devicesUrl of ['', '/api/devices']) {
      const getDevices = () => Promise.resolve({ devices: [model3] });
      assert.deepEqual(await ending(read({ devicesUrl, getDevices })), { value: [model3] });
    }
    assert.equal(calls.length, 0);
  });

  it('tells a developer of an address that the handler does not have', async () => {
    const told: unknown[] = [];
    const problem = { status: 404, code: 'not-found', detail: 'No endpoint.' };
    answers = [text(JSON.stringify(problem), { status: 404 })];
    const settings = { sessionUrl: '/s', userUrl: '', devicesUrl: '/d', linkOrigins: [] } as const;
    const { readDevices } = createHost(
      {
        ...settings,
        getSession: undefined,
        getUser: undefined,
        getDevices: undefined,
        headers: undefined,
        credentials: 'same-origin',
        timeout: 15_000,
      },
      clock,
      ({ request, error }) => told.push([request, error?.problem?.code]),
    );
    assert.deepEqual(await ending(readDevices?.(new AbortController().signal) ?? assert.fail()), {
      value: [],
    });
    assert.deepEqual(told, [[['GET', '/d'], 'not-found']]);
  });

  it('answers 404 if there is no device yet', async () => {
    answers = [status(404)];
    assert.deepEqual(await ending(read()), { value: [] });
  });

  it('keeps vendors and types that nobody has heard of, and takes what is missing as unknown', async () => {
    const { id, name } = model3;
    const least = { id, name, vendor: 'ACME', vendorType: 'reactor' };
    answers = [json({ devices: [{ ...least, vin: 'secret' }] })];
    const unknown = { brand: null, model: null, isReachable: null };
    assert.deepEqual(await ending(read()), { value: [{ ...least, ...unknown }] });
  });

  it('takes the list of a large household', async () => {
    const devices = Array.from({ length: 1000 }, (_, index) => ({ ...model3, id: String(index) }));
    answers = [json({ devices })];
    assert.deepEqual(await ending(read()), { value: devices });
  });

  it('fails by the status, and says what to send if the answer has another shape', async () => {
    for (const [answer, code] of [
      [status(401), 'session-unauthorized'],
      [status(500), 'session-unavailable'],
      [broken, 'session-network'],
      [silent, 'session-timeout'],
      [text('<html>'), 'session-invalid'],
      [json([model3]), 'session-invalid'],
      [json({ devices: {} }), 'session-invalid'],
      [json({ devices: [{ ...model3, id: 5 }] }), 'session-invalid'],
      [json({ devices: [model3, { ...model3, name: '' }] }), 'session-invalid'],
      [text(`{"__proto__":${JSON.stringify({ devices: [model3] })}}`), 'session-invalid'],
    ] as const) {
      answers = [answer];
      assert.equal((await failure(read())).code, code);
    }
    answers = [json({})];
    assert.match((await failure(read())).message, /^Your devices endpoint did not answer/);
  });

  it('fails if getDevices gives nothing, or throws before it gives a promise', async () => {
    for (const nothing of [undefined, null]) {
      const getDevices = (): Promise<never> => Promise.resolve(nothing as never);
      assert.equal((await failure(read({ getDevices }))).code, 'session-invalid');
    }
    const getDevices = (): never => {
      throw new TypeError('no store');
    };
    assert.equal((await failure(read({ getDevices }))).code, 'session-network');
  });

  it('gives whole devices or an error, for any value of getDevices', async () => {
    const keys = fc.record({ id: fc.anything(), vendor: fc.anything(), name: fc.anything() });
    const list = fc.record({ devices: fc.array(keys.map((some) => ({ ...model3, ...some }))) });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), list), async (value) => {
        const end = await ending(read({ getDevices: () => Promise.resolve(value as never) }));
        if (end.thrown !== undefined) return assert.ok(end.thrown instanceof LinkError);
        for (const device of end.value as (typeof model3)[]) {
          assert.deepEqual(Object.keys(device), Object.keys(model3));
          for (const key of ['id', 'vendor', 'vendorType', 'name'] as const) assert.ok(device[key]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a relink that is refused because the asset is linked', () => {
  it('has the code of the problem, and a message that names asset-id', async () => {
    const problem = { type: 'about:blank', status: 409, code: 'asset-already-linked' };
    answers = [
      text(JSON.stringify(problem), {
        status: 409,
        headers: { 'content-type': 'application/problem+json' },
      }),
    ];
    const error = await failure(ask());
    assert.deepEqual(
      [error.code, error.status, error.problem?.code, error.retryable],
      ['session-rejected', 409, 'asset-already-linked', false],
    );
    assert.match(error.message, /Remove asset-id/);
  });
});

describe('ten thousand answers of any shape', () => {
  const pollution = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  const session = fc.record({ linkUrl: fc.oneof(fc.webUrl(), fc.anything()) });
  const user = fc.record({
    linkedVendors: fc.array(
      fc.record(
        { vendor: fc.oneof(fc.string(), fc.anything()), isValid: fc.anything() },
        { requiredKeys: [] },
      ),
    ),
  });
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.oneof(session, user).map((value) => JSON.stringify(value)),
    fc
      .oneof(session, user)
      .map((value) => pollution.replace(/}$/, `,${JSON.stringify(value).slice(1)}`)),
    fc.oneof(session, user).map((value) => JSON.stringify(value).slice(0, -2)),
  );

  it('end as a session of Link UI, as a list of vendors, or as an error that says what to do', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        answers = [text(sent)];
        const asks = host();
        const { signal } = new AbortController();
        const asked = await asks.createSession(REQUEST, signal).catch((error: unknown) => error);
        if (typeof asked === 'string') assert.ok(new URL(asked).origin.endsWith('enode.com'));
        else assert.match((asked as LinkError).code, /^(session-invalid|link-url-refused)$/);
        const read = await asks.readUser?.(signal).catch((error: unknown) => error);
        if (!(read instanceof LinkError)) {
          const { vendors } = read as { vendors: Record<string, unknown>[] };
          for (const { vendor, isValid } of vendors)
            assert.deepEqual([typeof vendor, typeof isValid], ['string', 'boolean']);
        } else assert.equal(read.code, 'confirm-failed');
        assert.equal(({} as { polluted?: unknown }).polluted, undefined);
      }),
      { numRuns: propertyRuns(10_000) },
    );
  });
});

describe('an error', () => {
  const secret = new RegExp(`${SECRET}|${TOKEN}|user-1`);

  it('never repeats an answer that cannot be read, nor any part of it', async () => {
    const whole = JSON.stringify(SESSION);
    for (const body of [
      SECRET,
      LINK_URL,
      `"${SECRET}`,
      `${whole.slice(0, -1)},}`,
      `${whole}${TOKEN}`,
      `{"linkUrl":"https://link.enode.com/","linkToken":${TOKEN}}`,
      `{"linkUrl":"https://link.enode.com/","linkToken":"${TOKEN}"x}`,
    ]) {
      answers = [text(body)];
      assert.doesNotMatch(told(await failure(ask())), secret, body);
    }
    answers = [text('{"id":"user-1",}')];
    assert.doesNotMatch(told(await failure(read())), secret);
  });

  it('never repeats the body of a refusal', async () => {
    for (const code of [400, 401, 429, 500, 503]) {
      answers = [status(code)];
      assert.doesNotMatch(told(await failure(ask())), secret);
      assert.doesNotMatch(told(await failure(read())), secret);
    }
  });

  it('never repeats a session that is not one, nor an address that is refused', async () => {
    for (const value of [
      { linkToken: TOKEN },
      { linkUrl: [LINK_URL], linkToken: TOKEN },
      { linkUrl: `https://evil.example/${SECRET}`, linkToken: TOKEN },
      { linkUrl: `javascript:${SECRET}`, linkToken: TOKEN },
      { linkUrl: SECRET, linkToken: TOKEN },
    ]) {
      answers = [json(value)];
      assert.doesNotMatch(told(await failure(ask())), secret);
    }
    answers = [json({ id: 'user-1', linkedVendors: [{ vendor: SECRET }] })];
    assert.doesNotMatch(told(await failure(read())), secret);
  });

  it('never repeats the headers', async () => {
    for (const answer of [broken, status(401), silent, text('')]) {
      answers = [answer];
      const error = await failure(ask({ headers: { authorization: `Bearer ${SECRET}` } }));
      assert.doesNotMatch(told(error), secret);
    }
  });
});
