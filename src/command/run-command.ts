/**
 * The command `enode-link-button`: finds the subcommand and passes it the rest of the command line. To add
 * a subcommand, add a row here. Its options, output and exit codes are in its own module.
 */
import { runCheck } from '../check/command.js';
import { runEmulator } from '../emulator/command.js';
import { startEmulator } from '../emulator/index.js';

interface Subcommand {
  /** What it does, for the list of all. */
  readonly summary: string;
  /** Runs it; returns the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

export const subcommands: ReadonlyMap<string, Subcommand> = new Map([
  [
    'emulator',
    { summary: "runs an emulator of Enode's sandbox on this machine", run: runEmulator },
  ],
  [
    'check',
    {
      summary: "tries a host's own endpoints, in whatever language they are written",
      run: (args) => runCheck(args, { startEmulator }),
    },
  ],
]);

/** The exit code if the command line does not name an existing subcommand. */
const WRONG_USAGE = 2;

/** Runs one command line, given without the names of Node and of the script. Returns the exit code. */
export async function runCommand([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h') {
    process.stdout.write(usage());
    return 0;
  }
  const subcommand = name === undefined ? undefined : subcommands.get(name);
  if (subcommand) return subcommand.run(args);
  const problem = name === undefined ? 'Name a command.' : `There is no command "${name}".`;
  process.stderr.write(`enode-link-button: ${problem}\n\n${usage()}`);
  return WRONG_USAGE;
}

function usage(): string {
  const rows = [...subcommands].map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return `Usage: npx enode-link-button COMMAND [options]

Commands:
${rows.join('\n')}

npx enode-link-button COMMAND --help shows the options of a command.
`;
}
