/** Every text of Link UI in German. */
import type { Texts } from './texts-en.js';

export const german: Texts = {
  linkUi: 'Link UI',
  step: (now, all) => `Schritt ${now} von ${all}`,
  back: 'Zurück',
  exit: 'Beenden',
  continue: 'Weiter',
  errorPrefix: 'Fehler',
  emulator: 'Emulator – nicht Enode',
  emulatorHint: 'Nichts hier ist echt. Virtuelle Geräte und ihre Zugangsdaten stehen im',
  dashboard: 'Dashboard',

  introTitle: 'Verbinden Sie Ihre Geräte',
  introLead:
    'Ihre App nutzt Enode, um mit Ihrem Auto, Ihrer Wallbox oder einem anderen Energiegerät zu sprechen.',
  introPoints: [
    ['Sie wählen', 'Sie bestimmen die Marke und sehen vor der Zustimmung, was geteilt wird.'],
    ['Sicher', 'Sie melden sich beim Hersteller Ihres Geräts an. Ihre App sieht nie Ihr Passwort.'],
    ['Sie behalten die Kontrolle', 'Sie können die Verbindung jederzeit trennen.'],
  ],

  brandTitle: 'Wählen Sie Ihre Marke',
  brandSearch: 'Marken durchsuchen',
  brandSearchButton: 'Suchen',
  brandAll: 'Alle Marken zeigen',
  brandCount: (count) => (count === 1 ? '1 Marke' : `${count} Marken`),
  brandNone: (query) => `Keine Marke passt zu „${query}“.`,
  brandOutage: 'Nicht verfügbar',
  brandWarning: 'Störungen',

  serviceTitle: (brand) => `Was möchten Sie von ${brand} verbinden?`,

  outageTitle: (brand) => `${brand} ist gerade nicht verfügbar`,
  outageLead: (brand) =>
    `Bei ${brand} gibt es einen Ausfall, deshalb lässt sich kein Gerät verbinden. Bitte versuchen Sie es später erneut.`,
  outageOther: 'Andere Marke wählen',
  warning: (brand) =>
    `Bei ${brand} gibt es zurzeit Störungen. Das Verbinden kann scheitern oder länger dauern.`,

  accessTitle: (brand) => `Ihre App bittet um Zugriff auf ${brand}`,
  accessGranted: 'Ihre App darf',
  accessRefused: 'Ihre App darf nicht',
  accessYes: 'Erlaubt:',
  accessNo: 'Nicht erlaubt:',
  accessConsent: 'Mit „Weiter“ stimmen Sie zu, dies mit Ihrer App zu teilen.',

  signInTitle: (brand) => `Bei ${brand} anmelden`,
  signInLead: (brand) => `Benutzen Sie Benutzername und Passwort Ihres ${brand}-Kontos.`,
  username: 'Benutzername',
  password: 'Passwort',
  signIn: 'Anmelden',
  signInFailed: (brand) =>
    `${brand} kennt diese Zugangsdaten nicht. Prüfen Sie beides und versuchen Sie es erneut.`,
  usernameMissing: 'Geben Sie Ihren Benutzernamen ein.',
  passwordMissing: 'Geben Sie Ihr Passwort ein.',
  hintTitle: 'Zum Testen',
  hintUsernames: 'Melden Sie sich mit dem virtuellen Gerät an:',
  hintPassword: 'Das Passwort steht im',
  hintNone: 'Es gibt noch kein virtuelles Gerät dieser Marke und Art. Legen Sie eines an im',

  codeTitle: 'Geben Sie den Code ein',
  codeLead: (brand) =>
    `${brand} hat Ihnen einen Code geschickt, um sicherzugehen, dass Sie es sind.`,
  code: 'Code der Zwei-Faktor-Anmeldung',
  codeHint: 'In diesem Emulator genügt ein beliebiger Code.',
  codeMissing: 'Geben Sie den Code ein.',
  codeButton: 'Bestätigen',

  devicesTitle: 'Wir haben Ihr Gerät gefunden',
  devicesLead: 'Dieses Gerät wird mit Ihrer App verbunden.',

  successTitle: 'Sie sind verbunden',
  successLead: (brand) => `Ihr Gerät von ${brand} ist jetzt mit Ihrer App verbunden.`,
  complete: 'Fertig',

  end: 'Schließen Sie dieses Fenster, gehen Sie zurück zu Ihrer App und beginnen Sie neu.',
  expiredTitle: 'Dieser Link ist abgelaufen',
  expiredLead: 'Ein Link gilt 24 Stunden, und dieser ist älter.',
  usedTitle: 'Dieser Link wurde schon benutzt',
  usedLead: 'Ein Link gilt nur einmal, und dieser wurde schon geöffnet.',
  endedTitle: 'Sie haben beendet',
  endedLead: 'Sie haben das Verbinden beendet. Es wurde nichts verbunden.',
  unknownTitle: 'Dieser Link ist ungültig',
  unknownLead: 'Die Adresse ist unvollständig, oder der Link ist nicht mehr bekannt.',
  troubleTitle: 'Etwas ist schiefgegangen',
  troubleLead: 'Diese Seite konnte nicht gezeigt werden. Laden Sie sie gleich noch einmal.',

  types: {
    vehicle: 'Fahrzeug',
    charger: 'Wallbox',
    hvac: 'Heizung und Klima',
    inverter: 'Wechselrichter',
    battery: 'Hausbatterie',
    meter: 'Stromzähler',
  },
  scopes: {
    'battery:control:operation_mode': 'die Betriebsart Ihrer Batterie ändern',
    'battery:read:data': 'Ladestand und Zustand Ihrer Batterie sehen',
    'battery:read:location': 'den Standort Ihrer Batterie sehen',
    'charger:control:charging': 'das Laden an Ihrer Wallbox starten und stoppen',
    'charger:read:data': 'Zustand und Leistung Ihrer Wallbox sehen',
    'charger:read:location': 'den Standort Ihrer Wallbox sehen',
    'hvac:control:mode': 'Betriebsart und Temperatur ändern',
    'hvac:read:data': 'Temperaturen und Betriebsart sehen',
    'inverter:read:data': 'sehen, wie viel Solarstrom Sie erzeugen',
    'inverter:read:location': 'den Standort Ihres Wechselrichters sehen',
    'meter:read:data': 'sehen, wie viel Strom Sie verbrauchen und einspeisen',
    'meter:read:location': 'den Standort Ihres Zählers sehen',
    'vehicle:control:charging': 'das Laden Ihres Fahrzeugs starten und stoppen',
    'vehicle:read:data': 'Ladestand, Reichweite und Ladezustand sehen',
    'vehicle:read:location': 'den Standort Ihres Fahrzeugs sehen',
  },
};
