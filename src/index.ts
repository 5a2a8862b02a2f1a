/**
 * Entry: registers `<enode-link-button>` and exports all of element.ts. Safe to import twice, in two
 * versions, and on a server.
 */
import { EnodeLinkButton } from './element.js';

export * from './element.js';

// The first version on a page wins: a second `define` would throw, and take its whole bundle along.
if (typeof customElements !== 'undefined' && !customElements.get('enode-link-button')) {
  customElements.define('enode-link-button', EnodeLinkButton);
}
