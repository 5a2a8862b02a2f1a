/**
 * The address of the page, also in a frame without an address of its own, and whether there is a page
 * at all: elements are created on servers too.
 */

export const hasPage = (): boolean => typeof document !== 'undefined';

/** The address of the page, for everything that depends on it. */
export interface PageAddress {
  /** The page's URL. Link UI returns to it if no other callback URL is set. */
  readonly href: string;
  /** The base of relative addresses, as in fetch. */
  readonly base: string;
  /** The origin of storage, channels and messages. In some frames the URL has another one. */
  readonly origin: string;
}

/** @returns the address of this page at this moment */
export function pageAddress(): PageAddress {
  // Imitations of a browser may lack it.
  const { origin } = self as Partial<Window>;
  return { href: addressOf(window), base: document.baseURI, origin: origin ?? location.origin };
}

/** The name of the host that this page is on. The address of a `srcdoc` frame has none, but its origin has. */
export function pageHost(): string {
  return location.hostname || new URL(self.origin).hostname;
}

/** A `srcdoc` frame has no address and belongs to the page around it, whose address counts. */
function addressOf(view: Window): string {
  const { href } = view.location;
  try {
    if (href.startsWith('about:') && view.parent !== view) return addressOf(view.parent);
  } catch {
    // To a sandboxed frame, even the page around it is of another origin.
  }
  return href;
}
