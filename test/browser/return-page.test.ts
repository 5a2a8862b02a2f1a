/**
 * The page at the callback URL (contract, "The return"): what it takes off its address, whom it tells
 * and how, and where it goes. In a frame here, which cannot close itself: so it can be looked at.
 */
import { assert, fixture } from '@open-wc/testing';
import {
  createNonce,
  KEY,
  writeStart,
  type StartRecord,
} from '../../src/adapters/return-channel.js';
import { CALLBACK, PAGES, storedKeys, textOf, until } from './link-fixture.js';

const ACK = 'enode-link:ack';
const here = location.origin;

/** A page in a frame, loaded. */
async function load(path: string): Promise<Window> {
  const frame = await fixture<HTMLIFrameElement>('<iframe title="return"></iframe>');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = path;
  await loaded;
  if (!frame.contentWindow) throw new Error('The frame is gone.');
  return frame.contentWindow;
}

/** What the page says to this one and to whoever listens to the channel, from now on. */
function listen(nonce: string, answer: (data: unknown) => unknown = () => undefined) {
  const heard = { channel: [] as unknown[], window: [] as unknown[] };
  const channel = new BroadcastChannel(KEY + nonce);
  channel.onmessage = ({ data }) => {
    heard.channel.push(data);
    const reply = answer(data);
    if (reply !== undefined) channel.postMessage(reply);
  };
  addEventListener('message', ({ data, source }: MessageEvent<unknown>) => {
    if (source !== window) heard.window.push(data);
  });
  return heard;
}

const isDone = (page: Window): Promise<void> =>
  until(() => textOf(page.document.body).startsWith('You can close'), 'the page to be done');

const start = (nonce: string, record: Partial<StartRecord>): void => {
  const usual = { mode: 'popup', from: location.href, text: 'Fertig.', key: '', at: 1 } as const;
  writeStart(nonce, { ...usual, ...record });
};

describe('the address of the return page', () => {
  it('loses its whole query, before anything can read it, and keeps its hash', async () => {
    const nonce = createNonce();
    const page = await load(`${CALLBACK}?own=1&enode_link=${nonce}&error=no&error_message=x#part`);
    assert.strictEqual(page.location.href, `${here}${CALLBACK}#part`);
    assert.strictEqual(page.history.length, window.history.length);
  });

  it('keeps what is not ours where the page has the element on it', async () => {
    const path = `${PAGES}host.html?own=a%20b&enode_link=${createNonce()}&error=no#part`;
    const { location } = await load(path);
    await until(() => !location.href.includes('enode_link'), 'the nonce to go');
    assert.deepEqual([...new URLSearchParams(location.search)], [['own', 'a b']]);
    assert.strictEqual(location.hash, '#part');
  });

  it('is left alone where it carries no return', async () => {
    const path = `${CALLBACK}?own=1&error=no`;
    assert.strictEqual((await load(path)).location.href, here + path);
  });

  const bad = ['', 'short', 'x'.repeat(129), 'x'.repeat(21) + '!', '../../../../../../../../etc/x'];
  for (const nonce of bad) {
    it(`tells nobody of a nonce that is none: "${nonce.slice(0, 30)}"`, async () => {
      const heard = listen(nonce);
      const page = await load(`${CALLBACK}?enode_link=${encodeURIComponent(nonce)}`);
      assert.strictEqual(page.location.search, '');
      // Whatever had been said would have come before an answer to this.
      await load(`${CALLBACK}?enode_link=${createNonce()}`);
      await until(() => heard.window.length > 0, 'the next page');
      assert.deepEqual(heard.channel, []);
      assert.strictEqual(heard.window.length, 1);
      assert.isFalse(storedKeys().includes(KEY + nonce));
    });
  }
});

