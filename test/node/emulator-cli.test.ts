/** The command `enode-link-button` and its subcommand `emulator`, run as processes of their own. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { after, afterEach, describe, it } from 'node:test';
import { startEmulator } from '../../src/emulator/index.js';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.js';

const COMMANDS = {
  'enode-link-button': ['enode-link-button.ts'],
  'enode-link-button emulator': ['enode-link-button.ts', 'emulator'],
  'enode-emulator': ['enode-emulator.ts'],
} as const;
type Command = keyof typeof COMMANDS;
// Taken before any emulator was started.
const GLOBALS = [globalThis.Request, globalThis.Response];
const processes = new Set<ReturnType<typeof run>['child']>();
after(() => {
  for (const child of processes) child.kill('SIGKILL');
});

function runAs(command: Command, ...args: string[]) {
  const [file, ...first] = COMMANDS[command];
  const entry = fileURLToPath(new URL(`../../src/command/${file}`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  processes.add(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => {
    processes.delete(child);
    return { code, signal, ...output };
  });
  return { child, output, ended };
}

const run = (...args: string[]) => runAs('enode-link-button emulator', ...args);

/** Runs the emulator until it has printed everything. */
async function serve(...args: string[]) {
  return serveAs('enode-link-button emulator', ...args);
}

async function serveAs(command: Command, ...args: string[]) {
  const started = runAs(command, ...args);
  while (!started.output.out.includes('Ctrl+C')) {
    const next = await Promise.race([once(started.child.stdout, 'data'), started.ended]);
    assert.ok(Array.isArray(next), `ended early: ${started.output.err}`);
  }
  return { ...started, first: JSON.parse(started.output.out.split('\n')[0] ?? '') };
}

describe('enode-link-button', () => {
  for (const option of ['--help', '-h']) {
    it(`lists its commands with ${option}`, async () => {
      const { code, out, err } = await runAs('enode-link-button', option).ended;
      assert.equal(code, 0);
      assert.equal(err, '');
      assert.match(out, /^Usage: npx enode-link-button COMMAND/);
      assert.match(out, /^ {2}emulator /m);
    });
  }

  for (const [args, problem] of [
    [[], 'Name a command.'],
    [['emulatr'], 'There is no command "emulatr".'],
    [['--port', '0'], 'There is no command "--port".'],
    [['constructor'], 'There is no command "constructor".'],
    [[''], 'There is no command "".'],
  ] as const) {
    it(`says how it is used with exit code 2 after "${args.join(' ')}"`, async () => {
      const { code, out, err } = await runAs('enode-link-button', ...args).ended;
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.equal(err.split('\n')[0], `enode-link-button: ${problem}`);
      assert.match(err, /^Usage: npx enode-link-button COMMAND/m);
    });
  }

  it('has an emulator that serves and explains itself in the same way as enode-emulator', async () => {
    const { first, child, ended } = await serveAs('enode-emulator', '--port=0', '--link-port=0');
    assert.equal((await fetch(first.dashboardUrl)).status, 200);
    child.kill('SIGTERM');
    assert.equal((await ended).code, 0);
    for (const args of [['--help'], ['--prot', '1']]) {
      const { code, out, err } = await run(...args).ended;
      const other = await runAs('enode-emulator', ...args).ended;
      assert.deepEqual([other.code, other.out, other.err], [code, out, err]);
      assert.match(out + err, /npx enode-link-button emulator/);
      assert.doesNotMatch(out + err, /enode-emulator/);
    }
  });
});

