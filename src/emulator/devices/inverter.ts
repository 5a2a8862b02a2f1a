/** A solar inverter: what it produces now, and what it has produced since it was installed. */
import { brandAndModel, capability } from './device.js';
import type { Description, Device } from './device.js';
import { fixedLocation, hemSystemId, homeOf, installationDate } from './home.js';
import { round, Seed } from './seed.js';

const YEAR_MS = 365 * 86_400_000;
/** What one kilowatt of panels yields in a year in Northern Europe, in kWh. */
const YEARLY_YIELD = 950;

export function describeInverter(userId: string, device: Device): Description {
  const seed = new Seed(device.virtualAssetId);
  const installed = installationDate(seed);
  const peak = seed.number('peak', 3, 12, 1);
  const isProducing = seed.chance('sun', 0.7);
  const age = Math.max(0, Date.parse(device.seenAt) - Date.parse(installed)) / YEAR_MS;
  return {
    information: {
      id: seed.uuid('inverter'),
      sn: seed.text('serial', '0123456789ABCDEF', 12),
      ...brandAndModel(device),
      siteName: device.name,
      installationDate: installed,
    },
    productionState: {
      productionRate: isProducing ? round(peak * seed.number('load', 0.1, 0.9, 2), 2) : 0,
      isProducing,
      totalLifetimeProduction: Math.round(peak * YEARLY_YIELD * age),
      lastUpdated: device.seenAt,
    },
    timezone: homeOf(userId).timezone,
    hemSystemId: hemSystemId(userId, device.vendor),
    location: fixedLocation(userId, device),
    capabilities: {
      productionState: capability(true),
      productionStatistics: capability(true),
    },
  };
}
