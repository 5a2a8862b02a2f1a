/**
 * Sites made of the snippets of docs/server.md: installs their frameworks, writes the snippets as
 * files beside what a host has of its own, and runs them as programs. Only what a reader replaces
 * too is replaced: environment, address and port. Knows nothing of what is asked of a site.
 */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChild, startChild } from '../../scripts/children.mjs';
import type { HandlerEvent } from '../../src/server/index.js';
import { until } from './drivers/until.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const recipes = join(root, 'test/recipes');
const modules = join(recipes, 'node_modules');
/** Of this process alone: two files of tests may run at once. */
export const work = join(recipes, '.work', String(process.pid));
export const SHOP = 'https://shop.example';

/** What docs/server.md takes as given: the host's own session, read from a cookie. */
const SESSION = `export const readSession = async (request) => {
  const id = /user=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
  return id === undefined ? undefined : { userId: decodeURIComponent(id) };
};
`;

/** Installs the frameworks where the lock is not the one that they were installed from. */
export async function install(): Promise<void> {
  // Another file of tests may be at it: two installations would take each other's files away.
  const lockFolder = join(recipes, '.installing');
  const giveUp = Date.now() + 180_000;
  while (
    !(await mkdir(lockFolder).then(
      () => true,
      () => false,
    )) &&
    Date.now() < giveUp
  ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    await installAlone();
  } finally {
    await rm(lockFolder, { recursive: true, force: true });
  }
}

async function installAlone(): Promise<void> {
  const lock = await readFile(join(recipes, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const stamp = join(modules, '.installed-from');
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== hash) {
    await run('npm', ['ci', '--no-audit', '--no-fund'], recipes);
    await writeFile(stamp, hash);
  }
  // As npm would lay it, not as a link: bundlers follow a link to where it leads.
  const own = join(modules, 'enode-link-button');
  await rm(own, { recursive: true, force: true });
  await cp(join(root, 'dist'), join(own, 'dist'), { recursive: true });
  await cp(join(root, 'package.json'), join(own, 'package.json'));
}

/** The block after `<!-- test: name -->`. */
export async function snippet(name: string): Promise<string> {
  const document = await readFile(join(root, 'docs/server.md'), 'utf8');
  const [, code] =
    new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)^\`\`\``, 'ms').exec(document) ?? [];
  assert.ok(code, `docs/server.md has no block marked "${name}"`);
  return code;
}

/** `text` with one thing replaced, which must be there. */
export function replaced(text: string, from: string, to: string): string {
  assert.ok(text.includes(from), `nothing to replace: ${from}`);
  return text.replaceAll(from, to);
}

/** Removes what sites have left. */
export const clean = () => rm(work, { recursive: true, force: true });

/** Writes files into a folder below the frameworks, and returns the folder. */
export async function write(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(work, name);
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of Object.entries({ 'session.js': SESSION, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

export interface Enode {
  readonly oauthUrl: string;
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The handler of a snippet, on the emulator, at the address of the test; tells what happens. */
export function adapt(code: string, { oauthUrl, apiUrl }: Enode, base: string): string {
  const environment = replaced(code, "'sandbox'", JSON.stringify({ oauthUrl, apiUrl }));
  const extra = `allowedOrigins: ['${SHOP}'],
    onEvent: (event) => console.log('EVENT ' + JSON.stringify(event)),
    defaults:`;
  return replaced(replaced(environment, 'https://app.example', base), 'defaults:', extra);
}

/** A program that serves a site. */
export interface Site {
  readonly base: string;
  /** What `onEvent` was told so far. */
  readonly events: () => readonly HandlerEvent[];
  /** All that the program wrote. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

/** Runs a program until it answers at `base`. */
export async function serve(
  folder: string,
  args: readonly string[],
  base: string,
  { clientId, clientSecret }: Pick<Enode, 'clientId' | 'clientSecret'>,
  env: Record<string, string> = {},
): Promise<Site> {
  const child = startChild(process.execPath, [...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ENODE_CLIENT_ID: clientId,
      ENODE_CLIENT_SECRET: clientSecret,
      NEXT_TELEMETRY_DISABLED: '1',
      ...env,
    },
  });
  const said = listen(child);
  const ended = once(child, 'exit');
  const isThere = async () => {
    if (child.exitCode !== null) return true;
    // Any answer will do: what it should be is for the tests to say.
    await (await fetch(`${base}/favicon.ico`)).text();
    return true;
  };
  await until(isThere, `${args.join(' ')}\n${said()}`, 60_000);
  assert.equal(child.exitCode, null, `it ended: ${said()}`);
  return {
    base,
    said,
    events: () => [...said().matchAll(/^EVENT (.*)$/gm)].map(([, json = '']) => JSON.parse(json)),
    stop: async () => {
      endChild(child);
      await ended;
    },
  };
}

/** Runs a program to its end, which must be a good one; returns what it said. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = startChild(command, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = listen(child);
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 0, `${command} ${args.join(' ')} failed: ${said()}`);
  return said();
}

function listen(child: ChildProcess): () => string {
  let said = '';
  const add = (chunk: unknown) => (said += String(chunk));
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => said;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
