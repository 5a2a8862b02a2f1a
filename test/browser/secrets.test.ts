/**
 * The address and the token of a Link session are secrets, and nobody needs to know the user's id:
 * whatever happens, none of them is in an event, an error, the DOM, storage, or the console. Canaries
 * stand in for them. What is in storage is what SECURITY.md says.
 */
import { assert } from '@open-wc/testing';
import type { EnodeLinkButton, LinkSession, LinkSessionRequest } from '../../src/index.js';
import { json, stubFetch } from './fetch-stub.js';
import {
  explained,
  linkSession,
  linkUi,
  mount,
  press,
  reaches,
  record,
  storedKeys,
  tesla,
  userOf,
  zaptec,
} from './link-fixture.js';
import { windows } from './windows.js';

const CANARY = 'c4n4ry';

const secretSession = (request: LinkSessionRequest): LinkSession => ({
  linkUrl: `${linkSession(request).linkUrl}&secret=${CANARY}`,
  linkToken: CANARY,
});

/** Everything that can be read of a value: inherited and hidden properties, causes and stacks too. */
function allText(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value) || value instanceof Node || value instanceof Window) return '';
  seen.add(value);
  const keys = [...Reflect.ownKeys(value), 'message', 'stack', 'cause', 'detail'];
  return keys.map((key) => `${String(key)}=${allText(Reflect.get(value, key), seen)}`).join('\n');
}

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;
const original = { ...console };
let said: unknown[] = [];

beforeEach(() => {
  said = [];
  for (const method of METHODS) console[method] = (...words: unknown[]) => said.push(...words);
});
afterEach(() => {
  Object.assign(console, original);
});

/** Watches an element through an attempt, and says where the canary was seen. */
async function leaksOf(
  properties: Partial<EnodeLinkButton>,
  play: (element: EnodeLinkButton) => Promise<void>,
): Promise<string[]> {
  const element = await mount(properties);
  const leaks = new Set<string>();
  const look = (): void => {
    const stored = [sessionStorage, localStorage].map((storage) =>
      JSON.stringify(Object.entries(storage)),
    );
    const places = {
      'the document': document.documentElement.outerHTML,
      'the shadow root': element.shadowRoot?.innerHTML ?? '',
      'a loading page': windows.map(readPage).join(''),
      storage: stored.join(''),
      'a window’s name': window.name,
      history: allText(history.state),
      'the address': location.href,
      'the element': Reflect.ownKeys(element)
        .map((key) => allText(Reflect.get(element, key)))
        .join(),
    };
    for (const [place, text] of Object.entries(places)) if (text.includes(CANARY)) leaks.add(place);
  };
  const events = record(element);
  element.addEventListener('enode-link-statechange', () => {
    look();
    void element.updateComplete.then(look);
  });
  await play(element);
  await explained(element);
  look();
  if (events.some((event) => allText(event).includes(CANARY))) leaks.add('an event');
  if (said.some((words) => allText(words).includes(CANARY))) leaks.add('the console');
  assert.isAbove(events.length, 1);
  return [...leaks];
}

/** What a window shows while it is still ours: Link UI’s own page may say what it likes. */
function readPage(opened: Window): string {
  return opened.location.href === 'about:blank' ? opened.document.documentElement.outerHTML : '';
}

const network = { getSession: undefined, sessionUrl: '/session' };

