/**
 * One running emulator, as its parts share it. Each part (API, control, dashboard, Link UI) receives it
 * and adds its routes.
 */
import type { FaultSwitch } from './faults/fault-switch.js';
import type { RequestLog } from './state/request-log.js';
import type { Store } from './state/store.js';
import type { Webhooks } from './state/webhooks.js';

export interface Addresses {
  /** Base of `/oauth2/token`. */
  readonly oauthUrl: string;
  /** Base of `/users/…`. */
  readonly apiUrl: string;
  /** Origin of Link UI. */
  readonly linkOrigin: string;
  readonly dashboardUrl: string;
  /** Origin of the vendors' own sign-in page, for the fault `vendorSignIn`. */
  readonly vendorOrigin: string;
}

/** What a reset can keep. */
export const KEPT = ['webhooks'] as const;
export type Kept = (typeof KEPT)[number];

export interface Emulation extends Addresses {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The host that the servers listen on. */
  readonly host: string;
  /** The other names that it answers to, besides loopback names. */
  readonly hosts: ReadonlySet<string>;
  readonly store: Store;
  readonly faults: FaultSwitch;
  readonly log: RequestLog;
  readonly webhooks: Webhooks;
  /** Aborts when the emulator closes, so that delayed answers no longer wait. */
  readonly closing: AbortSignal;
  /** Restores the state after the start, except for what is kept. Access tokens stay valid. */
  reset(keep?: readonly Kept[]): void;
}
