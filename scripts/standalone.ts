/**
 * Makes `enode-link-button.tgz` of the built `dist`, for hosts without npm: `npm run standalone`. The
 * file unpacks to a folder `enode-link-button` that needs Node and nothing else:
 *
 *   node enode-link-button/command.js emulator
 *
 * The folder has the command, the files for pages, the documents without their pictures, the recipes
 * and examples without their locks, and the licences. It has no entries that are imported by name, such as
 * the handler: a host that imports them uses Node, and has npm. `sha256sum --check` reads
 * `enode-link-button.tgz.sha256`, which is made too.
 *
 * An argument names the folder for both files; without one it is the root of this repository.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import packageJson from '../package.json' with { type: 'json' };
import { tar, type TarFile } from './tar.js';

const FILE = 'enode-link-button.tgz';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? root, FILE);
process.chdir(root);
const { name, version, license, type, engines } = packageJson;
const manifest = {
  ...{ name, version, license, type, engines },
  description: `The command of ${name} and its files for pages. For imports, install the package from npm.`,
  bin: { [name]: 'command.js' },
};
const documents = ['.', 'docs'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => /\.(?:md|yaml)$/.test(file) || file === 'LICENSE')
    .map((file) => join(folder, file)),
);
const hosts = execFileSync('git', ['ls-files', 'recipes', 'examples'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && !path.endsWith('/package-lock.json'));
const archive = gzipSync(
  tar(
    [
      { path: 'package.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
      ...[...modulesOf('command.js')].map((path) => built(path, path === 'command.js')),
      ...readdirSync('dist/cdn').map((file) => built(`cdn/${file}`)),
      built('third-party-licences.txt'),
      ...[...documents, ...hosts].map((path) => ({ path, content: contentOf(path) })),
    ]
      .map((file) => ({ ...file, path: `${name}/${file.path}` }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  ),
  { level: 9 },
);
const sha256 = createHash('sha256').update(archive).digest('hex');
writeFileSync(target, archive);
writeFileSync(`${target}.sha256`, `${sha256}  ${FILE}\n`);
console.log(`${FILE}: ${archive.length} bytes, sha256 ${sha256}`);

/** A file of the repository. Documents say what their pictures show, which the archive does not have. */
function contentOf(path: string): Buffer {
  const content = readFileSync(path);
  if (!path.endsWith('.md')) return content;
  return Buffer.from(content.toString().replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, '[Picture: $1]'));
}

/** A file of `dist`, which has the same place in the archive. */
function built(path: string, isExecutable = false): TarFile {
  return { path, content: readFileSync(join('dist', path)), isExecutable };
}

/** A module of `dist` and all that it imports from there. */
function modulesOf(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  const { importedFiles } = ts.preProcessFile(readFileSync(join('dist', path), 'utf8'));
  for (const { fileName } of importedFiles) {
    if (fileName.startsWith('.')) modulesOf(join(path, '..', fileName), found);
  }
  return found;
}
