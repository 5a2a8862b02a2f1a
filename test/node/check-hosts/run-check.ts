/** Runs the command of the checker in this process, and says how tests call it. */
import { runCheck } from '../../../src/check/command.js';
import type { Emulator } from '../../../src/emulator/index.js';
import { COOKIE } from './own-host.js';
import { SHORT_WAITS } from './try-host.js';

/** Nothing listens there. */
export const NOWHERE = 'http://127.0.0.1:9';

/** The options that sign the user of the host in. */
export const SIGNED_IN = ['--header', `Cookie: ${COOKIE}`];

/** The options for an emulator that runs already. */
export function using({ apiUrl, clientId, clientSecret }: Emulator): string[] {
  const credentials = ['--client-id', clientId, '--client-secret', clientSecret];
  return ['--emulator', apiUrl, ...credentials];
}

/** Runs the command. The port on which it would start an emulator is in use. */
export async function run(...args: string[]) {
  const written = { out: '', err: '' };
  const code = await runCheck(args, {
    startEmulator: () => Promise.reject(new Error('Port 4010 on 127.0.0.1 is in use. Choose.')),
    waits: SHORT_WAITS,
    print: (text) => (written.out += text),
    complain: (text) => (written.err += text),
  });
  return { code, ...written };
}
