/**
 * Attributes and properties (docs/reference.md): that each is read, in every spelling, in any
 * order, before and after the upgrade. What they do to a request is in settings.test.ts.
 */
import { assert, fixture } from '@open-wc/testing';
import { EnodeLinkButton } from '../../src/index.js';
import { CALLBACK, mount, part, requestOf, startOf, textOf } from './link-fixture.js';

type Properties = Partial<EnodeLinkButton>;

/** Attribute, property, how a page writes it, and what a script reads. */
const table = [
  ['session-url', 'sessionUrl', '/session', '/session'],
  ['user-url', 'userUrl', '/user', '/user'],
  ['callback-url', 'callbackUrl', CALLBACK, CALLBACK],
  ['mode', 'mode', 'iframe', 'iframe'],
  ['vendor-type', 'vendorType', 'vehicle', 'vehicle'],
  ['vendor', 'vendor', 'TESLA', 'TESLA'],
  ['scopes', 'scopes', 'a:read b:read', ['a:read', 'b:read']],
  ['language', 'language', 'de-DE', 'de-DE'],
  ['color-scheme', 'colorScheme', 'dark', 'dark'],
  ['asset-id', 'assetId', 'asset-1', 'asset-1'],
  ['prefetch', 'prefetch', 'intent', 'intent'],
  [
    'link-origins',
    'linkOrigins',
    'https://a.test https://b.test',
    ['https://a.test', 'https://b.test'],
  ],
  ['credentials', 'credentials', 'include', 'include'],
  ['timeout', 'timeout', '500', 500],
  ['disabled', 'disabled', '', true],
] as const satisfies readonly [string, keyof EnodeLinkButton, string, unknown][];

const defaults = {
  ...{ sessionUrl: '', userUrl: '', callbackUrl: '', mode: 'auto', vendorType: '', vendor: '' },
  ...{ scopes: [], language: '', colorScheme: 'system', assetId: '', prefetch: 'none' },
  ...{ linkOrigins: [], credentials: 'same-origin', timeout: 15_000, disabled: false },
  ...{ getSession: undefined, getUser: undefined, headers: undefined, messages: undefined },
  ...{ state: 'idle', linkedVendors: null },
} as const;

const make = (attributes = ''): Promise<EnodeLinkButton> =>
  fixture<EnodeLinkButton>(`<enode-link-button ${attributes}></enode-link-button>`);

describe('an attribute', () => {
  for (const [attribute, property, written, read] of table) {
    const spellings = new Set([attribute, property.toLowerCase()]);
    for (const spelling of spellings) {
      it(`${spelling}="${written}" sets ${property}`, async () => {
        const inMarkup = await make(`${spelling}="${written}"`);
        assert.deepEqual<unknown>(inMarkup[property], read);
        const afterwards = await make();
        afterwards.setAttribute(spelling, written);
        assert.deepEqual<unknown>(afterwards[property], read);
      });
    }

    it(`${attribute} that is taken away leaves an element that works`, async () => {
      const element = await make(`${attribute}="${written}"`);
      element.removeAttribute(attribute);
      element.getSession ??= () => Promise.reject(new Error());
      await element.updateComplete;
      const { mode, request } = startOf(element);
      assert.strictEqual(mode, 'popup');
      const { redirectUri, ...rest } = request;
      assert.include(redirectUri, `${location.origin}/`);
      assert.deepEqual(rest, { language: 'browser', colorScheme: 'system' });
    });
  }

  it('has a default wherever none is set', async () => {
    const element = await make();
    const names = Object.keys(defaults) as (keyof typeof defaults)[];
    const found = Object.fromEntries(names.map((name) => [name, element[name]]));
    assert.deepEqual<unknown>(found, defaults);
  });

  it('splits lists on spaces and commas, in any number', async () => {
    for (const written of ['a b', 'a,b', 'a, b', ' a ,, b\n', 'a\tb,']) {
      const element = await make(`scopes="${written}" linkorigins="${written}"`);
      assert.deepEqual(element.scopes, ['a', 'b']);
      assert.deepEqual(element.linkOrigins, ['a', 'b']);
    }
  });

  it('that is empty is as good as none', async () => {
    const names = table.map(([attribute]) => attribute).filter((name) => name !== 'disabled');
    const element = await make(names.map((name) => `${name}=""`).join(' '));
    element.getSession = () => Promise.reject(new Error());
    const { redirectUri, ...rest } = requestOf(element);
    assert.include(redirectUri, `${location.origin}/`);
    assert.deepEqual(rest, { language: 'browser', colorScheme: 'system' });
  });

  it('disabled is reflected, and disables the native button', async () => {
    const element = await make();
    element.disabled = true;
    await element.updateComplete;
    assert.isTrue(element.hasAttribute('disabled'));
    assert.isTrue(part(element, 'button').matches(':disabled'));
    element.disabled = false;
    await element.updateComplete;
    assert.isFalse(element.hasAttribute('disabled'));
    assert.isFalse(part(element, 'button').matches(':disabled'));
  });

  it('color-scheme is the look of the button as well, however it is written', async () => {
    const colour = async (attributes: string, properties: Properties = {}): Promise<string> => {
      const element = Object.assign(await make(attributes), properties);
      await element.updateComplete;
      return getComputedStyle(part(element, 'button')).backgroundColor;
    };
    const dark = await colour('color-scheme="dark"');
    assert.notStrictEqual(dark, await colour('color-scheme="light"'));
    assert.strictEqual(await colour('colorscheme="dark"'), dark);
    assert.strictEqual(await colour('', { colorScheme: 'dark' }), dark);
  });
});

