/**
 * The label that a host gives: whether there is one, whether it has an accessible name, and when it
 * changes. Frameworks and libraries write into nodes that are already assigned, which fires no slotchange.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Elements that are never shown. */
const UNSEEN = '[hidden],template,script,style';

/** Elements that show nothing by themselves: without content and without attributes they are no label. */
const PLAIN = /^(?:span|div|p|b|i|em|strong)$/;

const observed: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: 'slot hidden class style aria-hidden aria-label aria-labelledby title alt'.split(
    ' ',
  ),
};

/** Renders the element again when its label, or a name that it is given, has changed. */
export const labelWatch = (host: ReactiveControllerHost & Element): ReactiveController => {
  let observer: MutationObserver | undefined;
  return {
    hostConnected() {
      observer ??= new MutationObserver(() => {
        host.requestUpdate();
      });
      observer.observe(host, observed);
    },
    hostDisconnected() {
      observer?.disconnect();
    },
  };
};

/** @returns whether the host gives a label; undefined on a server, where it cannot be known */
export function hasLabel(host: Element): boolean | undefined {
  return (host.childNodes as NodeList | undefined) && nodesIn(host).some(isLabel);
}

/**
 * @param fallback the name if the host gives none
 * @returns the name that the button needs because its label, such as an icon or a hidden text, has none
 */
export function missingName(host: Element, fallback: string): string | undefined {
  const given = givenName(host);
  // What a foreign component shows cannot always be read: then the host's name counts.
  return nodesIn(host).some((node) => isNamed(node, !given)) ? undefined : given || fallback;
}

/** The children of an element; for a slot of a component around it, the nodes assigned to the slot. */
function nodesIn(host: Node): readonly Node[] {
  return [...host.childNodes].flatMap((node) =>
    isElement(node) && node.matches('slot') ? node.assignedNodes({ flatten: true }) : node,
  );
}

function isLabel(node: Node): boolean {
  if (!isElement(node)) return isText(node);
  if (node.slot || node.matches(UNSEEN)) return false;
  return node.hasAttributes() || !PLAIN.test(node.localName) || nodesIn(node).some(isLabel);
}

/** @param benefit whether a component that shows nothing readable is assumed to have a name */
function isNamed(node: Node, benefit: boolean): boolean {
  if (!isElement(node)) return isText(node);
  if (node.matches(`${UNSEEN},[aria-hidden=true]`) || isHiddenByStyle(node)) return false;
  const names = ['aria-label', 'aria-labelledby', 'alt', 'title'];
  const { shadowRoot } = node;
  return (
    names.some((name) => node.getAttribute(name)?.trim()) ||
    [...nodesIn(node), ...(shadowRoot?.childNodes ?? [])].some((one) => isNamed(one, benefit)) ||
    (benefit && node.localName.includes('-') && !shadowRoot?.hasChildNodes())
  );
}

function isHiddenByStyle(node: Element): boolean {
  // The title of a drawing is never displayed, and names it all the same.
  if (node.localName === 'title') return false;
  const { display, visibility } = getComputedStyle(node);
  return display === 'none' || visibility === 'hidden';
}

/** The name that the host's page gives the element, in the order of precedence of ARIA. */
function givenName(host: Element): string {
  const root = host.getRootNode() as Partial<Document>;
  const ids = host.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const texts = ids.map((id) => root.getElementById?.(id)?.textContent ?? '');
  const names = [texts.join(' '), host.getAttribute('aria-label'), host.getAttribute('title')];
  return names.map((name) => name?.trim()).find(Boolean) ?? '';
}

// No `instanceof`: the nodes may belong to another window.
const isElement = (node: Node): node is Element => node.nodeType === 1;
const isText = (node: Node): boolean => node.nodeType === 3 && node.nodeValue?.trim() !== '';
