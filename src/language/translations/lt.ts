/** Lithuanian, addressing the user as “jūs”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Galite uždaryti šį langą.';
export const elsewhereText = 'Atrodo, kad prijungimas pradėtas ne šioje naršyklėje.';
export const finishingText = 'Baigiama…';

export const texts = (): Texts => ({
  link: 'Prijungti įrenginį',
  relink: 'Prijungti iš naujo',
  relinkTo: 'Prijungti iš naujo: {vendor}',
  requesting: 'Atidaroma…',
  open: 'Rodyti langą',
  confirming: 'Tikrinama…',
  linked: 'Įrenginys prijungtas',
  linkedTo: 'Prijungta: {vendor}',
  another: 'Prijungti kitą',
  deviceConnected: 'Prijungta: {device}.',
  devicesConnected: 'Prijungta: {device}.',
  retry: 'Bandyti dar kartą',
  continue: 'Tęsti',
  restart: 'Pradėti iš naujo',
  cancel: 'Atšaukti',
  close: 'Uždaryti',
  detached: 'Ar viską baigėte kitame lange?',
  cancelled: 'Joks įrenginys nebuvo prijungtas.',
  ended: 'Prisijungimo puslapis buvo uždarytas.',
  loading: 'Atidaromas saugus prisijungimo puslapis…',
  returned: closeText,
  frameTitle: 'Saugus prisijungimo puslapis',
  framed: 'Nepavyksta prisijungti? Atidaryti naują langą',
  errorBlocked: 'Leiskite šiame puslapyje rodyti iššokančiuosius langus ir bandykite dar kartą.',
  errorOffline: 'Patikrinkite interneto ryšį ir bandykite dar kartą.',
  errorUnauthorized: 'Prisijunkite iš naujo ir bandykite dar kartą.',
  errorBusy: 'Šiek tiek palaukite ir bandykite dar kartą.',
  errorUnavailable: 'Nepavyko atidaryti prisijungimo puslapio. Bandykite dar kartą.',
  errorSetup: 'Šiuo metu įrenginių prijungti negalima.',
  errorAlreadyLinked: 'Šis įrenginys jau prijungtas.',
  errorConfirm: 'Nepavyko patikrinti rezultato. Bandykite dar kartą.',
});
