/**
 * Makes the generated tables of docs/reference.md from the manifest of custom elements, and the one of
 * docs/languages.md from the texts: `npm run docs:api` writes them, and test/node/metadata.test.ts fails
 * if they differ from the source.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { texts } from '../src/language/translations/en.js';
import { createManifest, elementOf } from './manifest.js';

const root = new URL('../', import.meta.url);
/** The documents that have generated tables. */
export const generated = ['docs/reference.md', 'docs/languages.md'];
const MARKED = /(<!-- generated: (\w+) -->\n).*?(<!-- \/generated -->)/gs;

/** The document with its tables as they should be. */
export async function createApiDocument(path: string): Promise<string> {
  const file = fileURLToPath(new URL(path, root));
  const tables = createTables();
  const markdown = readFileSync(file, 'utf8').replaceAll(
    MARKED,
    (_, start: string, name: string, end: string) =>
      `${start}\n${tables.get(name) ?? `There is no table "${name}".`}\n\n${end}`,
  );
  return format(markdown, { ...(await resolveConfig(file)), filepath: file });
}

/** Name of each generated table → its Markdown. */
function createTables(): ReadonlyMap<string, string> {
  const element = elementOf(createManifest());
  const fields = element.members.filter(({ kind }) => kind === 'field');
  const methods = element.members.filter(({ kind }) => kind === 'method');
  const attributes = new Map(element.attributes.map((one) => [one.fieldName, one]));
  return new Map([
    [
      'attributes',
      table(['attribute', 'property', 'type', 'default', 'meaning'], fields, (one) => {
        const attribute = attributes.get(one.name);
        return [
          attribute ? code(attribute.name) : '–',
          code(one.name) + (one.readonly ? ' (read-only)' : ''),
          code(typeOf(one.type?.text, attribute?.type?.text)),
          one.default ? code(one.default.replaceAll('_', '')) : '–',
          one.description,
        ];
      }),
    ],
    [
      'methods',
      table(['method', 'returns', 'meaning'], methods, (one) => [
        code(`${one.name}()`),
        code(one.return?.type.text),
        one.description,
      ]),
    ],
    [
      'slots',
      table(['slot', 'content'], element.slots, (one) => [
        one.name ? code(one.name) : '(default)',
        one.description,
      ]),
    ],
    [
      'parts',
      table(['part', 'what it is'], element.cssParts, (one) => [
        code(`::part(${one.name})`),
        one.description,
      ]),
    ],
    [
      'states',
      table(['state', 'meaning'], element.cssStates, (one) => [
        code(`:state(${one.name})`),
        one.description,
      ]),
    ],
    [
      'messages',
      table(['name', 'English', 'where it is shown'], messages(), ({ name, meaning }) => [
        code(name),
        new Map(Object.entries(texts())).get(name) ?? '–',
        meaning,
      ]),
    ],
  ]);
}

/** The names of the texts, with what is said of each in src/language/messages.ts. */
function messages(): { readonly name: string; readonly meaning: string }[] {
  const path = fileURLToPath(new URL('src/language/messages.ts', root));
  const source = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found = source.statements.find(
    (one) => ts.isInterfaceDeclaration(one) && one.name.text === 'Messages',
  );
  if (!found || !ts.isInterfaceDeclaration(found)) throw new Error(`${path} has no Messages`);
  return found.members.map((one) => ({
    name: one.name?.getText() ?? '',
    meaning: ts
      .getJSDocCommentsAndTags(one)
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
      .join(' '),
  }));
}

/** The property's type; the attribute's if only that spells out the values. */
function typeOf(property?: string, attribute?: string): string | undefined {
  return attribute?.includes("'") ? attribute : property;
}

function table<Row>(
  headings: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => readonly (string | undefined)[],
): string {
  const lines = rows.map((row) =>
    cells(row).map((cell = '') => cell.replaceAll('\n', ' ').replaceAll('|', '\\|')),
  );
  return [headings, headings.map(() => '---'), ...lines]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}

function code(text = ''): string {
  return `\`${text}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const path of generated) writeFileSync(new URL(path, root), await createApiDocument(path));
}
