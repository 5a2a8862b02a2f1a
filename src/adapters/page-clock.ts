/**
 * The session's clock in a browser: timers, and whether the page has the focus.
 */
import { bare } from '../own-keys.js';
import type { Clock } from '../session/ports.js';

export const pageClock: Clock = {
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
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
