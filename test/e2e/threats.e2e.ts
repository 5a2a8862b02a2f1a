/**
 * Attacks on the built package in browsers (SECURITY.md): a user who is lured to a return page, a
 * poisoned return, secrets that could be found afterwards, and a frame that navigates its parent.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, until, type Page } from '../support/drivers.js';
import {
  BUTTON,
  closes,
  element,
  events,
  openLinkUi,
  outcome,
  reaches,
  shows,
  state,
  tesla,
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

const CANARY = 'c4n4ry';
/** The token that the stand-in answers with. */
const TOKEN = 'secret-link-token';

/** Keeps everything that is said in the console and between windows, before any other script. */
const TAP = `<script nonce="page">
  window.said = [];
  const keep = (value) => {
    if (value instanceof Error) return [value.message, value.stack, keep(value.cause)].join();
    try { return JSON.stringify(value) ?? String(value); } catch { return String(value); }
  };
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'])
    console[name] = (...parts) => said.push(...parts.map(keep));
  for (const type of ['error', 'unhandledrejection'])
    addEventListener(type, (event) => said.push(keep(event.reason ?? event.error ?? event.message)));
  for (const owner of [BroadcastChannel.prototype, Window.prototype, window]) {
    const post = owner.postMessage;
    if (post) owner.postMessage = function (data, ...rest) { said.push(keep(data)); return post.call(this, data, ...rest); };
  }
  const write = Storage.prototype.setItem;
  Storage.prototype.setItem = function (...parts) { said.push(keep(parts)); return write.apply(this, parts); };
  window.everything = [];
  for (const name of ['start', 'open', 'success', 'cancel', 'error', 'statechange'])
    addEventListener('enode-link-' + name, ({ detail }) => everything.push(keep(detail), keep(detail.error)));
</script>`;

/** All that can be found on a page by script, as one text for each place. */
const PLACES = `(() => {
  const markup = (root) => [...root.querySelectorAll('*')].map((found) =>
    found.outerHTML + (found.shadowRoot ? found.shadowRoot.innerHTML + markup(found.shadowRoot) : '') +
    [...found.attributes].map(({ value }) => value).join()).join();
  const own = (found) => Reflect.ownKeys(found).map((key) => {
    try { return String(key) + JSON.stringify(found[key]); } catch { return String(key); } }).join();
  return {
    document: markup(document),
    element: [...document.querySelectorAll('enode-link-button')].map(own).join(),
    said: (window.said ?? []).join(),
    events: JSON.stringify([window.events, window.everything]),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    localStorage: JSON.stringify({ ...localStorage }),
    name: window.name,
    cookie: document.cookie,
    history: JSON.stringify(history.state),
    address: location.href + document.title + document.referrer,
  };
})()`;

