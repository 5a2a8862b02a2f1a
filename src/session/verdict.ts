/**
 * Decides the outcome from the vendors before, the vendors after, and how it ended (contract, "What
 * decides the outcome"). Pure. Knows nothing of time, windows or requests.
 */
import type { LinkedVendor } from '../schema.js';
import type { LinkReturn } from '../return/message.js';
import type { LinkCancelDetail, LinkOutcome, PresentedMode } from './state.js';

/** How the user's time with Link UI came to its end. */
export type Ending =
  | { readonly type: 'returned'; readonly linkReturn: LinkReturn }
  | { readonly type: 'gone'; readonly reason: LinkCancelDetail['reason'] };

/** What was read from the user endpoint; undefined where it was not, or could not be. */
export type Vendors = readonly LinkedVendor[] | undefined;

/** What the user endpoint proves. */
export interface Evidence {
  readonly before: Vendors;
  /** As read at the end of the attempt. */
  readonly after: Vendors;
  /**
   * Whether `after` is, or may be, the list of another user than the one who began: somebody else
   * signed in meanwhile. It then proves nothing about this attempt.
   */
  readonly isOtherUser: boolean;
}

/** What is new. Without knowledge of before nothing counts as new. */
export interface Changes {
  readonly added: LinkedVendor[];
  readonly repaired: LinkedVendor[];
}

/** Compares by vendor and vendor type: Enode gives entries no id (enode-api.md). */
export function compareVendors(before: Vendors, after: Vendors): Changes {
  if (!before || !after) return { added: [], repaired: [] };
  const validBefore = new Map<string, boolean>();
  for (const entry of before) {
    validBefore.set(keyOf(entry), entry.isValid || validBefore.get(keyOf(entry)) === true);
  }
  return {
    added: after.filter((entry) => !validBefore.has(keyOf(entry))),
    repaired: after.filter((entry) => entry.isValid && validBefore.get(keyOf(entry)) === false),
  };
}

/** @returns whether anything is new. */
export function hasChanges({ added, repaired }: Changes): boolean {
  return added.length + repaired.length > 0;
}

/** Whether Link UI returned with an error of its own: a page may have given all objects an `error`. */
export function hasError(linkReturn: LinkReturn): boolean {
  return Object.hasOwn(linkReturn, 'error');
}

/** The outcome of an attempt that reached Link UI. */
export function decide(
  mode: PresentedMode,
  ending: Ending,
  { before, after, isOtherUser }: Evidence,
  late: boolean,
): LinkOutcome {
  const changes = compareVendors(isOtherUser ? undefined : before, after);
  const completed = ending.type === 'returned' && !hasError(ending.linkReturn);
  if (completed || hasChanges(changes)) {
    return {
      status: 'linked',
      mode,
      verified: !isOtherUser && (after?.some((entry) => entry.isValid) ?? false),
      // Copied where it is given to a host.
      linkedVendors: (after ?? null) as LinkedVendor[] | null,
      ...changes,
      via: ending.type === 'returned' ? 'return' : 'verification',
      late,
    };
  }
  return {
    status: 'cancelled',
    mode,
    // Without knowledge of before, only an empty list shows that nothing is new.
    verified: !isOtherUser && after !== undefined && (before !== undefined || after.length === 0),
    ...(ending.type === 'returned'
      ? { reason: 'exited', ...ending.linkReturn }
      : { reason: ending.reason }),
  };
}

/** Text by text: a page may have given lists a `toJSON`. */
function keyOf({ vendor, vendorType }: LinkedVendor): string {
  return JSON.stringify(vendor) + JSON.stringify(vendorType);
}
