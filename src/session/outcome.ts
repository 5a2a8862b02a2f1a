/**
 * How an attempt can end. These shapes are public: the element's events and the promise of `open()`
 * carry them.
 */
import type { LinkError } from '../errors.js';
import type { LinkedVendor } from '../schema.js';

/** How Link UI is shown in the end. */
export type PresentedMode = 'popup' | 'iframe' | 'redirect';

/** Something was linked. */
export interface LinkSuccessDetail {
  readonly mode: PresentedMode;
  /** The user endpoint was read afterwards, for the same user, and lists at least one valid vendor. */
  readonly verified: boolean;
  /** All that is linked now; null if there is no user endpoint, or if it could not be read. */
  readonly linkedVendors: LinkedVendor[] | null;
  /** Entries that were not there before. */
  readonly added: LinkedVendor[];
  /** Entries whose `isValid` went from false to true. */
  readonly repaired: LinkedVendor[];
  /** How it became known: Link UI came back, or the host's endpoints showed it. */
  readonly via: 'return' | 'verification';
  /** It came after a cancel or error event had been dispatched for the same attempt. */
  readonly late: boolean;
}

/** Nothing was linked, as far as can be known. */
export interface LinkCancelDetail {
  readonly mode: PresentedMode;
  readonly reason: 'window-closed' | 'exited' | 'dismissed' | 'aborted';
  /**
   * The user endpoint was read afterwards and shows nothing new. If false, the device may be linked
   * all the same: tell the user that nothing was linked only if this is true.
   */
  readonly verified: boolean;
  /**
   * The `error` that Link UI returned with. Its values are undocumented (docs/enode.md, "Return from
   * Link UI").
   */
  readonly error?: string;
  /** The `error_message` that Link UI returned with. Text of unknown origin: never as HTML. */
  readonly errorMessage?: string;
}

/** How an attempt ended. */
export type LinkOutcome =
  | ({ readonly status: 'linked' } & LinkSuccessDetail)
  | ({ readonly status: 'cancelled' } & LinkCancelDetail)
  | { readonly status: 'failed'; readonly error: LinkError };

/** What Link UI returned with: nothing if the user completed it, else an error, a text, or both. */
export type LinkReturn = Pick<LinkCancelDetail, 'error' | 'errorMessage'>;
