/** Romanian, addressing the user as “tu”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Poți închide această fereastră.';
export const elsewhereText = 'Se pare că această operațiune nu a fost inițiată în acest browser.';
export const finishingText = 'Se finalizează…';

export const texts = (): Texts => ({
  link: 'Conectează un dispozitiv',
  relink: 'Reconectează',
  relinkTo: 'Reconectează {vendor}',
  requesting: 'Se deschide…',
  open: 'Arată fereastra',
  confirming: 'Se verifică…',
  linked: 'Dispozitiv conectat',
  linkedTo: 'Conectat la {vendor}',
  another: 'Conectează altul',
  deviceConnected: 'Dispozitiv conectat: {device}.',
  devicesConnected: 'Dispozitive conectate: {device}.',
  retry: 'Încearcă din nou',
  continue: 'Continuă',
  restart: 'Reia de la început',
  cancel: 'Anulează',
  close: 'Închide',
  detached: 'Ai terminat în cealaltă fereastră?',
  cancelled: 'Nu s-a conectat niciun dispozitiv.',
  ended: 'Pagina de autentificare a fost închisă.',
  loading: 'Se deschide pagina de autentificare securizată…',
  returned: closeText,
  frameTitle: 'Pagină de autentificare securizată',
  framed: 'Probleme la autentificare? Deschide o fereastră nouă',
  errorBlocked: 'Permite ferestrele pop-up pe această pagină și încearcă din nou.',
  errorOffline: 'Verifică conexiunea la internet și încearcă din nou.',
  errorUnauthorized: 'Autentifică-te din nou și reîncearcă.',
  errorBusy: 'Așteaptă un moment și încearcă din nou.',
  errorUnavailable: 'Nu am putut deschide pagina de autentificare. Încearcă din nou.',
  errorSetup: 'Momentan nu se pot conecta dispozitive.',
  errorAlreadyLinked: 'Acest dispozitiv este deja conectat.',
  errorConfirm: 'Nu am putut verifica rezultatul. Încearcă din nou.',
});
