/**
 * Every combination of opener policies on the host page, on Link UI and on the return page, in every
 * mode: one true outcome, and nothing linked is lost. See docs/reliability.md, F18 to F21.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { engines, launch, until, type Browser, type Page } from './drivers.js';
import { BUTTON, element, events, outcomes, reaches, shows, state, tesla } from './play.js';
import { startSite, type Site } from './site.js';

const POLICIES = ['unset', 'same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'];

const header = (policy: string): Record<string, string> =>
  policy === 'unset' ? {} : { 'cross-origin-opener-policy': policy };

for (const engine of engines()) {
  describe(`opener policies in ${engine}`, { timeout: 900_000 }, () => {
    let site: Site;
    let browser: Browser;

    before(async () => {
      site = await startSite();
      browser = await launch(engine);
    });
    after(async () => {
      await browser.stop();
      site.close();
    });

    const success = async (page: Page) =>
      until(async () => (await events(page)).find(({ type }) => type === 'success'), 'a success');

    /** Link UI returns at once, as fast as it can: the hardest hand-off there is. */
    const linkAtOnce = async (page: Page, isDone: () => Promise<void>): Promise<void> => {
      site.vendors = [];
      await page.click(BUTTON);
      await isDone();
    };

    for (const host of POLICIES) {
      it(`a popup hears every return on a host page with ${host} (F18, F19, F20, F21)`, async () => {
        site.reset();
        const page = await browser.newPage();
        await page.go(
          site.page(
            '<enode-link-button session-url="/session" callback-url="/callback"></enode-link-button>',
            header(host),
          ),
        );
        let round = 0;
        for (const link of POLICIES) {
          for (const callback of POLICIES) {
            site.linkQuery = `auto&coop=${link === 'unset' ? '' : link}`;
            site.callbackHeaders = header(callback);
            round += 1;
            const expected = round;
            await linkAtOnce(page, async () => {
              await until(
                async () => (await outcomes(page)).length >= expected,
                `an outcome with Link UI ${link} and return page ${callback}`,
              ).catch(async (error: unknown) => {
                const seen = (await events(page)).slice(-4);
                throw new Error(JSON.stringify({ seen, requests: site.requests.slice(-6) }), {
                  cause: error,
                });
              });
            });
            const all = await outcomes(page);
            assert.deepEqual(
              [all.length, all.at(-1)?.type],
              [expected, 'success'],
              `Link UI ${link}, return page ${callback}`,
            );
            await until(async () => (await page.windows()) === 1, 'the window to close itself');
          }
        }
        await browser.closePages();
      });
    }

    for (const policy of POLICIES) {
      it(`a popup that is worked in under ${policy} is not given up while the user is in it (F18)`, async () => {
        site.reset();
        site.linkQuery = policy === 'unset' ? '' : `coop=${policy}`;
        const page = await browser.newPage();
        await page.go(site.page(element()));
        const popup = await page.popup(() => page.click(BUTTON));
        await shows(popup, 'Link UI');
        // Longer than the grace after a window that reads as closed.
        await page.js('new Promise((resolve) => setTimeout(resolve, 3500))');
        site.vendors = [tesla];
        await popup.click('#complete');
        const { added } = await success(page);
        assert.deepEqual(added, [tesla]);
        assert.ok(['linked'].includes(String(await state(page))));
        await browser.closePages();
      });

      it(`a redirect survives ${policy} on every page`, async () => {
        site.reset();
        site.linkQuery = policy === 'unset' ? '' : `coop=${policy}`;
        site.callbackHeaders = header(policy);
        const page = await browser.newPage();
        await page.go(site.page(element('mode="redirect"'), header(policy)));
        await page.click(BUTTON);
        await shows(page, 'Link UI');
        site.vendors = [tesla];
        await page.click('#complete');
        assert.deepEqual((await success(page)).added, [tesla]);
        await browser.closePages();
      });

      it(`a dialog survives ${policy} on every page`, async () => {
        site.reset();
        site.linkQuery = policy === 'unset' ? '' : `coop=${policy}`;
        site.callbackHeaders = header(policy);
        const page = await browser.newPage();
        await page.go(site.page(element('mode="iframe"'), header(policy)));
        await page.click(BUTTON);
        await reaches(page, 'open');
        const frame = await page.frame('enode-link-button >>> iframe');
        await until(
          () => frame.js("!!document.querySelector('#complete')"),
          'Link UI in the frame',
        );
        site.vendors = [tesla];
        await frame.click('#complete');
        assert.deepEqual((await success(page)).added, [tesla]);
        await browser.closePages();
      });
    }
  });
}
