/**
 * Leaves the page for Link UI. Knows session storage and the way back by the browser's button. What
 * comes of it on the page where the user lands is in resume.ts.
 */
import { bare } from '../own-keys.js';
import type { Presenter, Surface } from '../session/ports.js';
import type { PresenterOptions } from './popup.js';
import { eraseStart, writeStart } from '../return/return-channel.js';

export function createRedirect({ nonces, start }: PresenterOptions): Presenter {
  return {
    mode: 'redirect',
    open(report, signal): Surface {
      let leave = (): void => undefined;
      // Back out of Link UI, and the browser shows this very page again as it was (bfcache).
      addEventListener(
        'pageshow',
        ({ persisted }) => {
          if (persisted) report({ type: 'dismissed' });
        },
        bare({ signal }),
      );
      signal.addEventListener('abort', () => {
        eraseStart(nonces[0]);
      });
      return {
        show(linkUrl, before) {
          leave = () => {
            location.assign(linkUrl);
          };
          writeStart(nonces[0], { ...start, mode: 'redirect', before });
          leave();
        },
        fail: () => undefined,
        // The page is still here: the user stopped it, or the network did. Once more, then.
        focus() {
          leave();
        },
        close: () => undefined,
      };
    },
  };
}
