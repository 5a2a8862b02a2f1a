/**
 * Chromium over the DevTools protocol and Firefox over WebDriver BiDi, both through puppeteer-core.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { puppeteerCore } from '@web/test-runner-chrome';
import { chromiumOptions, firefoxOptions } from '../launch-options.js';
import type { Browser, Frame, LaunchOptions, Page } from './browser.js';
import { findElement } from './find-element.js';
import { until } from './until.js';

type PuppeteerBrowser = Awaited<ReturnType<typeof puppeteerCore.launch>>;
type PuppeteerContext = Awaited<ReturnType<PuppeteerBrowser['createBrowserContext']>>;
type PuppeteerPage = Awaited<ReturnType<PuppeteerContext['newPage']>>;
type PuppeteerFrame = ReturnType<PuppeteerPage['mainFrame']>;
type PuppeteerKey = Parameters<PuppeteerPage['keyboard']['press']>[0];
type Evaluate = (expression: string) => Promise<unknown>;

/** Puppeteer's own connection: with it a script is evaluated without counting as a user's gesture. */
interface BidiInternals {
  readonly connection: { send(method: string, params: object): Promise<BidiAnswer> };
}
interface BidiAnswer {
  readonly result: {
    readonly result?: { readonly value?: string };
    readonly exceptionDetails?: { readonly text: string };
  };
}

const FELT_WITHIN_MS = 1000;
const CLOSED_WITHIN_MS = 1000;
/** Puppeteer's size for a window. */
const VIEWPORT = { width: 800, height: 600 };

/** Users have throttled timers and a back/forward cache; puppeteer switches both off by these. */
const REALISTIC = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
];

/** The browser does not report requests and issues to puppeteer: no test reads them. */
const UNWATCHED = { networkEnabled: false, issuesEnabled: false };

export async function launchPuppeteer(
  engine: 'chromium' | 'firefox',
  options: LaunchOptions,
): Promise<Browser> {
  const common = { headless: true, timeout: 90_000, protocolTimeout: 60_000, ...UNWATCHED };
  const chromium = engine === 'chromium' ? chromiumOptions(options) : undefined;
  const browser = await puppeteerCore.launch(
    chromium
      ? {
          ...common,
          ...chromium,
          ignoreDefaultArgs: [...chromium.ignoreDefaultArgs, ...REALISTIC],
        }
      : { ...common, ...firefoxOptions(options) },
  );
  const contexts = new Set<PuppeteerContext>();
  const open = async () => {
    const context = await browser.createBrowserContext();
    contexts.add(context);
    const profile = new Profile(browser, context, engine);
    const first = await context.newPage();
    const page = await profile.handOut(first);
    return { page, clear: () => profile.clear(first) };
  };
  /** What `blankPage` hands out. */
  let kept: Awaited<ReturnType<typeof open>> | undefined;
  const closePages = async () => {
    kept = undefined;
    for (const context of contexts) {
      contexts.delete(context);
      await context.close();
    }
  };
  return {
    engine,
    version: await browser.version(),
    newPage: async () => (await open()).page,
    async blankPage() {
      // A window that a test has closed, or that hangs, goes with its profile.
      await kept?.clear().catch(closePages);
      kept ??= await open();
      return kept.page;
    },
    closePages,
    stop: () => browser.close(),
  };
}

/** The windows of one profile, and which of them a test already has. */
class Profile {
  readonly #browser: PuppeteerBrowser;
  readonly #context: PuppeteerContext;
  readonly #engine: 'chromium' | 'firefox';
  readonly #handedOut = new Set<PuppeteerPage>();

  constructor(
    browser: PuppeteerBrowser,
    context: PuppeteerContext,
    engine: 'chromium' | 'firefox',
  ) {
    this.#browser = browser;
    this.#context = context;
    this.#engine = engine;
  }

