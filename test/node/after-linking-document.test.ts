/**
 * The code of docs/after-linking.md, run as it stands there: the server's files with the package
 * from its source, against the emulator; the page's functions with the document and the fetch function
 * that they need; and the tag by its attributes.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { EnodeLinkButton } from '../../src/element.js';
import { createEnodeLinkHandler } from '../../src/server/index.js';
import { toJavaScript } from '../support/typescript-blocks.js';
import { emulate, play } from './emulator-fixture.js';

const root = new URL('../..', import.meta.url);
const document = await readFile(new URL('docs/after-linking.md', root), 'utf8');
const names = ['page', 'read', 'store', 'remove', 'reconnect'];

/** The block after `<!-- test: name -->`. */
function block(name: string): string {
  const [, code] =
    new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's').exec(document) ?? [];
  assert.ok(code, `docs/after-linking.md has no block marked "${name}"`);
  return code;
}

type LinkedVendors = readonly { readonly vendor: string; readonly isValid: boolean }[];

describe('docs/after-linking.md', () => {
  let fixture: Awaited<ReturnType<typeof emulate>>;
  let folder = '';
  before(async () => {
    fixture = await emulate();
    folder = await mkdtemp(join(tmpdir(), 'enode-after-linking-'));
    const { clientId, clientSecret, oauthUrl, apiUrl } = fixture.emulator;
    const options = {
      clientId,
      clientSecret,
      environment: { oauthUrl, apiUrl },
      callbackUrls: ['https://app.example/api/enode/callback'],
      defaults: { scopes: ['vehicle:read:data'] },
    };
    const server = new URL('src/server/index.ts', root).href;
    await write('enode.ts', `export const options = ${JSON.stringify(options)};`);
    await write(
      'database.ts',
      'export const saved = [];\nexport const saveVendors = async (...row) => saved.push(row);',
    );
    await write('linked-vendors.ts', block('read').replace('enode-link-button/server', server));
    await write('refresh-user.ts', block('store'));
    await write('remove.js', block('remove'));
    await write('package.json', '{"type":"module"}');
  });
  after(async () => {
    await fixture.emulator.close();
    await rm(folder, { recursive: true });
  });
  const write = (name: string, code: string) =>
    name.endsWith('.ts')
      ? writeFile(join(folder, name.replace(/ts$/, 'js')), toJavaScript(code))
      : writeFile(join(folder, name), code);
  const load = async (name: string) =>
    (await import(pathToFileURL(join(folder, name)).href)) as Record<string, unknown>;

  it('has no block that is not run here', () => {
    const marked = [...document.matchAll(/<!-- test: ([\w-]+) -->\n+```/g)].map(([, name]) => name);
    assert.deepEqual(marked, names);
    assert.equal(document.match(/^```/gm)?.length, 2 * names.length);
  });

  it('reads the user from Enode on the server, and stores what Enode lists', async () => {
    const { refreshUser } = (await load('refresh-user.js')) as {
      refreshUser: (userId: string) => Promise<LinkedVendors>;
    };
    const { saved } = await load('database.js');
    assert.deepEqual(await refreshUser('user ü'), []);
    const { linkUrl } = await createSession('user ü');
    const car = await fixture.emulator.createVirtualAsset({
      name: 'Car',
      vendor: 'TESLA',
      vendorType: 'vehicle',
      model: 'Model 3',
    });
    await play(linkUrl, car);
    const tesla = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };
    assert.deepEqual(await refreshUser('user ü'), [tesla]);
    await fixture.emulator.invalidate('user ü', 'TESLA');
    assert.deepEqual(await refreshUser('user ü'), [{ ...tesla, isValid: false }]);
    assert.deepEqual(saved, [
      ['user ü', []],
      ['user ü', [tesla]],
      ['user ü', [{ ...tesla, isValid: false }]],
    ]);
  });

  it('says with which code Enode could not be read', async () => {
    const { readLinkedVendors } = (await load('linked-vendors.js')) as {
      readLinkedVendors: (userId: string) => Promise<LinkedVendors>;
    };
    await fixture.emulator.setFaults({ api: { status: 403 } });
    await assert.rejects(readLinkedVendors('user-1'), /enode-forbidden/);
    await fixture.emulator.setFaults({});
  });

  it('tells the server of a success, and of a vendor that the handler removed', async () => {
    const calls: string[] = [];
    const ask = (path: string, { method }: { method: string }) => {
      calls.push(`${method} ${path}`);
      return Promise.resolve({ ok: true });
    };
    const page = new EventTarget();
    runInNewContext(block('page'), { document: page, fetch: ask });
    page.dispatchEvent(new Event('enode-link-success'));
    const removeVendor = runInNewContext(
      `${block('remove').replace('export ', '')}; removeVendor;`,
      { fetch: ask, encodeURIComponent },
    ) as (vendor: string, vendorType?: string) => Promise<void>;
    await removeVendor('TESLA');
    await removeVendor('Hoymiles', 'inverter');
    const refresh = 'POST /devices/refresh';
    assert.deepEqual(calls, [
      refresh,
      'DELETE /api/enode/user/vendors/TESLA',
      refresh,
      'DELETE /api/enode/user/vendors/Hoymiles/inverter',
      refresh,
    ]);
    const answers = await Promise.all(
      calls.filter((call) => call.startsWith('DELETE')).map((call) => removed(call.slice(7))),
    );
    assert.deepEqual(answers, [204, 204], 'the handler has these routes');
  });

  it('sets attributes that the element has', () => {
    const attributes = [...block('reconnect').matchAll(/^ {2}([\w-]+)="/gm)].map(
      ([, name]) => name ?? '',
    );
    assert.ok(attributes.length >= 5);
    for (const name of attributes) {
      assert.ok(EnodeLinkButton.observedAttributes.includes(name), name);
    }
  });

  const handlerOf = (userId: string) => {
    const { clientId, clientSecret, oauthUrl, apiUrl } = fixture.emulator;
    return createEnodeLinkHandler({
      clientId,
      clientSecret,
      environment: { oauthUrl, apiUrl },
      getUserId: () => userId,
      callbackUrls: ['https://app.example/api/enode/callback'],
      defaults: { scopes: ['vehicle:read:data'] },
    });
  };
  const removed = async (path: string): Promise<number> => {
    const headers = { 'sec-fetch-site': 'same-origin' };
    const request = new Request(`https://app.example${path}`, { method: 'DELETE', headers });
    return (await handlerOf('user-1')(request)).status;
  };
  const createSession = async (userId: string): Promise<{ linkUrl: string }> => {
    const redirectUri = `https://app.example/api/enode/callback?enode_link=${'n'.repeat(22)}`;
    const answer = await handlerOf(userId)(
      new Request('https://app.example/api/enode/link-session', {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        body: JSON.stringify({ redirectUri }),
      }),
    );
    return (await answer.json()) as { linkUrl: string };
  };
});
