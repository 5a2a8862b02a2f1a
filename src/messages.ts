/**
 * Every text that the widget shows its user, in every language of Enode's Link UI, and which of
 * these languages fits a language tag. Knows nothing of the page, the browser or an attempt: the
 * caller says which language is wanted, and picks the text.
 *
 * A text says what to do next and never blames. What went wrong in detail is for the developer:
 * it is in the error, not here.
 */

/** The texts by their purpose. All are plain text, never markup. */
export interface Messages {
  /** Label of the button before anything has happened. */
  readonly link: string;
  /** The same, where an asset is linked anew. */
  readonly relink: string;
  /** The same, where the vendor is known. `{vendor}` stands for its name. */
  readonly relinkTo: string;
  /** Label while the Link session is on its way. */
  readonly requesting: string;
  /** Label while Link UI is open. A click brings its window to the front. */
  readonly open: string;
  /** Label while the user's vendors are read. */
  readonly confirming: string;
  /** Label after a success whose vendor is not known. */
  readonly linked: string;
  /** Label after a success. `{vendor}` stands for the vendor's name. */
  readonly linkedTo: string;
  /** Label after a failure. */
  readonly retry: string;
  /** Label: go on with the attempt whose window is out of sight. */
  readonly continue: string;
  /** Label: give that attempt up for a new one. */
  readonly restart: string;
  /** Label: end the attempt. */
  readonly cancel: string;
  /** Label: close the dialog. */
  readonly close: string;
  /** Question above `continue`, `restart` and `cancel`. */
  readonly detached: string;
  /** Status after a cancel. */
  readonly cancelled: string;
  /** Title of the popup while Link UI is on its way. As `requesting`. */
  readonly loadingTitle: string;
  /** Text of the popup while Link UI is on its way. */
  readonly loading: string;
  /** Text of the return page where nobody is left to tell. */
  readonly returned: string;
  /** Name of the dialog around the frame. As `link`. */
  readonly dialogTitle: string;
  /** Name of the frame that shows Link UI. */
  readonly frameTitle: string;
  /** Label in the dialog: offers a window, as a frame that stays empty cannot be detected. */
  readonly framed: string;
  /** The browser refused the window. */
  readonly errorBlocked: string;
  /** There is no network. */
  readonly errorOffline: string;
  /** The host does not know the user, or no longer. */
  readonly errorUnauthorized: string;
  /** The host asks to slow down. */
  readonly errorBusy: string;
  /** The host is out of reach, too slow, or broken: later may be better. */
  readonly errorUnavailable: string;
  /** Page or server are set up wrongly: nothing that the user could do. */
  readonly errorSetup: string;
  /** Link UI returned, but whether it worked could not be read. */
  readonly errorConfirm: string;
}

/** The name of one text. */
export type MessageKey = keyof Messages;

/**
 * What Enode takes as `language` of a Link session (enode-api.md, "POST /users/{userId}/link").
 * Where a language has several, its first is the one for a tag that names no region.
 */
export const languages: readonly string[] = [
  'browser',
  'da-DK',
  'de-DE',
  'en-US',
  'en-GB',
  'es-ES',
  'fi-FI',
  'fr-FR',
  'it-IT',
  'nb-NO',
  'nl-NL',
  'nl-BE',
  'pt-PT',
  'ro-RO',
  'sv-SE',
];

// A table is a list in this order and gets its keys on first use: smaller than twelve times the keys.
const keys = [
  'link',
  'relink',
  'requesting',
  'open',
  'confirming',
  'linked',
  'retry',
  'continue',
  'restart',
  'cancel',
  'close',
  'detached',
  'cancelled',
  'loading',
  'returned',
  'frameTitle',
  'framed',
  'errorBlocked',
  'errorOffline',
  'errorUnauthorized',
  'errorBusy',
  'errorUnavailable',
  'errorSetup',
  'errorConfirm',
  'linkedTo',
  'relinkTo',
] as const satisfies readonly MessageKey[];

