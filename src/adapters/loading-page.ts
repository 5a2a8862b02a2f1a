/**
 * The page that a window shows while the Link session is being created, or why that failed. Written
 * into `about:blank` with DOM calls and a constructed stylesheet only: a blank page inherits the
 * host's Content-Security-Policy, which may forbid `<style>` and `style=""`.
 */
import { WINDOW_STYLE } from '../window-style.js';

export interface LoadingTexts {
  readonly loadingTitle: string;
  readonly loading: string;
  readonly retry: string;
  readonly close: string;
}

/** Makes the page look like the button. */
export interface LoadingLook {
  /** The `lang` of the texts. */
  readonly language: string;
  /** `light`, `dark`, or `system`. */
  readonly colorScheme: string;
  /** Background and text of the button; any CSS colour. */
  readonly accent: string;
  readonly onAccent: string;
  /** Whose page opened the window. A blank page has no address of its own that would say so. */
  readonly name: string;
}

/** Calls do nothing once the window has left this origin. */
export interface LoadingPage {
  /** @param retry tries again; undefined if that cannot help */
  fail(text: string, retry: (() => void) | undefined): void;
}

const CSS = `${WINDOW_STYLE}:root.light{color-scheme:light}:root.dark{color-scheme:dark}
div{display:flex;flex-wrap:wrap;justify-content:center;gap:.75rem}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:0 1.25rem;border:1px solid currentColor;border-radius:.625rem;background:none;color:inherit;cursor:pointer}
.first{background:var(--accent);border-color:transparent;color:var(--on-accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media (forced-colors:active){.first{border-color:ButtonText}:focus-visible{outline-color:Highlight}}`;

/** Writes the page. If the browser forbids that, the window stays blank and everything else works. */
export function writeLoadingPage(
  target: Window,
  look: LoadingLook,
  texts: LoadingTexts,
): LoadingPage {
  const tryTo = (write: (page: Document) => void): void => {
    try {
      write(target.document);
    } catch {
      // The window is on another origin by now, or always was.
    }
  };
  tryTo((page) => {
    const { documentElement: root } = page;
    // Otherwise a phone lays the page out as wide as a desktop, with tiny text.
    const viewport = page.createElement('meta');
    viewport.name = 'viewport';
    viewport.content = 'width=device-width';
    page.head.replaceChildren(viewport);
    root.lang = look.language;
    root.className = look.colorScheme;
    root.style.setProperty('--accent', look.accent);
    root.style.setProperty('--on-accent', look.onAccent);
    show(page, texts.loadingTitle, make(page, 'i', ''), say(page, 'status', texts.loading));
  });
  tryTo((page) => {
    // A document adopts only sheets that its own window's constructor made.
    const sheet = new (target as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(CSS);
    page.adoptedStyleSheets = [sheet];
  });

  function show(page: Document, title: string, ...content: readonly HTMLElement[]): void {
    page.title = `${look.name} – ${title}`;
    page.body.replaceChildren(make(page, 'h1', look.name), ...content);
  }

  return {
    fail(text, retry) {
      tryTo((page) => {
        const buttons = make(page, 'div', '');
        // The host's texts may be in a language that is written from right to left.
        buttons.dir = 'auto';
        const close = (): void => {
          target.close();
        };
        if (retry) buttons.append(button(page, texts.retry, retry));
        buttons.append(button(page, texts.close, close));
        const [first] = buttons.querySelectorAll('button');
        first?.classList.add('first');
        show(page, text, say(page, 'alert', text), buttons);
        first?.focus();
      });
    },
  };
}

function make(page: Document, name: string, text: string): HTMLElement {
  const element = page.createElement(name);
  element.textContent = text;
  return element;
}

function say(page: Document, role: string, text: string): HTMLElement {
  const paragraph = make(page, 'p', text);
  paragraph.setAttribute('role', role);
  return paragraph;
}

function button(page: Document, text: string, press: () => void): HTMLElement {
  const element = make(page, 'button', text);
  element.addEventListener('click', press);
  return element;
}
