/** The types of asset that Enode has, in its order (docs/enode.md, "Assets"). */
export const ASSET_TYPES = ['vehicle', 'charger', 'hvac', 'inverter', 'battery', 'meter'] as const;

export type AssetType = (typeof ASSET_TYPES)[number];
