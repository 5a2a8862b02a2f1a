/**
 * A browser launcher of @web/test-runner for WebKitGTK: test pages run one after the other in one
 * window. Its type is `webdriver`, which makes the commands sendMouse and sendKeys work.
 */
import type { BrowserLauncher } from '@web/test-runner';
import {
  startWebKit,
  type WebKitButton,
  type WebKitDriver,
  type WebKitSession,
} from '../webkit-driver.js';

/** What the commands look for in a launcher of this type, beside the launcher's own interface. */
interface InputCommands {
  sendMouseMove(id: string, x: number, y: number): Promise<void>;
  sendMouseDown(id: string, button?: WebKitButton): Promise<void>;
  sendMouseUp(id: string, button?: WebKitButton): Promise<void>;
  sendMouseClick(id: string, x: number, y: number, button?: WebKitButton): Promise<void>;
  resetMouse(): Promise<void>;
  sendKeys(id: string, keys: readonly string[]): Promise<void>;
}

export function webkitLauncher(): BrowserLauncher & InputCommands {
  let driver: WebKitDriver | undefined;
  let session: WebKitSession | undefined;
  const pages = new Map<string, string>();
  const window = (): WebKitSession => {
    if (!session) throw new Error('WebKitGTK has no window yet');
    return session;
  };

  return {
    name: 'WebKitGTK',
    type: 'webdriver',
    concurrency: 1,

    async startSession(id, url) {
      driver ??= await startWebKit();
      session ??= await driver.newSession();
      pages.set(id, url);
      await session.go(url);
    },
    isActive: (id) => pages.has(id),
    getBrowserUrl: (id) => pages.get(id) ?? '',
    async stopSession(id) {
      await window().go('about:blank');
      pages.delete(id);
      return {};
    },
    startDebugSession() {
      throw new Error('WebKitGTK has no debug session here: use Chromium for that.');
    },
    async stop() {
      // A browser that crashed has no session to end; the driver ends all the same.
      await session?.end().catch(() => undefined);
      driver?.stop();
      driver = session = undefined;
    },

    sendMouseMove: (_, x, y) => window().mouseMove(x, y),
    sendMouseDown: (_, button) => window().mouseDown(button),
    sendMouseUp: (_, button) => window().mouseUp(button),
    sendMouseClick: (_, x, y, button) => window().mouseClick(x, y, button),
    resetMouse: () => window().mouseMove(0, 0),
    /** One item for sendKeys({press}), one item for each character for sendKeys({type}). */
    async sendKeys(_, keys) {
      for (const key of keys) await window().press(key);
    },
  };
}
