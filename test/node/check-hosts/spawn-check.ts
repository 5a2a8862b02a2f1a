/** Runs the checker as a process, and looks at what it leaves behind in the emulator. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Emulator } from '../../../src/emulator/index.js';

/** The users that Enode knows. */
export async function usersOf({ apiUrl, clientId, clientSecret }: Emulator): Promise<string[]> {
  const token = await fetch(`${apiUrl}/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const Authorization = `Bearer ${(await token.json()).access_token as string}`;
  const users = await (await fetch(`${apiUrl}/users`, { headers: { Authorization } })).json();
  return (users.data as { id: string }[]).map(({ id }) => id);
}

/** Runs the command as a process of its own. */
export function spawnCheck(...args: string[]) {
  const entry = fileURLToPath(
    new URL('../../../src/command/enode-link-button.ts', import.meta.url),
  );
  const child = spawn(process.execPath, ['--import', 'tsx', entry, 'check', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = { out: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, ...output }));
  return { child, ended, output };
}
