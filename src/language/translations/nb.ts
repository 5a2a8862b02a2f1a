/** Norwegian Bokmål, addressing the user as “du”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Du kan lukke vinduet.';
export const elsewhereText = 'Det ser ikke ut til at dette ble startet i denne nettleseren.';
export const finishingText = 'Fullfører\u00A0…';

export const texts = (): Texts => ({
  link: 'Koble til en enhet',
  relink: 'Koble til igjen',
  relinkTo: 'Koble til {vendor} igjen',
  requesting: 'Åpner\u00A0…',
  open: 'Vis vinduet',
  confirming: 'Sjekker\u00A0…',
  linked: 'Enhet koblet til',
  linkedTo: 'Koblet til {vendor}',
  another: 'Koble til en til',
  deviceConnected: '{device} er koblet til.',
  devicesConnected: '{device} er koblet til.',
  retry: 'Prøv igjen',
  continue: 'Fortsett',
  restart: 'Begynn på nytt',
  cancel: 'Avbryt',
  close: 'Lukk',
  detached: 'Er du ferdig i det andre vinduet?',
  cancelled: 'Ingen enhet ble koblet til.',
  ended: 'Innloggingssiden ble lukket.',
  loading: 'Åpner en sikker innloggingsside\u00A0…',
  returned: closeText,
  frameTitle: 'Sikker innloggingsside',
  framed: 'Problemer med innloggingen? Åpne et nytt vindu',
  errorBlocked: 'Tillat popup-vinduer på denne siden, og prøv igjen.',
  errorOffline: 'Sjekk nettforbindelsen, og prøv igjen.',
  errorUnauthorized: 'Logg inn på nytt, og prøv igjen.',
  errorBusy: 'Vent et øyeblikk, og prøv igjen.',
  errorUnavailable: 'Innloggingssiden kunne ikke åpnes. Prøv igjen.',
  errorSetup: 'Enheter kan ikke kobles til akkurat nå.',
  errorAlreadyLinked: 'Denne enheten er allerede koblet til.',
  errorConfirm: 'Vi kan ikke se om det gikk bra. Prøv igjen.',
});
