/** The brands that the stand-in knows, and the device that each brings. */
import type { LinkedDevice } from '../../src/element.js';

interface Brand {
  readonly vendor: string;
  readonly vendorType: string;
  readonly name: string;
  readonly model: string;
  /** What a person calls the device, where the brand has such names. */
  readonly deviceName?: string;
  readonly status?: 'degraded' | 'outage';
}

export const brands: readonly Brand[] = [
  { vendor: 'TESLA', vendorType: 'vehicle', name: 'Tesla', model: 'Model 3' },
  {
    vendor: 'VOLKSWAGEN',
    vendorType: 'vehicle',
    name: 'Volkswagen',
    model: 'ID.4',
    status: 'degraded',
  },
  { vendor: 'ZAPTEC', vendorType: 'charger', name: 'Zaptec', model: 'Go' },
  { vendor: 'EASEE', vendorType: 'charger', name: 'Easee', model: 'Home', status: 'outage' },
  {
    vendor: 'SOLAREDGE',
    vendorType: 'inverter',
    name: 'SolarEdge',
    model: 'SE5K',
    deviceName: 'Roof',
  },
  { vendor: 'NIBE', vendorType: 'hvac', name: 'NIBE', model: 'S1255', deviceName: 'Heat pump' },
];

/** The nth device of a brand; each has an id of its own. */
export function deviceOf(
  { vendor, vendorType }: Pick<Brand, 'vendor' | 'vendorType'>,
  index: number,
): LinkedDevice {
  const brand = brands.find((each) => each.vendor === vendor && each.vendorType === vendorType);
  const name = brand?.deviceName ?? [brand?.name ?? vendor, brand?.model].filter(Boolean).join(' ');
  return {
    id: `stand-in-${vendor}-${vendorType}-${String(index)}`,
    vendor,
    vendorType,
    name: index === 0 ? name : `${name} ${String(index + 1)}`,
    brand: brand?.name ?? null,
    model: brand?.model ?? null,
    isReachable: true,
  };
}
