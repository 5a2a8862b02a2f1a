/**
 * Installs missing browsers with Debian's package manager, if this user may: `npm test` begins with
 * it. It takes no time if they are there. If they cannot be installed, the tests run in those that are,
 * unless BROWSERS asks for one that is missing.
 */
import { spawnSync } from 'node:child_process';
import { chooseEngines, engines, isInstalled, which, type Engine } from './engines.js';

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
  const prefix = aptGet();
  if (prefix)
    install(
      prefix,
      before.flatMap((name) => PACKAGES[name]),
    );
  const after = missing();
  if (after.length > 0) report(after, prefix !== undefined);
}

/** The command that installs packages here, or undefined if we may not. */
function aptGet(): string[] | undefined {
  if (!which('apt-get')) return undefined;
  const settings = ['DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  // Another installation may hold the lock: wait for it rather than fail.
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  if (process.getuid?.() === 0) return ['env', ...settings, ...options];
  const maySudo = which('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  return maySudo ? ['sudo', '-n', 'env', ...settings, ...options] : undefined;
}

function install(prefix: readonly string[], packages: readonly string[]): void {
  const run = (...args: string[]) => {
    const [command = '', ...rest] = [...prefix, ...args];
    console.log(`$ ${command} ${rest.join(' ')}`);
    return spawnSync(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  };
  const installAll = (...names: string[]) =>
    run('install', '-y', '--no-install-recommends', ...names);
  // A machine's lists may be older than the archive, which drops old packages.
  run('update');
  // One at a time, a package that is not available does not stop the others.
  if (!installAll(...packages)) for (const name of packages) installAll(name);
}

/** Says what is missing and what to do; fails if the tests cannot run as they were asked to. */
function report(names: readonly Engine[], couldInstall: boolean): void {
  const isEnough = !asked && engines().length > 0;
  if (isEnough) {
    console.log(
      `Not installed, and so not tested: ${names.join(', ')}. See CONTRIBUTING.md, "Set up".`,
    );
    return;
  }
  const packages = names.flatMap((name) => PACKAGES[name]).join(' ');
  const reason = couldInstall
    ? 'apt-get did not install them: its errors stand above.'
    : 'They cannot be installed from here: that takes apt-get and root, or sudo without a password.';
  console.error(`
############################################################################
  MISSING BROWSERS: ${names.join(', ')}
  ${reason}

  Do one of these, then start again:
  - on Debian and Ubuntu:
    sudo apt-get update && sudo apt-get install --no-install-recommends ${packages}
  - on macOS and Windows: install Chrome, Edge or Firefox, or run
    npx playwright-core install chromium
  - name the programs with CHROMIUM_BIN, FIREFOX_BIN, WEBKIT_DRIVER_BIN,
    WEBKIT_BROWSER_BIN and XVFB_BIN
  - choose the browsers with BROWSERS, such as BROWSERS=chromium: that proves less
############################################################################
`);
  process.exitCode = 1;
}
