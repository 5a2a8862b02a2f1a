/**
 * What users of some vendors have to do themselves before a device has all its capabilities (docs/enode.md,
 * "Assets"). The texts are in English only, whatever language is asked for.
 */
import { displayName } from '../state/catalogue.js';
import type { VendorType } from '../state/catalogue.js';
import { Seed } from '../devices/seed.js';

const ACTIONS: readonly (readonly [
  VendorType,
  vendor: string,
  title: string,
  description: string,
])[] = [
  [
    'vehicle',
    'TESLA',
    'Add the virtual key',
    'Open the Tesla app on the phone that is the key of the car, and allow the virtual key.',
  ],
  [
    'vehicle',
    'BMW',
    'Allow remote services',
    'Open the My BMW app, and allow remote services for this car.',
  ],
  [
    'charger',
    'ZAPTEC',
    'Become the owner of the installation',
    'Ask the electrician to make you the owner of the installation in the Zaptec Portal.',
  ],
];

export const INTERVENTIONS = ACTIONS.map(([vendorType, vendor, title, description]) => ({
  id: new Seed('intervention', vendorType, vendor, title).uuid('id'),
  vendor,
  vendorType,
  brand: displayName(vendor),
  introducedAt: '2024-10-01T00:00:00.000Z',
  domain: 'Account',
  resolution: { title, description, access: 'Remote', agent: 'User' },
}));
