/**
 * A Link session that is asked for ahead of the click, and whether the click can still use it. Knows
 * the settings that it depends on. Knows no attempt and no event, and says nothing of a failure: the
 * click asks again.
 */
import { createHost } from './adapters/host-endpoint.js';
import { pageClock } from './adapters/page-clock.js';
import { createNonce } from './adapters/return-channel.js';
import { hostSettings, type Settings } from './configuration.js';
import { toJson } from './own-keys.js';
import type { LinkSessionRequest } from './session/machine.js';
import type { Host } from './session/ports.js';

/** A session that is older is asked for anew, in milliseconds. */
const LIFE = 600_000;

export interface Prefetched {
  readonly nonce: string;
  readonly linkUrl: Promise<string>;
  readonly stop: AbortController;
  /** The settings that it was asked for with. */
  readonly key: string;
  readonly functions: readonly unknown[];
  readonly at: number;
}

export class Prefetch {
  readonly #settings: Settings;
  readonly #buildRequest: (nonce: string) => LinkSessionRequest;
  #found: Prefetched | undefined;

  /** @param buildRequest may throw where the settings are wrong */
  constructor(settings: Settings, buildRequest: (nonce: string) => LinkSessionRequest) {
    this.#settings = settings;
    this.#buildRequest = buildRequest;
  }

  /** What the click can use: not too old, and asked for with the settings of this moment. */
  get fresh(): Prefetched | undefined {
    const found = this.#found;
    if (!found) return undefined;
    try {
      const isSame =
        found.key === this.#keyOf(this.#buildRequest(found.nonce)) &&
        found.functions.every((one, index) => one === this.#functions[index]);
      if (isSame && Date.now() - found.at < LIFE) return found;
    } catch {
      // Misconfigured by now.
    }
    this.end();
    return undefined;
  }

  ask(): void {
    if (this.fresh) return;
    const nonce = createNonce();
    try {
      const request = this.#buildRequest(nonce);
      const stop = new AbortController();
      const host = createHost(hostSettings(this.#settings), pageClock);
      const linkUrl = host.createSession(request, stop.signal);
      linkUrl.catch(() => {
        this.forget();
      });
      const [key, functions, at] = [this.#keyOf(request), this.#functions, Date.now()];
      this.#found = { nonce, linkUrl, stop, key, functions, at };
    } catch {
      // Misconfigured: the click says so.
    }
  }

  /** It is for one attempt. */
  forget(): void {
    this.#found = undefined;
  }

  /** Nobody will use it. */
  end(): void {
    this.#found?.stop.abort();
    this.forget();
  }

  /** What no text can stand for. */
  get #functions(): readonly unknown[] {
    const { getSession, headers } = this.#settings;
    return [getSession, headers];
  }

  #keyOf(request: LinkSessionRequest): string {
    const { sessionUrl, credentials, linkOrigins } = this.#settings;
    return toJson([sessionUrl, credentials, linkOrigins, request]);
  }
}

/** The prefetched session for the first request; whatever became of it, a later one asks anew. */
export function usePrefetched(host: Host, prefetched: Prefetched): Host['createSession'] {
  let isUsed = false;
  return async (request, signal) => {
    if (isUsed) return host.createSession(request, signal);
    isUsed = true;
    return prefetched.linkUrl.catch(() => host.createSession(request, signal));
  };
}
