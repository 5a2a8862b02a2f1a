/**
 * All data of the emulator, with one clock, and the rules that connect its parts. It is in memory only, and
 * ends with the process.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { OFFERED_SCOPES } from './catalogue.js';
import { completeDevice } from './device-requests.js';
import type { AddedDevice, NewDevice } from './device-requests.js';
import { LinkSessions } from './link-sessions.js';
import type { LinkSession, LinkSessionRequest } from './link-sessions.js';
import { Users } from './users.js';
import type { UserEvents } from './users.js';
import { VirtualAssets } from './virtual-assets.js';
import type { VirtualAsset } from './virtual-assets.js';

/** Lifetime of an access token in seconds, as in Enode's answer (docs/enode.md, "OAuth"). */
export const TOKEN_LIFE_S = 3599;

export class Store {
  /** The time in milliseconds since 1970, as the emulator sees it. */
  readonly now: () => number;
  readonly users: Users;
  readonly sessions: LinkSessions;
  readonly virtualAssets: VirtualAssets;
  readonly #tokens = new Map<string, number>();

  constructor(now: () => number, events: UserEvents) {
    this.now = now;
    this.users = new Users(now, events);
    this.sessions = new LinkSessions(now);
    this.virtualAssets = new VirtualAssets(now);
  }

  /** Deletes everything but the access tokens, which belong to the client. */
  reset(): void {
    this.users.clear();
    this.sessions.clear();
    this.virtualAssets.clear();
  }

  issueToken(): string {
    for (const [old, expiresAt] of this.#tokens) {
      if (expiresAt <= this.now()) this.#tokens.delete(old);
    }
    const token = randomBytes(32).toString('base64url');
    this.#tokens.set(token, this.now() + TOKEN_LIFE_S * 1000);
    return token;
  }

  isTokenValid(token: string): boolean {
    return (this.#tokens.get(token) ?? 0) > this.now();
  }

  /** Creates a Link session, and the user if it does not exist. */
  openSession(request: LinkSessionRequest): LinkSession {
    this.users.ensure(request.userId);
    return this.sessions.create(request);
  }

  /** Links a device to the session's user. The API shows it `delayMs` later. */
  link(session: LinkSession, device: VirtualAsset, delayMs: number): void {
    const { id } = this.users.add(session.userId, device, session.scopes, {
      delayMs,
      isSignedIn: true,
    });
    session.fate = 'linked';
    session.linked = { vendor: device.vendor, vendorType: device.vendorType, devices: [id] };
  }

  /**
   * Lets a device appear in the account that the user has at its vendor, `delayMs` later. It gets the scopes
   * of the user's other devices of that vendor and type, or all of its type.
   */
  discover(userId: string, { delayMs = 0, ...wanted }: NewDevice): AddedDevice {
    const { links = [], assets = [] } = this.users.get(userId) ?? {};
    const device = { id: randomUUID(), ...completeDevice(wanted, links) };
    const like = assets.find(
      ({ vendor, vendorType }) => vendor === device.vendor && vendorType === device.vendorType,
    );
    const scopes = like?.scopes ?? OFFERED_SCOPES;
    const { id } = this.users.add(userId, device, scopes, { delayMs, isSignedIn: false });
    return { ...device, id, userId, appearsAt: new Date(this.now() + delayMs).toISOString() };
  }

  /** Deletes the user with everything that belongs to it, including open Link sessions. */
  deleteUser(id: string): boolean {
    this.sessions.clear(id);
    return this.users.delete(id);
  }
}
