/**
 * Entry: registers `<enode-link-button>` and exports everything of element.ts. It may be imported twice, in
 * two versions, and on a server.
 */
import { EnodeLinkButton } from './element.js';
import { version } from './version.js';

export * from './element.js';

// The first version on a page wins: a second `define` would throw and break the bundle that it is in.
if (typeof customElements !== 'undefined') {
  const first = customElements.get('enode-link-button');
  if (!first) {
    customElements.define('enode-link-button', Object.assign(EnodeLinkButton, { version }));
  } else {
    const other = String(Reflect.get(first, 'version') ?? 'of unknown version');
    if (other !== version) {
      // eslint-disable-next-line no-console -- the behaviour of the page depends on which version is in use
      console.warn(`enode-link-button ${version} is not used: ${other} was loaded before it.`);
    }
  }
}
