/**
 * The faults that a test or a demo asks for: what there is, and which of them strikes a request,
 * counted down. Knows what was asked, not how a fault is played: `http.ts` and `link-ui/` do that;
 * `fault-request.ts` checks what comes from outside.
 */
import type { LogEntry } from '../state/request-log.js';

/** A fault of the answers of one part of the emulator. */
export interface AnswerFault {
  /** Milliseconds to wait before answering, at most 600 000. */
  readonly delayMs?: number;
  /** HTTP status to answer with, 200 to 599, in place of the real answer. */
  readonly status?: number;
  /** How many answers are affected; afterwards all is well again. Absent = all. */
  readonly times?: number;
  /** Only requests whose path begins so are affected. */
  readonly path?: string;
}

/** Methods that a route fault may be limited to. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** A fault of one route of OAuth or the API. */
export interface RouteFault extends AnswerFault {
  /** The whole path, without its query. One segment that is `*` fits every segment. */
  readonly path: string;
  /** Absent = every method. */
  readonly method?: (typeof METHODS)[number];
}

/** Headers by which a page cuts itself off from the window that it is shown in. */
export interface WindowFault {
  /** Value of `Cross-Origin-Opener-Policy` on every page. */
  readonly coop?: string;
  /** `none`: the page refuses to be framed. */
  readonly frameAncestors?: 'none';
}

/** What goes wrong on purpose. An absent field means that part is well. */
export interface Faults {
  readonly oauth?: AnswerFault;
  readonly api?: AnswerFault;
  readonly linkUi?: AnswerFault & WindowFault;
  /** The sign-in page of the vendor is on an origin of its own, with these headers and answers. */
  readonly vendorSignIn?: AnswerFault & WindowFault;
  /** Single routes of OAuth and the API. The first that fits a request strikes. */
  readonly routes?: readonly RouteFault[];
  /** What every linkUrl turns out to be when it is opened. */
  readonly links?: 'expired' | 'used';
  /** Link UI sends the user back at once, with this in the address. */
  readonly earlyExit?: { readonly error: string; readonly errorMessage?: string };
  /** State of single brands: Link UI warns, or refuses to link; `/health/…` says so. */
  readonly vendors?: Readonly<Record<string, 'ELEVATED_ERROR_RATE' | 'OUTAGE'>>;
  /** Milliseconds from the success page until the user's `linkedVendors` and assets show the link. */
  readonly linkedVendorDelayMs?: number;
  /** Every new Link session is refused with "Connections limit reached." */
  readonly connectionsLimit?: boolean;
  /** Milliseconds added to the emulator's clock: tokens and Link sessions expire sooner. */
  readonly clockOffsetMs?: number;
}

/** State of a brand as `/health/…` reports it (enode-api.md, "Users and vendors"). */
export type LinkingStatus = 'READY' | 'ELEVATED_ERROR_RATE' | 'OUTAGE';

/** The faults in force. */
export class FaultSwitch {
  readonly #changed: () => void;
  #faults: Faults = {};

  /** `changed` is called after faults were set or cleared: the clock may have moved. */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  get current(): Faults {
    return this.#faults;
  }

  set(faults: Faults): void {
    this.#faults = faults;
    this.#changed();
  }

  clear(): void {
    this.set({});
  }

  /** The fault for one request, if there is one. Counts it. */
  take(part: LogEntry['part'], method: string, path: string): AnswerFault | undefined {
    return this.#takeRoute(part, method, path) ?? this.#takePart(part, path);
  }

  status(vendor: string): LinkingStatus {
    const { vendors = {} } = this.#faults;
    return (Object.hasOwn(vendors, vendor) && vendors[vendor]) || 'READY';
  }

  #takePart(part: LogEntry['part'], path: string): AnswerFault | undefined {
    const fault = this.#faults[part];
    if (!fault || !isDue(fault) || !path.startsWith(fault.path ?? '/')) return undefined;
    this.#faults = { ...this.#faults, [part]: counted(fault) };
    return fault;
  }

  #takeRoute(part: LogEntry['part'], method: string, path: string): AnswerFault | undefined {
    // Addresses of Link UI are secrets: there are no routes to name.
    if (part !== 'oauth' && part !== 'api') return undefined;
    const { routes = [] } = this.#faults;
    const struck = routes.find((fault) => isDue(fault) && fits(fault, method, path));
    if (!struck) return undefined;
    const left = routes.map((fault) => (fault === struck ? counted(fault) : fault));
    this.#faults = { ...this.#faults, routes: left };
    return struck;
  }
}

function isDue({ delayMs, status, times }: AnswerFault): boolean {
  return times !== 0 && (delayMs !== undefined || status !== undefined);
}

function counted<T extends AnswerFault>(fault: T): T {
  return fault.times === undefined ? fault : { ...fault, times: fault.times - 1 };
}

function fits(fault: RouteFault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  const wanted = fault.path.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part === '*' || part === given[index])
  );
}
