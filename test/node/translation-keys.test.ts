/** Translations in the build, whose keys are written once: each key must keep its own text. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { joinTexts } from '../../scripts/translation-keys.js';

const folder = new URL('../../src/language/translations/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

describe('the built string of a translation', () => {
  for (const file of readdirSync(folder)) {
    it(`has the texts of ${file} in the order of the English keys`, async () => {
      const { texts } = (await import(new URL(file, folder).href)) as {
        texts: () => Readonly<Record<string, string>>;
      };
      const { texts: english } = await import('../../src/language/translations/en.js');
      assert.deepEqual(
        joinTexts(read(file), read('en.ts')).joined.split('|'),
        Object.keys(english()).map((key) => texts()[key]),
      );
    });
  }

  it('has the text of a constant that was declared before', () => {
    const english = "const texts = () => ({ link: 'Link', open: 'Open' });";
    const code = "const word = 'B'; const texts = () => ({ open: word, link: 'A\\u00A0…' });";
    assert.equal(joinTexts(code, english).joined, 'A\u00A0…|B');
  });

  it('is refused if a key is missing, unknown, or not a plain name, or if a text is not plain', () => {
    const english = "const texts = () => ({ link: 'Link', open: 'Open' });";
    for (const table of [
      "{ link: 'A' }",
      "{ link: 'A', open: 'B', more: 'C' }",
      "{ link: 'A', 'open': 'B' }",
      "{ link: 'A', open: unknown }",
      "{ link: 'A', open: 1 }",
      "{ link: 'A', open: `B` }",
    ]) {
      assert.throws(
        () => joinTexts(`const texts = () => (${table});`, english),
        /must have the keys/,
      );
    }
    assert.throws(
      () => joinTexts("const texts = () => ({ link: 'A|B', open: 'C' });", english),
      /No text may contain "\|"/,
    );
    assert.throws(
      () => joinTexts('const other = {};', english),
      /one table from a function named "texts"/,
    );
  });
});
