/**
 * Where the page is. Knows frames that have no address of their own.
 */

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
  return { href: addressOf(window), base: document.baseURI, origin: self.origin };
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
