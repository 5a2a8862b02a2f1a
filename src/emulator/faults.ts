/**
 * The faults that a test or a demo asks for: checked on the way in, counted down on the way out.
 * Knows what was asked, not how a fault is played: `api-server.ts` and `link-ui/` do that.
 */
import { Fields } from './fields.js';
import type { Checked } from './fields.js';

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

/** What goes wrong on purpose. An absent field means that part is well. */
export interface Faults {
  readonly oauth?: AnswerFault;
  readonly api?: AnswerFault;
  readonly linkUi?: AnswerFault & {
    /** Value of `Cross-Origin-Opener-Policy` on every page of Link UI. */
    readonly coop?: string;
    /** `none`: Link UI refuses to be framed. */
    readonly frameAncestors?: 'none';
  };
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

const ANSWER = ['delayMs', 'status', 'times', 'path'];
const MAX_DELAY_MS = 600_000;
const MAX_OFFSET_MS = 1_000_000_000_000;

/** Checks a set of faults from outside. */
export function parseFaults(body: unknown): Checked<Faults> {
  const fields = new Fields(body, [
    'oauth',
    'api',
    'linkUi',
    'vendors',
    'linkedVendorDelayMs',
    'connectionsLimit',
    'clockOffsetMs',
  ]);
  const linkUi = fields.object('linkUi', [...ANSWER, 'coop', 'frameAncestors']);
  const vendors = fields.object('vendors');
  const faults = {
    oauth: answerFault(fields.object('oauth', ANSWER)),
    api: answerFault(fields.object('api', ANSWER)),
    linkUi: linkUi && {
      ...answerFault(linkUi),
      coop: headerValue(linkUi, 'coop'),
      frameAncestors: linkUi.choice('frameAncestors', ['none'] as const),
    },
    vendors:
      vendors &&
      Object.fromEntries(
        vendors
          .keys()
          .map((key) => [key, vendors.choice(key, ['ELEVATED_ERROR_RATE', 'OUTAGE'] as const)]),
      ),
    linkedVendorDelayMs: fields.integer('linkedVendorDelayMs', 0, MAX_DELAY_MS),
    connectionsLimit: fields.boolean('connectionsLimit'),
    clockOffsetMs: fields.integer('clockOffsetMs', -MAX_OFFSET_MS, MAX_OFFSET_MS),
  };
  if (fields.issues.length > 0) return { issues: fields.issues };
  return { value: withoutUndefined(faults) as Faults };
}

/** The faults in force. */
export class FaultSwitch {
  #faults: Faults = {};

  get current(): Faults {
    return this.#faults;
  }

  set(faults: Faults): void {
    this.#faults = faults;
  }

  clear(): void {
    this.#faults = {};
  }

  /** The fault for one request, if there is one. Counts it. */
  take(part: 'oauth' | 'api' | 'linkUi', path: string): AnswerFault | undefined {
    const fault = this.#faults[part];
    if (!fault || fault.times === 0 || !path.startsWith(fault.path ?? '/')) return undefined;
    if (fault.delayMs === undefined && fault.status === undefined) return undefined;
    if (fault.times !== undefined) {
      this.#faults = { ...this.#faults, [part]: { ...fault, times: fault.times - 1 } };
    }
    return fault;
  }

  status(vendor: string): LinkingStatus {
    const { vendors = {} } = this.#faults;
    return (Object.hasOwn(vendors, vendor) && vendors[vendor]) || 'READY';
  }
}

function answerFault(fields: Fields | undefined): AnswerFault | undefined {
  if (!fields) return undefined;
  return {
    delayMs: fields.integer('delayMs', 0, MAX_DELAY_MS),
    status: fields.integer('status', 200, 599),
    times: fields.integer('times', 0, 1_000_000),
    path: path(fields),
  } as AnswerFault;
}

function path(fields: Fields): string | undefined {
  const value = fields.text('path', { max: 1000 });
  if (value === undefined || value.startsWith('/')) return value;
  return fields.refuse('path', 'path must begin with a slash, such as "/users".');
}

function headerValue(fields: Fields, key: string): string | undefined {
  const value = fields.text(key, { max: 100 });
  // The value becomes a response header: a line break in it would become a second header.
  if (value === undefined || /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value;
  return fields.refuse(key, `${key} must be a header value, such as "same-origin".`);
}

function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withoutUndefined(each)]),
  );
}
