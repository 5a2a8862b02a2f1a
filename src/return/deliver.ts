/**
 * The end of the return protocol that speaks: the page at the callback URL. Passes the return on to
 * the page that waits, goes back to it in the same tab, or closes its own window.
 */
import { bare } from '../own-keys.js';
import {
  ACKNOWLEDGED_TYPE,
  DELIVERY_TIME,
  NONCE_PARAMETER,
  openChannel,
  replaceReturn,
  RETURN_TYPE,
  type AddressReturn,
} from './message.js';
import { quietly } from './quietly.js';
import { eraseRecord, writeRecord } from './return-record.js';
import { eraseStart, readStart, type StartRecord } from './start-record.js';

/**
 * When the start record is read, in milliseconds. The waiting page often shares its thread with this one,
 * and the first access to storage blocks it for longer than the message takes.
 */
const LOOK_BACK = 10;
/** When the message is sent a second and a third time, in milliseconds. */
const SECOND_TRY = 300;
const THIRD_TRY = 900;
/** How long after `close()` a window that is still open tells the user so, in milliseconds. */
const STILL_OPEN = 700;

/**
 * Goes back to the starting page, if that page was left in this very tab. Takes its address from
 * the start record, never from the URL of this page (open redirect).
 * @returns false if there is no such page
 */
export function returnToStart(linkReturn: AddressReturn, start: StartRecord | undefined): boolean {
  const { nonce, error, errorMessage } = bare(linkReturn);
  if (start?.mode !== 'redirect') return false;
  const url = quietly(() => new URL(start.from));
  if (url?.origin !== origin) return false;
  const added = new URLSearchParams({
    [NONCE_PARAMETER]: nonce,
    ...(error !== undefined && { error }),
    ...(errorMessage !== undefined && { error_message: errorMessage }),
  });
  replaceReturn(url, String(added));
  location.replace(url);
  return true;
}

/**
 * Sends the return to the waiting page at once, and again until that page acknowledges it, then closes
 * this window. If no page does, a record stays for one that was frozen, discarded or reloading.
 * @param showText shows the user that the window can be closed, if it is still open then. `isKnown`
 *   means that a page acknowledged the return or that the attempt started in this tab; `text` is what
 *   the starting page left to show. Pass this only on a page that is nothing but a return page: such a
 *   page closes without an acknowledgement and goes back to the starting page. Any other page does
 *   neither, unless it is the window of a popup.
 */
export function deliverReturn(
  linkReturn: AddressReturn,
  showText?: (isKnown: boolean, text: string | undefined) => void,
): void {
  const { nonce } = linkReturn;
  const message = { type: RETURN_TYPE, ...linkReturn };
  const channel = openChannel(nonce);
  const send = (): void => {
    // Only to this page's own origin: anyone may have opened or framed it. A channel has no other.
    for (const page of [channel, opener, parent] as Window[]) {
      if (page === self) continue;
      // Throws if there is none.
      quietly(() => {
        page.postMessage(message, origin);
      });
    }
  };
  send();

  let start: StartRecord | undefined;
  let isHeard = false;
  let isRecorded = false;
  const record = (): void => {
    if (!isHeard && !isRecorded) writeRecord(nonce, message);
    isRecorded = true;
  };
  const lookBack = (): void => {
    start ??= readStart(nonce);
    if (showText && returnToStart(linkReturn, start)) {
      isRecorded = true;
      timers.forEach(clearTimeout);
    } // A frame shares the record with the page around it, which erases it.
    else if (start?.mode !== 'iframe') eraseStart(nonce);
  };
  const finish = (): void => {
    // Anyone can link to a page of the host with these parameters: that must not close it.
    if (showText || isHeard || start?.mode === 'popup') close();
    if (!showText) return;
    setTimeout(() => {
      lookBack();
      // If storage is blocked, a start record may exist that cannot be read.
      const isBlocked = quietly(() => sessionStorage.length) === undefined;
      showText(isHeard || isBlocked || start !== undefined, start?.text);
    }, STILL_OPEN);
  };
  const timers = [
    setTimeout(lookBack, LOOK_BACK),
    setTimeout(() => {
      send();
      record();
    }, SECOND_TRY),
    setTimeout(send, THIRD_TRY),
    setTimeout(finish, DELIVERY_TIME),
  ];
  addEventListener('pagehide', record);
  const receive = (event: MessageEvent<{ type?: unknown; nonce?: unknown } | null>): void => {
    const { type, nonce: heard } = { ...event.data };
    // Only the first counts: the acknowledgement may arrive on more than one route.
    if (event.origin !== origin || type !== ACKNOWLEDGED_TYPE || heard !== nonce || isHeard) return;
    isHeard = true;
    timers.forEach(clearTimeout);
    if (isRecorded) eraseRecord(nonce);
    finish();
  };
  if (channel) channel.onmessage = receive;
  addEventListener('message', receive);
}
