/**
 * Gives a shadow root its style in whichever document it is. A constructed sheet belongs to one
 * document, and a shadow root that moves to another loses its sheets.
 */
import type { CSSResult } from 'lit';

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** Call it for a new shadow root, and again after each move to another document. */
export function adoptStyles(root: ShadowRoot, { cssText }: CSSResult): void {
  const page = root.ownerDocument;
  // A document without a window shows nothing, and has no sheets: such as that of a parser.
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
    // Old browsers, and DOMs that only imitate one. An element goes along when it moves.
    if (root.querySelector('style')) return;
    const style = page.createElement('style');
    style.nonce = String(Reflect.get(globalThis, 'litNonce') ?? '');
    style.textContent = cssText;
    root.append(style);
  }
}
