/**
 * The faults in force, and which answer fault applies to a request. `http.ts` carries out answer faults;
 * every other fault is read by its name in the module where it takes effect.
 */
import type { Part } from '../state/request-log.js';
import type { AnswerFault, Faults, RouteFault } from './faults.js';

/** State of a brand as `/health/…` reports it (docs/enode.md, "Health and integrations"). */
export type LinkingStatus = 'READY' | 'ELEVATED_ERROR_RATE' | 'OUTAGE';

/** The faults in force. */
export class FaultSwitch {
  readonly #changed: () => void;
  #faults: Faults = {};

  /** `changed` is called after faults were set or cleared, because the clock may have moved. */
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

  /** The fault for one request, if there is one. The request is counted. */
  take(part: Part, method: string, path: string): AnswerFault | undefined {
    return this.#takeRoute(part, method, path) ?? this.#takePart(part, path);
  }

  status(vendor: string): LinkingStatus {
    const { vendors = {} } = this.#faults;
    return (Object.hasOwn(vendors, vendor) && vendors[vendor]) || 'READY';
  }

  #takePart(part: Part, path: string): AnswerFault | undefined {
    const fault = this.#faults[part];
    if (!fault || !isDue(fault) || !path.startsWith(fault.path ?? '/')) return undefined;
    this.#faults = { ...this.#faults, [part]: counted(fault) };
    return fault;
  }

  #takeRoute(part: Part, method: string, path: string): AnswerFault | undefined {
    // Link UI's addresses are secrets, so no route of it can be named.
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