describe('the same settings make the same request', () => {
  const attributes: readonly (readonly [string, string])[] = table
    .filter(([name]) => name !== 'disabled')
    .map(([name, , written]) => [name, written]);
  const aliases = table
    .filter(([name]) => name !== 'disabled')
    .map(([, property, written]) => [property.toLowerCase(), written] as const);
  const properties: readonly (readonly [string, unknown])[] = table
    .filter(([name]) => name !== 'disabled')
    .map(([, property, , read]) => [property, read]);

  const text = (pairs: typeof attributes): string =>
    pairs.map(([name, value]) => `${name}="${value}"`).join(' ');
  const assign = (element: Element, pairs: typeof properties): void => {
    for (const [name, value] of pairs) Reflect.set(element, name, value);
  };
  const setAll = (element: Element, pairs: typeof attributes): void => {
    for (const [name, value] of pairs) element.setAttribute(name, value);
  };

  let tags = 0;
  /** An element that is set up while its tag is not defined yet. */
  async function late(
    setUp: (element: HTMLElement) => void,
    isInDocument: boolean,
  ): Promise<EnodeLinkButton> {
    const tag = `late-link-button-${(tags += 1)}`;
    const place = await fixture<HTMLElement>('<div></div>');
    const element = document.createElement(tag);
    if (isInDocument) place.append(element);
    setUp(element);
    customElements.define(tag, class extends EnodeLinkButton {});
    if (!isInDocument) place.append(element);
    assert.instanceOf(element, EnodeLinkButton);
    return element;
  }

  async function created(setUp: (element: HTMLElement) => void): Promise<EnodeLinkButton> {
    const element = document.createElement('enode-link-button');
    setUp(element);
    (await fixture<HTMLElement>('<div></div>')).append(element);
    return element;
  }

  const orders: Record<string, () => Promise<EnodeLinkButton>> = {
    'as attributes': () => make(text(attributes)),
    'as attributes in the opposite order': () => make(text(attributes.toReversed())),
    'as attributes in the lower-cased spelling of properties': () => make(text(aliases)),
    'as properties before the element is in the document': () =>
      created((element) => assign(element, properties)),
    'as properties in the opposite order': () =>
      created((element) => assign(element, properties.toReversed())),
    'as attributes of a script': () => created((element) => setAll(element, attributes)),
    'half and half': () =>
      created((element) => {
        assign(element, properties.slice(7));
        setAll(element, attributes.slice(0, 7));
      }),
    'as properties afterwards': async () => {
      const element = await make();
      assign(element, properties);
      return element;
    },
    'as attributes afterwards': async () => {
      const element = await make();
      setAll(element, aliases);
      return element;
    },
    'as attributes before the upgrade': () => late((element) => setAll(element, attributes), true),
    'as lower-cased attributes before the upgrade': () =>
      late((element) => setAll(element, aliases), false),
    'as properties before the upgrade': () => late((element) => assign(element, properties), true),
    'as properties before the upgrade, outside the document': () =>
      late((element) => assign(element, properties.toReversed()), false),
  };

  for (const [order, build] of Object.entries(orders)) {
    it(`set ${order}`, async () => {
      const element = await build();
      await element.updateComplete;
      const found = properties.map(([name]) => [name, Reflect.get(element, name) as unknown]);
      assert.deepEqual<unknown>(found, properties);
      const { mode, request } = startOf(element);
      const { redirectUri, ...rest } = request;
      assert.strictEqual(mode, 'iframe');
      assert.match(redirectUri, /\/callback\.html\?enode_link=[\w-]{22,}$/);
      assert.deepEqual<unknown>(rest, {
        language: 'de-DE',
        colorScheme: 'dark',
        vendorType: 'vehicle',
        vendor: 'TESLA',
        scopes: ['a:read', 'b:read'],
        assetId: 'asset-1',
      });
    });
  }

  it('gives functions and texts that were set before the upgrade to the element (F42)', async () => {
    const given = {
      getSession: () => Promise.reject(new Error()),
      getUser: () => Promise.reject(new Error()),
      headers: { 'x-own': '1' },
      messages: { link: 'Connect' },
    };
    const element = await late((unknown) => Object.assign(unknown, given), true);
    await element.updateComplete;
    const { getSession, getUser, headers, messages } = element;
    assert.deepEqual<unknown>({ getSession, getUser, headers, messages }, given);
    assert.strictEqual(textOf(part(element, 'button')), 'Connect');
  });
});

describe('what only tells', () => {
  it('cannot be set: state and linkedVendors', async () => {
    const element = await mount();
    assert.isFalse(Reflect.set(element, 'state', 'linked'));
    assert.isFalse(Reflect.set(element, 'linkedVendors', []));
    assert.strictEqual(element.state, 'idle');
    assert.isNull(element.linkedVendors);
  });
});
