/** English: the texts that the other languages translate, and those for a language that Enode does not offer. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'You can close this window.';
export const elsewhereText = 'It seems this wasn’t started in this browser.';
export const finishingText = 'Finishing…';

export const texts = (): Texts => ({
  link: 'Connect a device',
  relink: 'Reconnect',
  relinkTo: 'Reconnect {vendor}',
  requesting: 'Opening…',
  open: 'Show window',
  confirming: 'Checking…',
  linked: 'Device connected',
  linkedTo: 'Connected to {vendor}',
  another: 'Connect another',
  deviceConnected: '{device} is connected.',
  devicesConnected: '{device} are connected.',
  retry: 'Try again',
  continue: 'Continue',
  restart: 'Start again',
  cancel: 'Cancel',
  close: 'Close',
  detached: 'Did you finish in the other window?',
  cancelled: 'No device was connected.',
  ended: 'The sign-in page was closed.',
  loading: 'Opening a secure sign-in page…',
  returned: closeText,
  frameTitle: 'Secure sign-in page',
  framed: 'Trouble signing in? Open a new window',
  errorBlocked: 'Please allow pop-ups for this page and try again.',
  errorOffline: 'Please check your internet connection and try again.',
  errorUnauthorized: 'Please sign in again, then retry.',
  errorBusy: 'Please wait a moment and try again.',
  errorUnavailable: 'We couldn’t open the sign-in page. Please try again.',
  errorSetup: 'Connecting devices isn’t available right now.',
  errorAlreadyLinked: 'This device is already connected.',
  errorConfirm: 'We couldn’t check whether it worked. Please try again.',
});
