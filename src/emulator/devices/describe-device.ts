/** Describes a device of any type, and names what differs between two descriptions. */
import type { VendorType } from '../state/catalogue.js';
import { describeBattery } from './battery.js';
import { describeCharger } from './charger.js';
import type { Description, Device } from './device.js';
import { describeHvac } from './hvac.js';
import { describeInverter } from './inverter.js';
import { describeMeter } from './meter.js';
import { describeVehicle } from './vehicle.js';

const DESCRIBE: Record<VendorType, (userId: string, device: Device) => Description> = {
  vehicle: describeVehicle,
  charger: describeCharger,
  hvac: describeHvac,
  inverter: describeInverter,
  battery: describeBattery,
  meter: describeMeter,
};

/** What the API shows of a device, apart from its ids and the user's scopes. */
export function describeDevice(userId: string, device: Device) {
  const { vendor, vendorType, isReachable, seenAt } = device;
  return {
    vendor,
    lastSeen: seenAt,
    isReachable,
    ...DESCRIBE[vendorType](userId, device),
  };
}

/** The paths of what differs between two states of a device, such as `chargeState.batteryLevel`. */
export function changedFields(userId: string, before: Device, after: Device): string[] {
  return differences(describeDevice(userId, before), describeDevice(userId, after));
}

/** The paths of the values in `after` that `before` does not have. */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (!isRecord(before) || !isRecord(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  }
  return Object.keys(after).flatMap((key) =>
    differences(before[key], after[key], path === '' ? key : `${path}.${key}`),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
