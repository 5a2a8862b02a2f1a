/**
 * The two requests to the host, as they go out: method, headers, credentials, time limit, retries.
 * What the answers mean is in host-answers.test.ts.
 */
import { assert } from '@open-wc/testing';
import type { EnodeLinkButton, LinkOutcome, LinkSessionRequest } from '../../src/index.js';
import { json, stubFetch, type Asked } from './fetch-stub.js';
import {
  linkSession,
  linkUi,
  mount,
  never,
  reaches,
  record,
  requestOf,
  tesla,
  until,
} from './link-fixture.js';

const both = { sessionUrl: '/api/link-session', userUrl: '/api/user', getSession: undefined };

/** In the dialog: no click is needed. */
const framed = (properties: Partial<EnodeLinkButton> = {}): Promise<EnodeLinkButton> =>
  mount({ mode: 'iframe', ...both, ...properties });

/** As a host that works. */
function answer({ method, body }: Asked): Response {
  return method === 'POST'
    ? json(linkSession(JSON.parse(body) as LinkSessionRequest))
    : json({ id: 'user-1', linkedVendors: [tesla] });
}

const codeOf = (outcome: LinkOutcome): string =>
  outcome.status === 'failed' ? outcome.error.code : outcome.status;

const posts = (calls: readonly Asked[]): readonly Asked[] =>
  calls.filter(({ method }) => method === 'POST');

describe('the requests to the host', () => {
  it('are one POST of JSON and one GET, before Link UI is shown', async () => {
    const calls = stubFetch(answer);
    const element = await framed({ vendor: 'TESLA', scopes: ['a:read'] });
    const events = record(element);
    void element.open();
    await linkUi();
    const [post, get] = calls.toSorted((a, b) => b.method.localeCompare(a.method));
    if (!post || !get) throw new Error('There were not two requests.');
    assert.deepEqual([calls.length, post.method, get.method], [2, 'POST', 'GET']);
    assert.strictEqual(post.url, `${location.origin}/api/link-session`);
    assert.strictEqual(post.headers.get('content-type'), 'application/json');
    assert.strictEqual(post.headers.get('accept'), 'application/json');
    const [start] = events;
    assert.isTrue(start?.type === 'enode-link-start' && 'request' in start.detail);
    assert.deepEqual<unknown>(
      { ...start?.detail },
      { mode: 'iframe', request: JSON.parse(post.body) },
    );
    assert.strictEqual(get.url, `${location.origin}/api/user`);
    assert.strictEqual(get.body, '');
    assert.isNull(get.headers.get('content-type'));
    assert.deepEqual(element.linkedVendors, [tesla]);
  });

  it('go to addresses that are relative to the page', async () => {
    const calls = stubFetch(answer);
    void (await framed({ sessionUrl: 'sub/session?x=1', userUrl: '//localhost/user' })).open();
    await linkUi();
    assert.deepEqual(
      calls.map(({ url }) => url).sort(),
      [`${location.origin}/sub/session?x=1`, 'http://localhost/user'].sort(),
    );
  });

  for (const credentials of ['same-origin', 'include', 'omit'] as const) {
    it(`send credentials as set: ${credentials}`, async () => {
      const calls = stubFetch(answer);
      void (await framed({ credentials })).open();
      await linkUi();
      assert.deepEqual(
        calls.map((call) => call.credentials),
        [credentials, credentials],
      );
    });
  }

  const own = { 'x-csrf': 'token-1' };
  const headers: Record<string, NonNullable<EnodeLinkButton['headers']>> = {
    'a plain object': own,
    'a list of pairs': Object.entries(own),
    'a Headers object': new Headers(own),
    'a function': () => own,
    'a function that takes its time': () => Promise.resolve(new Headers(own)),
  };
  for (const [kind, value] of Object.entries(headers)) {
    it(`have the host’s headers, given as ${kind}`, async () => {
      const calls = stubFetch(answer);
      void (await framed({ headers: value })).open();
      await linkUi();
      assert.deepEqual(
        calls.map((call) => call.headers.get('x-csrf')),
        ['token-1', 'token-1'],
      );
      assert.strictEqual(posts(calls)[0]?.headers.get('content-type'), 'application/json');
    });
  }

  it('ask a function for headers each time, so that a token can change', async () => {
    let token = 0;
    const calls = stubFetch((asked, count) =>
      count === 1 ? new Response(null, { status: 503 }) : answer(asked),
    );
    void (
      await framed({ userUrl: '', headers: () => ({ 'x-csrf': String((token += 1)) }) })
    ).open();
    await linkUi();
    assert.deepEqual(
      calls.map((call) => call.headers.get('x-csrf')),
      ['1', '2'],
    );
  });

  it('are really made: the network’s own answers become codes', async () => {
    const missing = await (await framed({ userUrl: '' })).open();
    assert.strictEqual(codeOf(missing), 'session-rejected');
    assert.strictEqual(missing.status === 'failed' && missing.error.status, 404);
    // Nobody listens there.
    const nobody = await (await framed({ userUrl: '', sessionUrl: 'http://127.0.0.1:9/' })).open();
    assert.strictEqual(codeOf(nobody), 'session-network');
  });
});

