/**
 * What webhooks say about users and their devices (docs/enode.md, "Webhooks"): the events for each thing that
 * happens, and what is in them.
 */
import { differences } from '../devices/describe-device.js';
import type { Emulation } from '../emulation.js';
import type { Asset, User, UserEvents } from '../state/users.js';
import type { Webhooks } from '../state/webhooks.js';
import { hemSystems } from './asset-routes.js';
import { describeAsset } from './asset-view.js';
import { withoutState } from './first-sight.js';

/** The events that `POST /emulator/events` sends. */
export const EXTRA_EVENTS = [
  'system:heartbeat',
  'user:inverter:statistics-updated',
  'user:vehicle:smart-charging-status-updated',
] as const;

/** Publishes what happens to users. `getUser` returns a user as it is after what happened. */
export function userEvents(
  webhooks: Webhooks,
  getUser: (userId: string) => User | undefined,
): UserEvents {
  const publish = (event: string, userId: string, detail: object) =>
    webhooks.publish(event, { user: { id: userId }, ...detail });
  const publishAsset = (name: string, userId: string, { vendorType }: Asset, detail: object) =>
    publish(`user:${vendorType}:${name}`, userId, detail);
  const publishSystems = systemEvents(publish);
  return {
    discovered(userId, asset) {
      const { vendorType } = asset;
      const full = describeAsset(userId, asset);
      const first = withoutState(full);
      publishAsset('discovered', userId, asset, { [vendorType]: first });
      const updatedFields = differences(first, full);
      publishAsset('updated', userId, asset, { [vendorType]: full, updatedFields });
      if (vendorType === 'inverter') {
        publishAsset('statistics-updated', userId, asset, { inverter: full });
      }
      publishSystems(getUser(userId));
    },
    updated(userId, asset, updatedFields) {
      const full = describeAsset(userId, asset);
      publishAsset('updated', userId, asset, { [asset.vendorType]: full, updatedFields });
    },
    deleted(userId, asset) {
      const full = describeAsset(userId, asset);
      publishAsset('deleted', userId, asset, { [asset.vendorType]: full });
      publishSystems(getUser(userId));
    },
    invalidated(userId, vendor) {
      publish('user:credentials:invalidated', userId, { vendor });
    },
  };
}

/** Publishes what changed about a user's home energy systems since the last call. */
function systemEvents(publish: (event: string, userId: string, detail: object) => void) {
  // By user and not by id: after a reset, a user with the same id is another one.
  const known = new WeakMap<User, Map<string, ReturnType<typeof hemSystems>[number]>>();
  return (user: User | undefined) => {
    if (!user) return;
    const before = known.get(user) ?? new Map<string, never>();
    const after = new Map(hemSystems(user).map((system) => [system.id, system]));
    known.set(user, after);
    for (const [id, hemSystem] of after) {
      const old = before.get(id);
      const updatedFields = differences(old, hemSystem);
      if (!old) publish('user:hem-system:discovered', user.id, { hemSystem });
      else if (updatedFields.length > 0) {
        publish('user:hem-system:updated', user.id, { hemSystem, updatedFields });
      }
    }
    for (const [id, hemSystem] of before) {
      if (!after.has(id)) publish('user:hem-system:deleted', user.id, { hemSystem });
    }
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
  const now = new Date(store.now()).toISOString();
  return webhooks.publish(event, {
    user: { id: userId },
    [asset.vendorType]: describeAsset(userId, asset),
    ...(asset.vendorType === 'vehicle' && {
      smartChargingStatus: smartCharging(userId, asset, now),
    }),
  });
}

/** The emulator does not charge by a plan, so smart charging is always switched off. */
function smartCharging(userId: string, { id: vehicleId, vendor }: Asset, now: string) {
  return {
    ...{ userId, vehicleId, vendor, state: 'DISABLED', stateChangedAt: now, updatedAt: now },
    ...{ consideration: null, plan: null, smartOverride: null },
  };
}
