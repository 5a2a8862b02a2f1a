/** Polish, addressing the user as “ty”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Możesz zamknąć to okno.';
export const elsewhereText = 'Wygląda na to, że łączenia nie rozpoczęto w tej przeglądarce.';
export const finishingText = 'Kończenie…';

export const texts: Texts = {
  link: 'Połącz urządzenie',
  relink: 'Połącz ponownie',
  relinkTo: 'Połącz ponownie: {vendor}',
  requesting: 'Otwieranie…',
  open: 'Przejdź do drugiego okna',
  confirming: 'Sprawdzanie…',
  linked: 'Urządzenie połączone',
  linkedTo: 'Połączono: {vendor}',
  deviceConnected: 'Połączono: {device}.',
  devicesConnected: 'Połączono: {device}.',
  retry: 'Spróbuj ponownie',
  continue: 'Kontynuuj',
  restart: 'Zacznij od nowa',
  cancel: 'Anuluj',
  close: 'Zamknij',
  detached: 'Czy wszystko gotowe w drugim oknie?',
  cancelled: 'Nie połączono żadnego urządzenia.',
  ended: 'Strona logowania została zamknięta.',
  loading: 'Jeszcze chwila. Otwieramy bezpieczną stronę logowania.',
  returned: closeText,
  frameTitle: 'Bezpieczna strona logowania',
  framed: 'Otwórz w nowym oknie',
  errorBlocked: 'Zezwól na wyskakujące okienka na tej stronie i spróbuj ponownie.',
  errorOffline: 'Sprawdź połączenie z internetem i spróbuj ponownie.',
  errorUnauthorized: 'Zaloguj się ponownie i spróbuj jeszcze raz.',
  errorBusy: 'Poczekaj chwilę i spróbuj ponownie.',
  errorUnavailable: 'Ta usługa jest obecnie niedostępna. Spróbuj ponownie później.',
  errorSetup: 'Ta usługa jest obecnie niedostępna.',
  errorAlreadyLinked: 'To urządzenie jest już połączone.',
  errorConfirm: 'Nie udało się sprawdzić wyniku. Spróbuj ponownie.',
};
