/**
 * Installs the browsers of the tests where they are missing, with Debian's package manager.
 * Installs nothing and takes no time where they are there. BROWSERS=chromium asks for that one
 * alone. Without root it only says what is missing: the tests then cannot run as they should.
 */
import { spawnSync } from 'node:child_process';
import { chromium, engines, firefox, webkit, which } from './browsers.mjs';

const PACKAGES = {
  // Without a font Chromium draws no text. The shell saves time where pages alone are tested.
  chromium: ['chromium', 'chromium-headless-shell', 'fonts-dejavu-core'],
  firefox: ['firefox-esr'],
  // The browser itself, MiniBrowser, comes with the library of the driver.
  webkit: ['webkit2gtk-driver', 'xvfb'],
};
const FIND = { chromium, firefox, webkit };

const missing = () => engines().filter((name) => !FIND[name]());

const before = missing();
if (before.length > 0) {
  const packages = before.flatMap((name) => PACKAGES[name]);
  const prefix = aptGet();
  if (prefix) install(prefix, packages);
  const after = missing();
  if (after.length > 0) {
    complain(after, prefix !== undefined);
    process.exitCode = 1;
  }
}

/** The command that installs packages here, or undefined where we may not. */
function aptGet() {
  if (!which('apt-get')) return undefined;
  const settings = ['DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  // Another installation may hold the lock: wait for it rather than fail.
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  if (process.getuid?.() === 0) return ['env', ...settings, ...options];
  const maySudo = which('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  return maySudo ? ['sudo', '-n', 'env', ...settings, ...options] : undefined;
}

function install(prefix, packages) {
  const run = (...args) => {
    const [command, ...rest] = [...prefix, ...args];
    console.log(`$ ${command} ${rest.join(' ')}`);
    return spawnSync(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  };
  const installAll = (...names) => run('install', '-y', '--no-install-recommends', ...names);
  // A machine's lists may be older than the archive, which drops old packages.
  run('update');
  // One at a time, a package that cannot be had does not stop the others.
  if (!installAll(...packages)) for (const name of packages) installAll(name);
}

function complain(names, couldInstall) {
  const packages = names.flatMap((name) => PACKAGES[name]).join(' ');
  const reason = couldInstall
    ? 'apt-get did not install them: its errors stand above.'
    : 'They cannot be installed from here: that takes apt-get and root, or sudo without a password.';
  console.error(`
############################################################################
  MISSING BROWSERS: ${names.join(', ')}
  ${reason}

  Do one of these, then start again:
  - sudo apt-get update && sudo apt-get install --no-install-recommends ${packages}
  - name the programs yourself with CHROMIUM_BIN, FIREFOX_BIN, WEBKIT_DRIVER_BIN,
    WEBKIT_BROWSER_BIN and XVFB_BIN
  - test fewer browsers, which proves less: BROWSERS=chromium npm test
############################################################################
`);
}
