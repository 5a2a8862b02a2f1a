/**
 * Which element takes up what began before its page was loaded: the page is in a frame, which shares the
 * session storage of the test (pages/buttons.html). What browsers do on a real way back is in
 * test/e2e/modes.e2e.ts.
 */
import { assert } from '@open-wc/testing';
import { createNonce } from '../../src/return/message.js';
import { writeStart, type ElementKey, type StartRecord } from '../../src/return/start-record.js';
import { loadFrame, PAGES, storedKeys, until } from './link-fixture.js';

interface Button {
  readonly 'data-name': string;
  readonly rendered?: number;
  readonly later?: Readonly<Record<string, string>>;
  readonly [attribute: string]: unknown;
}

type Page = Window & { readonly outcomes: readonly string[] };

const sessionUrl = `${location.origin}/session`;
const nobody: ElementKey = { id: '', sessionUrl, vendor: '', vendorType: '', assetId: '' };
const MINUTE = 60_000;

/** Loads a page with these elements, where the return of an attempt that began so is in the address. */
async function comeBack(
  key: Partial<ElementKey>,
  buttons: readonly Button[],
  record: Partial<StartRecord> = {},
): Promise<Page> {
  const nonce = createNonce();
  const all = buttons.map((button) => ({ 'session-url': '/session', ...button }));
  const query = `buttons=${encodeURIComponent(JSON.stringify(all))}`;
  const from = `${location.origin}${PAGES}buttons.html?${query}`;
  writeStart(nonce, {
    mode: 'redirect',
    from,
    text: '',
    user: '',
    at: Date.now(),
    ...record,
    key: { ...nobody, ...key },
  });
  return load(`${from}&enode_link=${nonce}`);
}

const load = async (path: string) => (await loadFrame(path)) as unknown as Page;

const told = (page: Page): Promise<void> => until(() => page.outcomes.length > 0, 'an outcome');
const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the return of a redirect', () => {
  for (const [what, key, others, own] of [
    ['id', { id: 'own', vendor: 'TESLA' }, [{ id: 'other', vendor: 'TESLA' }, {}], { id: 'own' }],
    ['vendor', { vendor: 'TESLA' }, [{ vendor: 'BMW' }, {}], { vendor: 'TESLA' }],
    [
      'vendor type',
      { vendorType: 'vehicle' },
      [{}, { 'vendor-type': 'charger' }],
      { 'vendor-type': 'vehicle' },
    ],
    ['asset', { assetId: 'a' }, [{ 'asset-id': 'b' }, {}], { 'asset-id': 'a' }],
    [
      'session-url, however it is written',
      {},
      [{ 'session-url': '/other' }, { 'session-url': '/session?x' }],
      { 'session-url': '../../../session' },
    ],
    ['lack of an id', {}, [{ id: 'other' }], {}],
    [
      'vendor although its id tells of another page',
      { vendor: '",""' },
      [{ id: '#', vendor: '"' }],
      { vendor: '",""' },
    ],
  ] as const) {
    it(`is for the element that left, known by its ${what} (F68)`, async () => {
      const page = await comeBack(key, [
        ...others.map((other) => ({ 'data-name': 'other', ...other })),
        { 'data-name': 'own', ...own },
      ]);
      await told(page);
      assert.deepEqual(page.outcomes, ['success own']);
      assert.deepEqual(storedKeys(), []);
    });
  }

  it('follows the base of the page, as the request does (F68)', async () => {
    const base = document.createElement('base');
    base.href = '/app/';
    document.head.append(base);
    try {
      const element = document.createElement('enode-link-button');
      element.sessionUrl = 'session';
      element.callbackUrl = `${PAGES}callback.html`;
      element.mode = 'iframe';
      element.getSession = () => new Promise(() => undefined);
      document.body.append(element);
      await element.updateComplete;
      void element.open();
      const [name = ''] = storedKeys();
      const { key } = JSON.parse(sessionStorage.getItem(name) ?? '') as StartRecord;
      assert.strictEqual(key.sessionUrl, `${location.origin}/app/session`);
      element.remove();
    } finally {
      base.remove();
    }
  });

  it('waits for an element that is rendered later, and for what it is set to later (F69)', async () => {
    for (const [key, own] of [
      [{ id: 'own' }, { id: 'own', rendered: 800 }],
      [{ vendor: 'TESLA' }, { vendor: 'TESLA', rendered: 800 }],
      [{ vendor: 'TESLA' }, { later: { vendor: 'TESLA' } }],
      [{ id: 'own' }, { later: { id: 'own' } }],
    ] as const) {
      const page = await comeBack(key, [
        { 'data-name': 'other', id: 'other', vendor: 'BMW' },
        { 'data-name': 'own', ...own },
      ]);
      await told(page);
      assert.deepEqual(page.outcomes, ['success own']);
    }
  });

  it('is for another of the same session-url only when its element has not come for long (F69)', async () => {
    const page = await comeBack({ id: 'gone', vendor: 'TESLA' }, [
      { 'data-name': 'foreign', 'session-url': '/other', vendor: 'TESLA' },
      { 'data-name': 'kin', id: 'kin', vendor: 'BMW' },
      { 'data-name': 'nearest', id: 'nearest', vendor: 'TESLA' },
    ]);
    await pause(5000);
    assert.deepEqual(page.outcomes, []);
    await told(page);
    assert.deepEqual(page.outcomes, ['success nearest']);
  });

  it('is for nobody of another session-url, however long it waits (F68)', async () => {
    const page = await comeBack({}, [{ 'data-name': 'foreign', 'session-url': '/other' }]);
    await pause(11_500);
    assert.deepEqual(page.outcomes, []);
  });

  it('costs a page of a thousand elements no more than a look at each (F68)', async () => {
    const page = await comeBack({ id: 'last' }, [
      { 'data-name': 'last', id: 'last', rendered: 1500 },
    ]);
    const thousand = Array.from({ length: 1000 }, () => {
      const element = page.document.createElement('enode-link-button');
      element.setAttribute('session-url', '/session');
      return element;
    });
    page.document.body.append(...thousand);
    await told(page);
    assert.deepEqual(page.outcomes, ['success last']);
  });
});

