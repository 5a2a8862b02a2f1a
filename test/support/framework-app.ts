/**
 * The applications of test/frameworks: installs each from the packed package, in a folder outside
 * this repository, where no file of it can be found by accident; compiles, builds and serves it.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { startChild } from './children.js';
import { copyApplication, packInto, PACKAGE, unpackInto } from './packed-package.js';
import { freePort, run } from './programs.js';
import { serve } from './recipe-site.js';
import { useItFile } from './use-it.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'test/frameworks');
/** Kept from run to run, because an install takes longest; each checkout has its own. */
const work = join(tmpdir(), `enode-link-frameworks-${hashOf(root).slice(0, 12)}`);
/** What a run leaves in an application's folder for the next one. */
const KEPT = ['node_modules', '.installed-from'];

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

interface Lock {
  readonly packages: Record<
    string,
    { integrity?: string; readonly dependencies?: Record<string, string> }
  >;
}

/** An application that is installed and can be compiled and built. */
export interface FrameworkApp {
  readonly folder: string;
  /** Compiles it with files that are wrong on purpose; returns the names of the files with errors. */
  readonly check: () => Promise<{ readonly files: readonly string[]; readonly said: string }>;
  readonly build: () => Promise<void>;
  /** Serves it on an origin that also has the host's endpoints of `behind`. */
  readonly serve: (
    behind: string,
  ) => Promise<{ readonly base: string; readonly stop: () => Promise<void> }>;
}

/** All applications that there are. */
export async function allApps(): Promise<string[]> {
  const entries = await readdir(source, { withFileTypes: true });
  return entries
    .filter((entry) => existsSync(join(source, entry.name, 'package.json')))
    .map(({ name }) => name)
    .sort();
}

/** Makes the package that the applications install. */
export const pack = (): Promise<void> => packInto(work);

/** Installs one from the packed package, by its own lock, with what the playground prints for it. */
export async function install(name: string): Promise<FrameworkApp> {
  const folder = join(work, name);
  const made = ['node_modules', 'dist', '.next', '.svelte-kit'];
  await copyApplication(join(source, name), folder, { kept: KEPT, made });
  const printed = useItFile(name);
  if (printed) await writeFile(join(folder, 'src', printed.file), printed.code);
  const lock = await readLock(name);
  await writeFile(join(folder, 'package-lock.json'), lock);
  const stamp = join(folder, '.installed-from');
  const hash = hashOf(lock);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) {
    await unpackInto(folder, work);
  } else {
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    await run('npm', ['ci', ...quiet], folder);
    await writeFile(stamp, hash);
  }
  return appIn(folder);
}

/** A lock without the hash of the package itself, which each build changes. */
async function readLock(name: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(source, name, 'package-lock.json'), 'utf8')) as Lock;
  const own = lock.packages[`node_modules/${PACKAGE}`];
  assert.ok(own, `the lock of ${name} has no ${PACKAGE}`);
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  assert.deepEqual(
    own.dependencies,
    dependencies,
    `the lock of ${name} is old: run scripts/framework-locks`,
  );
  delete own.integrity;
  return JSON.stringify(lock, null, 2);
}

function appIn(folder: string): FrameworkApp {
  const npm = (...args: string[]) => run('npm', ['run', '--silent', ...args], folder);
  return {
    folder,
    check: async () => {
      const said = await sayings(folder, 'check');
      // A path at the start of a line, in quotes or in brackets, as each compiler has it.
      const files = [...said.matchAll(/(?:^|[\s"'/])((?:src|app|wrong)\/[\w./+-]+\.\w+)/gm)];
      return { files: [...new Set(files.map(([, file = '']) => file))].sort(), said };
    },
    build: async () => {
      await npm('build');
    },
    serve: async (behind) => {
      const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      const port = await freePort();
      const program = scripts.start
        ? await serve(
            folder,
            [await cli(folder, scripts.start), ...scripts.start.split(' ').slice(1), String(port)],
            `http://localhost:${port}`,
            { clientId: '', clientSecret: '' },
          )
        : undefined;
      const server = createServer((request, response) => {
        const { pathname } = new URL(request.url ?? '/', behind);
        const isHost = /^\/(?:session|user|callback|cdn\/.*)$/.test(pathname);
        const target = isHost ? behind : program?.base;
        if (target === undefined) {
          const file = join(folder, 'dist', pathname === '/' ? 'index.html' : pathname);
          readFile(file).then(
            (body) => {
              const type = TYPES[extname(file)] ?? 'application/octet-stream';
              response.writeHead(200, { 'content-type': type }).end(body);
            },
            () => response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end(),
          );
          return;
        }
        const { method, headers } = request;
        const outer = forward(
          new URL(request.url ?? '/', target),
          { method, headers },
          (answer) => {
            const status = pathname === '/favicon.ico' ? 204 : (answer.statusCode ?? 502);
            response.writeHead(status, answer.headers);
            answer.pipe(response);
          },
        );
        outer.on('error', () => response.writeHead(502).end());
        request.pipe(outer);
      }).listen(0, 'localhost');
      await once(server, 'listening');
      return {
        base: `http://localhost:${portOf(server)}`,
        stop: async () => {
          server.closeAllConnections();
          server.close();
          await program?.stop();
        },
      };
    },
  };
}

/** The script of an installed command, to be run without a shell, so that it ends with this process. */
async function cli(folder: string, command: string): Promise<string> {
  const [name = ''] = command.split(' ');
  const { bin } = JSON.parse(
    await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8'),
  ) as { bin: string | Record<string, string> };
  const path = typeof bin === 'string' ? bin : bin[name];
  assert.ok(path, `${name} has no command`);
  return join(folder, 'node_modules', name, path);
}

/** The output of a script that is expected to fail. */
async function sayings(folder: string, script: string): Promise<string> {
  const child = startChild('npm', ['run', '--silent', script], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  let said = '';
  child.stdout?.on('data', (chunk) => (said += String(chunk)));
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  assert.notEqual(code, 0, `all of it compiles: ${said}`);
  return stripVTControlCharacters(said);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
