/**
 * Which of the user's linked vendors a button is about: those that a success linked, and one that has lost
 * its access.
 */
import { vendorName } from '../language/vendor-name.js';
import type { LinkedVendor } from '../schema.js';
import type { LinkSuccessDetail } from '../session/outcome.js';

/** What a button is for, and what is linked. */
export interface ButtonSubject {
  readonly assetId: string;
  readonly vendor: string;
  readonly vendorType: string;
  /** As last read from the user endpoint; null before that. */
  readonly linkedVendors: readonly LinkedVendor[] | null;
}

/** The vendors that a success is about: those that it linked or repaired, as far as this button is for them. */
export function linkedNames(subject: ButtonSubject, outcome: LinkSuccessDetail): readonly string[] {
  const fresh = freshVendors(outcome).filter(
    (entry) => isConcerned(entry, subject) && isListed(entry, subject),
  );
  // Another device of the button's own vendor. Any other on the list may be there from before, and where
  // the outcome is unverified, the list may belong to another user, who signed in meanwhile.
  const isOwn = subject.vendor && outcome.verified && fresh.length === 0;
  return names(isOwn ? vendorsOf(subject, true) : fresh);
}

/** Whether something that a success was about is still linked, as the user endpoint was last read. */
export function isStillLinked(subject: ButtonSubject, outcome: LinkSuccessDetail): boolean {
  const fresh = freshVendors(outcome);
  return fresh.length > 0
    ? fresh.some((entry) => isListed(entry, subject))
    : vendorsOf(subject, true).length > 0;
}

function freshVendors({ added, repaired }: LinkSuccessDetail): readonly LinkedVendor[] {
  return [...added, ...repaired].filter(({ isValid }) => isValid);
}

function isListed({ vendor, vendorType }: LinkedVendor, { linkedVendors }: ButtonSubject): boolean {
  const isSame = (entry: LinkedVendor): boolean =>
    entry.isValid && entry.vendor === vendor && entry.vendorType === vendorType;
  return !linkedVendors || linkedVendors.some(isSame);
}

/**
 * Whether this button is for one vendor, and that one has lost its access. Link UI opens at that vendor.
 * Without one it opens at the choice of vendors, so the button would promise too much.
 */
export function isBroken(subject: ButtonSubject): boolean {
  const { assetId, vendor } = subject;
  return Boolean(!assetId && vendor && vendorsOf(subject, false).length > 0);
}

/** The linked vendors that this button is for: those that are valid, or those that are not. */
function vendorsOf(subject: ButtonSubject, isValid: boolean): readonly LinkedVendor[] {
  return (subject.linkedVendors ?? []).filter(
    (entry) => entry.isValid === isValid && isConcerned(entry, subject),
  );
}

function isConcerned(entry: LinkedVendor, { vendor, vendorType }: ButtonSubject): boolean {
  return (
    (!vendor || entry.vendor === vendor) &&
    (!vendorType || !entry.vendorType || entry.vendorType === vendorType)
  );
}

/** The names of the vendors, each once: a vendor is listed again for each type of asset. */
function names(vendors: readonly LinkedVendor[]): readonly string[] {
  return [...new Set(vendors.map(({ vendor }) => vendorName(vendor)))];
}
