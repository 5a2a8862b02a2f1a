/**
 * What the built files must be and must not contain. Sizes are gzip -9 bytes. Rules of content
 * stand beside those of size: a bundle can be small and still carry what no page may see.
 */
import { readFileSync } from 'node:fs';

const BUDGETS = {
  'dist/cdn/enode-link-button.js': 31_400,
  'dist/cdn/enode-link-button.iife.js': 31_400,
  'dist/cdn/enode-link-callback.js': 2_400,
};
const CALLBACK_SOURCES = [
  '/src/callback.ts',
  '/src/return/return-channel.ts',
  '/src/own-keys.ts',
  '/src/language/return-texts.ts',
];
const BROWSER_ENTRIES = ['dist/index.js', 'dist/element.js', 'dist/callback.js', 'dist/react.js'];

/** Sentences that say which rule is broken and where; none where all is well. */
export function brokenRules(chunks) {
  const broken = [];
  const files = new Set(chunks.map(({ file }) => file));
  const find = (file) => {
    const chunk = chunks.find((candidate) => candidate.file === file);
    if (!chunk) broken.push(`${file} is not built`);
    return chunk;
  };

  for (const [file, budget] of Object.entries(BUDGETS)) {
    const gzip = find(file)?.gzip ?? 0;
    if (gzip > budget) broken.push(`${file} has ${gzip} bytes gzip, over its budget of ${budget}`);
  }

  // Lit or zod in the return page's script would be dependencies too: so none at all may be there.
  for (const file of ['dist/callback.js', 'dist/cdn/enode-link-callback.js']) {
    for (const module of withShared(file, chunks).flatMap(({ modules }) => modules)) {
      if (!CALLBACK_SOURCES.some((source) => module.endsWith(source))) {
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
    if (/Lit is in dev mode/.test(text)) broken.push(`${file} contains Lit's development build`);
  }

  // Bundlers leave a file out that only has side effects, unless package.json says that it has.
  const { sideEffects, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const { file, text } of chunks) {
    const isNamed = sideEffects.some((path) => `./${file}`.startsWith(path.replace('*', '')));
    if (/customElements\.define\(/.test(text) && !isNamed) {
      broken.push(`${file} registers the tag and is not in sideEffects of package.json`);
    }
  }

  // The handler runs wherever there is a Request, so also where there is no Node.
  for (const { file, imports } of withShared('dist/server.js', chunks)) {
    const builtin = imports.find((name) => name.startsWith('node:'));
    if (builtin) broken.push(`${file} is for any server and imports ${builtin}`);
  }

  for (const { file, imports } of chunks.filter((chunk) => isComplete(chunk.file))) {
    const isInside = (name) =>
      files.has(`dist/${name}`) || (isForNode(file) && name.startsWith('node:'));
    const outside = imports.find((name) => !isInside(name));
    if (outside) broken.push(`${file} must have everything inside and imports ${outside}`);
  }

  for (const path of Object.values(bin)) {
    const file = path.replace('./', '');
    if (!find(file)?.text.startsWith('#!/usr/bin/env node\n')) {
      broken.push(`${file} is a command and must start with #!/usr/bin/env node`);
    }
  }
  return broken;
}

const isForNode = (file) => /(?:command|emulator|testing)\.js$/.test(file);
const isComplete = (file) =>
  file === 'dist/callback.js' || file.startsWith('dist/cdn/') || isForNode(file);

/** A file and the shared files that it imports, directly or not. */
function withShared(file, chunks, seen = new Set()) {
  const chunk = chunks.find((candidate) => candidate.file === file);
  if (!chunk || seen.has(chunk)) return [];
  seen.add(chunk);
  for (const name of chunk.imports) withShared(`dist/${name}`, chunks, seen);
  return [...seen];
}
