/**
 * Updates the lock files of test/frameworks, recipes and examples after a change of our dependencies or
 * of theirs. They leave out the hash of our own package, because every build changes it.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

interface Lock {
  readonly packages: Record<string, { integrity?: string }>;
}

process.chdir(new URL('..', import.meta.url).pathname);
// The examples install the package from this folder, and so record no hash of it.
applicationsIn('examples').forEach(renewLock);
for (const folder of ['test/frameworks', 'recipes']) {
  const packages = join(folder, '.packed');
  mkdirSync(packages, { recursive: true });
  npm('.', 'pack', '--ignore-scripts', '--pack-destination', packages);
  const packed = readdirSync(packages).find((name) => /-\d.*\.tgz$/.test(name));
  if (packed === undefined) throw new Error(`npm pack left no file in ${packages}`);
  renameSync(join(packages, packed), join(packages, 'enode-link-button.tgz'));
  applicationsIn(folder).forEach(renewLock);
}

function applicationsIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'package.json')));
}

function renewLock(name: string): void {
  npm(name, 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');
  const lock = JSON.parse(readFileSync(`${name}/package-lock.json`, 'utf8')) as Lock;
  delete lock.packages['node_modules/enode-link-button']?.integrity;
  writeFileSync(`${name}/package-lock.json`, `${JSON.stringify(lock, null, 2)}\n`);
}

function npm(cwd: string, ...args: readonly string[]): void {
  const { status } = spawnSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(1);
}
