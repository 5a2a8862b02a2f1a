/**
 * A Link session that is requested ahead of the click, and whether the click may still use it. It belongs
 * to the user who was signed in at that moment, and a page cannot see that another user signs in, here or
 * in another tab. So it is used only for a short time, while the page stays visible and the settings stay
 * the same. A failure is silent: the click requests the session again, and reports what is wrong.
 */
import { bare } from '../own-keys.js';
import { createNonce } from '../return/message.js';
import type { Host, LinkSessionRequest } from '../session/ports.js';
import { settingNames, type Settings } from './settings.js';

/** How long a session may be used, in milliseconds. */
const LIFE = 60_000;
/** How long after a failure further gestures do not request a session, in milliseconds. */
const REST = 30_000;

export interface Prefetched {
  readonly nonce: string;
  readonly linkUrl: Promise<string>;
}

interface Held extends Prefetched {
  /** Ends the request. */
  readonly stop: AbortController;
  /** Stops watching the page. */
  readonly watch: AbortController;
  readonly settings: readonly unknown[];
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What a prefetch needs from its element. */
export interface PrefetchOptions {
  /** If one of them changes, the session is not used. */
  readonly settings: Settings;
  readonly language: () => string;
  /** Throws if the settings are wrong; the click then reports it. */
  readonly buildRequest: (nonce: string) => LinkSessionRequest;
  readonly createHost: () => Host;
}

export class Prefetch {
  readonly #options: PrefetchOptions;
  #held: Held | undefined;
  #failed: Pick<Held, 'settings' | 'at'> | undefined;

  constructor(options: PrefetchOptions) {
    this.#options = options;
  }

  /** What the click may use; undefined if it must request a session itself. */
  get fresh(): Prefetched | undefined {
    const held = this.#held;
    if (!held || this.#isCurrent(held, LIFE)) return held;
    this.end();
    return undefined;
  }

  ask(): void {
    const { buildRequest, createHost } = this.#options;
    if (this.fresh || (this.#failed && this.#isCurrent(this.#failed, REST))) return;
    const nonce = createNonce();
    try {
      const request = buildRequest(nonce);
      const [stop, watch] = [new AbortController(), new AbortController()];
      const linkUrl = createHost().createSession(request, stop.signal);
      const held = { nonce, linkUrl, stop, watch, settings: this.#settings, at: Date.now() };
      this.#held = held;
      linkUrl.catch(() => {
        if (this.#held !== held) return;
        this.forget();
        this.#failed = { settings: held.settings, at: Date.now() };
      });
      // Before this tab is visible again, another user may have signed in in another tab.
      const leave = (): void => {
        this.end();
      };
      const options = bare({ signal: watch.signal });
      document.addEventListener('visibilitychange', leave, options);
      addEventListener('pagehide', leave, options);
    } catch {
      // Misconfigured: the click reports it.
    }
  }

  /** Forgets the session: it is for one attempt. */
  forget(): void {
    this.#held?.watch.abort();
    this.#held = undefined;
  }

  /** Ends the request too: nobody will use the session. */
  end(): void {
    this.#held?.stop.abort();
    this.forget();
  }

  get #settings(): readonly unknown[] {
    const { settings, language } = this.#options;
    return [language(), ...settingNames.map((name) => comparable(settings[name]))];
  }

  #isCurrent({ settings, at }: Pick<Held, 'settings' | 'at'>, life: number): boolean {
    const now = this.#settings;
    const age = Date.now() - at;
    // After the clock was set back, the age is unknown.
    return age >= 0 && age < life && settings.every((value, index) => value === now[index]);
  }
}

/** A setting as something that can be compared: lists and headers by their content. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value !== 'object' || value === null) return value;
  return value instanceof Headers ? [...value].join(' ') : Object.entries(value).join(' ');
}

/** Uses the prefetched session for the first request only; if that failed, requests a new one. */
export function usePrefetched(host: Host, prefetched: Prefetched): Host['createSession'] {
  let isUsed = false;
  return async (request, signal) => {
    if (isUsed) return host.createSession(request, signal);
    isUsed = true;
    return prefetched.linkUrl.catch(() => host.createSession(request, signal));
  };
}
