/**
 * docs/emulator.md against the emulator: every block of code runs as it is printed, with ports and credentials
 * replaced, and its tables are complete.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { block, document } from './emulator-blocks.js';
import { emulate, LINK_BODY } from './emulator-fixture.js';

const root = new URL('../..', import.meta.url);
const entry = new URL('src/emulator/index.ts', root).href;
const cli = fileURLToPath(new URL('src/command/enode-link-button.ts', root));

const run = promisify(execFile);
const names = [
  ...['command', 'output', 'curl', 'in-process'],
  ...['play', 'play-answer', 'requests', 'requests-answer', 'sessions', 'sessions-answer'],
  'faults',
  // These run in emulator-containers.test.ts.
  ...['dockerfile', 'compose', 'actions'],
];

/** What stands in backticks in the first column of a table. */
function column(heading: string): string[] {
  const table = document.slice(document.search(new RegExp(`^\\| ${heading} +\\|`, 'm')));
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n').slice(2);
  return rows.flatMap((row) => {
    const [cell = ''] = row.split(' | ');
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
  });
}

/** JSON without its ids and times, which differ from run to run. */
function withoutChance(json: string): unknown {
  const ids = json.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID');
  return JSON.parse(ids.replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"TIME"'));
}

let fixture: Awaited<ReturnType<typeof emulate>>;
let folder = '';
before(async () => {
  fixture = await emulate();
  folder = await mkdtemp(join(tmpdir(), 'enode-emulator-document-'));
});
after(async () => {
  await fixture.emulator.close();
  await rm(folder, { recursive: true });
});

describe('docs/emulator.md', () => {
  it('has no block that is not run here', () => {
    const marked = [...document.matchAll(/<!-- test: ([\w-]+) -->\n+```/g)].map(([, name]) => name);
    assert.deepEqual(marked, names);
    assert.equal(document.match(/^```/gm)?.length, 2 * names.length);
  });

  it('shows the command, and the line that it prints', async () => {
    const [, command = '', subcommand = ''] = /^npx (\S+) (\S+)\n$/.exec(block('command')) ?? [];
    const { name, bin } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
    assert.equal(command, name);
    assert.equal(bin[command], './dist/command.js');
    const ports = ['--port=0', '--link-port=0'];
    const child = spawn(process.execPath, ['--import', 'tsx', cli, subcommand, ...ports]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill();
    await once(child, 'close');
    const withoutPorts = (text: string) => text.replaceAll(/:\d+(?=")/g, '');
    const [shown = ''] = block('output').split(', …');
    assert.ok(withoutPorts(line.toString()).startsWith(withoutPorts(shown)), line.toString());
  });

  it('gets a token by the command of the guide', async () => {
    const { oauthUrl, clientId, clientSecret } = fixture.emulator;
    const command = block('curl')
      .replace('http://127.0.0.1:4010', oauthUrl)
      .replace('CLIENT_ID:CLIENT_SECRET', `${clientId}:${clientSecret}`);
    const { stdout } = await run('sh', ['-c', command]);
    assert.equal(JSON.parse(stdout).token_type, 'bearer');
  });

  it('plays a user, and reports the requests and the session, as it shows', async () => {
    await fixture.emulator.reset();
    const shown = JSON.parse(block('sessions-answer'))[0] as Record<string, string>;
    const body = {
      ...LINK_BODY,
      scopes: shown.scopes,
      redirectUri: (JSON.parse(block('play-answer')) as { returnUrl: string }).returnUrl,
    };
    const version = { 'Enode-Version': '2024-10-01' };
    const { linkUrl } = (await fixture.call('POST', '/users/anna/link', body, version)).body;
    for (const name of ['play', 'requests', 'sessions']) {
      const command = block(name)
        .replace('http://127.0.0.1:4010', fixture.emulator.apiUrl)
        .replace('LINK_URL', String(linkUrl));
      const { stdout } = await run('sh', ['-c', command]);
      assert.deepEqual(withoutChance(stdout), withoutChance(block(`${name}-answer`)), name);
    }
  });

  it('starts an emulator in process, and ends it', async () => {
    const file = join(folder, 'in-process.mjs');
    const code = block('in-process');
    assert.ok(code.includes("'enode-link-button/emulator'"));
    const adapted = code.replace('enode-link-button/emulator', entry);
    const check = `
      for (const name of ['oauthUrl', 'apiUrl', 'linkOrigin', 'vendorOrigin', 'dashboardUrl', 'clientId', 'clientSecret'])
        if (!emulator[name]) throw new Error(name);
      if (!car.username || !car.password) throw new Error('no credentials');`;
    await writeFile(file, adapted + check);
    const options = { cwd: fileURLToPath(root) };
    const { stdout } = await run(process.execPath, ['--import', 'tsx', file], options);
    assert.match(stdout, /linkedVendorDelayMs: 3000/);
  });

  it('shows a set of faults that is accepted, and lists every fault', async () => {
    const faults: unknown = JSON.parse(block('faults'));
    const { status, body } = await fixture.call('PUT', '/emulator/faults', faults);
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body, faults);
    const refused = await fixture.call('PUT', '/emulator/faults', { unknown: 1 });
    const [issue] = refused.body.issues as { options: string[] }[];
    const listed = new Set(column('Fault').map((name) => name.split('.')[0] ?? ''));
    assert.deepEqual([...listed].sort(), [...(issue?.options ?? [])].sort());
    assert.deepEqual(Object.keys(body).sort(), [...listed].sort(), 'the example has them all');
    await fixture.call('DELETE', '/emulator/faults');
  });

  it('lists the options that the command has', async () => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', cli, 'emulator', '--help']);
    const has = [...stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name);
    assert.deepEqual([...column('Option'), '--help'], has);
  });

  it('lists calls that there are', async () => {
    const calls = [...document.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`\s]*)`/g)];
    assert.ok(calls.length > 20);
    for (const [, method = '', path = ''] of calls) {
      // A choice, an option, or a name: one of them will do to find the route.
      const plain = path.replaceAll(/\{(\w+)[^}]*\}/g, '$1').replaceAll(/[[\]…]/g, '');
      const { status, body } = await fixture.call(method, plain, method === 'GET' ? undefined : {});
      assert.notEqual(status, 405, path);
      assert.notEqual(body.title, 'Not found', path);
    }
  });
});
