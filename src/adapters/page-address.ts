/**
 * Where the page is, and whether there is one: the element is made on servers too. Knows frames that
 * have no address of their own.
 */

export const hasPage = (): boolean => typeof document !== 'undefined';

/** Where the page is, for all that goes by its address. */
export interface PageAddress {
  /** Its URL, which is where Link UI returns to if nothing else is set. */
  readonly href: string;
  /** What relative addresses are relative to, as in fetch. */
  readonly base: string;
  /** The origin that storage, channels and messages go by: in some frames not that of the URL. */
  readonly origin: string;
}

/** @returns where this page is at this moment */
export function pageAddress(): PageAddress {
  // Not every imitation of a browser has it.
  const { origin } = self as Partial<Window>;
  return { href: addressOf(window), base: document.baseURI, origin: origin ?? location.origin };
}

/** A `srcdoc` frame has no address, and is part of the page around it. */
function addressOf(view: Window): string {
  const { href } = view.location;
  try {
    if (href.startsWith('about:') && view.parent !== view) return addressOf(view.parent);
  } catch {
    // In a sandbox, even that page is another origin's.
  }
  return href;
}
