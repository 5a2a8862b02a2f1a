/**
 * Users, what they linked, and the devices of those links (docs/enode.md, "Users and vendors"): how a link
 * appears, becomes invalid and is removed, and how a device appears, changes and disappears.
 */
import { randomUUID } from 'node:crypto';
import type { VendorType } from './catalogue.js';
import { changedFields } from '../devices/describe-device.js';
import type { Device } from '../devices/device.js';
import type { VirtualAsset } from './virtual-assets.js';

/** One linked vendor of a user. There is one for each pair of vendor and type. */
export interface Link {
  readonly vendor: string;
  readonly vendorType: VendorType;
  readonly isValid: boolean;
}

/** A device of a user. */
export interface Asset extends Device {
  readonly id: string;
}

/** What can change about a device. */
export interface AssetChange {
  readonly isReachable?: boolean | undefined;
  /** In percent. Only for types that have a battery. */
  readonly batteryLevel?: number | undefined;
}

export interface User {
  readonly id: string;
  readonly createdAt: string;
  readonly links: readonly Link[];
  readonly assets: readonly Asset[];
}

interface StoredUser {
  readonly id: string;
  readonly createdAt: string;
  links: Link[];
  assets: Asset[];
  /** Devices that the API does not show yet. */
  pending: Pending[];
}

interface Pending {
  readonly at: number;
  readonly asset: Asset;
  /** Whether the user signed in at the vendor for it, which makes the link valid. */
  readonly isSignedIn: boolean;
}

/** What a device is made of, whether somebody linked it or it was found later. */
export type DeviceSource = Pick<VirtualAsset, 'id' | 'vendor' | 'vendorType' | 'name' | 'model'>;

/** Called when something happens to what a user linked. */
export interface UserEvents {
  /** The user has a device that was not there before. No call of `updated` follows. */
  discovered(userId: string, asset: Asset): void;
  /** @param updatedFields paths of what changed, such as `chargeState.batteryLevel` */
  updated(userId: string, asset: Asset, updatedFields: readonly string[]): void;
  deleted(userId: string, asset: Asset): void;
  invalidated(userId: string, vendor: string): void;
}

/** A timer may fire a little before its time by the clock. */
const TIMER_SLACK_MS = 20;

export class Users {
  readonly #now: () => number;
  readonly #events: UserEvents;
  readonly #users = new Map<string, StoredUser>();

  constructor(now: () => number, events: UserEvents) {
    this.#now = now;
    this.#events = events;
  }