describe('nothing tells the address or the token of a Link session', () => {
  it('that was linked in a window', async () => {
    stubFetch(({ body }) => json(secretSession(JSON.parse(body) as LinkSessionRequest)));
    const vendors: (typeof tesla)[] = [];
    const getUser: EnodeLinkButton['getUser'] = () => userOf(vendors)();
    const leaks = await leaksOf({ ...network, getUser, debug: true }, async (element) => {
      await press(element);
      const page = await linkUi();
      await reaches(element, 'open');
      vendors.push(tesla);
      page.complete();
      await reaches(element, 'linked');
    });
    assert.deepEqual(leaks, []);
  });

  it('that was left in the dialog', async () => {
    const getSession: EnodeLinkButton['getSession'] = async (request) => secretSession(request);
    const leaks = await leaksOf({ mode: 'iframe', getSession }, async (element) => {
      void element.open();
      const page = await linkUi();
      await reaches(element, 'open');
      page.exit();
      await reaches(element, 'cancelled');
    });
    assert.deepEqual(leaks, []);
  });

  const answers: Record<string, () => Response> = {
    'has a linkUrl that is refused': () =>
      json({ linkUrl: `https://evil.test/${CANARY}`, linkToken: CANARY }),
    'has a linkUrl with credentials in it': () =>
      json({ linkUrl: `https://user:${CANARY}@link.enode.com/`, linkToken: CANARY }),
    'has a linkUrl that is no address': () => json({ linkUrl: `https://${CANARY} /` }),
    'has another shape': () => json({ link: CANARY, linkToken: CANARY }),
    'is no JSON': () => new Response(CANARY),
    'is cut off': () => new Response(`{"linkToken":"${CANARY}","linkUrl":"${CANARY}`),
    'is a page': () => new Response(`<p>${CANARY}</p>`),
    'is an error': () => json({ linkUrl: CANARY, detail: CANARY }, { status: 400 }),
    'is a failure': () => new Response(CANARY, { status: 500, statusText: CANARY }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`where the host’s answer ${name}`, async () => {
      stubFetch(answer);
      const leaks = await leaksOf({ ...network, debug: true }, async (element) => {
        await press(element);
        await reaches(element, 'failed');
      });
      assert.deepEqual(leaks, []);
    });
  }

  it('nor the id of the user', async () => {
    const vendors: (typeof tesla)[] = [zaptec];
    const getUser: EnodeLinkButton['getUser'] = async () => ({
      id: CANARY,
      linkedVendors: [...vendors],
    });
    const leaks = await leaksOf({ getUser, debug: true }, async (element) => {
      await press(element);
      const page = await linkUi();
      await reaches(element, 'open');
      vendors.push(tesla);
      page.complete();
      await reaches(element, 'linked');
    });
    assert.deepEqual(leaks, []);
  });

  it('and this would be noticed', async () => {
    const leaks = await leaksOf({ getSession: undefined }, async (element) => {
      element.setAttribute('vendor', CANARY);
      sessionStorage.setItem('x', CANARY);
      console.warn(new Error('x', { cause: CANARY }));
      element.dispatchEvent(Object.assign(new Event('enode-link-open'), { detail: { x: CANARY } }));
      await element.open();
    });
    const places = ['an event', 'storage', 'the console', 'the document', 'the element'];
    assert.includeMembers(leaks, places);
  });
});

describe('what an attempt keeps in storage', () => {
  it('is the page’s address, what was linked, and whose it is, until the attempt is over', async () => {
    const element = await mount({ getUser: userOf([zaptec]) });
    await press(element);
    await linkUi();
    await reaches(element, 'open');
    const kept = storedKeys().map(
      (key) => sessionStorage.getItem(key) ?? localStorage.getItem(key),
    );
    assert.lengthOf(kept, 1);
    const { mode, from, text, before, ...others } = JSON.parse(kept[0] ?? '') as Record<
      string,
      unknown
    >;
    assert.deepEqual({ mode, from }, { mode: 'popup', from: location.href });
    const { vendors, user } = before as Record<string, unknown>;
    assert.deepEqual(vendors, [zaptec]);
    // 16 bits of a hash: two users can be told apart, and none can be recognised.
    assert.match(String(user), /^[\da-z]{1,4}$/);
    assert.isString(text);
    // Which element it was, for which user's key, and since when.
    assert.includeMembers(['key', 'user', 'at'], Object.keys(others));
    element.cancel();
    await reaches(element, 'cancelled');
    assert.deepEqual(storedKeys(), []);
  });
});