type WrittenKey = (typeof keys)[number];
type OneEach<List> = { readonly [Index in keyof List]: string };
type Texts = OneEach<typeof keys>;

const english: Texts = [
  'Link a device',
  'Reconnect',
  'Opening…',
  'Go to the other window',
  'Checking…',
  'Device linked',
  'Try again',
  'Continue',
  'Start again',
  'Cancel',
  'Close',
  'Did you finish in the other window?',
  'Nothing was linked.',
  'One moment. The secure sign-in page is on its way.',
  'You can close this window.',
  'Secure sign-in page',
  'Open in another window',
  'Please allow pop-ups for this page and try again.',
  'Please check your internet connection and try again.',
  'Please sign in again, then retry.',
  'Please wait a moment and try again.',
  'This isn’t available right now. Please try again later.',
  'This isn’t available right now.',
  'We couldn’t check whether it worked. Please try again.',
  'Connected to {vendor}',
  'Reconnect {vendor}',
];

// One table a language: nothing here differs by region. The texts are short on purpose, as every
// page with the button on it carries them all.
const translations: Readonly<Record<string, Texts>> = {
  // Danish.
  da: [
    'Tilknyt en enhed',
    'Tilknyt igen',
    'Åbner…',
    'Gå til det andet vindue',
    'Tjekker…',
    'Enhed tilknyttet',
    'Prøv igen',
    'Fortsæt',
    'Start forfra',
    'Annuller',
    'Luk',
    'Er du færdig i det andet vindue?',
    'Ingen enhed blev tilknyttet.',
    'Et øjeblik. En sikker loginside er på vej.',
    'Du kan lukke vinduet.',
    'Sikker loginside',
    'Åbn i et andet vindue',
    'Tillad pop op-vinduer på denne side, og prøv igen.',
    'Tjek din internetforbindelse, og prøv igen.',
    'Log ind igen, og prøv så en gang til.',
    'Vent et øjeblik, og prøv igen.',
    'Det virker ikke lige nu. Prøv igen senere.',
    'Det virker ikke lige nu.',
    'Vi kan ikke se, om det lykkedes. Prøv igen.',
    'Tilknyttet {vendor}',
    'Tilknyt {vendor} igen',
  ],
  // Norwegian Bokmål.
  nb: [
    'Koble til en enhet',
    'Koble til igjen',
    'Åpner\u00A0…',
    'Gå til det andre vinduet',
    'Sjekker\u00A0…',
    'Enhet koblet til',
    'Prøv igjen',
    'Fortsett',
    'Begynn på nytt',
    'Avbryt',
    'Lukk',
    'Er du ferdig i det andre vinduet?',
    'Ingen enhet ble koblet til.',
    'Et øyeblikk. En sikker innloggingsside er på vei.',
    'Du kan lukke vinduet.',
    'Sikker innloggingsside',
    'Åpne i et annet vindu',
    'Tillat popup-vinduer på denne siden, og prøv igjen.',
    'Sjekk nettforbindelsen, og prøv igjen.',
    'Logg inn på nytt, og prøv igjen.',
    'Vent et øyeblikk, og prøv igjen.',
    'Det virker ikke akkurat nå. Prøv igjen senere.',
    'Det virker ikke akkurat nå.',
    'Vi kan ikke se om det gikk bra. Prøv igjen.',
    'Koblet til {vendor}',
    'Koble til {vendor} igjen',
  ],
  // Swedish.
  sv: [
    'Anslut en enhet',
    'Anslut igen',
    'Öppnar\u00A0…',
    'Gå till det andra fönstret',
    'Kontrollerar\u00A0…',
    'Enhet ansluten',
    'Försök igen',
    'Fortsätt',
    'Börja om',
    'Avbryt',
    'Stäng',
    'Är du klar i det andra fönstret?',
    'Ingen enhet anslöts.',
    'Ett ögonblick. En säker inloggningssida är på väg.',
    'Du kan stänga fönstret.',
    'Säker inloggningssida',
    'Öppna i ett annat fönster',
    'Tillåt popup-fönster på den här sidan och försök igen.',
    'Kontrollera internetanslutningen och försök igen.',
    'Logga in på nytt och försök igen.',
    'Vänta ett ögonblick och försök igen.',
    'Det fungerar inte just nu. Försök igen senare.',
    'Det fungerar inte just nu.',
    'Vi kan inte se om det gick bra. Försök igen.',
    'Ansluten till {vendor}',
    'Anslut {vendor} igen',
  ],
  // German, addressed as “Sie”.
  de: [
    'Gerät verbinden',
    'Neu verbinden',
    'Wird geöffnet\u00A0…',
    'Zum anderen Fenster',
    'Wird geprüft\u00A0…',
    'Gerät verbunden',
    'Erneut versuchen',
    'Weiter',
    'Neu beginnen',
    'Abbrechen',
    'Schließen',
    'Sind Sie im anderen Fenster fertig?',
    'Es wurde kein Gerät verbunden.',
    'Einen Moment. Die sichere Anmeldeseite wird geöffnet.',
    'Sie können dieses Fenster schließen.',
    'Sichere Anmeldeseite',
    'In neuem Fenster öffnen',
    'Bitte erlauben Sie Pop-ups für diese Seite und versuchen Sie es erneut.',
    'Bitte prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut.',
    'Bitte melden Sie sich wieder an und versuchen Sie es erneut.',
    'Bitte warten Sie einen Moment und versuchen Sie es erneut.',
    'Das ist gerade nicht möglich. Bitte versuchen Sie es später erneut.',
    'Das ist gerade nicht möglich.',
    'Wir konnten das Ergebnis nicht prüfen. Bitte versuchen Sie es erneut.',
    '{vendor} verbunden',
    '{vendor} neu verbinden',
  ],
  // Dutch, addressed as “je”; the same in the Netherlands and in Belgium.
  nl: [
    'Apparaat koppelen',
    'Opnieuw koppelen',
    'Openen…',
    'Naar het andere venster',
    'Controleren…',
    'Apparaat gekoppeld',
    'Opnieuw proberen',
    'Doorgaan',
    'Opnieuw beginnen',
    'Annuleren',
    'Sluiten',
    'Ben je klaar in het andere venster?',
    'Er is niets gekoppeld.',
    'Een moment. De beveiligde inlogpagina komt eraan.',
    'Je kunt dit venster sluiten.',
    'Beveiligde inlogpagina',
    'Openen in nieuw venster',
    'Sta pop-ups toe voor deze pagina en probeer het opnieuw.',
    'Controleer je internetverbinding en probeer het opnieuw.',
    'Log weer in en probeer het opnieuw.',
    'Wacht een moment en probeer het opnieuw.',
    'Dit lukt nu even niet. Probeer het later opnieuw.',
    'Dit lukt nu even niet.',
    'We konden niet controleren of het gelukt is. Probeer het opnieuw.',
    'Gekoppeld aan {vendor}',
    '{vendor} opnieuw koppelen',
  ],
  // Spanish, addressed as “tú”.
  es: [
    'Vincular un dispositivo',
    'Volver a vincular',
    'Abriendo…',
    'Ir a la otra ventana',
    'Comprobando…',
    'Dispositivo vinculado',
    'Reintentar',
    'Continuar',
    'Empezar de nuevo',
    'Cancelar',
    'Cerrar',
    '¿Has terminado en la otra ventana?',
    'No se ha vinculado nada.',
    'Un momento. Estamos abriendo la página de acceso seguro.',
    'Puedes cerrar esta ventana.',
    'Página de acceso seguro',
    'Abrir en otra ventana',
    'Permite las ventanas emergentes en esta página e inténtalo de nuevo.',
    'Comprueba tu conexión a internet e inténtalo de nuevo.',
    'Vuelve a iniciar sesión e inténtalo de nuevo.',
    'Espera un momento e inténtalo de nuevo.',
    'Ahora mismo no está disponible. Inténtalo de nuevo más tarde.',
    'Ahora mismo no está disponible.',
    'No hemos podido comprobar el resultado. Inténtalo de nuevo.',
    'Vinculado con {vendor}',
    'Volver a vincular {vendor}',
  ],
  // European Portuguese, addressed politely.
  pt: [
    'Associar um dispositivo',
    'Associar novamente',
    'A abrir…',
    'Ir para a outra janela',
    'A verificar…',
    'Dispositivo associado',
    'Tentar novamente',
    'Continuar',
    'Recomeçar',
    'Cancelar',
    'Fechar',
    'Já terminou na outra janela?',
    'Nenhum dispositivo foi associado.',
    'Um momento. A abrir a página de acesso seguro.',
    'Pode fechar esta janela.',
    'Página de acesso seguro',
    'Abrir noutra janela',
    'Permita pop-ups nesta página e tente novamente.',
    'Verifique a ligação à Internet e tente novamente.',
    'Volte a iniciar sessão e tente novamente.',
    'Aguarde um momento e tente novamente.',
    'De momento, não está disponível. Tente novamente mais tarde.',
    'De momento, não está disponível.',
    'Não foi possível verificar o resultado. Tente novamente.',
    'Associado a {vendor}',
    'Associar {vendor} novamente',
  ],
  // Italian, addressed as “tu”.
  it: [
    'Collega un dispositivo',
    'Ricollega',
    'Apertura…',
    'Vai all’altra finestra',
    'Verifica in corso…',
    'Dispositivo collegato',
    'Riprova',
    'Continua',
    'Ricomincia',
    'Annulla',
    'Chiudi',
    'Hai finito nell’altra finestra?',
    'Non è stato collegato nulla.',
    'Un momento. La pagina di accesso sicura si sta aprendo.',
    'Puoi chiudere questa finestra.',
    'Pagina di accesso sicura',
    'Apri in un’altra finestra',
    'Consenti i pop-up per questa pagina e riprova.',
    'Verifica la connessione a Internet e riprova.',
    'Accedi di nuovo e riprova.',
    'Attendi un momento e riprova.',
    'Al momento non è disponibile. Riprova più tardi.',
    'Al momento non è disponibile.',
    'Non è stato possibile verificare l’esito. Riprova.',
    'Collegato a {vendor}',
    'Ricollega {vendor}',
  ],
  // French, addressed as “vous”.
  fr: [
    'Associer un appareil',
    'Associer à nouveau',
    'Ouverture…',
    'Aller à l’autre fenêtre',
    'Vérification…',
    'Appareil associé',
    'Réessayer',
    'Continuer',
    'Recommencer',
    'Annuler',
    'Fermer',
    'Avez-vous terminé dans l’autre fenêtre\u202F?',
    'Aucun appareil n’a été associé.',
    'Un instant. La page de connexion sécurisée s’ouvre.',
    'Vous pouvez fermer cette fenêtre.',
    'Page de connexion sécurisée',
    'Ouvrir une autre fenêtre',
    'Autorisez les pop-ups pour cette page et réessayez.',
    'Vérifiez votre connexion Internet et réessayez.',
    'Reconnectez-vous et réessayez.',
    'Patientez un instant et réessayez.',
    'Ce service n’est pas disponible pour l’instant. Veuillez réessayer plus tard.',
    'Ce service n’est pas disponible pour l’instant.',
    'Nous n’avons pas pu vérifier le résultat. Veuillez réessayer.',
    'Associé à {vendor}',
    'Associer {vendor} à nouveau',
  ],
  // Romanian, addressed as “tu”.
  ro: [
    'Conectează un dispozitiv',
    'Reconectează',
    'Se deschide…',
    'Vezi cealaltă fereastră',
    'Se verifică…',
    'Dispozitiv conectat',
    'Încearcă din nou',
    'Continuă',
    'Reia de la început',
    'Anulează',
    'Închide',
    'Ai terminat în cealaltă fereastră?',
    'Nu s-a conectat niciun dispozitiv.',
    'Un moment. Se deschide pagina de autentificare securizată.',
    'Poți închide această fereastră.',
    'Pagină de autentificare securizată',
    'Deschide în altă fereastră',
    'Permite ferestrele pop-up pe această pagină și încearcă din nou.',
    'Verifică conexiunea la internet și încearcă din nou.',
    'Autentifică-te din nou și reîncearcă.',
    'Așteaptă un moment și încearcă din nou.',
    'Serviciul nu este disponibil momentan. Încearcă din nou mai târziu.',
    'Serviciul nu este disponibil momentan.',
    'Nu am putut verifica rezultatul. Încearcă din nou.',
    'Conectat la {vendor}',
    'Reconectează {vendor}',
  ],
  // Finnish.
  fi: [
    'Yhdistä laite',
    'Yhdistä uudelleen',
    'Avataan…',
    'Siirry toiseen ikkunaan',
    'Tarkistetaan…',
    'Laite yhdistetty',
    'Yritä uudelleen',
    'Jatka',
    'Aloita alusta',
    'Peruuta',
    'Sulje',
    'Saitko kaiken valmiiksi toisessa ikkunassa?',
    'Laitetta ei yhdistetty.',
    'Hetki vain. Suojattu kirjautumissivu avautuu pian.',
    'Voit sulkea tämän ikkunan.',
    'Suojattu kirjautumissivu',
    'Avaa toisessa ikkunassa',
    'Salli ponnahdusikkunat tällä sivulla ja yritä uudelleen.',
    'Tarkista internetyhteys ja yritä uudelleen.',
    'Kirjaudu sisään ja yritä uudelleen.',
    'Odota hetki ja yritä uudelleen.',
    'Tämä ei ole käytettävissä juuri nyt. Yritä myöhemmin uudelleen.',
    'Tämä ei ole käytettävissä juuri nyt.',
    'Tulosta ei voitu tarkistaa. Yritä uudelleen.',
    'Yhdistetty: {vendor}',
    'Yhdistä uudelleen: {vendor}',
  ],
};

