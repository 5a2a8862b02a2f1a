/**
 * Compares docs/quick-start.md and examples/README.md with the examples, the examples with each other, and
 * their code with the types of the package. How they run is in test/e2e/examples.e2e.ts.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { allExamples } from '../support/example.js';
import { assertShown, codeIn, sourcedBlocks, table } from './read-document.js';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const quickStart = read('docs/quick-start.md');

/** What the examples of Node export about who is signed in. */
interface SessionModule {
  readonly sessionFor: (
    user: unknown,
  ) => [name: string, value: string, options: { expires: Date }] | undefined;
  readonly userOf: (cookies: string | null) => string | null;
}

/** A program that reads a user whose account at Tesla has no type. */
const ACCOUNT_NO_TYPE = `
const answers = {
  '/oauth2/token': { access_token: 'token', expires_in: 3600, token_type: 'bearer' },
  '/users/anna': { id: 'anna', linkedVendors: [{ vendor: 'TESLA', isValid: false }] },
  '/users/anna/vehicles': { data: [{ id: 'car', vendor: 'TESLA' }], pagination: {} },
  '/users/anna/chargers': { data: [{ id: 'charger', vendor: 'TESLA' }], pagination: {} },
};
globalThis.fetch = async (url) =>
  Response.json(answers[new URL(url).pathname] ?? { data: [], pagination: {} });
const { refreshUser } = await import(process.env.DEVICES_MODULE);
console.log(JSON.stringify(await refreshUser('anna')));
`;

describe('docs/quick-start.md', () => {
  const blocks = sourcedBlocks(quickStart);

  it('names for each of its blocks the file that it comes from, except for commands', () => {
    const commands = ['npm install && npm start\n'];
    const all = [...quickStart.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code]) => code);
    assert.deepEqual(
      blocks.map(({ code }) => code),
      all.filter((code = '') => !commands.includes(code)),
    );
    assert.ok(blocks.length > 10);
  });

  for (const { path, code } of blocks) {
    it(`shows what is in ${path}`, () => {
      assertShown(code, read(path));
    });
  }
});

