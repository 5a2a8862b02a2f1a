/**
 * Shows Link UI in a popup. Handles the ways in which browsers open, isolate, hide and close windows.
 * Decides nothing: it reports what it can observe.
 */
import { LinkError } from '../errors.js';
import { bare } from '../own-keys.js';
import type { Presenter, Surface, SurfaceFact } from '../session/ports.js';
import { writeLoadingPage, type LoadingLook, type LoadingTexts } from './loading-page.js';
import { popupFeatures } from './popup-features.js';
import { quietly } from '../return/quietly.js';
import { eraseStart, writeStart, type StartRecord } from '../return/start-record.js';
import { watchPage, type AttemptNonces } from './watch-page.js';

/** How often to look whether the window is closed, in milliseconds. Browsers have no event for it. */
const POLL = 250;
/** After this many looks at a window that is back on this origin, its page is no return page. */
const SILENCE = 12;

/** What every presenter needs. */
export interface PresenterOptions {
  readonly nonces: AttemptNonces;
  /** The start record without the mode, which the presenter adds. */
  readonly start: Omit<StartRecord, 'mode'>;
  /** Reading colours forces the page to compute its style, so this is called once the request has left. */
  readonly look: () => LoadingLook;
  readonly texts: LoadingTexts;
  /** The text that the user reads if no session was created. */
  readonly describe: (error: LinkError) => string;
  /** The window of a failed attempt, if the user chose to try again in it. */
  readonly window?: Window | undefined;
  /** The user chose to try again in this window, which no longer belongs to this attempt. */
  readonly onRetry: (window: Window) => void;
  /** The window is back on this origin and sends no return. Helps developers to find the mistake. */
  readonly onSilence?: (() => void) | undefined;
}

export function createPopup(options: PresenterOptions): Presenter {
  const { nonces } = options;
  return {
    mode: 'popup',
    leavesPage: false,
    mayReturnAfterDismissal: false,
    open(report, signal): Surface {
      // Before the window opens: it gets a copy of this page's session storage as it is now.
      writeStart(nonces[0], startOf(options), options.window);
      let popup = options.window;
      try {
        popup ??= openWindow();
        return occupy(popup, options, report, signal);
      } catch (thrown) {
        // Otherwise a reloaded page would resume an attempt that has no window.
        eraseStart(nonces[0]);
        // A window that will show nothing must not stay behind, blank.
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
  const { nonces, look, texts, describe } = options;
  // Otherwise Link UI could navigate this page through its opener (tabnabbing). If this page is
  // embedded in another site, the opener is the only route that a return has (docs/reliability.md F58).
  if (window.top === window) {
    quietly(() => {
      popup.opener = null;
    });
  }
  const close = (): void => {
    quietly(() => {
      popup.close();
    });
  };
  let page: ReturnType<typeof writeLoadingPage> | undefined;
  // Writing the page takes milliseconds, so the request for the session leaves first, in this task.
  queueMicrotask(() => {
    if (signal.aborted) return;
    try {
      page = writeLoadingPage(popup, look(), texts);
    } catch (thrown) {
      // A window that will show nothing must not stay behind, blank.
      close();
      report({ type: 'refused', error: LinkError.from(thrown, 'misconfigured') });
    }
  });
  let isShown = false;
  let isAdopted = false;
  let silence = 0;
  const observe = (): void => {
    readRecords();
    if (!popup.closed) {
      silence = isShown && isHere(popup) ? silence + 1 : 0;
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
  // The request ends with this page, so the window would wait for a session that never arrives.
  const leave = (): void => {
    if (isShown) return;
    eraseStart(nonces[0]);
    close();
  };
  addEventListener('pagehide', leave, bare({ signal }));

  return {
    show(linkUrl, baseline) {
      try {
        // `replace`: the address is a secret and must not stay in the window's history.
        popup.location.replace(linkUrl);
        isShown = true;
      } catch (cause) {
        throw new LinkError('popup-blocked', { cause });
      }
      // Afterwards, and only if there is something to add: storage is slow.
      if (baseline.before ?? baseline.devicesBefore) {
        writeStart(nonces[0], { ...startOf(options), ...baseline });
      }
    },
    fail(error) {
      const retry = (): void => {
        isAdopted = true;
        options.onRetry(popup);
      };
      page?.fail(describe(error), error.retryable ? retry : undefined);
    },
    focus() {
      quietly(() => {
        popup.focus();
      });
    },
    close(hasReturned = false) {
      if (isAdopted) return;
      // Closing takes milliseconds, and the host should hear of the outcome first.
      if (hasReturned) setTimeout(close);
      else close();
    },
  };
}

/**
 * Whether a popup opens where this page can reach it. An installed app opens it in another browser
 * (docs/reliability.md F06).
 */
export function opensPopups(): boolean {
  return !matchesMedia('(display-mode: standalone)');
}

/** Imitations of a browser may lack `matchMedia`. */
function matchesMedia(query: string): boolean {
  return (globalThis as unknown as Partial<Window>).matchMedia?.(query).matches ?? false;
}

function startOf({ start }: PresenterOptions): StartRecord {
  return { ...start, mode: 'popup' };
}

/** @throws LinkError `popup-blocked`, in whichever of many ways the browser refuses the window */
function openWindow(): Window {
  // On a touch screen a window is a tab, and asking for a size gives odd results.
  const touch = matchesMedia('(hover: none) and (pointer: coarse)');
  let popup: Window | null;
  try {
    // `_blank`: another attempt could reuse a name, and Link UI can read it.
    // No address: an app's web view with a single window returns that window, which shows this page,
    // and navigates it to the address (Android's default, `setSupportMultipleWindows(false)`).
    popup = window.open('', '_blank', touch ? '' : popupFeatures(window));
    // Some blockers return a window that is closed already, a frame, or a different object.
    if (popup?.closed !== false || popup.parent !== popup) popup = null;
    // A window that exists already: writing to it would overwrite the host's page.
    else if ([window, window.top, window.parent].includes(popup)) popup = null;
  } catch (cause) {
    throw new LinkError('popup-blocked', { cause });
  }
  if (!popup) throw new LinkError('popup-blocked');
  return popup;
}

/** Whether the window shows a page of this origin. The address of any other cannot be read. */
function isHere(popup: Window): boolean {
  try {
    return popup.location.href !== 'about:blank' && popup.location.origin === self.origin;
  } catch {
    return false;
  }
}
