/** Whether one slow request holds up the others of a user (docs/own-endpoints.md, "no-locks"). */
import type { Emulator } from '../emulator.js';
import type { Host } from '../host.js';
import { fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';

export const noLocksRules: readonly Rule[] = [
  { rule: 'no-locks', needs: ['session', 'user'], try: answersSideBySide },
];

async function answersSideBySide({ host, emulator, waits }: Context): Promise<Verdict> {
  // With a status of its own, so that no session is made after the check has gone on.
  const fault = { method: 'POST', delayMs: waits.lock, status: 503, times: 1 };
  const { result: first } = await emulator.observe(() => whoIsFirst(host, emulator), {
    routes: [{ path: '/users/*/link', ...fault }],
  });
  if (first === 'user') return ok;
  return fail(
    `Sent GET user-url while Enode took ${waits.lock / 1000} s for a Link session of the same user; the host answered the session first.`,
    'Release the lock of the session before you call Enode (PHP: session_write_close()), and serve several requests at a time: a development server may need more workers.',
  );
}

/** Which of two requests is answered first, of which the earlier one takes long. */
async function whoIsFirst(host: Host, emulator: Emulator): Promise<'session' | 'user'> {
  const ending = new AbortController();
  const session = host.link({}, { signal: ending.signal }).then(() => 'session' as const);
  try {
    const begun = waitUntilBegun(emulator, ending.signal).then(() => host.read('user'));
    return await Promise.race([session, begun.then(() => 'user' as const)]);
  } finally {
    ending.abort();
    session.catch(() => undefined);
  }
}

const PAUSE_MS = 20;

/** Waits until the host has called Enode. A fault is counted as it begins. */
async function waitUntilBegun(emulator: Emulator, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { routes = [] } = await emulator.faults();
    if (routes[0]?.times === 0) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
