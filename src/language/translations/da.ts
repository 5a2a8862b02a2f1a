/** Danish, addressing the user as “du”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Du kan lukke vinduet.';
export const elsewhereText = 'Det ser ikke ud til, at dette blev startet i denne browser.';
export const finishingText = 'Afslutter…';

export const texts = (): Texts => ({
  link: 'Tilknyt en enhed',
  relink: 'Tilknyt igen',
  relinkTo: 'Tilknyt {vendor} igen',
  requesting: 'Åbner…',
  open: 'Vis vinduet',
  confirming: 'Tjekker…',
  linked: 'Enhed tilknyttet',
  linkedTo: 'Tilknyttet {vendor}',
  another: 'Tilknyt en til',
  deviceConnected: '{device} er tilknyttet.',
  devicesConnected: '{device} er tilknyttet.',
  retry: 'Prøv igen',
  continue: 'Fortsæt',
  restart: 'Start forfra',
  cancel: 'Annuller',
  close: 'Luk',
  detached: 'Er du færdig i det andet vindue?',
  cancelled: 'Ingen enhed blev tilknyttet.',
  ended: 'Loginsiden blev lukket.',
  loading: 'Åbner en sikker loginside…',
  returned: closeText,
  frameTitle: 'Sikker loginside',
  framed: 'Problemer med at logge ind? Åbn et nyt vindue',
  errorBlocked: 'Tillad pop op-vinduer på denne side, og prøv igen.',
  errorOffline: 'Tjek din internetforbindelse, og prøv igen.',
  errorUnauthorized: 'Log ind igen, og prøv så en gang til.',
  errorBusy: 'Vent et øjeblik, og prøv igen.',
  errorUnavailable: 'Loginsiden kunne ikke åbnes. Prøv igen.',
  errorSetup: 'Enheder kan ikke tilknyttes lige nu.',
  errorAlreadyLinked: 'Denne enhed er allerede tilknyttet.',
  errorConfirm: 'Vi kan ikke se, om det lykkedes. Prøv igen.',
});
