/**
 * The coverage of all runners together: merges their lcov files, prints a table of `src`, and
 * fails under the threshold. A line counts as covered if any runner executed it. Only lines
 * with code count: comments, types, imports and lone brackets would flatter. No line of a file that
 * no runner loaded counts as covered.
 *
 *   npx tsx test/support/coverage.ts          after `npm run test:all`, which leaves the reports
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

interface Row {
  readonly file: string;
  /** How many lines have code. */
  readonly lines: number;
  /** The numbers of those that nothing executed. */
  readonly missed: readonly number[];
}

const THRESHOLD_PERCENT = 90;
const MOST_RANGES = 8;
/** Each runner has a folder of its own there. */
const REPORTS = 'coverage';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

const reports = readdirSync(REPORTS)
  .map((folder) => join(REPORTS, folder, 'lcov.info'))
  .filter((report) => existsSync(report));
const executed = mergeReports(reports);
const rows = sourceFiles('src')
  .map((file): Row => {
    const lines = linesOfCode(file);
    const missed = lines.filter((line) => !executed.get(file)?.has(line));
    return { file, lines: lines.length, missed };
  })
  .filter(({ lines }) => lines > 0);

const total = sum(rows.map(({ lines }) => lines));
const covered = total - sum(rows.map(({ missed }) => missed.length));
print(rows, percent(covered, total));
if (percent(covered, total) < THRESHOLD_PERCENT) {
  console.error(`FAILED  the coverage is below ${String(THRESHOLD_PERCENT)} % of lines`);
  process.exitCode = 1;
}

/** File → the lines that any runner executed. */
function mergeReports(paths: readonly string[]): Map<string, Set<number>> {
  const merged = new Map<string, Set<number>>();
  for (const path of paths) {
    let lines: Set<number> | undefined;
    for (const record of readFileSync(path, 'utf8').split('\n')) {
      const [, key, value = ''] = /^(SF|DA):(.*)$/.exec(record) ?? [];
      if (key === 'SF') {
        const file = relative('.', resolve(value));
        lines = merged.get(file) ?? new Set();
        merged.set(file, lines);
      } else if (key === 'DA') {
        const [line = 0, hits = 0] = value.split(',').map(Number);
        if (hits > 0) lines?.add(line);
      }
    }
  }
  return merged;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(generated|d)\.ts$/.test(file))
    .sort();
}

/** The numbers of the lines, from 1, with something that is executed. */
function linesOfCode(file: string): number[] {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (isErased(node)) return;
    const children = node.getChildren(source);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    const isBracket =
      node.kind >= ts.SyntaxKind.FirstPunctuation && node.kind <= ts.SyntaxKind.LastPunctuation;
    if (isBracket || node.getWidth(source) === 0) return;
    lines.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
  };
  visit(source);
  return [...lines].sort((a, b) => a - b);
}

/** Whether this piece of syntax leaves nothing that does anything when the program runs. */
function isErased(node: ts.Node): boolean {
  const isDeclared =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  return (
    isDeclared === true ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
    node.kind === ts.SyntaxKind.JSDoc ||
    node.kind === ts.SyntaxKind.EndOfFileToken
  );
}

function print(files: readonly Row[], all: number): void {
  const width = Math.max(...files.map(({ file }) => file.length)) + 2;
  console.log(`${'file'.padEnd(width)}   lines      %  not covered`);
  for (const { file, lines, missed } of files) {
    const share = percent(lines - missed.length, lines).toFixed(1);
    const columns = [file.padEnd(width), String(lines).padStart(7), share.padStart(6)];
    console.log([...columns, ` ${ranges(missed)}`].join(' ').trimEnd());
  }
  const lines = sum(files.map((row) => row.lines));
  console.log(`${'all'.padEnd(width)} ${String(lines).padStart(7)} ${all.toFixed(1).padStart(6)}`);
}

/** [1, 2, 3, 7] → "1-3, 7", and no longer than a line of a terminal has room for. */
function ranges(lines: readonly number[]): string {
  const found: { from: number; to: number }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && line === last.to + 1) last.to = line;
    else found.push({ from: line, to: line });
  }
  const texts = found.map(({ from, to }) =>
    from === to ? String(from) : `${String(from)}-${String(to)}`,
  );
  const shown = texts.slice(0, MOST_RANGES).join(', ');
  return texts.length > MOST_RANGES
    ? `${shown} and ${String(texts.length - MOST_RANGES)} more`
    : shown;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
