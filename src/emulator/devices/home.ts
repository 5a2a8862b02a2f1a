/**
 * Where a user lives, and the home energy systems there. A home is made from the id of its user, so that all
 * devices of a user are at one place.
 */
import { isGranted } from './device.js';
import type { Device } from './device.js';
import { round, Seed } from './seed.js';

interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly timezone: string;
}

const PLACES: readonly [Place, ...Place[]] = [
  { latitude: 59.91, longitude: 10.75, timezone: 'Europe/Oslo' },
  { latitude: 59.33, longitude: 18.06, timezone: 'Europe/Stockholm' },
  { latitude: 55.68, longitude: 12.57, timezone: 'Europe/Copenhagen' },
  { latitude: 52.37, longitude: 4.9, timezone: 'Europe/Amsterdam' },
  { latitude: 52.52, longitude: 13.4, timezone: 'Europe/Berlin' },
  { latitude: 51.51, longitude: -0.13, timezone: 'Europe/London' },
  { latitude: 48.86, longitude: 2.35, timezone: 'Europe/Paris' },
];

export interface Home extends Place {
  readonly id: string;
}

export function homeOf(userId: string): Home {
  const seed = new Seed('home', userId);
  const { latitude, longitude, timezone } = seed.pick('place', PLACES);
  return {
    id: seed.uuid('location'),
    latitude: round(latitude + seed.number('north', -0.05, 0.05, 4), 4),
    longitude: round(longitude + seed.number('east', -0.05, 0.05, 4), 4),
    timezone,
  };
}

/** The location of a device if the user did not grant the scope for it. */
export const UNKNOWN_LOCATION = {
  id: null,
  longitude: null,
  latitude: null,
  lastUpdated: null,
};

/** The location of a device that stays at home. */
export function fixedLocation(userId: string, device: Device) {
  if (!isGranted(device, 'read:location')) return UNKNOWN_LOCATION;
  const { id, longitude, latitude } = homeOf(userId);
  return { id, longitude, latitude, lastUpdated: device.seenAt };
}

/** The inverter, the battery and the meter of one brand are one system in a home. */
export function hemSystemId(userId: string, vendor: string): string {
  return new Seed('hem-system', userId, vendor).uuid('id');
}

/** When a system of the home was installed. */
export function installationDate(seed: Seed): string {
  const day = Date.UTC(2016, 0, 1) + seed.number('installation', 0, 8 * 365) * 86_400_000;
  return new Date(day + seed.number('hour', 8, 16) * 3_600_000).toISOString();
}
