/** Virtual assets: simulated devices with credentials, as in Enode's sandbox. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';
import { VENDOR_TYPES } from './catalogue.js';
import type { VendorType } from './catalogue.js';

/** What a virtual asset is created from. */
export interface VirtualAssetRequest {
  readonly name: string;
  /** Enode's name of the brand, such as `TESLA`. Any name is accepted. */
  readonly vendor: string;
  readonly vendorType: VendorType;
  readonly model: string;
}

/** A simulated device, with the credentials that Link UI accepts for it. */
export interface VirtualAsset extends VirtualAssetRequest {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly createdAt: string;
}

export class VirtualAssets {
  readonly #now: () => number;
  readonly #assets = new Map<string, VirtualAsset>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param known what is not to be random: the id of a device that somebody has, or known credentials */
  create(
    { name, vendor, vendorType, model }: VirtualAssetRequest,
    known: Partial<Pick<VirtualAsset, 'id' | 'username' | 'password'>> = {},
  ): VirtualAsset {
    const brand = vendor.toLowerCase().replace(/[^a-z0-9]/g, '') || 'asset';
    const asset = {
      id: randomUUID(),
      name,
      vendor,
      vendorType,
      model,
      username: `${brand.slice(0, 20)}-${randomBytes(4).toString('hex')}@virtual.example`,
      password: randomBytes(9).toString('base64url'),
      createdAt: new Date(this.#now()).toISOString(),
      ...known,
    };
    this.#assets.set(asset.id, asset);
    return asset;
  }

  /** Oldest first. Limited to a type, or to a brand and a type, if these are given. */
  all(vendorType?: VendorType, vendor?: string): VirtualAsset[] {
    return [...this.#assets.values()].filter(
      (asset) =>
        (vendorType === undefined || asset.vendorType === vendorType) &&
        (vendor === undefined || asset.vendor === vendor),
    );
  }

  /** The asset with these credentials. Link UI accepts them only for the asset's own brand and type. */
  signIn(
    vendor: string,
    vendorType: VendorType,
    username: string,
    password: string,
  ): VirtualAsset | undefined {
    return this.all(vendorType, vendor).find(
      (asset) => asset.username === username && asset.password === password,
    );
  }

  clear(): void {
    this.#assets.clear();
  }
}

/** Checks what a virtual asset is to be created from. */
export function parseVirtualAsset(body: unknown): Checked<VirtualAssetRequest> {
  const fields = new Fields(body, ['name', 'vendor', 'vendorType', 'model']);
  const limits = { required: true, max: 100 };
  const name = fields.text('name', limits);
  const vendor = fields.text('vendor', limits);
  const vendorType = fields.choice('vendorType', VENDOR_TYPES, { required: true });
  const model = fields.text('model', limits);
  const complete = name && vendor && vendorType && model;
  return complete && fields.issues.length === 0
    ? { value: { name, vendor, vendorType, model } }
    : { issues: fields.issues };
}
