/**
 * The race between a return page that closes itself and a page that sees it close, many times in a row,
 * with the processor kept busy: no outcome lost, none reported twice, no false cancel. `npm run test:soak`
 * plays two hundred hand-offs in each engine.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { engines, launch, until, type Browser } from '../support/drivers.js';
import { BUTTON, outcomes } from '../support/play.js';
import { startSite, type Site } from '../support/site.js';

const HAND_OFFS = Number(process.env.HAND_OFFS ?? 30);

// One load for all three, which are a load to each other as well.
describe('under load', { concurrency: true }, () => {
  let load: Worker;

  before(() => {
    load = new Worker('for (;;);', { eval: true });
  });
  after(async () => {
    await load.terminate();
  });

  for (const engine of engines()) {
    describe(engine, { timeout: 600_000 }, () => {
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

      it('loses no hand-off whose return page closes itself (F22)', async () => {
        site.linkQuery = 'auto';
        const page = await browser.newPage();
        await page.go(
          site.page(
            '<enode-link-button session-url="/session" callback-url="/callback"></enode-link-button>',
          ),
        );
        for (let round = 1; round <= HAND_OFFS; round += 1) {
          await page.click(BUTTON);
          await until(
            async () => (await outcomes(page)).length >= round,
            `outcome ${String(round)}`,
          );
          await until(async () => (await page.windows()) === 1, 'the window to close');
        }
        const all = await outcomes(page);
        assert.equal(all.length, HAND_OFFS);
        assert.deepEqual([...new Set(all.map(({ type }) => type))], ['success']);
      });
    });
  }
});
