/**
 * Notices that the language around an element has changed: `lang` of the element or of anything that
 * it is in, across shadow roots, or the languages of the browser. Asks for a new rendering then. Does
 * not know which language it is; that is configuration.ts.
 *
 * All elements of a page share one observer: a page may have a thousand of them, and its language
 * changes once, if ever.
 */
import { bare } from '../own-keys.js';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const hosts = new Set<ReactiveControllerHost & Element>();
let observed = new WeakSet<Node>();
let observer: MutationObserver | undefined;

/** Watches the language around an element for as long as it is in a document. */
export const languageWatch = (host: ReactiveControllerHost & Element): ReactiveController => ({
  hostConnected() {
    if (hosts.size === 0) addEventListener('languagechange', renderAll);
    hosts.add(host);
    observer ??= new MutationObserver(renderBelow);
    for (let at: Element | undefined = host; at;) {
      const root: Node = at.getRootNode();
      if (!observed.has(root)) {
        observer.observe(root, bare({ subtree: true, attributeFilter: ['lang'] }));
        observed.add(root);
      }
      at = shadowHost(root);
    }
    // It may have been moved to where another language is spoken.
    host.requestUpdate();
  },
  hostDisconnected() {
    hosts.delete(host);
    if (hosts.size > 0) return;
    observer?.disconnect();
    observed = new WeakSet();
    removeEventListener('languagechange', renderAll);
  },
});

function renderAll(): void {
  for (const host of hosts) host.requestUpdate();
}

function renderBelow(records: readonly MutationRecord[]): void {
  const changed = new Set(records.map(({ target }) => target));
  for (const host of hosts) if (isBelow(host, changed)) host.requestUpdate();
}

function isBelow(host: Node, changed: ReadonlySet<Node>): boolean {
  for (let at: Node | null = host; at;) {
    if (changed.has(at)) return true;
    at = shadowHost(at) ?? at.parentNode;
  }
  return false;
}

/**
 * @returns the element whose shadow root this is; no `instanceof`, which the shadow roots of other
 * windows do not pass
 */
export function shadowHost(node: Node): Element | undefined {
  return node.nodeType === 11 ? (node as Partial<ShadowRoot>).host : undefined;
}