  async handOut(page: PuppeteerPage): Promise<Page> {
    this.#handedOut.add(page);
    const evaluate = this.#engine === 'chromium' ? await quietly(page) : this.#quietly(page);
    const waitForPopup = () => this.#waitForPopup();
    return {
      ...frameOf(page, page.mainFrame(), evaluate),
      async go(url) {
        await page.goto(url);
      },
      // By script: puppeteer waits for a load event, which a cached page does not have.
      async back() {
        await evaluate('void setTimeout(() => history.back())');
      },
      url: async () => String(await evaluate('location.href')),
      title: () => page.title(),
      type: (text) => page.keyboard.type(text),
      press: (combination) => pressTogether(page, combination),
      resize: (width, height) => page.setViewport({ width, height }),
      async popup(act) {
        await act();
        return await waitForPopup();
      },
      waitForPopup,
      windows: async () => (await this.#context.pages()).length,
      async screenshot(file) {
        await page.screenshot({ path: file });
      },
      isClosed: () => Promise.resolve(page.isClosed()),
      close: () => page.close(),
    };
  }

  /** Closes all other windows, and makes this one blank and of the usual size. */
  async clear(first: PuppeteerPage): Promise<void> {
    for (const page of await this.#context.pages()) {
      if (page !== first) await page.close();
    }
    await first.goto('about:blank');
    const { width, height } = first.viewport() ?? VIEWPORT;
    if (width !== VIEWPORT.width || height !== VIEWPORT.height) await first.setViewport(VIEWPORT);
  }

  /** Asking for the list is steadier than the popup event, which comes early in Firefox. */
  async #waitForPopup(): Promise<Page> {
    const isNew = (page: PuppeteerPage) => !this.#handedOut.has(page);
    const popup = await until(
      async () => (await this.#context.pages()).find(isNew),
      'a popup to open',
    );
    return await this.handOut(popup);
  }

  /** Firefox: evaluates without a gesture. */
  #quietly(page: PuppeteerPage): Evaluate {
    const { connection } = this.#browser as unknown as BidiInternals;
    // In WebDriver BiDi the id of the main frame is that of the window.
    const { _id: context } = page.mainFrame() as unknown as { readonly _id: string };
    return async (expression) => {
      const { result } = await connection.send('script.evaluate', {
        expression: asJson(expression),
        target: { context },
        awaitPromise: true,
        userActivation: false,
      });
      if (result.exceptionDetails) throw new Error(result.exceptionDetails.text);
      return fromJson(result.result?.value);
    };
  }
}

/** Chromium: evaluates without a gesture. */
async function quietly(page: PuppeteerPage): Promise<Evaluate> {
  const session = await page.createCDPSession();
  return async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: asJson(expression),
      awaitPromise: true,
      returnByValue: true,
      userGesture: false,
    });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return fromJson(result.value);
  };
}

function frameOf(page: PuppeteerPage, frame: PuppeteerFrame, evaluate: Evaluate): Frame {
  const find = async (selector: string) => {
    // Waits without a gesture first: puppeteer's handles are got with one.
    await until(() => evaluate(`${findElement(selector)} !== null`), `an element ${selector}`);
    const handle = (await frame.evaluateHandle(findElement(selector))).asElement();
    if (!handle) throw new Error(`The element ${selector} went away`);
    return handle as NonNullable<Awaited<ReturnType<PuppeteerFrame['$']>>>;
  };
  return {
    js: evaluate,
    async click(selector) {
      const found = await find(selector);
      await found.click().catch(async (error: unknown) => {
        // A click that closes its own window takes the answer with it.
        await until(() => page.isClosed(), 'the window to close', CLOSED_WITHIN_MS).catch(() => {
          throw error;
        });
      });
    },
    async fill(selector, text) {
      // Three clicks select what is there; typing then replaces it.
      await (await find(selector)).click({ count: 3 });
      await page.keyboard.press('Backspace');
      await page.keyboard.type(text);
    },
    async frame(selector) {
      const handle = await find(selector);
      const inner = await until(() => handle.contentFrame(), `a document in ${selector}`);
      const loud = async (expression: string) => fromJson(await inner.evaluate(asJson(expression)));
      const framed = frameOf(page, inner, loud);
      return { ...framed, click: (selector) => clickInFrame(framed, selector) };
    },
  };
}

/**
 * Clicks until the frame has noticed it or has navigated: a browser drops clicks on a frame of another
 * process that it has not drawn yet.
 */
async function clickInFrame(frame: Frame, selector: string): Promise<void> {
  await until(async () => {
    await frame.js(
      `window.felt = false, addEventListener('click', () => { felt = true }, { capture: true, once: true })`,
    );
    await frame.click(selector);
    const giveUp = Date.now() + FELT_WITHIN_MS;
    while (Date.now() < giveUp) {
      const felt = await frame.js('window.felt').catch(() => undefined);
      if (felt !== false) return true;
      await sleep(20);
    }
    return false;
  }, `the frame to notice a click on ${selector}`);
}

async function pressTogether(page: PuppeteerPage, combination: string): Promise<void> {
  const names = (combination === '+' ? ['+'] : combination.split('+')) as PuppeteerKey[];
  for (const name of names) await page.keyboard.down(name);
  for (const name of names.reverse()) await page.keyboard.up(name);
}

/** Through JSON in all engines, so that all of them return the same values. */
const asJson = (expression: string) => `(async () => JSON.stringify(await (${expression})))()`;
const fromJson = (json: unknown): unknown =>
  typeof json === 'string' ? JSON.parse(json) : undefined;
