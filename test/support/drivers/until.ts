/** Waiting for what another process does, of which a test receives no event. */
import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 15_000;
/** Each question takes processor time from the browser that is being waited for. */
const PAUSE_MS = 100;

/**
 * Asks until the answer is truthy, and returns it. An exception counts as "not yet". After the
 * limit it throws, naming `what` it waited for and the last exception.
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  what: string,
  limitMs = LIMIT_MS,
): Promise<NonNullable<T>> {
  const giveUp = Date.now() + limitMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > giveUp) throw new Error(`Waited in vain for: ${what}`, { cause });
    await sleep(PAUSE_MS);
  }
}
