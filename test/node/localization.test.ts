/** Which language an attempt asks for, and which one the texts are in. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Localization,
  spokenLanguage,
  type LocalizedElement,
} from '../../src/language/localization.js';

/** As much of an element as its language depends on. */
function elementIn(lang: string | null, host?: Element): Element {
  const root = host ? new FakeShadowRoot(host) : {};
  return {
    closest: () => (lang === null ? null : { getAttribute: () => lang }),
    getRootNode: () => root,
  } as unknown as Element;
}

class FakeShadowRoot {
  readonly nodeType = 11;
  readonly host: Element;
  constructor(host: Element) {
    this.host = host;
  }
}

/** The tag that an element asks for, with its attribute `language` set. */
function requestLanguage(language: string, element: Element): string {
  return new Localization(Object.assign(element, { language }) as LocalizedElement).requested;
}

describe('the language', () => {
  it('is the one that is set, before all others', () => {
    assert.equal(requestLanguage('de-DE', elementIn('fr')), 'de-DE');
    assert.equal(requestLanguage('browser', elementIn('fr')), 'browser');
  });

  it('is written as Enode writes it', () => {
    for (const [set, wanted] of [
      ['de', 'de-DE'],
      ['DE-at', 'de-DE'],
      ['no', 'nb-NO'],
      ['en-AU', 'en-GB'],
    ] as const) {
      assert.equal(requestLanguage(set, elementIn(null)), wanted);
    }
  });

  it('is that of the text around it where none is set', () => {
    assert.equal(requestLanguage('', elementIn('fr')), 'fr-FR');
    const outside = elementIn('sv');
    assert.equal(requestLanguage('', elementIn(null, outside)), 'sv-SE');
    assert.equal(requestLanguage('', elementIn(null, elementIn(null, outside))), 'sv-SE');
    assert.equal(requestLanguage('', elementIn('it', outside)), 'it-IT');
    assert.equal(requestLanguage('', elementIn(null)), 'browser');
  });

  it("is the browser's where the text around it is in one that Enode does not speak, or in none", () => {
    for (const lang of ['zh', '', 'x-klingon', 'zxx']) {
      assert.equal(requestLanguage('', elementIn(lang)), 'browser');
    }
  });

  it('of the own texts is that of Link UI, or for browser the first that is known', () => {
    assert.equal(spokenLanguage('da-DK', ['fr']), 'da-DK');
    assert.equal(spokenLanguage('browser', ['zh', 'fr-CA', 'de']), 'fr-FR');
    assert.equal(spokenLanguage('browser', ['cs', 'zh']), 'en-US');
    assert.equal(spokenLanguage('browser', []), 'en-US');
    assert.equal(spokenLanguage('browser', ['browser', 'nn']), 'nb-NO');
    assert.equal(spokenLanguage('zh-CN', ['fr']), 'en-US');
  });
});
