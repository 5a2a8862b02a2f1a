/**
 * Measures the size of each script, and how much each part adds to ours. It needs no browser.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { OURS, root, type Contestants } from './contestants.js';

/** Bytes as servers send them: gzip -9, and brotli at its highest quality, which is 11. */
export interface Size {
  readonly gzip: number;
  readonly brotli: number;
}

/** A library, a source file, or the texts of all languages, in our CDN module. */
export interface Part {
  readonly name: string;
  readonly bytes: number;
  /** How much smaller the module would be without it. Parts compress better together. */
  readonly gzip: number;
}

export interface Bytes {
  readonly modules: Readonly<Record<string, Size>>;
  readonly returnScripts: Readonly<Record<string, Size>>;
  readonly parts: readonly Part[];
}

export function measureBytes(
  contestants: Contestants,
  returns: Readonly<Record<string, string>>,
): Bytes {
  const sizes = (texts: (readonly [string, string])[]): Record<string, Size> =>
    Object.fromEntries(texts.map(([name, text]) => [name, sizeOf(text)]));
  return {
    modules: sizes(Object.entries(contestants).map(([name, { module }]) => [name, module])),
    returnScripts: sizes(Object.entries(returns)),
    parts: partsOf(contestants[OURS]?.module ?? ''),
  };
}

const gzip = (text: string): number => gzipSync(text, { level: 9 }).length;

function sizeOf(text: string): Size {
  return { gzip: gzip(text), brotli: brotliCompressSync(text).length };
}

/** Assigns every character of the module to a part, by the source map of the build. */
function partsOf(code: string): Part[] {
  const map = readFileSync(`${root}dist/cdn/enode-link-button.js.map`, 'utf8');
  const sources = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]);
  const characters = code.split('\n').flatMap((line, row) =>
    Array.from(`${line}\n`, (character, column) => {
      const entry = sources.findEntry(row, column);
      return {
        character,
        part: 'originalSource' in entry ? partOf(entry.originalSource) : 'bundler',
      };
    }),
  );
  const whole = gzip(code);
  const textOf = (some: typeof characters): string =>
    some.map(({ character }) => character).join('');
  return [...new Set(characters.map(({ part }) => part))]
    .map((name) => {
      const own = textOf(characters.filter(({ part }) => part === name));
      const rest = textOf(characters.filter(({ part }) => part !== name));
      return { name, bytes: Buffer.byteLength(own), gzip: whole - gzip(rest) };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

function partOf(path: string): string {
  const [, library] = /node_modules\/(@?[\w-]+)/.exec(path) ?? [];
  if (library) return /^@?lit/.test(library) ? 'Lit' : library;
  const [file = 'bundler'] = /src\/.*$/.exec(path) ?? [];
  return file.replace(/(translations)\/.*/, '$1');
}
