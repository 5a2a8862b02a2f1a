/** Finnish, addressing the user as “sinä”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Voit sulkea tämän ikkunan.';
export const elsewhereText = 'Näyttää siltä, ettei tätä aloitettu tässä selaimessa.';
export const finishingText = 'Viimeistellään…';

export const texts = (): Texts => ({
  link: 'Yhdistä laite',
  relink: 'Yhdistä uudelleen',
  relinkTo: 'Yhdistä uudelleen: {vendor}',
  requesting: 'Avataan…',
  open: 'Näytä ikkuna',
  confirming: 'Tarkistetaan…',
  linked: 'Laite yhdistetty',
  linkedTo: 'Yhdistetty: {vendor}',
  another: 'Yhdistä toinen',
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
  loading: 'Avataan suojattua kirjautumissivua…',
  returned: closeText,
  frameTitle: 'Suojattu kirjautumissivu',
  framed: 'Ongelmia kirjautumisessa? Avaa uusi ikkuna',
  errorBlocked: 'Salli ponnahdusikkunat tällä sivulla ja yritä uudelleen.',
  errorOffline: 'Tarkista internetyhteys ja yritä uudelleen.',
  errorUnauthorized: 'Kirjaudu sisään ja yritä uudelleen.',
  errorBusy: 'Odota hetki ja yritä uudelleen.',
  errorUnavailable: 'Kirjautumissivua ei voitu avata. Yritä uudelleen.',
  errorSetup: 'Laitteita ei voi juuri nyt yhdistää.',
  errorAlreadyLinked: 'Tämä laite on jo yhdistetty.',
  errorConfirm: 'Tulosta ei voitu tarkistaa. Yritä uudelleen.',
});
