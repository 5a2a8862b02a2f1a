/** What the return page says, as a proof-reader would check it; and in which language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '../../src/language/languages.js';
import {
  chooseLanguage,
  closeTexts,
  elsewhereTexts,
  finishingTexts,
} from '../../src/language/translations.js';

const tables = { closeTexts, elsewhereTexts, finishingTexts };

describe('the texts of the return page', () => {
  it('are there in every language of Link UI, and in no other', () => {
    const spoken = languages.filter((tag) => tag !== 'browser').map((tag) => tag.slice(0, 2));
    for (const [name, table] of Object.entries(tables)) {
      assert.deepEqual(Object.keys(table).sort(), [...new Set(spoken)].sort(), name);
    }
  });

  it('are sentences in print, translated, and do not shout', () => {
    for (const [name, table] of Object.entries(tables)) {
      const { en, ...others } = table;
      for (const text of Object.values(table)) {
        assert.match(
          text,
          name === 'finishingTexts' ? /^[\p{Lu}\p{Lo}].*…$/u : /^[\p{Lu}\p{Lo}][^.。]*[.。]$/u,
        );
        assert.doesNotMatch(text, /["'`´!]|\.\.|\s\s|^\s|\s$/u);
        assert.ok(text === text.normalize('NFC') && !/[şţŞŢ]/u.test(text), text);
      }
      assert.ok(!Object.values<string>(others).includes(en), name);
    }
    // Norwegian and Danish say alike that a window can be closed.
    assert.equal(new Set(Object.values(elsewhereTexts)).size, Object.keys(elsewhereTexts).length);
  });

  it('speak of this browser where the attempt is of another', () => {
    for (const text of Object.values(elsewhereTexts)) {
      assert.match(
        text,
        /browser|navega|naviga|nettles|webbl|selai|ブラウザ|naršykl|pārlūk|przegląd/i,
      );
    }
  });

  for (const [tags, wanted] of [
    [['de'], 'de'],
    [['DE-at'], 'de'],
    [['pt_BR'], 'pt'],
    [['nn-NO'], 'nb'],
    [['no'], 'nb'],
    [['ja-JP'], 'ja'],
    [['cs', '', 'sv-FI', 'de'], 'sv'],
    [['fil', 'den', 'x-de', '*'], undefined],
    [['constructor', '__proto__'], undefined],
    [[], undefined],
  ] as const) {
    it(`are in ${String(wanted)} for ${JSON.stringify(tags)}`, () => {
      assert.equal(chooseLanguage(tags), wanted);
    });
  }
});
