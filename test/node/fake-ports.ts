/**
 * Ports of a session without a browser: a clock that tests move, a host and a surface that they
 * play. Knows nothing of what is expected.
 */
import type { LinkError } from '../../src/errors.js';
import type { LinkedVendor } from '../../src/schema.js';
import { Attempt } from '../../src/session/attempt.js';
import type { LinkOutcome, PresentedMode } from '../../src/session/outcome.js';
import type { Clock, SurfaceFact, UserReading } from '../../src/session/ports.js';
import type { LinkState } from '../../src/session/state.js';

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

export class FakeClock implements Clock {
  focused = true;
  now = 0;
  #sleeping = new Set<{ at: number; wake: () => void }>();

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = { at: this.now + ms, wake: resolve };
      const stop = (): void => {
        this.#sleeping.delete(entry);
        reject(new DOMException('stopped', 'AbortError'));
      };
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
export const zaptec: LinkedVendor = { vendor: 'ZAPTEC', vendorType: 'charger', isValid: true };

export interface Rig {
  readonly attempt: Attempt;
  readonly clock: FakeClock;
  /** All that happened, in order. */
  readonly log: string[];
  readonly outcomes: LinkOutcome[];
  /** What the user endpoint lists now; an error where it fails; null where there is none. */
  vendors: LinkedVendor[] | Error | null;
  /** Whose list it is, if the endpoint says so. */
  user: string | undefined;
  /** Answers the request for a session. */
  answer(linkUrl: string | Error): void;
  report(fact: SurfaceFact): void;
}

export function rig(
  options: {
    blocked?: Error;
    verifies?: boolean;
    before?: UserReading;
    mode?: PresentedMode;
  } = {},
): Rig {
  const clock = new FakeClock();
  const log: string[] = [];
  const outcomes: LinkOutcome[] = [];
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
    answer: (value) => {
      answer(value);
    },
    report: (fact) => {
      report(fact);
    },
    attempt: new Attempt({
      request: { redirectUri: 'https://host.example/?enode_link=x', language: 'en-US' },
      before: options.before,
      clock,
      host: {
        createSession: () => {
          log.push('session');
          return session;
        },
        ...(options.verifies !== false && {
          readUser: () => {
            log.push('user');
            return self.vendors instanceof Error || self.vendors === null
              ? Promise.reject(self.vendors ?? new Error('none'))
              : Promise.resolve({ vendors: [...self.vendors], user: self.user });
          },
        }),
      },
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
        read: () => undefined,
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
