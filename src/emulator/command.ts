/**
 * The command `enode-link-button emulator`: reads the options, starts the emulator of `index.ts`, prints
 * addresses and credentials, and serves until it is ended.
 */
import { parseArgs } from 'node:util';
import { startEmulator } from './index.js';
import type { Emulator, EmulatorOptions } from './index.js';
import { OptionError, readOptions } from './options.js';
import { dotEnv } from './dot-env.js';
import { displayName } from './state/catalogue.js';
import { LOOPBACK } from './loopback.js';

const HELP = `Usage: npx enode-link-button emulator [options]

An emulator of Enode's sandbox on this machine: OAuth, API, Link UI and a dashboard.

Options:
  --port PORT             OAuth, API, dashboard, control (default 4010, 0 = any free port)
  --link-port PORT        Link UI (default 4011, 0 = any free port)
  --vendor-port PORT      sign-in page of the vendors, for a fault (default 0 = any free port)
  --host HOST             address to listen on (default ${LOOPBACK}: this machine only)
  --allow-host NAME       a further name that it is reached by, as in containers; repeatable
  --public-url URL        where others reach --port (default: its own address)
  --link-public-url URL   where browsers reach --link-port (default: its own address)
  --client-id ID          client id to accept (default: a random one)
  --client-secret SECRET  client secret to accept (default: a random one)
  --empty                 start without the three virtual assets
  --help                  show this text

The first line printed is JSON, for programs. Ctrl+C ends the emulator.
`;

/**
 * Runs the emulator until it is ended. Returns the exit code: 0, or 1 if the options are wrong or a port
 * is not available, after one line that explains why.
 */
export async function runEmulator(args: readonly string[]): Promise<number> {
  try {
    const options = parse([...args]);
    if (options === 'help') process.stdout.write(HELP);
    else await run(options);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof OptionError ? ' See npx enode-link-button emulator --help.' : '';
    process.stderr.write(`enode-link-button emulator: ${message}${hint}\n`);
    return 1;
  }
}

function parse(args: string[]): EmulatorOptions | 'help' {
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
        'allow-host': { type: 'string', multiple: true },
        'public-url': text,
        'link-public-url': text,
        'client-id': text,
        'client-secret': text,
        empty: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    // The message of parseArgs has several sentences; the first one names the option.
    const [first = ''] = (error instanceof Error ? error.message : '').split(/\. |\n/);
    throw new OptionError(`${first}.`);
  }
  if (values.help) return 'help';
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().includes('')) throw new OptionError(`--${name} needs a value.`);
  }
  const options = {
    port: portOf(values.port),
    linkPort: portOf(values['link-port']),
    vendorPort: portOf(values['vendor-port']),
    host: values.host,
    allowedHosts: values['allow-host'],
    publicUrl: values['public-url'],
    linkPublicUrl: values['link-public-url'],
    clientId: values['client-id'],
    clientSecret: values['client-secret'],
    readyAssets: !values.empty,
  };
  // Here as well, so that a mistake is reported by the name of the command's option.
  readOptions(options, optionName);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as EmulatorOptions;
}

/** No number, if the text is not a plain one, so that the check refuses it. */
function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

function optionName(name: keyof EmulatorOptions): string {
  if (name === 'allowedHosts') return '--allow-host';
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
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
  const assets = emulator.readyAssets.map(
    ({ name, vendor, vendorType, username, password }) =>
      `  ${vendorType.padEnd(15)}${username.padEnd(26)}${password.padEnd(20)}(${name}, ${displayName(vendor)})\n`,
  );
  return `${JSON.stringify(line)}

Emulator of Enode's sandbox, ready.

  OAuth          ${oauthUrl}/oauth2/token
  API            ${apiUrl}
  Link UI        ${linkOrigin}
  Dashboard      ${dashboardUrl}
  Client ID      ${clientId}
  Client secret  ${clientSecret}

${
  assets.length > 0
    ? `Virtual assets, to sign in with in Link UI:\n\n${assets.join('')}`
    : 'There is no virtual asset yet. Create one in the dashboard.\n'
}
For an .env file:

${dotEnv(emulator, emulator.readyAssets)}
Ctrl+C ends the emulator.
`;
}
