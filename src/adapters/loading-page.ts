/**
 * The page that a window shows while the Link session is on its way, and the error if there is one.
 * Written into `about:blank` by DOM calls and a constructed stylesheet alone: a blank page inherits
 * the host's CSP, and `<style>` or `style=""` would be refused. Knows no session.
 */

export interface LoadingTexts {
  readonly title: string;
  readonly loading: string;
  readonly close: string;
}

/** A page in a window of ours. Each call is harmless once the window has left us. */
export interface LoadingPage {
  fail(text: string): void;
}

const CSS = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
:root.light{color-scheme:light}:root.dark{color-scheme:dark}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-content:center;justify-items:center;gap:1.25rem;padding:2rem;box-sizing:border-box;text-align:center;background:Canvas;color:CanvasText}
p{margin:0;max-width:22rem}
i{width:2.25rem;height:2.25rem;box-sizing:border-box;border:.2rem solid color-mix(in srgb,CanvasText 18%,Canvas);border-top-color:#0b6e4f;border-radius:50%}
@media (prefers-color-scheme:dark){:root:not(.light) i{border-top-color:#5fd3a6}}
:root.dark i{border-top-color:#5fd3a6}
button{font:inherit;min-height:2.75rem;padding:0 1.25rem;border:1px solid currentColor;border-radius:.625rem;background:none;color:inherit;cursor:pointer}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
@media (prefers-reduced-motion:no-preference){i{animation:s .9s linear infinite}}
@keyframes s{to{rotate:1turn}}`;

/** Writes the page. Where the browser does not let us, the window stays blank and all else works. */
export function writeLoadingPage(
  target: Window,
  language: string,
  colorScheme: string,
  texts: LoadingTexts,
): LoadingPage {
  const tryTo = (write: (page: Document) => void): void => {
    try {
      write(target.document);
    } catch {
      // Not ours any more, or never was.
    }
  };
  tryTo((page) => {
    page.title = texts.title;
    page.documentElement.lang = language;
    page.documentElement.className = colorScheme;
    const text = page.createElement('p');
    text.setAttribute('role', 'status');
    text.textContent = texts.loading;
    const spinner = page.createElement('i');
    spinner.setAttribute('aria-hidden', 'true');
    page.body.replaceChildren(spinner, text);
  });
  tryTo((page) => {
    // A sheet can be adopted only by documents of the window whose constructor made it.
    const sheet = new (target as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(CSS);
    page.adoptedStyleSheets = [sheet];
  });
  return {
    fail(message) {
      tryTo((page) => {
        const text = page.createElement('p');
        text.setAttribute('role', 'alert');
        text.textContent = message;
        const button = page.createElement('button');
        button.textContent = texts.close;
        button.addEventListener('click', () => {
          target.close();
        });
        page.body.replaceChildren(text, button);
        button.focus();
      });
    },
  };
}
