/**
 * WebKitGTK over classic WebDriver: starts a virtual display and WebKitWebDriver, and speaks HTTP
 * with it (https://www.w3.org/TR/webdriver2/). Knows nothing of tests. A session is one browser
 * with a fresh profile; the driver holds one at a time. Its popup blocker is on by default.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { webkitPrograms } from './browsers.mjs';
import { endChild, startChild } from './children.mjs';

const START_TIMEOUT_MS = 30_000;
const COMMAND_TIMEOUT_MS = 60_000;
/** A script sent while a page changes its process may get lost: who waits for something asks again. */
const SCRIPT_TIMEOUT_MS = 8_000;
/** A browser that starts or ends takes a second or two, or hangs. */
const SESSION_TIMEOUT_MS = 20_000;
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Key names of the UI Events specification to the code points of WebDriver. */
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};
const BUTTONS = { left: 0, middle: 1, right: 2 };

/** Starts the driver. The browser sees a desktop without motion, as the others do (browsers.mjs). */
export async function startWebKit() {
  const programs = webkitPrograms();
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  const children = [];
  const stop = () => {
    for (const child of children.splice(0).reverse()) endChild(child);
    removeFolder(home);
  };
  try {
    const display = await startDisplay(programs.xvfb, children);
    writeGtkSettings(home);
    const port = await freePort();
    children.push(
      startChild(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], {
        stdio: 'ignore',
        env: {
          ...process.env,
          DISPLAY: display,
          GDK_BACKEND: 'x11',
          LIBGL_ALWAYS_SOFTWARE: '1',
          WEBKIT_SKIA_ENABLE_CPU_RENDERING: '1',
          NO_AT_BRIDGE: '1',
          XDG_CACHE_HOME: home,
          XDG_CONFIG_HOME: home,
          XDG_DATA_HOME: home,
        },
      }),
    );
    const base = `http://127.0.0.1:${port}`;
    await driverIsReady(base);
    return { newSession: () => newSession(base, programs.browser), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function newSession(base, binary) {
  const alwaysMatch = {
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  };
  const { sessionId, capabilities } = await call(
    base,
    'POST',
    '/session',
    { capabilities: { alwaysMatch } },
    SESSION_TIMEOUT_MS,
  );
  const path = `${base}/session/${sessionId}`;
  const get = (command) => call(path, 'GET', command);
  const post = (command, body = {}) => call(path, 'POST', command, body);
  const js = (script, ...scriptArgs) =>
    call(path, 'POST', '/execute/sync', { script, args: scriptArgs }, SCRIPT_TIMEOUT_MS);
  const element = (found) => `/element/${found[ELEMENT]}`;
  const pointer = (...actions) =>
    post('/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
    });
  const keys = (actions) => post('/actions', { actions: [{ type: 'key', id: 'keys', actions }] });
  const moveTo = (x, y) => ({ type: 'pointerMove', duration: 0, x, y });
  const down = (button) => ({ type: 'pointerDown', button: BUTTONS[button] });
  const up = (button) => ({ type: 'pointerUp', button: BUTTONS[button] });

  return {
    version: capabilities.browserVersion,
    go: (url) => post('/url', { url }),
    back: () => post('/back'),
    url: () => get('/url'),
    title: () => get('/title'),
    /** Runs the body of a function; its value comes back as JSON, an element as a reference. */
    js,

    windows: () => get('/window/handles'),
    switchTo: (handle) => post('/window', { handle }),
    closeWindow: () => call(path, 'DELETE', '/window'),
    size: () => get('/window/rect'),
    resize: (width, height) => post('/window/rect', { width, height }),
    /** Into the frame of this element, or with null out to the page. */
    switchToFrame: (id) => post('/frame', { id }),

    click: (found) => post(`${element(found)}/click`),
    clear: (found) => post(`${element(found)}/clear`),
    type: (text) => keys([...text].flatMap(press)),
    /** One key by its name, or several held together: `Shift+Tab`. */
    press(combination) {
      const names = combination === '+' ? ['+'] : combination.split('+');
      const values = names.map((name) => KEYS[name] ?? name);
      return keys([
        ...values.map((value) => ({ type: 'keyDown', value })),
        ...values.reverse().map((value) => ({ type: 'keyUp', value })),
      ]);
    },
    mouseMove: (x, y) => pointer(moveTo(x, y)),
    mouseDown: (button = 'left') => pointer(down(button)),
    mouseUp: (button = 'left') => pointer(up(button)),
    mouseClick: (x, y, button = 'left') => pointer(moveTo(x, y), down(button), up(button)),

    /** A PNG of the window as a Buffer. */
    async screenshot() {
      // Before two frames have been drawn the picture is blank.
      await post('/execute/async', {
        script: `const done = arguments[0];
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));`,
        args: [],
      });
      return Buffer.from(await get('/screenshot'), 'base64');
    },
    end: () => call(path, 'DELETE', '', undefined, SESSION_TIMEOUT_MS),
  };
}

const press = (value) => [
  { type: 'keyDown', value },
  { type: 'keyUp', value },
];

async function call(base, method, path, body, timeoutMs = COMMAND_TIMEOUT_MS) {
  const response = await fetch(base + path, {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
  return value;
}

async function driverIsReady(base) {
  const giveUp = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      if ((await call(base, 'GET', '/status')).ready) return;
    } catch (error) {
      if (Date.now() > giveUp) throw new Error('WebKitWebDriver does not answer', { cause: error });
    }
    await sleep(50);
  }
}

/** Xvfb picks a free display itself and writes its number to the file descriptor named. */
function startDisplay(xvfb, children) {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const child = startChild(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdio[3].once('data', (number) => resolve(`:${String(number).trim()}`));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
  });
}

function writeGtkSettings(home) {
  mkdirSync(join(home, 'gtk-3.0'));
  writeFileSync(join(home, 'gtk-3.0', 'settings.ini'), '[Settings]\ngtk-enable-animations=0\n');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function removeFolder(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    // The browser is still writing on its way out. The system clears its temporary folder.
  }
}
