/**
 * Measures the size of each script after gzip -9, and how much each source file adds to ours. It needs
 * no browser.
 */
import { SourceMap } from 'node:module';
import { buildOurs, gzip, type Built } from './contestants.js';

/** A source file, or a library, in our CDN module. */
export interface MapEntry {
  readonly file: string;
  readonly bytes: number;
  /** How much smaller the module would be without it. Files compress better together. */
  readonly gzip: number;
}

export interface Bytes {
  readonly modules: Readonly<Record<string, number>>;
  readonly returnScripts: Readonly<Record<string, number>>;
  /** Our module without Lit and zod. */
  readonly own: number;
  /** The same without the texts of all languages. */
  readonly ownWithoutTexts: number;
  readonly map: readonly MapEntry[];
}

const LIBRARIES = [/^lit/, /^zod/];

export async function measureBytes(
  contestants: Readonly<Record<string, Built>>,
  returns: Readonly<Record<string, string>>,
): Promise<Bytes> {
  const sizes = (texts: [string, string][]): Record<string, number> =>
    Object.fromEntries(texts.map(([name, text]) => [name, gzip(text)]));
  const { code: own } = await buildOurs({ external: LIBRARIES });
  const { code: textless } = await buildOurs({ external: [...LIBRARIES, /translations/] });
  return {
    modules: sizes(Object.entries(contestants).map(([name, { module }]) => [name, module])),
    returnScripts: sizes(Object.entries(returns)),
    own: gzip(own),
    ownWithoutTexts: gzip(textless),
    map: await mapBundle(),
  };
}

/** Assigns every character of the module to a source file, by the source map. */
async function mapBundle(): Promise<MapEntry[]> {
  const { code, map } = await buildOurs({ sourcemap: true });
  if (!map) throw new Error('The bundler made no source map.');
  const payload = JSON.parse(map.toString()) as ConstructorParameters<typeof SourceMap>[0];
  const sources = new SourceMap(payload);
  const lines = code.split('\n');
  const files = lines.map((line, row) =>
    Array.from({ length: line.length }, (_, column) => {
      const entry = sources.findEntry(row, column);
      return 'originalSource' in entry ? nameOf(entry.originalSource) : 'bundler';
    }),
  );
  const all = gzip(code);
  return [...new Set(files.flat())]
    .map((file) => {
      const rest = lines.map((line, row) =>
        Array.from({ length: line.length }, (_, column) =>
          files[row]?.[column] === file ? '' : line[column],
        ).join(''),
      );
      const bytes = files.flat().filter((other) => other === file).length;
      return { file, bytes, gzip: all - gzip(rest.join('\n')) };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

/** Returns the name of a library, or the path of one of our own files. */
function nameOf(path: string): string {
  const [, library] = /node_modules\/(?:@lit\/)?([\w-]+)/.exec(path) ?? [];
  if (library) return library === 'zod' ? 'zod' : 'Lit';
  return /src\/.*$/.exec(path)?.[0] ?? 'bundler';
}
