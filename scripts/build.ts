/**
 * Builds `dist` from scratch: `npm run build`. Ends with a table of sizes, and fails if the files
 * break a rule of scripts/bundle-rules.ts.
 */
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { brokenRules, type BuiltFile } from './bundle-rules.js';
import { licencesText, type Licence } from './licences.js';
import { createMetadata } from './manifest.js';
import { writeReturnScript } from './return-script.js';
import { buildTypes } from './types.js';

interface Chunk extends BuiltFile {
  /** Its size in bytes. */
  readonly raw: number;
}

/** The modes of vite.config.ts in the order in which they are built, and where their files go. */
const MODES = {
  modules: 'dist',
  edge: 'dist/edge',
  emulator: 'dist',
  'callback-module': 'dist',
  cdn: 'dist/cdn',
  callback: 'dist/cdn',
};

process.chdir(new URL('..', import.meta.url).pathname);
// Without it Lit resolves to its development build, which is larger and logs warnings.
process.env.NODE_ENV = 'production';

await writeReturnScript();
rmSync('dist', { recursive: true, force: true });
const chunks: Chunk[] = [];
const licences: Licence[] = [];
for (const [mode, folder] of Object.entries(MODES)) {
  chunks.push(...(await bundle(mode, folder)));
  licences.push(...takeLicences(folder));
}
writeFileSync('dist/third-party-licences.txt', licencesText(licences));
for (const file of Object.values(packageJson.bin)) chmodSync(file, 0o755);
const integrity = integrityOf(chunks.filter(({ file }) => file.startsWith('dist/cdn/')));
writeJson('dist/cdn/integrity.json', integrity);
for (const [file, content] of Object.entries(createMetadata())) writeJson(`dist/${file}`, content);
updateAddresses(integrity);
const areTypesBuilt = await buildTypes();

printSizes(chunks);
const broken = brokenRules(chunks);
if (!areTypesBuilt) broken.push('dist/types: see the errors above');
for (const rule of broken) console.error(`FAILED  ${rule}`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** Builds one mode of vite.config.ts and returns its files with code. */
async function bundle(mode: string, folder: string): Promise<Chunk[]> {
  const built = await build({ mode, logLevel: 'warn' });
  return [built]
    .flat()
    .flatMap((one) => ('output' in one ? one.output : []))
    .filter((one) => one.type === 'chunk')
    .map((chunk) => {
      const file = `${folder}/${chunk.fileName}`;
      const bytes = readFileSync(file);
      return {
        file,
        text: bytes.toString(),
        modules: Object.keys(chunk.modules),
        imports: [...chunk.imports, ...chunk.dynamicImports],
        raw: bytes.length,
        gzip: gzipSync(bytes, { level: 9 }).length,
      };
    });
}

/** Reads Vite's list of the packages in a build and removes it: `dist` has one text for all builds. */
function takeLicences(folder: string): Licence[] {
  const file = `${folder}/licences.json`;
  const list = JSON.parse(readFileSync(file, 'utf8')) as Licence[];
  rmSync(file);
  return list;
}

/** Returns what the `integrity` attribute of a script tag must be, by file name. */
function integrityOf(files: readonly Chunk[]): Record<string, string> {
  const hash = (text: string): string => createHash('sha384').update(text).digest('base64');
  return Object.fromEntries(
    files.map(({ file, text }) => [basename(file), `sha384-${hash(text)}`]),
  );
}

/** Puts the version and the hashes of this build into the script tags of docs/reference.md. */
function updateAddresses(hashes: Readonly<Record<string, string>>): void {
  const { name, version } = packageJson;
  const document = 'docs/reference.md';
  const text = readFileSync(document, 'utf8');
  const written = text.replaceAll(
    /(?<=https:\/\/cdn\.jsdelivr\.net\/npm\/)[\w-]+@[^/]+(\/dist\/cdn\/([\w.-]+)"\s+integrity=")[^"]+/g,
    (_, path: string, file: string) => `${name}@${version}${path}${String(hashes[file])}`,
  );
  if (written !== text) writeFileSync(document, written);
}

function writeJson(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

function printSizes(files: readonly Chunk[]): void {
  const number = (value: number): string => value.toLocaleString('en').padStart(10);
  console.log(`\n${'file'.padEnd(40)}${'bytes'.padStart(10)}${'gzip'.padStart(10)}`);
  for (const { file, raw, gzip } of files) {
    console.log(file.padEnd(40) + number(raw) + number(gzip));
  }
  console.log('');
}
