/** German, addressing the user as “Sie”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Sie können dieses Fenster schließen.';
export const elsewhereText = 'Dieser Vorgang wurde anscheinend nicht in diesem Browser gestartet.';
export const finishingText = 'Wird abgeschlossen\u00A0…';

export const texts: Texts = {
  link: 'Gerät verbinden',
  relink: 'Neu verbinden',
  relinkTo: '{vendor} neu verbinden',
  requesting: 'Wird geöffnet\u00A0…',
  open: 'Zum anderen Fenster',
  confirming: 'Wird geprüft\u00A0…',
  linked: 'Gerät verbunden',
  linkedTo: '{vendor} verbunden',
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
  loading: 'Einen Moment. Die sichere Anmeldeseite wird geöffnet.',
  returned: closeText,
  frameTitle: 'Sichere Anmeldeseite',
  framed: 'In neuem Fenster öffnen',
  errorBlocked: 'Bitte erlauben Sie Pop-ups für diese Seite und versuchen Sie es erneut.',
  errorOffline: 'Bitte prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut.',
  errorUnauthorized: 'Bitte melden Sie sich wieder an und versuchen Sie es erneut.',
  errorBusy: 'Bitte warten Sie einen Moment und versuchen Sie es erneut.',
  errorUnavailable: 'Das ist gerade nicht möglich. Bitte versuchen Sie es später erneut.',
  errorSetup: 'Das ist gerade nicht möglich.',
  errorAlreadyLinked: 'Dieses Gerät ist bereits verbunden.',
  errorConfirm: 'Wir konnten das Ergebnis nicht prüfen. Bitte versuchen Sie es erneut.',
};
