/**
 * Finds the tests whose titles end in a tag with numbers of docs/reliability.md: `(F22)`,
 * `(F18, F21)` or `(F16; Chromium only)`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface TaggedTest {
  readonly ids: readonly string[];
  /** After the titles of the suites around it, and without the tag. */
  readonly title: string;
  readonly file: string;
  readonly engines: readonly string[];
}

export const ENGINES = ['Chromium', 'Firefox', 'WebKitGTK'] as const;

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The folders with tests, and the engines in which each kind runs. */
const SUITES = [
  { folder: 'test/node', suffix: '.test.ts', engines: [] },
  { folder: 'test/browser', suffix: '.test.ts', engines: ENGINES },
  { folder: 'test/e2e', suffix: '.e2e.ts', engines: ENGINES },
];
const TAG = / \((?<ids>F\d+(?:, F\d+)*)(?:; (?<only>\w+) only)?\)$/;

/** Returns the tagged tests in the order of their files. */
export function readTests(): TaggedTest[] {
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
 * Returns the tagged tests of one file. In a title that a loop makes, an ellipsis stands for each
 * value put in.
 * @throws if a title contains the number of a failure but no valid tag
 */
export function taggedTests(
  source: string,
  file: string,
  engines: readonly string[],
): TaggedTest[] {
  const found: TaggedTest[] = [];
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const call = ts.isCallExpression(node) ? node : undefined;
    const name = call?.expression.getText() ?? '';
    const title = name === 'describe' || name === 'it' ? titleOf(call?.arguments[0]) : undefined;
    const inside = name === 'describe' && title !== undefined ? [...around, title] : around;
    ts.forEachChild(node, (child) => {
      visit(child, inside);
    });
    if (name !== 'it' || title === undefined || !/\bF\d+\b/.test(title)) return;
    const tag = TAG.exec(title);
    const { ids = '', only } = tag?.groups ?? {};
    const text = title.slice(0, tag?.index);
    if (tag === null || /\bF\d+\b/.test(text) || (only && !engines.includes(only))) {
      throw new Error(`${file}: no tag that can be read in “${title}”`);
    }
    found.push({
      ids: ids.split(', '),
      // Some titles complete those around them, which end in the engine: it has its own column.
      title: [...around.map((one) => one.replace(/ in …$/, '')), text].join(' › '),
      file,
      engines: only ? [only] : engines,
    });
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true), []);
  return found;
}

/** Returns the title of a suite or test, if the call contains it. */
function titleOf(argument: ts.Expression | undefined): string | undefined {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return argument.text;
  if (!ts.isTemplateExpression(argument)) return undefined;
  const { head, templateSpans } = argument;
  return [head.text, ...templateSpans.map(({ literal }) => `…${literal.text}`)].join('');
}
