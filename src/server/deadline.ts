/**
 * Waiting with a deadline. A wait that ends early fails with a different problem if the time is over
 * than if the client disconnected.
 */
import { Problem, type ProblemCode } from './problem.js';

/**
 * Runs `work` with a signal that aborts after `ms` milliseconds, or together with `parent`; `stop`
 * aborts it at once. AbortSignal.timeout() and any() are not used: timers of finished work would pile
 * up, and in Node they neither keep the process alive nor always survive garbage collection.
 */
export async function within<T>(
  { ms, parent }: { readonly ms?: number; readonly parent?: AbortSignal },
  work: (signal: AbortSignal, stop: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const follow = () => controller.abort(parent?.reason);
  const timer =
    ms === undefined ? undefined : setTimeout(() => controller.abort(new TimeOver()), ms);
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
 * Waits for `work` until `signal` aborts, even if the work does not listen to the signal.
 * @throws Problem with the code `late` if the time is over, or `client-closed` if the client
 * disconnected; otherwise whatever `work` rejects with.
 */
export function orAbort<T>(
  work: Promise<T>,
  signal: AbortSignal,
  late: ProblemCode = 'enode-timeout',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortProblem(signal, late));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    const stop = () => signal.removeEventListener('abort', abort);
    work.then(resolve, reject);
    // Not `finally`, which makes several promises of each wait.
    void work.then(stop, stop);
  });
}

/** The Problem that an aborted signal stands for. */
export function abortProblem(signal: AbortSignal, late: ProblemCode): Problem {
  return new Problem(signal.reason instanceof TimeOver ? late : 'client-closed');
}

class TimeOver extends Error {}
