/**
 * What an attempt needs of the world: interfaces only. Knows neither browser nor network.
 */
import type { LinkReturn } from '../return/message.js';
import type { LinkError } from '../errors.js';
import type { LinkedVendor } from '../schema.js';
import type { LinkSessionRequest, PresentedMode } from './state.js';

/** The host's two endpoints. */
export interface Host {
  /** Asks for a Link session and returns where Link UI waits. Throws LinkError. */
  createSession(request: LinkSessionRequest, signal: AbortSignal): Promise<string>;
  /** Reads what is linked now; undefined if the host offers no such endpoint. Throws LinkError. */
  readonly readUser?: (signal: AbortSignal) => Promise<UserReading>;
}

/** What the user endpoint said at one moment. */
export interface UserReading {
  readonly vendors: readonly LinkedVendor[];
  /** Differs between two users; never an id. Undefined if the endpoint does not say whose list it is. */
  readonly user?: string | undefined;
}

/** What a surface may report, in any order and any number of times. */
export type SurfaceFact =
  | { readonly type: 'returned'; readonly linkReturn: LinkReturn }
  /** The window reads as closed. A hint: an isolating opener policy makes it lie. */
  | { readonly type: 'vanished' }
  | { readonly type: 'dismissed' }
  /** The browser will not show Link UI here, and nothing else is left. */
  | { readonly type: 'refused'; readonly error: LinkError }
  /** The user went on in another surface, opened in the same click. It needs a session of its own. */
  | { readonly type: 'moved'; readonly surface: Surface }
  /** The user is back on our page. */
  | { readonly type: 'revisited' };

/** A way to show Link UI. */
export interface Presenter {
  /** How Link UI is shown; may change when `open` finds another way, or a surface moves. */
  readonly mode: PresentedMode;
  /** Opens the surface **synchronously, inside the click**, and arms every channel. Throws LinkError. */
  open(report: (fact: SurfaceFact) => void, signal: AbortSignal): Surface;
}

/** Where Link UI is shown. */
export interface Surface {
  /**
   * Hands the surface over to Link UI, and leaves what an attempt needs that is taken up after a
   * reload: what was linked before. Throws LinkError.
   */
  show(linkUrl: string, before: UserReading | undefined): void;
  /** Shows the error on the loading page, where it is still ours. */
  fail(error: LinkError): void;
  focus(): void;
  close(): void;
}

/** Time, and whether the user looks at this page. */
export interface Clock {
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  hasFocus(): boolean;
}
