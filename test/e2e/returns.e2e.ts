/**
 * Returns that no attempt waits for, or that another page could take, with the built package: the
 * page is not closed, the right element receives the return, and the user is informed. See
 * docs/reliability.md, F67 to F74.
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
  outcomes,
  shows,
  state,
  tesla,
  zaptec,
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

const STRANGE = 'AAAAAAAAAAAAAAAAAAAAAA';
const OWN_QUERY = '?a=a%20b&flag&x=1+2&%zz&y=%C3%A9';
/** Without callback-url: the page is its own return page. */
const OWN_CALLBACK =
  '<enode-link-button session-url="/session" user-url="/user"></enode-link-button>';

for (const engine of engines()) {
  describe(`a return in ${engine}`, { timeout: 600_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given), {
      popupsInTabs: true,
      pagesOnly: true,
    });

    const pause = (ms: number): Promise<unknown> =>
      page.js(`new Promise((resolve) => setTimeout(resolve, ${ms}))`);
    const records = (): Promise<unknown> =>
      page.js(`[localStorage, sessionStorage].map((store) =>
        Object.keys(store).filter((name) => name.startsWith('enode-link')).length)`);
    const redirectUri = (): string => String(site.sessions[0]?.redirectUri);

    for (const [way, markup] of [
      ['a link', '<a id="go" target="_blank" href="ADDRESS">Go</a>'],
      ['a link with an opener', '<a id="go" target="_blank" rel="opener" href="ADDRESS">Go</a>'],
      ['a script', `<button id="go" onclick="window.open('ADDRESS')">Go</button>`],
    ] as const) {
      it(`in ${way} that anybody can make closes no page that is more than a return page (F67)`, async () => {
        const address = site.page(OWN_CALLBACK);
        const start = site.page(markup.replace('ADDRESS', `${address}?enode_link=${STRANGE}`));
        await page.go(start);
        const opened = await page.popup(() => page.click('#go'));
        await until(async () => (await opened.url()) === address, 'the address to be cleaned');
        // Longer than a return page waits for an answer, and then for its end.
        await pause(3500);
        assert.equal(await opened.isClosed(), false);
        assert.equal(await opened.title(), 'Host');
        assert.equal(await state(opened), 'idle');
      });
    }

    it('of a redirect that lands in another browser leaves its page as it is (F67)', async () => {
      const address = site.page(
        '<enode-link-button mode="redirect" session-url="/session"></enode-link-button>',
      );
      await page.go(address);
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      await page.go(
        site.page(`<button id="go" onclick="window.open('${redirectUri()}')">Go</button>`),
      );
      await page.js('sessionStorage.clear()');
      const opened = await page.popup(() => page.click('#go'));
      await until(async () => (await opened.url()) === address, 'the address to be cleaned');
      await pause(3500);
      assert.equal(await opened.isClosed(), false);
      assert.deepEqual(await events(opened), []);
    });

    it('closes the window of a popup though the page that waited is gone (F67)', async () => {
      await page.go(site.page(OWN_CALLBACK));
      const popup = await openLinkUi(page);
      await page.go(`${site.host}/silent`);
      await popup.click('#complete');
      await closes(popup);
    });

    it('is for the button that left, where two have one session-url and no id (F68)', async () => {
      const button = (vendor: string): string => element(`mode="redirect" vendor="${vendor}"`);
      await page.go(site.page(button('BMW') + button('TESLA')));
      await page.click('[vendor=TESLA] >>> button');
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
      assert.equal(await state(page, '[vendor=TESLA]'), 'linked');
      assert.equal(await state(page, '[vendor=BMW]'), 'idle');
    });

    it('waits for a button that is rendered after the page is ready (F69)', async () => {
      await page.go(
        site.page(`${element('id="other" mode="redirect"')}<div id="late"></div><script nonce="page">
          addEventListener('load', () => setTimeout(() => {
            late.innerHTML = '${element('id="mine" mode="redirect"')}';
          }, 800));
        </script>`),
      );
      await page.click('#mine >>> button');
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.click('#complete');
      const { type, id } = await outcome(page);
      assert.deepEqual([type, id], ['success', 'mine']);
      assert.equal(await state(page, '#other'), 'idle');
    });

    it('leaves the query of the page as it was, letter for letter (F73)', async () => {
      for (const button of [
        '<enode-link-button mode="redirect" session-url="/session"></enode-link-button>',
        element('mode="redirect"'),
      ]) {
        const address = `${site.page(button)}${OWN_QUERY}`;
        await page.go(address);
        await page.click(BUTTON);
        await shows(page, 'Link UI');
        await page.click('#complete');
        assert.equal((await outcome(page)).type, 'success');
        assert.equal(await page.url(), address);
      }
    });

    it('of the first user is not found among what the next user linked long ago (F76)', async () => {
      const address = site.page(element());
      await page.go(address);
      const popup = await openLinkUi(page);
      // Signs out, and somebody else in: the page is loaded again as it was.
      site.userId = 'user-2';
      site.vendors = [zaptec];
      await page.js('location.reload()').catch(() => undefined);
      await until(async () => (await state(page).catch(() => '')) === 'detached', 'the reload');
      await pause(500);
      assert.deepEqual(await outcomes(page), []);
      await page.js(
        "document.querySelector('enode-link-button').shadowRoot.querySelectorAll('[part=choices] button')[1].click()",
      );
      const { type, verified } = await outcome(page);
      assert.deepEqual([type, verified], ['cancel', false]);
      await popup.close();
    });

    it('of the first user is found after a reload if the user is the same (F36, F76)', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      site.vendors = [zaptec];
      await page.js('location.reload()').catch(() => undefined);
      const { type, via, added } = await until(
        async () => (await outcomes(page).catch(() => [])).at(-1),
        'the outcome',
      );
      assert.deepEqual([type, via, added], ['success', 'verification', [zaptec]]);
      await popup.close();
    });

    it('is nothing to the next user of the page (F74)', async () => {
      const address = site.page(`<div id="place"></div><script nonce="page">
        place.innerHTML = '${element('mode="redirect" user-key="WHO"')}'.replace('WHO', localStorage.who);
      </script>`);
      await page.go(`${site.host}/silent`);
      await page.js("void (localStorage.who = 'ann')");
      await page.go(address);
      await page.js("void (localStorage.who = 'bob')");
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.click('#complete');
      await shows(page, 'Host');
      await until(async () => String(await records()) === '0,0', 'the record to go');
      await pause(500);
      assert.deepEqual(await outcomes(page), []);
      assert.equal(await state(page), 'idle');
    });

    it('leaves a page with the script alone no more than that it can be closed, opened without one too (F70)', async () => {
      await page.go(`${site.host}/silent`);
      for (const query of ['', '?enode_link=short', '?enode_link=']) {
        await page.go(`${site.host}/bare${query}`);
        await shows(page, 'You can close this window.');
        assert.equal(await page.js('document.body.innerText'), 'You can close this window.');
      }
    });

    it('that nobody knows is said to be of somewhere else (F71)', async () => {
      await page.go(`${site.host}/silent`);
      await page.go(`${site.host}/bare?enode_link=${STRANGE}`);
      const text = await until(() => page.js('document.body?.innerText'), 'its words');
      assert.equal(
        text,
        'It seems this wasn’t started in this browser. You can close this window.',
      );
    });

    it('leaves no record where it was heard, and few where it was not (F72)', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      await popup.click('#complete');
      await outcome(page);
      await closes(popup);
      assert.deepEqual(await records(), [0, 0]);
      // As a foreign page could, with as many nonces as it likes.
      await page.js(`void Array.from({ length: 25 }, (_, index) => {
        const frame = document.createElement('iframe');
        frame.src = '/callback?enode_link=' + String(index).repeat(22).slice(0, 22) + '&error=' + '%00'.repeat(900);
        document.body.append(frame);
        return frame;
      }).map((frame) => frame.src)`);
      await until(
        () =>
          page.js(`[...document.querySelectorAll('iframe')].every(({ contentDocument }) =>
            contentDocument.title.startsWith('You can'))`),
        'the end of all',
      );
      const kept = (await page.js(`Object.entries(localStorage)
        .filter(([name]) => name.startsWith('enode-link')).map(([, text]) => text.length)`)) as number[];
      assert.equal(kept.length, 20);
      assert.ok(Math.max(...kept) < 1300);
    });
  });
}
