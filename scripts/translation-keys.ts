/**
 * A Vite plugin that writes the keys of the translations once. In the sources each language is a table
 * with keys, so that a text can be found and the compiler misses none. In the build English keeps its
 * keys, and the texts of each other language become one string in the order of these keys.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RolldownMagicString } from 'rolldown';
import { parseSync, Visitor, type ESTree, type Plugin } from 'vite';

const ENGLISH = 'en.ts';
const SEPARATOR = '|';
const WITH_KEYS = `
export const withKeys = (joined) => {
  const list = joined.split('${SEPARATOR}');
  return Object.fromEntries(Object.keys(texts()).map((key, index) => [key, list[index]]));
};
`;

interface Table {
  readonly start: number;
  readonly end: number;
  readonly texts: ReadonlyMap<string, string>;
}

/** Transforms the modules in `folder`, which holds one translation each. */
export function translationKeys(folder: string): Plugin {
  return {
    name: 'translation-keys',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(folder)) return undefined;
      const written = new RolldownMagicString(code);
      if (id.endsWith(`/${ENGLISH}`)) written.append(WITH_KEYS);
      else {
        const english = readFileSync(join(dirname(id), ENGLISH), 'utf8');
        const { start, end, joined } = joinTexts(code, english);
        written.update(start, end, `withKeys(${JSON.stringify(joined)})`);
        written.prepend(`import { withKeys } from './${ENGLISH}';\n`);
      }
      return {
        code: written.toString(),
        map: written.generateMap({ source: id, hires: true }).toString(),
      };
    },
  };
}

/**
 * The texts that replace the table `texts` of a translation, and the place of that table.
 * @throws Error if the keys are not those of English, or a text contains the separator
 */
export function joinTexts(
  code: string,
  english: string,
): { readonly start: number; readonly end: number; readonly joined: string } {
  const { start, end, texts } = findTable(code);
  const keys = [...findTable(english).texts.keys()];
  const list = keys.map((key) => texts.get(key));
  if (list.includes(undefined) || keys.length !== texts.size) {
    throw new Error('A translation must have the keys of English, each as a name with a text.');
  }
  const joined = list.join(SEPARATOR);
  if (joined.split(SEPARATOR).length !== keys.length) {
    throw new Error(`No text may contain "${SEPARATOR}".`);
  }
  return { start, end, joined };
}

/** A text is a literal, or the name of a constant that was declared before. */
function findTable(code: string): Table {
  const constants = new Map<string, string>();
  let found: Table | undefined;
  const textOf = (value: ESTree.Node): string | undefined => {
    if (value.type === 'Identifier') return constants.get(value.name);
    return value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
  };
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || !init) return;
      const constant = textOf(init);
      if (constant !== undefined) constants.set(id.name, constant);
      if (id.name !== 'texts' || init.type !== 'ArrowFunctionExpression') return;
      const { body } = init;
      if (body.type !== 'ObjectExpression') return;
      const texts = body.properties.flatMap((property) => {
        if (property.type !== 'Property' || property.key.type !== 'Identifier') return [];
        const text = textOf(property.value);
        return text === undefined ? [] : [[property.key.name, text] as const];
      });
      found = { start: body.start, end: body.end, texts: new Map(texts) };
    },
  }).visit(parseSync('translation.ts', code, { preserveParens: false }).program);
  if (!found)
    throw new Error(
      'A translation must return its texts as one table from a function named "texts".',
    );
  return found;
}
