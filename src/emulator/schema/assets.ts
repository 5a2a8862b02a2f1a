/** Assets as the API shows them, by type (docs/enode.md, "Assets"). Null stands for what is unknown. */
import type { VendorType } from '../state/catalogue.js';
import {
  array,
  BOOLEAN,
  ID,
  nullable,
  NUMBER,
  object,
  oneOf,
  TEXT,
  TIME,
  within,
} from './json-schema.js';
import type { Schema } from './json-schema.js';

const CAPABILITY = object({ isCapable: BOOLEAN, interventionIds: array(ID) });

/** An object with these properties, each of which may be unknown. */
const known = (
  properties: Readonly<Record<string, Schema>>,
  optional?: Readonly<Record<string, Schema>>,
) =>
  object(
    Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, nullable(each)])),
    optional,
  );

const capabilities = (...names: readonly string[]) =>
  object(Object.fromEntries(names.map((name) => [name, CAPABILITY])));

const PLACE = known({
  id: ID,
  longitude: within(-180, 180),
  latitude: within(-90, 90),
  lastUpdated: TIME,
});

const PERCENT = within(0, 100);

const plugStates = (...more: readonly string[]) =>
  oneOf(
    'UNKNOWN',
    'UNPLUGGED',
    ...['INITIALIZING', 'CHARGING', 'STOPPED', 'NO_POWER', 'FAULT', 'DISCHARGING', ...more].map(
      (state) => `PLUGGED_IN:${state}`,
    ),
  );

const RANGE = nullable(object({ min: NUMBER, max: NUMBER }));

/** What each type has besides the properties of every asset. */
const OWN: Record<VendorType, Readonly<Record<string, Schema>>> = {
  vehicle: {
    information: known({
      vin: { type: 'string', pattern: '^[A-HJ-NPR-Z0-9]{17}$' },
      brand: TEXT,
      model: TEXT,
      year: { type: 'integer' },
      displayName: TEXT,
    }),
    chargeState: known(
      {
        batteryLevel: PERCENT,
        range: NUMBER,
        isPluggedIn: BOOLEAN,
        isCharging: BOOLEAN,
        isFullyCharged: BOOLEAN,
        batteryCapacity: NUMBER,
        chargeLimit: PERCENT,
        chargeRate: NUMBER,
        chargeTimeRemaining: NUMBER,
        lastUpdated: TIME,
        maxCurrent: NUMBER,
        powerDeliveryState: plugStates('COMPLETE'),
      },
      { pluggedInChargerId: nullable(ID) },
    ),
    smartChargingPolicy: object({
      isEnabled: BOOLEAN,
      deadline: nullable(TEXT),
      minimumChargeLimit: PERCENT,
    }),
    odometer: known({ distance: NUMBER, lastUpdated: TIME }),
    location: PLACE,
    capabilities: capabilities(
      'information',
      'chargeState',
      'location',
      'odometer',
      'setMaxCurrent',
      'startCharging',
      'stopCharging',
      'smartCharging',
    ),
  },
  charger: {
    information: known({ brand: TEXT, model: TEXT, year: { type: 'integer' }, serialNumber: TEXT }),
    chargeState: known(
      {
        isPluggedIn: BOOLEAN,
        isCharging: BOOLEAN,
        chargeRate: NUMBER,
        lastUpdated: TIME,
        maxCurrent: NUMBER,
        powerDeliveryState: plugStates(),
      },
      { pluggedInVehicleId: nullable(ID) },
    ),
    location: known({ id: ID, lastUpdated: TIME }),
    capabilities: capabilities(
      'information',
      'chargeState',
      'startCharging',
      'stopCharging',
      'setMaxCurrent',
    ),
  },
  hvac: {
    information: known({
      brand: TEXT,
      model: TEXT,
      displayName: TEXT,
      groupName: TEXT,
      category: oneOf('HEATING', 'COOLING', 'HEAT_PUMP', 'AGGREGATOR'),
    }),
    consumptionRate: nullable(NUMBER),
    temperatureState: known({ currentTemperature: NUMBER, isActive: BOOLEAN, lastUpdated: TIME }),
    thermostatState: known({
      mode: TEXT,
      heatSetpoint: NUMBER,
      coolSetpoint: NUMBER,
      holdType: TEXT,
      lastUpdated: TIME,
    }),
    location: known({ id: ID }),
    capabilities: object({
      capableModes: array(TEXT),
      coolSetpointRange: RANGE,
      heatSetpointRange: RANGE,
      setpointDifferenceRange: RANGE,
      setFollowSchedule: CAPABILITY,
      setPermanentHold: CAPABILITY,
    }),
  },
  inverter: {
    information: known({
      id: ID,
      sn: TEXT,
      brand: TEXT,
      model: TEXT,
      siteName: TEXT,
      installationDate: TIME,
    }),
    productionState: known({
      productionRate: NUMBER,
      isProducing: BOOLEAN,
      totalLifetimeProduction: NUMBER,
      lastUpdated: TIME,
    }),
    timezone: nullable(TEXT),
    hemSystemId: nullable(ID),
    location: PLACE,
    capabilities: capabilities('productionState', 'productionStatistics'),
  },
  battery: {
    information: known({
      id: ID,
      brand: TEXT,
      model: TEXT,
      siteName: TEXT,
      installationDate: TIME,
    }),
    chargeState: known({
      status: TEXT,
      batteryCapacity: NUMBER,
      batteryLevel: PERCENT,
      chargeRate: NUMBER,
      dischargeLimit: PERCENT,
      lastUpdated: TIME,
    }),
    config: known({ operationMode: TEXT, lastUpdated: TIME }),
    hemSystemId: nullable(ID),
    location: PLACE,
    capabilities: capabilities('exportFocus', 'importFocus', 'timeOfUse', 'selfReliance', 'idle'),
  },
  meter: {
    information: known({ brand: TEXT, model: TEXT, siteName: TEXT, installationDate: TIME }),
    energyState: known({ power: NUMBER, lastUpdated: TIME }),
    hemSystemId: nullable(ID),
    location: PLACE,
    capabilities: capabilities('measuresConsumption', 'measuresProduction'),
  },
};

/** The schema of an asset of this type. */
export function assetSchema(type: VendorType): Schema {
  return object({
    id: ID,
    userId: ID,
    vendor: ID,
    lastSeen: TIME,
    isReachable: nullable(BOOLEAN),
    scopes: array(TEXT),
    ...OWN[type],
  });
}
