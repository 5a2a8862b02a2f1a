/**
 * The texts as a proof-reader would check them, and the choice of a language. That a translation
 * is good cannot be asserted: what can go wrong unseen can.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { languages, resolveLanguage, type Language } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import type { MessageKey } from '../../src/language/messages.js';

const english = messagesFor('en-US');
const keys = Object.keys(english) as MessageKey[];
const spoken = languages.filter((tag) => tag !== 'browser');
const foreign = spoken.filter((tag) => !tag.startsWith('en-'));

// The compiler sees to it that this lists every key. A label must fit a button. A title need
// not, and has no full stop either.
const kinds: Readonly<Record<MessageKey, 'label' | 'title' | 'sentence'>> = {
  link: 'label',
  relink: 'label',
  relinkTo: 'label',
  requesting: 'label',
  open: 'label',
  confirming: 'label',
  linked: 'label',
  linkedTo: 'label',
  another: 'label',
  deviceConnected: 'sentence',
  devicesConnected: 'sentence',
  retry: 'label',
  continue: 'label',
  restart: 'label',
  cancel: 'label',
  close: 'label',
  detached: 'sentence',
  cancelled: 'sentence',
  ended: 'sentence',
  loadingTitle: 'label',
  loading: 'title',
  returned: 'sentence',
  dialogTitle: 'label',
  frameTitle: 'title',
  framed: 'title',
  errorBlocked: 'sentence',
  errorOffline: 'sentence',
  errorUnauthorized: 'sentence',
  errorBusy: 'sentence',
  errorUnavailable: 'sentence',
  errorSetup: 'sentence',
  errorAlreadyLinked: 'sentence',
  errorConfirm: 'sentence',
};

/** Runs `check` on every text of every language, and names the text that fails. */
function eachText(check: (text: string, tag: string, key: MessageKey) => boolean): void {
  const wrong = spoken.flatMap((tag) =>
    keys
      .filter((key) => !check(messagesFor(tag)[key], tag, key))
      .map((key) => `${tag} ${key}: ${messagesFor(tag)[key]}`),
  );
  assert.deepEqual(wrong, []);
}

