/** What the tests of documents read out of Markdown: the blocks of code that are marked, and tables. */
import assert from 'node:assert/strict';

/** The names of all blocks that are marked with `<!-- test: name -->`, in their order. */
export function markedBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/<!-- test: ([\w-]+) -->\n+```/g)].map(([, name = '']) => name);
}

/** A block of code, and the file that it comes from. */
export interface SourcedBlock {
  readonly path: string;
  readonly code: string;
}

/** All blocks that are marked with `<!-- from: path -->`, in their order. */
export function sourcedBlocks(markdown: string): SourcedBlock[] {
  const pattern = /<!-- from: (\S+) -->\n\n```\w+\n(.*?)^```$/gms;
  return [...markdown.matchAll(pattern)].map(([, path = '', code = '']) => ({ path, code }));
}

/** Fails unless a file has the code of a block: in this order, with any white space, and anything for an `…`. */
export function assertShown(code: string, file: string): void {
  const source = oneLine(file);
  let from = 0;
  for (const piece of code.split('…')) {
    const wanted = oneLine(piece);
    assert.ok(wanted.length > 0);
    const found = source.indexOf(wanted, from);
    assert.notEqual(found, -1, `not there, or not in this order: ${wanted}`);
    from = found + wanted.length;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** How many blocks of code there are, marked or not. */
export function countBlocks(markdown: string): number {
  return (markdown.match(/^```/gm)?.length ?? 0) / 2;
}

/** The code of the block that is marked with this name. */
export function block(markdown: string, name: string): string {
  const pattern = new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's');
  const [, code] = pattern.exec(markdown) ?? [];
  assert.ok(code, `there is no block marked "${name}"`);
  return code;
}

/** The rows, as lists of cells, of the table that begins with this heading. */
export function table(markdown: string, heading: string): string[][] {
  const [, ...lines] = markdown
    .slice(markdown.search(`\\n\\| ${heading} +\\|.*\\n\\| -`))
    .split('\n');
  const length = lines.findIndex((line) => !line.startsWith('|'));
  assert.ok(length > 2, `there is no table "${heading}"`);
  return lines.slice(2, length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The texts in backticks. */
export function codeIn(text = ''): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
