/**
 * Everything that the emulator remembers, by one clock, and the rules that tie the parts together.
 * In memory only: the end of the process is the end of the data.
 */
import { randomBytes } from 'node:crypto';
import { LinkSessions } from './link-sessions.js';
import type { LinkSession, LinkSessionRequest } from './link-sessions.js';
import { Users } from './users.js';
import type { UserEvents } from './users.js';
import { VirtualAssets } from './virtual-assets.js';
import type { VirtualAsset } from './virtual-assets.js';

/** Life of an access token in seconds, as Enode answers it (enode-api.md, "OAuth"). */
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

  /** Forgets all but the access tokens, which belong to the client and not to the data. */
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

  /** Makes a Link session, and the user where there was none. */
  openSession(request: LinkSessionRequest): LinkSession {
    this.users.ensure(request.userId);
    return this.sessions.create(request);
  }

  /** Links a device to the session's user. The API shows it `delayMs` later. */
  link(session: LinkSession, device: VirtualAsset, delayMs: number): void {
    this.users.link(session.userId, device, session.scopes, delayMs);
    session.fate = 'linked';
  }

  /** Removes the user with everything that hangs on it, open Link sessions included. */
  deleteUser(id: string): boolean {
    this.sessions.clear(id);
    return this.users.delete(id);
  }
}
