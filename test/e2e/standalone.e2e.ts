/**
 * `enode-link-button.tgz`, the file for hosts without npm: what is in it, and that its commands run in an
 * empty folder outside this repository, with Node and nothing else.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { subcommands } from '../../src/command/run-command.js';
import { version } from '../../src/version.js';
import { endChild, startChild } from '../support/children.js';
import { run } from '../support/programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FILE = 'enode-link-button.tgz';

describe('the file for hosts without npm', () => {
  let folder: string;
  const inFolder = (...path: string[]): string => join(folder, ...path);
  /** Nothing of this repository, and no registry. */
  let env: NodeJS.ProcessEnv;
  const pack = async (target: string): Promise<Buffer> => {
    await run(process.execPath, ['--import', 'tsx', 'scripts/standalone.ts', target], root);
    return readFile(join(target, FILE));
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'enode-link-standalone-'));
    env = {
      PATH: process.env.PATH,
      HOME: folder,
      NODE_PATH: '',
      npm_config_cache: inFolder('cache'),
      npm_config_offline: 'true',
    };
    await pack(folder);
    await run('tar', ['xzf', FILE], folder);
  });
  after(() => rm(folder, { recursive: true }));

  it('is the same for the same files, and its hash is beside it', async () => {
    const again = inFolder('again');
    await mkdir(again);
    assert.ok((await pack(again)).equals(await readFile(inFolder(FILE))));
    await run('sha256sum', ['--check', '--strict', `${FILE}.sha256`], folder);
  });

  it('has one folder with the command, the files for pages, documents, recipes, examples and licences', async () => {
    const kinds = [
      /^(?:package\.json|LICENSE|third-party-licences\.txt)$/,
      /^(?:command|shared\/[\w-]+)\.js$/,
      /^cdn\/(?:[\w.-]+\.js(?:\.map)?|integrity\.json)$/,
      /^(?:docs\/)?[\w-]+\.(?:md|yaml)$/,
      // Without locks, which are larger than all the rest of them.
      /^(?:recipes|examples)\/(?!.*package-lock\.json$)/,
    ];
    const listed = (await run('tar', ['tzf', FILE], folder)).trim().split('\n');
    const files = listed.map((path) => path.replace(/^enode-link-button\//, ''));
    assert.deepEqual(
      files.filter((path) => !kinds.some((kind) => kind.test(path))),
      [],
    );
    for (const kind of kinds)
      assert.ok(
        files.some((path) => kind.test(path)),
        String(kind),
      );
    const cdn = files.filter((path) => path.startsWith('cdn/')).map((path) => path.slice(4));
    assert.deepEqual(cdn.sort(), (await readdir(join(root, 'dist/cdn'))).sort());
    for (const path of ['LICENSE', 'docs/own-endpoints.md', 'docs/emulator.md']) {
      assert.ok(files.includes(path), path);
    }
  });

  it('is as large as README.md says', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const [, size] = /`enode-link-button\.tgz` of a release \(([\d.]+) MB\)/.exec(readme) ?? [];
    const bytes = (await readFile(inFolder(FILE))).length;
    assert.ok(Math.abs(Number(size) - bytes / 1e6) <= 0.1, `${String(bytes)} bytes`);
  });

  it('is of this version, and needs no other package', async () => {
    const manifest = JSON.parse(
      await readFile(inFolder('enode-link-button/package.json'), 'utf8'),
    ) as Record<string, unknown>;
    assert.equal(manifest.version, version);
    assert.deepEqual(manifest.bin, { 'enode-link-button': 'command.js' });
    assert.equal(manifest.dependencies, undefined);
  });

  it('has every document that one of its documents links to', async () => {
    const names = await readdir(inFolder('enode-link-button'), { recursive: true });
    let count = 0;
    for (const name of names.filter((one) => one.endsWith('.md'))) {
      const path = inFolder('enode-link-button', name);
      const text = await readFile(path, 'utf8');
      assert.ok(!text.includes('!['), `${name} shows a picture`);
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s#]+)/g)) {
        if (/^https?:/.test(target) || !target.endsWith('.md')) continue;
        assert.ok(existsSync(join(dirname(path), target)), `${name}: ${target}`);
        count += 1;
      }
    }
    assert.ok(count > 50);
  });

  it('shows the usage of every command', async () => {
    for (const name of subcommands.keys()) {
      const args = ['enode-link-button/command.js', name, '--help'];
      const said = await run(process.execPath, args, folder, env);
      assert.match(said, new RegExp(`^Usage: npx enode-link-button ${name} `));
    }
  });

  for (const [way, ...command] of [
    ['Node', process.execPath, 'enode-link-button/command.js'],
    ['npx', 'npx', '--yes', '--package', `./${FILE}`, 'enode-link-button'],
  ] as const) {
    it(`runs the emulator by ${way}`, async () => {
      const [program, ...args] = command;
      const child = startChild(program, [...args, 'emulator', '--port=0', '--link-port=0'], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      assert.ok(child.stdout);
      const ended = once(child, 'exit');
      const [line] = (await Promise.race([
        once(child.stdout, 'data'),
        ended.then(([code]) => assert.fail(`it ended with ${String(code)}`)),
      ])) as [Buffer];
      const { apiUrl } = JSON.parse(line.toString().split('\n')[0] ?? '') as { apiUrl: string };
      assert.equal((await fetch(`${apiUrl}/health/ready`)).status, 204);
      endChild(child);
      await ended;
    });
  }
});
