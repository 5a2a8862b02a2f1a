/**
 * Turns what arrives at a page from outside into domain types. Knows shapes alone: not where the data
 * came from, nor what it is for. What arrives at a server is in server/schema.ts.
 *
 * By hand, and by own keys: on a page whose scripts extend `Object.prototype` zod cannot make a schema.
 */
import { valueOf } from './own-keys.js';

/** One vendor account of a user, as Enode describes it (enode-api.md, "Users and vendors"). */
export interface LinkedVendor {
  /** Enode's name of the vendor, such as `TESLA`. New names appear without notice. */
  readonly vendor: string;
  /** Type of asset, such as `vehicle`. Missing in answers of older API versions. */
  readonly vendorType?: string;
  /** False where the vendor no longer accepts the stored credentials and must be linked again. */
  readonly isValid: boolean;
}

/** A Link session as Enode answers it. `linkUrl` is a secret until it has been opened. */
export interface LinkSession {
  /** Where Link UI waits for the user. Valid for 24 hours, and for one use. */
  readonly linkUrl: string;
  /** For Enode's mobile SDKs. Never used in a browser, and dropped as soon as it is read. */
  readonly linkToken?: string;
}

/** The Enode user, as far as linking is concerned. */
export interface EnodeUser {
  /** The host's own id of the user. Not needed in a page, so a host may leave it out. */
  readonly id?: string;
  /** One entry for each pair of vendor and vendor type. */
  readonly linkedVendors: readonly LinkedVendor[];
}

/** The linkUrl of a Link session, or undefined where `data` is none. The linkToken is dropped. */
export function parseLinkUrl(data: unknown): string | undefined {
  return isRecord(data) ? text(data, 'linkUrl') : undefined;
}

/** The vendors of an Enode user, or undefined where `data` is none. */
export function parseLinkedVendors(data: unknown): readonly LinkedVendor[] | undefined {
  return isRecord(data) ? listOf(valueOf(data, 'linkedVendors'), parseVendor) : undefined;
}

function parseVendor(data: unknown): LinkedVendor | undefined {
  if (!isRecord(data)) return undefined;
  const vendor = text(data, 'vendor');
  const vendorType = valueOf(data, 'vendorType');
  const isValid = valueOf(data, 'isValid');
  if (vendor === undefined || typeof isValid !== 'boolean') return undefined;
  if (vendorType === undefined) return { vendor, isValid };
  return typeof vendorType === 'string' ? { vendor, vendorType, isValid } : undefined;
}

/** All entries, or undefined where one of them does not fit. */
function listOf<Entry>(
  data: unknown,
  parse: (data: unknown) => Entry | undefined,
): readonly Entry[] | undefined {
  if (!Array.isArray(data)) return undefined;
  const entries = data.flatMap((entry) => parse(entry) ?? []);
  return entries.length === data.length ? entries : undefined;
}

function isRecord(data: unknown): data is object {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** A text that is not empty. */
function text(data: object, key: string): string | undefined {
  const value = valueOf(data, key);
  return (typeof value === 'string' && value) || undefined;
}
