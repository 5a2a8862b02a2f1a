/**
 * What an attempt needs from the world, as interfaces: the host's endpoints, a way to show Link UI,
 * and a clock. Adapters implement them for browsers, tests fake them.
 */
import type { LinkError } from '../errors.js';
import type { LinkedDevice, LinkedVendor } from '../schema.js';
import type { LinkReturn, PresentedMode } from './outcome.js';

/** What the host endpoint is sent (docs/server.md, "Endpoints"). */
export interface LinkSessionRequest {
  /** The callback URL with the nonce of this attempt. */
  readonly redirectUri: string;
  /** One of Enode's language tags. */
  readonly language: string;
  readonly colorScheme?: string;
  readonly vendorType?: string;
  readonly vendor?: string;
  readonly scopes?: string[];
  /** The asset to link again, instead of a new link. */
  readonly assetId?: string;
}

/** The host's endpoints. */
export interface Host {
  /** Creates a Link session. @returns the address of Link UI. Throws LinkError. */
  createSession(request: LinkSessionRequest, signal: AbortSignal): Promise<string>;
  /** Reads what is linked now. Undefined if the host has no such endpoint. Throws LinkError. */
  readonly readUser?: (signal: AbortSignal) => Promise<UserReading>;
  /** Reads the user's devices. Undefined if the host has no such endpoint. Throws LinkError. */
  readonly readDevices?: (signal: AbortSignal) => Promise<readonly LinkedDevice[]>;
}

/** What the user endpoint answered at one moment. */
export interface UserReading {
  readonly vendors: readonly LinkedVendor[];
  /** Differs between two users; never an id. Undefined if the endpoint does not name the user. */
  readonly user?: string | undefined;
}

/** What was linked before Link UI was shown, as far as it could be read by then. */
export interface Baseline {
  readonly before?: UserReading | undefined;
  /** The ids of the devices. */
  readonly devicesBefore?: readonly string[] | undefined;
}

/** What a surface may report, in any order and any number of times. */
export type SurfaceFact =
  | { readonly type: 'returned'; readonly linkReturn: LinkReturn }
  /** The window reads as closed. Only a hint: an opener policy makes open windows read as closed. */
  | { readonly type: 'vanished' }
  | { readonly type: 'dismissed' }
  /** The browser refuses to show Link UI here, and there is no other way. */
  | { readonly type: 'refused'; readonly error: LinkError }
  /** The user went on in another surface, which this click opened. It needs a session of its own. */
  | { readonly type: 'moved'; readonly surface: Surface }
  /** The user is back on this page. */
  | { readonly type: 'revisited' };

/** A way to show Link UI. */
export interface Presenter {
  /** How Link UI is shown. Changes if `open` falls back to another way, or if a surface moves. */
  readonly mode: PresentedMode;
  /** Whether Link UI takes the place of this page. */
  readonly leavesPage: boolean;
  /** Whether a return may follow a dismissal, because Link UI was still open when the user left it. */
  readonly mayReturnAfterDismissal: boolean;
  /** Opens the surface **synchronously, inside the click**, and listens for returns. Throws LinkError. */
  open(report: (fact: SurfaceFact) => void, signal: AbortSignal): Surface;
}

/** The place where Link UI is shown. */
export interface Surface {
  /**
   * Navigates the surface to Link UI. Keeps what was linked before, so that the attempt can be
   * resumed after a reload. Throws LinkError.
   */
  show(linkUrl: string, baseline: Baseline): void;
  /** Shows the error on the loading page, unless Link UI has replaced it. */
  fail(error: LinkError): void;
  focus(): void;
  /** @param hasReturned whether its return page has reported: that page closes itself, so this can wait. */
  close(hasReturned?: boolean): void;
}

/** Time, and whether this page has the focus. Each sleep rejects when its signal aborts. */
export interface Clock {
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Sleeps for so long while the page is visible; the time for which it is hidden does not count. */
  sleepInSight(ms: number, signal: AbortSignal): Promise<void>;
  hasFocus(): boolean;
}
