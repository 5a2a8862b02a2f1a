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

/** In each table, related languages are neighbours: they share words, so the compressed files are smaller. */
type Table<Text> = Readonly<Record<Language, Text>>;

/** The texts of the widget. Functions, because a page needs one or two of these languages. */
const texts: Table<() => Texts> = {
  en: en.texts,
  fr: fr.texts,
  it: it.texts,
  ro: ro.texts,
  es: es.texts,
  pt: pt.texts,
  fi: fi.texts,
  de: de.texts,
  nl: nl.texts,
  da: da.texts,
  nb: nb.texts,
  sv: sv.texts,
  pl: pl.texts,
  lt: lt.texts,
  lv: lv.texts,
  ja: ja.texts,
};

/** On the return page when all is done: the window can be closed. */
export const closeTexts: Table<string> = {
  en: en.closeText,
  fr: fr.closeText,
  it: it.closeText,
  ro: ro.closeText,
  es: es.closeText,
  pt: pt.closeText,
  fi: fi.closeText,
  de: de.closeText,
  nl: nl.closeText,
  da: da.closeText,
  nb: nb.closeText,
  sv: sv.closeText,
  pl: pl.closeText,
  lt: lt.closeText,
  lv: lv.closeText,
  ja: ja.closeText,
};

/** On the return page when this browser has no record of the attempt. `closeTexts` follows. */
export const elsewhereTexts: Table<string> = {
  en: en.elsewhereText,
  fr: fr.elsewhereText,
  it: it.elsewhereText,
  ro: ro.elsewhereText,
  es: es.elsewhereText,
  pt: pt.elsewhereText,
  fi: fi.elsewhereText,
  de: de.elsewhereText,
  nl: nl.elsewhereText,
  da: da.elsewhereText,
  nb: nb.elsewhereText,
  sv: sv.elsewhereText,
  pl: pl.elsewhereText,
  lt: lt.elsewhereText,
  lv: lv.elsewhereText,
  ja: ja.elsewhereText,
};

/** On the return page while its window is about to close itself. */
export const finishingTexts: Table<string> = {
  en: en.finishingText,
  fr: fr.finishingText,
  it: it.finishingText,
  ro: ro.finishingText,
  es: es.finishingText,
  pt: pt.finishingText,
  fi: fi.finishingText,
  de: de.finishingText,
  nl: nl.finishingText,
  da: da.finishingText,
  nb: nb.finishingText,
  sv: sv.finishingText,
  pl: pl.finishingText,
  lt: lt.finishingText,
  lv: lv.finishingText,
  ja: ja.finishingText,
};

/** The first of these language tags that there are texts for, without its region. */
export function chooseLanguage(tags: readonly string[]): Language | undefined {
  return tags
    .map(languageOf)
    .find((language): language is Language => Object.hasOwn(closeTexts, language));
}

const made = new Map<Language, Messages>();

/**
 * All texts in the language of `tag`, which may be any that `resolveLanguage` reads; in English if it
 * reads none. The same language gives the same object.
 */
export function messagesFor(tag: string | undefined): Messages {
  const wanted = languageOf(resolveLanguage(tag) ?? '');
  const language = Object.hasOwn(texts, wanted) ? (wanted as Language) : 'en';
  let messages = made.get(language);
  if (!messages) {
    const own = texts[language]();
    messages = { ...own, dialogTitle: own.link, loadingTitle: own.requesting };
    made.set(language, messages);
  }
  return messages;
}
