/**
 * Takes the pictures in docs/images that show every state: `npm run docs:screenshots`. It uses
 * Chromium and the page "Every state" of the playground, so that the pictures show the real element.
 */
import { chromium, type BrowserContextOptions } from 'playwright-core';
import { startPlayground } from '../demo/playground.js';
import { chromiumOptions } from '../test/support/launch-options.js';

interface Picture {
  /** The checkboxes of the page that are checked. */
  readonly switches?: readonly string[];
  readonly browser?: BrowserContextOptions;
}

/** The pictures by name. */
const pictures: Readonly<Record<string, Picture>> = {
  states: {},
  'states-forced-colours': { browser: { forcedColors: 'active' } },
  'states-right-to-left': { switches: ['rtl'] },
  'states-phone': { browser: { viewport: { width: 360, height: 740 } } },
};

const playground = await startPlayground();
const browser = await chromium.launch(chromiumOptions());
try {
  for (const [name, { switches = [], browser: options = {} }] of Object.entries(pictures)) {
    const context = await browser.newContext({
      ...{ reducedMotion: 'reduce', viewport: { width: 1100, height: 900 } },
      ...options,
    });
    const page = await context.newPage();
    await page.goto(`${playground.url}states/`);
    for (const one of switches) await page.check(`[name=${one}]`);
    const section = page.locator('#cells > section', { hasText: 'en-GB' });
    for (const theme of ['light', 'dark']) {
      const frames = section.locator(`.frames.${theme} iframe`);
      await frames.first().contentFrame().locator(':state(cancelled)').nth(1).waitFor();
      await frames.nth(1).contentFrame().locator(':state(open)').waitFor();
    }
    await page.waitForLoadState('networkidle');
    await section.screenshot({ path: `docs/images/${name}.png` });
    console.log(`docs/images/${name}.png`);
    await context.close();
  }
} finally {
  await browser.close();
  await playground.close();
}
