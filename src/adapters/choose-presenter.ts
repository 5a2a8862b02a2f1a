/**
 * Chooses how Link UI is shown. Knows the modes of the element; by what happens rather than by
 * lists of browsers.
 */
import { LinkError } from '../errors.js';
import type { PresentedMode } from '../session/outcome.js';
import type { Presenter, Surface } from '../session/ports.js';
import { createIframe, type IframeOptions } from './iframe.js';
import { matchesMedia } from './media.js';
import { createPopup } from './popup.js';
import { createRedirect } from './redirect.js';

/**
 * @param mode the element's setting; anything unknown counts as `auto`
 * @param first what `firstMode` said of it: asked once, as the window is still to be opened
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

/** The way that is tried first, for the start event. */
export function firstMode(mode: string): PresentedMode {
  if (mode === 'popup' || mode === 'iframe') return mode;
  return mode === 'redirect' || !opensWindows() ? 'redirect' : 'popup';
}

/** An installed app hands windows to another browser, where nobody can be told (hand-off F06). */
function opensWindows(): boolean {
  return !matchesMedia('(display-mode: standalone)');
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
        // In a frame of somebody else's page there is no page of ours to leave.
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
        show(linkUrl, before) {
          try {
            surface.show(linkUrl, before);
          } catch (thrown) {
            // The window of some shells goes nowhere (hand-off F07). The address is still unused.
            const popup = surface;
            surface = redirect(thrown);
            endPopup();
            popup.close();
            surface.show(linkUrl, before);
          }
        },
        fail: (error) => surface.fail(error),
        focus: () => surface.focus(),
        close: () => surface.close(),
      };
    },
  };
}
