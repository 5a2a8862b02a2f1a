/**
 * Makes the locks of test/frameworks anew, after a change of our own dependencies or of theirs. The
 * hash of our own file is left out: each build changes it.
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

process.chdir(new URL('../test/frameworks', import.meta.url).pathname);
mkdirSync('.packed', { recursive: true });
npm('.', 'pack', '../..', '--ignore-scripts', '--pack-destination', '.packed');
const [file] = readdirSync('.packed').filter((name) => /-\d.*\.tgz$/.test(name));
renameSync(join('.packed', file), '.packed/enode-link-button.tgz');

for (const name of readdirSync('.').filter((folder) => existsSync(`${folder}/package.json`))) {
  npm(name, 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');
  const lock = JSON.parse(readFileSync(`${name}/package-lock.json`, 'utf8'));
  delete lock.packages['node_modules/enode-link-button'].integrity;
  writeFileSync(`${name}/package-lock.json`, `${JSON.stringify(lock, null, 2)}\n`);
}

function npm(cwd, ...args) {
  const { status } = spawnSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(1);
}
