/**
 * A Vite plugin that shrinks the templates and styles of the element in the build, so that the
 * sources can be laid out for reading. Users see no difference:
 *
 * - `html`: white space with a line break goes beside tags and becomes one space elsewhere, as in
 *   JSX. The page then has no empty text nodes from it either.
 * - `css`: comments go, and so does white space that separates nothing.
 */
// Vite bundles with rolldown, so every installation of Vite has it.
import { RolldownMagicString } from 'rolldown';
import { parseSync, Visitor, type Plugin } from 'vite';

export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const SHORTEN = new Map([
  ['html', compactHtml],
  ['css', compactCss],
]);

/** Compacts the TypeScript files below `folder`. */
export function compact(folder: string): Plugin {
  return {
    name: 'compact',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(folder) || !id.endsWith('.ts')) return undefined;
      const changes = compactions(code, id);
      if (changes.length === 0) return undefined;
      const written = new RolldownMagicString(code);
      for (const { start, end, text } of changes) written.update(start, end, text);
      return {
        code: written.toString(),
        map: written.generateMap({ source: id, hires: true }).toString(),
      };
    },
  };
}

/** What to replace in a module. The changes do not overlap. */
export function compactions(code: string, id: string): Change[] {
  const changes: Change[] = [];
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      const shorten = tag.type === 'Identifier' ? SHORTEN.get(tag.name) : undefined;
      if (!shorten) return;
      for (const { start, value } of quasi.quasis) {
        // A piece begins after its backtick or brace.
        const [first, last] = [start + 1, start + 1 + value.raw.length];
        const text = shorten(value.raw);
        if (text !== value.raw) changes.push({ start: first, end: last, text });
      }
    },
  }).visit(parseSync(id, code).program);
  return changes;
}

/** Shortens the text between two expressions of a template. A tag may begin in one piece and end in another. */
export function compactHtml(piece: string): string {
  return piece
    .replace(/(?<=>)\s*\n\s*|\s*\n\s*(?=<|\/?>)/g, '')
    .replace(/^\s*\n\s*$/, '')
    .replace(/\s*\n\s*/g, ' ');
}

export function compactCss(piece: string): string {
  return piece
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .replace(/\b0(?=\.\d)/g, '')
    .replace(/='([a-z-]+)'\]/g, '=$1]')
    .trim();
}
