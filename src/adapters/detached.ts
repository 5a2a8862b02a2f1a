/**
 * Listens for the return of a window that was opened before this page was loaded. The page has no
 * handle on that window: it can neither see, focus nor close it.
 */
import type { PresentedMode } from '../session/outcome.js';
import type { Presenter, Surface } from '../session/ports.js';
import { watchPage } from './watch-page.js';

export function createDetached(nonce: string, mode: PresentedMode): Presenter {
  return {
    mode,
    leavesPage: false,
    mayReturnAfterDismissal: false,
    open(report, signal): Surface {
      // Any other window may speak: whichever knows the nonce is the return page.
      watchPage([nonce], (source) => source !== window, report, signal);
      const nothing = (): void => undefined;
      return { show: nothing, fail: nothing, focus: nothing, close: nothing };
    },
  };
}
