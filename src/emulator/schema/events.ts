/**
 * The events that webhooks deliver (docs/enode.md, "Webhooks"), as JSON Schema, for those that the emulator
 * sends. Like `answers.ts`, it is read by tests and not by the emulator.
 */
import { VENDOR_TYPES } from '../state/catalogue.js';
import { HEM_SYSTEM } from './answers.js';
import { assetSchema } from './assets.js';
import { array, ID, object, TEXT, TIME } from './json-schema.js';
import type { Schema } from './json-schema.js';

type Properties = Readonly<Record<string, Schema>>;

const NULL: Schema = { type: 'null' };
const UPDATED_FIELDS: Schema = { ...array(TEXT), minItems: 1, uniqueItems: true };
const SMART_CHARGING = object({
  ...{ userId: ID, vehicleId: ID, vendor: ID, state: TEXT, stateChangedAt: TIME, updatedAt: TIME },
  ...{ consideration: NULL, plan: NULL, smartOverride: NULL },
});

const event = (name: string, detail: Properties = {}): [string, Schema] => [
  name,
  object({ event: { const: name }, version: ID, createdAt: TIME, ...detail }),
];
const userEvent = (name: string, detail: Properties) =>
  event(`user:${name}`, { user: object({ id: ID }), ...detail });
const lifecycle = (name: string, detail: Properties) => [
  userEvent(`${name}:discovered`, detail),
  userEvent(`${name}:updated`, { ...detail, updatedFields: UPDATED_FIELDS }),
  userEvent(`${name}:deleted`, detail),
];

/** By name. */
export const EVENTS: ReadonlyMap<string, Schema> = new Map([
  ...VENDOR_TYPES.flatMap((type) => lifecycle(type, { [type]: assetSchema(type) })),
  ...lifecycle('hem-system', { hemSystem: HEM_SYSTEM }),
  userEvent('inverter:statistics-updated', { inverter: assetSchema('inverter') }),
  userEvent('vehicle:smart-charging-status-updated', {
    vehicle: assetSchema('vehicle'),
    smartChargingStatus: SMART_CHARGING,
  }),
  userEvent('credentials:invalidated', { vendor: ID }),
  event('system:heartbeat', { pendingEvents: { type: 'integer', minimum: 0 } }),
  event('enode:webhook:test'),
]);
