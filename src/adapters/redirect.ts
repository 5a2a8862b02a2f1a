/**
 * Shows Link UI in place of this page. The page where the user lands resumes the attempt
 * (resume.ts); this file handles the user who comes back with the browser's back button.
 */
import { bare } from '../own-keys.js';
import type { Presenter, Surface } from '../session/ports.js';
import type { PresenterOptions } from './popup.js';
import { eraseStart, writeStart } from '../return/start-record.js';

export function createRedirect({ nonces, start }: PresenterOptions): Presenter {
  return {
    mode: 'redirect',
    leavesPage: true,
    mayReturnAfterDismissal: false,
    open(report, signal): Surface {
      let leave = (): void => undefined;
      // The user went back from Link UI, and the browser shows this page as it was (bfcache).
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
        show(linkUrl, baseline) {
          leave = () => {
            location.assign(linkUrl);
          };
          writeStart(nonces[0], { ...start, mode: 'redirect', ...baseline });
          leave();
        },
        fail: () => undefined,
        // The page is still here because the user or the network stopped the navigation: try again.
        focus() {
          leave();
        },
        close: () => undefined,
      };
    },
  };
}
