/**
 * Writes docs/reliability.md: every known way in which a hand-off to Link UI fails, what is done
 * about it, and the tests that would notice. Tests are found by a tag at the end of their titles,
 * `(F22)`, `(F18, F21)`, or `(F16; Chromium only)`, so the table says nothing that no test says.
 *
 *   npm run docs:reliability
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { introduction, sections } from './reliability/text.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const TARGET = 'docs/reliability.md';
const ENGINES = ['Chromium', 'Firefox', 'WebKitGTK'];
/** Which tests there are, and where each kind runs. */
const SUITES = [
  { folder: 'test/node', suffix: '.test.ts', engines: [] },
  { folder: 'test/browser', suffix: '.test.ts', engines: ENGINES },
  { folder: 'test/e2e', suffix: '.e2e.ts', engines: ENGINES },
];
const TAG = / \((F\d+(?:, F\d+)*)(?:; (\w+) only)?\)$/;

/** The rows of all files beside text.mjs that hold some. */
export async function readRows() {
  const folder = join(root, 'scripts/reliability');
  const files = readdirSync(folder).filter((name) => name.startsWith('rows-'));
  const modules = await Promise.all(files.sort().map((name) => import(join(folder, name))));
  return modules.flatMap(({ rows }) => rows);
}

/** All tests whose title has a tag, in the order of their files. */
export function readTests() {
  return SUITES.flatMap(({ folder, suffix, engines }) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(suffix))
      .sort()
      .flatMap((name) => {
        const file = `${folder}/${name}`;
        return taggedTests(readFileSync(join(root, file), 'utf8'), file, engines);
      }),
  );
}

/**
 * The tests of one file. A title made by a loop has an ellipsis where something is put in.
 * @throws where a title has the number of a failure and no tag that can be read
 */
export function taggedTests(source, file, engines) {
  const found = [];
  const visit = (node, around) => {
    const name = ts.isCallExpression(node) ? node.expression.getText() : '';
    const title = ['describe', 'it'].includes(name) ? titleOf(node.arguments[0]) : undefined;
    const inside = name === 'describe' && title !== undefined ? [...around, title] : around;
    ts.forEachChild(node, (child) => visit(child, inside));
    if (name !== 'it' || title === undefined || !/\bF\d+\b/.test(title)) return;
    const [tag, ids, only] = TAG.exec(title) ?? [];
    const text = title.slice(0, title.length - (tag?.length ?? 0));
    if (tag === undefined || /\bF\d+\b/.test(text) || (only && !engines.includes(only))) {
      throw new Error(`${file}: no tag that can be read in “${title}”`);
    }
    found.push({
      ids: ids.split(', '),
      // Some titles go on from those around them. The engine is in a column of its own.
      title: [...around.map((one) => one.replace(/ in …$/, '')), text].join(' › '),
      file,
      engines: only ? [only] : engines,
    });
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true), []);
  return found;
}

/** The title of a test, where it stands in the call. */
function titleOf(argument) {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return argument.text;
  if (!ts.isTemplateExpression(argument)) return undefined;
  const { head, templateSpans } = argument;
  return [head.text, ...templateSpans.map(({ literal }) => `…${literal.text}`)].join('');
}

/** Sentences that say what is wrong with the rows and the tags; none where all is well. */
export function findGaps(rows, tests) {
  const ids = new Set(rows.map(({ id }) => id));
  const listed = sections.flatMap(({ ids }) => ids);
  return [
    ...listed.filter((id) => !ids.has(id)).map((id) => `${id} has no row`),
    ...rows
      .filter(({ id }, index) => rows.findIndex((row) => row.id === id) !== index)
      .map(({ id }) => `${id} has two rows`),
    ...rows.filter(({ id }) => !listed.includes(id)).map(({ id }) => `${id} is in no section`),
    ...rows
      .filter(({ id, untested }) => !untested && !tests.some((test) => test.ids.includes(id)))
      .map(({ id }) => `${id} has neither a test nor a reason why there is none`),
    ...tests.flatMap((test) =>
      test.ids
        .filter((id) => !ids.has(id))
        .map((id) => `${test.file}: “${test.title}” names ${id}, which there is not`),
    ),
  ];
}

/** The whole document. */
export function makeDocument(rows, tests) {
  const tables = sections.map(({ title, ids }) => {
    const lines = rows
      .filter(({ id }) => ids.includes(id))
      .sort((a, b) => a.id.localeCompare(b.id))
      .map((row) => makeLine(row, tests));
    return [
      `## ${title}\n`,
      // Aligned columns would change every line with the longest.
      '<!-- prettier-ignore -->',
      '| no. | failure | what we do | tests | engines |',
      '| --- | --- | --- | --- | --- |',
      ...lines,
    ].join('\n');
  });
  return `${[introduction(rows, tests), ...tables].join('\n\n')}\n`;
}

function makeLine({ id, failure, answer, untested }, tests) {
  const ours = tests.filter((test) => test.ids.includes(id));
  const files = [...new Set(ours.map(({ file }) => file))];
  const proof = files.map((file) => {
    const titles = ours.filter((test) => test.file === file).map(({ title }) => `“${title}”`);
    return `\`${file}\`: ${[...new Set(titles)].join(', ')}`;
  });
  if (untested) proof.push(`Not tested: ${untested}`);
  const engines = ENGINES.filter((name) => ours.some((test) => test.engines.includes(name)));
  const cells = [id, failure, answer, proof.join('<br>'), engines.join(', ') || '–'];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [rows, tests] = [await readRows(), readTests()];
  const gaps = findGaps(rows, tests);
  for (const gap of gaps) console.error(gap);
  if (gaps.length > 0) process.exitCode = 1;
  writeFileSync(join(root, TARGET), makeDocument(rows, tests));
}
