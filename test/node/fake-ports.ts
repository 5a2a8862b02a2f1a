/**
 * Ports of a session without a browser: a clock that tests move, a host and a surface that they
 * play. Knows nothing of what is expected.
 */
import type { LinkError } from '../../src/errors.js';
import type { LinkedDevice, LinkedVendor } from '../../src/schema.js';
import { Attempt } from '../../src/session/attempt.js';
import type { LinkOutcome, PresentedMode } from '../../src/session/outcome.js';
import type { Baseline, Clock, SurfaceFact } from '../../src/session/ports.js';
import type { LinkState } from '../../src/session/state.js';

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

interface Sleeper {
  at: number;
  /** Whether its time passes only while the page is visible. */
  readonly inSight: boolean;
  /** What is left of its time while the page is hidden. */
  left?: number;
  readonly wake: () => void;
}

export class FakeClock implements Clock {
  focused = true;
  now = 0;
  #isHidden = false;
  #sleeping = new Set<Sleeper>();

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return this.#sleep(ms, signal, false);
  }

  sleepInSight(ms: number, signal: AbortSignal): Promise<void> {
    return this.#sleep(ms, signal, true);
  }

  /** Hides the page, or shows it again. */
  set hidden(isHidden: boolean) {
    this.#isHidden = isHidden;
    for (const sleeper of this.#sleeping) this.#pause(sleeper);
  }

  #pause(sleeper: Sleeper): void {
    if (!sleeper.inSight) return;
    if (this.#isHidden && sleeper.left === undefined) {
      sleeper.left = sleeper.at - this.now;
      sleeper.at = Infinity;
    } else if (!this.#isHidden && sleeper.left !== undefined) {
      sleeper.at = this.now + sleeper.left;
      delete sleeper.left;
    }
  }

  #sleep(ms: number, signal: AbortSignal, inSight: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#sleeping.delete(entry);
        reject(new DOMException('stopped', 'AbortError'));
      };
      const wake = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const entry: Sleeper = { at: this.now + ms, inSight, wake };
      this.#pause(entry);
      if (signal.aborted) stop();
      else {
        this.#sleeping.add(entry);
        signal.addEventListener('abort', stop, { once: true });
      }
    });
  }

  hasFocus(): boolean {
    return this.focused;
  }

  /** Sleepers that nobody has woken or stopped. */
  get sleeping(): number {
    return this.#sleeping.size;
  }

  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      await settle();
      const next = [...this.#sleeping].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) break;
      this.now = next.at;
      this.#sleeping.delete(next);
      next.wake();
    }
    this.now = until;
    await settle();
  }
}

export const tesla: LinkedVendor = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };
export const model3: LinkedDevice = {
  id: 'model-3',
  vendor: 'TESLA',
  vendorType: 'vehicle',
  name: 'Model 3',
  brand: 'Tesla',
  model: 'Model 3',
  isReachable: true,
};
export const zaptec: LinkedVendor = { vendor: 'ZAPTEC', vendorType: 'charger', isValid: true };

export interface Rig {
  readonly attempt: Attempt;
  readonly clock: FakeClock;
  /** All that happened, in order. */
  readonly log: string[];
  readonly outcomes: LinkOutcome[];
  /** What the user endpoint lists now; an error where it fails; null where there is none. */
  vendors: LinkedVendor[] | Promise<LinkedVendor[]> | Error | null;
  /** Whose list it is, if the endpoint says so. */
  user: string | undefined;
  /** What the devices endpoint lists now; an error where it fails. */
  devices: LinkedDevice[] | Promise<LinkedDevice[]> | Error;
  /** What the element was last told that the endpoints list. */
  readonly told: { vendors?: readonly LinkedVendor[]; devices?: readonly LinkedDevice[] };
  /** What was told of the devices of a success. */
  readonly found: { readonly devices: string[]; readonly added: string[] }[];
  /** Answers the request for a session. */
  answer(linkUrl: string | Error): void;
  report(fact: SurfaceFact): void;
}

export function rig(
  options: {
    blocked?: Error;
    verifies?: boolean;
    /** The host has a devices endpoint. */
    hasDevices?: boolean;
    mode?: PresentedMode;
  } & Baseline = {},
): Rig {
  const clock = new FakeClock();
  const log: string[] = [];
  const outcomes: LinkOutcome[] = [];
  const found: Rig['found'] = [];
  const told: Rig['told'] = {};
  let answer: Rig['answer'] = () => undefined;
  let report: Rig['report'] = () => undefined;
  const session = new Promise<string>((resolve, reject) => {
    answer = (value) => {
      if (value instanceof Error) reject(value);
      else resolve(value);
    };
  });
  session.catch(() => undefined);
  const self: Rig = {
    clock,
    log,
    outcomes,
    vendors: [],
    user: undefined,
    devices: [],
    told,
    found,
    answer: (value) => {
      answer(value);
    },
    report: (fact) => {
      report(fact);
    },
    attempt: new Attempt({
      request: { redirectUri: 'https://host.example/?enode_link=x', language: 'en-US' },
      baseline: options,
      clock,
      createHost: () => ({
        createSession: () => {
          log.push('session');
          return session;
        },
        ...(options.verifies !== false && {
          readUser: async () => {
            log.push('user');
            const { vendors, user } = self;
            if (vendors instanceof Error || vendors === null) throw vendors ?? new Error('none');
            return { vendors: [...(await vendors)], user };
          },
        }),
        ...(options.hasDevices && {
          readDevices: async () => {
            log.push('devices');
            const { devices } = self;
            if (devices instanceof Error) throw devices;
            return [...(await devices)];
          },
        }),
      }),
      presenter: {
        mode: options.mode ?? 'popup',
        leavesPage: options.mode === 'redirect',
        mayReturnAfterDismissal: options.mode === 'iframe',
        open(listener, signal) {
          log.push('window');
          if (options.blocked) throw options.blocked;
          report = (fact) => {
            if (!signal.aborted) listener(fact);
          };
          return {
            show: (url) => log.push(`show ${url}`),
            fail: (error: LinkError) => log.push(`fail ${error.code}`),
            focus: () => log.push('focus'),
            close: () => log.push('close'),
          };
        },
      },
      listener: {
        changed: (state: LinkState) => log.push(`state ${state.name}`),
        opened: (mode) => log.push(`opened ${mode}`),
        read: ({ vendors }) => {
          told.vendors = vendors;
        },
        readDevices: (devices) => {
          told.devices = devices;
        },
        foundDevices: (devices, added) => {
          const idOf = ({ id }: LinkedDevice): string => id;
          log.push('found devices');
          found.push({ devices: devices.map(idOf), added: added.map(idOf) });
        },
        settled: (outcome) => {
          log.push(`settled ${outcome.status}`);
          outcomes.push(outcome);
        },
      },
    }),
  };
  return self;
}

/** An attempt whose Link UI is open. */
export async function opened(options?: Parameters<typeof rig>[0]): Promise<Rig> {
  const at = rig(options);
  at.attempt.start();
  at.answer('https://link.enode.com/x');
  await settle();
  return at;
}
