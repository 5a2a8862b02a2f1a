/**
 * The end of the return protocol that waits: the page that started the attempt. Receives a return by
 * channel, message or record, and decides which of them to believe.
 */
import { bare } from '../own-keys.js';
import {
  ACKNOWLEDGED_TYPE,
  DELIVERY_TIME,
  openChannel,
  parseReturn,
  type LinkReturn,
} from './message.js';
import { eraseRecord, readRecord } from './return-record.js';

export interface ReturnListener {
  readonly nonces: readonly string[];
  /** Whether a window may send a return by `postMessage`. */
  readonly acceptsSource: (source: MessageEventSource | null) => boolean;
  /** Called with the first return, and never again. */
  readonly onReturn: (linkReturn: LinkReturn) => void;
  readonly signal: AbortSignal;
}

/**
 * Listens on every route until the signal aborts. Passes on the first return and acknowledges all.
 * Ignores any other message without an answer: a stray message must not end an attempt.
 * @returns a function that reads the stored records now; call it whenever the page wakes up
 */
export function listenForReturn({
  nonces,
  acceptsSource,
  onReturn,
  signal,
}: ReturnListener): () => void {
  let hasReturned = false;
  const receive = (data: unknown, nonce: string, answer?: (message: object) => void): void => {
    const linkReturn = parseReturn(data, nonce);
    if (!linkReturn) return;
    answer?.({ type: ACKNOWLEDGED_TYPE, nonce });
    eraseRecord(nonce);
    if (hasReturned) return;
    hasReturned = true;
    onReturn(linkReturn);
  };

  const channels = nonces.flatMap((nonce) => {
    const channel = openChannel(nonce);
    if (channel === undefined) return [];
    channel.onmessage = ({ data }) => {
      receive(data, nonce, (message) => {
        channel.postMessage(message);
      });
    };
    return [channel];
  });

  addEventListener(
    'message',
    ({ isTrusted, origin, source, data }: MessageEvent<unknown>) => {
      // The exact origin first, then the source, then nonce and shape. All opaque origins read "null".
      if (!isTrusted || origin !== self.origin || origin === 'null') return;
      if (!acceptsSource(source)) return;
      for (const nonce of nonces) {
        receive(data, nonce, (message) => {
          source?.postMessage(message, bare({ targetOrigin: origin }));
        });
      }
    },
    bare({ signal }),
  );

  const readRecords = (): void => {
    for (const nonce of nonces) receive(readRecord(nonce), nonce);
  };
  // Only a hint to look: WebKit does not deliver every storage event from an isolated window.
  const over = new AbortController();
  addEventListener('storage', readRecords, bare({ signal: over.signal }));
  signal.addEventListener('abort', () => {
    const close = (): void => {
      over.abort();
      for (const channel of channels) channel.close();
    };
    // A channel that is closed at once may drop the acknowledgement, and the return page would wait
    // in vain. The return page may also write its record after it was heard: that must be erased too.
    if (hasReturned) setTimeout(close, DELIVERY_TIME);
    else close();
  });
  return readRecords;
}
