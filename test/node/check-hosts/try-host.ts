/** Checks a host against an emulator of its own, in this process and with short waits. */
import { randomUUID } from 'node:crypto';
import { check } from '../../../src/check/check.js';
import { Emulator as EmulatorControl } from '../../../src/check/emulator.js';
import { Host } from '../../../src/check/host.js';
import type { Verdict, Waits } from '../../../src/check/rule.js';
import { RULES } from '../../../src/check/rules.js';
import { startEmulator, type Emulator } from '../../../src/emulator/index.js';
import { COOKIE, WEBHOOK_SECRET } from './own-host.js';
import { serve, type Serve } from './serve.js';

export const SHORT_WAITS: Waits = { answer: 10_000, silence: 4000, lock: 4000, webhook: 5000 };

/** The verdict for each of the rules, by default for all. */
export async function tryHost(
  makeHost: (emulator: Emulator) => (origin: string) => Serve,
  { rules, clientSecret = randomUUID() }: { rules?: readonly string[]; clientSecret?: string } = {},
): Promise<ReadonlyMap<string, Verdict>> {
  const emulator = await startEmulator({ port: 0, linkPort: 0, clientSecret });
  const served = await serve(makeHost(emulator));
  const { apiUrl, clientId } = emulator;
  const at = (path: string) => new URL(path, served.origin);
  try {
    const urls = {
      session: at('/api/enode/link-session'),
      user: at('/api/enode/user'),
      devices: at('/api/enode/devices'),
      callback: at('/api/enode/callback'),
    };
    const host = new Host({
      urls,
      callbackTakesAnyQuery: false,
      headers: { Cookie: COOKIE },
      waitMs: SHORT_WAITS.answer,
    });
    return await check(
      {
        host,
        emulator: new EmulatorControl({ url: new URL(apiUrl), clientId, clientSecret }),
        webhook: { url: at('/hooks/enode'), secret: WEBHOOK_SECRET },
        waits: SHORT_WAITS,
        ...(rules && { rules: RULES.filter(({ rule }) => rules.includes(rule)) }),
      },
      { begun: () => undefined, tried: () => undefined },
    );
  } finally {
    await Promise.all([served.close(), emulator.close()]);
  }
}

/** The rules that a host does not keep, each with what the checker saw. */
export function broken(verdicts: ReadonlyMap<string, Verdict>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [rule, verdict] of verdicts) {
    if (verdict.status === 'FAIL') found.set(rule, `${verdict.seen} ${verdict.change}`);
  }
  return found;
}
