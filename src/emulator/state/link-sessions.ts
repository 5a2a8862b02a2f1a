/**
 * Link sessions: single use, for 24 hours (enode-api.md, "POST /users/{userId}/link"). Knows their
 * secrets, their age and how far each has come; not what a step of Link UI asks, nor who the user is.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ColorScheme, VendorType } from './catalogue.js';
import type { VirtualAsset } from './virtual-assets.js';

export interface LinkSessionRequest {
  readonly userId: string;
  readonly redirectUri: string;
  readonly language: string;
  readonly colorScheme: ColorScheme;
  readonly scopes: readonly string[];
  readonly vendorType?: VendorType | undefined;
  readonly vendor?: string | undefined;
}

/** How far a Link session has come. `used`, `linked`, `completed`, `exited` were opened. */
export type Fate = 'unused' | 'used' | 'linked' | 'completed' | 'exited';

/** What the person has done in Link UI so far. */
export interface Journey {
  vendor?: string | undefined;
  vendorType?: VendorType | undefined;
  consented?: boolean;
  /** The virtual asset whose credentials were given. */
  signedIn?: VirtualAsset | undefined;
  verified?: boolean;
  /** Kept so that a mistyped password does not cost the username as well. */
  triedUsername?: string | undefined;
}

export interface LinkSession extends LinkSessionRequest {
  readonly id: string;
  /** Path of the linkUrl. Secret until it is opened, worthless after. */
  readonly path: string;
  /** Names the journey once the linkUrl was opened. Never leaves Link UI's own addresses. */
  readonly journeyId: string;
  /** Names the journey to the vendor's own sign-in page, which may not know the journey's id. */
  readonly vendorTicket: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  fate: Fate;
  journey: Journey;
}

const LIFE_MS = 24 * 60 * 60 * 1000;

export class LinkSessions {
  readonly #now: () => number;
  readonly #sessions = new Map<string, LinkSession>();

  constructor(now: () => number) {
    this.#now = now;
  }

  create(request: LinkSessionRequest): LinkSession {
    const id = randomUUID();
    const secret = `${id}@${randomUUID()}:${randomBytes(32).toString('hex')}`;
    const session: LinkSession = {
      ...request,
      id,
      path: Buffer.from(secret).toString('base64'),
      journeyId: randomBytes(24).toString('base64url'),
      vendorTicket: randomBytes(24).toString('base64url'),
      createdAt: this.#now(),
      expiresAt: this.#now() + LIFE_MS,
      fate: 'unused',
      journey: {},
    };
    this.#sessions.set(id, session);
    return session;
  }

  /** Oldest first. */
  all(): LinkSession[] {
    return [...this.#sessions.values()];
  }

  /** Finds a session by the path of its linkUrl, which holds the session's id. */
  byPath(path: string): LinkSession | undefined {
    const [id = ''] = Buffer.from(path, 'base64').toString('latin1').split('@');
    const session = this.#sessions.get(id);
    return session?.path === path ? session : undefined;
  }

  /** Finds a session that was opened. */
  byJourney(journeyId: string): LinkSession | undefined {
    return this.all().find((each) => each.journeyId === journeyId && each.fate !== 'unused');
  }

  /** Finds a session that was opened, by what the vendor knows of it. */
  byVendorTicket(ticket: string): LinkSession | undefined {
    return this.all().find((each) => each.vendorTicket === ticket && each.fate !== 'unused');
  }

  isExpired(session: LinkSession): boolean {
    return session.expiresAt <= this.#now();
  }

  /** Forgets the sessions of a user, or all. */
  clear(userId?: string): void {
    for (const { id, ...session } of this.all()) {
      if (userId === undefined || session.userId === userId) this.#sessions.delete(id);
    }
  }
}
