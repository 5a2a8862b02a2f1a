/**
 * Makes docs/api.md from the manifest of custom elements: `npm run docs:api` writes it, and
 * test/node/metadata.test.ts fails if it differs from the source.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { createManifest, elementOf } from './manifest.js';

const FILE = fileURLToPath(new URL('../docs/api.md', import.meta.url));

export async function createApiDocument(): Promise<string> {
  const element = elementOf(createManifest());
  const fields = element.members.filter(({ kind }) => kind === 'field');
  const methods = element.members.filter(({ kind }) => kind === 'method');
  const markdown = `# API

<!-- Made by "npm run docs:api" out of the source. Do not edit. -->

What is public of \`<${element.tagName}>\`, as its manifest has it (\`enode-link-button/custom-elements.json\`). A change of a name or
type on this page is a change of the public interface. [README.md](../README.md) explains how the parts work together.

## Attributes

${table(['attribute', 'property', 'type', 'meaning'], element.attributes, (one) => [
  code(one.name),
  code(one.fieldName),
  code(one.type?.text),
  one.description,
])}

## Properties

${table(['property', 'type', 'default', 'meaning'], fields, (one) => [
  code(one.name) + (one.readonly ? ' (read-only)' : ''),
  code(one.type?.text),
  one.default ? code(one.default) : '–',
  one.description,
])}

## Methods

${table(['method', 'returns', 'meaning'], methods, (one) => [
  code(`${one.name}()`),
  code(one.return?.type.text),
  one.description,
])}

## Events

${table(['event', 'class', 'when'], element.events, (one) => [
  code(one.name),
  code(one.type?.text),
  one.description,
])}

## Slots

${table(['slot', 'content'], element.slots, (one) => [
  one.name ? code(one.name) : '(default)',
  one.description,
])}

## Parts

${table(['part', 'what it is'], element.cssParts, (one) => [code(one.name), one.description])}

## Custom properties

${table(['custom property', 'default', 'meaning'], element.cssProperties, (one) => [
  code(one.name),
  one.default ? code(one.default) : '–',
  one.description,
])}

## States

${table(['state', 'meaning'], element.cssStates, (one) => [
  code(`:state(${one.name})`),
  one.description,
])}
`;
  return format(markdown, { ...(await resolveConfig(FILE)), filepath: FILE });
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
