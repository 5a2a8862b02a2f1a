/**
 * Waits that end. Knows the difference between a time that is over and a client that went away,
 * and nothing of what is waited for.
 */
import { Problem, type ProblemCode } from './problem.js';

/**
 * Runs `work` with a signal that aborts after `ms` milliseconds, or together with `parent`; `stop`
 * aborts it by hand. Not AbortSignal.timeout() and any(): timers of finished work would pile up,
 * and in Node they neither keep the process alive nor always survive garbage collection.
 */
export async function within<T>(
  { ms, parent }: { readonly ms?: number; readonly parent?: AbortSignal },
  work: (signal: AbortSignal, stop: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const follow = () => controller.abort(parent?.reason);
  const timer =
    ms === undefined ? undefined : setTimeout(() => controller.abort(new TimeIsOver()), ms);
  if (parent?.aborted) follow();
  parent?.addEventListener('abort', follow);
  try {
    return await work(controller.signal, () => controller.abort());
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener('abort', follow);
  }
}

/**
 * Waits for `work`, but no longer than `signal` allows: also where the work does not listen to it.
 * @throws Problem with the code `late` where the time is over, `client-closed` where the client is
 * gone; and whatever `work` itself rejects with.
 */
export function orAbort<T>(
  work: Promise<T>,
  signal: AbortSignal,
  late: ProblemCode = 'enode-timeout',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortProblem(signal, late));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The Problem that an aborted signal stands for. */
export function abortProblem(signal: AbortSignal, late: ProblemCode): Problem {
  return new Problem(signal.reason instanceof TimeIsOver ? late : 'client-closed');
}

class TimeIsOver extends Error {}
