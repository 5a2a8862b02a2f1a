/**
 * docs/reliability.md against the tests: it is what the script makes of their titles, and every
 * known failure has a test or a reason why there is none.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  findGaps,
  makeDocument,
  readRows,
  readTests,
  taggedTests,
} from '../../scripts/reliability.mjs';

const rows = await readRows();
const engines = ['Chromium', 'Firefox', 'WebKitGTK'];

describe('docs/reliability.md', () => {
  it('has a test or a reason for each known failure, and tests of no other', () => {
    assert.deepEqual(findGaps(rows, readTests()), []);
    assert.equal(rows.length, 92);
  });

  it('is what the script makes: run npm run docs:reliability', () => {
    const written = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
    assert.equal(written, makeDocument(rows, readTests()));
  });

  it('would not pass with a row less, a row twice, or a number that there is not', () => {
    const tests = readTests();
    const [first, ...others] = rows;
    assert.ok(first);
    assert.match(findGaps(others, tests).join(), /F01 has no row/);
    assert.match(findGaps([...rows, first], tests).join(), /F01 has two rows/);
    assert.match(findGaps([...rows, { ...first, id: 'F00' }], tests).join(), /in no section/);
    const strange = { ids: ['F99'], title: 'is strange', file: 'x.test.ts', engines };
    assert.match(findGaps(rows, [...tests, strange]).join(), /F99, which there is not/);
  });

  it('would not pass with a row that has neither a test nor a reason', () => {
    const all = readTests();
    const bare = rows.map(({ untested: _, ...row }) => row);
    for (const { id } of rows) {
      const tests = all.filter(({ ids }) => !ids.includes(id));
      assert.ok(
        findGaps(bare, tests).includes(`${id} has neither a test nor a reason why there is none`),
      );
    }
  });
});

describe('the tags', () => {
  const tagged = (title: string) => taggedTests(`it(${title}, () => {})`, 'x.test.ts', engines);

  it('are read from the end of a title, whatever quotes it has', () => {
    for (const title of ["'works (F01, F22)'", '"works (F01, F22)"', '`works (F01, F22)`']) {
      assert.deepEqual(tagged(title), [
        { ids: ['F01', 'F22'], title: 'works', file: 'x.test.ts', engines },
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
