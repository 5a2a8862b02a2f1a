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
import { engines, type Engine } from './engines.js';
import { launchPuppeteer } from './drivers/puppeteer-browser.js';
import { launchWebKit } from './drivers/webkit-browser.js';

export { engines, type Engine };
export { until } from './drivers/until.js';

/** What can be done in a document. A selector is CSS, and ` >>> ` enters an open shadow root. */
export interface Frame {
  /** The value of an expression, through JSON; a promise is awaited. */
  js(expression: string): Promise<unknown>;
  /** Clicks the middle of an element with the mouse, as soon as there is one. */
  click(selector: string): Promise<void>;
  /** Replaces the text of a field, with the keyboard. */
  fill(selector: string, text: string): Promise<void>;
  /** The document inside an `<iframe>` of any origin. */
  frame(selector: string): Promise<Frame>;
}

/** A window. Windows that it opens share its profile. */
export interface Page extends Frame {
  go(url: string): Promise<void>;
  /** Goes back in the history, as the button of the browser does. Does not wait for the page. */
  back(): Promise<void>;
  url(): Promise<string>;
  title(): Promise<string>;
  /** Types into the element that has the focus. */
  type(text: string): Promise<void>;
  /** Presses one key, such as `Enter`, or several together, such as `Shift+Tab`. */
  press(key: string): Promise<void>;
  /** The size of the content in CSS pixels. WebKitGTK's windows are never under 447 px wide. */
  resize(width: number, height: number): Promise<void>;
  /** The window that `act` opens. */
  popup(act: () => Promise<void>): Promise<Page>;
  /** The next window of the profile that no call has returned yet. */
  waitForPopup(): Promise<Page>;
  /** How many windows of the profile are open. */
  windows(): Promise<number>;
  /** Writes a PNG of what the window shows. */
  screenshot(file: string): Promise<void>;
  isClosed(): Promise<boolean>;
  /** Closes the window, as the user does. */
  close(): Promise<void>;
}

export interface Browser {
  readonly engine: Engine;
  readonly version: string;
  /** A window in a fresh profile. WebKitGTK has one profile at a time: call `closePages` between. */
  newPage(): Promise<Page>;
  /**
   * The same window each time, blank again and alone in its profile, for a fraction of the work of a
   * fresh one. What earlier pages have stored is still there for pages of their origins: a test
   * that must not meet it needs an origin of its own.
   */
  blankPage(): Promise<Page>;
  /** Closes all windows and forgets their profiles. */
  closePages(): Promise<void>;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  /** Firefox opens popups as tabs, which hide the page that opened them. The others never do. */
  readonly popupsInTabs?: boolean;
  /** Takes Chromium's headless shell if it is installed: it has no popup blocker. */
  readonly pagesOnly?: boolean;
}

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
