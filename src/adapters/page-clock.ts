/**
 * The page's own time and focus, as the session sees them. Knows nothing of attempts.
 */
import { bare } from '../own-keys.js';
import type { Clock } from '../session/ports.js';

export const pageClock: Clock = {
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(new DOMException('No longer waited for.', 'AbortError'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, bare({ once: true }));
    }),
  hasFocus: () => document.hasFocus(),
};