describe('the time limit', () => {
  const silent: Record<string, () => Response | Promise<Response>> = {
    'never answers': () => never<Response>(),
    'never ends its answer': () => new Response(new ReadableStream()),
  };
  for (const [name, response] of Object.entries(silent)) {
    it(`ends a request to a host that ${name}, once (F47)`, async () => {
      const calls = stubFetch(response);
      const outcome = await (await framed({ userUrl: '', timeout: 50 })).open();
      assert.strictEqual(codeOf(outcome), 'session-timeout');
      assert.isTrue(outcome.status === 'failed' && outcome.error.retryable);
      assert.strictEqual(calls.length, 1);
      assert.isTrue(calls[0]?.signal.aborted);
    });
  }

  it('holds for functions of the host too, and aborts their signal', async () => {
    let signal: AbortSignal | undefined;
    const element = await framed({
      userUrl: '',
      timeout: 50,
      getSession(_, options) {
        ({ signal } = options);
        return never();
      },
    });
    assert.strictEqual(codeOf(await element.open()), 'session-timeout');
    assert.isTrue(signal?.aborted);
  });
});

describe('the end of an attempt', () => {
  it('aborts what is on its way (F48)', async () => {
    const calls = stubFetch(() => never<Response>());
    const element = await framed();
    const outcome = element.open();
    await until(() => calls.length === 2, 'both requests');
    element.cancel();
    assert.include(await outcome, { status: 'cancelled', reason: 'aborted' });
    assert.deepEqual(
      calls.map(({ signal }) => signal.aborted),
      [true, true],
    );
  });

  it('by the user in the dialog aborts it too', async () => {
    const calls = stubFetch(() => never<Response>());
    const element = await framed({ userUrl: '' });
    void element.open();
    await until(() => calls.length === 1, 'the request');
    element.renderRoot.querySelector('dialog')?.dispatchEvent(new Event('cancel'));
    await reaches(element, 'cancelled');
    await until(() => calls[0]?.signal.aborted, 'the request to be aborted');
  });
});

describe('a request is made again', () => {
  const again: Record<string, () => Response> = {
    'a network failure': () => {
      throw new TypeError('Failed to fetch');
    },
    ...Object.fromEntries(
      [502, 503, 504].map((status) => [String(status), () => new Response(null, { status })]),
    ),
    '429 with a short Retry-After': () =>
      new Response(null, { status: 429, headers: { 'retry-after': '0' } }),
  };
  for (const [name, failure] of Object.entries(again)) {
    it(`twice at most after ${name}, with the same nonce, and may work then (F51, F56)`, async () => {
      const calls = stubFetch((asked, count) => (count < 3 ? failure() : answer(asked)));
      const element = await framed({ userUrl: '' });
      void element.open();
      await linkUi();
      assert.strictEqual(calls.length, 3);
      assert.strictEqual(new Set(calls.map(({ body }) => body)).size, 1);

      const failing = stubFetch(failure);
      const other = await framed({ userUrl: '' });
      assert.strictEqual((await other.open()).status, 'failed');
      assert.strictEqual(failing.length, 3);
    });
  }

  const once = { 400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 429: {}, 500: {}, 501: {} };
  for (const status of Object.keys(once).map(Number)) {
    it(`not at all after ${status}`, async () => {
      const calls = stubFetch(() => new Response(null, { status }));
      assert.strictEqual((await (await framed({ userUrl: '' })).open()).status, 'failed');
      assert.strictEqual(calls.length, 1);
    });
  }

  for (const status of [429, 503]) {
    it(`not at all after ${status} where the host asks for a long wait (F50)`, async () => {
      for (const wait of ['3600', new Date(Date.now() + 3_600_000).toUTCString()]) {
        const calls = stubFetch(
          () => new Response(null, { status, headers: { 'retry-after': wait } }),
        );
        await (await framed({ userUrl: '' })).open();
        assert.strictEqual(calls.length, 1);
      }
    });
  }

  it('never with the nonce of another attempt', async () => {
    const element = await framed();
    const nonces = Array.from({ length: 20 }, () => requestOf(element).redirectUri);
    assert.strictEqual(new Set(nonces).size, nonces.length);
  });
});
