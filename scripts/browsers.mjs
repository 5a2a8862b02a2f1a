/**
 * Where the three browsers of the tests are on this machine, and which of them a run wants. Looks
 * only: setup-browsers.mjs installs, the launchers start.
 *
 * Each program can be named by an environment variable: CHROMIUM_BIN, FIREFOX_BIN,
 * WEBKIT_DRIVER_BIN and WEBKIT_BROWSER_BIN (WebKitGTK's MiniBrowser), XVFB_BIN.
 */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const ENGINES = ['chromium', 'firefox', 'webkit'];

/** The engines of this run: all three, or those that BROWSERS names (`BROWSERS=chromium,webkit`). */
export function engines() {
  const asked = process.env.BROWSERS?.split(',').map((name) => name.trim());
  if (!asked) return [...ENGINES];
  const unknown = asked.filter((name) => !ENGINES.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `BROWSERS names "${unknown.join('", "')}": choose from ${ENGINES.join(', ')}, with commas between.`,
    );
  }
  return ENGINES.filter((name) => asked.includes(name));
}

/** The full path of the first of these programs that can be run, or undefined. */
export function which(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  return undefined;
}

export const chromium = () =>
  process.env.CHROMIUM_BIN || which('chromium', 'chromium-browser', 'google-chrome-stable');

/**
 * Chromium without a browser's windows around its pages, and so without a popup blocker: half the
 * work for a page. Debian has it as a package of its own; elsewhere, and where CHROMIUM_BIN says which
 * Chromium is to be tested, there is none.
 */
const chromiumShell = () =>
  process.env.CHROMIUM_BIN ? undefined : which('chromium-headless-shell');

export const firefox = () => process.env.FIREFOX_BIN || which('firefox-esr', 'firefox');

/** WebKitGTK takes three programs: the driver, the browser, and a display for it. */
export function webkit() {
  const driver = process.env.WEBKIT_DRIVER_BIN || which('WebKitWebDriver');
  const browser = process.env.WEBKIT_BROWSER_BIN || miniBrowser();
  const xvfb = process.env.XVFB_BIN || which('Xvfb');
  return driver && browser && xvfb ? { driver, browser, xvfb } : undefined;
}

/**
 * What Chromium would ask the network for by itself, and two hidden pages for the address bar, which
 * take a window half of its processor time. Puppeteer joins this list with its own; with playwright
 * it stands in for the other, as the last one counts.
 */
const UNUSED_FEATURES = [
  ...['MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints', 'PreconnectToSearch'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'AimEnabled'],
];

/**
 * How to launch Chromium from a test: quiet, and with its popup blocker on. Where pages alone matter,
 * and no window that a browser may refuse them, `pagesOnly` takes the shell if it is there.
 */
export const chromiumOptions = ({ pagesOnly = false } = {}) => ({
  executablePath: (pagesOnly && chromiumShell()) || installed('chromium', chromium()),
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    // Without a graphics card a spinner takes half a processor. What moves is tested by itself.
    '--force-prefers-reduced-motion',
    `--disable-features=${UNUSED_FEATURES.join()}`,
    // The sandbox refuses to run as root, and many CI containers lack what it needs.
    ...(process.getuid?.() === 0 || process.env.CI ? ['--no-sandbox'] : []),
  ],
  // Test tools switch the popup blocker off: a test of a blocked popup could then never fail.
  ignoreDefaultArgs: ['--disable-popup-blocking'],
});

/**
 * What some users set: a popup is a tab, and hides the page that opened it. It takes Firefox half the
 * processor time of a window.
 */
const POPUPS_IN_TABS = {
  'browser.link.open_newwindow': 3,
  'browser.link.open_newwindow.restriction': 0,
};

/** A page that a tab hides would otherwise have its timers once a second, and a test would wait. */
const TIMERS_AS_VISIBLE = {
  'dom.min_background_timeout_value': 4,
  'dom.min_background_timeout_value_without_budget_throttling': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
};

/** How to launch Firefox from a test: over WebDriver BiDi, and with its popup blocker on. */
export const firefoxOptions = ({ popupsInTabs = false, timersAsVisible = false } = {}) => ({
  browser: 'firefox',
  executablePath: installed('firefox', firefox()),
  extraPrefsFirefox: {
    'dom.disable_open_during_load': true,
    'ui.prefersReducedMotion': 1,
    // It looks for garbage whenever a window has closed: a tenth of its processor time.
    'javascript.options.gc_delay': 600_000,
    ...(popupsInTabs && POPUPS_IN_TABS),
    ...(timersAsVisible && TIMERS_AS_VISIBLE),
  },
});

/** WebKitGTK's programs, where an error is better than a missing value. */
export const webkitPrograms = () => installed('webkit', webkit());

/** What `find` found, or an error that says how to get it. */
function installed(name, found) {
  if (found) return found;
  throw new Error(
    `${name} is not installed: run "node scripts/setup-browsers.mjs", or leave it out with BROWSERS.`,
  );
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** MiniBrowser is no program of the PATH: it lies beside its library, whose folder names its ABI. */
function miniBrowser() {
  const roots = ['/usr/lib', '/usr/lib64', '/usr/libexec'].filter((root) => existsSync(root));
  const folders = roots.flatMap((root) => [
    root,
    ...readdirSync(root)
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(root, name)),
  ]);
  return folders
    .flatMap((folder) =>
      ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'].map((abi) =>
        join(folder, abi, 'MiniBrowser'),
      ),
    )
    .find(isExecutable);
}
