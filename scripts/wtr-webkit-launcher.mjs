/**
 * A browser launcher of @web/test-runner for WebKitGTK: test pages run one after the other in one
 * window. Its type is `webdriver`, which makes the sendMouse and sendKeys commands work.
 */
import { startWebKit } from './webkit-driver.mjs';

export function webkitLauncher() {
  let driver;
  let session;
  const pages = new Map();

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
    getBrowserUrl: (id) => pages.get(id),
    async stopSession(id) {
      await session.go('about:blank');
      pages.delete(id);
      return {};
    },
    startDebugSession() {
      throw new Error('WebKitGTK has no debug session here: use Chromium for that.');
    },
    async stop() {
      // A browser that crashed has no session to end; the driver ends all the same.
      await session?.end().catch(() => {});
      driver?.stop();
      driver = session = undefined;
    },

    sendMouseMove: (id, x, y) => session.mouseMove(x, y),
    sendMouseDown: (id, button) => session.mouseDown(button),
    sendMouseUp: (id, button) => session.mouseUp(button),
    sendMouseClick: (id, x, y, button) => session.mouseClick(x, y, button),
    resetMouse: () => session.mouseMove(0, 0),
    /** One item for sendKeys({press}), one item for each character for sendKeys({type}). */
    async sendKeys(id, keys) {
      for (const key of keys) await session.press(key);
    },
  };
}
