/**
 * Makes the templates and styles of the element smaller in what is built, so that the sources
 * can stay as they read best. A plugin of vite.config.ts. Changes nothing that a user can see:
 *
 * - `html`: white space with a line break in it goes beside tags and becomes one space elsewhere, as
 *   in JSX. A page then has no empty text nodes from it either.
 * - `css`: comments go, and white space that separates nothing.
 */
// Vite's own bundler: there with every vite.
import { RolldownMagicString } from 'rolldown';
import { parseSync, Visitor } from 'vite';

/** The plugin. Works on files below `folder`. */
export function compact(folder) {
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

/** What to replace in a module: none of it overlaps. */
export function compactions(code, id) {
  const changes = [];
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      const shorten = { html: compactHtml, css: compactCss }[tag.name];
      if (!shorten) return;
      for (const { start, value } of quasi.quasis) {
        // A piece begins behind its backtick or brace.
        const [first, last] = [start + 1, start + 1 + value.raw.length];
        const text = shorten(value.raw);
        if (text !== value.raw) changes.push({ start: first, end: last, text });
      }
    },
  }).visit(parseSync(id, code).program);
  return changes;
}

/** A piece of a template between two expressions: tags may begin in one piece and end in another. */
export function compactHtml(piece) {
  return piece
    .replace(/(?<=>)\s*\n\s*|\s*\n\s*(?=<|\/?>)/g, '')
    .replace(/^\s*\n\s*$/, '')
    .replace(/\s*\n\s*/g, ' ');
}

export function compactCss(piece) {
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
