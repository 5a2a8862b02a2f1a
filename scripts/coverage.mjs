/**
 * The coverage of all runners together: merges their lcov files, prints a table of `src`, and
 * fails under the threshold. A line counts as covered where any runner executed it. Only lines
 * with code count: comments, types, imports and lone brackets would flatter. A file that no runner
 * loaded counts as not covered at all.
 *
 *   node scripts/coverage.mjs          after a full `npm test`, which leaves the reports
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const THRESHOLD_PERCENT = 90;
const MOST_RANGES = 8;
const REPORTS = ['coverage/node/lcov.info', 'coverage/browser/lcov.info', 'coverage/e2e/lcov.info'];

process.chdir(new URL('..', import.meta.url).pathname);

const executed = mergeReports(REPORTS.filter((report) => existsSync(report)));
const rows = sourceFiles('src')
  .map((file) => {
    const lines = linesOfCode(file);
    const missed = lines.filter((line) => !executed.get(file)?.has(line));
    return { file, lines: lines.length, missed };
  })
  .filter(({ lines }) => lines > 0);

const total = sum(rows.map(({ lines }) => lines));
const covered = total - sum(rows.map(({ missed }) => missed.length));
print(rows, percent(covered, total));
if (percent(covered, total) < THRESHOLD_PERCENT) {
  console.error(`FAILED  the coverage is below ${THRESHOLD_PERCENT} % of lines`);
  process.exitCode = 1;
}

/** File → the lines that any runner executed. */
function mergeReports(reports) {
  const merged = new Map();
  for (const report of reports) {
    let lines;
    for (const record of readFileSync(report, 'utf8').split('\n')) {
      const [, key, value] = /^(SF|DA):(.*)$/.exec(record) ?? [];
      if (key === 'SF') {
        const file = relative('.', resolve(value));
        lines = merged.get(file) ?? new Set();
        merged.set(file, lines);
      } else if (key === 'DA') {
        const [line, hits] = value.split(',').map(Number);
        if (hits > 0) lines.add(line);
      }
    }
  }
  return merged;
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(generated|d)\.ts$/.test(file))
    .sort();
}

/** The numbers of the lines, from 1, with something that is executed. */
function linesOfCode(file) {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const lines = new Set();
  const visit = (node) => {
    if (isErased(node)) return;
    const children = node.getChildren(source);
    if (children.length > 0) return children.forEach(visit);
    const isBracket =
      node.kind >= ts.SyntaxKind.FirstPunctuation && node.kind <= ts.SyntaxKind.LastPunctuation;
    if (isBracket || node.getWidth(source) === 0) return;
    lines.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
  };
  visit(source);
  return [...lines].sort((a, b) => a - b);
}

/** Whether nothing of this piece of syntax is left, or does anything, when the program runs. */
function isErased(node) {
  const isDeclared =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  return (
    isDeclared ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
    node.kind === ts.SyntaxKind.JSDoc ||
    node.kind === ts.SyntaxKind.EndOfFileToken
  );
}

function print(files, all) {
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
function ranges(lines) {
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && line === last.to + 1) last.to = line;
    else found.push({ from: line, to: line });
  }
  const texts = found.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  const shown = texts.slice(0, MOST_RANGES).join(', ');
  return texts.length > MOST_RANGES ? `${shown} and ${texts.length - MOST_RANGES} more` : shown;
}

function percent(part, whole) {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
