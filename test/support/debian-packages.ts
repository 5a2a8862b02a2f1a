/** Installs packages with Debian's package manager, if this user may, and says what to do otherwise. */
import { spawnSync } from 'node:child_process';
import { which } from './engines.js';

/** The packages of these that are not installed. All of them on a system that is not Debian's. */
export function missingPackages(names: readonly string[]): string[] {
  return names.filter((name) => {
    const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]);
    // Null if there is no such program.
    return !(stdout as Buffer | null)?.toString().startsWith('installed');
  });
}

/** Whether `install` can install anything here. */
export function mayInstall(): boolean {
  return aptGet() !== undefined;
}

/** Installs as many of the packages as it can, and prints what apt-get says. */
export function install(packages: readonly string[]): void {
  const prefix = aptGet() ?? [];
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

/** The command with which a person installs the packages. */
export function commandFor(packages: readonly string[]): string {
  return `sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(' ')}`;
}

/** Why packages are still missing after `install`, or without it. */
export function whyMissing(): string {
  return mayInstall()
    ? 'apt-get did not install them: its errors stand above.'
    : 'They cannot be installed from here: that takes apt-get and root, or sudo without a password.';
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
