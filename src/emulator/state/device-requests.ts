/**
 * What the control API and tests ask of devices: one that appears without a Link session, as when somebody
 * buys a second car, and one that changes (docs/emulator.md, "Control over HTTP").
 */
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';
import { displayName, VENDOR_TYPES, VENDORS } from './catalogue.js';
import type { VendorType } from './catalogue.js';
import { TYPES_WITH_BATTERY } from '../devices/device.js';
import { models } from './models.js';
import type { AssetChange, Link } from './users.js';

/** A device that appears in the account of a user. */
export interface NewDevice {
  readonly vendorType: VendorType;
  /** Default: the vendor of this type that the user has linked, or else Tesla, or the first of the list. */
  readonly vendor?: string | undefined;
  /** Default: brand and model. */
  readonly name?: string | undefined;
  readonly model?: string | undefined;
  /** Milliseconds until the API shows it. Default 0. */
  readonly delayMs?: number | undefined;
}

/** A device that was announced, and when the API shows it. */
export interface AddedDevice {
  /** The asset's id. */
  readonly id: string;
  readonly userId: string;
  readonly vendor: string;
  readonly vendorType: VendorType;
  readonly name: string;
  readonly model: string;
  readonly appearsAt: string;
}

const USUAL = 'TESLA';
/** The longest time until a device appears. */
export const MAX_DELAY_MS = 600_000;
const MAX_TEXT = 100;

/** Checks what a device is to be made from. */
export function parseNewDevice(body: unknown): Checked<NewDevice> {
  const fields = new Fields(body, ['vendorType', 'vendor', 'name', 'model', 'delayMs']);
  const vendorType = fields.choice('vendorType', VENDOR_TYPES, { required: true });
  const vendor = fields.text('vendor', { max: MAX_TEXT });
  const name = fields.text('name', { max: MAX_TEXT });
  const model = fields.text('model', { max: MAX_TEXT });
  const delayMs = fields.integer('delayMs', 0, MAX_DELAY_MS);
  if (!vendorType || fields.issues.length > 0) return { issues: fields.issues };
  return { value: { vendorType, vendor, name, model, delayMs } };
}

/** Adds what a request leaves out. */
export function completeDevice(wanted: NewDevice, links: readonly Link[]) {
  const { vendorType } = wanted;
  const vendor = wanted.vendor ?? usualVendor(vendorType, links);
  const model = wanted.model ?? models(vendorType, vendor)[0] ?? vendorType;
  const name = wanted.name ?? `${displayName(vendor)} ${model}`;
  return { vendorType, vendor, name, model };
}

function usualVendor(vendorType: VendorType, links: readonly Link[]): string {
  const linked = links.find((link) => link.vendorType === vendorType)?.vendor;
  const [first = USUAL, ...others] = VENDORS[vendorType];
  return linked ?? (others.includes(USUAL) ? USUAL : first);
}

/** Checks what is to change about a device of this type. */
export function parseAssetChange(body: unknown, vendorType: VendorType): Checked<AssetChange> {
  const fields = new Fields(body, ['isReachable', 'batteryLevel']);
  const isReachable = fields.boolean('isReachable');
  const batteryLevel = fields.integer('batteryLevel', 0, 100);
  if (batteryLevel !== undefined && !TYPES_WITH_BATTERY.includes(vendorType)) {
    fields.refuse('batteryLevel', `batteryLevel: a device of type "${vendorType}" has no battery.`);
  }
  if (fields.issues.length > 0) return { issues: fields.issues };
  return { value: { isReachable, batteryLevel } };
}
