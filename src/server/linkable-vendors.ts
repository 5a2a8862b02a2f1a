/**
 * The vendors that a page may offer its user: those that Enode lets the client link
 * (docs/enode.md, "Health and integrations"), as far as the handler allows them.
 */
import { allowedTypes, allowsVendor, type Allowance } from './allowance.js';
import type { EnodeClient } from './enode-client.js';

/** A vendor that a page may offer. */
export interface LinkableVendor {
  /** Enode's name for the vendor, such as `TESLA`: the value of the button's `vendor`. */
  readonly vendor: string;
  /** The name that customers know, in Enode's words. */
  readonly name: string;
  /** Which types of asset the vendor has, of those that the handler allows. */
  readonly vendorTypes: readonly string[];
  /**
   * Whether linking works at the moment. `degraded`: it may fail, and Link UI warns of that. `outage`:
   * Link UI does not let the user link this vendor.
   */
  readonly status: 'ready' | 'degraded' | 'outage';
}

/** What `GET …/vendors` answers. */
export interface LinkableVendors {
  readonly vendors: readonly LinkableVendor[];
}

const STATUSES: ReadonlyMap<string, LinkableVendor['status']> = new Map([
  ['READY', 'ready'],
  ['ELEVATED_ERROR_RATE', 'degraded'],
  ['OUTAGE', 'outage'],
]);

/**
 * The vendors by name, only those with `vendorType` if it is given. None if the handler does not allow
 * that type.
 */
export async function readLinkableVendors(
  enode: EnodeClient,
  allowance: Allowance,
  vendorType: string | undefined,
  signal: AbortSignal,
): Promise<readonly LinkableVendor[]> {
  const types = allowedTypes(allowance);
  if (vendorType !== undefined && !types.has(vendorType)) return [];
  const integrations = await enode.integrations(signal);
  return integrations
    .filter(({ vendor }) => allowsVendor(vendor, allowance))
    .map(({ vendor, displayName, linkingStatus, assetTypes }) => ({
      vendor,
      name: displayName?.trim() || vendor,
      vendorTypes: [...new Set(assetTypes)].filter((type) => types.has(type)),
      // Enode adds values without notice. A new one does not say that all is well, and must not keep a
      // user from trying.
      status: STATUSES.get(linkingStatus) ?? 'degraded',
    }))
    .filter(({ vendorTypes }) =>
      vendorType === undefined ? vendorTypes.length > 0 : vendorTypes.includes(vendorType),
    )
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}
