/**
 * A Link session that is requested ahead of the click, and whether the click may still use it. It
 * belongs to the user who was signed in at that moment, and a page does not see another one sign in,
 * here or in another tab: so it lives shortly, in a page that stays visible and set as it is.
 * A failure is silent: the click asks again, and says what is wrong.
 */
import { createNonce } from '../return/message.js';
import { bare } from '../own-keys.js';
import type { Host, LinkSessionRequest } from '../session/ports.js';

/** How long a session may be used, in milliseconds. */
const LIFE = 60_000;
/** How long a failure keeps further gestures from asking again, in milliseconds. */
const REST = 30_000;

export interface Prefetched {
  readonly nonce: string;
  readonly linkUrl: Promise<string>;
}

interface Held extends Prefetched {
  /** Ends the request. */
  readonly stop: AbortController;
  /** Ends the watch over the page. */
  readonly watch: AbortController;
  readonly settings: readonly unknown[];
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What a prefetch needs of its element. */
export interface PrefetchOptions {
  /** All settings of this moment: if one of them has changed, the session is not used. */
  readonly settings: () => readonly unknown[];
  /** Throws where the settings are wrong: the click says so. */
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

  /** What the click may use; undefined if it has to ask itself. */
  get fresh(): Prefetched | undefined {
    const held = this.#held;
    if (!held || this.#isCurrent(held, LIFE)) return held;
    this.end();
    return undefined;
  }

  ask(): void {
    const { settings, buildRequest, createHost } = this.#options;
    if (this.fresh || (this.#failed && this.#isCurrent(this.#failed, REST))) return;
    const nonce = createNonce();
    try {
      const request = buildRequest(nonce);
      const [stop, watch] = [new AbortController(), new AbortController()];
      const linkUrl = createHost().createSession(request, stop.signal);
      const held = { nonce, linkUrl, stop, watch, settings: settings(), at: Date.now() };
      this.#held = held;
      linkUrl.catch(() => {
        if (this.#held !== held) return;
        this.forget();
        this.#failed = { settings: held.settings, at: Date.now() };
      });
      // The user may sign out in another tab, and somebody else in, before this one is seen again.
      const leave = (): void => {
        this.end();
      };
      const options = bare({ signal: watch.signal });
      document.addEventListener('visibilitychange', leave, options);
      addEventListener('pagehide', leave, options);
    } catch {
      // Misconfigured: the click says so.
    }
  }

  /** It is for one attempt. */
  forget(): void {
    this.#held?.watch.abort();
    this.#held = undefined;
  }

  /** Nobody will use it. */
  end(): void {
    this.#held?.stop.abort();
    this.forget();
  }

  #isCurrent({ settings, at }: Pick<Held, 'settings' | 'at'>, life: number): boolean {
    const now = this.#options.settings();
    const age = Date.now() - at;
    // A clock that was set back says nothing about the age.
    return age >= 0 && age < life && settings.every((value, index) => value === now[index]);
  }
}

/** The prefetched session for the first request; whatever became of it, a later one asks again. */
export function usePrefetched(host: Host, prefetched: Prefetched): Host['createSession'] {
  let isUsed = false;
  return async (request, signal) => {
    if (isUsed) return host.createSession(request, signal);
    isUsed = true;
    return prefetched.linkUrl.catch(() => host.createSession(request, signal));
  };
}
