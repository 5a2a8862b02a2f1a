/**
 * Opener policies on the host page, on Link UI and on the return page, in every mode: exactly one
 * outcome, the true one, and no linked device is lost. See docs/reliability.md, F18 to F21. Only a popup
 * can be cut off from its opener, so it meets every combination of policies; redirect and dialog meet
 * every pair, and with `npm run test:matrix` every combination too.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, until, type Page } from '../support/drivers.js';
import { BUTTON, element, events, outcomes, shows, state, tesla } from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

const POLICIES = ['unset', 'same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'];

/** Of Link UI and of the return page. */
const COMBINATIONS = POLICIES.flatMap((link) =>
  POLICIES.map((callback) => [link, callback] as const),
);

/** Of all combinations those in which each two places meet in each two policies: a Latin square. */
function pairsFor(host: string): typeof COMBINATIONS {
  if (process.env.MATRIX === 'whole') return COMBINATIONS;
  const index = (policy: string): number => POLICIES.indexOf(policy);
  return COMBINATIONS.filter(
    ([link, callback]) => index(callback) === (index(host) + index(link)) % POLICIES.length,
  );
}

const header = (policy: string): Record<string, string> =>
  policy === 'unset' ? {} : { 'cross-origin-opener-policy': policy };

// Most of the time is spent waiting for windows: the browsers do that side by side.
describe('the matrix', { concurrency: true }, () => {
  for (const engine of engines()) {
    describe(`opener policies in ${engine}`, { timeout: 900_000, concurrency: 1 }, () => {
      let site: Site;
      let page: Page;
      // A hidden page, with slow timers, is the harder one to reach. No window is refused here.
      withHostPage(engine, (given) => ({ site, page } = given), {
        popupsInTabs: true,
        pagesOnly: true,
      });

      const success = () =>
        until(async () => (await events(page)).find(({ type }) => type === 'success'), 'a success');

      // Link UI returns at once, as fast as it can: the hardest hand-off there is.
      for (const host of POLICIES) {
        it(`a popup hears every return on a host page with ${host} (F18, F19, F20, F21)`, async () => {
          await page.go(
            site.page(
              '<enode-link-button session-url="/session" callback-url="/callback"></enode-link-button>',
              header(host),
            ),
          );
          for (const [index, [link, callback]] of COMBINATIONS.entries()) {
            site.linkQuery = `auto&coop=${link === 'unset' ? '' : link}`;
            site.callbackHeaders = header(callback);
            await page.click(BUTTON);
            await until(
              async () => (await outcomes(page)).length > index,
              `an outcome with Link UI ${link} and return page ${callback}`,
            );
            const all = await outcomes(page);
            assert.deepEqual(
              [all.length, all.at(-1)?.type],
              [index + 1, 'success'],
              `Link UI ${link}, return page ${callback}`,
            );
            await until(async () => (await page.windows()) === 1, 'the window to close itself');
          }
        });
      }

      for (const policy of POLICIES) {
        it(`a popup that is worked in under ${policy} is not given up while the user is in it (F18)`, async () => {
          site.linkQuery = policy === 'unset' ? '' : `coop=${policy}`;
          await page.go(site.page(element()));
          const popup = await page.popup(() => page.click(BUTTON));
          await shows(popup, 'Link UI');
          // Longer than the grace after a window that reads as closed.
          await page.js('new Promise((resolve) => setTimeout(resolve, 3500))');
          site.vendors = [tesla];
          await popup.click('#complete');
          const { added } = await success();
          assert.deepEqual(added, [tesla]);
          assert.ok(['linked'].includes(String(await state(page))));
        });
      }

      for (const host of POLICIES) {
        it(`a redirect hears returns on a host page with ${host} (F18, F19, F20)`, async () => {
          await page.go(site.page(element('mode="redirect"'), header(host)));
          for (const [link, callback] of pairsFor(host)) {
            site.linkQuery = `auto&coop=${link === 'unset' ? '' : link}`;
            site.callbackHeaders = header(callback);
            const vendor = { vendor: `${link} ${callback}`, isValid: true };
            // Known only once Link UI has been reached, or it would have been there before.
            site.onLink = () => (site.vendors = [vendor]);
            site.vendors = [];
            // The page is left some time after the click, and what it keeps is of the time before.
            await page.js('void (events.length = 0)');
            await page.click(BUTTON);
            const { added } = await until(
              async () => (await outcomes(page)).find(({ type }) => type === 'success'),
              `a success with Link UI ${link} and return page ${callback}`,
            );
            assert.deepEqual(added, [vendor]);
            assert.equal((await outcomes(page)).length, 1);
          }
        });

        it(`a dialog hears returns on a host page with ${host} (F18, F19, F20)`, async () => {
          await page.go(site.page(element('mode="iframe"'), header(host)));
          for (const [index, [link, callback]] of pairsFor(host).entries()) {
            site.linkQuery = `auto&coop=${link === 'unset' ? '' : link}`;
            site.callbackHeaders = header(callback);
            const vendor = { vendor: `${link} ${callback}`, isValid: true };
            site.onLink = () => (site.vendors = [vendor]);
            site.vendors = [];
            await page.click(BUTTON);
            await until(
              async () => (await outcomes(page)).length > index,
              `an outcome with Link UI ${link} and return page ${callback}`,
            );
            const all = await outcomes(page);
            assert.deepEqual([all.length, all.at(-1)?.added], [index + 1, [vendor]]);
          }
        });
      }
    });
  }
});
