/**
 * How the window opens or fails to open, with the built package and popup blockers on: windows that
 * browsers refuse, several tabs, clicks by script. See docs/reliability.md, F01 to F17.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { chromiumOptions } from '../support/launch-options.js';
import { endChild, startChild } from '../support/children.js';
import { engines, until, type Frame, type Page } from '../support/drivers.js';
import { BUTTON, closes, element, openLinkUi, outcome, outcomes, tesla } from '../support/play.js';
import { startSite, type Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

for (const engine of engines()) {
  describe(`an attempt in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    it('is refused, and says what to do, where a click handler first waits for seconds (F02)', async () => {
      await page.go(
        site.page(`${element('mode="popup"')}<button id="own">Link</button>
          <script nonce="page">
            own.addEventListener('click', () => setTimeout(async () => {
              window.result = await document.querySelector('enode-link-button').open();
            }, 5600));
          </script>`),
      );
      await page.click('#own');
      const { error, message } = await outcome(page);
      assert.equal(error, 'popup-blocked');
      assert.match(String(message), /directly in a click handler/);
      assert.equal(await until(() => page.js('window.result?.status'), 'the result'), 'failed');
      assert.deepEqual([await page.windows(), site.sessions.length], [1, 0]);
    });

    it("opens from a click on the host's own button, as on its own (F02)", async () => {
      await page.go(
        site.page(`${element()}<button id="own">Link</button><script nonce="page">
          own.addEventListener('click', () => document.querySelector('enode-link-button').open());
        </script>`),
      );
      const popup = await openLinkUi(page, '#own');
      site.vendors = [tesla];
      await popup.click('#complete');
      const { type, mode } = await outcome(page);
      assert.deepEqual([type, mode], ['success', 'popup']);
    });

    const commands = `<button id="own" commandfor="link" command="--open">Link</button>
      <button id="end" commandfor="link" command="--cancel">Stop</button>`;

    it('opens and is cancelled by commands of other buttons, without a script', async () => {
      await page.go(site.page(`${element('id="link" mode="popup"')}${commands}`));
      if (!(await page.js("'commandForElement' in HTMLButtonElement.prototype"))) {
        await page.click('#own');
        await page.click('#end');
        assert.deepEqual([await page.windows(), await outcomes(page)], [1, []], 'no harm is done');
        return;
      }
      const popup = await openLinkUi(page, '#own');
      await page.click('#end');
      const { type, mode, reason } = await outcome(page);
      assert.deepEqual([type, mode, reason], ['cancel', 'popup', 'aborted']);
      await popup.close();
    });

    it('fails once and leaves no page where the frame around it lets no window open (F03, F04)', async () => {
      // Firefox throws here; the others give no window.
      const framed = (mode: string): string =>
        `<iframe id="${mode}" sandbox="allow-scripts allow-same-origin"
          src="${site.page(element(`mode="${mode}"`))}"></iframe>`;
      await page.go(site.page(framed('popup') + framed('auto')));
      for (const mode of ['popup', 'auto']) {
        const frame = await page.frame(`#${mode}`);
        await frame.click(BUTTON);
        assert.equal((await outcome(asPage(frame))).error, 'popup-blocked');
        assert.equal((await outcomes(asPage(frame))).length, 1);
      }
      assert.deepEqual([await page.windows(), site.sessions.length], [1, 0]);
    });

    it('keeps two tabs of one site apart, whichever is completed first (F10)', async () => {
      const again = site.page(element());
      await page.go(site.page(`${element()}<a href="${again}" target="_blank">Again</a>`));
      const first = await openLinkUi(page);
      const tab = await page.popup(() => page.click('a'));
      const second = await openLinkUi(tab);
      site.vendors = [tesla];
      await second.click('#complete');
      assert.equal((await outcome(tab)).type, 'success');
      await closes(second);
      assert.deepEqual(await outcomes(page), []);
      site.vendors = [];
      await first.click('#exit');
      assert.equal((await outcome(page)).reason, 'exited');
      await closes(first);
      assert.equal((await outcomes(tab)).length, 1);
    });

    it('mints no session for a click that a script makes up (F17)', async () => {
      await page.go(site.page(element('mode="popup"')));
      await until(() => page.js("!!customElements.get('enode-link-button')"), 'the element');
      await page.js(`document.querySelector('enode-link-button').shadowRoot.querySelector('button')
        .dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }))`);
      assert.equal((await outcome(page)).error, 'popup-blocked');
      assert.deepEqual([await page.windows(), site.sessions.length], [1, 0]);
    });
  });
}

// Only Chromium shows pages ahead of a visit, and never one that a tool is connected to: so nobody
// drives this browser. What its pages ask for tells enough.
if (engines().includes('chromium')) {
  describe('a page that is made ahead of the visit', { timeout: 60_000 }, () => {
    it('asks the host for nothing, though it focuses the button (F16; Chromium only)', async () => {
      const site = await startSite();
      const home = await mkdtemp(join(tmpdir(), 'ahead-'));
      const address = new URL(
        site.page(`${element('prefetch="intent"')}<script type="module">
          await customElements.whenDefined('enode-link-button');
          document.querySelector('enode-link-button').focus();
          setTimeout(() => fetch('/user?ahead=' + document.prerendering), 300);
        </script>`),
      ).pathname;
      const rules = JSON.stringify({ prerender: [{ urls: [address], eagerness: 'immediate' }] });
      const start = site.page(`<script type="speculationrules">${rules}</script>`);
      const { executablePath, args } = chromiumOptions();
      const options = [...args, '--headless', `--user-data-dir=${home}`, start];
      const child = startChild(executablePath, options, { stdio: 'ignore' });
      try {
        await until(() => site.requests.includes('/user?ahead=true'), 'the page to be made');
        const asked = site.requests.filter((path) => /^\/(session|user)/.test(path));
        assert.deepEqual(asked, ['/user?ahead=true']);
      } finally {
        const ended = once(child, 'exit');
        endChild(child);
        await ended;
        site.close();
        await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      }
    });
  });
}

/** What play.ts asks of a page is in a frame too. */
const asPage = (frame: Frame): Page => frame as Page;
