/**
 * The assets of one user, read from Enode's lists (docs/enode.md, "Assets"): which devices a page is
 * told about, and whether an asset is the user's own.
 */
import { typesInScopes, type Allowance } from './allowance.js';
import type { AssetType } from './asset-types.js';
import { within } from './deadline.js';
import type { EnodeClient } from './enode-client.js';
import { Problem } from './problem.js';
import { parseAsset, parseAssetId, type Asset } from './schema.js';
import type { LinkedDevice } from '../schema.js';

/** How Enode lists the assets of one type. */
interface AssetKind {
  /** As the scopes name it. */
  readonly type: AssetType;
  /** The last segment of the path of its list. */
  readonly list: string;
  /** The property of `information` that holds the name which the user chose, if the type has one. */
  readonly ownName?: 'displayName' | 'siteName';
}

/** In Enode's order, which is the order of the devices too. */
const KINDS: readonly AssetKind[] = [
  { type: 'vehicle', list: 'vehicles', ownName: 'displayName' },
  { type: 'charger', list: 'chargers' },
  { type: 'hvac', list: 'hvacs', ownName: 'displayName' },
  { type: 'inverter', list: 'inverters', ownName: 'siteName' },
  { type: 'battery', list: 'batteries', ownName: 'siteName' },
  { type: 'meter', list: 'meters', ownName: 'siteName' },
];

/** A page has fifty assets, and no household has more than a thousand of one type. */
const MOST_PAGES = 20;

/** Whose assets are read, and until when. */
interface Reading {
  readonly enode: EnodeClient;
  readonly userId: string;
  readonly allowance: Allowance;
  readonly signal: AbortSignal;
}

/**
 * The user's devices of the types in the scopes, by type and then as Enode lists them. None if Enode
 * does not know the user.
 * @throws Problem if even one of the lists cannot be read to its end: a page would take a shorter list
 * for a device that is gone.
 */
export async function readDevices(reading: Reading): Promise<readonly LinkedDevice[]> {
  const { likely } = byLikelihood(reading.allowance);
  const lists = await atOnce(reading.signal, likely, async (kind, signal) => {
    // By id: an asset that moves while the pages are read can be on two of them.
    const devices = new Map<string, LinkedDevice>();
    for await (const asset of entries({ ...reading, signal }, kind, parseAsset)) {
      if (!devices.has(asset.id)) devices.set(asset.id, toDevice(asset, kind));
    }
    return [...devices.values()];
  });
  return lists.flat();
}

/** Whether the asset belongs to the user. Reads the lists of all types if necessary. */
export async function ownsAsset(reading: Reading, assetId: string): Promise<boolean> {
  const { likely, others } = byLikelihood(reading.allowance);
  const failures: unknown[] = [];
  // First the types that can be linked with these scopes; the asset may be older than the scopes.
  for (const kinds of [likely, others]) {
    const found = await atOnce(reading.signal, kinds, async (kind, signal, stop) => {
      try {
        for await (const id of entries({ ...reading, signal }, kind, parseAssetId)) {
          if (id !== assetId) continue;
          stop();
          return true;
        }
      } catch (failure) {
        failures.push(failure);
      }
      return false;
    });
    if (found.includes(true)) return true;
  }
  // The asset may be in a list that could not be read, so its absence is not proven.
  if (failures.length > 0) throw failures[0];
  return false;
}

function byLikelihood(allowance: Allowance) {
  const types = typesInScopes(allowance);
  return {
    likely: KINDS.filter(({ type }) => types.has(type)),
    others: KINDS.filter(({ type }) => !types.has(type)),
  };
}

/**
 * Reads all lists at once: one after the other would take longer than the page waits. The first failure
 * ends the reading of all of them, and so does `stop`.
 */
function atOnce<T>(
  signal: AbortSignal,
  kinds: readonly AssetKind[],
  read: (kind: AssetKind, signal: AbortSignal, stop: () => void) => Promise<T>,
): Promise<readonly T[]> {
  return within({ parent: signal }, async (all, stop) => {
    try {
      // A signal for each: Node warns in the log of the host if many wait for the same one.
      const readOne = (kind: AssetKind) => within({ parent: all }, (one) => read(kind, one, stop));
      return await Promise.all(kinds.map(readOne));
    } finally {
      stop();
    }
  });
}

/** The entries of a list, page by page. None if Enode does not know the user. */
async function* entries<T>(
  { enode, userId, signal }: Reading,
  { list }: AssetKind,
  parse: (entry: unknown) => T | undefined,
): AsyncGenerator<T> {
  let after: string | undefined;
  // The limit also ends a list whose cursors form a circle.
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await enode.assetPage(userId, list, after, signal);
    if (!page && after === undefined) return;
    // A list whose next page is gone is not a shorter list.
    if (!page) break;
    for (const entry of page.entries) yield parse(entry) ?? unusable();
    if (page.after === undefined) return;
    after = page.after;
  }
  unusable();
}

/** No more than a page needs: where a device is and which serial number it has stay on the server. */
function toDevice({ id, vendor, isReachable, information }: Asset, kind: AssetKind): LinkedDevice {
  const brand = said(information?.brand);
  const model = said(information?.model);
  const ownName = kind.ownName && said(information?.[kind.ownName]);
  return {
    id,
    vendor,
    vendorType: kind.type,
    name: ownName ?? brandAndModel(brand, model) ?? vendor,
    brand: brand ?? null,
    model: model ?? null,
    isReachable: isReachable ?? null,
  };
}

/** The text without spaces around it, or undefined if nothing is left. */
function said(text: string | null | undefined): string | undefined {
  return text?.trim() || undefined;
}

/** `Tesla Model 3`, also if the model already begins with the brand. */
function brandAndModel(brand: string | undefined, model: string | undefined): string | undefined {
  if (brand === undefined || model === undefined) return brand ?? model;
  const start = model.slice(0, brand.length).toLowerCase();
  const isThere =
    start === brand.toLowerCase() && !/^[\p{L}\p{N}]/u.test(model.slice(brand.length));
  return isThere ? model : `${brand} ${model}`;
}

function unusable(): never {
  throw new Problem('enode-answer-invalid');
}
