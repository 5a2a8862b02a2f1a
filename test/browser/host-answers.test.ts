/**
 * What the host's answers mean: statuses and bodies as error codes, and the user endpoint as what is
 * linked. How the requests go out is in host-requests.test.ts.
 */
import { assert } from '@open-wc/testing';
import { LinkError, type EnodeLinkButton, type LinkOutcome } from '../../src/index.js';
import type { LinkSessionRequest } from '../../src/index.js';
import { json, stubFetch } from './fetch-stub.js';
import { hasDialog, linkSession, linkUi, mount, reaches, tesla, zaptec } from './link-fixture.js';

const framed = (properties: Partial<EnodeLinkButton> = {}): Promise<EnodeLinkButton> =>
  mount({ mode: 'iframe', sessionUrl: '/session', getSession: undefined, ...properties });

async function failureOf(properties: Partial<EnodeLinkButton> = {}): Promise<LinkError> {
  const element = await framed(properties);
  const outcome = await element.open();
  assert.isFalse(hasDialog(element));
  if (outcome.status !== 'failed') throw new Error(`The outcome is "${outcome.status}".`);
  assert.instanceOf(outcome.error, LinkError);
  assert.isNotEmpty(outcome.error.message);
  return outcome.error;
}

describe('a status outside 2xx', () => {
  const codes = [
    [401, 'session-unauthorized', false],
    [403, 'session-unauthorized', false],
    [429, 'session-rate-limited', true],
    [400, 'session-rejected', false],
    [404, 'session-rejected', false],
    [409, 'session-rejected', false],
    [422, 'session-rejected', false],
    [500, 'session-unavailable', true],
    [503, 'session-unavailable', true],
    [599, 'session-unavailable', true],
  ] as const;
  for (const [status, code, retryable] of codes) {
    it(`${status} is ${code} (F49, F50, F51)`, async () => {
      stubFetch(() => new Response('no', { status }));
      assert.include(await failureOf(), { code, retryable, status });
      const thrown = Object.assign(new Error('no'), { status });
      const getSession = (): Promise<never> => Promise.reject(thrown);
      assert.include(await failureOf({ getSession }), { code, status });
    });
  }

  for (const [status, code] of [
    [400, 'redirect-uri-refused'],
    [409, 'connections-limit'],
    [415, 'content-type-unsupported'],
    [429, 'rate-limited'],
    [502, 'enode-failed'],
  ] as const) {
    it(`${status} with problem+json says why: code and detail, and nothing else of the answer`, async () => {
      const problem = { code, detail: `Mend ${code}.` };
      const headers = { 'content-type': 'application/problem+json' };
      stubFetch(() => json({ ...problem, title: 'c4n4ry', token: 'c4n4ry' }, { status, headers }));
      const error = await failureOf();
      assert.deepEqual([error.status, error.problem], [status, problem]);
      assert.equal(error.message, `Your endpoint says: Mend ${code}.`);
      assert.notInclude(JSON.stringify([error, error.message, error.cause, error.stack]), 'c4n4ry');
    });
  }

  it('is offline where the device is, and nothing came (F47)', async () => {
    stubFetch(() => {
      throw new TypeError('Failed to fetch');
    });
    Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true });
    const error = await failureOf().finally(() => Reflect.deleteProperty(navigator, 'onLine'));
    assert.include(error, { code: 'offline', retryable: true });
  });

  it('passes a LinkError of the host’s own function on as it is', async () => {
    const mine = new LinkError('session-unauthorized', { message: 'Sign in.', status: 401 });
    assert.strictEqual(await failureOf({ getSession: () => Promise.reject(mine) }), mine);
  });
});

describe('an answer that is no Link session', () => {
  const bodies: Record<string, BodyInit | null> = {
    'a page of HTML': '<!doctype html><title>Sign in</title>',
    nothing: null,
    'cut off': '{"linkUrl":"https://link.enode.com/',
    'the text null': 'null',
    'a list': '[]',
    'a text': '"https://link.enode.com/x"',
    'an empty object': '{}',
    'without linkUrl': '{"linkToken":"x"}',
    'with another kind of linkUrl': '{"linkUrl":5,"linkToken":"x"}',
    'with an empty linkUrl': '{"linkUrl":"","linkToken":"x"}',
    'far too long': JSON.stringify({
      linkUrl: 'https://link.enode.com/',
      x: 'x'.repeat(1_100_000),
    }),
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`is session-invalid: ${name} (F52)`, async () => {
      stubFetch(() => new Response(body, { headers: { 'content-type': 'application/json' } }));
      assert.include(await failureOf(), { code: 'session-invalid', retryable: false });
    });
  }

  it('is session-invalid from the host’s own function as well', async () => {
    for (const answer of [undefined, null, {}, [], 'x', { linkUrl: 1 }]) {
      const getSession = (): Promise<never> => Promise.resolve(answer as never);
      assert.include(await failureOf({ getSession }), { code: 'session-invalid' });
    }
  });

  it('does not change what objects are', async () => {
    stubFetch(() => new Response('{"__proto__":{"linkUrl":"https://link.enode.com/x"}}'));
    assert.include(await failureOf(), { code: 'session-invalid' });
    assert.isFalse('linkUrl' in {});
  });
});

