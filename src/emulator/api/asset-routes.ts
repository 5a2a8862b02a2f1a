/**
 * The calls that read assets (docs/enode.md, "Assets"): lists for a user and for the client, single assets, and
 * the locations and home energy systems that assets belong to.
 */
import type { Emulation } from '../emulation.js';
import type { App } from '../http.js';
import { notFound } from '../problem.js';
import { ASSET_LISTS, VENDOR_TYPES } from '../state/catalogue.js';
import type { VendorType } from '../state/catalogue.js';
import { homeOf, hemSystemId } from '../devices/home.js';
import type { User } from '../state/users.js';
import { describeAsset } from './asset-view.js';
import { json, noUser, paged } from './json.js';

/** The types that are part of a home energy system. */
const HEM_TYPES: readonly VendorType[] = ['inverter', 'battery', 'meter'];

interface Row {
  readonly id: string;
}

/** What each list has of a user, by its path. */
const LISTS: Readonly<Record<string, (user: User) => Row[]>> = {
  ...Object.fromEntries(
    VENDOR_TYPES.map((type) => [ASSET_LISTS[type], (user: User) => assets(user, type)]),
  ),
  locations,
  'hem-systems': hemSystems,
};

/** The lists that there are for a user and for all users of the client. */
export const LIST_PATHS = Object.keys(LISTS);

export function addAssetApi(app: App, { store }: Emulation): void {
  for (const [path, rows] of Object.entries(LISTS)) {
    app.get(`/${path}`, (context) => paged(context, store.users.all().flatMap(rows)));
    app.get(`/users/:userId/${path}`, (context) => {
      const user = store.users.get(context.req.param('userId'));
      return user ? paged(context, rows(user)) : noUser(context.req.param('userId'));
    });
  }

  for (const type of VENDOR_TYPES) {
    app.get(`/${ASSET_LISTS[type]}/:assetId`, (context) => {
      const id = context.req.param('assetId');
      const found = store.users.asset(id);
      if (found?.asset.vendorType === type) return json(describeAsset(found.userId, found.asset));
      return notFound('Asset does not exist', `There is no ${type} with ID ${id}`);
    });
  }
}

function assets(user: User, type: VendorType): Row[] {
  return user.assets
    .filter((asset) => asset.vendorType === type)
    .map((asset) => describeAsset(user.id, asset));
}

/** A user's home, if one of the devices is known to be there. */
function locations(user: User) {
  const { id, latitude, longitude, timezone: timezoneName } = homeOf(user.id);
  const isKnown = user.assets.some((asset) => describeAsset(user.id, asset).location.id === id);
  const { id: userId, createdAt } = user;
  const home = { id, userId, name: 'Home', latitude, longitude, timezoneName, createdAt };
  return isKnown ? [home] : [];
}

/** One system for each brand of the user's inverters, batteries and meters. */
export function hemSystems(user: User) {
  const parts = user.assets.flatMap(({ id, vendor, vendorType }) =>
    HEM_TYPES.includes(vendorType) ? [{ vendor, asset: { id, vendorType } }] : [],
  );
  const vendors = [...new Set(parts.map(({ vendor }) => vendor))];
  return vendors.map((vendor) => {
    const own = parts.filter((part) => part.vendor === vendor).map(({ asset }) => asset);
    return { id: hemSystemId(user.id, vendor), userId: user.id, vendor, assets: own };
  });
}
