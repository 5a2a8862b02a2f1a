/**
 * Makes `dist/types`: one declaration file for each entry in package.json, with what the entry exports
 * and the types that its exports need. Declarations that entries have in common go to a shared file,
 * because TypeScript takes two declarations of a class with private members for two classes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import packageJson from '../package.json' with { type: 'json' };

const FOLDER = './dist/types/';

/** Returns false if the sources have errors. The compiler has then printed them. */
export async function buildTypes(): Promise<boolean> {
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

async function bundle(emitted: string): Promise<void> {
  const entries = Object.values(packageJson.exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : [entry.types.slice(FOLDER.length)],
  );
  const bundled = await rollup({
    input: Object.fromEntries(
      entries.map((file) => [file.replace(/\.d\.ts$/, ''), join(emitted, file)]),
    ),
    plugins: [dts()],
    external: (id) => !/^[./]/.test(id),
    onLog: (_, { code, message, plugin }) => {
      // The script of the return page exports nothing, and users need no names for shared types.
      const isExpected =
        code === 'EMPTY_BUNDLE' || (plugin === 'dts' && message.includes('private shared type'));
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

/** Removes the paragraph at the head of each file, which is meant for readers of the source. */
function dropHeaders(emitted: string): void {
  for (const name of readdirSync(emitted, { encoding: 'utf8', recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const source = readFileSync(join('src', name.replace(/\.d\.ts$/, '.ts')), 'utf8');
    const [, header] = /^(?:#!.*\n)?(\/\*\*.*?\*\/\n)/s.exec(source) ?? [];
    const file = join(emitted, name);
    if (header) writeFileSync(file, readFileSync(file, 'utf8').replace(header, ''));
  }
}