describe('the examples', () => {
  const rows = (path: string) => table(read(path), 'example').map(([, ...cells]) => cells);
  const addressOf = (name: string): string | undefined =>
    /const baseURL = '(.*)'/.exec(read(`examples/${name}/playwright.config.ts`))?.[1];

  it('are all in both tables, at the addresses that their tests open', () => {
    const listed = table(quickStart, 'example').map(([name = '', , , address = '']) => [
      ...codeIn(name),
      ...codeIn(address),
    ]);
    assert.deepEqual(
      listed.sort(),
      allExamples().map((name) => [name, addressOf(name)]),
    );
    const asLinks = rows('docs/quick-start.md').map((cells) =>
      cells.map((cell) => cell.replace(/^`(http.*)`$/, '<$1>')),
    );
    assert.deepEqual(rows('examples/README.md'), asLinks);
  });

  it('say in a short README.md what is where, and name only files that they have', () => {
    for (const name of allExamples()) {
      const readme = read(`examples/${name}/README.md`);
      assert.ok(readme.split('\n').length <= 41, `${name}: at most 40 lines`);
      for (const file of table(readme, 'file').flatMap(([cell]) => codeIn(cell))) {
        assert.ok(existsSync(`examples/${name}/${file}`), `${name}: ${file}`);
      }
    }
  });

  it('have the same files, where they need no others', () => {
    const same = [
      ['.npmrc'],
      ['emulator.mjs'],
      ['tests/link.spec.ts'],
      ['src/style.css', 'app/style.css', 'page/style.css'],
      ['page/main.js'],
      ['server/session.ts', 'lib/session.ts'],
      ['server/store.ts', 'lib/store.ts'],
    ];
    for (const paths of same) {
      const copies = allExamples().flatMap((name) =>
        paths.map((path) => `examples/${name}/${path}`).filter((path) => existsSync(path)),
      );
      assert.ok(copies.length > 1, paths.join());
      for (const path of copies) assert.equal(read(path), read(copies[0] ?? ''), path);
    }
  });

  it('hold no secret but those of the emulator', () => {
    const harmless = new Set(['demo', 'a-secret-for-webhooks', 'a-secret-for-sessions']);
    const others = /^(?:WEBHOOK_URL|\w+_ORIGIN|ENODE_\w+_URL|PYTHONPATH|PUBLIC_DIR)$/;
    const values = allExamples().flatMap((name) =>
      readdirSync(`examples/${name}`)
        .filter((file) => file.startsWith('.env'))
        .flatMap((file) => [...read(`examples/${name}/${file}`).matchAll(/^([^#=\n]+)=(.*)$/gm)]),
    );
    assert.ok(values.length > 20);
    for (const [line, setting = '', value = ''] of values) {
      const isAddress = /^(?:http:\/\/(?:localhost|127\.0\.0\.1):\d+[\w/]*|[\w./]+)$/.test(value);
      assert.ok(harmless.has(value) || (others.test(setting) && isAddress), line);
    }
  });

  for (const path of ['plain/api/session.js', 'vite-express/server/session.ts']) {
    it(`believe a session of ${path} only if it is unchanged, and for a week`, async (test) => {
      Object.assign(process.env, { SESSION_SECRET: 'secret', APP_ORIGIN: 'https://app.example' });
      const url = new URL(`../../examples/${path}`, import.meta.url).href;
      const { sessionFor, userOf } = (await import(url)) as SessionModule;
      test.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });

      const [name, value, { expires, ...options }] = sessionFor('anna') ?? assert.fail();
      assert.deepEqual(options, { httpOnly: true, sameSite: 'lax', secure: true });
      const userIn = (text: string) => userOf(`other=1; ${name}=${text}`);
      assert.equal(userIn(value), 'anna');
      const [user = '', until = '', signature = ''] = value.split('.');
      const forged = [
        ['ben', until, signature],
        [user, `${until}0`, signature],
        [user, until, signature.slice(0, -1)],
        [user, until, 'A'.repeat(signature.length)],
        [user, signature],
        ['', '', ''],
      ];
      for (const parts of forged) assert.equal(userIn(parts.join('.')), null, parts.join('.'));
      assert.equal(userOf(`other-${name}=${value}`), null);
      assert.equal(userOf(null), null);
      assert.equal(sessionFor('somebody else'), undefined);

      const week = 7 * 24 * 60 * 60 * 1000;
      assert.equal(expires.getTime(), 1_000_000 + week);
      test.mock.timers.tick(week);
      assert.equal(userIn(value), null);
    });
  }

  for (const path of ['plain/api', 'next/lib', 'vite-express/server']) {
    it(`list in ${path} every device of an account for which Enode names no type`, () => {
      const [module] = ['js', 'ts']
        .map((type) => new URL(`../../examples/${path}/devices.${type}`, import.meta.url))
        .filter((url) => existsSync(url));
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', ACCOUNT_NO_TYPE],
        {
          cwd: mkdtempSync(join(tmpdir(), 'enode-link-store-')),
          encoding: 'utf8',
          env: {
            ...process.env,
            TSX_TSCONFIG_PATH: fileURLToPath(
              new URL('../types/examples/tsconfig.json', import.meta.url),
            ),
            DEVICES_MODULE: module?.href,
            ENODE_CLIENT_ID: 'demo',
            ENODE_CLIENT_SECRET: 'demo',
            APP_ORIGIN: 'http://localhost:3000',
          },
        },
      );
      const [connection] = JSON.parse(stdout || '[]') as { devices: { id: string }[] }[];
      assert.deepEqual(
        connection?.devices.map(({ id }) => id),
        ['car', 'charger'],
        stderr,
      );
    });
  }

  it('compile against the source of the package, as far as nothing must be installed', () => {
    const compiler = 'node_modules/typescript-native/bin/tsc';
    const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', 'test/types/examples']);
    assert.equal(status, 0, String(stdout));
  });
});