describe('a linkUrl that is not Link UI', () => {
  for (const linkUrl of ['javascript:alert(1)', 'https://link.test/', 'http://link.enode.com/x']) {
    it(`is refused: ${linkUrl} (F53)`, async () => {
      stubFetch(() => json({ linkUrl, linkToken: 'x' }));
      assert.include(await failureOf(), { code: 'link-url-refused', retryable: false });
    });
  }

  it('is taken where the host names its origin, exactly', async () => {
    stubFetch(() => json({ linkUrl: 'http://link.invalid/x', linkToken: 'x' }));
    for (const other of [
      'http://link.invalid:81',
      'https://link.invalid',
      'http://a.link.invalid',
    ]) {
      assert.include(await failureOf({ linkOrigins: [other] }), { code: 'link-url-refused' });
    }
    const element = await framed();
    element.setAttribute('link-origins', 'https://other.invalid, http://link.invalid');
    void element.open();
    await reaches(element, 'open');
  });
});

describe('the user endpoint', () => {
  /** Plays an attempt to a return; the user endpoint answers with these in turn, the last one on and on. */
  async function playWith(...answers: (() => Response)[]): Promise<LinkOutcome> {
    let reads = 0;
    stubFetch(({ method, body }) => {
      if (method === 'POST') return json(linkSession(JSON.parse(body) as LinkSessionRequest));
      const next = answers[Math.min(reads, answers.length - 1)];
      reads += 1;
      return next?.() ?? new Response();
    });
    const element = await framed({ userUrl: '/user' });
    const outcome = element.open();
    (await linkUi()).complete();
    return outcome;
  }
  const lists =
    (...linkedVendors: unknown[]) =>
    () =>
      json({ id: 'user-1', linkedVendors });
  const fails = (status: number) => () => new Response('no', { status });

  it('that answers 404 says that nothing is linked', async () => {
    const outcome = await playWith(fails(404), lists(tesla));
    assert.deepInclude(outcome, { status: 'linked', added: [tesla], linkedVendors: [tesla] });
  });

  it('is read again until something has changed', async () => {
    const outcome = await playWith(lists(), lists(), lists(zaptec));
    assert.deepInclude(outcome, { status: 'linked', verified: true, added: [zaptec] });
  });

  it('that shows no change is no proof: the return counts, and nothing is new', async () => {
    const outcome = await playWith(lists(tesla));
    assert.deepInclude(outcome, { status: 'linked', verified: true, added: [], repaired: [] });
  });

  it('that lists nothing valid verifies nothing', async () => {
    const outcome = await playWith(lists(), lists({ ...tesla, isValid: false }));
    assert.deepInclude(outcome, { status: 'linked', verified: false });
  });

  it('may name vendors that nobody has heard of', async () => {
    const unknown = { vendor: 'NEW BRAND', vendorType: 'spaceship', isValid: true };
    const outcome = await playWith(lists(), lists(unknown));
    assert.deepInclude(outcome, { status: 'linked', linkedVendors: [unknown], added: [unknown] });
  });

  it('that cannot be read beforehand is no hindrance, and then nothing counts as new', async () => {
    const outcome = await playWith(fails(500), lists(tesla));
    assert.deepInclude(outcome, { status: 'linked', verified: true, added: [], repaired: [] });
  });

  for (const [name, broken] of Object.entries({
    fails: fails(500),
    'answers with something else': () => json({ linkedVendors: 'none' }),
  })) {
    it(`that ${name} after the return makes the outcome unknown: confirm-failed`, async () => {
      const outcome = await playWith(lists(), broken);
      assert.strictEqual(outcome.status, 'failed');
      const error = outcome.status === 'failed' ? outcome.error : undefined;
      assert.include(error, { code: 'confirm-failed', retryable: true });
    });
  }
});
