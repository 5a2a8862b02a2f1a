/** Swedish, addressing the user as “du”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Du kan stänga fönstret.';
export const elsewhereText = 'Det verkar som att detta inte startades i den här webbläsaren.';
export const finishingText = 'Slutför\u00A0…';

export const texts = (): Texts => ({
  link: 'Anslut en enhet',
  relink: 'Anslut igen',
  relinkTo: 'Anslut {vendor} igen',
  requesting: 'Öppnar\u00A0…',
  open: 'Visa fönstret',
  confirming: 'Kontrollerar\u00A0…',
  linked: 'Enhet ansluten',
  linkedTo: 'Ansluten till {vendor}',
  another: 'Anslut en till',
  deviceConnected: '{device} har anslutits.',
  devicesConnected: '{device} har anslutits.',
  retry: 'Försök igen',
  continue: 'Fortsätt',
  restart: 'Börja om',
  cancel: 'Avbryt',
  close: 'Stäng',
  detached: 'Är du klar i det andra fönstret?',
  cancelled: 'Ingen enhet anslöts.',
  ended: 'Inloggningssidan stängdes.',
  loading: 'Öppnar en säker inloggningssida\u00A0…',
  returned: closeText,
  frameTitle: 'Säker inloggningssida',
  framed: 'Problem med inloggningen? Öppna ett nytt fönster',
  errorBlocked: 'Tillåt popup-fönster på den här sidan och försök igen.',
  errorOffline: 'Kontrollera internetanslutningen och försök igen.',
  errorUnauthorized: 'Logga in på nytt och försök igen.',
  errorBusy: 'Vänta ett ögonblick och försök igen.',
  errorUnavailable: 'Inloggningssidan kunde inte öppnas. Försök igen.',
  errorSetup: 'Det går inte att ansluta enheter just nu.',
  errorAlreadyLinked: 'Den här enheten är redan ansluten.',
  errorConfirm: 'Vi kan inte se om det gick bra. Försök igen.',
});