describe('the texts', () => {
  it('exist under every key in every language', () => {
    for (const tag of spoken) {
      assert.deepEqual(Object.keys(messagesFor(tag)).sort(), Object.keys(kinds).sort(), tag);
    }
  });

  it('are never empty, and have no blanks around or doubled', () => {
    eachText((text) => /^\S+(\s\S+)*$/u.test(text));
  });

  it('use the quotes, apostrophes and ellipsis of print', () => {
    eachText((text) => !/["'`´]|\.\./u.test(text));
  });

  it('do not shout', () => {
    eachText((text) => !/[!¡]/u.test(text));
  });

  it('are plain text without markup, and have a place for the name where they name one', () => {
    eachText((text) => !/[<>&{}]/u.test(text.replace(/\{(?:vendor|device)\}/u, '')));
    eachText((text, _tag, key) => text.includes('{vendor}') === key.endsWith('To'));
    eachText((text, _tag, key) => text.includes('{device}') === key.endsWith('Connected'));
  });

  it('are composed Unicode, and Romanian has commas below instead of cedillas', () => {
    eachText((text) => text === text.normalize('NFC') && !/[şţŞŢ]/u.test(text));
  });

  it('begin with a capital letter, in a script that has them', () => {
    eachText((text) => /^(?:¿?[\p{Lu}\p{Lo}]|\{(?:vendor|device)\})/u.test(text));
  });

  it('end as sentences where they are sentences, and without a stop where they are labels', () => {
    eachText((text, _tag, key) => /[.?。？]$/u.test(text) === (kinds[key] === 'sentence'));
  });

  it('ask only above the buttons, and when nothing may be shown', () => {
    const asking: MessageKey[] = ['detached', 'framed'];
    // Japanese puts a condition before an offer, where others ask.
    eachText((text, tag, key) => {
      const asks = asking.includes(key) && !(tag.startsWith('ja') && key === 'framed');
      return /[?？]/u.test(text) === asks;
    });
  });

  it('fit a button where they stand on one', () => {
    eachText((text, _tag, key) => {
      const shown = text.replace('{vendor}', 'Tesla');
      return kinds[key] !== 'label' || shown.length <= 26;
    });
  });

  it('show that something is going on by an ellipsis, and by nothing else', () => {
    const busy: MessageKey[] = ['requesting', 'confirming', 'loadingTitle', 'loading'];
    eachText((text, _tag, key) => text.endsWith('…') === busy.includes(key));
    eachText((text) => !text.slice(0, -1).includes('…'));
  });

  it('break no line before an ellipsis, a colon or a question mark', () => {
    eachText((text) => !/ […:?]/u.test(text));
    assert.match(messagesFor('fr-FR').detached, /\u202F\?$/u);
    assert.match(messagesFor('de-DE').requesting, /\u00A0…$/u);
  });

  it('have no spaces and no narrow punctuation in Japanese, save around what stands for a name', () => {
    for (const text of Object.values(messagesFor('ja'))) {
      assert.doesNotMatch(text.replace(/\{(?:vendor|device)\}/u, ''), /[\s.,:?!()\w]/u);
    }
  });

  it('are translated: none is the English text', () => {
    for (const tag of foreign) {
      const same = keys.filter((key) => messagesFor(tag)[key] === english[key]);
      assert.deepEqual(same, [], tag);
    }
  });

  it('are each in its place: the advice to try again stands where it helps', () => {
    const retrying: Readonly<Record<Language, string>> = {
      da: 'prøv igen',
      de: 'versuchen Sie es',
      en: 'try again',
      es: 'inténtalo de nuevo',
      fi: 'yritä',
      fr: 'réessay',
      it: 'riprova',
      ja: '再度お試しください',
      lt: 'bandykite dar kartą',
      lv: 'mēģiniet vēlreiz',
      nb: 'prøv igjen',
      nl: 'probeer het',
      pl: 'spróbuj ponownie',
      pt: 'tente novamente',
      ro: 'ncearcă din nou',
      sv: 'försök igen',
    };
    const advised: MessageKey[] = [
      'errorBlocked',
      'errorOffline',
      'errorBusy',
      'errorUnavailable',
      'errorConfirm',
    ];
    const silent: MessageKey[] = [
      'errorSetup',
      'errorAlreadyLinked',
      'cancelled',
      'loading',
      'returned',
      'detached',
    ];
    for (const [language, phrase] of Object.entries(retrying)) {
      const messages = messagesFor(language);
      const says = (key: MessageKey) => messages[key].toLowerCase().includes(phrase.toLowerCase());
      for (const key of advised) assert.ok(says(key), `${language} ${key}: ${messages[key]}`);
      for (const key of silent) {
        assert.ok(!says(key), `${language} ${key}: ${messages[key]}`);
      }
      assert.match(
        messages.errorBlocked,
        /pop[- ]?[uo]p|ponnahdus|emergentes|ポップアップ|iššok|uznirst|wyskak/iu,
      );
      assert.equal(messages.dialogTitle, messages.link);
      assert.equal(messages.loadingTitle, messages.requesting);
    }
  });

  it('give the five plain actions the usual words of each language', () => {
    const usual: Readonly<Record<Language, string>> = {
      da: 'Prøv igen, Fortsæt, Start forfra, Annuller, Luk',
      de: 'Erneut versuchen, Weiter, Neu beginnen, Abbrechen, Schließen',
      en: 'Try again, Continue, Start again, Cancel, Close',
      es: 'Reintentar, Continuar, Empezar de nuevo, Cancelar, Cerrar',
      fi: 'Yritä uudelleen, Jatka, Aloita alusta, Peruuta, Sulje',
      fr: 'Réessayer, Continuer, Recommencer, Annuler, Fermer',
      it: 'Riprova, Continua, Ricomincia, Annulla, Chiudi',
      ja: '再試行, 続ける, 最初からやり直す, キャンセル, 閉じる',
      lt: 'Bandyti dar kartą, Tęsti, Pradėti iš naujo, Atšaukti, Uždaryti',
      lv: 'Mēģināt vēlreiz, Turpināt, Sākt no jauna, Atcelt, Aizvērt',
      nb: 'Prøv igjen, Fortsett, Begynn på nytt, Avbryt, Lukk',
      nl: 'Opnieuw proberen, Doorgaan, Opnieuw beginnen, Annuleren, Sluiten',
      pl: 'Spróbuj ponownie, Kontynuuj, Zacznij od nowa, Anuluj, Zamknij',
      pt: 'Tentar novamente, Continuar, Recomeçar, Cancelar, Fechar',
      ro: 'Încearcă din nou, Continuă, Reia de la început, Anulează, Închide',
      sv: 'Försök igen, Fortsätt, Börja om, Avbryt, Stäng',
    };
    for (const [language, words] of Object.entries(usual)) {
      const { retry, continue: goOn, restart, cancel, close } = messagesFor(language);
      assert.equal([retry, goOn, restart, cancel, close].join(', '), words);
    }
  });

  it('name different actions differently', () => {
    const actions: MessageKey[] = [
      'link',
      'relink',
      'open',
      'retry',
      'continue',
      'restart',
      'cancel',
      'close',
      'framed',
    ];
    for (const tag of spoken) {
      const texts = actions.map((key) => messagesFor(tag)[key]);
      assert.equal(new Set(texts).size, actions.length, `${tag}: ${texts.join(', ')}`);
    }
  });
});

describe('messagesFor', () => {
  it('gives English for browser, for nothing and for what it does not know', () => {
    const strange = [
      'browser',
      undefined,
      '',
      'zh',
      'xx-XX',
      '__proto__',
      'constructor',
      'toString',
    ];
    for (const tag of strange) assert.deepEqual(messagesFor(tag), english, String(tag));
  });

  it('gives the language of any tag that fits', () => {
    assert.equal(messagesFor('de-AT').cancel, 'Abbrechen');
    assert.equal(messagesFor('NN').cancel, 'Avbryt');
    assert.equal(messagesFor('pt-BR').close, 'Fechar');
    assert.equal(messagesFor('nl-BE').close, 'Sluiten');
    assert.equal(messagesFor('en-GB').close, 'Close');
  });

  it('gives one and the same object for a language, so that a view can compare', () => {
    assert.equal(messagesFor('fr-FR'), messagesFor('fr-CA'));
    assert.equal(messagesFor(undefined), messagesFor('en-GB'));
  });

  it('gives every language of its own', () => {
    const languageOf = (tag: string) => tag.slice(0, 2);
    const tables = new Set(spoken.map((tag) => messagesFor(tag)));
    assert.equal(tables.size, new Set(spoken.map(languageOf)).size);
  });
});

describe('resolveLanguage', () => {
  const table: readonly (readonly [string | null | undefined, string | undefined])[] = [
    ['de-DE', 'de-DE'],
    ['de', 'de-DE'],
    ['de-AT', 'de-DE'],
    ['de-CH-1996', 'de-DE'],
    ['de-Latn-DE', 'de-DE'],
    ['DE-de', 'de-DE'],
    ['en', 'en-US'],
    ['en-US', 'en-US'],
    ['en-us-posix', 'en-US'],
    ['en-Latn-US', 'en-US'],
    ['en-x-gb', 'en-US'],
    ['en-u-hc-h23', 'en-US'],
    ['en-GB', 'en-GB'],
    ['en-gb-oxendict', 'en-GB'],
    ['en-AU', 'en-GB'],
    ['en-IE', 'en-GB'],
    ['en-001', 'en-GB'],
    ['en-Latn-NZ', 'en-GB'],
    ['no', 'nb-NO'],
    ['no-NO', 'nb-NO'],
    ['nn', 'nb-NO'],
    ['nn-NO', 'nb-NO'],
    ['nb', 'nb-NO'],
    ['nb-SJ', 'nb-NO'],
    ['pt', 'pt-PT'],
    ['pt-BR', 'pt-PT'],
    ['nl', 'nl-NL'],
    ['nl-BE', 'nl-BE'],
    ['nl-be-u-co-phonebk', 'nl-BE'],
    ['nl-SR', 'nl-NL'],
    ['es-419', 'es-ES'],
    ['fr-CA', 'fr-FR'],
    ['sv_FI', 'sv-SE'],
    [' it-CH ', 'it-IT'],
    ['browser', 'browser'],
    ['Browser', 'browser'],
    ['ja', 'ja-JP'],
    ['ja-Jpan-JP', 'ja-JP'],
    ['jam', undefined],
    ['lt', 'lt-LT'],
    ['ltg', undefined],
    ['lv', 'lv-LV'],
    ['pl-US', 'pl-PL'],
    ['zh', undefined],
    ['zh-Hant-TW', undefined],
    ['fil', undefined],
    ['den', undefined],
    ['x-de', undefined],
    ['i-default', undefined],
    ['english', undefined],
    ['browser-de', undefined],
    ['-', undefined],
    ['-de', undefined],
    ['d', undefined],
    ['', undefined],
    ['*', undefined],
    ['de,en;q=0.5', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [wanted, expected] of table) {
    it(`reads ${JSON.stringify(wanted)} as ${expected}`, () => {
      assert.equal(resolveLanguage(wanted), expected);
    });
  }

  it('knows the 19 tags that Enode takes, each as itself in any case', () => {
    const documented =
      'browser, da-DK, de-DE, en-US, en-GB, es-ES, fi-FI, fr-FR, it-IT, ja-JP, lv-LV, lt-LT, nb-NO, nl-NL, nl-BE, pl-PL, pt-PT, ro-RO, sv-SE';
    assert.deepEqual(languages, documented.split(', '));
    for (const tag of languages) {
      assert.equal(resolveLanguage(tag), tag);
      assert.equal(resolveLanguage(tag.toUpperCase()), tag);
      assert.equal(resolveLanguage(tag.toLowerCase()), tag);
    }
  });

  it('answers any text with a tag of Enode or nothing', () => {
    const parts = fc.constantFrom('en', 'no', 'nl', 'zz', '-', '_', 'BE', 'us', '419', 'Latn', 'x');
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(parts).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(anything, (wanted) => {
        const tag = resolveLanguage(wanted);
        assert.ok(tag === undefined || languages.includes(tag));
        assert.equal(typeof messagesFor(wanted).link, 'string');
      }),
    );
  });

  it('keeps the language whatever region is named', () => {
    const letter = fc.constantFrom('A', 'B', 'E', 'G', 'K', 'L', 'O', 'S', 'T', 'U', 'X', 'Z');
    fc.assert(
      fc.property(fc.constantFrom(...spoken), letter, letter, (tag, first, second) => {
        const language = tag.slice(0, 2);
        assert.ok(resolveLanguage(`${language}-${first}${second}`)?.startsWith(`${language}-`));
      }),
    );
  });

  it('answers nothing to what is no text, as a page without types may send it', () => {
    for (const wanted of [0, true, {}, ['de'], Symbol('de')]) {
      assert.equal(resolveLanguage(wanted as unknown as string), undefined);
      assert.equal(messagesFor(wanted as unknown as string), english);
    }
  });
});
