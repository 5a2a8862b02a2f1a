/**
 * How the widget learns that the user has finished, with the built package: windows that show errors,
 * return pages that send nothing or send it twice, pages that are left. See docs/reliability.md, F18
 * to F36.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  reaches,
  shows,
  state,
  tesla,
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

for (const engine of engines()) {
  describe(`an attempt in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    const wait = (ms: number): Promise<unknown> =>
      page.js(`new Promise((resolve) => setTimeout(resolve, ${ms}))`);

    it('takes no page that cannot be reached for a closed window (F25)', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      const linkUi = await popup.url();
      await popup.js(
        `void setTimeout(() => { location.href = 'http://127.0.0.1:${await closedPort()}/'; })`,
      );
      await until(async () => (await popup.title()) !== 'Link UI', 'the error page');
      // Longer than the grace after a window that reads as closed.
      await wait(3500);
      assert.equal(await state(page), 'open');
      assert.deepEqual(await outcomes(page), []);
      await popup.go(linkUi);
      site.vendors = [tesla];
      await popup.click('#complete');
      assert.deepEqual((await outcome(page)).added, [tesla]);
      await closes(popup);
    });

    it('goes on behind a return page that is silent, and finds what was linked all the same (F29)', async () => {
      await page.go(
        site.page(
          '<enode-link-button session-url="/session" user-url="/user" callback-url="/silent"></enode-link-button>',
        ),
      );
      const popup = await openLinkUi(page);
      site.vendors = [tesla];
      await popup.click('#complete');
      await shows(popup, 'Silent');
      await wait(500);
      assert.deepEqual(await outcomes(page), []);
      await popup.close();
      const success = await outcome(page);
      assert.deepEqual(
        [success.type, success.via, success.added],
        ['success', 'verification', [tesla]],
      );
    });

    it('hears one return once, however often its address is opened again (F33)', async () => {
      await page.go(site.page(`${element()}<a target="_blank">Again</a>`));
      const popup = await openLinkUi(page);
      const address = String(site.sessions[0]?.redirectUri);
      site.vendors = [tesla];
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
      await closes(popup);
      for (const query of ['', '&error=cancelledByUser']) {
        await page.js(`void (document.querySelector('a').href = '${address}${query}')`);
        // Whether a window that a link opened may close itself is the browser's to say. One that
        // does may be gone before it is found.
        const again = await page.popup(() => page.click('a')).catch(() => undefined);
        const isDone = async (): Promise<boolean> =>
          (await page.windows()) === 1 || (await again?.title()) === 'You can close this window.';
        await until(isDone, 'the end of the second return');
        if ((await page.windows()) > 1) await again?.close();
      }
      assert.equal((await outcomes(page)).length, 1);
      assert.equal(await state(page), 'linked');
    });

    it('says that the window can be closed where it cannot close itself, and goes nowhere (F32, F35)', async () => {
      const strange = 'AAAAAAAAAAAAAAAAAAAAAA';
      await page.go(site.page(element()));
      await page.go(`${site.host}/callback?enode_link=${strange}&error=x&error_message=y`);
      assert.equal(await page.url(), `${site.host}/callback`, 'the query is off the address');
      await shows(page, 'You can close this window.');
      assert.match(
        String(await page.js('document.body.innerText')),
        /You can close this window\.$/,
      );
      for (const nonce of ['', 'short', 'x'.repeat(400), `${strange}%22%3E`]) {
        await page.go(`${site.host}/callback?enode_link=${nonce}&enode_link=${strange}`);
        assert.equal(await page.url(), `${site.host}/callback`);
        assert.match(String(await page.js('document.body.innerText')), /Return page/);
      }
    });

    it('finds what was linked on another device, when the user comes back (F36)', async () => {
      await page.go(site.page(element('mode="redirect"')));
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.back();
      await shows(page, 'Host');
      const success = await outcome(page);
      assert.deepEqual(
        [success.type, success.via, success.added],
        ['success', 'verification', [tesla]],
      );
    });

    it('finds it in a window that is out of sight too, when the user comes back to the page (F36)', async () => {
      await page.go(site.page(element()));
      await openLinkUi(page);
      await page.js('void setTimeout(() => location.reload())');
      await reaches(page, 'detached');
      // It looks by itself when it is loaded and shown: that must not be what finds the vendor.
      const looks = () => site.requests.filter((path) => path.startsWith('/user')).length;
      await until(async () => {
        const before = looks();
        await page.js('new Promise((resolve) => setTimeout(resolve, 300))');
        return before >= 2 && looks() === before;
      }, 'the page to have looked');
      site.vendors = [tesla];
      await page.click(BUTTON);
      const success = await outcome(page);
      assert.deepEqual(
        [success.type, success.via, success.added],
        ['success', 'verification', [tesla]],
      );
      assert.equal((await events(page)).filter(({ type }) => type === 'start').length, 0);
    });
  });
}

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
