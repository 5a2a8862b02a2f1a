/** The stand-in's data: vendors, devices and sessions, kept in this browser only. */
import type { LinkedDevice, LinkedVendor } from '../../src/element.js';
import { deviceOf } from './catalogue.js';

const LINKS = 'stand-in-links';
const DEVICES = 'stand-in-devices';
const SESSION = 'stand-in-session:';

type VendorOfType = Pick<LinkedDevice, 'vendor' | 'vendorType'>;

interface Session {
  readonly redirectUri: string;
  /** What Link UI offers; everything if absent. */
  readonly vendor?: string;
  readonly vendorType?: string;
  /** The device to relink. */
  readonly assetId?: string;
}

type StoredDevice = LinkedDevice & {
  /** In milliseconds since 1970; the device cannot be seen before. */
  readonly from: number;
};

export function readLinks(): LinkedVendor[] {
  return read(LINKS) as LinkedVendor[];
}

export function writeLinks(links: readonly LinkedVendor[]): void {
  localStorage.setItem(LINKS, JSON.stringify(links));
}

/** The devices that can be seen by now. */
export function readDevices(): LinkedDevice[] {
  return storedDevices().flatMap(({ from, ...device }) => (from <= Date.now() ? [device] : []));
}

/** Links a vendor, or makes it valid again. Its first device comes with it. */
export function link({ vendor, vendorType }: VendorOfType): void {
  const others = readLinks().filter((one) => !isSame(one, { vendor, vendorType }));
  writeLinks([...others, { vendor, vendorType, isValid: true }]);
  if (!storedDevices().some((one) => isSame(one, { vendor, vendorType }))) {
    addDevice({ vendor, vendorType }, 0);
  }
}

/** Adds one more device of a vendor, which can be seen `delayMs` from now. */
export function addDevice(entry: VendorOfType, delayMs: number): void {
  const all = storedDevices();
  const device = deviceOf(entry, all.filter((one) => isSame(one, entry)).length);
  writeDevices([...all, { ...device, from: Date.now() + delayMs }]);
}

/** Removes vendors with their devices. */
export function unlink(isGone: (entry: { vendor: string; vendorType?: string }) => boolean): void {
  writeLinks(readLinks().filter((entry) => !isGone(entry)));
  writeDevices(storedDevices().filter((device) => !isGone(device)));
}

/** @returns the id of a single-use session */
export function saveSession(session: Session): string {
  const id = crypto.randomUUID();
  localStorage.setItem(SESSION + id, JSON.stringify(session));
  return id;
}

/** Uses up a session; undefined if it is used already or unknown. */
export function takeSession(id: string): Session | undefined {
  const text = localStorage.getItem(SESSION + id);
  localStorage.removeItem(SESSION + id);
  return text === null ? undefined : (JSON.parse(text) as Session);
}

export function isSame(
  one: { vendor: string; vendorType?: string },
  other: { vendor: string; vendorType?: string },
): boolean {
  return one.vendor === other.vendor && one.vendorType === other.vendorType;
}

const storedDevices = (): StoredDevice[] => read(DEVICES) as StoredDevice[];

function writeDevices(devices: readonly StoredDevice[]): void {
  localStorage.setItem(DEVICES, JSON.stringify(devices));
}

function read(key: string): unknown {
  return JSON.parse(localStorage.getItem(key) ?? '[]');
}
