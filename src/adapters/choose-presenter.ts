/**
 * Chooses how Link UI is shown for each value of the element's `mode`. `auto` goes by what the
 * browser does when a window is opened, not by a list of browsers.
 */
import { LinkError } from '../errors.js';
import type { PresentedMode } from '../session/outcome.js';
import type { Presenter, Surface } from '../session/ports.js';
import { createIframe, type IframeOptions } from './iframe.js';
import { createPopup, opensPopups } from './popup.js';
import { createRedirect } from './redirect.js';

/**
 * @param mode the element's setting; an unknown value counts as `auto`
 * @param first the result of `firstMode`, which the start event has announced already
 */
export function choosePresenter(
  mode: string,
  first: PresentedMode,
  options: IframeOptions,
): Presenter {
  if (first === 'iframe') return createIframe(options);
  if (first === 'redirect') return createRedirect(options);
  return mode === 'popup' ? createPopup(options) : popupElseRedirect(options);
}

/** The mode that is tried first, for the start event. */
export function firstMode(mode: string): PresentedMode {
  if (mode === 'popup' || mode === 'iframe') return mode;
  return mode === 'redirect' || !opensPopups() ? 'redirect' : 'popup';
}

function popupElseRedirect(options: IframeOptions): Presenter {
  let used = createPopup(options);
  return {
    get mode() {
      return used.mode;
    },
    get leavesPage() {
      return used.leavesPage;
    },
    mayReturnAfterDismissal: false,
    open(report, signal) {
      const redirect = (thrown: unknown): Surface => {
        // In a frame, a redirect would replace the frame and not the page that the user sees.
        if (!(thrown instanceof LinkError) || window.top !== window) throw thrown;
        used = createRedirect(options);
        return used.open(report, signal);
      };
      const popupLife = new AbortController();
      const endPopup = (): void => popupLife.abort();
      signal.addEventListener('abort', endPopup);
      if (signal.aborted) endPopup();
      let surface: Surface;
      try {
        surface = used.open(report, popupLife.signal);
      } catch (thrown) {
        return redirect(thrown);
      }
      return {
        show(linkUrl, baseline) {
          try {
            surface.show(linkUrl, baseline);
          } catch (thrown) {
            // Some desktop shells cannot navigate the window (docs/reliability.md F07). The address has
            // not been used yet.
            const popup = surface;
            surface = redirect(thrown);
            endPopup();
            popup.close();
            surface.show(linkUrl, baseline);
          }
        },
        fail: (error) => surface.fail(error),
        focus: () => surface.focus(),
        close: (hasReturned) => surface.close(hasReturned),
      };
    },
  };
}