describe('enode-link-button emulator', () => {
  it('prints one JSON line first, then the same for people, and serves', async () => {
    const args = ['--port', '0', '--link-port=0', '--client-id', 'me', '--client-secret', 's3cret'];
    const { first, output, child, ended } = await serve(...args);
    assert.deepEqual(Object.keys(first), [
      'oauthUrl',
      'apiUrl',
      'linkOrigin',
      'dashboardUrl',
      'clientId',
      'clientSecret',
    ]);
    assert.equal(first.clientId, 'me');
    assert.equal(first.clientSecret, 's3cret');
    assert.notEqual(first.linkOrigin, first.apiUrl);
    for (const value of Object.values(first)) {
      assert.ok(output.out.split('\n').slice(1).join('\n').includes(String(value)));
    }
    assert.equal((await fetch(first.dashboardUrl)).status, 200);
    child.kill('SIGTERM');
    assert.equal((await ended).code, 0);
  });

  it('prints three virtual assets, and an .env file that a shell and dotenv read', async () => {
    const secret = 'a secret $HOME `id` $(id) ${HOME} "#!';
    const args = ['--port=0', '--link-port=0', '--client-secret', secret];
    const { first, output, child, ended } = await serve(...args);
    const env = /^ENODE_CLIENT_ID=.*?(?=\n\n)/ms.exec(output.out)?.[0] ?? '';
    const { stdout } = await promisify(execFile)('sh', ['-c', `set -a; ${env}\nenv`], { env: {} });
    const read = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(stdout)?.[1] ?? '';
    assert.equal(read('ENODE_CLIENT_ID'), first.clientId);
    assert.equal(read('ENODE_CLIENT_SECRET'), secret);
    assert.equal(parseEnv(env).ENODE_CLIENT_SECRET, secret);
    assert.equal(read('ENODE_OAUTH_URL'), first.oauthUrl);
    assert.equal(read('ENODE_API_URL'), first.apiUrl);
    const dashboard = await (await fetch(first.dashboardUrl)).text();
    for (const type of ['VEHICLE', 'CHARGER', 'INVERTER']) {
      for (const part of ['USERNAME', 'PASSWORD']) {
        const value = read(`ENODE_${type}_${part}`);
        assert.ok(value && dashboard.includes(value), `${type} ${part}`);
        assert.ok(output.out.indexOf(value) < output.out.indexOf(env), 'in the text before');
      }
    }
    child.kill('SIGTERM');
    await ended;
  });

  it('starts without virtual assets with --empty', async () => {
    const { output, child, ended } = await serve('--port=0', '--link-port=0', '--empty');
    assert.match(output.out, /no virtual asset yet/);
    assert.doesNotMatch(output.out, /_USERNAME/);
    child.kill('SIGTERM');
    await ended;
  });

  it('announces public URLs, and answers to the names that it was given', async () => {
    const { first, output, child, ended } = await serve(
      ...['--port=0', '--link-port=0', '--public-url=http://emulator:4010'],
      ...['--link-public-url', 'https://link.example', '--allow-host=a', '--allow-host', 'b'],
    );
    assert.equal(first.apiUrl, 'http://emulator:4010');
    assert.equal(first.linkOrigin, 'https://link.example');
    assert.match(output.out, /^ENODE_API_URL=http:\/\/emulator:4010$/m);
    child.kill('SIGTERM');
    await ended;
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(
      `ends on ${signal} although a connection is open and an answer is due`,
      { timeout: 60_000 },
      async () => {
        const { first, child, ended } = await serve('--port', '0', '--link-port', '0');
        await fetch(`${first.apiUrl}/emulator/faults`, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ api: { delayMs: 600_000, times: 1 } }),
        });
        const hanging = fetch(`${first.apiUrl}/users`).catch(() => undefined);
        // The count goes down as the delay begins.
        let left = '1';
        while (left !== '0') {
          const faults = await (await fetch(`${first.apiUrl}/emulator/faults`)).text();
          left = /"times":(\d)/.exec(faults)?.[1] ?? '';
        }
        child.kill(signal);
        const { code, err } = await ended;
        assert.equal(code, 0);
        assert.equal(err, '');
        await hanging;
      },
    );
  }

  it('says in one line that a port is in use', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    try {
      for (const args of [
        ['--port', String(port), '--link-port', '0'],
        ['--port', '0', '--link-port', String(port)],
      ]) {
        const { code, out, err } = await run(...args).ended;
        assert.equal(code, 1);
        assert.equal(out, '');
        assert.match(
          err,
          new RegExp(`^enode-link-button emulator: Port ${port} .* is in use\\..*\\n$`),
        );
      }
    } finally {
      blocker.close();
    }
  });

  for (const [args, problem] of [
    [['--prot', '1'], /'--prot'/],
    [['--port', 'x'], /--port must be a port number/],
    [['--port', '70000'], /--port must be a port number/],
    [['--link-port=-1'], /--link-port must be a port number/],
    [['--vendor-port', '1e3'], /--vendor-port must be a port number/],
    [['--host'], /--host/],
    [['--client-id', ''], /--client-id needs a value/],
    [['--allow-host', 'a', '--allow-host='], /--allow-host needs a value/],
    [['--client-id', 'a:b'], /--client-id must be .*colon/],
    [['--client-secret', `it's $(id)`], /--client-secret must be (?!.*it's).*quote/],
    [['--client-secret', 'a\\'], /--client-secret must be .*backslash/],
    [['--allow-host', 'a..b'], /--allow-host must be a host name/],
    [['--allow-host', 'http://a'], /--allow-host must be a host name.* See npx/],
    [['--public-url', 'a:80'], /--public-url must be an http or https URL/],
    [['--link-public-url', 'http://a/b'], /--link-public-url must have no path/],
    [['extra'], /extra/],
  ] as const) {
    it(`refuses "${args.join(' ')}" in one line with exit code 1`, async () => {
      const { code, out, err } = await run(...args).ended;
      assert.equal(code, 1);
      assert.equal(out, '');
      assert.match(err, problem);
      assert.equal(err.trimEnd().split('\n').length, 1);
    });
  }

  it('explains itself with --help', async () => {
    const { code, out } = await run('--help').ended;
    assert.equal(code, 0);
    for (const option of ['--port', '--link-port', '--host', '--client-id', '--client-secret']) {
      assert.ok(out.includes(option));
    }
  });
});

