/** Finnish, addressing the user as “sinä”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Voit sulkea tämän ikkunan.';
export const elsewhereText = 'Näyttää siltä, ettei tätä aloitettu tässä selaimessa.';
export const finishingText = 'Viimeistellään…';

export const texts: Texts = {
  link: 'Yhdistä laite',
  relink: 'Yhdistä uudelleen',
  relinkTo: 'Yhdistä uudelleen: {vendor}',
  requesting: 'Avataan…',
  open: 'Siirry toiseen ikkunaan',
  confirming: 'Tarkistetaan…',
  linked: 'Laite yhdistetty',
  linkedTo: 'Yhdistetty: {vendor}',
  deviceConnected: '{device} on yhdistetty.',
  devicesConnected: '{device} on yhdistetty.',
  retry: 'Yritä uudelleen',
  continue: 'Jatka',
  restart: 'Aloita alusta',
  cancel: 'Peruuta',
  close: 'Sulje',
  detached: 'Saitko kaiken valmiiksi toisessa ikkunassa?',
  cancelled: 'Laitetta ei yhdistetty.',
  ended: 'Kirjautumissivu suljettiin.',
  loading: 'Hetki vain. Suojattu kirjautumissivu avautuu pian.',
  returned: closeText,
  frameTitle: 'Suojattu kirjautumissivu',
  framed: 'Avaa toisessa ikkunassa',
  errorBlocked: 'Salli ponnahdusikkunat tällä sivulla ja yritä uudelleen.',
  errorOffline: 'Tarkista internetyhteys ja yritä uudelleen.',
  errorUnauthorized: 'Kirjaudu sisään ja yritä uudelleen.',
  errorBusy: 'Odota hetki ja yritä uudelleen.',
  errorUnavailable: 'Tämä ei ole käytettävissä juuri nyt. Yritä myöhemmin uudelleen.',
  errorSetup: 'Tämä ei ole käytettävissä juuri nyt.',
  errorAlreadyLinked: 'Tämä laite on jo yhdistetty.',
  errorConfirm: 'Tulosta ei voitu tarkistaa. Yritä uudelleen.',
};
