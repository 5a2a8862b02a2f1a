/**
 * The page that a window shows while the Link session is being created, or why that failed. Written
 * into `about:blank` with DOM calls and a constructed stylesheet only: a blank page inherits the
 * host's Content-Security-Policy, which may forbid `<style>` and `style=""`.
 */

export interface LoadingTexts {
  readonly title: string;
  readonly loading: string;
  readonly retry: string;
  readonly close: string;
}

/** Makes the page look like the button. */
export interface LoadingLook {
  /** `light`, `dark`, or `system`. */
  readonly colorScheme: string;
  /** Background and text of the button; any CSS colour. */
  readonly accent: string;
  readonly onAccent: string;
  /** The heading: the host's name, else the vendor's, else empty. */
  readonly name: string;
}

/** Calls do nothing once the window has left this origin. */
export interface LoadingPage {
  /** @param retry tries again; undefined if that cannot help */
  fail(text: string, retry: (() => void) | undefined): void;
}

const CSS = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
:root.light{color-scheme:light}:root.dark{color-scheme:dark}
:lang(ja){line-break:strict;word-break:auto-phrase}
body{margin:0;min-height:100dvh;display:grid;place-content:center;justify-items:center;gap:1.25rem;padding:2rem;box-sizing:border-box;text-align:center;background:Canvas;color:CanvasText}
h1{margin:0;font-size:1.25rem;overflow-wrap:anywhere}
p{margin:0;max-width:22rem}
i{width:2.25rem;height:2.25rem;box-sizing:border-box;border:.2rem solid color-mix(in srgb,CanvasText 18%,Canvas);border-top-color:var(--accent);border-radius:50%}
div{display:flex;flex-wrap:wrap;justify-content:center;gap:.75rem}
button{font:inherit;min-height:2.75rem;padding:0 1.25rem;border:1px solid currentColor;border-radius:.625rem;background:none;color:inherit;cursor:pointer}
.first{background:var(--accent);border-color:transparent;color:var(--on-accent)}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
@media (prefers-reduced-motion:no-preference){i{animation:s .9s linear infinite}}
@media (forced-colors:active){.first{border-color:ButtonText}i{forced-color-adjust:none;border-color:transparent;border-top-color:CanvasText}}
@keyframes s{to{rotate:1turn}}`;

/** Writes the page. If the browser forbids that, the window stays blank and everything else works. */
export function writeLoadingPage(
  target: Window,
  language: string,
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
    page.title = texts.title;
    root.lang = language;
    // The host's texts may be in a language that is written from right to left.
    root.dir = 'auto';
    root.className = look.colorScheme;
    root.style.setProperty('--accent', look.accent);
    root.style.setProperty('--on-accent', look.onAccent);
    const spinner = make(page, 'i', '');
    spinner.setAttribute('aria-hidden', 'true');
    show(page, spinner, say(page, 'status', texts.loading));
  });
  tryTo((page) => {
    // A document adopts only sheets that its own window's constructor made.
    const sheet = new (target as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(CSS);
    page.adoptedStyleSheets = [sheet];
  });

  function show(page: Document, ...content: readonly HTMLElement[]): void {
    const heading = look.name ? [make(page, 'h1', look.name)] : [];
    page.body.replaceChildren(...heading, ...content);
  }

  return {
    fail(text, retry) {
      tryTo((page) => {
        page.title = text;
        const buttons = make(page, 'div', '');
        const close = (): void => {
          target.close();
        };
        if (retry) buttons.append(button(page, texts.retry, retry));
        buttons.append(button(page, texts.close, close));
        const [first] = buttons.querySelectorAll('button');
        first?.classList.add('first');
        show(page, say(page, 'alert', text), buttons);
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
