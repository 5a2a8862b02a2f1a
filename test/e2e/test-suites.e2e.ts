/**
 * The examples of docs/test-suites.md, each run by its own test runner: all tests pass with the back end of
 * test/suites/host, and all fail with one that has no endpoints. `npm run test:suites` installs the runners
 * and plays this file.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startChild } from '../support/children.js';
import { chromiumOptions } from '../support/launch-options.js';
import { packInto } from '../support/packed-package.js';
import { freePort, run } from '../support/programs.js';
import { countTests, source, TEST_SUITES, type TestSuite } from '../support/test-suites.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ENDPOINTS = "if (pathname.startsWith('/api/enode/')) return endpoints(request);";
const NOTICE = 'notices.push({ user: user.id, id: charger.id });';

describe('the examples of test suites', { timeout: 1_200_000 }, () => {
  let work: string;
  const inWork = (...path: string[]): string => join(work, ...path);

  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'enode-link-suites-'));
    // What the reader has: the file for hosts without npm, and for Playwright the package.
    await run(process.execPath, ['--import', 'tsx', 'scripts/standalone.ts', work], root);
    await run('tar', ['xzf', 'enode-link-button.tgz'], work);
    await packInto(work);
    await cp(join(source, 'playwright'), inWork('playwright'), { recursive: true });
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    await run('npm', ['ci', ...quiet], inWork('playwright'));
    const packed = '../.packed/enode-link-button.tgz';
    await run('npm', ['install', '--no-save', ...quiet, packed], inWork('playwright'));
  });
  after(() => rm(work, { recursive: true }));

  /** Makes a folder of a suite, with a back end beside it. */
  async function folderOf({ name }: TestSuite, change = (host: string) => host): Promise<string> {
    const folder = await mkdtemp(inWork(`${name}-`));
    await cp(join(source, name), folder, { recursive: true });
    await cp(join(source, 'host/index.html'), join(folder, 'index.html'));
    const host = await readFile(join(source, 'host/host.js'), 'utf8');
    await writeFile(join(folder, 'host.js'), change(host));
    await symlink(inWork('playwright/node_modules'), join(folder, 'node_modules'));
    await symlink(inWork('enode-link-button'), join(folder, 'enode-link-button'));
    if (name !== 'playwright') await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    return folder;
  }

  async function play({ build = [], command }: TestSuite, folder: string) {
    const [compiler, ...sources] = build;
    if (compiler !== undefined) await run(compiler, sources, folder);
    // Node tells a test runner that it runs inside another, and Playwright is one.
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    const [program = '', ...args] = command;
    const port = await freePort();
    const child = startChild(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        PORT: String(port),
        EMULATOR_PORT: String(await freePort()),
        CHROMIUM_BIN: chromiumOptions().executablePath,
        // Other tests of the same code may have run before.
        GOFLAGS: '-count=1',
        GOCACHE: inWork('go-cache'),
        NO_COLOR: '1',
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => (said += String(chunk)));
    }
    const [code] = (await once(child, 'close')) as [number];
    await assert.rejects(fetch(`http://localhost:${port}`), 'the back end still runs');
    return { code, said };
  }

  for (const suite of TEST_SUITES) {
    describe(suite.name, () => {
      const count = countTests(suite);

      it('passes with a back end that links', async () => {
        assert.ok(count >= 4);
        const { code, said } = await play(suite, await folderOf(suite));
        assert.equal(code, 0, said);
        assert.match(said, suite.passed(count));
      });

      it('fails in each of its tests with a back end that has no endpoints', async () => {
        const folder = await folderOf(suite, (host) => {
          assert.ok(host.includes(ENDPOINTS) && host.includes(NOTICE));
          return host.replace(ENDPOINTS, '').replace(NOTICE, 'continue;');
        });
        const { code, said } = await play(suite, folder);
        assert.notEqual(code, 0, said);
        assert.match(said, suite.failed(count));
      });
    });
  }

  it('have types that hold, where there are any', async () => {
    const typescript = join(root, 'node_modules/typescript/bin/tsc');
    await mkdir(inWork('playwright/node_modules/@types'), { recursive: true });
    const nodeTypes = 'node_modules/@types/node';
    await symlink(join(root, nodeTypes), inWork('playwright', nodeTypes));
    const options = [
      ...['--noEmit', '--strict', '--skipLibCheck'],
      ...['--module', 'nodenext', '--types', 'node'],
    ];
    const files = ['playwright.config.ts', 'fixtures.ts', 'link.spec.ts'];
    await run(process.execPath, [typescript, ...options, ...files], inWork('playwright'));
  });
});
