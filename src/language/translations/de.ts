/** German, addressing the user as “Sie”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Sie können dieses Fenster schließen.';
export const elsewhereText = 'Dieser Vorgang wurde anscheinend nicht in diesem Browser gestartet.';
export const finishingText = 'Wird abgeschlossen\u00A0…';

export const texts = (): Texts => ({
  link: 'Gerät verbinden',
  relink: 'Neu verbinden',
  relinkTo: '{vendor} neu verbinden',
  requesting: 'Wird geöffnet\u00A0…',
  open: 'Fenster anzeigen',
  confirming: 'Wird geprüft\u00A0…',
  linked: 'Gerät verbunden',
  linkedTo: '{vendor} verbunden',
  another: 'Weiteres verbinden',
  deviceConnected: '{device} ist verbunden.',
  devicesConnected: '{device} sind verbunden.',
  retry: 'Erneut versuchen',
  continue: 'Weiter',
  restart: 'Neu beginnen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  detached: 'Sind Sie im anderen Fenster fertig?',
  cancelled: 'Es wurde kein Gerät verbunden.',
  ended: 'Die Anmeldeseite wurde geschlossen.',
  loading: 'Die sichere Anmeldeseite wird geöffnet\u00A0…',
  returned: closeText,
  frameTitle: 'Sichere Anmeldeseite',
  framed: 'Probleme bei der Anmeldung? In neuem Fenster öffnen',
  errorBlocked: 'Bitte erlauben Sie Pop-ups für diese Seite und versuchen Sie es erneut.',
  errorOffline: 'Bitte prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut.',
  errorUnauthorized: 'Bitte melden Sie sich wieder an und versuchen Sie es erneut.',
  errorBusy: 'Bitte warten Sie einen Moment und versuchen Sie es erneut.',
  errorUnavailable: 'Die Anmeldeseite konnte nicht geöffnet werden. Bitte versuchen Sie es erneut.',
  errorSetup: 'Geräte können gerade nicht verbunden werden.',
  errorAlreadyLinked: 'Dieses Gerät ist bereits verbunden.',
  errorConfirm: 'Wir konnten das Ergebnis nicht prüfen. Bitte versuchen Sie es erneut.',
});
