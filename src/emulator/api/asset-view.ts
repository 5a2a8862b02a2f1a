/**
 * A user's device as the asset lists and the webhooks show it (docs/enode.md, "Assets"). Charge states,
 * locations and the like are left out, because linking does not need them.
 */
import { displayName } from '../state/catalogue.js';
import type { Asset } from '../state/users.js';

export function describeAsset(userId: string, asset: Asset) {
  return {
    id: asset.id,
    userId,
    vendor: asset.vendor,
    lastSeen: asset.linkedAt,
    isReachable: true,
    information: {
      brand: displayName(asset.vendor),
      model: asset.model,
      displayName: asset.name,
    },
    scopes: asset.scopes,
  };
}
