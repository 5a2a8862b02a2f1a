/**
 * Installs missing browsers with Debian's package manager, if this user may: `npm test` begins with
 * it. It takes no time if they are there. If they cannot be installed, the tests run in those that are,
 * unless BROWSERS asks for one that is missing.
 */
import { commandFor, install, mayInstall, whyMissing } from './debian-packages.js';
import { chooseEngines, engines, isInstalled, type Engine } from './engines.js';

const PACKAGES: Record<Engine, readonly string[]> = {
  // Without a font Chromium draws no text, and without a second one no Japanese. The shell saves time for
  // tests of pages alone.
  chromium: ['chromium', 'chromium-headless-shell', 'fonts-dejavu-core', 'fonts-noto-cjk'],
  firefox: ['firefox-esr'],
  // The browser itself, MiniBrowser, comes with the library of the driver.
  webkit: ['webkit2gtk-driver', 'xvfb'],
};

const asked = process.env.BROWSERS;
const missing = () =>
  chooseEngines(asked || 'all', isInstalled).filter((engine) => !isInstalled(engine));

const before = missing();
if (before.length > 0) {
  if (mayInstall()) install(before.flatMap((name) => PACKAGES[name]));
  const after = missing();
  if (after.length > 0) report(after);
}

/** Says what is missing and what to do; fails if the tests cannot run as they were asked to. */
function report(names: readonly Engine[]): void {
  const isEnough = !asked && engines().length > 0;
  if (isEnough) {
    console.log(
      `Not installed, and so not tested: ${names.join(', ')}. See CONTRIBUTING.md, "Set up".`,
    );
    return;
  }
  const packages = names.flatMap((name) => PACKAGES[name]);
  console.error(`
############################################################################
  MISSING BROWSERS: ${names.join(', ')}
  ${whyMissing()}

  Do one of these, then start again:
  - on Debian and Ubuntu:
    ${commandFor(packages)}
  - on macOS and Windows: install Chrome, Edge or Firefox, or run
    npx playwright-core install chromium
  - name the programs with CHROMIUM_BIN, FIREFOX_BIN, WEBKIT_DRIVER_BIN,
    WEBKIT_BROWSER_BIN and XVFB_BIN
  - choose the browsers with BROWSERS, such as BROWSERS=chromium: that proves less
############################################################################
`);
  process.exitCode = 1;
}