describe('startEmulator', () => {
  const started = new Set<Emulator>();
  afterEach(async () => {
    for (const emulator of started) await emulator.close();
    started.clear();
  });
  async function start(options: EmulatorOptions = {}): Promise<Emulator> {
    const emulator = await startEmulator({ port: 0, linkPort: 0, ...options });
    started.add(emulator);
    return emulator;
  }

  it('frees both ports when it closes, twice if asked', async () => {
    const first = await start();
    const ports = [first.apiUrl, first.linkOrigin].map((url) => Number(new URL(url).port));
    await first.close();
    await first.close();
    const again = await start({ port: ports[0] ?? 0, linkPort: ports[1] ?? 0 });
    assert.equal(again.apiUrl, first.apiUrl);
  });

  it('leaves the link port free when the other one is taken', async () => {
    const first = await start();
    const port = Number(new URL(first.apiUrl).port);
    const linkPort = Number(new URL(first.linkOrigin).port);
    await assert.rejects(start({ port }), /is in use/);
    await first.close();
    assert.equal((await start({ port, linkPort })).linkOrigin, first.linkOrigin);
  });

  it('leaves the other ports free when the vendors’ one is taken', async () => {
    const first = await start();
    const [port = 0, linkPort = 0, vendorPort = 0] = [
      first.apiUrl,
      first.linkOrigin,
      first.vendorOrigin,
    ].map((url) => Number(new URL(url).port));
    await first.close();
    const blocker = createServer().listen(vendorPort, '127.0.0.1');
    await once(blocker, 'listening');
    await assert.rejects(start({ port, linkPort, vendorPort }), /is in use/);
    blocker.close();
    await once(blocker, 'close');
    assert.equal((await start({ port, linkPort, vendorPort })).vendorOrigin, first.vendorOrigin);
  });

  it('leaves the global Request and Response of the process alone', async () => {
    const emulator = await start();
    await fetch(emulator.dashboardUrl);
    assert.deepEqual([globalThis.Request, globalThis.Response], GLOBALS);
  });

  it('listens on IPv6 and writes its addresses so', async () => {
    const emulator = await start({ host: '::1' });
    assert.match(emulator.apiUrl, /^http:\/\/\[::1\]:\d+$/);
    assert.equal((await fetch(emulator.dashboardUrl)).status, 200);
  });
});
