/**
 * The code of docs/devices.md, run as it stands there: the server's files with the package from its
 * source, against the emulator; the page's listener with the document that it needs; and the tag by its
 * attributes.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { EnodeLinkButton, LinkDevicesEvent, type LinkedDevice } from '../../src/element.js';
import { createEnodeLinkHandler } from '../../src/server/index.js';
import { toJavaScript } from '../support/typescript-blocks.js';
import { emulate, play } from './emulator-fixture.js';

const root = new URL('../..', import.meta.url);
const document = await readFile(new URL('docs/devices.md', root), 'utf8');
const names = ['tag', 'page', 'read', 'webhook', 'choose', 'settings-page'];
const SCOPES = ['vehicle:read:data', 'charger:read:data'];

/** The block after `<!-- test: name -->`. */
function block(name: string): string {
  const [, code] =
    new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's').exec(document) ?? [];
  assert.ok(code, `docs/devices.md has no block marked "${name}"`);
  return code;
}

interface Choice {
  readonly status: number;
  readonly device?: LinkedDevice;
}

describe('docs/devices.md', () => {
  let fixture: Awaited<ReturnType<typeof emulate>>;
  let folder = '';
  const write = (name: string, code: string) =>
    name.endsWith('.ts')
      ? writeFile(join(folder, name.replace(/ts$/, 'js')), toJavaScript(code))
      : writeFile(join(folder, name), code);
  const load = async (name: string) =>
    (await import(pathToFileURL(join(folder, name)).href)) as Record<string, unknown>;

  before(async () => {
    fixture = await emulate();
    folder = await mkdtemp(join(tmpdir(), 'enode-devices-'));
    const { clientId, clientSecret, oauthUrl, apiUrl } = fixture.emulator;
    const options = {
      clientId,
      clientSecret,
      environment: { oauthUrl, apiUrl },
      callbackUrls: ['https://app.example/api/enode/callback'],
      defaults: { scopes: SCOPES },
    };
    const server = new URL('src/server/index.ts', root).href;
    await write('package.json', '{"type":"module"}');
    await write('enode.ts', `export const options = ${JSON.stringify(options)};`);
    await write(
      'database.ts',
      'export const saved = [];\n' +
        'export const saveDevices = async (...row) => saved.push(row);\n' +
        'export const saveSiteDevice = async (...row) => saved.push(row);',
    );
    await write('devices.ts', block('read').replace('enode-link-button/server', server));
    await write('webhook-worker.ts', block('webhook'));
    await write('choose-device.ts', block('choose'));
  });
  after(async () => {
    await fixture.emulator.close();
    await rm(folder, { recursive: true });
  });

  /** Links a car for the user, as a page with the handler does. */
  async function linkCar(userId: string): Promise<void> {
    const { clientId, clientSecret, oauthUrl, apiUrl } = fixture.emulator;
    const handler = createEnodeLinkHandler({
      clientId,
      clientSecret,
      environment: { oauthUrl, apiUrl },
      getUserId: () => userId,
      callbackUrls: ['https://app.example/api/enode/callback'],
      defaults: { scopes: SCOPES },
    });
    const redirectUri = `https://app.example/api/enode/callback?enode_link=${'n'.repeat(22)}`;
    const answer = await handler(
      new Request('https://app.example/api/enode/link-session', {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        body: JSON.stringify({ redirectUri }),
      }),
    );
    const { linkUrl } = (await answer.json()) as { linkUrl: string };
    const car = await fixture.emulator.createVirtualAsset({
      name: 'Family car',
      vendor: 'TESLA',
      vendorType: 'vehicle',
      model: 'Model 3',
    });
    await play(linkUrl, car);
  }

  it('has no block that is not run here', () => {
    const marked = [...document.matchAll(/<!-- test: ([\w-]+) -->\n+```/g)].map(([, name]) => name);
    assert.deepEqual(marked, names);
    assert.equal(document.match(/^```/gm)?.length, 2 * names.length);
  });

  it('sets attributes that the element has', () => {
    const attributes = [...block('tag').matchAll(/^ {2}([\w-]+)="/gm)].map(([, name]) => name);
    assert.ok(attributes.includes('devices-url'));
    for (const name of attributes) {
      assert.ok(name && EnodeLinkButton.observedAttributes.includes(name), name);
    }
  });

  it('shows the code of the page of the playground, which test/e2e/playground.e2e.ts plays', async () => {
    const code = await readFile(new URL('demo/devices/settings-page.js', root), 'utf8');
    assert.equal(block('settings-page'), code);
  });

  it('tells the user which device is connected, or that it is awaited', () => {
    const result = { textContent: '' };
    const page = Object.assign(new EventTarget(), { querySelector: () => result });
    runInNewContext(block('page'), { document: page });
    const device = { name: 'Family car' } as LinkedDevice;
    page.dispatchEvent(new LinkDevicesEvent({ devices: [device], added: [device] }));
    assert.equal(result.textContent, 'Family car is connected.');
    page.dispatchEvent(new LinkDevicesEvent({ devices: [], added: [] }));
    assert.match(result.textContent, /waiting/);
  });

  it('reads the devices on the server, after a webhook too, and lets a user choose only an own one', async () => {
    const { handleEvents } = (await load('webhook-worker.js')) as {
      handleEvents: (events: object[]) => Promise<void>;
    };
    const { chooseDevice } = (await load('choose-device.js')) as {
      chooseDevice: (user: object, siteId: string, deviceId: string) => Promise<Choice>;
    };
    const { saved } = (await load('database.js')) as { saved: unknown[][] };
    await linkCar('owner');
    const user = { id: 'owner' };
    await handleEvents([
      { event: 'system:heartbeat', pendingEvents: 0 },
      { event: 'user:vehicle:updated', user: { id: 'other' } },
      { event: 'user:vehicle:discovered', user },
      { event: 'user:credentials:invalidated', user },
    ]);
    const [[userId, devices] = [], ...others] = saved;
    assert.deepEqual([userId, others], ['owner', []]);
    const [car] = devices as LinkedDevice[];
    assert.equal(car?.name, 'Family car');

    const owner = { ...user, siteIds: ['home'] };
    assert.deepEqual(await chooseDevice(owner, 'home', car.id), { status: 200, device: car });
    assert.deepEqual(saved.at(-1), ['home', car.id]);
    assert.equal((await chooseDevice(owner, 'office', car.id)).status, 403);
    const stranger = { id: 'stranger', siteIds: ['home'] };
    assert.equal((await chooseDevice(stranger, 'home', car.id)).status, 404);
    assert.equal(saved.length, 2);
  });

  it('fails if a list cannot be read, and never stores a shorter one', async () => {
    const { refreshDevices } = (await load('devices.js')) as {
      refreshDevices: (userId: string) => Promise<unknown>;
    };
    const { saved } = (await load('database.js')) as { saved: unknown[][] };
    const before = saved.length;
    await fixture.emulator.setFaults({
      routes: [{ method: 'GET', path: '/users/*/chargers', status: 500 }],
    });
    await assert.rejects(refreshDevices('owner'), /could not be read: enode-/);
    await fixture.emulator.setFaults({});
    assert.equal(saved.length, before);
  });
});
