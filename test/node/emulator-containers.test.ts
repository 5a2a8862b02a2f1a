/**
 * The files for containers and CI in docs/emulator.md. A container engine is not at hand in every test run, so what the
 * files start is run without one: the same command, the same health check, the same addresses.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createEnodeLinkHandler } from '../../src/server/index.js';
import { block } from './emulator-blocks.js';
import { options } from './server-fixture.js';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../../src/command/enode-link-button.ts', import.meta.url));
const tsx = fileURLToPath(import.meta.resolve('tsx'));

/** The value of a key in the compose file: a list or a text on one line. */
function setting(key: string): string {
  const [, value] = new RegExp(`^ +${key}: (.*)$`, 'm').exec(block('compose')) ?? [];
  assert.ok(value, `the compose file has no ${key}`);
  return value;
}

/** Status of a request for this host name, which fetch does not let anybody choose. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  const [response] = await once(get(url, { headers: { Host: host } }), 'response');
  response.resume();
  return response.statusCode;
}

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enode-emulator-containers-'));
});
after(() => rm(folder, { recursive: true }));

describe('the compose file and the Dockerfile', () => {
  it('start an emulator that answers to the name of its service, and is found healthy', async () => {
    const entry = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(block('dockerfile'))?.[1] ?? '') as string[];
    assert.deepEqual(entry.slice(0, 2), ['node', '/emulator/dist/command.js']);
    const args = setting('command').slice(1, -1).split(', ');
    const ports = ['--port', '0', '--link-port', '0'];
    const command = [cli, ...entry.slice(2), ...args, ...ports];
    const child = spawn(process.execPath, ['--import', tsx, ...command]);
    const ended = once(child, 'close');
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const { apiUrl, clientId, clientSecret } = JSON.parse(line.toString().split('\n')[0] ?? '');
      const service = new URL(setting('ENODE_API_URL'));
      assert.equal(await statusFor(`${apiUrl}/health/ready`, service.host), 204);
      assert.equal(await statusFor(`${apiUrl}/health/ready`, 'foreign'), 421);
      assert.equal(clientId, setting('ENODE_CLIENT_ID'));
      assert.equal(clientSecret, setting('ENODE_CLIENT_SECRET'));
      const [, script = ''] = /-e, "(.*)"\]$/.exec(setting('test')) ?? [];
      const check = script.replace('http://127.0.0.1:4010', apiUrl);
      assert.notEqual(check, script);
      await run(process.execPath, ['-e', check]);
      child.kill('SIGTERM');
      assert.deepEqual(await ended, [0, null]);
      await assert.rejects(run(process.execPath, ['-e', check]), { code: 1 });
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  });

  it('give the server addresses that the handler accepts as private ones', () => {
    const [oauthUrl, apiUrl] = [setting('ENODE_OAUTH_URL'), setting('ENODE_API_URL')];
    const create = (environment: {
      oauthUrl: string;
      apiUrl: string;
      allowPrivateHttp?: boolean;
    }) => createEnodeLinkHandler(options({ environment }));
    assert.throws(() => create({ oauthUrl, apiUrl }), /add allowPrivateHttp: true/);
    assert.doesNotThrow(() => create({ oauthUrl, apiUrl, allowPrivateHttp: true }));
  });
});

describe('the step of GitHub Actions', () => {
  it('starts the emulator in the background, and ends when it is ready', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    blocker.close();
    await once(blocker, 'close');
    const lines = block('actions').split('\n');
    const from = lines.findIndex((line) => line.endsWith('run: |'));
    const to = lines.findIndex((line, index) => index > from && line.startsWith('- name'));
    const script = lines
      .slice(from + 1, to)
      .join('\n')
      .replace('npx enode-link-button', `'${process.execPath}' --import '${tsx}' '${cli}'`)
      .replace('emulator --', `emulator --port ${port} --link-port 0 --`)
      .replace('127.0.0.1:4010', `127.0.0.1:${port}`);
    const { stdout } = await run('bash', ['-e', '-c', `${script}\necho $!`], { cwd: folder });
    try {
      const log = await readFile(join(folder, 'emulator.log'), 'utf8');
      const { apiUrl, clientId, clientSecret } = JSON.parse(log.split('\n')[0] ?? '');
      assert.equal((await fetch(`${apiUrl}/health/ready`)).status, 204);
      const variables = [`ENODE_CLIENT_ID: ${clientId}`, `ENODE_CLIENT_SECRET: ${clientSecret}`];
      for (const line of variables) assert.ok(block('actions').includes(`${line}\n`), line);
    } finally {
      process.kill(Number(stdout));
    }
  });
});
