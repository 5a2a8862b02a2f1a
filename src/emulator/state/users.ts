/**
 * Users, what they linked, and the devices of those links (docs/enode.md, "Users and vendors"): how a link
 * appears, becomes invalid and is removed.
 */
import { randomUUID } from 'node:crypto';
import type { VendorType } from './catalogue.js';
import type { VirtualAsset } from './virtual-assets.js';

/** One linked vendor of a user. There is one for each pair of vendor and type. */
export interface Link {
  readonly vendor: string;
  readonly vendorType: VendorType;
  readonly isValid: boolean;
}

/** A device of a user, as the asset lists show it. */
export interface Asset {
  readonly id: string;
  readonly vendor: string;
  readonly vendorType: VendorType;
  readonly name: string;
  readonly model: string;
  readonly scopes: readonly string[];
  readonly virtualAssetId: string;
  readonly linkedAt: string;
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
  /** Links that the API does not show yet. */
  pending: { readonly at: number; readonly asset: Asset }[];
}

/** Called when something happens to what a user linked. */
export interface UserEvents {
  /** The user has a device that was not there before. No `updated` follows from it by itself. */
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

  /** Links a virtual asset. The API shows it `delayMs` later. */
  link(
    userId: string,
    virtualAsset: VirtualAsset,
    scopes: readonly string[],
    delayMs: number,
  ): void {
    const { vendor, vendorType, name, model } = virtualAsset;
    this.#users.get(userId)?.pending.push({
      at: this.#now() + delayMs,
      asset: {
        id: randomUUID(),
        vendor,
        vendorType,
        name,
        model,
        scopes: scopes.filter((scope) => scope.startsWith(`${vendorType}:`)),
        virtualAssetId: virtualAsset.id,
        linkedAt: this.#date(),
      },
    });
    this.settle();
    // A webhook is due then, even if nobody reads the user.
    if (delayMs > 0) setTimeout(() => this.settle(), delayMs + TIMER_SLACK_MS).unref();
  }

  /** Makes the pending links visible that are due. Reading a user does the same. */
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
    if (!user || !this.#settled(user).links.some((link) => link.vendor === vendor)) return false;
    user.links = user.links.map((link) =>
      link.vendor === vendor ? { ...link, isValid: false } : link,
    );
    this.#events.invalidated(userId, vendor);
    return true;
  }

  /** Finds a device by its id, with the id of its user. */
  asset(id: string): { readonly userId: string; readonly asset: Asset } | undefined {
    for (const user of this.all()) {
      const asset = user.assets.find((each) => each.id === id);
      if (asset) return { userId: user.id, asset };
    }
    return undefined;
  }

  #settled(user: StoredUser): User {
    const due = user.pending.filter(({ at }) => at <= this.#now());
    user.pending = user.pending.filter(({ at }) => at > this.#now());
    for (const { asset } of due) {
      if (addAsset(user, asset)) this.#events.discovered(user.id, asset);
    }
    return user;
  }

  #date(): string {
    return new Date(this.#now()).toISOString();
  }
}

/** Adds a device and its link. True if the user did not have the device before. */
function addAsset(user: StoredUser, asset: Asset): boolean {
  const { vendor, vendorType, virtualAssetId } = asset;
  const isPair = (each: Link) => each.vendor === vendor && each.vendorType === vendorType;
  const valid = { vendor, vendorType, isValid: true };
  // A relink changes nothing but `isValid`: the entry keeps its place, the device its id.
  user.links = user.links.some(isPair)
    ? user.links.map((link) => (isPair(link) ? valid : link))
    : [...user.links, valid];
  const before = user.assets.find((each) => each.virtualAssetId === virtualAssetId);
  user.assets = before
    ? user.assets.map((each) => (each === before ? { ...asset, id: before.id } : each))
    : [...user.assets, asset];
  return before === undefined;
}
