/** A heat pump, a heater, or an air conditioner: its temperature, its setpoints, and what it can be set to. */
import { brandAndModel, capability, isGranted } from './device.js';
import type { Description, Device } from './device.js';
import { homeOf } from './home.js';
import { Seed } from './seed.js';

type Category = 'HEATING' | 'COOLING' | 'HEAT_PUMP';
type Mode = 'HEAT' | 'COOL' | 'AUTO' | 'OFF';

const CATEGORIES: readonly (readonly [Category, vendors: readonly string[]])[] = [
  ['HEATING', ['ADAX', 'MICROMATIC', 'MILL', 'NETATMO', 'TADO']],
  ['COOLING', ['SENSIBO']],
];
/** Degrees Celsius. A heater starts below what a cooler keeps, by the difference. */
const HEAT_RANGE = { min: 7, max: 30 };
const COOL_RANGE = { min: 16, max: 32 };
const DIFFERENCE_RANGE = { min: 2, max: 20 };

export function describeHvac(userId: string, device: Device): Description {
  const seed = new Seed(device.virtualAssetId);
  const category =
    CATEGORIES.find(([, vendors]) => vendors.includes(device.vendor))?.[0] ?? 'HEAT_PUMP';
  const modes = capableModes(category);
  const heatSetpoint = modes.includes('HEAT') ? seed.number('heat', 18, 22, 1) : null;
  const coolSetpoint = modes.includes('COOL') ? seed.number('cool', 24, 27, 1) : null;
  const mode = seed.pick('mode', modes);
  const currentTemperature = seed.number('temperature', 17, 28, 1);
  const isActive = needsWork(mode, currentTemperature, heatSetpoint, coolSetpoint);
  const mayControl = isGranted(device, 'control:mode');
  return {
    information: {
      ...brandAndModel(device),
      displayName: device.name,
      groupName: seed.pick('group', ['Ground floor', 'First floor', 'Whole home']),
      category,
    },
    consumptionRate: isActive ? seed.number('consumption', 0.3, 2.4, 2) : 0,
    temperatureState: { currentTemperature, isActive, lastUpdated: device.seenAt },
    thermostatState: {
      mode,
      heatSetpoint,
      coolSetpoint,
      holdType: seed.pick('hold', ['PERMANENT', 'SCHEDULED']),
      lastUpdated: device.seenAt,
    },
    location: { id: homeOf(userId).id },
    capabilities: {
      capableModes: modes,
      coolSetpointRange: coolSetpoint === null ? null : COOL_RANGE,
      heatSetpointRange: heatSetpoint === null ? null : HEAT_RANGE,
      setpointDifferenceRange: modes.includes('AUTO') ? DIFFERENCE_RANGE : null,
      setFollowSchedule: capability(mayControl),
      setPermanentHold: capability(mayControl),
    },
  };
}

function capableModes(category: Category): readonly [Mode, ...Mode[]] {
  if (category === 'HEATING') return ['HEAT', 'OFF'];
  return category === 'COOLING' ? ['COOL', 'OFF'] : ['HEAT', 'COOL', 'AUTO', 'OFF'];
}

/** Whether the room is colder or warmer than the mode allows. */
function needsWork(mode: Mode, current: number, heat: number | null, cool: number | null): boolean {
  const isCold = heat !== null && current < heat;
  const isWarm = cool !== null && current > cool;
  return (
    (isCold && mode !== 'COOL' && mode !== 'OFF') || (isWarm && mode !== 'HEAT' && mode !== 'OFF')
  );
}
