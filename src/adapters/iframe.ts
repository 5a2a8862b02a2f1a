/**
 * Shows Link UI in a frame, inside a native modal dialog in the element's shadow root. If the page's
 * own policy forbids the frame, the browser reports it; if Link UI refuses to be framed, nothing does
 * (docs/reliability.md F64). So below the frame the dialog offers to go on in a window.
 */
import { LinkError } from '../errors.js';
import { bare } from '../own-keys.js';
import type { Presenter, Surface, SurfaceFact } from '../session/ports.js';
import { buildDialog, keepInside, type DialogTexts } from './dialog.js';
import { createPopup, opensPopups, type PresenterOptions } from './popup.js';
import { writeStart } from '../return/start-record.js';
import { watchPage } from './watch-page.js';

const HIDDEN = 'The dialog of a hidden button is hidden too. Show it, or use mode="popup".';

export interface IframeOptions extends PresenterOptions {
  readonly dialogTexts: DialogTexts;
  /** The element's shadow root, to which the dialog is added. */
  readonly container: HTMLElement | DocumentFragment;
}

export function createIframe(options: IframeOptions): Presenter {
  const { nonces, dialogTexts, container, describe } = options;
  const start = { ...options.start, mode: 'iframe' } as const;
  const popup = createPopup(options);
  let moved = false;
  return {
    get mode() {
      return moved ? 'popup' : 'iframe';
    },
    leavesPage: false,
    get mayReturnAfterDismissal() {
      return !moved;
    },
    open(report, signal): Surface {
      writeStart(nonces[0], start);
      const { colorScheme, language } = options.look();
      const { dialog, host, frame, closeButton, windowButton, note } = buildDialog(
        dialogTexts,
        colorScheme,
        language,
      );
      container.append(dialog);
      const close = (): void => {
        letGo();
        if (!dialog.isConnected) return;
        (dialog as Partial<HTMLDialogElement>).close?.();
        dialog.remove();
        // Not every browser returns the focus by itself.
        const { activeElement, body } = container.ownerDocument;
        if (!activeElement || activeElement === body) {
          container.querySelector<HTMLElement>('[part=button]')?.focus();
        }
      };
      const dismiss = (event: Event): void => {
        event.preventDefault();
        if (!dialog.isConnected) return;
        close();
        report({ type: 'dismissed' });
      };
      const letGo = keepInside(dialog, dismiss);
      closeButton.addEventListener('click', dismiss);
      // The back gesture of phones.
      dialog.addEventListener('cancel', dismiss);
      // Without a recent user gesture, a browser closes the dialog and fires no cancel event.
      dialog.addEventListener('close', (event) => {
        if (!dialog.open) dismiss(event);
      });
      if (!opensPopups()) windowButton.remove();
      windowButton.addEventListener('click', () => {
        let surface: Surface;
        try {
          surface = popup.open(report, signal);
        } catch (thrown) {
          // The dialog stays. The button says what to do, and tries again.
          windowButton.textContent = describe(LinkError.from(thrown, 'popup-blocked'));
          return;
        }
        moved = true;
        close();
        report({ type: 'moved', surface });
      });
      signal.addEventListener('abort', close);
      watchPage(nonces, (source) => source === frame.contentWindow, report, signal);
      // Imitations of a browser may lack modal dialogs.
      (dialog as Partial<HTMLDialogElement>).showModal?.();
      // Nobody would see it, and it would keep everybody from the page.
      if ((dialog as Partial<HTMLDialogElement>).checkVisibility?.() === false) {
        throw new LinkError('misconfigured', { message: HIDDEN });
      }

      let shown = false;
      const surface: Surface = {
        show(linkUrl, baseline) {
          shown = true;
          writeStart(nonces[0], { ...start, ...baseline });
          watchPolicy(linkUrl, frame.ownerDocument, close, report, signal);
          // The name alone: the rest of the address is a secret.
          host.textContent = new URL(linkUrl).hostname;
          note.remove();
          frame.hidden = false;
          // Not by `src`: the address is a secret and must not be in the DOM.
          frame.contentWindow?.location.replace(linkUrl);
          frame.focus();
        },
        // The button shows the error; an empty dialog would only be in the way.
        fail: close,
        focus() {
          frame.focus();
        },
        close,
      };

      // If the element is moved, its dialog leaves the top layer and its frame loses the page. A linkUrl
      // works once, so Link UI needs a new session (docs/reliability.md F40).
      let inside = frame.contentWindow;
      const comeBack = (): void => {
        if (frame.contentWindow === inside) return;
        inside = frame.contentWindow;
        dialog.close();
        dialog.showModal();
        if (!shown) return;
        shown = false;
        frame.hidden = true;
        frame.before(note);
        report({ type: 'moved', surface });
      };
      frame.addEventListener('load', comeBack, bare({ signal }));
      return surface;
    },
  };
}

/** Reports a refusal if the page's own policy forbids the frame to show Link UI. */
function watchPolicy(
  linkUrl: string,
  page: Document,
  close: () => void,
  report: (fact: SurfaceFact) => void,
  signal: AbortSignal,
): void {
  const { origin } = new URL(linkUrl);
  page.addEventListener(
    'securitypolicyviolation',
    ({ disposition, effectiveDirective, blockedURI }) => {
      if (disposition !== 'enforce' || !/^(frame|child|default)-src$/.test(effectiveDirective))
        return;
      if (!URL.canParse(blockedURI) || new URL(blockedURI).origin !== origin) return;
      close();
      report({ type: 'refused', error: new LinkError('frame-refused') });
    },
    bare({ signal }),
  );
}
