/** The command `enode-link-button check`: its options, what it prints, and its exit codes. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { documentPath } from '../../src/check/rules-document.js';
import { RULES } from '../../src/check/rules.js';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { FAULTS, naiveHost } from './check-hosts/naive-host.js';
import { ownHost, WEBHOOK_SECRET } from './check-hosts/own-host.js';
import { NOWHERE, run, SIGNED_IN, using } from './check-hosts/run-check.js';
import { serve, type Served } from './check-hosts/serve.js';
import { spawnCheck, usersOf } from './check-hosts/spawn-check.js';

const ids = RULES.map(({ rule }) => rule);

interface Row {
  readonly rule: string;
  readonly status: string;
  readonly detail?: string;
}

describe('enode-link-button check', () => {
  let emulator: Emulator;
  let host: Served;
  before(async () => {
    emulator = await startEmulator({ port: 0, linkPort: 0, clientSecret: randomUUID() });
    host = await serve(ownHost(emulator));
  });
  after(async () => {
    await Promise.all([host.close(), emulator.close()]);
  });
  const base = () => `${host.origin}/api/enode`;

  it('prints a line for each rule, and ends with 0 if the host keeps them all', async () => {
    const hooks = [
      '--webhook-url',
      `${host.origin}/hooks/enode`,
      '--webhook-secret',
      WEBHOOK_SECRET,
    ];
    const { code, out, err } = await run(base(), ...SIGNED_IN, ...hooks, ...using(emulator));
    assert.equal(err, '');
    assert.equal(code, 0, out);
    const [first, second, empty, ...rest] = out.trimEnd().split('\n');
    assert.equal(first, `Checking ${base()} with the emulator at ${emulator.apiUrl}`);
    assert.match(second ?? '', /^Signed in is "ada"\. What this user has linked .* is removed\.$/);
    assert.equal(empty, '');
    assert.deepEqual(
      rest.slice(0, -2),
      ids.map((id) => `ok    ${id}`),
    );
    assert.equal(rest.at(-1), `${ids.length} ok, 0 FAIL, 0 skip`);
  });

  it('skips webhooks and sign-in if it does not know how they work, and ends with 0', async () => {
    const open = await serve(ownHost(emulator, { options: () => ({ getUserId: () => 'ada' }) }));
    try {
      const { code, out } = await run(`${open.origin}/api/enode/`, '--json', ...using(emulator));
      const rows = JSON.parse(out) as Row[];
      const skipped = rows.filter(({ status }) => status === 'skip');
      assert.equal(code, 0, out);
      assert.deepEqual(
        skipped.map(({ rule }) => rule),
        ['nobody-signed-in', 'webhook-accepted', 'webhook-forged', 'webhook-repeated'],
      );
      assert.match(skipped[0]?.detail ?? '', /--header/);
      assert.match(skipped[1]?.detail ?? '', /--webhook-url/);
    } finally {
      await open.close();
    }
  });

  it('finds all twelve faults of a naive host, says in two lines what to change, and ends with 1', async () => {
    const naive = await serve(() => naiveHost(emulator));
    try {
      const args = [
        ...['--session-url', `${naive.origin}/session`, '--user-url', `${naive.origin}/user`],
        ...['--devices-url', `${naive.origin}/devices`],
        ...['--webhook-url', `${naive.origin}/hooks`, '--webhook-secret', WEBHOOK_SECRET],
        ...using(emulator),
      ];
      const { code, out } = await run(naive.origin, ...args);
      assert.equal(code, 1);
      for (const rule of Object.keys(FAULTS)) {
        const lines = new RegExp(
          `^FAIL  ${rule}\\n {6}.+\\n {6}.+ docs/own-endpoints\\.md#${rule}$`,
          'm',
        );
        assert.match(out, lines);
      }
      assert.match(out, /\nThe rules are explained in docs\/own-endpoints\.md\n$/);
      const { out: json } = await run(naive.origin, '--json', ...args);
      const rows = JSON.parse(json) as Row[];
      assert.deepEqual(
        rows.map(({ rule }) => rule),
        ids,
      );
      for (const { rule, status, detail } of rows) {
        if (rule in FAULTS) assert.equal(status, 'FAIL', rule);
        if (status === 'FAIL')
          assert.match(detail ?? '', new RegExp(`docs/own-endpoints\\.md#${rule}$`));
        if (status === 'ok') assert.equal(detail, undefined);
      }
    } finally {
      await naive.close();
    }
  });

  it('finds the rules in the package, and in the file for hosts without npm', () => {
    const folder = mkdtempSync(join(tmpdir(), 'enode-link-rules-'));
    try {
      for (const place of ['shared', 'dist/shared']) {
        const module = pathToFileURL(join(folder, place, 'checker.js')).href;
        assert.equal(documentPath(module), 'docs/own-endpoints.md');
      }
      mkdirSync(join(folder, 'docs'));
      writeFileSync(join(folder, 'docs/own-endpoints.md'), '');
      for (const place of ['shared', 'dist/shared']) {
        const module = pathToFileURL(join(folder, place, 'checker.js')).href;
        assert.equal(resolve(documentPath(module)), join(folder, 'docs/own-endpoints.md'));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('prints no cookie, secret, token or linkUrl', async () => {
    const echo = await serve(
      ownHost(emulator, {
        after: async (response, request) => {
          const cookie = request.headers.get('Cookie') ?? '';
          const token = request.headers.get('Authorization')?.replace('Bearer ', '') ?? '';
          return request.method === 'PUT' ? Response.json({ [cookie]: 1, [token]: 2 }) : response;
        },
      }),
    );
    try {
      const hooks = ['--webhook-url', `${NOWHERE}/`, '--webhook-secret', WEBHOOK_SECRET];
      const token = ['--header', `Authorization: Bearer ${'canary'.repeat(5)}`];
      const signIn = [...SIGNED_IN, ...token];
      const args = [`${echo.origin}/api/enode`, ...signIn, ...hooks, ...using(emulator)];
      for (const extra of [[], ['--json']]) {
        const { code, out, err } = await run(...args, ...extra);
        assert.equal(code, 1);
        for (const secret of [
          'canary',
          emulator.clientSecret,
          emulator.linkOrigin,
          'linkToken":',
        ]) {
          assert.ok(!(out + err).includes(secret), secret);
        }
      }
    } finally {
      await echo.close();
    }
  });

  it('leaves the faults and the data of others in the emulator as they were', async () => {
    await emulator.setFaults({ linkedVendorDelayMs: 1 });
    await emulator.addDevice('grace', { vendorType: 'charger' });
    const { code } = await run(base(), ...SIGNED_IN, ...using(emulator));
    assert.equal(code, 0);
    assert.deepEqual(emulator.faults, { linkedVendorDelayMs: 1 });
    assert.deepEqual(await usersOf(emulator), ['grace']);
    await emulator.reset();
  });

  it('explains itself with --help, as a process of its own', async () => {
    const { code, out } = await spawnCheck('--help').ended;
    assert.equal(code, 0);
    for (const option of ['--session-url', '--header', '--emulator', '--client-secret', '--json']) {
      assert.ok(out.includes(option));
    }
  });

  it('tidies up if it is interrupted', async () => {
    await emulator.setFaults({ linkedVendorDelayMs: 2 });
    const { child, ended, output } = spawnCheck(base(), ...SIGNED_IN, ...using(emulator));
    while (!output.out.includes('ok    session-new')) await once(child.stdout, 'data');
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
    assert.deepEqual(emulator.faults, { linkedVendorDelayMs: 2 });
    assert.deepEqual(await usersOf(emulator), []);
    await emulator.reset();
  });

  it('tidies up if nobody reads its output any more', async () => {
    await emulator.setFaults({ linkedVendorDelayMs: 2 });
    const { child, output } = spawnCheck(base(), ...SIGNED_IN, ...using(emulator));
    while (!output.out.includes('ok    session-answer')) await once(child.stdout, 'data');
    const ended = once(child, 'exit');
    child.stdout.destroy();
    assert.deepEqual(await ended, [130, null]);
    assert.deepEqual(emulator.faults, { linkedVendorDelayMs: 2 });
    assert.deepEqual(await usersOf(emulator), []);
    await emulator.reset();
  });
});
