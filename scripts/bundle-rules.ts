/**
 * What the built files must be and must not contain. Sizes are bytes of gzip -9. A small bundle can
 * still carry what no page may see, so there are rules of content beside those of size.
 */
import packageJson from '../package.json' with { type: 'json' };

export interface BuiltFile {
  readonly file: string;
  readonly text: string;
  /** The paths of the sources in it. */
  readonly modules: readonly string[];
  readonly imports: readonly string[];
  /** Its size in bytes after gzip -9. */
  readonly gzip: number;
}

const BUDGETS = {
  'dist/cdn/enode-link-button.js': 36_400,
  'dist/cdn/enode-link-button.iife.js': 36_400,
  'dist/cdn/enode-link-callback.js': 2_720,
};
const CALLBACK_SOURCES = [
  /\/src\/callback\.ts$/,
  /\/src\/return\//,
  /\/src\/own-keys\.ts$/,
  /\/src\/language\/(?:languages|translations)\.ts$/,
  // Only their sentences for the return page are used; the budget shows if a bundler keeps more.
  /\/src\/language\/translations\//,
];
const BROWSER_ENTRIES = ['dist/index.js', 'dist/element.js', 'dist/callback.js', 'dist/react.js'];

/** Returns a sentence for each rule that is broken: which one, and where. */
export function brokenRules(chunks: readonly BuiltFile[]): string[] {
  const broken: string[] = [];
  const files = new Set(chunks.map(({ file }) => file));
  const find = (file: string): BuiltFile | undefined => {
    const chunk = chunks.find((candidate) => candidate.file === file);
    if (!chunk) broken.push(`${file} is not built`);
    return chunk;
  };

  for (const [file, budget] of Object.entries(BUDGETS)) {
    const gzip = find(file)?.gzip ?? 0;
    if (gzip > budget) broken.push(`${file} has ${gzip} bytes gzip, over its budget of ${budget}`);
  }

  // A return page must load nothing else, so its script contains neither Lit nor zod nor an import of them.
  for (const file of ['dist/callback.js', 'dist/cdn/enode-link-callback.js']) {
    for (const module of withShared(file, chunks).flatMap(({ modules }) => modules)) {
      if (!CALLBACK_SOURCES.some((source) => source.test(module))) {
        broken.push(`${file} contains ${module}`);
      }
    }
  }

  const inBrowsers = [
    ...BROWSER_ENTRIES.flatMap((file) => withShared(file, chunks)),
    ...chunks.filter(({ file }) => file.startsWith('dist/cdn/')),
  ];
  for (const { file, text, modules } of new Set(inBrowsers)) {
    const secret = /client_?secret/i.exec(text);
    if (secret) broken.push(`${file} is for browsers and contains "${secret[0]}"`);
    const foreign = modules.find((module) =>
      /\/src\/(server|emulator|testing|command)\//.test(module),
    );
    if (foreign) broken.push(`${file} is for browsers and contains ${foreign}`);
    const code = text.replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
    if (/\beval\(|new Function\b|\bFunction\(/.test(code)) {
      broken.push(`${file} is for browsers and makes code out of text`);
    }
    if (text.includes('Lit is in dev mode')) {
      broken.push(`${file} contains Lit's development build`);
    }
  }

  // A page is finished without `debug`, and then loads none of its explanations.
  for (const { file, modules } of chunks.filter((chunk) => !isComplete(chunk.file))) {
    const has = (source: string): boolean => modules.some((module) => module.endsWith(source));
    if (has('/src/button/debug.ts') && has('/src/button/explain.ts')) {
      broken.push(`${file} contains debug.ts, which must be a file of its own`);
    }
  }

  // Bundlers drop a file that has nothing but side effects unless package.json lists it.
  for (const { file, text } of chunks) {
    const isNamed = packageJson.sideEffects.some((path) =>
      `./${file}`.startsWith(path.replace('*', '')),
    );
    if (text.includes('customElements.define(') && !isNamed) {
      broken.push(`${file} registers the tag and is not in sideEffects of package.json`);
    }
  }

  // The handler must run on every platform that has a Request, also without Node.
  for (const { file, imports } of withShared('dist/server.js', chunks)) {
    const builtin = imports.find((name) => name.startsWith('node:'));
    if (builtin) broken.push(`${file} is for any server and imports ${builtin}`);
  }

  for (const { file, imports } of chunks.filter((chunk) => isComplete(chunk.file))) {
    const isInside = (name: string): boolean =>
      files.has(`dist/${name}`) || (isForNode(file) && name.startsWith('node:'));
    const outside = imports.find((name) => !isInside(name));
    if (outside) broken.push(`${file} must have everything inside and imports ${outside}`);
  }

  for (const path of Object.values(packageJson.bin)) {
    const file = path.replace('./', '');
    if (!find(file)?.text.startsWith('#!/usr/bin/env node\n')) {
      broken.push(`${file} is a command and must start with #!/usr/bin/env node`);
    }
  }
  return broken;
}

const isForNode = (file: string): boolean => /(?:command|emulator|testing)\.js$/.test(file);
const isComplete = (file: string): boolean =>
  file === 'dist/callback.js' || file.startsWith('dist/cdn/') || isForNode(file);

/** Returns a file and the shared files that it imports, directly or not. */
function withShared(
  file: string,
  chunks: readonly BuiltFile[],
  seen = new Set<BuiltFile>(),
): BuiltFile[] {
  const chunk = chunks.find((candidate) => candidate.file === file);
  if (!chunk || seen.has(chunk)) return [];
  seen.add(chunk);
  for (const name of chunk.imports) withShared(`dist/${name}`, chunks, seen);
  return [...seen];
}
