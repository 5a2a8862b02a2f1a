/**
 * The modal dialog around Link UI: its elements, and what keeps clicks and keys inside it. What they
 * do is in iframe.ts.
 */

/** The texts of the dialog. */
export interface DialogTexts {
  readonly dialogTitle: string;
  readonly frameTitle: string;
  readonly framed: string;
  readonly close: string;
  readonly loading: string;
}

// No allow-top-navigation: nothing in the frame may navigate this page.
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';

/** Builds the dialog, which shows the note until Link UI is there. */
export function buildDialog(texts: DialogTexts, colorScheme: string, language: string) {
  const dialog = make('dialog', 'dialog', {
    'aria-labelledby': 'title',
    // Read out with the name when the dialog opens. A status that is there from the start is not.
    'aria-describedby': 'note',
  });
  dialog.className = `scheme ${colorScheme}`;
  dialog.lang = language;
  const bar = make('div', 'dialog-bar');
  const title = make('h2', 'dialog-title', { id: 'title' });
  title.textContent = texts.dialogTitle;
  // Shows where Link UI is from, since a frame has no address bar.
  const host = make('p', 'dialog-host');
  const closeButton = make('button', 'dialog-close', { type: 'button', 'aria-label': texts.close });
  const windowButton = make('button', 'dialog-window', { type: 'button' });
  closeButton.append(cross());
  windowButton.textContent = texts.framed;
  const note = make('p', 'dialog-note', { id: 'note', role: 'status' });
  note.append(make('i', 'spinner'), texts.loading);
  const frame = make('iframe', 'frame', {
    title: texts.frameTitle,
    sandbox: SANDBOX,
    referrerpolicy: 'strict-origin',
    allow: '',
  });
  frame.hidden = true;
  bar.append(title, host, closeButton);
  dialog.append(bar, note, frame, windowButton);
  return { dialog, host, frame, closeButton, windowButton, note };
}

const POINTER_EVENTS =
  'click dblclick auxclick contextmenu pointerdown pointerup mousedown mouseup touchstart touchend';

/**
 * Keeps clicks and keys inside the dialog: the element may be in a clickable card, or in a dialog of
 * the host that Esc closes.
 * @returns a function that stops this; call it when the dialog is closed
 */
export function keepInside(dialog: Element, dismiss: (event: Event) => void): () => void {
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
