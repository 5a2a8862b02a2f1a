/**
 * The session's clock in a browser: timers, and whether the page is visible and has the focus.
 */
import { bare } from '../own-keys.js';
import type { Clock } from '../session/ports.js';

export const pageClock: Clock = {
  sleep: (ms, signal) => sleepWhile(() => true, ms, signal),
  // Not `document.hidden`: that is true in a page of jsdom, which nobody ever shows.
  sleepInSight: (ms, signal) => sleepWhile(() => document.visibilityState !== 'hidden', ms, signal),
  hasFocus: () => document.hasFocus(),
};

/** Sleeps for `ms` milliseconds, of which only those count in which `counts` returns true. */
function sleepWhile(counts: () => boolean, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let begun: number | undefined;
    let left = ms;
    const ended = new AbortController();
    const follow = (): void => {
      clearTimeout(timer);
      if (begun !== undefined) left -= performance.now() - begun;
      begun = undefined;
      if (!counts()) return;
      begun = performance.now();
      timer = setTimeout(() => {
        ended.abort();
        resolve();
      }, left);
    };
    const stop = (): void => {
      clearTimeout(timer);
      ended.abort();
      reject(signal.reason as Error);
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, bare({ signal: ended.signal }));
    document.addEventListener('visibilitychange', follow, bare({ signal: ended.signal }));
    follow();
  });
}
