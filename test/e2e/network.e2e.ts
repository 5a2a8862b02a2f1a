/**
 * A host endpoint that is unreachable, silent, signed out or wrong, at the worst moments, with the
 * built package: a clear end, no second session, nothing that hangs. See docs/reliability.md, F47 to
 * F57. Single answers are in test/node/host-endpoint.test.ts.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, until, type Page } from '../support/drivers.js';
import { BUTTON, closes, element, openLinkUi, outcome, outcomes, tesla } from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

for (const engine of engines()) {
  describe(`the network in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    // What the network does is not about windows that a browser refuses.
    withHostPage(engine, (given) => ({ site, page } = given), { pagesOnly: true });

    const alert = (popup: Page): Promise<unknown> =>
      until(() => popup.js("document.querySelector('[role=alert]')?.textContent"), 'the reason');

    it('may break on the way to the session: it is asked for again, for the same attempt (F47, F56)', async () => {
      site.sessionAnswers = [{ fault: 'drop' }, {}];
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      assert.equal(site.sessions.length, 2);
      assert.equal(site.sessions[0]?.redirectUri, site.sessions[1]?.redirectUri);
      site.vendors = [tesla];
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
    });

    it('that stays broken is an error, and the window says so (F47)', async () => {
      site.sessionAnswers = [{ fault: 'drop' }];
      await page.go(site.page(element()));
      const popup = await page.popup(() => page.click(BUTTON));
      const { type, error } = await outcome(page);
      assert.deepEqual([type, error], ['error', 'session-network']);
      await alert(popup);
      assert.equal(await popup.js('location.href'), 'about:blank');
    });

    it('that never answers is given up after the time that is set (F47)', async () => {
      site.sessionAnswers = [{ fault: 'hang' }];
      await page.go(site.page(element('timeout="600"')));
      const popup = await page.popup(() => page.click(BUTTON));
      assert.equal((await outcome(page)).error, 'session-timeout');
      await alert(popup);
      assert.equal(site.sessions.length, 1);
    });

    it('may break while the outcome is confirmed (F47)', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      site.vendors = [tesla];
      site.userAnswer = { fault: 'drop' };
      await popup.click('#complete');
      const asked = (): number => site.requests.filter((path) => path === '/user').length;
      await until(() => asked() >= 3, 'the second try');
      site.userAnswer = {};
      const { type, added } = await outcome(page);
      assert.deepEqual([type, added], ['success', [tesla]]);
    });

    it('takes no late answer for the next attempt (F48)', async () => {
      site.sessionAnswers = [{ held: true }, {}];
      await page.go(site.page(element()));
      const first = await page.popup(() => page.click(BUTTON));
      await until(() => site.sessions.length === 1, 'the first request');
      await page.js("document.querySelector('enode-link-button').cancel()");
      await closes(first);
      const second = await openLinkUi(page);
      await site.release();
      await page.js('new Promise((resolve) => setTimeout(resolve, 500))');
      const shown = new URL(await second.url()).searchParams.get('to');
      assert.equal(shown, site.sessions[1]?.redirectUri);
      assert.equal(await page.windows(), 2);
      assert.deepEqual(
        (await outcomes(page)).map(({ reason }) => reason),
        ['aborted'],
      );
    });

    it('gives every try a link of its own: none is used twice (F55)', async () => {
      await page.go(site.page(element()));
      const links: string[] = [];
      for (const leave of ['#exit', '#complete']) {
        const popup = await openLinkUi(page);
        links.push(await popup.url());
        if (leave === '#complete') site.vendors = [tesla];
        await popup.click(leave);
        await until(async () => (await outcomes(page)).length === links.length, 'the outcome');
        await closes(popup);
      }
      assert.equal(new Set(links).size, 2);
      assert.equal(site.sessions.length, 2);
    });

    it('may have a service worker that answers with the app itself: an error that says so (F52, F57)', async () => {
      site.script(
        '/worker.js',
        `addEventListener('install', () => skipWaiting());
        addEventListener('activate', (event) => event.waitUntil(clients.claim()));
        addEventListener('fetch', (event) => {
          if (new URL(event.request.url).pathname === '/session') event.respondWith(
            new Response('<h1>The app</h1>', { headers: { 'content-type': 'text/html' } }));
        });`,
      );
      await page.go(
        site.page(`${element()}<script nonce="page">
          navigator.serviceWorker.addEventListener('controllerchange', () => { window.controlled = true; });
          navigator.serviceWorker.register('/worker.js');
        </script>`),
      );
      await until(() => page.js('window.controlled'), 'the worker');
      const popup = await page.popup(() => page.click(BUTTON));
      const { error, message } = await outcome(page);
      assert.equal(error, 'session-invalid');
      assert.match(String(message), /linkUrl/);
      await alert(popup);
      assert.equal(site.sessions.length, 0, 'the worker answered');
    });
  });
}
