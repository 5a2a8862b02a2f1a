/**
 * One small page API over three browsers: what an end-to-end test needs to play a user with
 * several windows. Popup blockers are on, and `js` never counts as a gesture of the user, except in a
 * `frame` of Chromium and Firefox.
 *
 *   const browser = await launch('firefox');
 *   const page = await browser.newPage();
 *   await page.go(url);
 *   const popup = await page.popup(() => page.click('my-element >>> button'));
 *   …
 *   await browser.stop();
 *
 * Run one file: node --import tsx --test test/e2e/drivers.e2e.ts (BROWSERS=chromium,webkit).
 */
import type { Browser, LaunchOptions } from './drivers/browser.js';
import { launchPuppeteer } from './drivers/puppeteer-browser.js';
import { launchWebKit } from './drivers/webkit-browser.js';
import { engines, type Engine } from './engines.js';

export { engines, type Engine };
export type { Browser, Frame, LaunchOptions, Page } from './drivers/browser.js';
export { until } from './drivers/until.js';

/** The browsers that the test files of this process share, by engine and options, if they share any. */
let shared: Map<string, Browser> | undefined;

/**
 * Makes `launch` start one browser of each kind for all test files of this process, which run one after
 * the other: Firefox takes as long to start as to open a dozen windows. The `stop` of such a browser
 * only closes its windows. Returns the function that ends the browsers.
 */
export function shareBrowsers(): () => Promise<void> {
  const all = (shared = new Map<string, Browser>());
  return async () => {
    for (const browser of all.values()) await browser.stop();
  };
}

/** Starts a browser. Its processes end with `stop`, and at the latest with this process. */
export async function launch(engine: Engine, options: LaunchOptions = {}): Promise<Browser> {
  if (!shared) return await start(engine, options);
  const kind = kindOf(engine, options);
  // One that does not start is not kept: the next file tries again.
  const browser = shared.get(kind) ?? (await start(engine, options));
  shared.set(kind, browser);
  return { ...browser, stop: () => browser.closePages() };
}

/** Each option concerns one engine: the others need no browser of their own for it. */
function kindOf(
  engine: Engine,
  { popupsInTabs = false, pagesOnly = false }: LaunchOptions,
): string {
  if (engine === 'firefox') return `firefox, popups in tabs: ${String(popupsInTabs)}`;
  return engine === 'chromium' ? `chromium, pages only: ${String(pagesOnly)}` : engine;
}

function start(engine: Engine, options: LaunchOptions): Promise<Browser> {
  return engine === 'webkit' ? launchWebKit() : launchPuppeteer(engine, options);
}
