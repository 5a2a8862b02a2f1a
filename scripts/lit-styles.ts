/**
 * A Vite plugin for the files for `<script>` tags. Lit's module for styles also serves browsers without
 * constructable stylesheets. The element puts its styles into its shadow root itself
 * (src/button/adopt-styles.ts) and needs only their text, so a smaller module does here.
 */
import type { Plugin } from 'vite';

const FOR_TEXT_ALONE = `
export const css = ([cssText]) => ({ cssText });
export const getCompatibleStyle = (style) => style;
const unused = undefined;
export {
  unused as CSSResult,
  unused as adoptStyles,
  unused as supportsAdoptingStyleSheets,
  unused as unsafeCSS,
};
`;

/** Replaces Lit's module. */
export function litStyles(): Plugin {
  return {
    name: 'lit-styles',
    enforce: 'pre',
    load: (id) => (id.endsWith('/@lit/reactive-element/css-tag.js') ? FOR_TEXT_ALONE : undefined),
    transform(code) {
      if (/\bcss`[^`]*\$\{/.test(code)) this.error('Styles may have no expressions in them.');
    },
  };
}
