/**
 * Entry: registers `<enode-link-button>` and exports all of element.ts. Safe to import twice, in two
 * versions, and on a server.
 */
import { EnodeLinkButton } from './element.js';
import { version } from './version.js';

export * from './element.js';

// The first version on a page wins: a second `define` would throw, and take its whole bundle along.
if (typeof customElements !== 'undefined') {
  const first = customElements.get('enode-link-button');
  if (!first) {
    customElements.define('enode-link-button', Object.assign(EnodeLinkButton, { version }));
  } else {
    const other = String(Reflect.get(first, 'version') ?? 'of unknown version');
    if (other !== version) {
      // eslint-disable-next-line no-console -- which of the two is there decides how the page behaves
      console.warn(`enode-link-button ${version} is not used: ${other} was loaded before it.`);
    }
  }
}
