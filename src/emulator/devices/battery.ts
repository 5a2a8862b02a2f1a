/** A home battery: its level, whether it charges or supplies the home, and the mode in which it works. */
import { brandAndModel, capability, isGranted } from './device.js';
import type { Description, Device } from './device.js';
import { fixedLocation, hemSystemId, installationDate } from './home.js';
import { Seed } from './seed.js';

export function describeBattery(userId: string, device: Device): Description {
  const seed = new Seed(device.virtualAssetId);
  const mayControl = isGranted(device, 'control:operation_mode');
  return {
    information: {
      id: seed.uuid('battery'),
      ...brandAndModel(device),
      siteName: device.name,
      installationDate: installationDate(seed),
    },
    chargeState: chargeState(seed, device),
    config: {
      operationMode: seed.pick('mode', [
        'SELF_RELIANCE',
        'TIME_OF_USE',
        'IMPORT_FOCUS',
        'EXPORT_FOCUS',
        'IDLE',
      ]),
      lastUpdated: device.seenAt,
    },
    hemSystemId: hemSystemId(userId, device.vendor),
    location: fixedLocation(userId, device),
    capabilities: {
      exportFocus: capability(mayControl),
      importFocus: capability(mayControl),
      timeOfUse: capability(mayControl),
      selfReliance: capability(mayControl),
      idle: capability(mayControl),
    },
  };
}

function chargeState(seed: Seed, { batteryLevel, seenAt }: Device) {
  const level = batteryLevel ?? seed.number('level', 12, 98);
  const dischargeLimit = seed.pick('discharge limit', [5, 10, 20]);
  const wanted = seed.pick('status', ['CHARGING', 'DISCHARGING', 'IDLE']);
  // A full battery takes no more, and an empty one gives no more.
  const isImpossible =
    (wanted === 'CHARGING' && level >= 100) ||
    (wanted === 'DISCHARGING' && level <= dischargeLimit);
  const status = isImpossible ? 'IDLE' : wanted;
  const rate = seed.number('rate', 0.4, 4.8, 1);
  return {
    status,
    batteryCapacity: seed.pick('capacity', [5, 10, 13.5, 15]),
    batteryLevel: level,
    chargeRate: { CHARGING: rate, DISCHARGING: -rate, IDLE: 0 }[status],
    dischargeLimit,
    lastUpdated: seenAt,
  };
}
