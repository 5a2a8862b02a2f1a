/**
 * Shows Link UI in a frame, inside a native modal dialog in the element's shadow root. If the page's
 * own policy forbids the frame, the browser reports it; if Link UI refuses to be framed, nothing does
 * (docs/reliability.md F64). So the dialog always offers to go on in a window.
 */
import { LinkError } from '../errors.js';
import { bare } from '../own-keys.js';
import type { Presenter, Surface, SurfaceFact } from '../session/ports.js';
import { createPopup, type PresenterOptions } from './popup.js';
import { writeStart } from '../return/start-record.js';
import { watchPage } from './watch-page.js';

/** The texts of the dialog. */
export interface DialogTexts {
  readonly dialogTitle: string;
  readonly frameTitle: string;
  readonly framed: string;
  readonly close: string;
  readonly loading: string;
}

export interface IframeOptions extends PresenterOptions {
  readonly dialogTexts: DialogTexts;
  /** The element's shadow root, to which the dialog is added. */
  readonly container: HTMLElement | DocumentFragment;
}

// No allow-top-navigation: nothing in the frame may navigate this page.
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
    leavesPage: false,
    get mayReturnAfterDismissal() {
      return !moved;
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
        letGo();
        if (!dialog.isConnected) return;
        (dialog as Partial<HTMLDialogElement>).close?.();
        dialog.remove();
        // Not every browser returns the focus by itself.
        container.querySelector<HTMLElement>('[part=button]')?.focus();
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
      windowButton.addEventListener('click', () => {
        let surface: Surface;
        try {
          surface = popup.open(report, signal);
        } catch {
          return; // The window was refused. The dialog stays, and the user may try again.
        }
        moved = true;
        close();
        report({ type: 'moved', surface });
      });
      signal.addEventListener('abort', close);
      watchPage(nonces, (source) => source === frame.contentWindow, report, signal);
      // Imitations of a browser may lack modal dialogs.
      (dialog as Partial<HTMLDialogElement>).showModal?.();

      let shown = false;
      const surface: Surface = {
        show(linkUrl, before) {
          shown = true;
          writeStart(nonces[0], { ...start, before });
          watchPolicy(linkUrl, frame.ownerDocument, close, report, signal);
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

const POINTER_EVENTS =
  'click dblclick auxclick contextmenu pointerdown pointerup mousedown mouseup touchstart touchend';

/**
 * Keeps clicks and keys inside the dialog: the element may be in a clickable card, or in a dialog of
 * the host that Esc closes.
 * @returns a function that stops this; call it when the dialog is closed
 */
function keepInside(dialog: Element, dismiss: (event: Event) => void): () => void {
  const stop = (event: Event): void => {
    event.stopPropagation();
  };
  for (const type of POINTER_EVENTS.split(' ')) dialog.addEventListener(type, stop);

  const { body, defaultView: view } = dialog.ownerDocument;
  const KEY_EVENTS = ['keydown', 'keypress', 'keyup'] as const;
  const held = new Set<string>();
  let isOver = false;
  const catchKey = (event: KeyboardEvent): void => {
    const { type, code, key } = event;
    // If nothing has the focus, a key is still meant for the topmost dialog.
    const path = event.composedPath();
    const isInside = !isOver && (path.includes(dialog) || path[0] === body);
    if (!isInside && !held.has(code)) return;
    stop(event);
    if (type === 'keydown') held.add(code);
    if (type === 'keyup') held.delete(code);
    // Not left to the browser, which closes dialogs together if they opened without a gesture.
    if (type === 'keydown' && key === 'Escape' && isInside) dismiss(event);
    end();
  };
  // The key that closes the dialog is released after the focus is back on the button.
  const end = (): void => {
    if (!isOver || held.size > 0) return;
    for (const type of KEY_EVENTS) view?.removeEventListener(type, catchKey, true);
  };
  // In the capture phase, before libraries that listen on the document.
  for (const type of KEY_EVENTS) view?.addEventListener(type, catchKey, true);
  return () => {
    isOver = true;
    end();
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

function build(texts: DialogTexts, colorScheme: string, language: string) {
  const dialog = make('dialog', 'dialog', {
    'aria-label': texts.dialogTitle,
    // Read out with the name when the dialog opens. A status that is there from the start is not.
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

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[Name] {
  return setAttributes(document.createElement(name), { part, ...attributes });
}

function cross(): SVGElement {
  const draw = (name: string, attributes: Record<string, string>): SVGElement => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    return setAttributes(element, attributes);
  };
  const svg = draw('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  svg.append(
    draw('path', { d: 'M5 5l14 14M19 5 5 19', stroke: 'currentColor', 'stroke-width': '2' }),
  );
  return svg;
}

function setAttributes<E extends Element>(element: E, attributes: Record<string, string>): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
