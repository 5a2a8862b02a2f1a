/**
 * What the handler reports to its host while it works, for logs and metrics. No report contains a
 * secret, an access token, a linkUrl, a user id or a text from Enode.
 */
import type { Problem, ProblemCode } from './problem.js';
import { type EnodeEvent, tell } from './reports.js';
import type { RouteName } from './routes.js';

/** One thing that happened. `durationMs` is in milliseconds. */
export type HandlerEvent =
  | {
      readonly type: 'request';
      readonly route: RouteName;
      readonly method: string;
      readonly status: number;
      /** The problem's code, if the answer is a problem. */
      readonly code?: ProblemCode;
      readonly durationMs: number;
    }
  | EnodeEvent;

/** A failure that the operator of the handler should know about. */
export interface HandlerFailure {
  readonly code: ProblemCode | 'token-store-failed';
  readonly route?: RouteName;
  readonly status?: number;
  /** What to do about it. */
  readonly message: string;
  /**
   * What `getUserId` or `rateLimit` threw, or the place of a bug in this package. Never an error that
   * Enode caused.
   */
  readonly cause?: unknown;
}

/** Functions of the host that receive the reports. What they throw, or reject with, is ignored. */
export interface Hooks {
  readonly onEvent?: ((event: HandlerEvent) => unknown) | undefined;
  readonly onError?: ((failure: HandlerFailure) => unknown) | undefined;
}

/** Reports a problem to `onError`, if the operator can do something about it. */
export function tellProblem(hooks: Hooks, problem: Problem, route: RouteName): void {
  if (!problem.report) return;
  const { code, status, message, cause } = problem;
  const failure = { code, route, status, message };
  tell(hooks.onError, cause === undefined ? failure : { ...failure, cause });
}

/** The default `onError`. Without it nobody would see a failure, and nobody could correct it. */
export function logFailure({ code, route, message, cause }: HandlerFailure): void {
  const line = `enode-link-button: ${code}${route ? ` (${route})` : ''}: ${message}`;
  // eslint-disable-next-line no-console -- on a server this is the log
  console.error(...(cause === undefined ? [line] : [line, cause]));
}