for (const engine of engines()) {
  describe(`threats in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    // What others send is not about windows that a browser refuses.
    withHostPage(engine, (given) => ({ site, page } = given), { pagesOnly: true });

    const nonceOf = (index: number): string =>
      String(new URL(String(site.sessions[index]?.redirectUri)).searchParams.get('enode_link'));
    const pause = (): Promise<unknown> =>
      page.js('new Promise((resolve) => setTimeout(resolve, 500))');
    /** What was asked of the host's endpoints. */
    const asked = (): string[] =>
      site.requests.filter((path) => path === '/session' || path === '/user');

    it('a return page that somebody was lured to says that it can be closed, and nothing else (T3)', async () => {
      const address = `${site.host}/callback`;
      const query = `enode_link=${'A'.repeat(22)}&error=x&error_message=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E`;
      // In a frame: some browsers really close a window that has been nowhere else.
      await page.go(site.page(`${element()}<iframe id="lured" src="/callback?${query}"></iframe>`));
      await until(
        () => page.js("lured.contentDocument.title === 'You can close this window.'"),
        'the last word of the return page',
      );
      assert.equal(await page.js('lured.contentWindow.location.href'), address);
      const { text, images } = (await page.js(
        '(({ body, images }) => ({ text: body.textContent, images: images.length }))(lured.contentDocument)',
      )) as Record<string, unknown>;
      assert.match(String(text), /^Return page\s*It seems this .* You can close this window\.$/);
      assert.equal(images, 0);
      // Nor does the page around it, or one that comes later, take it for its own.
      assert.deepEqual(await events(page), []);
      await page.go(site.page(element()));
      await pause();
      assert.deepEqual(await events(page), []);
      assert.equal(await state(page), 'idle');
      assert.deepEqual(asked(), []);
    });

    it("a page with the element on it is not moved by a return that is nobody's (T3)", async () => {
      const address = site.page(element('mode="redirect"'));
      for (const query of ['enode_link=AAAAAAAAAAAAAAAAAAAAAA', 'enode_link=x', 'enode_link=']) {
        await page.go(`${address}?own=1&${query}&error=x`);
        await until(async () => (await page.url()) === `${address}?own=1`, 'the address');
        await pause();
        assert.deepEqual(await events(page), []);
        assert.equal(await state(page), 'idle');
      }
      assert.deepEqual(asked(), []);
    });

    it('a return that was used, or is of another user, moves no attempt (T3)', async () => {
      await page.go(site.page(element()));
      const first = await openLinkUi(page);
      await first.click('#exit');
      await outcome(page);
      await closes(first);
      const second = await openLinkUi(page);
      // The used one again, and one that the attacker got with a session of their own.
      await page.js(`(() => {
        for (const nonce of ['${nonceOf(0)}', 'B'.repeat(22)]) {
          const frame = document.createElement('iframe');
          frame.src = '/callback?enode_link=' + nonce;
          document.body.append(frame);
        }
      })()`);
      await pause();
      assert.equal(await state(page), 'open');
      site.vendors = [tesla];
      await second.click('#complete');
      await reaches(page, 'linked');
      const types = (await events(page)).map(({ type }) => type);
      assert.deepEqual(
        types.filter((type) => ['success', 'cancel', 'error'].includes(type)),
        ['cancel', 'success'],
      );
    });

    it('the way back of a redirect leaves the origin neither by its address nor by what is stored (T5)', async () => {
      const { host } = new URL(site.link);
      const foreign = [
        `${site.link}/link`,
        `//${host}/link`,
        `\\\\${host}/link`,
        `${site.host}@${host}/link`,
        'javascript:document.title="owned"',
        'java\tscript:document.title="owned"',
        'data:text/html,<title>owned</title>',
        'https://localhost.evil.test/',
        '',
      ];
      await page.go(`${site.host}/silent`);
      // Each in a frame, so that they need not be waited for one after the other.
      await page.js(`(() => {
        for (const [index, from] of ${JSON.stringify(foreign)}.entries()) {
          const nonce = String(index).repeat(22);
          const start = { mode: 'redirect', from, text: 'Over.', key: '', at: 1 };
          sessionStorage.setItem('enode-link:' + nonce, JSON.stringify(start));
          const query = ['from', 'returnTo', 'next', 'url', 'redirect_uri'].map((name) => name + '=${site.link}');
          const frame = document.createElement('iframe');
          frame.src = '/callback?enode_link=' + nonce + '&' + query.join('&') + '#${site.link}';
          document.body.append(frame);
        }
      })()`);
      // The last word of the return page, after it has told nobody.
      const seen = await until(async () => {
        const all = (await page.js(`[...document.querySelectorAll('iframe')].map((frame) => {
          try { return [frame.contentDocument.title, frame.contentWindow.location.pathname]; }
          catch { return ['elsewhere', '']; }
        })`)) as string[][];
        return all.every(([title]) => title !== 'Host' && title !== '') && all;
      }, 'the last word of every return page');
      assert.deepEqual(
        seen,
        foreign.map(() => ['Over.', '/callback']),
      );
    });

    const unfold = async (): Promise<Record<string, string>> =>
      (await page.js(PLACES)) as Record<string, string>;
    const assertClean = async (when: string): Promise<void> => {
      for (const [place, text] of Object.entries(await unfold())) {
        assert.ok(!text.includes(CANARY), `the address is in: ${place}, ${when}`);
        assert.ok(!text.includes(TOKEN), `the token is in: ${place}, ${when}`);
      }
    };

    for (const mode of ['popup', 'iframe', 'redirect'] as const) {
      it(`the address and the token of a session are nowhere to be found: ${mode} (T9)`, async () => {
        site.linkQuery = CANARY;
        await page.go(site.page(`${TAP}${element(`debug mode="${mode}"`)}`));
        const before = Number(await page.js('history.length'));
        if (mode === 'popup') {
          const popup = await openLinkUi(page);
          assert.match(
            await popup.url(),
            new RegExp(CANARY),
            'it is the address that is looked for',
          );
          assert.equal(await popup.js('window.name'), '');
          assert.equal(await popup.js('history.length'), 1, 'there is no way back to it');
          await assertClean('while it is open');
          site.vendors = [tesla];
          await popup.click('#complete');
          await closes(popup);
        } else if (mode === 'iframe') {
          await page.click(BUTTON);
          await reaches(page, 'open');
          const frame = await page.frame('enode-link-button >>> iframe');
          await until(() => frame.js("!!document.querySelector('#complete')"), 'Link UI');
          assert.match(String(await frame.js('location.href')), new RegExp(CANARY));
          await assertClean('while it is open');
          site.vendors = [tesla];
          await frame.click('#complete');
        } else {
          await page.click(BUTTON);
          await shows(page, 'Link UI');
          assert.equal(await page.js('window.name'), '');
          site.vendors = [tesla];
          await page.click('#complete');
        }
        assert.deepEqual((await outcome(page)).added, [tesla]);
        await assertClean('afterwards');
        const places = await unfold();
        assert.ok(places.events?.includes('linkedVendors'), 'the events were looked at');
        if (mode !== 'redirect') {
          assert.ok(places.said?.includes('enode-link:'), 'the messages were looked at');
          assert.ok(places.document?.includes('part="button"'), 'the shadow root was looked at');
        }
        if (mode === 'popup') assert.equal(await page.js('history.length'), before);
      });
    }

    it('the search for secrets would find them', async () => {
      await page.go(site.page(`${TAP}${element()}`));
      await page.js(`(() => {
        const found = document.querySelector('enode-link-button');
        found.renderRoot.querySelector('button').title = '${CANARY}';
        found.held = '${CANARY}';
        found.dispatchEvent(Object.assign(new Event('enode-link-error', { bubbles: true, composed: true }),
          { detail: { error: new Error('x', { cause: new Error('${CANARY}') }) } }));
        sessionStorage.setItem('x', '${CANARY}');
        window.name = '${CANARY}';
        history.replaceState('${CANARY}', '');
        new BroadcastChannel('x').postMessage('${CANARY}');
      })()`);
      const places = Object.entries(await unfold());
      assert.deepEqual(
        places.flatMap(([place, text]) => (text.includes(CANARY) ? [place] : [])).sort(),
        ['document', 'element', 'events', 'history', 'name', 'said', 'sessionStorage'],
      );
    });

    it('a page in the dialog cannot take the whole window, or speak for the page (T20)', async () => {
      const address = site.page(element('mode="iframe"'));
      await page.go(address);
      await page.click(BUTTON);
      await reaches(page, 'open');
      const frame = await page.frame('enode-link-button >>> iframe');
      await until(() => frame.js("!!document.querySelector('#complete')"), 'Link UI');
      const ways = [
        "top.location = '/link?taken'",
        "top.location.href = '/link?taken'",
        "top.location.replace('/link?taken')",
        "parent.location.assign('/link?taken')",
        "open('/link?taken', '_top')",
        "top.location = 'javascript:document.title=1'",
        "top.document.title = 'taken'",
        "top.document.querySelector('enode-link-button').cancel()",
        "(() => { const form = document.createElement('form'); form.action = '/link'; form.target = '_top'; document.body.append(form); form.submit(); })()",
      ];
      for (const way of ways) {
        await frame.js(`(() => { try { ${way}; } catch {} })()`);
      }
      // With a click of the user, which opens more doors.
      await frame.js(`(() => {
        const link = document.createElement('a');
        link.id = 'up'; link.target = '_top'; link.href = '/link?taken'; link.textContent = 'Up';
        link.addEventListener('click', () => { try { top.location = '/link?taken'; } catch {} });
        document.body.append(link);
      })()`);
      await frame.click('#up');
      await pause();
      assert.equal(await page.url(), address);
      assert.equal(await page.title(), 'Host');
      assert.equal(await state(page), 'open');
      // The page it is in has no address for it either: what leaves with a request is the origin.
      assert.ok(['', `${site.host}/`].includes(String(await frame.js('document.referrer'))));
      site.vendors = [tesla];
      await frame.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
    });
  });
}
