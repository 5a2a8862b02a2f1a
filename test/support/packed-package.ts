/** The package as it would be published, for applications that install it from a file. */
import assert from 'node:assert/strict';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const PACKAGE = 'enode-link-button';
const TARBALL = `.packed/${PACKAGE}.tgz`;

/** Copies an application without what its tools have made there, over all of an earlier copy but `kept`. */
export async function copyApplication(
  source: string,
  folder: string,
  { kept, made }: { readonly kept: readonly string[]; readonly made: readonly string[] },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const old of await readdir(folder)) {
    if (!kept.includes(old)) await rm(join(folder, old), { recursive: true });
  }
  await cp(source, folder, { recursive: true, filter: (path) => !made.includes(basename(path)) });
}

/** Packs `dist` as it is. An application beside `.packed` names `file:../.packed/enode-link-button.tgz`. */
export async function packInto(work: string): Promise<void> {
  const folder = join(work, '.packed');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const [file] = await readdir(folder);
  assert.ok(file, 'npm pack made no file');
  await rename(join(folder, file), join(work, TARBALL));
}

/** Renews the package in an application that has installed an older build of it. */
export async function unpackInto(application: string, work: string): Promise<void> {
  // As npm would: it unpacks the file, beside the dependencies that the application has in another version.
  const own = join(application, 'node_modules', PACKAGE);
  for (const old of await readdir(own)) {
    if (old !== 'node_modules') await rm(join(own, old), { recursive: true });
  }
  await run('tar', ['-xzf', join(work, TARBALL), '--strip-components=1'], own);
}
