/** A car: its battery, whether it is plugged in, and where it is. The values agree with each other. */
import { brandAndModel, capability, isGranted } from './device.js';
import type { Description, Device } from './device.js';
import { homeOf, UNKNOWN_LOCATION } from './home.js';
import { round, Seed } from './seed.js';
import { vin } from './vin.js';

export function describeVehicle(userId: string, device: Device): Description {
  const seed = new Seed(device.virtualAssetId);
  const year = seed.number('year', 2018, 2025);
  const charge = chargeState(seed, device);
  const mayCharge = isGranted(device, 'control:charging');
  return {
    information: {
      vin: vin(seed, device.vendor, year),
      ...brandAndModel(device),
      year,
      displayName: device.name,
    },
    chargeState: charge,
    smartChargingPolicy: {
      isEnabled: false,
      deadline: null,
      minimumChargeLimit: 0,
    },
    odometer: {
      distance: seed.number('odometer', 4000, 18000) * Math.max(1, 2026 - year),
      lastUpdated: device.seenAt,
    },
    location: location(userId, device, seed, charge.isPluggedIn),
    capabilities: {
      information: capability(true),
      chargeState: capability(true),
      location: capability(isGranted(device, 'read:location')),
      odometer: capability(true),
      setMaxCurrent: capability(mayCharge && seed.chance('current', 0.5)),
      startCharging: capability(mayCharge),
      stopCharging: capability(mayCharge),
      smartCharging: capability(mayCharge),
    },
  };
}

function chargeState(seed: Seed, { batteryLevel, seenAt }: Device) {
  const batteryCapacity = seed.pick('capacity', [42, 58, 64, 75, 82]);
  const level = batteryLevel ?? seed.number('level', 18, 96);
  const chargeLimit = seed.pick('limit', [80, 90, 100]);
  const isPluggedIn = seed.chance('plug', 0.6);
  const isFullyCharged = level >= chargeLimit;
  const isCharging = isPluggedIn && !isFullyCharged && seed.chance('charging', 0.7);
  const chargeRate = isCharging ? seed.pick('rate', [3.7, 7.4, 11]) : 0;
  const missing = ((chargeLimit - level) / 100) * batteryCapacity;
  return {
    batteryLevel: level,
    range: Math.round(
      ((level / 100) * batteryCapacity) / seed.number('consumption', 0.15, 0.21, 3),
    ),
    isPluggedIn,
    isCharging,
    isFullyCharged,
    batteryCapacity,
    chargeLimit,
    chargeRate,
    chargeTimeRemaining: isCharging ? Math.ceil((missing / chargeRate) * 60) : null,
    lastUpdated: seenAt,
    maxCurrent: seed.pick('maximum current', [16, 32]),
    powerDeliveryState: powerDeliveryState(isPluggedIn, isCharging, isFullyCharged),
  };
}

function powerDeliveryState(isPluggedIn: boolean, isCharging: boolean, isFullyCharged: boolean) {
  if (!isPluggedIn) return 'UNPLUGGED';
  if (isCharging) return 'PLUGGED_IN:CHARGING';
  return isFullyCharged ? 'PLUGGED_IN:COMPLETE' : 'PLUGGED_IN:STOPPED';
}

/** A car that is plugged in is at home. Any other is some kilometres away, at no location with an id. */
function location(userId: string, device: Device, seed: Seed, isAtHome: boolean) {
  if (!isGranted(device, 'read:location')) return UNKNOWN_LOCATION;
  const { id, latitude, longitude } = homeOf(userId);
  const lastUpdated = device.seenAt;
  if (isAtHome) return { id, longitude, latitude, lastUpdated };
  return {
    id: null,
    longitude: round(longitude + seed.number('east', 0.02, 0.2, 4), 4),
    latitude: round(latitude + seed.number('north', 0.02, 0.1, 4), 4),
    lastUpdated,
  };
}
