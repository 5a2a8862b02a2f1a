/**
 * WebKitGTK over classic WebDriver: starts a virtual display and WebKitWebDriver, and speaks HTTP
 * with it (https://www.w3.org/TR/webdriver2/). A session is one browser with a fresh profile; the
 * driver holds one at a time. Its popup blocker is on by default.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endChild, startChild } from './children.js';
import { webkitPrograms } from './launch-options.js';

const START_TIMEOUT_MS = 30_000;
const COMMAND_TIMEOUT_MS = 60_000;
/** A script sent while a page changes its process may get lost: then the caller asks again. */
const SCRIPT_TIMEOUT_MS = 8_000;
/** A browser takes a second or two to start or to end, or it hangs. */
const SESSION_TIMEOUT_MS = 20_000;
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Key names of the UI Events specification to the code points of WebDriver. */
const KEYS: Readonly<Record<string, string>> = {
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
export type WebKitButton = keyof typeof BUTTONS;

/** A reference to an element in the page, as `js` returns it. */
export type WebKitElement = Readonly<Record<string, string>>;

export interface WebKitSize {
  readonly width: number;
  readonly height: number;
}

export type WebKitSession = Awaited<ReturnType<typeof newSession>>;

export interface WebKitDriver {
  newSession(): Promise<WebKitSession>;
  stop(): void;
}

/** Starts the driver. The browser sees a desktop without motion, as the others do (launch-options.ts). */
export async function startWebKit(): Promise<WebKitDriver> {
  const programs = webkitPrograms();
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  const children: ChildProcess[] = [];
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

async function newSession(base: string, binary: string) {
  const alwaysMatch = {
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  };
  const started = await call(
    base,
    'POST',
    '/session',
    { capabilities: { alwaysMatch } },
    SESSION_TIMEOUT_MS,
  );
  const { sessionId, capabilities } = started as {
    sessionId: string;
    capabilities: { browserVersion: string };
  };
  const path = `${base}/session/${sessionId}`;
  const get = (command: string) => call(path, 'GET', command);
  const post = async (command: string, body: object = {}): Promise<void> => {
    await call(path, 'POST', command, body);
  };
  const js = (script: string, ...scriptArgs: unknown[]): Promise<unknown> =>
    call(path, 'POST', '/execute/sync', { script, args: scriptArgs }, SCRIPT_TIMEOUT_MS);
  const element = (found: WebKitElement) => `/element/${String(found[ELEMENT])}`;
  const pointer = (...actions: object[]) =>
    post('/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
    });
  const keys = (actions: object[]) =>
    post('/actions', { actions: [{ type: 'key', id: 'keys', actions }] });
  const moveTo = (x: number, y: number) => ({ type: 'pointerMove', duration: 0, x, y });
  const down = (button: WebKitButton) => ({ type: 'pointerDown', button: BUTTONS[button] });
  const up = (button: WebKitButton) => ({ type: 'pointerUp', button: BUTTONS[button] });

  return {
    version: capabilities.browserVersion,
    go: (url: string) => post('/url', { url }),
    back: () => post('/back'),
    url: () => get('/url') as Promise<string>,
    title: () => get('/title') as Promise<string>,
    /** Runs the body of a function; its value comes back as JSON, an element as a reference. */
    js,

    windows: () => get('/window/handles') as Promise<string[]>,
    switchTo: (handle: string) => post('/window', { handle }),
    async closeWindow(): Promise<void> {
      await call(path, 'DELETE', '/window');
    },
    size: () => get('/window/rect') as Promise<WebKitSize>,
    resize: (width: number, height: number) => post('/window/rect', { width, height }),
    /** Into the frame of this element, or with null out to the page. */
    switchToFrame: (id: WebKitElement | null) => post('/frame', { id }),

    click: (found: WebKitElement) => post(`${element(found)}/click`),
    clear: (found: WebKitElement) => post(`${element(found)}/clear`),
    type: (text: string) => keys(Array.from(text).flatMap(press)),
    /** One key by its name, or several held together: `Shift+Tab`. */
    press(combination: string): Promise<void> {
      const names = combination === '+' ? ['+'] : combination.split('+');
      const values = names.map((name) => KEYS[name] ?? name);
      return keys([
        ...values.map((value) => ({ type: 'keyDown', value })),
        ...values.reverse().map((value) => ({ type: 'keyUp', value })),
      ]);
    },
    mouseMove: (x: number, y: number) => pointer(moveTo(x, y)),
    mouseDown: (button: WebKitButton = 'left') => pointer(down(button)),
    mouseUp: (button: WebKitButton = 'left') => pointer(up(button)),
    mouseClick: (x: number, y: number, button: WebKitButton = 'left') =>
      pointer(moveTo(x, y), down(button), up(button)),

    /** A PNG of the window as a Buffer. */
    async screenshot(): Promise<Uint8Array> {
      // Before two frames have been drawn the picture is blank.
      await post('/execute/async', {
        script: `const done = arguments[0];
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));`,
        args: [],
      });
      return Buffer.from((await get('/screenshot')) as string, 'base64');
    },
    async end(): Promise<void> {
      await call(path, 'DELETE', '', undefined, SESSION_TIMEOUT_MS);
    },
  };
}

const press = (value: string) => [
  { type: 'keyDown', value },
  { type: 'keyUp', value },
];

async function call(
  base: string,
  method: string,
  path: string,
  body?: object,
  timeoutMs = COMMAND_TIMEOUT_MS,
): Promise<unknown> {
  const response = await fetch(base + path, {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) {
    const { error, message } = value as { error: string; message: string };
    throw new Error(`WebKit: ${error}: ${message}`);
  }
  return value;
}

async function driverIsReady(base: string): Promise<void> {
  const giveUp = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      const { ready } = (await call(base, 'GET', '/status')) as { ready: boolean };
      if (ready) return;
    } catch (error) {
      if (Date.now() > giveUp) throw new Error('WebKitWebDriver does not answer', { cause: error });
    }
    await sleep(50);
  }
}

/** Xvfb picks a free display and writes its number to the file descriptor that it is given. */
function startDisplay(xvfb: string, children: ChildProcess[]): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const child = startChild(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdio[3]?.once('data', (number) => resolve(`:${String(number).trim()}`));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with code ${String(code)}`)));
  });
}

function writeGtkSettings(home: string): void {
  mkdirSync(join(home, 'gtk-3.0'));
  writeFileSync(join(home, 'gtk-3.0', 'settings.ini'), '[Settings]\ngtk-enable-animations=0\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    // The browser is still writing while it ends. The system clears its temporary folder.
  }
}
