/**
 * WebKitGTK over classic WebDriver, where a command goes to the window and frame chosen before it:
 * each method here chooses first. Calls to two pages at once would get into each other's way.
 */
import { writeFile } from 'node:fs/promises';
import {
  startWebKit,
  type WebKitElement,
  type WebKitSession,
  type WebKitSize,
} from '../webkit-driver.js';
import type { Browser, Frame, Page } from './browser.js';
import { findElement } from './find-element.js';
import { until } from './until.js';

export async function launchWebKit(): Promise<Browser> {
  let driver = await startWebKit();
  // Now and then a browser does not start or does not end; then its driver cannot be used any more.
  const restart = async (): Promise<WebKitSession> => {
    driver.stop();
    driver = await startWebKit();
    return await driver.newSession();
  };
  const newSession = (): Promise<WebKitSession> => driver.newSession().catch(restart);
  let session: WebKitSession | undefined = await newSession();
  const { version } = session;
  let isFresh = true;
  const open = async () => {
    session ??= await newSession();
    isFresh = false;
    const [window] = await session.windows();
    if (window === undefined) throw new Error('WebKitGTK opened no window');
    const profile = new Profile(session);
    return { page: profile.handOut(window), clear: () => profile.clear(window) };
  };
  /** What `blankPage` hands out. */
  let kept: Awaited<ReturnType<typeof open>> | undefined;
  const closePages = async () => {
    kept = undefined;
    // One that cannot be ended goes with its driver, when the next is asked for.
    await session?.end().catch(() => undefined);
    session = undefined;
  };
  return {
    engine: 'webkit',
    version,
    async newPage() {
      if (session && !isFresh) {
        throw new Error('WebKitGTK has one profile at a time: call closePages() first.');
      }
      return (await open()).page;
    },
    async blankPage() {
      // A window that a test has closed, or that hangs, goes with its profile.
      await kept?.clear().catch(closePages);
      if (!kept && !isFresh) await closePages();
      kept ??= await open();
      return kept.page;
    },
    closePages,
    async stop() {
      try {
        await closePages();
      } finally {
        driver.stop();
      }
    },
  };
}

/** The windows of one session, and which of them a test already has. */
class Profile {
  readonly #session: WebKitSession;
  readonly #handedOut = new Set<string>();
  /** As the windows were before the first `resize`. */
  #size: WebKitSize | undefined;

  constructor(session: WebKitSession) {
    this.#session = session;
  }

  handOut(window: string): Page {
    this.#handedOut.add(window);
    const session = this.#session;
    const here = async () => {
      await session.switchTo(window);
    };
    const waitForPopup = () => this.#waitForPopup();
    const keepSize = async () => (this.#size ??= await session.size());
    return {
      ...frameOf(session, here),
      async go(url) {
        await here();
        await session.go(url);
        // A page may come in a new process, where the first script gets lost.
        await until(() => session.js('return true'), 'the page to answer a script', 30_000);
      },
      async back() {
        await here();
        await session.back();
      },
      async url() {
        await here();
        return await session.url();
      },
      async title() {
        await here();
        return await session.title();
      },
      async type(text) {
        await here();
        await session.type(text);
      },
      async press(key) {
        await here();
        await session.press(key);
      },
      async resize(width, height) {
        await here();
        await keepSize();
        await session.resize(width, height);
      },
      async popup(act) {
        await act();
        return await waitForPopup();
      },
      waitForPopup,
      windows: async () => (await session.windows()).length,
      async screenshot(file) {
        await here();
        await writeFile(file, await session.screenshot());
      },
      isClosed: async () => !(await session.windows()).includes(window),
      async close() {
        await here();
        await session.closeWindow();
      },
    };
  }

  /** Closes all other windows, and makes this one blank and of the usual size. */
  async clear(first: string): Promise<void> {
    const session = this.#session;
    for (const window of await session.windows()) {
      if (window === first) continue;
      await session.switchTo(window);
      await session.closeWindow();
    }
    await session.switchTo(first);
    await session.go('about:blank');
    if (this.#size) await session.resize(this.#size.width, this.#size.height);
    this.#size = undefined;
  }

  async #waitForPopup(): Promise<Page> {
    const isNew = (window: string) => !this.#handedOut.has(window);
    const popup = await until(
      async () => (await this.#session.windows()).find(isNew),
      'a popup to open',
    );
    return this.handOut(popup);
  }
}

/** `here` chooses the document that the next command is for. */
function frameOf(session: WebKitSession, here: () => Promise<void>): Frame {
  const find = (selector: string) =>
    until(async () => {
      await here();
      return (await session.js(`return ${findElement(selector)}`)) as WebKitElement | null;
    }, `an element ${selector}`);
  return {
    async js(expression) {
      await here();
      return await session.js(`return ${expression}`);
    },
    async click(selector) {
      await session.click(await find(selector));
    },
    async fill(selector, text) {
      const field = await find(selector);
      await session.clear(field);
      await session.click(field);
      await session.type(text);
    },
    frame(selector) {
      const inside = async () => {
        const frame = await find(selector);
        await session.switchToFrame(frame);
      };
      return Promise.resolve(frameOf(session, inside));
    },
  };
}
