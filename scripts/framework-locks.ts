/**
 * Updates the lock files of test/frameworks after a change of our dependencies or of theirs. They
 * leave out the hash of our own package, because every build changes it.
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

process.chdir(new URL('../test/frameworks', import.meta.url).pathname);
mkdirSync('.packed', { recursive: true });
npm('.', 'pack', '../..', '--ignore-scripts', '--pack-destination', '.packed');
const packed = readdirSync('.packed').find((name) => /-\d.*\.tgz$/.test(name));
if (packed === undefined) throw new Error('npm pack left no file in test/frameworks/.packed');
renameSync(join('.packed', packed), '.packed/enode-link-button.tgz');

for (const name of readdirSync('.').filter((folder) => existsSync(`${folder}/package.json`))) {
  npm(name, 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');
  const lock = JSON.parse(readFileSync(`${name}/package-lock.json`, 'utf8')) as Lock;
  delete lock.packages['node_modules/enode-link-button']?.integrity;
  writeFileSync(`${name}/package-lock.json`, `${JSON.stringify(lock, null, 2)}\n`);
}

function npm(cwd: string, ...args: readonly string[]): void {
  const { status } = spawnSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(1);
}
