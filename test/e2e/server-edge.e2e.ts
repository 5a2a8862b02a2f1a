/**
 * The built server entry without Node: in a context that has only the globals of the web.
 * (test/e2e/recipes.e2e.ts runs it in workerd.)
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build, type Rolldown } from 'vite';
import type * as Server from '../../src/server/index.js';
import { fakeEnode, options, SESSION, sessionRequest, TESLA } from '../node/server-fixture.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** What every edge runtime has. `setTimeout` is the one global that differs: it returns no number here. */
const WEB = {
  ...{
    AbortController,
    AbortSignal,
    atob,
    btoa,
    clearTimeout,
    console,
    crypto,
    Event,
    EventTarget,
  },
  ...{ fetch, Headers, performance, queueMicrotask, ReadableStream, Request, Response, setTimeout },
  ...{ TextDecoder, TextEncoder, URL, URLSearchParams },
};

describe('dist/server.js without Node', () => {
  let context: ReturnType<typeof createContext>;
  let server: typeof Server;
  before(async () => {
    const [result] = [
      await build({
        configFile: false,
        logLevel: 'error',
        build: {
          write: false,
          lib: { entry: join(dist, 'server.js'), formats: ['iife'], name: 'server' },
        },
      }),
    ].flat() as Rolldown.RolldownOutput[];
    // A name that resolves to nothing would stay an import, which a script cannot have.
    context = createContext({ ...WEB });
    runInContext(`${result?.output[0].code ?? ''};globalThis.server = server;`, context);
    ({ server } = context as unknown as { server: typeof Server });
  });

  it('has a context around it that knows nothing of Node', () => {
    for (const name of ['process', 'Buffer', 'require', 'module', 'global', 'setImmediate']) {
      assert.equal(runInContext(`typeof ${name}`, context), 'undefined', name);
    }
  });

  it('imports its dependencies and its own files alone', async () => {
    const seen = new Set<string>();
    const visit = async (file: string): Promise<void> => {
      const code = await readFile(file, 'utf8');
      const imported = [...code.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*["']([^"']+)["']/g)];
      for (const [, name = ''] of imported) {
        seen.add(name);
        if (name.startsWith('.')) await visit(join(dirname(file), name));
      }
      assert.doesNotMatch(code, /\brequire\(|\bprocess\.\w|\bBuffer\.\w/, file);
    };
    await visit(join(dist, 'server.js'));
    const outside = [...seen].filter((name) => !name.startsWith('.')).sort();
    assert.deepEqual(outside, ['oauth4webapi', 'zod/mini']);
  });

  it('answers a session, the user and the return page', async () => {
    const enode = fakeEnode();
    const handler = server.createEnodeLinkHandler(options({ fetch: enode.fetch }));
    const session = await handler(sessionRequest());
    assert.equal(session.status, 200);
    assert.deepEqual(await session.json(), SESSION);
    const user = await handler(new Request('https://app.example/user'));
    assert.deepEqual(await user.json(), { id: 'user-1', linkedVendors: [TESLA] });
    assert.equal((await handler(new Request('https://app.example/callback'))).status, 200);
    assert.equal((await handler(sessionRequest('{'))).status, 400);
    assert.equal(enode.of('token').length, 1);
  });

  it('verifies a webhook', async () => {
    const body = '[{"event":"system:heartbeat"}]';
    const request = (key: string) =>
      new Request('https://app.example/hooks', {
        method: 'POST',
        headers: {
          'X-Enode-Signature': `sha1=${createHmac('sha1', key).update(body).digest('hex')}`,
        },
        body,
      });
    assert.equal((await server.verifyWebhook(request('secret'), 'secret')).length, 1);
    await assert.rejects(server.verifyWebhook(request('guess'), 'secret'), {
      code: 'signature-wrong',
    });
  });
});
