/**
 * What the handler tells its host while it works, for logs and metrics. Knows how to call a hook
 * without being harmed by it; decides nothing. No secret, access token, linkUrl, user id or text
 * of Enode's is part of any report: they are made of names, numbers and our own sentences.
 */
import type { Problem, ProblemCode } from './problem.js';

/** Which endpoint a request was for; `unknown` where none matched. */
export type RouteName =
  | 'link-session'
  | 'user'
  | 'vendors'
  | 'callback'
  | 'callback-script'
  | 'callback-style'
  | 'unknown';

/** Which call to Enode a report is about. */
export type EnodeCall = 'token' | 'link' | 'relink' | 'user' | 'assets' | 'unlink';

/** One thing that happened. `durationMs` is in milliseconds. */
export type HandlerEvent =
  | {
      readonly type: 'request';
      readonly route: RouteName;
      readonly method: string;
      readonly status: number;
      /** The problem's code, where the answer is one. */
      readonly code?: ProblemCode;
      readonly durationMs: number;
    }
  | {
      readonly type: 'enode';
      readonly call: EnodeCall;
      /** HTTP status of Enode's answer; missing where there was none. */
      readonly status?: number;
      readonly durationMs: number;
    };

/** A failure that the operator of the handler should know of. */
export interface HandlerFailure {
  readonly code: ProblemCode | 'token-store-failed';
  readonly route?: RouteName;
  readonly status?: number;
  /** What to do about it. */
  readonly message: string;
  /** What `getUserId` or `rateLimit` threw, or the place of a fault of ours. Nothing of Enode's. */
  readonly cause?: unknown;
}

/** Functions of the host that are told. What they throw, or reject with, is dropped. */
export interface Hooks {
  readonly onEvent?: ((event: HandlerEvent) => unknown) | undefined;
  readonly onError?: ((failure: HandlerFailure) => unknown) | undefined;
}

/** Calls a hook. A broken logger must not break the answer, nor end the process. */
export function tell<T>(hook: ((info: T) => unknown) | undefined, info: T): void {
  try {
    void Promise.resolve(hook?.(info)).catch(() => undefined);
  } catch {
    // Nobody is left to tell.
  }
}

/** Reports a problem to `onError`, where it is one for the operator. */
export function tellProblem(hooks: Hooks, problem: Problem, route: RouteName): void {
  if (!problem.report) return;
  const { code, status, message, cause } = problem;
  const failure = { code, route, status, message };
  tell(hooks.onError, cause === undefined ? failure : { ...failure, cause });
}

/** What `onError` is where the host gives none: a failure that nobody sees cannot be mended. */
export function logFailure({ code, route, message, cause }: HandlerFailure): void {
  const line = `enode-link-button: ${code}${route ? ` (${route})` : ''}: ${message}`;
  // eslint-disable-next-line no-console -- on a server this is the log
  console.error(...(cause === undefined ? [line] : [line, cause]));
}
