/**
 * Every text in every language, by purpose. This is where a new language is registered: the compiler
 * asks for each table that lacks it. The tables are separate exports, so that a bundle contains only
 * those that it uses.
 */
import { languageOf, resolveLanguage, type Language } from './languages.js';
import type { Messages, Texts } from './messages.js';
import * as da from './translations/da.js';
import * as de from './translations/de.js';
import * as en from './translations/en.js';
import * as es from './translations/es.js';
import * as fi from './translations/fi.js';
import * as fr from './translations/fr.js';
import * as it from './translations/it.js';
import * as ja from './translations/ja.js';
import * as lt from './translations/lt.js';
import * as lv from './translations/lv.js';
import * as nb from './translations/nb.js';
import * as nl from './translations/nl.js';
import * as pl from './translations/pl.js';
import * as pt from './translations/pt.js';
import * as ro from './translations/ro.js';
import * as sv from './translations/sv.js';

type Table<Text> = Readonly<Record<Language, Text>>;

/** The texts of the widget. */
const texts: Table<Texts> = {
  da: da.texts,
  de: de.texts,
  en: en.texts,
  es: es.texts,
  fi: fi.texts,
  fr: fr.texts,
  it: it.texts,
  ja: ja.texts,
  lt: lt.texts,
  lv: lv.texts,
  nb: nb.texts,
  nl: nl.texts,
  pl: pl.texts,
  pt: pt.texts,
  ro: ro.texts,
  sv: sv.texts,
};

/** On the return page when all is done: the window can be closed. */
export const closeTexts: Table<string> = {
  da: da.closeText,
  de: de.closeText,
  en: en.closeText,
  es: es.closeText,
  fi: fi.closeText,
  fr: fr.closeText,
  it: it.closeText,
  ja: ja.closeText,
  lt: lt.closeText,
  lv: lv.closeText,
  nb: nb.closeText,
  nl: nl.closeText,
  pl: pl.closeText,
  pt: pt.closeText,
  ro: ro.closeText,
  sv: sv.closeText,
};

/** On the return page when this browser has no record of the attempt. `closeTexts` follows. */
export const elsewhereTexts: Table<string> = {
  da: da.elsewhereText,
  de: de.elsewhereText,
  en: en.elsewhereText,
  es: es.elsewhereText,
  fi: fi.elsewhereText,
  fr: fr.elsewhereText,
  it: it.elsewhereText,
  ja: ja.elsewhereText,
  lt: lt.elsewhereText,
  lv: lv.elsewhereText,
  nb: nb.elsewhereText,
  nl: nl.elsewhereText,
  pl: pl.elsewhereText,
  pt: pt.elsewhereText,
  ro: ro.elsewhereText,
  sv: sv.elsewhereText,
};

/** On the return page while its window is about to close itself. */
export const finishingTexts: Table<string> = {
  da: da.finishingText,
  de: de.finishingText,
  en: en.finishingText,
  es: es.finishingText,
  fi: fi.finishingText,
  fr: fr.finishingText,
  it: it.finishingText,
  ja: ja.finishingText,
  lt: lt.finishingText,
  lv: lv.finishingText,
  nb: nb.finishingText,
  nl: nl.finishingText,
  pl: pl.finishingText,
  pt: pt.finishingText,
  ro: ro.finishingText,
  sv: sv.finishingText,
};

/** The first of these language tags that there are texts for, without its region. */
export function chooseLanguage(tags: readonly string[]): Language | undefined {
  return tags.map(languageOf).find(isSpoken);
}

const made = new Map<Language, Messages>();

/**
 * All texts in the language of `tag`, which may be any that `resolveLanguage` reads; in English if it
 * reads none. The same language gives the same object.
 */
export function messagesFor(tag: string | undefined): Messages {
  const wanted = languageOf(resolveLanguage(tag) ?? '');
  const language = isSpoken(wanted) ? wanted : 'en';
  let messages = made.get(language);
  if (!messages) {
    const { link, requesting } = texts[language];
    messages = {
      ...texts[language],
      dialogTitle: link,
      loadingTitle: requesting,
      returned: closeTexts[language],
    };
    made.set(language, messages);
  }
  return messages;
}

function isSpoken(language: string): language is Language {
  return Object.hasOwn(closeTexts, language);
}
