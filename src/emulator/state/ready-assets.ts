/**
 * Three virtual assets that are there from the start, if that is wanted. Their credentials are always the same, so
 * that they can be written into the settings of a test.
 */
import type { VirtualAsset, VirtualAssetRequest, VirtualAssets } from './virtual-assets.js';

type Ready = VirtualAssetRequest & Pick<VirtualAsset, 'username' | 'password'>;

const READY: readonly Ready[] = [
  {
    ...{ name: 'Family car', vendor: 'TESLA', vendorType: 'vehicle', model: 'Model 3' },
    ...{ username: 'vehicle@virtual.example', password: 'vehicle-password' },
  },
  {
    ...{ name: 'Garage charger', vendor: 'ZAPTEC', vendorType: 'charger', model: 'Go' },
    ...{ username: 'charger@virtual.example', password: 'charger-password' },
  },
  {
    ...{ name: 'Roof inverter', vendor: 'SOLAREDGE', vendorType: 'inverter', model: 'SE5K' },
    ...{ username: 'inverter@virtual.example', password: 'inverter-password' },
  },
];

/** Creates the three. */
export function createReadyAssets(virtualAssets: VirtualAssets): VirtualAsset[] {
  return READY.map(({ username, password, ...asset }) =>
    virtualAssets.create(asset, { username, password }),
  );
}
