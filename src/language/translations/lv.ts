/** Latvian, addressing the user as “jūs”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Varat aizvērt šo logu.';
export const elsewhereText = 'Šķiet, ka pievienošana nav sākta šajā pārlūkā.';
export const finishingText = 'Notiek pabeigšana…';

export const texts = (): Texts => ({
  link: 'Pievienot ierīci',
  relink: 'Pievienot vēlreiz',
  relinkTo: 'Pievienot vēlreiz: {vendor}',
  requesting: 'Notiek atvēršana…',
  open: 'Rādīt logu',
  confirming: 'Notiek pārbaude…',
  linked: 'Ierīce pievienota',
  linkedTo: 'Ierīce pievienota: {vendor}',
  another: 'Pievienot vēl vienu',
  deviceConnected: 'Ierīce pievienota: {device}.',
  devicesConnected: 'Ierīces pievienotas: {device}.',
  retry: 'Mēģināt vēlreiz',
  continue: 'Turpināt',
  restart: 'Sākt no jauna',
  cancel: 'Atcelt',
  close: 'Aizvērt',
  detached: 'Vai otrā logā viss ir pabeigts?',
  cancelled: 'Neviena ierīce netika pievienota.',
  ended: 'Pierakstīšanās lapa tika aizvērta.',
  loading: 'Tiek atvērta droša pierakstīšanās lapa…',
  returned: closeText,
  frameTitle: 'Droša pierakstīšanās lapa',
  framed: 'Neizdodas pierakstīties? Atvērt jaunu logu',
  errorBlocked: 'Atļaujiet šajā lapā uznirstošos logus un mēģiniet vēlreiz.',
  errorOffline: 'Pārbaudiet interneta savienojumu un mēģiniet vēlreiz.',
  errorUnauthorized: 'Pierakstieties atkārtoti un mēģiniet vēlreiz.',
  errorBusy: 'Uzgaidiet mirkli un mēģiniet vēlreiz.',
  errorUnavailable: 'Neizdevās atvērt pierakstīšanās lapu. Mēģiniet vēlreiz.',
  errorSetup: 'Pašlaik ierīces nevar pievienot.',
  errorAlreadyLinked: 'Šī ierīce jau ir pievienota.',
  errorConfirm: 'Neizdevās pārbaudīt rezultātu. Mēģiniet vēlreiz.',
});
