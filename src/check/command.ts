/**
 * The command `enode-link-button check`: checks a host, prints what came of it, and says by the exit code
 * whether the host keeps all rules.
 */
import { CannotBegin, shown } from './begin.js';
import { check } from './check.js';
import { Emulator, EmulatorError } from './emulator.js';
import { Host } from './host.js';
import { Interrupted } from './http.js';
import { HELP, readOptions, UsageError } from './options.js';
import type { Options } from './options.js';
import { asJson, linesOf, summary } from './report.js';
import type { Verdict, Waits } from './rule.js';
import { WAITS } from './rule.js';
import { secretsOf, verdictWithoutSecrets, withoutSecrets } from './secrets.js';

/** Starts an emulator in this process. */
export type StartEmulator = (options: {
  readonly port: number;
  readonly linkPort: number;
  readonly clientId: string;
  readonly clientSecret: string;
}) => Promise<{ readonly apiUrl: string; close(): Promise<void> }>;

/** What the command needs of others, and what tests change. */
export interface Surroundings {
  readonly startEmulator: StartEmulator;
  readonly waits?: Waits;
  /** Writes what was asked for. Default: to the standard output. */
  readonly print?: (text: string) => void;
  /** Writes why the check could not begin. Default: to the standard error output. */
  readonly complain?: (text: string) => void;
}

const EXIT = { allKept: 0, broken: 1, couldNotBegin: 2, interrupted: 130 };
const PORT = 4010;

/** Runs one check. Returns the exit code. */
export async function runCheck(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const {
    startEmulator,
    waits = WAITS,
    print = (text) => process.stdout.write(text),
    complain = (text) => process.stderr.write(text),
  } = surroundings;
  const refuse = (message: string) => {
    complain(`enode-link-button check: ${message}\n`);
    return EXIT.couldNotBegin;
  };
  let options: Options | 'help';
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) return refuse(whyEnded(error));
    return refuse(`${error.message} See npx enode-link-button check --help.`);
  }
  if (options === 'help') {
    print(HELP);
    return EXIT.allKept;
  }
  const ending = new AbortController();
  const forget = onInterrupt(() => ending.abort());
  try {
    return await runWith(options, { startEmulator, waits, print }, ending.signal);
  } catch (error) {
    if (error instanceof Interrupted) return EXIT.interrupted;
    return refuse(withoutSecrets(whyEnded(error), secretsOf(options)));
  } finally {
    forget();
  }
}

function whyEnded(error: unknown): string {
  if (error instanceof CannotBegin || error instanceof EmulatorError) return error.message;
  const [line = ''] = String(error).split('\n');
  return `This is a bug of the checker, and not of your host: ${line}. Please report it, with this line.`;
}

async function runWith(
  options: Options,
  { startEmulator, waits, print }: Required<Omit<Surroundings, 'complain'>>,
  signal: AbortSignal,
): Promise<number> {
  const { clientId, clientSecret, urls, callbackTakesAnyQuery, headers, webhook } = options;
  const own = options.emulator ? undefined : await start(options, startEmulator);
  try {
    const url = options.emulator ?? new URL(own?.apiUrl ?? '');
    const emulator = new Emulator({ url, clientId, clientSecret }, signal);
    const host = new Host({ urls, callbackTakesAnyQuery, headers, waitMs: waits.answer, signal });
    const secrets = secretsOf(options);
    const say = (text: string) => {
      if (!options.json) print(text);
    };
    const clean = (verdict: Verdict) => verdictWithoutSecrets(verdict, secrets);
    say(`Checking ${shown(options.base)} with the emulator at ${url.origin}\n`);
    const verdicts = await check(
      { host, emulator, webhook, waits },
      {
        begun: (userId) =>
          say(
            `Signed in is ${JSON.stringify(withoutSecrets(userId, secrets))}. What this user has linked in the emulator is removed.\n\n`,
          ),
        tried: (rule, verdict) => say(linesOf(rule, clean(verdict))),
      },
    );
    say(summary(verdicts));
    if (options.json) {
      const cleaned = new Map([...verdicts].map(([rule, verdict]) => [rule, clean(verdict)]));
      print(`${JSON.stringify(asJson(cleaned), undefined, 2)}\n`);
    }
    const isBroken = [...verdicts.values()].some(({ status }) => status === 'FAIL');
    return isBroken ? EXIT.broken : EXIT.allKept;
  } finally {
    await own?.close();
  }
}

/** @throws {CannotBegin} if the port is not available */
async function start({ clientId, clientSecret }: Options, startEmulator: StartEmulator) {
  try {
    return await startEmulator({ port: PORT, linkPort: 0, clientId, clientSecret });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new CannotBegin(
      `The emulator could not be started: ${reason}. If an emulator runs there already, name it with --emulator http://127.0.0.1:${PORT}, and give its --client-id and --client-secret.`,
    );
  }
}

/** Ends gently at the first signal, and at once at the second. Returns a function that stops listening. */
function onInterrupt(end: () => void): () => void {
  let isEnding = false;
  const listener = () => {
    if (isEnding) process.exit(EXIT.interrupted);
    isEnding = true;
    end();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
