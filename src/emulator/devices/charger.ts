/** A wallbox: whether a car is plugged in, and how fast it charges. */
import { brandAndModel, capability, isGranted } from './device.js';
import type { Description, Device } from './device.js';
import { homeOf } from './home.js';
import { Seed } from './seed.js';

export function describeCharger(userId: string, device: Device): Description {
  const seed = new Seed(device.virtualAssetId);
  const isPluggedIn = seed.chance('plug', 0.6);
  const isCharging = isPluggedIn && seed.chance('charging', 0.6);
  const maxCurrent = seed.pick('maximum current', [16, 20, 32]);
  const mayCharge = isGranted(device, 'control:charging');
  return {
    information: {
      ...brandAndModel(device),
      year: seed.number('year', 2019, 2025),
      serialNumber: seed.text('serial', '0123456789ABCDEFGHJKLMNPRSTUVWXYZ', 10),
    },
    chargeState: {
      isPluggedIn,
      isCharging,
      // One phase of 230 V.
      chargeRate: isCharging ? Math.round(maxCurrent * 2.3) / 10 : 0,
      lastUpdated: device.seenAt,
      maxCurrent,
      powerDeliveryState: powerDeliveryState(isPluggedIn, isCharging),
    },
    location: { id: homeOf(userId).id, lastUpdated: device.seenAt },
    capabilities: {
      information: capability(true),
      chargeState: capability(true),
      startCharging: capability(mayCharge),
      stopCharging: capability(mayCharge),
      setMaxCurrent: capability(mayCharge),
    },
  };
}

function powerDeliveryState(isPluggedIn: boolean, isCharging: boolean) {
  if (!isPluggedIn) return 'UNPLUGGED';
  return isCharging ? 'PLUGGED_IN:CHARGING' : 'PLUGGED_IN:STOPPED';
}