describe('a record of another user', () => {
  for (const [what, user, userKey, age, isUsed] of [
    ['is used for the same', 'ann', 'ann', 60, true],
    ['is never used for another', 'ann', 'bob', 1, false],
    ['is never used where it names nobody, and somebody is there', '', 'bob', 1, false],
    ['is used for some minutes where nobody is named at all', '', '', 9, true],
    ['is not used any longer than that', '', '', 11, false],
  ] as const) {
    it(`${what} (F74)`, async () => {
      const page = await comeBack({}, [{ 'data-name': 'own', 'user-key': userKey }], {
        user,
        at: Date.now() - age * MINUTE,
      });
      if (isUsed) await told(page);
      else await until(() => storedKeys().length === 0, 'the record to go');
      await pause(500);
      assert.deepEqual(page.outcomes, isUsed ? ['success own'] : []);
      assert.deepEqual(storedKeys(), []);
    });
  }

  it('waits for an element whose user is named a moment later (F74)', async () => {
    const own = { 'data-name': 'own', later: { 'user-key': 'ann' } };
    const page = await comeBack({}, [own], { user: 'ann' });
    await told(page);
    assert.deepEqual(page.outcomes, ['success own']);
  });

  for (const [user, age] of [
    ['ann', 1],
    ['', 11],
  ] as const) {
    it(`is dropped where its page was left with no return: "${user}", ${age} minutes old (F74)`, async () => {
      const path = `${PAGES}buttons.html?buttons=${encodeURIComponent(
        JSON.stringify([
          { 'data-name': 'own', 'session-url': '/session', 'user-key': user && 'bob' },
        ]),
      )}`;
      const at = Date.now() - age * MINUTE;
      writeStart(createNonce(), { mode: 'redirect', from: path, text: '', user, at, key: nobody });
      const page = await load(path);
      await until(() => storedKeys().length === 0, 'the record to go');
      assert.deepEqual(page.outcomes, []);
    });
  }
});
