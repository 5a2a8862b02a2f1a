/**
 * A check from its beginning to its end: begins, tries each rule, and leaves the emulator as it was, apart
 * from what the signed-in user had linked there.
 */
import { randomBytes } from 'node:crypto';
import { begin, CannotBegin, RATE_LIMITED } from './begin.js';
import type { Emulator } from './emulator.js';
import type { Host } from './host.js';
import { skip } from './rule.js';
import type { Context, Rule, Verdict, Waits, WebhookTarget } from './rule.js';
import { RULES } from './rules.js';

/** What is checked, and how. */
export interface Check {
  readonly host: Host;
  readonly emulator: Emulator;
  readonly webhook: WebhookTarget | undefined;
  readonly waits: Waits;
  /** Those that are tried. Default: all. */
  readonly rules?: readonly Rule[];
}

/** Learns how the check goes. */
export interface Listener {
  begun(userId: string): void;
  tried(rule: string, verdict: Verdict): void;
}

/**
 * Tries the rules.
 *
 * @throws {CannotBegin} if the host cannot be checked, or limits the rate of requests on the way
 * @throws {EmulatorError} if the emulator cannot do what the check needs
 * @throws {Interrupted} if the user ended the check
 */
export async function check(
  { host, emulator, webhook, waits, rules = RULES }: Check,
  listener: Listener,
): Promise<ReadonlyMap<string, Verdict>> {
  await emulator.assertIsThere();
  const faults = await emulator.faults();
  await emulator.signIn();
  const stranger = `enode-check-${randomBytes(6).toString('hex')}`;
  const users = [stranger];
  try {
    await emulator.setFaults({});
    const beginning = await begin(host, emulator);
    users.push(beginning.userId);
    listener.begun(beginning.userId);
    const verdicts = new Map<string, Verdict>();
    const context = { host, emulator, stranger, webhook, waits, verdicts, ...beginning };
    for (const rule of rules) {
      const verdict = await tryRule(rule, context);
      verdicts.set(rule.rule, verdict);
      listener.tried(rule.rule, verdict);
    }
    return verdicts;
  } finally {
    await tidy(emulator.withoutSignal(), users, faults);
  }
}

async function tryRule({ needs = [], mayBeBusy, try: tried }: Rule, context: Context) {
  const missing = needs.find((part) => context.missing.has(part));
  if (missing !== undefined) return skip(context.missing.get(missing) ?? '');
  const { host } = context;
  const before = host.timesBusy;
  const verdict = await tried(context);
  if (host.timesBusy > before && !mayBeBusy) throw new CannotBegin(RATE_LIMITED);
  return verdict;
}

/** Also after the user has ended the check, and although the emulator may be gone. */
async function tidy(
  emulator: Emulator,
  users: readonly string[],
  faults: Awaited<ReturnType<Emulator['faults']>>,
): Promise<void> {
  try {
    try {
      await emulator.setFaults({});
      for (const userId of users) await emulator.deleteUser(userId);
    } finally {
      await emulator.setFaults(faults);
    }
  } catch {
    // What went wrong before is what the user should read.
  }
}
