/**
 * Entry: the script of the page at the callback URL. Takes the return off the address, tells the
 * page that waits, and closes the window. Knows the return protocol alone, and says nothing but
 * that the window can be closed. Every statement here is executed in the user's last second with
 * Link UI, so it is small and depends on nothing.
 */
import { deliverReturn, readStart, returnToStart, takeReturn } from './adapters/return-channel.js';

// A server that renders the return page imports this too.
const came = typeof document === 'undefined' ? undefined : takeReturn(false);
if (came) {
  const sayDone = (): void => {
    const text = readStart(came.nonce)?.text;
    const place = document.querySelector('[data-enode-link-text]');
    // The page's own text is better than ours where the user's language is not known.
    if (place && text === undefined) return;
    (place ?? document.body).textContent = document.title = text ?? 'You can close this window.';
  };
  deliverReturn(came, sayDone, returnToStart);
}
