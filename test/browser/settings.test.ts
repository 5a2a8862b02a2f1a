/**
 * What the settings do: to the request, to the way Link UI is shown, and when a change takes effect.
 * The two host requests themselves are in host-requests.test.ts.
 */
import { assert } from '@open-wc/testing';
import { vendorTypes } from '../../src/button/debug.js';
import type { EnodeLinkButton, LinkError, LinkSessionRequest } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import { json, stubFetch } from './fetch-stub.js';
import {
  explained,
  getSession,
  hover,
  linkSession,
  linkUi,
  mount,
  part,
  reaches,
  requestOf,
  startOf,
  tesla,
  textOf,
  userOf,
  zaptec,
} from './link-fixture.js';

/** Answers like a host: sessions at one address, users at the other. */
const host = (vendors: unknown[] = []) =>
  stubFetch(({ method, body }) =>
    method === 'POST'
      ? json(linkSession(JSON.parse(body) as LinkSessionRequest))
      : json({ id: 'user-1', linkedVendors: vendors }),
  );

/** In a frame: no click is needed. */
const framed = (properties: Partial<EnodeLinkButton> = {}): Promise<EnodeLinkButton> =>
  mount({ mode: 'iframe', ...properties });

const paths = (calls: ReturnType<typeof host>): string[] =>
  calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`);

describe('the request for a session', () => {
  it('has the callback URL with a new nonce, the language and the colours, and no more', async () => {
    const element = await mount();
    const [first, second] = [requestOf(element), requestOf(element)];
    assert.deepEqual(Object.keys(first).sort(), ['colorScheme', 'language', 'redirectUri']);
    assert.match(first.redirectUri, /callback\.html\?enode_link=[\w-]{22,}$/);
    assert.notStrictEqual(first.redirectUri, second.redirectUri);
  });

  it('returns to this page without its hash where there is no callback URL', async () => {
    const element = await mount({ callbackUrl: '' });
    location.hash = '#part';
    const { redirectUri } = requestOf(element);
    history.replaceState(null, '', location.pathname + location.search);
    const [before, nonce] = redirectUri.split('enode_link=');
    assert.include([`${location.href}?`, `${location.href}&`], before);
    assert.match(nonce ?? '', /^[\w-]{22,}$/);
  });

  it('keeps the query of the callback URL as it is, and drops a return that it held', async () => {
    const element = await mount({ callbackUrl: '/back?a=b%20c&d=e+f#part' });
    assert.match(requestOf(element).redirectUri, /\/back\?a=b%20c&d=e\+f&enode_link=[\w-]{22,}$/);
    element.callbackUrl = '/back?enode_link=old&error=no&error_message=no&own=1';
    assert.match(requestOf(element).redirectUri, /\/back\?own=1&enode_link=[\w-]{22,}$/);
  });

  it('has what is set, and nothing for what is not', async () => {
    const element = await mount({ vendor: 'TESLA', scopes: [], assetId: '' });
    const { vendor, ...rest } = requestOf(element);
    assert.strictEqual(vendor, 'TESLA');
    assert.doesNotHaveAnyKeys(rest, ['vendorType', 'scopes', 'assetId']);
  });
});

describe('values that make no sense', () => {
  const nonsense = ['window', 'POPUP', ' popup', '', '__proto__'];
  for (const value of nonsense) {
    it(`mode="${value}" counts as auto`, async () => {
      const element = await mount();
      element.setAttribute('mode', value);
      assert.strictEqual(startOf(element).mode, 'popup');
    });

    it(`credentials="${value}" counts as same-origin`, async () => {
      const calls = host();
      const element = await framed({ getSession: undefined, sessionUrl: '/session' });
      element.setAttribute('credentials', value);
      void element.open();
      await linkUi();
      assert.deepEqual(
        calls.map(({ credentials }) => credentials),
        ['same-origin'],
      );
    });

    it(`color-scheme="${value}" counts as system, prefetch="${value}" as none`, async () => {
      const calls = host();
      const element = await mount({ getSession: undefined, sessionUrl: '/session' });
      element.setAttribute('color-scheme', value);
      element.setAttribute('prefetch', value);
      await hover(element);
      assert.strictEqual(requestOf(element).colorScheme, 'system');
      assert.deepEqual(calls, []);
    });
  }

  for (const value of ['soon', '0', '-1', 'Infinity', '99999999999', '', 'NaN']) {
    it(`timeout="${value}" counts as the default`, async () => {
      stubFetch(async ({ body }) => {
        // Longer than a timer would run that is set to nonsense.
        await new Promise((resolve) => setTimeout(resolve, 60));
        return json(linkSession(JSON.parse(body) as LinkSessionRequest));
      });
      const element = await framed({ getSession: undefined, sessionUrl: '/session' });
      element.setAttribute('timeout', value);
      void element.open();
      await linkUi();
      await reaches(element, 'open');
    });
  }

  for (const nothing of ['', null, undefined]) {
    it(`a user URL of ${JSON.stringify(nothing)} is never asked`, async () => {
      const calls = host();
      const element = await framed({ getSession: undefined, sessionUrl: '/session' });
      Reflect.set(element, 'userUrl', nothing);
      const outcome = element.open();
      (await linkUi()).complete();
      assert.include(await outcome, { status: 'linked', linkedVendors: null, verified: false });
      assert.deepEqual(paths(calls), ['POST /session']);
    });
  }

  for (const nothing of [undefined, null]) {
    it(`properties that a framework sets to ${String(nothing)} are as if they were never set`, async () => {
      const untouched = await mount({ mode: 'auto', callbackUrl: '' });
      const element = await mount();
      const properties = Object.keys((element.constructor as typeof EnodeLinkButton).properties);
      for (const name of properties) {
        if (name !== 'getSession') Reflect.set(element, name, nothing);
      }
      await element.updateComplete;
      assert.strictEqual(textOf(part(element, 'label')), textOf(part(untouched, 'label')));
      const withoutNonce = ({ mode, request }: ReturnType<typeof startOf>): object => ({
        mode,
        request: { ...request, redirectUri: request.redirectUri.replace(/enode_link=.*/, '') },
      });
      assert.deepEqual(withoutNonce(startOf(element)), withoutNonce(startOf(untouched)));
    });
  }

  /** Values of which a property takes at most some: `[]` for a list, `5` for a number. */
  const values: readonly unknown[] = [5, {}, [], '', true, Symbol('x'), Object.create(null), 5n];
  const taken: Record<string, (value: unknown) => boolean> = {
    string: (value) => typeof value === 'string',
    object: (value) => typeof value === 'string' || Array.isArray(value),
    number: (value) => typeof value === 'number' || typeof value === 'string',
    boolean: (value) => typeof value === 'boolean',
    getSession: () => false,
    getUser: () => false,
    headers: (value) => typeof value === 'object',
    messages: (value) => typeof value === 'object' && !Array.isArray(value),
  };
  const unset = document.createElement('enode-link-button');
  for (const name of Object.keys((unset.constructor as typeof EnodeLinkButton).properties)) {
    const takes = taken[name] ?? taken[typeof Reflect.get(unset, name)];

    it(`${name} of a wrong type is told by its name, and nothing throws (F81)`, async () => {
      for (const value of values) {
        const element = await framed();
        Reflect.set(element, name, value);
        await element.updateComplete;
        assert.notEqual(textOf(part(element, 'button')), '', typeof value);
        const outcome = element.open();
        element.cancel();
        const { status, error } = (await outcome) as { status: string; error?: LinkError };
        if (takes?.(value)) {
          assert.strictEqual(status, 'cancelled');
        } else {
          assert.strictEqual(error?.code, 'misconfigured', typeof value);
          assert.include(error?.message, name);
        }
        // What was wrong leaves nothing behind.
        Reflect.set(element, name, name === 'getSession' ? getSession : null);
        if (name === 'mode') element.mode = 'iframe';
        await element.updateComplete;
        const again = element.open();
        element.cancel();
        assert.include(await again, { status: 'cancelled' });
        element.remove();
      }
    });

    for (const nothing of [null, undefined]) {
      it(`${name} of ${String(nothing)} is not set (F81)`, async () => {
        host();
        const element = await framed({ sessionUrl: '/session' });
        Reflect.set(element, name, nothing);
        if (name === 'mode') element.mode = 'iframe';
        await element.updateComplete;
        // To leave for this page itself would run these tests in the frame.
        if (name === 'callbackUrl') {
          assert.include(requestOf(element).redirectUri, location.pathname);
          return;
        }
        const outcome = element.open();
        (await linkUi()).complete();
        assert.include(await outcome, { status: 'linked' });
        assert.equal(textOf(part(element, 'button')), messagesFor('en').linked);
      });
    }
  }

  it('an entry of messages that is null or undefined leaves our text, another type is told (F81)', async () => {
    const element = await framed();
    for (const text of [null, undefined]) {
      Reflect.set(element, 'messages', { link: text, retry: 'Once more' });
      await element.updateComplete;
      assert.equal(textOf(part(element, 'button')), messagesFor('en').link);
    }
    for (const text of [5, {}, [], true]) {
      Reflect.set(element, 'messages', { link: text });
      await element.updateComplete;
      assert.equal(textOf(part(element, 'button')), messagesFor('en').link);
      const { error } = (await element.open()) as { error?: LinkError };
      assert.equal(error?.code, 'misconfigured');
      assert.include(error?.message, 'messages');
      element.messages = undefined;
      const outcome = element.open();
      element.cancel();
      await outcome;
    }
  });

  it('headers that are null, or whose entries are, add nothing, and another type is told (F81)', async () => {
    const calls = host();
    const element = await framed({ getSession: undefined, sessionUrl: '/session' });
    const none: unknown[] = [
      null,
      () => null,
      () => undefined,
      () => Promise.resolve(null),
      { 'x-a': null, 'x-b': undefined, 'x-own': '1' },
      () => [
        ['x-a', null],
        ['x-own', '1'],
      ],
    ];
    for (const headers of none) {
      Reflect.set(element, 'headers', headers);
      const outcome = element.open();
      (await linkUi()).complete();
      assert.include(await outcome, { status: 'linked' });
      const sent = calls.pop()?.headers;
      assert.isFalse(sent?.has('x-a') ?? true);
      assert.isFalse(sent?.has('x-b') ?? true);
    }
    for (const headers of [
      () => 5,
      () => '',
      { a: 5 },
      { a: {} },
      { 'b c': 'x' },
      [5],
      () => [5],
    ]) {
      Reflect.set(element, 'headers', headers);
      const { error } = (await element.open()) as { error?: LinkError };
      assert.equal(error?.code, 'misconfigured');
      assert.include(error?.message, 'headers');
    }
    assert.deepEqual(calls, []);
  });

  it('an entry of a list that is no text is told (F81)', async () => {
    const element = await framed();
    for (const name of ['scopes', 'linkOrigins'] as const) {
      for (const entry of [5, {}, true, ['a:b']]) {
        Reflect.set(element, name, ['https://a.example', entry]);
        const { error } = (await element.open()) as { error?: LinkError };
        assert.equal(error?.code, 'misconfigured');
        assert.include(error?.message, name);
      }
      element[name] = [];
    }
  });

  it('a number that is written as text, as some frameworks do, counts', async () => {
    stubFetch(() => new Promise<never>(() => undefined));
    const element = await framed({ getSession: undefined, sessionUrl: '/session' });
    Reflect.set(element, 'timeout', '20');
    assert.include((await element.open()) as object, { status: 'failed' });
    assert.equal(((await element.open()) as { error: LinkError }).error.code, 'session-timeout');
  });

  it('a user URL that was taken away is not asked any more', async () => {
    const calls = host();
    const element = await framed({ getSession: undefined });
    element.setAttribute('session-url', '/session');
    element.setAttribute('user-url', '/user');
    element.removeAttribute('user-url');
    const outcome = element.open();
    (await linkUi()).complete();
    assert.include(await outcome, { status: 'linked', linkedVendors: null });
    assert.deepEqual(paths(calls), ['POST /session']);
  });
});

describe('a mistyped value', () => {
  const told: string[] = [];
  const { warn } = console;
  beforeEach(() => {
    told.length = 0;
    console.warn = (line: string) => {
      if (line.includes('is unknown')) told.push(line);
    };
  });
  afterEach(() => {
    console.warn = warn;
  });

  for (const [attribute, mistyped, usual] of [
    ['mode', 'popop', 'auto'],
    ['prefetch', 'hover', 'none'],
    ['variant', 'Filled', 'filled'],
    ['size', 'big', 'medium'],
    ['shape', 'round', 'rounded'],
    ['color-scheme', 'night', 'system'],
    ['credentials', 'includes', 'same-origin'],
    ['language', 'tlh', 'browser'],
  ] as const) {
    it(`of ${attribute} is told once, with debug alone (F80)`, async () => {
      const element = await mount();
      element.setAttribute(attribute, mistyped);
      await explained(element);
      assert.deepEqual(told, [], 'without debug');
      element.debug = true;
      await explained(element);
      assert.strictEqual(told.length, 1);
      assert.include(told[0], `${attribute}="${mistyped}" is unknown and counts as "${usual}"`);
      element.disabled = true;
      await explained(element);
      assert.strictEqual(told.length, 1, 'not again');
      element.removeAttribute(attribute);
      await explained(element);
      assert.strictEqual(told.length, 1, 'not set is no mistake');
      element.setAttribute(attribute, `${mistyped}-2`);
      await explained(element);
      assert.strictEqual(told.length, 2);
    });
  }

  it('of vendor and vendor-type is told as well, and sent as it is', async () => {
    const element = await framed({ debug: true, vendor: 'tesla', vendorType: 'car' });
    await explained(element);
    assert.deepEqual(
      told.map((line) => line.replace(/^enode-link-button: (\S+).*/, '$1')),
      ['vendor-type="car"', 'vendor="tesla"'],
    );
    assert.include(requestOf(element), { vendor: 'tesla', vendorType: 'car' });
    for (const vendorType of vendorTypes) Object.assign(element, { vendor: 'TESLA', vendorType });
    await explained(element);
    assert.lengthOf(told, 2);
  });

  it('is not told of values that there are', async () => {
    const element = await mount({ debug: true });
    const right = { mode: 'iframe', prefetch: 'intent', size: 'large', language: 'de-AT' };
    for (const [name, value] of Object.entries(right)) element.setAttribute(name, value);
    await explained(element);
    assert.deepEqual(told, []);
  });
});

describe('a change during an attempt', () => {
  it('affects the request of the next attempt (F41)', async () => {
    const asked: LinkSessionRequest[] = [];
    const element = await framed({
      vendor: 'TESLA',
      getSession: (request) => {
        asked.push(request);
        return getSession(request);
      },
    });
    const outcome = element.open();
    Object.assign(element, {
      vendor: 'AUDI',
      language: 'de-DE',
      mode: 'popup',
      colorScheme: 'dark',
    });
    (await linkUi()).complete();
    assert.include(await outcome, { status: 'linked', mode: 'iframe' });
    assert.include(asked[0], { vendor: 'TESLA', language: 'en-US', colorScheme: 'system' });
    assert.include(startOf(element), { mode: 'popup' });
    assert.include(requestOf(element), { vendor: 'AUDI', language: 'de-DE', colorScheme: 'dark' });
  });

  it('affects where and how the host is asked from the next attempt on (F41)', async () => {
    const calls = stubFetch(({ body }, count) =>
      count === 1
        ? new Response(null, { status: 503 })
        : json(linkSession(JSON.parse(body) as LinkSessionRequest)),
    );
    const element = await framed({ getSession: undefined, sessionUrl: '/first' });
    element.headers = { 'x-own': 'first' };
    void element.open();
    Object.assign(element, { sessionUrl: '/second', credentials: 'omit', timeout: 1 });
    element.headers = { 'x-own': 'second' };
    await linkUi();
    assert.deepEqual(paths(calls), ['POST /first', 'POST /first']);
    for (const { headers, credentials } of calls) {
      assert.strictEqual(headers.get('x-own'), 'first');
      assert.strictEqual(credentials, 'same-origin');
    }
  });

  it('affects who is asked for the user from the next attempt on (F41)', async () => {
    const vendors = [tesla];
    const element = await framed({ getUser: userOf(vendors) });
    const outcome = element.open();
    const page = await linkUi();
    element.getUser = () => Promise.reject(new Error('not mine'));
    vendors.push(zaptec);
    element.getUser = userOf([]);
    page.complete();
    const { linkedVendors } = (await outcome) as { linkedVendors?: unknown };
    assert.deepEqual(linkedVendors, [tesla, zaptec]);
  });
});
