/**
 * How each recipe of docs/server.md becomes a site that runs, and how a page asks such a site. The
 * frameworks are the real ones, in production mode where they have one.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { freePort, run } from './programs.js';
import {
  adapt,
  recipes,
  replaced,
  serve,
  snippet,
  work,
  write,
  type Enode,
  type Site,
} from './recipe-site.js';

const bin = (path: string) => join(recipes, 'node_modules', path);
const NEXT = bin('next/dist/bin/next');
const VITE = bin('vite/bin/vite.js');
const NEXT_CONFIG = `export default { turbopack: { root: ${JSON.stringify(recipes)} } };\n`;
/** As create-next-app writes it. */
const NEXT_PATHS = '{"compilerOptions":{"paths":{"@/*":["./*"]}}}';
const KIT = {
  'package.json': '{"type":"module","private":true}',
  'vite.config.js':
    "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
  'src/app.html': '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body>',
};
/** A build machine has no secret. */
const withoutSecret = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

export async function startNext(port: number, base: string, enode: Enode): Promise<Site> {
  const folder = await write('next', {
    'package.json': '{"type":"module","private":true}',
    'next.config.mjs': NEXT_CONFIG,
    'jsconfig.json': NEXT_PATHS,
    'enode.ts': adapt(await snippet('handler'), enode, base),
    'app/api/enode/[...path]/route.ts': await snippet('next'),
  });
  await run(process.execPath, [NEXT, 'build'], folder, withoutSecret);
  return serve(folder, [NEXT, 'start', '-p', String(port)], base, enode);
}

export async function startSvelteKit(port: number, base: string, enode: Enode): Promise<Site> {
  const folder = await write('sveltekit', {
    ...KIT,
    'src/lib/server/enode.ts': replaced(
      adapt(await snippet('handler'), enode, base),
      './session.ts',
      '../../../session.ts',
    ),
    'src/routes/api/enode/[...path]/+server.ts': await snippet('sveltekit'),
  });
  await run(process.execPath, [VITE, 'build'], folder, withoutSecret);
  const args = ['preview', '--port', String(port), '--strictPort', '--host', 'localhost'];
  return serve(folder, [VITE, ...args], base, enode);
}

export function startProgram(name: string, change = (code: string) => code) {
  return async (port: number, base: string, enode: Enode): Promise<Site> => {
    const folder = await write(`${name}-${port}`, {
      'enode.ts': adapt(await snippet('handler'), enode, base),
      'server.ts': replaced(change(await snippet(name)), '3000', String(port)),
    });
    return serve(folder, ['server.js'], base, enode);
  };
}

export async function startWorker(
  port: number,
  base: string,
  enode: Enode,
  change = (code: string) => code,
): Promise<Site> {
  const folder = await write(`worker-${port}`, {
    'worker.ts': change(adapt(await snippet('worker'), enode, base)),
  });
  const args = [join(recipes, 'worker.mjs'), 'worker.js', String(port), join(work, 'kv')];
  return serve(folder, args, base, enode);
}

export type Start = (port: number, base: string, enode: Enode) => Promise<Site>;

export async function startAt(start: Start, enode: Enode): Promise<Site> {
  const port = await freePort();
  return start(port, `http://localhost:${port}`, enode);
}

/** A build with the secret's file imported where the document says not to. */
export async function buildNextTrap(enode: Enode): Promise<string> {
  const folder = await write('next-trap', {
    'package.json': '{"type":"module","private":true}',
    'next.config.mjs': NEXT_CONFIG,
    'enode.ts': adapt(await snippet('handler'), enode, 'https://app.example'),
    'app/api/enode/[...path]/route.js':
      "import { handler } from '../../../../enode.js';\nexport { handler as GET };\n",
  });
  return run(process.execPath, [NEXT, 'build'], folder, withoutSecret);
}

export const own = (site: Site, headers: Record<string, string> = {}) => ({
  Cookie: 'user=user-1',
  Origin: site.base,
  'Sec-Fetch-Site': 'same-origin',
  ...headers,
});

export function ask(
  site: Site,
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${site.base}/api/enode${path}`, { method, headers: own(site), ...init });
}

export function askForSession(
  site: Site,
  body: object | string = {},
  headers = {},
): Promise<Response> {
  const redirectUri = `${site.base}/api/enode/callback?enode_link=${'n'.repeat(22)}`;
  return ask(site, 'POST', '/link-session', {
    headers: own(site, { 'Content-Type': 'application/json', ...headers }),
    body: typeof body === 'string' ? body : JSON.stringify({ redirectUri, ...body }),
  });
}

export async function told(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code?: string };
  assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
  return `${response.status} ${code}`;
}
