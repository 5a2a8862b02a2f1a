/**
 * Shows Link UI in a window of its own. Knows how browsers open, isolate, hide and close windows.
 * Decides nothing: it reports what can be seen.
 */
import { LinkError } from '../errors.js';
import { bare } from '../own-keys.js';
import type { Presenter, Surface, SurfaceFact } from '../session/ports.js';
import { writeLoadingPage, type LoadingLook, type LoadingTexts } from './loading-page.js';
import { matchesMedia } from './media.js';
import { popupFeatures } from './popup-features.js';
import { eraseStart, writeStart, type StartRecord } from '../return/return-channel.js';
import { watchPage, type Nonces } from './watch-page.js';

/** How often it is looked whether the window is closed, in milliseconds. No event tells. */
const POLL = 250;
/** So many looks at a window on our own origin are too many: a return page speaks at once. */
const SILENCE = 12;

/** What every way to show Link UI needs. */
export interface PresenterOptions {
  readonly nonces: Nonces;
  /** All of the record but the mode, which the presenter knows. */
  readonly start: Omit<StartRecord, 'mode'>;
  readonly language: string;
  /** To ask for colours makes the page compute its style: so not before the window is on its way. */
  readonly look: () => LoadingLook;
  readonly texts: LoadingTexts;
  /** What the user reads where the session could not be had. */
  readonly describe: (error: LinkError) => string;
  /** A window that an earlier attempt failed in, and where the user asked to try again. */
  readonly window?: Window | undefined;
  /** The user asks to try again in that window, which no longer belongs to this attempt. */
  readonly onRetry: (window: Window) => void;
  /** The window is back on our origin, and nothing was said: for whoever looks for the mistake. */
  readonly onSilence?: (() => void) | undefined;
}

export function createPopup(options: PresenterOptions): Presenter {
  const { nonces } = options;
  return {
    mode: 'popup',
    open(report, signal): Surface {
      // Before the window is made: it gets a copy of our session storage as it is now.
      writeStart(nonces[0], startOf(options), options.window);
      let popup = options.window;
      try {
        popup ??= openWindow();
        return occupy(popup, options, report, signal);
      } catch (thrown) {
        // After a reload the page would take up an attempt that has no window.
        eraseStart(nonces[0]);
        // A window that nothing will ever be shown in must not stay behind, blank.
        quietly(() => popup?.close());
        throw thrown;
      }
    },
  };
}

/** Makes a blank window the surface of an attempt. */
function occupy(
  popup: Window,
  options: PresenterOptions,
  report: (fact: SurfaceFact) => void,
  signal: AbortSignal,
): Surface {
  const { nonces, language, look, texts, describe } = options;
  // The third party in that window could navigate our page by its opener (tabnabbing). Embedded
  // in another site, the opener is the only way back that browsers leave us (hand-off F58).
  if (window.top === window) {
    quietly(() => {
      popup.opener = null;
    });
  }
  const page = writeLoadingPage(popup, language, look(), texts);
  let handedOff = false;
  let handedOver = false;
  let silence = 0;
  const observe = (): void => {
    readRecords();
    if (!popup.closed) {
      silence = handedOff && isHere(popup) ? silence + 1 : 0;
      if (silence === SILENCE) options.onSilence?.();
      return;
    }
    clearInterval(timer);
    report({ type: 'vanished' });
  };
  const timer = setInterval(observe, POLL);
  const readRecords = watchPage(nonces, (source) => source === popup, report, signal, observe);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
  // The request ends with its page: the window would wait for a session that never comes.
  const leave = (): void => {
    if (handedOff) return;
    eraseStart(nonces[0]);
    quietly(() => {
      popup.close();
    });
  };
  addEventListener('pagehide', leave, bare({ signal }));

  return {
    show(linkUrl, before) {
      writeStart(nonces[0], { ...startOf(options), before });
      try {
        // Replaces: the address is a secret, and must not stay in the window's history.
        popup.location.replace(linkUrl);
        handedOff = true;
      } catch (cause) {
        throw new LinkError('popup-blocked', { cause });
      }
    },
    fail(error) {
      const retry = (): void => {
        handedOver = true;
        options.onRetry(popup);
      };
      page.fail(describe(error), error.retryable ? retry : undefined);
    },
    focus() {
      quietly(() => {
        popup.focus();
      });
    },
    close() {
      if (handedOver) return;
      quietly(() => {
        popup.close();
      });
    },
  };
}

function startOf({ start }: PresenterOptions): StartRecord {
  return { ...start, mode: 'popup' };
}

/** @throws LinkError where there is no window to work with, in whichever way a browser says so. */
function openWindow(): Window {
  // On a touch screen a window is a tab; asking for a size there gives odd ones.
  const touch = matchesMedia('(hover: none) and (pointer: coarse)');
  let popup: Window | null;
  try {
    // `_blank`: a name could be met by another attempt, and can be read by the third party.
    // Without an address: an app's web view that has one window alone answers with the page itself, and
    // sends it to the address (Android's default, `setSupportMultipleWindows(false)`).
    popup = window.open('', '_blank', touch ? '' : popupFeatures(window));
    // Some blockers hand out a window that is closed already, a frame, or something else altogether.
    if (popup?.closed !== false || popup.parent !== popup) popup = null;
    // One of ours that is there already: what is done to it would be done to the host's page.
    else if ([window, window.top, window.parent].includes(popup)) popup = null;
  } catch (cause) {
    throw new LinkError('popup-blocked', { cause });
  }
  if (!popup) throw new LinkError('popup-blocked');
  return popup;
}

/** Whether the window shows a page of ours. The address of any other cannot be read. */
function isHere(popup: Window): boolean {
  try {
    return popup.location.href !== 'about:blank' && popup.location.origin === self.origin;
  } catch {
    return false;
  }
}

/** Browsers throw here or do nothing, as they like, once the window has left us. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing else can be done to that window.
  }
}
