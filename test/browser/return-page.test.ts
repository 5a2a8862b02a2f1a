/**
 * The page at the callback URL: what it takes off its address, to whom and how it passes the return
 * on, and where it goes. It is in a frame here, which cannot close itself and so can be inspected.
 */
import { assert, fixture } from '@open-wc/testing';
import { closeTexts, elsewhereTexts } from '../../src/language/translations.js';
import { createNonce } from '../../src/return/message.js';
import { writeStart, type StartRecord } from '../../src/return/start-record.js';
import { STORAGE_PREFIX } from '../../src/return/storage.js';
import { CALLBACK, loadFrame, PAGES, storedKeys, textOf, until } from './link-fixture.js';

const ACK = 'enode-link:ack';
const here = location.origin;

/** What the page says to this one and to whoever listens to the channel, from now on. */
function listen(nonce: string, answer: (data: unknown) => unknown = () => undefined) {
  const heard = { channel: [] as unknown[], window: [] as unknown[] };
  const channel = new BroadcastChannel(STORAGE_PREFIX + nonce);
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
  until(() => page.document.title.startsWith('You can close'), 'the page to be done');

/** A return page with these words of its own (pages/blank.html). */
const blank = (query: Record<string, string>): string =>
  `${PAGES}blank.html?${new URLSearchParams(query).toString()}`;

const start = (nonce: string, record: Partial<StartRecord>): void => {
  const key = { id: '', sessionUrl: '', vendor: '', vendorType: '', assetId: '' };
  const usual = {
    mode: 'popup',
    from: location.href,
    text: 'Fertig.',
    key,
    user: '',
    at: 1,
  } as const;
  writeStart(nonce, { ...usual, ...record });
};

describe('the address of the return page', () => {
  it('loses its whole query, before anything can read it, and keeps its hash', async () => {
    const nonce = createNonce();
    const page = await loadFrame(
      `${CALLBACK}?own=1&enode_link=${nonce}&error=no&error_message=x#part`,
    );
    assert.strictEqual(page.location.href, `${here}${CALLBACK}#part`);
    assert.strictEqual(page.history.length, window.history.length);
  });

  it('keeps what is not ours where the page has the element on it, letter for letter (F73)', async () => {
    const [one, two] = ['own=a%20b&flag', 'x=1+2&%zz&&y=%C3%A9&?error=1'];
    const path = `${PAGES}host.html?${one}&enode_link=${createNonce()}&error=no&${two}#part`;
    const { location } = await loadFrame(path);
    await until(() => !location.href.includes('enode_link'), 'the nonce to go');
    assert.strictEqual(location.search, `?${one}&${two}`);
    assert.strictEqual(location.hash, '#part');
  });

  it('still holds the return when that is sent, and not when the next script runs', async () => {
    const page = await loadFrame(`${CALLBACK}?enode_link=${createNonce()}`);
    const seen = (): unknown[] => Reflect.get(page, 'seen') as unknown[];
    await until(() => seen().length > 2, 'the page to look into its storage');
    // Storage comes last: it may block the thread of the page that waits.
    const wanted = [
      ['message', true],
      ['next script', false],
      ['storage', false],
    ];
    assert.deepEqual(seen().slice(0, 3), wanted);
  });

  it('is left alone where it carries no return', async () => {
    const path = `${CALLBACK}?own=1&error=no`;
    assert.strictEqual((await loadFrame(path)).location.href, here + path);
  });

  const bad = ['', 'short', 'x'.repeat(129), 'x'.repeat(21) + '!', '../../../../../../../../etc/x'];
  for (const nonce of bad) {
    it(`tells nobody of a nonce that is none: "${nonce.slice(0, 30)}"`, async () => {
      const heard = listen(nonce);
      const page = await loadFrame(`${CALLBACK}?enode_link=${encodeURIComponent(nonce)}`);
      assert.strictEqual(page.location.search, '');
      // Whatever had been said would have come before an answer to this.
      await loadFrame(`${CALLBACK}?enode_link=${createNonce()}`);
      await until(() => heard.window.length > 0, 'the next page');
      assert.deepEqual(heard.channel, []);
      assert.strictEqual(heard.window.length, 1);
      assert.isFalse(storedKeys().includes(STORAGE_PREFIX + nonce));
    });
  }
});

describe('the return page', () => {
  it('tells of the return by every way at once, and tells no more than it must', async () => {
    const nonce = createNonce();
    const heard = listen(nonce);
    const long = 'x'.repeat(2000);
    await loadFrame(`${CALLBACK}?enode_link=${nonce}&error=no&error_message=${long}&token=1`);
    const errorMessage = long.slice(0, 500);
    const told = { type: 'enode-link:return', nonce, error: 'no', errorMessage };
    await until(() => heard.channel.length > 0 && heard.window.length > 0, 'the return');
    assert.deepEqual([heard.channel[0], heard.window[0]], [told, told]);
    await until(() => storedKeys().includes(STORAGE_PREFIX + nonce), 'the record');
    const { at, ...record } = JSON.parse(localStorage.getItem(STORAGE_PREFIX + nonce) ?? '') as {
      at: number;
    };
    assert.deepEqual(record, told);
    assert.isBelow(Math.abs(Date.now() - at), 60_000);
  });

  it('repeats itself until somebody answers, then leaves the record and says it is done', async () => {
    const nonce = createNonce();
    const stranger = { type: ACK, nonce: createNonce() };
    const heard = listen(nonce, () => stranger);
    await isDone(await loadFrame(`${CALLBACK}?enode_link=${nonce}`));
    assert.isAbove(heard.channel.length, 1);
    assert.deepEqual(storedKeys(), [STORAGE_PREFIX + nonce]);
  });

  it('says nothing more once it is answered on the channel', async () => {
    const nonce = createNonce();
    const heard = listen(nonce, () => ({ type: ACK, nonce }));
    await isDone(await loadFrame(`${CALLBACK}?enode_link=${nonce}`));
    assert.strictEqual(heard.channel.length, 1);
  });

  it('says nothing more once it is answered by a message', async () => {
    const nonce = createNonce();
    const heard = listen(nonce);
    const page = await loadFrame(`${CALLBACK}?block=channel&enode_link=${nonce}`);
    page.postMessage({ type: ACK, nonce }, here);
    await isDone(page);
    assert.strictEqual(heard.window.length, 1);
  });

  it('speaks the language of the page that started, where that page left its words', async () => {
    const nonce = createNonce();
    start(nonce, {});
    const page = await loadFrame(`${CALLBACK}?enode_link=${nonce}`);
    await until(() => page.document.body.innerText.trim() === 'Fertig.', 'the text');
    assert.strictEqual(page.document.title, 'Fertig.');
    assert.isFalse(
      Object.keys(sessionStorage).includes(STORAGE_PREFIX + nonce),
      'the record of the start',
    );
  });

  for (const block of ['storage', 'channel', 'channel,storage']) {
    it(`does its work without what the browser blocks: ${block}`, async () => {
      const nonce = createNonce();
      const heard = listen(nonce);
      const page = await loadFrame(`${CALLBACK}?block=${block}&enode_link=${nonce}`);
      await until(() => heard.window.length > 0, 'the return');
      if (block === 'storage') await until(() => heard.channel.length > 0, 'it on the channel');
      else assert.deepEqual(heard.channel, []);
      await isDone(page);
      assert.strictEqual(storedKeys().length > 0, block === 'channel');
    });
  }
});

describe('the record of a return', () => {
  it('is not written for one that was heard, and stays for a page that leaves first (F72)', async () => {
    const [heard, unheard] = [createNonce(), createNonce()];
    const written: string[] = [];
    const { contentWindow } = await fixture<HTMLIFrameElement>('<iframe title="x"></iframe>');
    // Another document: only others hear of what is written.
    contentWindow?.addEventListener('storage', ({ key }) => written.push(String(key)));
    listen(heard, () => ({ type: ACK, nonce: heard }));
    await isDone(await loadFrame(`${CALLBACK}?enode_link=${heard}`));
    assert.deepEqual(storedKeys(), []);

    const page = await loadFrame(`${CALLBACK}?enode_link=${unheard}`);
    page.frameElement?.remove();
    assert.deepEqual(storedKeys(), [STORAGE_PREFIX + unheard]);
    assert.notInclude(written, STORAGE_PREFIX + heard);
  });

  it('goes where the answer comes late after all (F72)', async () => {
    const nonce = createNonce();
    // In no language of its own.
    const page = await loadFrame(
      blank({ enode_link: nonce, place: 'One moment', languages: 'en' }),
    );
    await until(() => page.document.body.innerText.includes('this browser'), 'its words');
    assert.deepEqual(storedKeys(), [STORAGE_PREFIX + nonce]);
    page.postMessage({ type: ACK, nonce }, here);
    await until(() => storedKeys().length === 0, 'the record to go');
    await until(() => !page.document.body.innerText.includes('this browser'), 'better words');
  });

  it('is swept away after a day, and one that has no time; what others store stays (F72)', async () => {
    const hour = 3_600_000;
    const put = (name: string, at: unknown): void =>
      localStorage.setItem(
        STORAGE_PREFIX + name,
        JSON.stringify({ type: 'enode-link:return', nonce: name, at }),
      );
    for (const page of [CALLBACK, `${PAGES}host.html`]) {
      put('fresh', Date.now() - 23 * hour);
      put('old', Date.now() - 25 * hour);
      put('of-tomorrow', Date.now() + 25 * hour);
      put('timeless', undefined);
      localStorage.setItem(`${STORAGE_PREFIX}broken`, '{');
      localStorage.setItem('theirs', '{}');
      await loadFrame(page);
      const wanted = [`${STORAGE_PREFIX}fresh`, 'theirs'];
      await until(() => Object.keys(localStorage).length === 2, `${page} to sweep`);
      assert.deepEqual(Object.keys(localStorage).sort(), wanted);
    }
  });

  it('waits among twenty at most, the newest, and is short whatever was said (F72)', async () => {
    for (let index = 0; index < 30; index += 1) {
      localStorage.setItem(
        `${STORAGE_PREFIX}${index}`,
        JSON.stringify({ at: Date.now() - 60_000 + index }),
      );
    }
    const nonce = createNonce();
    const text = encodeURIComponent('\u0000"😀'.repeat(200));
    await loadFrame(`${CALLBACK}?enode_link=${nonce}&error=${text}&error_message=${text}`);
    await until(() => storedKeys().includes(STORAGE_PREFIX + nonce), 'the record');
    const wanted = Array.from({ length: 19 }, (_, index) => `${STORAGE_PREFIX}${11 + index}`);
    assert.sameMembers(storedKeys(), [...wanted, STORAGE_PREFIX + nonce]);
    assert.isBelow((localStorage.getItem(STORAGE_PREFIX + nonce) ?? '').length, 1300);
  });
});

describe('what the return page says', () => {
  const CLOSE = 'You can close this window.';
  const ELSEWHERE = `It seems this wasn’t started in this browser. ${CLOSE}`;

  it('is that it can be closed, where there is nothing to return (F70)', async () => {
    for (const query of ['', '?own=1', '?enode_link=', '?enode_link=short', '?error=x']) {
      const page = await loadFrame(`${CALLBACK}${query}`);
      await isDone(page);
      assert.include(page.document.body.innerText, CLOSE, query);
      assert.strictEqual(page.document.title, CLOSE);
    }
  });

  it('is in the language of the page, else in that of the browser, and marked with it (F70)', async () => {
    for (const [query, language, wanted] of [
      [{ lang: 'de-AT' }, 'de', 'Sie können dieses Fenster schließen.'],
      [{ lang: 'nn', languages: 'fr' }, 'nb', 'Du kan lukke vinduet.'],
      [{ lang: 'cs', languages: 'zh,sv-FI,de' }, 'sv', 'Du kan stänga fönstret.'],
      [{ languages: 'ro_RO' }, 'ro', 'Poți închide această fereastră.'],
      [{ lang: 'fil', languages: 'constructor' }, 'en', CLOSE],
    ] as const) {
      const { document } = await loadFrame(blank(query));
      await until(() => document.body.innerText.trim() !== '', 'a text');
      assert.strictEqual(document.body.innerText.trim(), wanted);
      assert.strictEqual(document.querySelector('p')?.lang, language);
      assert.strictEqual(document.title, wanted);
    }
  });

  it('is softly that it was not started here, where nobody knows of the return (F71)', async () => {
    const pages = [
      [{ lang: 'en' }, ELSEWHERE],
      [{ lang: 'en', place: 'One moment' }, ELSEWHERE],
      [{ lang: 'en', body: 'Welcome' }, `Welcome ${ELSEWHERE}`],
      [{ place: 'Fermez.', languages: 'fr' }, /^Il semble.*fenêtre\.$/],
      // In Japanese, with no space between the two sentences.
      [{ lang: 'ja' }, elsewhereTexts.ja + closeTexts.ja],
    ] as const;
    // Each waits for an answer first: together they wait once.
    const inPages = pages.map(async ([query, wanted]) => {
      const { document } = await loadFrame(blank({ ...query, enode_link: createNonce() }));
      const isSaid = (): boolean => /browser|navigateur|ブラウザ/.test(document.body.innerText);
      await until(isSaid, 'its words');
      const said = document.body.innerText.replace(/\s+/g, ' ').trim();
      if (typeof wanted === 'string') assert.strictEqual(said, wanted);
      else assert.match(said, wanted);
      assert.notInclude(document.title, 'brows');
    });
    await Promise.all(inPages);
  });

  it('is nothing of the kind where somebody answers, or storage cannot tell (F71)', async () => {
    for (const block of ['', 'storage']) {
      const nonce = createNonce();
      if (!block) listen(nonce, () => ({ type: ACK, nonce }));
      const page = await loadFrame(`${CALLBACK}?block=${block}&enode_link=${nonce}`);
      await isDone(page);
      assert.strictEqual(textOf(page.document.querySelector('p') ?? page.document), CLOSE);
    }
  });

  it('never takes the place of what a page shows (F70)', async () => {
    for (const [query, wanted] of [
      [{ body: 'Welcome' }, 'Welcome'],
      [{ place: 'Fermez la fenêtre.' }, 'Fermez la fenêtre.'],
      [{ lang: 'en', place: 'Finishing…', body: 'Welcome' }, `${CLOSE} Welcome`],
      [{ lang: 'en', place: '' }, CLOSE],
    ] as const) {
      const { document } = await loadFrame(blank(query));
      // Longer than the script waits.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.strictEqual(document.body.innerText.replace(/\s+/g, ' ').trim(), wanted);
    }
  });
});

describe('the way back of a redirect', () => {
  it('leads to the page that started, with the return and without the rest', async () => {
    const nonce = createNonce();
    // The query of its own as it was, letter for letter (F73).
    const own = 'own=a%20b&flag&x=1+2&%zz&&y=%C3%A9';
    start(nonce, {
      mode: 'redirect',
      from: `${here}${PAGES}link-ui.html?${own}&error=old#part`,
    });
    const page = await loadFrame(`${CALLBACK}?enode_link=${nonce}&error=a%26b%20c&token=1`);
    await until(() => page.location.pathname.endsWith('link-ui.html'), 'the page that started');
    assert.strictEqual(page.location.search, `?${own}&enode_link=${nonce}&error=a%26b+c`);
    assert.strictEqual(page.location.hash, '#part');
    // The page that started is here: no record waits for it.
    assert.deepEqual(Object.keys(localStorage), []);
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
      const page = await loadFrame(`${CALLBACK}?enode_link=${nonce}`);
      await until(() => heard.channel.length > 0, 'the return');
      assert.strictEqual(page.location.href, here + CALLBACK);
    });
  }

  it('is not in the address: nothing there is followed', async () => {
    const query = 'from=https://example.com/&next=//example.com&error=javascript:alert(1)';
    const page = await loadFrame(`${CALLBACK}?enode_link=${createNonce()}&${query}`);
    await isDone(page);
    assert.strictEqual(page.location.href, here + CALLBACK);
  });
});
