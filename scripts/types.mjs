/**
 * Makes `dist/types`: one declaration file for each entry that package.json names, with what the entry
 * exports and what those types need. Entries share declarations, and do not repeat them: TypeScript
 * takes a class with private members that is declared twice for two classes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const FOLDER = './dist/types/';

/** False where the sources have errors, which the compiler has printed then. */
export async function buildTypes() {
  const emitted = mkdtempSync(join(tmpdir(), 'enode-link-types-'));
  try {
    const compiler = 'node_modules/typescript-native/bin/tsc';
    const args = [compiler, '-p', 'tsconfig.build.json', '--outDir', emitted];
    if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) return false;
    dropHeaders(emitted);
    await bundle(emitted);
    return true;
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

async function bundle(emitted) {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const entries = Object.values(exports)
    .filter(({ types }) => types)
    .map(({ types }) => types.slice(FOLDER.length));
  const bundled = await rollup({
    input: Object.fromEntries(
      entries.map((file) => [file.replace(/\.d\.ts$/, ''), join(emitted, file)]),
    ),
    plugins: [dts()],
    external: (id) => !/^[./]/.test(id),
    onLog: (level, { code, message, plugin }) => {
      // The script of the return page exports nothing; what the entries share is not for users.
      const isExpected =
        code === 'EMPTY_BUNDLE' || (plugin === 'dts' && /private shared type/.test(message));
      if (!isExpected) throw new Error(`dist/types: ${message}`);
    },
  });
  await bundled.write({
    dir: FOLDER,
    entryFileNames: '[name].d.ts',
    chunkFileNames: ({ name }) => `shared/${name.replace(/\.d$/, '')}.d.ts`,
    minifyInternalExports: false,
    hoistTransitiveImports: false,
  });
  await bundled.close();
}

/** The paragraph above each source file is for those who read the source. */
function dropHeaders(emitted) {
  for (const name of readdirSync(emitted, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const source = readFileSync(join('src', name.replace(/\.d\.ts$/, '.ts')), 'utf8');
    const [, header] = /^(?:#!.*\n)?(\/\*\*.*?\*\/\n)/s.exec(source) ?? [];
    const file = join(emitted, name);
    if (header) writeFileSync(file, readFileSync(file, 'utf8').replace(header, ''));
  }
}
