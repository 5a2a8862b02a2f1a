/**
 * Link sessions, which work once and for 24 hours (docs/enode.md, "Link sessions"): their secrets, their
 * age, and how far each has come.
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
  /** The device to link again. Absent for a new link. */
  readonly assetId?: string | undefined;
}

/** How far a Link session has come. All but `unused` have been opened. */
export type Fate = 'unused' | 'used' | 'linked' | 'completed' | 'exited';

/** What became of a Link session: its fate, or that it expired before anything was linked. */
export type Outcome = Fate | 'expired';

/** What was linked in a Link session. */
export interface Linked {
  readonly vendor: string;
  readonly vendorType: VendorType;
  /** Ids of devices, as the API shows them. */
  readonly devices: readonly string[];
}

/** What the person has done in Link UI so far. */
export interface Journey {
  vendor?: string | undefined;
  vendorType?: VendorType | undefined;
  consented?: boolean;
  /** The virtual asset whose credentials were given. */
  signedIn?: VirtualAsset | undefined;
  verified?: boolean;
  /** Shown again after a mistyped password, so that the user need not type it again. */
  triedUsername?: string | undefined;
}

export interface LinkSession extends LinkSessionRequest {
  readonly id: string;
  /** Path of the linkUrl. Secret until it is opened, worthless afterwards. */
  readonly path: string;
  /** Identifies the journey after the linkUrl was opened. Used only in Link UI's own addresses. */
  readonly journeyId: string;
  /** Identifies the journey to the vendor's sign-in page, which must not learn the journey's id. */
  readonly vendorTicket: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  fate: Fate;
  journey: Journey;
  linked?: Linked;
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

  /** Finds a session by the path of its linkUrl, which contains the session's id. */
  byPath(path: string): LinkSession | undefined {
    const [id = ''] = Buffer.from(path, 'base64').toString('latin1').split('@');
    const session = this.#sessions.get(id);
    return session?.path === path ? session : undefined;
  }

  /** Finds an opened session by the id of its journey. */
  byJourney(journeyId: string): LinkSession | undefined {
    return this.all().find((each) => each.journeyId === journeyId && each.fate !== 'unused');
  }

  /** Finds an opened session by the ticket that the vendor's sign-in page has. */
  byVendorTicket(ticket: string): LinkSession | undefined {
    return this.all().find((each) => each.vendorTicket === ticket && each.fate !== 'unused');
  }

  isExpired(session: LinkSession): boolean {
    return session.expiresAt <= this.#now();
  }

  outcome(session: LinkSession): Outcome {
    const isOpen = session.fate === 'unused' || session.fate === 'used';
    return isOpen && this.isExpired(session) ? 'expired' : session.fate;
  }

  /** Deletes the sessions of a user, or all sessions. */
  clear(userId?: string): void {
    for (const { id, ...session } of this.all()) {
      if (userId === undefined || session.userId === userId) this.#sessions.delete(id);
    }
  }
}