const made = new Map<Texts, Messages>();

// Language, script, region (RFC 5646, section 2.1). What follows does not matter here.
const tagShape = /^([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}|\d{3}))?(?=-|$)/;

/**
 * Enode's tag for any BCP 47 language tag, in any case: the same language and region, else the
 * same language. Norwegian of any kind is `nb-NO`; English from outside the United States is
 * `en-GB`. `_` is read as `-`. Undefined where Enode does not speak the language.
 */
export function resolveLanguage(wanted: string | null | undefined): string | undefined {
  // A page's script can set anything as the language, whatever the type says.
  if (typeof wanted !== 'string') return undefined;
  const tag = wanted.trim().toLowerCase().replaceAll('_', '-');
  if (tag === 'browser') return tag;
  const [, written = '', region] = tagShape.exec(tag) ?? [];
  const language = written === 'no' || written === 'nn' ? 'nb' : written;
  const candidates = languages.filter((candidate) => candidate.startsWith(`${language}-`));
  return (
    candidates.find((candidate) => candidate.toLowerCase() === `${language}-${region}`) ??
    (language === 'en' && region ? 'en-GB' : candidates[0])
  );
}

/**
 * All texts in the language of `tag`, which `resolveLanguage` reads. English for `browser`, for
 * undefined and for anything unknown. The same language gives the same object.
 */
export function messagesFor(tag: string | undefined): Messages {
  // Only what `languages` lists gets as far as the lookup: `__proto__` does not.
  const language = resolveLanguage(tag)?.split('-')[0] ?? '';
  const texts = translations[language] ?? english;
  let messages = made.get(texts);
  if (!messages) made.set(texts, (messages = named(texts)));
  return messages;
}

function named(texts: Texts): Messages {
  const entries = keys.map((key, index) => [key, texts[index]]);
  const written = Object.fromEntries(entries) as Record<WrittenKey, string>;
  return { ...written, loadingTitle: written.requesting, dialogTitle: written.link };
}
