/**
 * The command `enode-link-button emulator`: reads the options, starts the emulator of `index.ts`, prints
 * addresses and credentials, and serves until it is ended.
 */
import { parseArgs } from 'node:util';
import { startEmulator } from './index.js';
import type { Emulator, EmulatorOptions } from './index.js';
import { LOOPBACK } from './loopback.js';

const HELP = `Usage: npx enode-link-button emulator [options]

An emulator of Enode's sandbox on this machine: OAuth, API, Link UI and a dashboard.

Options:
  --port PORT             OAuth, API, dashboard, control (default 4010, 0 = any free port)
  --link-port PORT        Link UI (default 4011, 0 = any free port)
  --vendor-port PORT      sign-in page of the vendors, for a fault (default 0 = any free port)
  --host HOST             address to listen on (default ${LOOPBACK}: this machine only)
  --client-id ID          client id to accept (default: a random one)
  --client-secret SECRET  client secret to accept (default: a random one)
  --help                  show this text

The first line printed is JSON, for programs. Ctrl+C ends the emulator.
`;

/** A mistake in the command line. */
class UsageError extends Error {}

/**
 * Runs the emulator until it is ended. Returns the exit code: 0, or 1 if the options are wrong or a port
 * is not available, after one line that explains why.
 */
export async function runEmulator(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions([...args]);
    if (options === 'help') process.stdout.write(HELP);
    else await run(options);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof UsageError ? ' See npx enode-link-button emulator --help.' : '';
    process.stderr.write(`enode-link-button emulator: ${message}${hint}\n`);
    return 1;
  }
}

function readOptions(args: string[]): EmulatorOptions | 'help' {
  const text = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: text,
        'link-port': text,
        'vendor-port': text,
        host: text,
        'client-id': text,
        'client-secret': text,
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    // The message of parseArgs has several sentences; the first one names the option.
    const [first = ''] = (error instanceof Error ? error.message : '').split(/\. |\n/);
    throw new UsageError(`${first}.`);
  }
  if (values.help) return 'help';
  const { host, 'client-id': clientId, 'client-secret': clientSecret } = values;
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw new UsageError(`--${name} needs a value.`);
  }
  if (clientId?.includes(':')) throw new UsageError('--client-id must not have a colon.');
  return {
    port: readPort('port', values.port ?? '4010'),
    linkPort: readPort('link-port', values['link-port'] ?? '4011'),
    vendorPort: readPort('vendor-port', values['vendor-port'] ?? '0'),
    ...(host && { host }),
    ...(clientId && { clientId }),
    ...(clientSecret && { clientSecret }),
  };
}

function readPort(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65535) return Number(value);
  throw new UsageError(`--${name} must be a port number from 0 to 65535.`);
}

async function run(options: EmulatorOptions): Promise<void> {
  const emulator = await startEmulator(options);
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal means that the user does not want to wait.
      if (ending) process.exit(1);
      ending = true;
      void emulator.close();
    });
  }
  process.stdout.write(announce(emulator));
}

function announce(emulator: Emulator): string {
  const { oauthUrl, apiUrl, linkOrigin, dashboardUrl, clientId, clientSecret } = emulator;
  const line = { oauthUrl, apiUrl, linkOrigin, dashboardUrl, clientId, clientSecret };
  return `${JSON.stringify(line)}

Emulator of Enode's sandbox, ready.

  OAuth          ${oauthUrl}/oauth2/token
  API            ${apiUrl}
  Link UI        ${linkOrigin}
  Dashboard      ${dashboardUrl}
  Client ID      ${clientId}
  Client secret  ${clientSecret}

Create a virtual asset in the dashboard first. Ctrl+C ends the emulator.
`;
}
