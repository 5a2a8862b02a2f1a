/** What is stored of a device, and the parts that the descriptions of all types have in common. */
import type { VendorType } from '../state/catalogue.js';
import { displayName } from '../state/catalogue.js';

/** Everything else that the API tells about a device is made from this. */
export interface Device {
  readonly vendor: string;
  readonly vendorType: VendorType;
  readonly name: string;
  readonly model: string;
  /** The scopes of its type that the user granted. */
  readonly scopes: readonly string[];
  /** Names the physical device: the same one, linked by two users, is the same car. */
  readonly virtualAssetId: string;
  readonly isReachable: boolean;
  /** In percent, once it was set; before that it is made up like all the rest. */
  readonly batteryLevel?: number;
  /** When the vendor last heard from the device. */
  readonly seenAt: string;
}

export interface Capability {
  readonly isCapable: boolean;
  readonly interventionIds: readonly string[];
}

/** What the API tells about a device besides the properties of every asset (docs/enode.md, "Assets"). */
export interface Description {
  readonly information: Readonly<Record<string, unknown>>;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly location: Readonly<Record<string, unknown>>;
  readonly [state: string]: unknown;
}

/** The types that have a battery, whose level can be set. */
export const TYPES_WITH_BATTERY: readonly VendorType[] = ['vehicle', 'battery'];

export function capability(isCapable: boolean): Capability {
  return { isCapable, interventionIds: [] };
}

/** Whether the user granted a scope, such as `read:location`. */
export function isGranted({ vendorType, scopes }: Device, scope: string): boolean {
  return scopes.includes(`${vendorType}:${scope}`);
}

export function brandAndModel({ vendor, model }: Device) {
  return { brand: displayName(vendor), model };
}
