/** Polish, addressing the user as “ty”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Możesz zamknąć to okno.';
export const elsewhereText = 'Wygląda na to, że łączenia nie rozpoczęto w tej przeglądarce.';
export const finishingText = 'Kończenie…';

export const texts = (): Texts => ({
  link: 'Połącz urządzenie',
  relink: 'Połącz ponownie',
  relinkTo: 'Połącz ponownie: {vendor}',
  requesting: 'Otwieranie…',
  open: 'Pokaż okno',
  confirming: 'Sprawdzanie…',
  linked: 'Urządzenie połączone',
  linkedTo: 'Połączono: {vendor}',
  another: 'Połącz kolejne',
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
  loading: 'Otwieranie bezpiecznej strony logowania…',
  returned: closeText,
  frameTitle: 'Bezpieczna strona logowania',
  framed: 'Problem z logowaniem? Otwórz nowe okno',
  errorBlocked: 'Zezwól na wyskakujące okienka na tej stronie i spróbuj ponownie.',
  errorOffline: 'Sprawdź połączenie z internetem i spróbuj ponownie.',
  errorUnauthorized: 'Zaloguj się ponownie i spróbuj jeszcze raz.',
  errorBusy: 'Poczekaj chwilę i spróbuj ponownie.',
  errorUnavailable: 'Nie udało się otworzyć strony logowania. Spróbuj ponownie.',
  errorSetup: 'Obecnie nie można łączyć urządzeń.',
  errorAlreadyLinked: 'To urządzenie jest już połączone.',
  errorConfirm: 'Nie udało się sprawdzić wyniku. Spróbuj ponownie.',
});
