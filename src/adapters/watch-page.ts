/**
 * What every surface listens to, wherever Link UI is shown: returns, and the user coming back to
 * this page. Knows events of the page, not how Link UI is shown.
 */
import type { SurfaceFact } from '../session/ports.js';
import { bare } from '../own-keys.js';
import { eraseStart, listenForReturn } from '../return/return-channel.js';

/** Of one attempt: its own nonce, then those of attempts whose place it takes. */
export type Nonces = readonly [string, ...string[]];

/**
 * Reports returns and visits until the signal aborts; then nothing of the attempt is left in storage.
 * @param look is called whenever the page comes back to life, and before the visit is reported
 * @returns reads stored returns now
 */
export function watchPage(
  nonces: Nonces,
  isOurs: (source: MessageEventSource | null) => boolean,
  report: (fact: SurfaceFact) => void,
  signal: AbortSignal,
  look: () => void = () => undefined,
): () => void {
  const readRecords = listenForReturn({
    nonces,
    isOurs,
    report: (came) => {
      report({ type: 'returned', came });
    },
    signal,
  });
  // A frozen or throttled page runs no timers: look again as soon as somebody looks at it.
  const revisit = (): void => {
    if (document.visibilityState === 'hidden') return;
    readRecords();
    look();
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
