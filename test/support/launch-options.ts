/**
 * How to launch the browsers so that a test meets what a user has: popup blockers on, and nothing that
 * takes processor time for itself.
 */
import {
  chromium,
  chromiumShell,
  firefox,
  webkit,
  type Engine,
  type WebKitPrograms,
} from './engines.js';

export interface ChromiumOptions {
  executablePath: string;
  args: string[];
  ignoreDefaultArgs: string[];
}

export interface FirefoxOptions {
  browser: 'firefox';
  executablePath: string;
  extraPrefsFirefox: Record<string, boolean | number | string>;
}

/**
 * What Chromium would ask the network for by itself, and two hidden pages for the address bar, which
 * take half of a window's processor time. Puppeteer adds its own list to this one; Playwright's list
 * is replaced by it, because the last one counts.
 */
const UNUSED_FEATURES = [
  ...['MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints', 'PreconnectToSearch'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'AimEnabled'],
];

/**
 * Chromium, quiet, and with its popup blocker on. `pagesOnly` is for tests that open no window which
 * a browser may refuse: it takes the headless shell if that is installed.
 */
export function chromiumOptions({
  pagesOnly = false,
}: { pagesOnly?: boolean | undefined } = {}): ChromiumOptions {
  return {
    executablePath: (pagesOnly && chromiumShell()) || installed('chromium', chromium()),
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      // Without a graphics card a spinner takes half a processor. Motion has tests of its own.
      '--force-prefers-reduced-motion',
      `--disable-features=${UNUSED_FEATURES.join()}`,
      // The sandbox refuses to run as root, and many CI containers lack what it needs.
      ...(process.getuid?.() === 0 || process.env.CI ? ['--no-sandbox'] : []),
    ],
    // Test tools switch the popup blocker off: a test of a blocked popup could then never fail.
    ignoreDefaultArgs: ['--disable-popup-blocking'],
  };
}

/**
 * A setting that some users choose: a popup is a tab, and hides the page that opened it. It takes half
 * the processor time of a window.
 */
const POPUPS_IN_TABS = {
  'browser.link.open_newwindow': 3,
  'browser.link.open_newwindow.restriction': 0,
};

/** Else the timers of a page behind a tab run once a second, and a test would wait for them. */
const TIMERS_AS_VISIBLE = {
  'dom.min_background_timeout_value': 4,
  'dom.min_background_timeout_value_without_budget_throttling': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
};

/** Firefox over WebDriver BiDi, with its popup blocker on. */
export function firefoxOptions({
  popupsInTabs = false,
  timersAsVisible = false,
}: {
  popupsInTabs?: boolean | undefined;
  timersAsVisible?: boolean | undefined;
} = {}): FirefoxOptions {
  return {
    browser: 'firefox',
    executablePath: installed('firefox', firefox()),
    extraPrefsFirefox: {
      'dom.disable_open_during_load': true,
      'ui.prefersReducedMotion': 1,
      // Firefox collects garbage whenever a window closes: a tenth of its processor time.
      'javascript.options.gc_delay': 600_000,
      ...(popupsInTabs && POPUPS_IN_TABS),
      ...(timersAsVisible && TIMERS_AS_VISIBLE),
    },
  };
}

export function webkitPrograms(): WebKitPrograms {
  return installed('webkit', webkit());
}

/** What was found, or an error that says how to get it. */
function installed<T>(engine: Engine, found: T | undefined): T {
  if (found) return found;
  throw new Error(
    `${engine} is not installed: run "npx tsx test/support/setup-browsers.ts", or leave it out with BROWSERS.`,
  );
}
