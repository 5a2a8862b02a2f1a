/**
 * Styles a shadow root in whichever document it is. A constructed stylesheet belongs to one document, and
 * a shadow root that moves to another document loses its stylesheets.
 */
const sheets = new WeakMap<Document, CSSStyleSheet>();

/** Call it for a new shadow root, and again after each move to another document. */
export function adoptStyles(root: ShadowRoot, cssText: string): void {
  const page = root.ownerDocument;
  // A document without a window, such as that of a parser, shows nothing and has no stylesheets.
  if (!page.defaultView) return;
  try {
    let sheet = sheets.get(page);
    if (!sheet) {
      sheet = new page.defaultView.CSSStyleSheet();
      sheet.replaceSync(cssText);
      sheets.set(page, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Old browsers, and imitations of browsers. A style element moves along with its shadow root.
    if (root.querySelector('style')) return;
    const style = page.createElement('style');
    style.nonce = String(Reflect.get(globalThis, 'litNonce') ?? '');
    style.textContent = cssText;
    root.append(style);
  }
}
