/** Translations in the build, whose keys are written once: each key must keep its own text. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { listed } from '../../scripts/translation-keys.js';

const folder = new URL('../../src/language/translations/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

describe('the built list of a translation', () => {
  for (const file of readdirSync(folder)) {
    it(`has the texts of ${file} in the order of the English keys`, async () => {
      const { texts } = (await import(new URL(file, folder).href)) as {
        texts: Readonly<Record<string, string>>;
      };
      const { texts: english } = await import('../../src/language/translations/en.js');
      const list = runInNewContext(listed(read(file), read('en.ts')).list) as string[];
      assert.deepEqual(
        [...list],
        Object.keys(english).map((key) => texts[key]),
      );
    });
  }

  it('is refused if a key is missing, unknown, or not a plain name', () => {
    const english = "const texts = { link: 'Link', open: 'Open' };";
    for (const table of [
      "{ link: 'A' }",
      "{ link: 'A', open: 'B', more: 'C' }",
      "{ link: 'A', 'open': 'B' }",
    ]) {
      assert.throws(() => listed(`const texts = ${table};`, english), /must have the keys/);
    }
    assert.throws(() => listed('const other = {};', english), /one table named "texts"/);
  });
});
