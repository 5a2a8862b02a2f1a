/**
 * What every surface listens to, wherever Link UI is shown: the return, and the user coming back to
 * this page.
 */
import type { SurfaceFact } from '../session/ports.js';
import { bare } from '../own-keys.js';
import { listenForReturn } from '../return/listen.js';
import { eraseStart } from '../return/start-record.js';

/** The nonce of an attempt, then the nonces of the attempts that it replaces. */
export type AttemptNonces = readonly [own: string, ...replaced: string[]];

/**
 * Reports returns and visits until the signal aborts. Then erases the attempt's start record.
 * @param acceptsSource whether a window may send a return by `postMessage`
 * @param onWake is called whenever the page wakes up, before the visit is reported
 * @returns a function that reads the stored returns now
 */
export function watchPage(
  nonces: AttemptNonces,
  acceptsSource: (source: MessageEventSource | null) => boolean,
  report: (fact: SurfaceFact) => void,
  signal: AbortSignal,
  onWake: () => void = () => undefined,
): () => void {
  const readRecords = listenForReturn({
    nonces,
    acceptsSource,
    onReturn: (linkReturn) => {
      report({ type: 'returned', linkReturn });
    },
    signal,
  });
  // A frozen or throttled page runs no timers, so check as soon as the user looks at it again.
  const revisit = (): void => {
    if (document.visibilityState === 'hidden') return;
    readRecords();
    onWake();
    report({ type: 'revisited' });
  };
  for (const type of ['focus', 'pageshow']) addEventListener(type, revisit, bare({ signal }));
  document.addEventListener('visibilitychange', revisit, bare({ signal }));
  signal.addEventListener('abort', () => {
    eraseStart(nonces[0]);
  });
  readRecords();
  return readRecords;
}
