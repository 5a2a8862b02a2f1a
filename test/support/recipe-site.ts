/**
 * Sites made of the snippets of docs/server.md: installs their frameworks, writes the snippets as
 * files beside what a host has of its own, and runs them as programs. Only what a reader replaces
 * too is replaced: environment, address and port.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HandlerEvent } from '../../src/server/index.js';
import { until } from './drivers/until.js';
import { run, startProgram, type Program } from './programs.js';
import { toJavaScript } from './typescript-blocks.js';

// Coverage would also measure the programs of other authors, which children run.
delete process.env.NODE_V8_COVERAGE;

const root = fileURLToPath(new URL('../..', import.meta.url));
export const recipes = join(root, 'test/recipes');
const modules = join(recipes, 'node_modules');
/** A folder of this process alone: two test files may run at once. */
export const work = join(recipes, '.work', String(process.pid));
/** Far over what an installation takes. */
const LIMIT_MS = 300_000;
export const SHOP = 'https://shop.example';

/** What docs/server.md takes as given: the host's own session, read from a cookie. */
export const SESSION = `export const readSession = async (request: Request) => {
  const id = /user=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
  return id === undefined ? undefined : { userId: decodeURIComponent(id) };
};
`;

/** Installs the frameworks and the built package, unless another test file has done so. */
export async function install(): Promise<void> {
  const lock = await readFile(join(recipes, 'package-lock.json'));
  const build = await readFile(join(root, 'dist/cdn/integrity.json'));
  const { mtimeMs } = await stat(join(root, 'dist/server.js'));
  await alone(async () => {
    await unlessDone('.installed-from', lock, async () => {
      await run('npm', ['ci', '--no-audit', '--no-fund'], recipes);
    });
    await unlessDone('.built-as', `${build.toString()}${String(mtimeMs)}`, async () => {
      // As npm would lay it, not as a link: bundlers follow a link to where it leads.
      const own = join(modules, 'enode-link-button');
      await rm(own, { recursive: true, force: true });
      await cp(join(root, 'dist'), join(own, 'dist'), { recursive: true });
      await cp(join(root, 'package.json'), join(own, 'package.json'));
    });
  });
}

/** Acts unless it was last done for the same `what`. */
async function unlessDone(
  name: string,
  what: string | Buffer,
  action: () => Promise<void>,
): Promise<void> {
  const hash = createHash('sha256').update(what).digest('hex');
  const stamp = join(modules, name);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
  await action();
  await writeFile(stamp, hash);
}

/** One process at a time: test files run side by side, and would remove each other's files. */
async function alone(action: () => Promise<void>): Promise<void> {
  const turn = join(recipes, '.work', 'installing');
  await mkdir(dirname(turn), { recursive: true });
  await until(
    async () => {
      const begun = await stat(turn).catch(() => undefined);
      // Nothing takes so long: the process that began it was ended.
      if (begun && Date.now() - begun.mtimeMs > LIMIT_MS) await rm(turn, { recursive: true });
      return await mkdir(turn).then(() => true);
    },
    'the installation of another process',
    LIMIT_MS,
  );
  try {
    await action();
  } finally {
    await rm(turn, { recursive: true, force: true });
  }
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

/** Removes the files of all sites. */
export const clean = () => rm(work, { recursive: true, force: true });

/** Writes files into a folder below the frameworks, TypeScript as JavaScript, and returns the folder. */
export async function write(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(work, name);
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of Object.entries({ 'session.ts': SESSION, ...files })) {
    const isTyped = path.endsWith('.ts');
    const target = join(folder, isTyped ? path.replace(/ts$/, 'js') : path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, isTyped ? toJavaScript(content) : content);
  }
  return folder;
}

export interface Enode {
  readonly oauthUrl: string;
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The handler of a snippet, with the emulator, at the address of the test; it prints its events. */
export function adapt(code: string, { oauthUrl, apiUrl }: Enode, base: string): string {
  const environment = replaced(code, "'sandbox'", JSON.stringify({ oauthUrl, apiUrl }));
  const extra = `allowedOrigins: ['${SHOP}'],
    onEvent: (event) => console.log('EVENT ' + JSON.stringify(event)),
    defaults:`;
  return replaced(replaced(environment, 'https://app.example', base), 'defaults:', extra);
}

/** A program that serves a site. */
export interface Site extends Program {
  readonly base: string;
  /** The events that `onEvent` has received so far. */
  readonly events: () => readonly HandlerEvent[];
}

/** Runs a program of Node until it answers at `base`. */
export async function serve(
  folder: string,
  args: readonly string[],
  base: string,
  { clientId, clientSecret }: Pick<Enode, 'clientId' | 'clientSecret'>,
  env: Record<string, string> = {},
): Promise<Site> {
  const program = await startProgram([process.execPath, ...args], {
    folder,
    // Any answer will do: the tests judge what it should be.
    address: `${base}/favicon.ico`,
    env: {
      ENODE_CLIENT_ID: clientId,
      ENODE_CLIENT_SECRET: clientSecret,
      NEXT_TELEMETRY_DISABLED: '1',
      ...env,
    },
  });
  const { said } = program;
  return {
    ...program,
    base,
    events: () => [...said().matchAll(/^EVENT (.*)$/gm)].map(([, json = '']) => JSON.parse(json)),
  };
}
