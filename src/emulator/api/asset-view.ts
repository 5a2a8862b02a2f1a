/** A user's device as the asset lists and the webhooks show it (docs/enode.md, "Assets"). */
import { describeDevice } from '../devices/describe-device.js';
import type { Asset } from '../state/users.js';

export function describeAsset(userId: string, asset: Asset) {
  return { id: asset.id, userId, ...describeDevice(userId, asset), scopes: asset.scopes };
}
