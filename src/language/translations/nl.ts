/** Dutch for the Netherlands and Belgium, addressing the user as “je”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Je kunt dit venster sluiten.';
export const elsewhereText = 'Het lijkt erop dat dit niet in deze browser is gestart.';
export const finishingText = 'Afronden…';

export const texts = (): Texts => ({
  link: 'Apparaat koppelen',
  relink: 'Opnieuw koppelen',
  relinkTo: '{vendor} opnieuw koppelen',
  requesting: 'Openen…',
  open: 'Venster tonen',
  confirming: 'Controleren…',
  linked: 'Apparaat gekoppeld',
  linkedTo: 'Gekoppeld aan {vendor}',
  another: 'Nog een koppelen',
  deviceConnected: '{device} is gekoppeld.',
  devicesConnected: '{device} zijn gekoppeld.',
  retry: 'Opnieuw proberen',
  continue: 'Doorgaan',
  restart: 'Opnieuw beginnen',
  cancel: 'Annuleren',
  close: 'Sluiten',
  detached: 'Ben je klaar in het andere venster?',
  cancelled: 'Er is niets gekoppeld.',
  ended: 'De inlogpagina is gesloten.',
  loading: 'De beveiligde inlogpagina wordt geopend…',
  returned: closeText,
  frameTitle: 'Beveiligde inlogpagina',
  framed: 'Problemen met inloggen? Open een nieuw venster',
  errorBlocked: 'Sta pop-ups toe voor deze pagina en probeer het opnieuw.',
  errorOffline: 'Controleer je internetverbinding en probeer het opnieuw.',
  errorUnauthorized: 'Log weer in en probeer het opnieuw.',
  errorBusy: 'Wacht een moment en probeer het opnieuw.',
  errorUnavailable: 'De inlogpagina kon niet worden geopend. Probeer het opnieuw.',
  errorSetup: 'Apparaten koppelen lukt nu even niet.',
  errorAlreadyLinked: 'Dit apparaat is al gekoppeld.',
  errorConfirm: 'We konden niet controleren of het gelukt is. Probeer het opnieuw.',
});