  /** Oldest first. */
  all(): User[] {
    return [...this.#users.values()].map((user) => this.#settled(user));
  }

  get(id: string): User | undefined {
    const user = this.#users.get(id);
    return user && this.#settled(user);
  }

  /** Creates the user if it does not exist. */
  ensure(id: string): void {
    if (this.#users.has(id)) return;
    const createdAt = this.#date();
    this.#users.set(id, { id, createdAt, links: [], assets: [], pending: [] });
  }

  delete(id: string): boolean {
    this.unlink(id);
    return this.#users.delete(id);
  }

  clear(): void {
    this.#users.clear();
  }

  /**
   * Adds a device, or links it again. The API shows it `delayMs` later. If the user signed in at the vendor for it,
   * the link is valid from then on.
   */
  add(
    userId: string,
    { id: virtualAssetId, vendor, vendorType, name, model }: DeviceSource,
    scopes: readonly string[],
    { delayMs, isSignedIn }: { readonly delayMs: number; readonly isSignedIn: boolean },
  ): Asset {
    this.ensure(userId);
    const { assets = [], pending = [] } = this.#users.get(userId) ?? {};
    const known = [...assets, ...pending.map((each) => each.asset)].find(
      (each) => each.virtualAssetId === virtualAssetId,
    );
    const asset: Asset = {
      ...{ id: known?.id ?? randomUUID(), vendor, vendorType, name, model, virtualAssetId },
      scopes: scopes.filter((scope) => scope.startsWith(`${vendorType}:`)),
      isReachable: true,
      seenAt: this.#date(),
    };
    pending.push({ at: this.#now() + delayMs, asset, isSignedIn });
    this.settle();
    // A webhook is due then, even if nobody reads the user.
    if (delayMs > 0) setTimeout(() => this.settle(), delayMs + TIMER_SLACK_MS).unref();
    return asset;
  }

  /** Makes the pending devices visible that are due. Reading a user does the same. */
  settle(): void {
    for (const user of this.#users.values()) this.#settled(user);
  }

  /** Removes links: all, those of one vendor, or those of one type of a vendor. */
  unlink(userId: string, vendor?: string, vendorType?: string): boolean {
    const user = this.#users.get(userId);
    if (!user) return false;
    const stays = (each: { vendor: string; vendorType: string }) =>
      (vendor !== undefined && each.vendor !== vendor) ||
      (vendorType !== undefined && each.vendorType !== vendorType);
    const gone = user.assets.filter((asset) => !stays(asset));
    user.links = user.links.filter(stays);
    user.assets = user.assets.filter(stays);
    user.pending = user.pending.filter(({ asset }) => stays(asset));
    for (const asset of gone) this.#events.deleted(userId, asset);
    return true;
  }

  /** Makes the vendor refuse the user's credentials. False if the user has not linked the vendor. */
  invalidate(userId: string, vendor: string): boolean {
    const user = this.#users.get(userId);
    const links = user ? this.#settled(user).links.filter((link) => link.vendor === vendor) : [];
    if (!user || links.length === 0) return false;
    user.links = user.links.map((link) =>
      link.vendor === vendor ? { ...link, isValid: false } : link,
    );
    // Credentials that are refused already cannot become invalid again.
    if (links.some(({ isValid }) => isValid)) this.#events.invalidated(userId, vendor);
    return true;
  }

  /** Whether the vendor still accepts the credentials with which the user linked a device. */
  isLinked(userId: string, { vendor, vendorType }: Asset): boolean {
    const { links = [] } = this.get(userId) ?? {};
    return links.some(
      (link) => link.vendor === vendor && link.vendorType === vendorType && link.isValid,
    );
  }

  /** Finds a device by its id, with the id of its user. */
  asset(id: string): { readonly userId: string; readonly asset: Asset } | undefined {
    for (const user of this.all()) {
      const asset = user.assets.find((each) => each.id === id);
      if (asset) return { userId: user.id, asset };
    }
    return undefined;
  }

  /** Changes a device. Undefined if there is none with this id. */
  change(id: string, { isReachable, batteryLevel }: AssetChange): Asset | undefined {
    const found = this.asset(id);
    const user = found && this.#users.get(found.userId);
    if (!user) return undefined;
    const before = found.asset;
    const wanted = {
      ...before,
      ...(isReachable !== undefined && { isReachable }),
      ...(batteryLevel !== undefined && { batteryLevel }),
    };
    if (changedFields(user.id, before, wanted).length === 0) return before;
    // A device that cannot be reached was last seen before that.
    const isSeen = wanted.isReachable || batteryLevel !== undefined;
    const after = isSeen ? { ...wanted, seenAt: this.#date() } : wanted;
    user.assets = user.assets.map((each) => (each === before ? after : each));
    this.#changed(user, before, after);
    return after;
  }

  /** Removes a device, as if its owner had sold it. The link stays. */
  remove(id: string): boolean {
    const found = this.asset(id);
    const user = found && this.#users.get(found.userId);
    if (!user) return false;
    user.assets = user.assets.filter((each) => each !== found.asset);
    this.#events.deleted(user.id, found.asset);
    return true;
  }

  #settled(user: StoredUser): User {
    const due = user.pending.filter(({ at }) => at <= this.#now());
    user.pending = user.pending.filter(({ at }) => at > this.#now());
    for (const each of due) {
      const before = addAsset(user, each);
      if (before) this.#changed(user, before, { ...before, scopes: each.asset.scopes });
      else this.#events.discovered(user.id, each.asset);
    }
    return user;
  }

  #changed(user: User, before: Asset, after: Asset): void {
    const fields = changedFields(user.id, before, after);
    if (fields.length > 0) this.#events.updated(user.id, after, fields);
  }

  #date(): string {
    return new Date(this.#now()).toISOString();
  }
}

/** Adds a device and its link. Returns the device as it was, if the user had it before. */
function addAsset(user: StoredUser, { asset, isSignedIn }: Pending): Asset | undefined {
  const { vendor, vendorType, virtualAssetId } = asset;
  const isPair = (each: Link) => each.vendor === vendor && each.vendorType === vendorType;
  const valid = { vendor, vendorType, isValid: true };
  // A relink changes nothing but `isValid`: the entry keeps its place, the device its id.
  if (!user.links.some(isPair)) user.links = [...user.links, valid];
  else if (isSignedIn) user.links = user.links.map((link) => (isPair(link) ? valid : link));
  const before = user.assets.find((each) => each.virtualAssetId === virtualAssetId);
  user.assets = before
    ? user.assets.map((each) => (each === before ? { ...before, scopes: asset.scopes } : each))
    : [...user.assets, asset];
  return before;
}
