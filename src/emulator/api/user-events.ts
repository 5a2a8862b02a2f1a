/**
 * What webhooks say about users and their devices (docs/enode.md, "Webhooks"): the event for each thing that
 * happens, and the asset in it.
 */
import type { Emulation } from '../emulation.js';
import type { Asset, UserEvents } from '../state/users.js';
import type { Webhooks } from '../state/webhooks.js';
import { describeAsset } from './asset-view.js';
import { changedPaths, withoutState } from './first-sight.js';

/** Events that nothing in the emulator causes by itself; `POST /emulator/events` sends them. */
export const EXTRA_EVENTS = [
  'system:heartbeat',
  'user:inverter:statistics-updated',
  'user:vehicle:smart-charging-status-updated',
] as const;

/** Publishes what happens to users. */
export function userEvents(webhooks: Webhooks): UserEvents {
  const publish = (name: string, userId: string, { vendorType }: Asset, detail: object) =>
    webhooks.publish(`user:${vendorType}:${name}`, { user: { id: userId }, ...detail });
  return {
    discovered(userId, asset) {
      const full = describeAsset(userId, asset);
      const first = withoutState(full);
      publish('discovered', userId, asset, { [asset.vendorType]: first });
      const updatedFields = changedPaths(first, full);
      publish('updated', userId, asset, { [asset.vendorType]: full, updatedFields });
      if (asset.vendorType === 'inverter') {
        publish('statistics-updated', userId, asset, { inverter: full });
      }
    },
    updated(userId, asset, updatedFields) {
      const full = describeAsset(userId, asset);
      publish('updated', userId, asset, { [asset.vendorType]: full, updatedFields });
    },
    deleted(userId, asset) {
      publish('deleted', userId, asset, { [asset.vendorType]: describeAsset(userId, asset) });
    },
    invalidated: (userId, vendor) =>
      void webhooks.publish('user:credentials:invalidated', { user: { id: userId }, vendor }),
  };
}

/** Sends an event on demand. Returns the number of webhooks, or undefined without a fitting asset. */
export function publishExtra(
  { store, webhooks }: Emulation,
  event: (typeof EXTRA_EVENTS)[number],
  assetId: string | undefined,
): number | undefined {
  if (event === 'system:heartbeat') return webhooks.heartbeat();
  const found = store.users.asset(assetId ?? '');
  if (!found || event.split(':')[1] !== found.asset.vendorType) return undefined;
  const { userId, asset } = found;
  const detail = { user: { id: userId }, [asset.vendorType]: describeAsset(userId, asset) };
  return webhooks.publish(event, detail);
}
