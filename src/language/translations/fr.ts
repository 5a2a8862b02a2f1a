/** French, addressing the user as “vous”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Vous pouvez fermer cette fenêtre.';
export const elsewhereText =
  'Il semble que cette opération n’ait pas été lancée dans ce navigateur.';
export const finishingText = 'Finalisation…';

export const texts = (): Texts => ({
  link: 'Associer un appareil',
  relink: 'Associer à nouveau',
  relinkTo: 'Associer {vendor} à nouveau',
  requesting: 'Ouverture…',
  open: 'Afficher la fenêtre',
  confirming: 'Vérification…',
  linked: 'Appareil associé',
  linkedTo: 'Associé à {vendor}',
  another: 'Associer un autre',
  deviceConnected: 'Appareil associé\u00A0: {device}.',
  devicesConnected: 'Appareils associés\u00A0: {device}.',
  retry: 'Réessayer',
  continue: 'Continuer',
  restart: 'Recommencer',
  cancel: 'Annuler',
  close: 'Fermer',
  detached: 'Avez-vous terminé dans l’autre fenêtre\u202F?',
  cancelled: 'Aucun appareil n’a été associé.',
  ended: 'La page de connexion a été fermée.',
  loading: 'Ouverture de la page de connexion sécurisée…',
  returned: closeText,
  frameTitle: 'Page de connexion sécurisée',
  framed: 'Un problème de connexion\u202F? Ouvrir une nouvelle fenêtre',
  errorBlocked: 'Autorisez les pop-ups pour cette page et réessayez.',
  errorOffline: 'Vérifiez votre connexion Internet et réessayez.',
  errorUnauthorized: 'Reconnectez-vous et réessayez.',
  errorBusy: 'Patientez un instant et réessayez.',
  errorUnavailable: 'Impossible d’ouvrir la page de connexion. Veuillez réessayer.',
  errorSetup: 'Impossible d’associer des appareils pour l’instant.',
  errorAlreadyLinked: 'Cet appareil est déjà associé.',
  errorConfirm: 'Nous n’avons pas pu vérifier le résultat. Veuillez réessayer.',
});