describe('the return page', () => {
  it('tells of the return by every way at once, and tells no more than it must', async () => {
    const nonce = createNonce();
    const heard = listen(nonce);
    const long = 'x'.repeat(2000);
    await load(`${CALLBACK}?enode_link=${nonce}&error=no&error_message=${long}&token=1`);
    const errorMessage = long.slice(0, 500);
    const told = { type: 'enode-link:return', nonce, error: 'no', errorMessage };
    await until(() => heard.channel.length > 0 && heard.window.length > 0, 'the return');
    assert.deepEqual([heard.channel[0], heard.window[0]], [told, told]);
    assert.deepEqual(JSON.parse(localStorage.getItem(KEY + nonce) ?? ''), told);
  });

  it('repeats itself until somebody answers, then leaves the record and says it is done', async () => {
    const nonce = createNonce();
    const stranger = { type: ACK, nonce: createNonce() };
    const heard = listen(nonce, () => stranger);
    await isDone(await load(`${CALLBACK}?enode_link=${nonce}`));
    assert.isAbove(heard.channel.length, 1);
    assert.isTrue(storedKeys().includes(KEY + nonce));
  });

  it('says nothing more once it is answered on the channel', async () => {
    const nonce = createNonce();
    const heard = listen(nonce, () => ({ type: ACK, nonce }));
    await isDone(await load(`${CALLBACK}?enode_link=${nonce}`));
    assert.strictEqual(heard.channel.length, 1);
  });

  it('says nothing more once it is answered by a message', async () => {
    const nonce = createNonce();
    const heard = listen(nonce);
    const page = await load(`${CALLBACK}?block=channel&enode_link=${nonce}`);
    page.postMessage({ type: ACK, nonce }, here);
    await isDone(page);
    assert.strictEqual(heard.window.length, 1);
  });

  it('speaks the language of the page that started, where that page left its words', async () => {
    const nonce = createNonce();
    start(nonce, {});
    const page = await load(`${CALLBACK}?enode_link=${nonce}`);
    await until(() => textOf(page.document.body) === 'Fertig.', 'the text');
    assert.strictEqual(page.document.title, 'Fertig.');
  });

  for (const block of ['storage', 'channel', 'channel,storage']) {
    it(`does its work without what the browser blocks: ${block}`, async () => {
      const nonce = createNonce();
      const heard = listen(nonce);
      const page = await load(`${CALLBACK}?block=${block}&enode_link=${nonce}`);
      await until(() => heard.window.length > 0, 'the return');
      if (block === 'storage') await until(() => heard.channel.length > 0, 'it on the channel');
      else assert.deepEqual(heard.channel, []);
      assert.strictEqual(storedKeys().length > 0, block === 'channel');
      await isDone(page);
    });
  }
});

describe('the way back of a redirect', () => {
  it('leads to the page that started, with the return and without the rest', async () => {
    const nonce = createNonce();
    start(nonce, { mode: 'redirect', from: `${here}${PAGES}link-ui.html?own=1#part` });
    const { location } = await load(`${CALLBACK}?enode_link=${nonce}&error=no&token=1`);
    await until(() => location.pathname.endsWith('link-ui.html'), 'the page that started');
    assert.strictEqual(location.search, `?own=1&enode_link=${nonce}&error=no`);
    assert.strictEqual(location.hash, '#part');
  });

  for (const from of [
    'https://example.com/',
    '//example.com/',
    'javascript:alert(1)',
    'nonsense',
  ]) {
    it(`leads nowhere else, whatever is stored: ${from}`, async () => {
      const nonce = createNonce();
      start(nonce, { mode: 'redirect', from });
      const heard = listen(nonce);
      const page = await load(`${CALLBACK}?enode_link=${nonce}`);
      await until(() => heard.channel.length > 0, 'the return');
      assert.strictEqual(page.location.href, here + CALLBACK);
    });
  }

  it('is not in the address: nothing there is followed', async () => {
    const query = 'from=https://example.com/&next=//example.com&error=javascript:alert(1)';
    const page = await load(`${CALLBACK}?enode_link=${createNonce()}&${query}`);
    await isDone(page);
    assert.strictEqual(page.location.href, here + CALLBACK);
  });
});
