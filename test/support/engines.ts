/**
 * Which browser engines the tests run in, and where their programs are on this machine. This module only
 * looks: setup-browsers.ts installs, launch-options.ts and the drivers start.
 *
 * BROWSERS chooses: `BROWSERS=chromium,webkit` those two, `BROWSERS=all` all three, and without it
 * the engines that are installed. CHROMIUM_BIN, FIREFOX_BIN, WEBKIT_DRIVER_BIN, WEBKIT_BROWSER_BIN
 * (WebKitGTK's MiniBrowser) and XVFB_BIN name the programs.
 */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwrightChromium } from 'playwright-core';
import { pathsOnPath, usualPaths, type System } from './browser-paths.js';

export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type Engine = (typeof ENGINES)[number];

/** WebKitGTK takes three programs: the driver, the browser, and a display for it. */
export interface WebKitPrograms {
  readonly driver: string;
  readonly browser: string;
  readonly xvfb: string;
}

const { env } = process;
const system: System = { platform: process.platform, env, home: homedir() };

/** The engines that this run wants: those that BROWSERS names, or those that are installed. */
export function engines(): Engine[] {
  return chooseEngines(env.BROWSERS, isInstalled);
}

/**
 * The engines for this value of BROWSERS.
 * @throws {Error} if it names an engine that does not exist
 */
export function chooseEngines(
  asked: string | undefined,
  isThere: (engine: Engine) => boolean,
): Engine[] {
  if (!asked) return ENGINES.filter(isThere);
  if (asked.trim() === 'all') return [...ENGINES];
  const names = asked.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ENGINES.some((engine) => engine === name));
  if (unknown.length > 0) {
    throw new Error(
      `BROWSERS names "${unknown.join('", "')}": choose from ${ENGINES.join(', ')}, with commas between, or "all".`,
    );
  }
  return ENGINES.filter((engine) => names.includes(engine));
}

export function isInstalled(engine: Engine): boolean {
  return { chromium, firefox, webkit }[engine]() !== undefined;
}

/** The full path of the first of these programs that can be run, or undefined. */
export function which(...names: string[]): string | undefined {
  return pathsOnPath(names, system).find(isExecutable);
}

/** The system's Chromium, else that of Playwright, else Chrome or Edge. */
export function chromium(): string | undefined {
  return (
    env.CHROMIUM_BIN ||
    which('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome') ||
    [chromiumOfPlaywright(), ...usualPaths('chromium', system)].find(isExecutable)
  );
}

/**
 * Chromium's headless shell, which has no windows around its pages and so no popup blocker: half the
 * work for a page. Debian has a package for it. If CHROMIUM_BIN says which Chromium to test, there is none.
 */
export function chromiumShell(): string | undefined {
  return env.CHROMIUM_BIN ? undefined : which('chromium-headless-shell');
}

export function firefox(): string | undefined {
  return (
    env.FIREFOX_BIN ||
    which('firefox-esr', 'firefox') ||
    usualPaths('firefox', system).find(isExecutable)
  );
}

export function webkit(): WebKitPrograms | undefined {
  const driver = env.WEBKIT_DRIVER_BIN || which('WebKitWebDriver');
  const browser = env.WEBKIT_BROWSER_BIN || miniBrowser();
  const xvfb = env.XVFB_BIN || which('Xvfb');
  return driver && browser && xvfb ? { driver, browser, xvfb } : undefined;
}

/** Where Playwright would put the browser of its own; '' on a system for which it has none. */
function chromiumOfPlaywright(): string {
  try {
    return playwrightChromium.executablePath();
  } catch {
    return '';
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** MiniBrowser is not on the PATH: it lies beside its library, whose folder names its ABI. */
function miniBrowser(): string | undefined {
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
