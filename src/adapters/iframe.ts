/**
 * Shows Link UI in a frame, inside a native modal dialog in the element's shadow root. Knows the
 * dialog, its ways out, and what can be noticed of a frame that is refused: the page's own policy at
 * once, Link UI's never (hand-off F64). So there is always a way to go on in a window.
 */
import { LinkError } from '../errors.js';
import type { Presenter, Surface, SurfaceFact } from '../session/ports.js';
import { createPopup, type PresenterOptions } from './popup.js';
import { writeStart } from './return-channel.js';
import { watchPage } from './window-facts.js';

/** What the dialog says. */
export interface DialogTexts {
  readonly dialogTitle: string;
  readonly frameTitle: string;
  readonly framed: string;
  readonly close: string;
  readonly loading: string;
}

export interface IframeOptions extends PresenterOptions {
  readonly dialogTexts: DialogTexts;
  /** Where the dialog is put: the element's shadow root. */
  readonly container: HTMLElement | DocumentFragment;
}

// No allow-top-navigation: whatever the frame shows, this page stays.
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';

export function createIframe(options: IframeOptions): Presenter {
  const { nonces, dialogTexts, container } = options;
  const start = { ...options.start, mode: 'iframe' } as const;
  const popup = createPopup(options);
  let moved = false;
  return {
    get mode() {
      return moved ? 'popup' : 'iframe';
    },
    open(report, signal): Surface {
      writeStart(nonces[0], start);
      const { dialog, frame, closeButton, windowButton, note } = build(
        dialogTexts,
        options.look().colorScheme,
        options.language,
      );
      container.append(dialog);
      const close = (): void => {
        if (!dialog.isConnected) return;
        dialog.close();
        dialog.remove();
        // Browsers differ in whether they give the focus back by themselves.
        container.querySelector<HTMLElement>('[part=button]')?.focus();
      };
      const dismiss = (): void => {
        close();
        report({ type: 'dismissed' });
      };
      closeButton.addEventListener('click', dismiss);
      // Esc, and the back gesture on phones.
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault();
        dismiss();
      });
      windowButton.addEventListener('click', () => {
        let surface: Surface;
        try {
          surface = popup.open(report, signal);
        } catch {
          return; // Refused: the dialog stays, and so does the choice.
        }
        moved = true;
        close();
        report({ type: 'moved', surface });
      });
      signal.addEventListener('abort', close);
      watchPage(nonces, (source) => source === frame.contentWindow, report, signal);
      dialog.showModal();

      let shown = false;
      const surface: Surface = {
        show(linkUrl, before) {
          shown = true;
          writeStart(nonces[0], { ...start, before });
          watchPolicy(linkUrl, frame.ownerDocument, close, report, signal);
          note.remove();
          frame.hidden = false;
          // Not by `src`: the address is a secret and must not stand in the DOM.
          frame.contentWindow?.location.replace(linkUrl);
          frame.focus();
        },
        // The button tells; an empty dialog would only stand in the way.
        fail: close,
        focus() {
          frame.focus();
        },
        close,
      };

      // Moved with its element, a dialog is no longer on top, and the frame has lost its page: a link
      // is for one use, so Link UI needs a session of its own (hand-off F40).
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
      frame.addEventListener('load', comeBack, { signal });
      return surface;
    },
  };
}

/** Reports the refusal when the page's own policy keeps the frame from going to Link UI. */
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
    { signal },
  );
}

function build(texts: DialogTexts, colorScheme: string, language: string) {
  const make = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    part: string,
    attributes: Record<string, string> = {},
  ): HTMLElementTagNameMap[Name] => {
    const element = document.createElement(name);
    element.setAttribute('part', part);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const dialog = make('dialog', 'dialog', {
    'aria-label': texts.dialogTitle,
    // Read out with the name when the dialog opens: a status that is there from the start is not.
    'aria-describedby': 'note',
  });
  dialog.className = `scheme ${colorScheme}`;
  dialog.lang = language;
  const bar = make('div', 'dialog-bar');
  const closeButton = make('button', 'dialog-close', { type: 'button', 'aria-label': texts.close });
  const windowButton = make('button', 'dialog-window', { type: 'button' });
  closeButton.append(cross());
  windowButton.textContent = texts.framed;
  const note = make('p', 'dialog-note', { id: 'note', role: 'status' });
  note.textContent = texts.loading;
  const frame = make('iframe', 'frame', {
    title: texts.frameTitle,
    sandbox: SANDBOX,
    referrerpolicy: 'strict-origin',
    allow: '',
  });
  frame.hidden = true;
  bar.append(windowButton, closeButton);
  dialog.append(bar, note, frame);
  return { dialog, frame, closeButton, windowButton, note };
}

function cross(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS(svg.namespaceURI, 'path') as SVGPathElement;
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', 'M5 5l14 14M19 5 5 19');
  path.setAttribute('stroke', 'currentColor');
  path.setAttribute('stroke-width', '2');
  svg.append(path);
  return svg;
}
