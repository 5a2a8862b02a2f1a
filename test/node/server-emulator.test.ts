/** The handler on the emulator, over real HTTP: a user links, repairs and removes a device. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createEnodeLinkHandler,
  type HandlerOptions,
  type LinkableVendors,
  type LinkedDevices,
} from '../../src/server/index.js';
import { emulate, play, TESLA as CAR } from './emulator-fixture.js';
import {
  CALLBACK_URL,
  devicesRequest,
  NONCE,
  hurryTo,
  options,
  read,
  REDIRECT_URI,
  sessionRequest,
  userRequest,
  vendorsRequest,
} from './server-fixture.js';

/** An asset as Enode's API lists it. */
interface Listed {
  readonly id: string;
  readonly vendor: string;
  readonly isReachable: boolean;
  readonly information: Readonly<Record<string, string | null>>;
}

describe('on the emulator', () => {
  let world: Awaited<ReturnType<typeof emulate>>;
  before(async () => (world = await emulate()));
  after(() => world.emulator.close());
  beforeEach(() => world.emulator.reset());

  const handlerFor = (changes: Partial<HandlerOptions> = {}) => {
    const { clientId, clientSecret, oauthUrl, apiUrl } = world.emulator;
    return createEnodeLinkHandler(
      options({ clientId, clientSecret, environment: { oauthUrl, apiUrl }, ...changes }),
    );
  };
  const linkUrlOf = async (response: Response) => {
    assert.equal(response.status, 200);
    return ((await response.json()) as { linkUrl: string }).linkUrl;
  };
  const vendors = async (handler: ReturnType<typeof handlerFor>) =>
    ((await (await handler(userRequest())).json()) as { linkedVendors: unknown }).linkedVendors;

  const devices = async (handler: ReturnType<typeof handlerFor>) => {
    const response = await handler(devicesRequest());
    assert.equal(response.status, 200);
    return ((await response.json()) as LinkedDevices).devices;
  };

  const everyPage = async (path: string) => {
    const all: Listed[] = [];
    for (let query = ''; ;) {
      const { body } = await world.call('GET', path + query);
      all.push(...(body.data as Listed[]));
      const { after } = body.pagination as { after: string | null };
      if (after === null) return all;
      query = `?after=${encodeURIComponent(after)}`;
    }
  };

  for (const userId of ['user-1', 'a/b?c#d', '../x', 'ümlaut 1', '%2e%2e']) {
    it(`takes ${userId} from nothing to a linked car, and back`, async () => {
      const handler = handlerFor({ getUserId: () => userId });
      assert.deepEqual(await (await handler(userRequest())).json(), {
        id: userId,
        linkedVendors: [],
      });
      const asset = await world.emulator.createVirtualAsset(CAR);
      const { left } = await play(await linkUrlOf(await handler(sessionRequest())), asset);
      assert.equal(left, REDIRECT_URI);
      assert.deepEqual(await (await handler(userRequest())).json(), {
        id: userId,
        linkedVendors: [{ vendor: 'TESLA', vendorType: 'vehicle', isValid: true }],
      });
      const address = 'https://app.example/user/vendors/TESLA/vehicle';
      const removed = await handler(new Request(address, { method: 'DELETE' }));
      assert.equal(removed.status, 204);
      assert.deepEqual(await vendors(handler), []);
      const again = await handler(new Request(address, { method: 'DELETE' }));
      assert.equal(again.status, 204);
    });
  }

  it('relinks an asset of the user, and none of another', async () => {
    const handler = handlerFor();
    const asset = await world.emulator.createVirtualAsset(CAR);
    await play(await linkUrlOf(await handler(sessionRequest())), asset);
    const list = await world.call('GET', '/users/user-1/vehicles');
    const [{ id: assetId } = { id: '' }] = list.body.data as { id: string }[];
    await world.call('POST', '/emulator/users/user-1/vendors/TESLA/invalidate');
    assert.deepEqual(await vendors(handler), [
      { vendor: 'TESLA', vendorType: 'vehicle', isValid: false },
    ]);
    const stranger = handlerFor({ getUserId: () => 'user-2' });
    const refused = await read(await stranger(sessionRequest({ assetId })));
    assert.equal(`${refused.status} ${refused.code}`, '404 asset-not-found');
    const repair = await linkUrlOf(await handler(sessionRequest({ assetId })));
    assert.equal((await play(repair, asset)).left, REDIRECT_URI);
    assert.deepEqual(await vendors(handler), [
      { vendor: 'TESLA', vendorType: 'vehicle', isValid: true },
    ]);
  });

  it('says of an asset that is linked that there is nothing to repair', async () => {
    const handler = handlerFor();
    const asset = await world.emulator.createVirtualAsset(CAR);
    await play(await linkUrlOf(await handler(sessionRequest())), asset);
    const [{ id: assetId } = { id: '' }] = await devices(handler);
    const answer = await read(await handler(sessionRequest({ assetId })));
    assert.equal(`${answer.status} ${answer.code}`, '409 asset-already-linked');
    // A wrong field is still a wrong field, whatever the asset is.
    await world.call('POST', '/emulator/users/user-1/vendors/TESLA/invalidate');
    const old = handlerFor({ enodeVersion: '2023-08-01' });
    const refused = await read(await old(sessionRequest({ assetId })));
    assert.equal(`${refused.status} ${refused.code}`, '400 enode-rejected-request');
  });

  it('lists the devices of a user, of every type, by the names that Enode has for them', async () => {
    const types = ['vehicle', 'charger', 'hvac', 'inverter', 'battery', 'meter'];
    const lists = ['vehicles', 'chargers', 'hvacs', 'inverters', 'batteries', 'meters'];
    const handler = handlerFor({ defaults: { scopes: types.map((type) => `${type}:read:data`) } });
    assert.deepEqual(await devices(handler), []);
    const asset = await world.emulator.createVirtualAsset(CAR);
    await play(await linkUrlOf(await handler(sessionRequest())), asset);
    for (const [index, vendorType] of types.entries()) {
      const vendor = vendorType === 'hvac' ? 'TADO' : 'TESLA';
      const body = { vendorType, vendor, name: `My ${vendorType}` };
      // More than Enode puts on one page, for one of the types.
      for (let count = 0; count < (index === 1 ? 60 : 1); count += 1) {
        const added = await world.call('POST', '/emulator/users/user-1/devices', body);
        assert.equal(added.status, 201, JSON.stringify(added.body));
      }
    }
    const listed = await devices(handler);
    const expected: unknown[] = [];
    for (const [index, list] of lists.entries()) {
      for (const each of await everyPage(`/users/user-1/${list}`)) {
        const { brand, model, displayName, siteName } = each.information;
        expected.push({
          id: each.id,
          vendor: each.vendor,
          vendorType: types[index],
          name: displayName ?? siteName ?? `${brand} ${model}`,
          brand,
          model,
          isReachable: each.isReachable,
        });
      }
    }
    assert.ok(listed.length > 60, String(listed.length));
    assert.deepEqual(listed, expected);
    assert.equal(listed.find(({ vendorType }) => vendorType === 'vehicle')?.name, CAR.name);
    const stranger = handlerFor({ getUserId: () => 'user-2' });
    assert.deepEqual(await devices(stranger), []);
  });

  it('offers the vendors of the allowed types, and what is wrong with them', async () => {
    await world.emulator.setFaults({
      vendors: { TESLA: 'OUTAGE', ZAPTEC: 'ELEVATED_ERROR_RATE' },
    });
    const handler = handlerFor({ defaults: { scopes: ['charger:read:data'] } });
    const { vendors: offered } = (await (
      await handler(vendorsRequest())
    ).json()) as LinkableVendors;
    const { body } = await world.call('GET', '/integrations?assetTypes=charger');
    const integrations = body as unknown as { vendor: string; displayName: string }[];
    assert.deepEqual(
      offered.map(({ vendor, name }) => `${vendor} ${name}`).sort(),
      integrations.map(({ vendor, displayName }) => `${vendor} ${displayName}`).sort(),
    );
    assert.ok(offered.every(({ vendorTypes }) => vendorTypes.join() === 'charger'));
    const status = (wanted: string) => offered.find(({ vendor }) => vendor === wanted)?.status;
    assert.deepEqual(['TESLA', 'ZAPTEC', 'EASEE'].map(status), ['outage', 'degraded', 'ready']);
    assert.deepEqual(await (await handler(vendorsRequest('?vendorType=vehicle'))).json(), {
      vendors: [],
    });
  });

  it('makes each code of the faults that Enode can have', async () => {
    const cases: readonly [Parameters<typeof world.emulator.setFaults>[0], string][] = [
      [{ connectionsLimit: true }, '409 connections-limit'],
      [{ api: { delayMs: 5000 } }, '504 enode-timeout'],
      [{ oauth: { delayMs: 5000 } }, '504 enode-timeout'],
      [{ api: { status: 401 } }, '502 enode-credentials-rejected'],
      [{ oauth: { status: 500 } }, '502 enode-failed'],
      [{ api: { status: 503 } }, '503 enode-unavailable'],
      [{ api: { status: 429 } }, '429 enode-rate-limited'],
      [{ api: { status: 403 } }, '502 enode-forbidden'],
    ];
    for (const [faults, expected] of cases) {
      await world.emulator.setFaults(faults);
      const handler = handlerFor(hurryTo(expected));
      const { status, code } = await read(await handler(sessionRequest()));
      assert.equal(`${status} ${code}`, expected, JSON.stringify(faults));
      if ('connectionsLimit' in faults) continue;
      for (const request of [devicesRequest(), vendorsRequest()]) {
        const other = await read(await handlerFor(hurryTo(expected))(request));
        assert.equal(`${other.status} ${other.code}`, expected, JSON.stringify(faults));
      }
    }
  });

  it('recovers when Enode refuses the token once', async () => {
    const handler = handlerFor();
    assert.equal((await handler(userRequest())).status, 200);
    await world.emulator.setFaults({ api: { status: 401, times: 1 } });
    assert.equal((await handler(sessionRequest())).status, 200);
  });

  it('passes on the refusal of a wrong request and of wrong credentials', async () => {
    const unknownScope = handlerFor({ defaults: { scopes: ['toaster:read:data'] } });
    const wrong = await read(await unknownScope(sessionRequest()));
    assert.equal(`${wrong.status} ${wrong.code}`, '400 enode-rejected-request');
    const stranger = handlerFor({ clientSecret: 'not-the-secret' });
    const refused = await read(await stranger(sessionRequest()));
    assert.equal(`${refused.status} ${refused.code}`, '502 enode-credentials-rejected');
    assert.doesNotMatch(wrong.text + refused.text, /not-the-secret|invalid_client|issues/);
  });

  it('is out of reach where nothing listens, and says how to start it', async () => {
    const nowhere = { oauthUrl: 'http://127.0.0.1:1', apiUrl: 'http://127.0.0.1:1' };
    const answer = await read(await handlerFor({ environment: nowhere })(userRequest()));
    assert.equal(`${answer.status} ${answer.code}`, '502 enode-unreachable');
    assert.match(answer.text, /Start it: npx enode-link-button emulator/);
  });

  it('sends the user back to a callback URL that has a query of its own', async () => {
    const handler = handlerFor({ callbackUrls: [`${CALLBACK_URL}?shop=1`] });
    const asset = await world.emulator.createVirtualAsset(CAR);
    const redirectUri = `${CALLBACK_URL}?shop=1&enode_link=${NONCE}`;
    const { left } = await play(
      await linkUrlOf(await handler(sessionRequest({ redirectUri }))),
      asset,
    );
    assert.equal(left, redirectUri);
  });
});
