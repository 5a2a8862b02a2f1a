/** Italian, addressing the user as “tu”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Puoi chiudere questa finestra.';
export const elsewhereText = 'Sembra che l’operazione non sia stata avviata in questo browser.';
export const finishingText = 'Completamento…';

export const texts = (): Texts => ({
  link: 'Collega un dispositivo',
  relink: 'Ricollega',
  relinkTo: 'Ricollega {vendor}',
  requesting: 'Apertura…',
  open: 'Mostra la finestra',
  confirming: 'Verifica in corso…',
  linked: 'Dispositivo collegato',
  linkedTo: 'Collegato a {vendor}',
  another: 'Collega un altro',
  deviceConnected: 'Dispositivo collegato: {device}.',
  devicesConnected: 'Dispositivi collegati: {device}.',
  retry: 'Riprova',
  continue: 'Continua',
  restart: 'Ricomincia',
  cancel: 'Annulla',
  close: 'Chiudi',
  detached: 'Hai finito nell’altra finestra?',
  cancelled: 'Non è stato collegato nulla.',
  ended: 'La pagina di accesso è stata chiusa.',
  loading: 'Apertura della pagina di accesso sicura…',
  returned: closeText,
  frameTitle: 'Pagina di accesso sicura',
  framed: 'Problemi di accesso? Apri una nuova finestra',
  errorBlocked: 'Consenti i pop-up per questa pagina e riprova.',
  errorOffline: 'Verifica la connessione a Internet e riprova.',
  errorUnauthorized: 'Accedi di nuovo e riprova.',
  errorBusy: 'Attendi un momento e riprova.',
  errorUnavailable: 'Non è stato possibile aprire la pagina di accesso. Riprova.',
  errorSetup: 'Al momento non è possibile collegare dispositivi.',
  errorAlreadyLinked: 'Questo dispositivo è già collegato.',
  errorConfirm: 'Non è stato possibile verificare l’esito. Riprova.',
});
