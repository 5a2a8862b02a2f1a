/**
 * The label that a host gives: whether there is one, whether it can be read out, and when it changes,
 * by whatever means. Frameworks and libraries write into the nodes that are there: no slot notices.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What is never shown. */
const UNSEEN = '[hidden],template,script,style';

const observed: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: 'slot hidden aria-hidden aria-label aria-labelledby title alt'.split(' '),
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

/** @returns whether the host gives a label; undefined on a server, where nobody knows */
export function hasLabel(host: Element): boolean | undefined {
  return (host.childNodes as NodeList | undefined) && nodesIn(host).some(isLabel);
}

/**
 * @param fallback the name where the host gives none
 * @returns the name that the button needs because its label, such as an icon, has none
 */
export function missingName(host: Element, fallback: string): string | undefined {
  const given = givenName(host);
  // What a component of somebody else's shows cannot always be seen: then the host's word counts.
  return nodesIn(host).some((node) => isNamed(node, !given)) ? undefined : given || fallback;
}

/** Children of an element, and what is assigned to those that are slots of a component around it. */
function nodesIn(host: Node): readonly Node[] {
  return [...host.childNodes].flatMap((node) =>
    isElement(node) && node.matches('slot') ? node.assignedNodes({ flatten: true }) : node,
  );
}

function isLabel(node: Node): boolean {
  return isElement(node) ? !node.slot && !node.matches(UNSEEN) : isText(node);
}

/** @param benefit whether a component that shows nothing that can be read is taken to have a name */
function isNamed(node: Node, benefit: boolean): boolean {
  if (!isElement(node)) return isText(node);
  if (node.matches(`${UNSEEN},[aria-hidden=true]`)) return false;
  const names = ['aria-label', 'aria-labelledby', 'alt', 'title'];
  const { shadowRoot } = node;
  return (
    names.some((name) => node.getAttribute(name)?.trim()) ||
    [...nodesIn(node), ...(shadowRoot?.childNodes ?? [])].some((one) => isNamed(one, benefit)) ||
    (benefit && node.localName.includes('-') && !shadowRoot?.hasChildNodes())
  );
}

/** What the host's page calls the element, by the order of ARIA. */
function givenName(host: Element): string {
  const root = host.getRootNode() as Partial<Document>;
  const ids = host.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const texts = ids.map((id) => root.getElementById?.(id)?.textContent ?? '');
  const names = [texts.join(' '), host.getAttribute('aria-label'), host.getAttribute('title')];
  return names.map((name) => name?.trim()).find(Boolean) ?? '';
}

// No `instanceof`: nodes may be of another window.
const isElement = (node: Node): node is Element => node.nodeType === 1;
const isText = (node: Node): boolean => node.nodeType === 3 && node.nodeValue?.trim() !== '';
