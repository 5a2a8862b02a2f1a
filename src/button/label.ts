/**
 * The label that a host gives: whether there is one, whether it has an accessible name, and when it
 * changes. Frameworks and libraries write into nodes that are already assigned, which fires no slotchange.
 */
import type { ReactiveControllerHost } from 'lit';

/** Elements that are never shown. */
const UNSEEN = '[hidden],template,script,style';

/** Elements that show nothing by themselves: without content and without attributes they are no label. */
const PLAIN = /^(?:span|div|p|b|i|em|strong)$/;

type WatchedElement = Element & Pick<ReactiveControllerHost, 'requestUpdate'>;

const observed: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: 'slot hidden class style aria-hidden aria-label aria-labelledby title alt'.split(
    ' ',
  ),
};

const watched = new WeakSet<Node>();
let observer: MutationObserver | undefined;

/** Renders the element again when its label, or a name that it is given, has changed. One observer serves all. */
export function watchLabel(host: WatchedElement): void {
  observer ??= new MutationObserver((records) => {
    for (const changed of new Set(records.map(({ target }) => hostOf(target)))) {
      changed?.requestUpdate();
    }
  });
  watched.add(host);
  observer.observe(host, observed);
}

/** The element that a change in it, or of it, belongs to. */
function hostOf(changed: Node): WatchedElement | undefined {
  let at: Node | null | undefined = changed;
  while (at && !watched.has(at)) at = at.parentNode;
  return at as WatchedElement | undefined;
}

/** @returns whether the host gives a label; undefined on a server, where it cannot be known */
export function hasLabel(host: Element): boolean | undefined {
  return (host.childNodes as NodeList | undefined) && nodesIn(host).some(isLabel);
}

/** @returns whether the host gives an icon; on a server, where it cannot be known, no */
export function hasIcon(host: Partial<Element>): boolean {
  return Boolean(host.querySelector?.(':scope > [slot=icon]'));
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
