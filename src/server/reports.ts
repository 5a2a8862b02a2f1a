/**
 * What is reported of the calls to Enode, and how a function of the host is called without harm to
 * the answer. No report contains a secret, an access token, a linkUrl, a user id or a text from
 * Enode: only names, numbers and sentences of this package. Reports of whole requests are in hooks.ts.
 */

/** Which call to Enode a report is about. */
export type EnodeCall = 'token' | 'link' | 'relink' | 'user' | 'assets' | 'unlink' | 'integrations';

/** One request to Enode. */
export interface EnodeEvent {
  readonly type: 'enode';
  readonly call: EnodeCall;
  /** HTTP status of Enode's answer; missing if there was no answer. */
  readonly status?: number;
  /** In milliseconds. */
  readonly durationMs: number;
}

/** The host's token store failed. */
export interface TokenStoreFailure {
  readonly code: 'token-store-failed';
  readonly message: string;
}

/** The functions that receive these reports. */
export interface EnodeHooks {
  readonly onEvent?: ((event: EnodeEvent) => unknown) | undefined;
  readonly onError?: ((failure: TokenStoreFailure) => unknown) | undefined;
}

/** Calls a hook. A broken logger must neither break the answer nor end the process. */
export function tell<T>(hook: ((info: T) => unknown) | undefined, info: T): void {
  if (!hook) return;
  try {
    void Promise.resolve(hook(info)).catch(() => undefined);
  } catch {
    // There is nobody left to report it to.
  }
}
