/**
 * One running emulator as its parts see it: what they share, and nothing that they do. Each part
 * (API, control, dashboard, Link UI) is handed this and adds its routes.
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

export interface Emulation extends Addresses {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The name that the servers are bound to. */
  readonly host: string;
  readonly store: Store;
  readonly faults: FaultSwitch;
  readonly log: RequestLog;
  readonly webhooks: Webhooks;
  /** Aborted when the emulator closes: delayed answers are then given at once. */
  readonly closing: AbortSignal;
  /** Back to the state after the start, access tokens aside. */
  reset(): void;
}
