/** The meter of a home: how much power it draws from the grid now, or feeds into it. */
import { brandAndModel, capability } from './device.js';
import type { Description, Device } from './device.js';
import { fixedLocation, hemSystemId, installationDate } from './home.js';
import { Seed } from './seed.js';

export function describeMeter(userId: string, device: Device): Description {
  const seed = new Seed(device.virtualAssetId);
  const measuresProduction = seed.chance('production', 0.7);
  return {
    information: {
      ...brandAndModel(device),
      siteName: device.name,
      installationDate: installationDate(seed),
    },
    energyState: {
      // Negative: the home feeds power into the grid.
      power: seed.number('power', measuresProduction ? -4 : 0.1, 6, 2),
      lastUpdated: device.seenAt,
    },
    hemSystemId: hemSystemId(userId, device.vendor),
    location: fixedLocation(userId, device),
    capabilities: {
      measuresConsumption: capability(true),
      measuresProduction: capability(measuresProduction),
    },
  };
}
