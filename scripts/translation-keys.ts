/**
 * A Vite plugin that writes the keys of the translations once. In the sources each language is a table
 * with keys, so that a text can be found and the compiler misses none. In the build English keeps its
 * keys, and the other languages become lists in the order of these keys.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RolldownMagicString } from 'rolldown';
import { parseSync, Visitor, type Plugin } from 'vite';

const ENGLISH = 'en.ts';
const WITH_KEYS = `
export const withKeys = (list) =>
  Object.fromEntries(Object.keys(texts).map((key, index) => [key, list[index]]));
`;

interface Table {
  readonly start: number;
  readonly end: number;
  /** Key → the source code of its text. */
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
        const { start, end, list } = listed(code, english);
        written.update(start, end, `/* @__PURE__ */ withKeys(${list})`);
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
 * The list that replaces the table `texts` of a translation, and the place of that table.
 * @throws Error if the keys are not those of English
 */
export function listed(
  code: string,
  english: string,
): { readonly start: number; readonly end: number; readonly list: string } {
  const { start, end, texts } = findTable(code);
  const keys = [...findTable(english).texts.keys()];
  const list = keys.map((key) => texts.get(key));
  if (list.includes(undefined) || keys.length !== texts.size) {
    throw new Error('A translation must have the keys of English, each as a name with a text.');
  }
  return { start, end, list: `[${list.join()}]` };
}

function findTable(code: string): Table {
  let found: Table | undefined;
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || id.name !== 'texts' || init?.type !== 'ObjectExpression')
        return;
      const texts = init.properties.flatMap((property) =>
        property.type === 'Property' && property.key.type === 'Identifier'
          ? [[property.key.name, code.slice(property.value.start, property.value.end)] as const]
          : [],
      );
      found = { start: init.start, end: init.end, texts: new Map(texts) };
    },
  }).visit(parseSync('translation.ts', code).program);
  if (!found) throw new Error('A translation must declare its texts as one table named "texts".');
  return found;
}
