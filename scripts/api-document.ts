/**
 * Makes the generated tables of docs/reference.md from the manifest of custom elements: `npm run docs:api`
 * writes them, and test/node/metadata.test.ts fails if they differ from the source.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { createManifest, elementOf } from './manifest.js';

const FILE = fileURLToPath(new URL('../docs/reference.md', import.meta.url));
const MARKED = /(<!-- generated: (\w+) -->\n).*?(<!-- \/generated -->)/gs;

/** The document with its tables as they should be. */
export async function createApiDocument(): Promise<string> {
  const tables = createTables();
  const markdown = readFileSync(FILE, 'utf8').replaceAll(
    MARKED,
    (_, start: string, name: string, end: string) =>
      `${start}\n${tables.get(name) ?? `There is no table "${name}".`}\n\n${end}`,
  );
  return format(markdown, { ...(await resolveConfig(FILE)), filepath: FILE });
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
  ]);
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
  writeFileSync(FILE, await createApiDocument());
}
