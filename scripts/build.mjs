/**
 * Makes `dist` from nothing: `npm run build`. Ends with a table of sizes, and fails where a rule
 * of scripts/bundle-rules.mjs is broken.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { basename } from 'node:path';
import { build } from 'vite';
import { createMetadata } from './manifest.mjs';
import { licencesOf } from './licences.mjs';
import { brokenRules } from './bundle-rules.mjs';
import { buildTypes } from './types.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
// Lit resolves to its development build otherwise, which warns and is larger.
process.env.NODE_ENV = 'production';

if (!run('scripts/return-script.mjs')) process.exit(1);
rmSync('dist', { recursive: true, force: true });
const { name, version, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
const chunks = [
  ...(await bundle('modules', 'dist')),
  ...(await bundle('edge', 'dist/edge')),
  ...(await bundle('emulator', 'dist')),
  ...(await bundle('cdn', 'dist/cdn')),
  ...(await bundle('callback', 'dist/cdn')),
];
for (const file of Object.values(bin)) chmodSync(file, 0o755);
writeIntegrity(chunks.filter(({ file }) => file.startsWith('dist/cdn/')));
for (const [file, content] of Object.entries(createMetadata())) {
  writeFileSync(`dist/${file}`, `${JSON.stringify(content, null, 2)}\n`);
}
const bundled = chunks.flatMap(({ modules }) => modules);
writeFileSync('dist/third-party-licences.txt', licencesOf(bundled));
writeReadme();
const areTypesBuilt = await buildTypes();

printSizes(chunks);
const broken = brokenRules(chunks);
if (!areTypesBuilt) broken.push('dist/types: the errors stand above');
for (const rule of broken) console.error(`FAILED  ${rule}`);
process.exitCode = broken.length === 0 ? 0 : 1;

function run(script, ...args) {
  return spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' }).status === 0;
}

/** Runs one mode of vite.config.ts; returns its files, what they are made of, and their sizes. */
async function bundle(mode, folder) {
  const outputs = [await build({ mode, logLevel: 'warn' })].flat();
  return outputs
    .flatMap(({ output }) => output)
    .filter(({ type }) => type === 'chunk')
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

/** For the `integrity` attribute of a script tag. */
function writeIntegrity(files) {
  const digests = files.map(({ file, text }) => [
    basename(file),
    `sha384-${createHash('sha384').update(text).digest('base64')}`,
  ]);
  const json = JSON.stringify(Object.fromEntries(digests), null, 2);
  writeFileSync('dist/cdn/integrity.json', `${json}\n`);
}

/** The addresses in README.md: of this version, with the hashes of these files. */
function writeReadme() {
  const hashes = JSON.parse(readFileSync('dist/cdn/integrity.json', 'utf8'));
  const readme = readFileSync('README.md', 'utf8');
  const written = readme.replaceAll(
    /(https:\/\/cdn\.jsdelivr\.net\/npm\/[\w-]+)@[^/]+(\/dist\/cdn\/([\w.-]+)"\s+integrity=")[^"]+/g,
    (_, __, rest, file) => `https://cdn.jsdelivr.net/npm/${name}@${version}${rest}${hashes[file]}`,
  );
  if (written !== readme) writeFileSync('README.md', written);
}

function printSizes(files) {
  const number = (value) => value.toLocaleString('en').padStart(10);
  console.log(`\n${'file'.padEnd(40)}${'bytes'.padStart(10)}${'gzip'.padStart(10)}`);
  for (const { file, raw, gzip } of files) {
    console.log(file.padEnd(40) + number(raw) + number(gzip));
  }
  console.log('');
}
