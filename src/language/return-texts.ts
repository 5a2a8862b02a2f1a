/**
 * What a return page says, in the languages of Enode's Link UI: for the return page's script, the page
 * that the server handler serves, and the element, which leaves its words for that page. Each table is
 * exported by itself, so that nobody carries one that is not shown there. Knows neither page nor attempt.
 */

/** All is done: the window can be closed. */
export const closeTexts = {
  en: 'You can close this window.',
  da: 'Du kan lukke vinduet.',
  de: 'Sie können dieses Fenster schließen.',
  es: 'Puedes cerrar esta ventana.',
  fi: 'Voit sulkea tämän ikkunan.',
  fr: 'Vous pouvez fermer cette fenêtre.',
  it: 'Puoi chiudere questa finestra.',
  nb: 'Du kan lukke vinduet.',
  nl: 'Je kunt dit venster sluiten.',
  pt: 'Pode fechar esta janela.',
  ro: 'Poți închide această fereastră.',
  sv: 'Du kan stänga fönstret.',
} as const;

/** A language without region. Norwegian of any kind is `nb`. */
export type ReturnLanguage = keyof typeof closeTexts;
type ReturnTexts = Readonly<Record<ReturnLanguage, string>>;

/** Nothing is known of what has returned. `closeTexts` follows. */
export const elsewhereTexts: ReturnTexts = {
  en: 'It seems this wasn’t started in this browser.',
  da: 'Det ser ikke ud til, at dette blev startet i denne browser.',
  de: 'Dieser Vorgang wurde anscheinend nicht in diesem Browser gestartet.',
  es: 'Parece que esto no se inició en este navegador.',
  fi: 'Näyttää siltä, ettei tätä aloitettu tässä selaimessa.',
  fr: 'Il semble que cette opération n’ait pas été lancée dans ce navigateur.',
  it: 'Sembra che l’operazione non sia stata avviata in questo browser.',
  nb: 'Det ser ikke ut til at dette ble startet i denne nettleseren.',
  nl: 'Het lijkt erop dat dit niet in deze browser is gestart.',
  pt: 'Parece que isto não foi iniciado neste navegador.',
  ro: 'Se pare că această operațiune nu a fost inițiată în acest browser.',
  sv: 'Det verkar som att detta inte startades i den här webbläsaren.',
};

/** The window is about to close itself. */
export const finishingTexts: ReturnTexts = {
  en: 'Finishing…',
  da: 'Afslutter…',
  de: 'Wird abgeschlossen\u00A0…',
  es: 'Finalizando…',
  fi: 'Viimeistellään…',
  fr: 'Finalisation…',
  it: 'Completamento…',
  nb: 'Fullfører\u00A0…',
  nl: 'Afronden…',
  pt: 'A concluir…',
  ro: 'Se finalizează…',
  sv: 'Slutför\u00A0…',
};

/** The first of these languages, as BCP 47 tags, that the texts are in; undefined where none is. */
export function chooseLanguage(tags: readonly string[]): ReturnLanguage | undefined {
  return tags
    .map((tag) =>
      tag
        .toLowerCase()
        .replace(/[-_].*/, '')
        .replace(/^n[no]$/, 'nb'),
    )
    .find((language): language is ReturnLanguage => Object.hasOwn(closeTexts, language));
}
