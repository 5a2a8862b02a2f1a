/**
 * Decides the outcome of an attempt from three things: what was linked before, what is linked now,
 * and how the user's time with Link UI ended. Pure.
 */
import type { LinkedDevice, LinkedVendor } from '../schema.js';
import type { LinkCancelDetail, LinkOutcome, LinkReturn, PresentedMode } from './outcome.js';

/** How the user's time with Link UI ended. */
export type Ending =
  | { readonly type: 'returned'; readonly linkReturn: LinkReturn }
  | { readonly type: 'gone'; readonly reason: LinkCancelDetail['reason'] };

/** What the user endpoint listed; undefined if it was not or could not be read. */
export type Vendors = readonly LinkedVendor[] | undefined;

/** What the host's endpoints prove. */
export interface Evidence {
  readonly before: Vendors;
  /** As read at the end of the attempt. */
  readonly after: Vendors;
  /** The ids of the devices before; undefined if they were not or could not be read. */
  readonly devicesBefore?: readonly string[] | undefined;
  /** As read at the end of the attempt. */
  readonly devices?: readonly LinkedDevice[] | undefined;
  /**
   * Whether `after` is, or may be, of another user who signed in during the attempt. It then
   * proves nothing about this attempt.
   */
  readonly isOtherUser: boolean;
}

/** What is new. Nothing counts as new if it is unknown what was linked before. */
export interface Changes {
  readonly added: LinkedVendor[];
  readonly repaired: LinkedVendor[];
  readonly devices: LinkedDevice[];
}

/** Compares by vendor and type: the entries have no id (docs/enode.md, "Users and vendors"). */
export function compareVendors(
  before: Vendors,
  after: Vendors,
): Pick<Changes, 'added' | 'repaired'> {
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

/** @returns what the evidence shows to be new for the user who started the attempt */
export function changesIn(evidence: Evidence): Changes {
  const { before, after, devicesBefore, devices = [], isOtherUser } = evidence;
  return {
    ...compareVendors(isOtherUser ? undefined : before, after),
    devices: devices.filter(({ id }) => !isOtherUser && devicesBefore?.includes(id) === false),
  };
}

/** @returns whether anything is new */
export function hasChanges(changes: Partial<Changes>): boolean {
  return Object.values(changes).some(({ length }) => length > 0);
}

/** Whether Link UI returned with an error. Own keys only: a page may give all objects an `error`. */
export function hasError(linkReturn: LinkReturn): boolean {
  return Object.hasOwn(linkReturn, 'error');
}

/** The outcome of an attempt that reached Link UI. */
export function decide(
  mode: PresentedMode,
  ending: Ending,
  evidence: Evidence,
  late: boolean,
): LinkOutcome {
  const { before, after, isOtherUser } = evidence;
  const changes = changesIn(evidence);
  const { added, repaired } = changes;
  const isCompleted = ending.type === 'returned' && !hasError(ending.linkReturn);
  if (isCompleted || hasChanges(changes)) {
    return {
      status: 'linked',
      mode,
      verified: !isOtherUser && (after?.some((entry) => entry.isValid) ?? false),
      // Copied before a host gets it.
      linkedVendors: (after ?? null) as LinkedVendor[] | null,
      added,
      repaired,
      via: ending.type === 'returned' ? 'return' : 'verification',
      late,
    };
  }
  return {
    status: 'cancelled',
    mode,
    // If it is unknown what was linked before, only an empty list proves that nothing is new.
    verified: !isOtherUser && after !== undefined && (before !== undefined || after.length === 0),
    ...(ending.type === 'returned'
      ? { reason: 'exited', ...ending.linkReturn }
      : { reason: ending.reason }),
  };
}

/** Each text on its own, not the pair as a list: a page may give lists a `toJSON`. */
function keyOf({ vendor, vendorType }: LinkedVendor): string {
  return JSON.stringify(vendor) + JSON.stringify(vendorType);
}
