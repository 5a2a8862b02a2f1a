/**
 * The examples of `examples/`: installs each as a reader does, in a folder outside this repository, from
 * the packed package, which lies two folders above it as in a checkout.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumOptions } from './launch-options.js';
import { copyApplication, packInto, PACKAGE, unpackInto } from './packed-package.js';
import { run } from './programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'examples');
/** Kept from run to run, because an installation takes longest; each checkout has its own. */
const work = join(tmpdir(), `enode-link-examples-${hashOf(root).slice(0, 12)}`);
/** Stands for the repository: an example names the package as `file:../..`. */
const repository = join(work, 'repository');
const RECIPE = 'recipes/fastapi';
/** What a run leaves in the folder of an example for the next one. */
const STAMP = '.installed-from';
const KEPT = ['node_modules', STAMP];
const MADE = ['node_modules', 'dist', '.next', 'test-results', 'devices.json', '__pycache__'];

/** The names of all examples. */
export function allExamples(): string[] {
  return readdirSync(source)
    .filter((name) => existsSync(join(source, name, 'package.json')))
    .sort();
}

/** The examples that `EXAMPLES=next,plain` chooses, or all of them. */
export function chosenExamples(): string[] {
  const all = allExamples();
  const chosen = process.env.EXAMPLES?.split(',') ?? all;
  for (const name of chosen) assert.ok(all.includes(name), `EXAMPLES: choose from ${all.join()}`);
  return chosen;
}

/** The scripts of an example, by their names. */
export async function scriptsOf(name: string): Promise<Readonly<Record<string, string>>> {
  const { scripts } = JSON.parse(await readFile(join(source, name, 'package.json'), 'utf8')) as {
    readonly scripts: Record<string, string>;
  };
  return scripts;
}

/** Makes the package that the examples install. */
export async function packForExamples(): Promise<void> {
  await packInto(work);
  const packed = join(work, '.packed');
  await run('tar', ['-xzf', `${PACKAGE}.tgz`], packed);
  await copyApplication(join(packed, 'package'), repository, { kept: ['examples'], made: [] });
  // Beside the package, the endpoints of the example in Python.
  await cp(join(root, RECIPE), join(repository, RECIPE), { recursive: true });
}

/** Installs an example by its lock. Returns what runs one of its scripts or of its tools. */
export async function installExample(
  name: string,
): Promise<(...npm: readonly string[]) => Promise<string>> {
  const folder = join(repository, 'examples', name);
  await copyApplication(join(source, name), folder, { kept: KEPT, made: MADE });
  const hash = hashOf(await readFile(join(folder, 'package-lock.json'), 'utf8'));
  const stamp = join(folder, STAMP);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) {
    await unpackInto(folder, work);
  } else {
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    await run('npm', ['ci', ...quiet], folder);
    await writeFile(stamp, hash);
  }
  // Node tells a test runner that it runs inside another, and Playwright is one.
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    CI: 'yes',
    CHROMIUM_BIN: chromiumOptions().executablePath,
    // Debian's own Python has Debian's packages.
    PYTHON: '/usr/bin/python3',
  };
  return (...args) => run('npm', args, folder, env);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
