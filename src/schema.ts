/**
 * Parses what a page receives from outside into domain types. server/schema.ts does the same for a server.
 *
 * It is written by hand and reads own keys only: zod cannot create a schema on a page whose scripts extend
 * `Object.prototype`.
 */
import { valueOf } from './own-keys.js';

/** One vendor account of a user, as Enode describes it (docs/enode.md, "Users and vendors"). */
export interface LinkedVendor {
  /** Enode's name for the vendor, such as `TESLA`. Enode adds names without notice. */
  readonly vendor: string;
  /** Type of asset, such as `vehicle`. Answers of older API versions lack it. */
  readonly vendorType?: string;
  /** False if the vendor no longer accepts the stored credentials; the user must link it again. */
  readonly isValid: boolean;
}

/** A Link session, as Enode answers it. `linkUrl` is a secret until it has been opened. */
export interface LinkSession {
  /** The address of Link UI for this session. Valid for 24 hours and for one use. */
  readonly linkUrl: string;
  /** For Enode's mobile SDKs. Not used in a browser: it is dropped as soon as the answer is read. */
  readonly linkToken?: string;
}

/** The Enode user, as far as linking is concerned. */
export interface EnodeUser {
  /** The host's own id for the user. A page does not need it, so a host may leave it out. */
  readonly id?: string;
  /** One entry for each pair of vendor and vendor type. */
  readonly linkedVendors: readonly LinkedVendor[];
}

/** One device of a user. All of it comes from Enode, which adds vendors and types without notice. */
export interface LinkedDevice {
  /** Enode's id of the asset, which stays the same when the vendor is linked again. */
  readonly id: string;
  /** Enode's name for the vendor, such as `TESLA`. */
  readonly vendor: string;
  /** Type of asset, such as `vehicle`. */
  readonly vendorType: string;
  /** What a person calls it: its own name, else brand and model (docs/enode.md, "Assets"). */
  readonly name: string;
  readonly brand: string | null;
  readonly model: string | null;
  /** Whether Enode can reach the device at the moment; null if that is unknown. */
  readonly isReachable: boolean | null;
}

/** What a host's devices endpoint answers. */
export interface LinkedDevices {
  readonly devices: readonly LinkedDevice[];
}

/** @returns the linkUrl of a Link session, or undefined if `data` is not a session; drops the linkToken */
export function parseLinkUrl(data: unknown): string | undefined {
  return isRecord(data) ? text(data, 'linkUrl') : undefined;
}

/** @returns the linked vendors of an Enode user, or undefined if `data` is not a user */
export function parseLinkedVendors(data: unknown): readonly LinkedVendor[] | undefined {
  return isRecord(data) ? listOf(valueOf(data, 'linkedVendors'), parseVendor) : undefined;
}

/** @returns the devices of a user, or undefined if `data` is not the answer of a devices endpoint */
export function parseLinkedDevices(data: unknown): readonly LinkedDevice[] | undefined {
  return isRecord(data) ? listOf(valueOf(data, 'devices'), parseDevice) : undefined;
}

function parseDevice(data: unknown): LinkedDevice | undefined {
  if (!isRecord(data)) return undefined;
  const [id, vendor, vendorType, name] = ['id', 'vendor', 'vendorType', 'name'].map((key) =>
    text(data, key),
  );
  if (!id || !vendor || !vendorType || !name) return undefined;
  const isReachable = valueOf(data, 'isReachable');
  return {
    id,
    vendor,
    vendorType,
    name,
    brand: text(data, 'brand') ?? null,
    model: text(data, 'model') ?? null,
    isReachable: typeof isReachable === 'boolean' ? isReachable : null,
  };
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

/** @returns all entries, or undefined if `data` is not a list or an entry cannot be parsed */
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

/** @returns the text, or undefined if it is empty or not a text */
function text(data: object, key: string): string | undefined {
  const value = valueOf(data, key);
  return (typeof value === 'string' && value) || undefined;
}
