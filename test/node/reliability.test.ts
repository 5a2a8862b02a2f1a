/**
 * Holds docs/reliability.md against the tests: every known failure has a row, in order, and every
 * row names the tests that carry its number, or a reason why there is none.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ENGINES, readTests, taggedTests, type TaggedTest } from './tagged-tests.js';

const NUMBERS = Array.from({ length: 92 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);

const written = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
const tests = readTests();

interface Row {
  readonly id: string;
  readonly cells: readonly string[];
}

function readRows(document: string): Row[] {
  return [...document.matchAll(/^\| (F\d+) \| (.*) \|$/gm)].map(([, id = '', rest = '']) => ({
    id,
    cells: rest.split(/(?<!\\) \| /).map((cell) => cell.trim()),
  }));
}

/** Returns a sentence for each thing that is wrong with the rows or the tags. */
function findGaps(document: string, tagged: readonly TaggedTest[]): string[] {
  const rows = readRows(document);
  const ids = rows.map(({ id }) => id);
  const known = ids.filter((id) => NUMBERS.includes(id));
  return [
    ...NUMBERS.filter((id) => !ids.includes(id)).map((id) => `${id} has no row`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} has two rows`),
    ...ids.filter((id) => !NUMBERS.includes(id)).map((id) => `${id} is not one of the failures`),
    ...known
      .filter((id, index) => id < (known[index - 1] ?? ''))
      .map((id) => `${id} stands after ${String(known[known.indexOf(id) - 1])}`),
    ...rows.flatMap((row) => findGapsInRow(row, tagged)),
    ...tagged.flatMap(({ ids: named, file, title }) =>
      named
        .filter((id) => !ids.includes(id))
        .map((id) => `${file}: “${title}” names ${id}, which has no row`),
    ),
  ];
}

function findGapsInRow({ id, cells }: Row, tagged: readonly TaggedTest[]): string[] {
  const [failure = '', answer = '', proof = '', engines = '', ...others] = cells;
  if (failure === '' || answer === '' || others.length > 0) return [`${id} must have five columns`];
  const own = tagged.filter((test) => test.ids.includes(id));
  const [, named = '', reason] = /^(.*?)(?:(?:^|<br>)Not tested: (.+))?$/.exec(proof) ?? [];
  if (own.length === 0 && reason === undefined) {
    return [`${id} has neither a test nor a reason why there is none`];
  }
  const gaps = [];
  if (named !== listTests(own)) {
    gaps.push(`${id}: the column “tests” must begin with ${listTests(own)}`);
  }
  if (engines !== listEngines(own)) {
    gaps.push(`${id}: the column “engines” must be ${listEngines(own)}`);
  }
  return gaps;
}

/** Returns the column “tests” up to “Not tested”. */
function listTests(own: readonly TaggedTest[]): string {
  const files = [...new Set(own.map(({ file }) => file))];
  return files
    .map((file) => {
      const titles = own.filter((test) => test.file === file).map(({ title }) => `“${title}”`);
      return `\`${file}\`: ${[...new Set(titles)].join(', ')}`;
    })
    .join('<br>')
    .replaceAll('|', '\\|');
}

function listEngines(own: readonly TaggedTest[]): string {
  const used = ENGINES.filter((name) => own.some((test) => test.engines.includes(name)));
  return used.join(', ') || '–';
}

describe('docs/reliability.md', () => {
  it('has a test or a reason for each known failure, and tests of no other', () => {
    assert.deepEqual(findGaps(written, tests), []);
    assert.equal(readRows(written).length, 92);
  });

  it('counts its rows, the tests, and the rows without one', () => {
    const open = NUMBERS.filter((id) => !tests.some(({ ids }) => ids.includes(id))).length;
    const without = open === 0 ? 'and none without a test' : `${String(open)} without a test`;
    const line = `\n92 failures, ${String(tests.length)} tests, ${without}.\n`;
    assert.ok(written.includes(line), `The document must have the line:${line}`);
  });

  it('would not pass with a row less, a row twice, a row elsewhere, or an unknown number', () => {
    const [first = '', second = ''] = written
      .split('\n')
      .filter((line) => /^\| F0[12] /.test(line));
    const gapsWith = (changed: string): string => findGaps(changed, tests).join();
    assert.match(gapsWith(written.replace(`${first}\n`, '')), /F01 has no row/);
    assert.match(gapsWith(written.replace(first, `${first}\n${first}`)), /F01 has two rows/);
    assert.match(
      gapsWith(written.replace(`${first}\n${second}`, `${second}\n${first}`)),
      /F01 stands after F02/,
    );
    assert.match(
      gapsWith(written.replace(first, `${first}\n${first.replace('F01', 'F00')}`)),
      /F00 is not one of the failures/,
    );
    const strange = { ids: ['F99'], title: 'is strange', file: 'x.test.ts', engines: ENGINES };
    assert.match(findGaps(written, [...tests, strange]).join(), /F99, which has no row/);
  });

  it('would not pass with a row that has neither a test nor a reason', () => {
    const bare = written.replaceAll(/(?:<br>)?Not tested: .*?(?= \| )/g, '');
    assert.doesNotMatch(bare, /Not tested: /);
    for (const id of NUMBERS) {
      const others = tests.filter(({ ids }) => !ids.includes(id));
      assert.ok(
        findGaps(bare, others).includes(`${id} has neither a test nor a reason why there is none`),
      );
    }
  });

  it('would not pass with an empty column, or with a test or an engine that is not there', () => {
    const [row = ''] = written.split('\n').filter((line) => line.startsWith('| F16 |'));
    const gapsWith = (changed: string): string =>
      findGaps(written.replace(row, changed), tests).join();
    const [, failure = ''] = row.split(' | ');
    assert.match(gapsWith(row.replace(failure, '')), /F16 must have five columns/);
    assert.match(gapsWith(row.replace('“', '“never ')), /F16: the column “tests” must begin with/);
    assert.match(gapsWith(row.replace(', Firefox', '')), /F16: the column “engines” must be/);
  });
});

describe('the tags', () => {
  const tagged = (title: string) => taggedTests(`it(${title}, () => {})`, 'x.test.ts', ENGINES);

  it('are read from the end of a title, whatever quotes it has', () => {
    for (const title of ["'works (F01, F22)'", '"works (F01, F22)"', '`works (F01, F22)`']) {
      assert.deepEqual(tagged(title), [
        { ids: ['F01', 'F22'], title: 'works', file: 'x.test.ts', engines: ENGINES },
      ]);
    }
  });

  it('stand behind what a loop puts in, which becomes an ellipsis', () => {
    assert.equal(tagged('`works in ${one} and ${two} (F03)`')[0]?.title, 'works in … and …');
  });

  it('may name the one engine that has the failure', () => {
    assert.deepEqual(tagged("'works (F16; Chromium only)'")[0]?.engines, ['Chromium']);
  });

  it('are no part of other titles', () => {
    assert.deepEqual(tagged("'works (T3)'"), []);
    assert.deepEqual(tagged('title'), []);
  });

  it('that cannot be read are an error', () => {
    for (const title of [
      "'(F01) works'",
      "'works (F01 F02)'",
      "'works F01 (F02)'",
      "'a (F01; Opera only)'",
    ]) {
      assert.throws(() => tagged(title), /no tag that can be read/);
    }
  });
});
