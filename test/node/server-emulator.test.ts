/** The handler on the emulator, over real HTTP: a user links, repairs and removes a device. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createEnodeLinkHandler, type HandlerOptions } from '../../src/server/index.js';
import { emulate, play, TESLA as CAR } from './emulator-fixture.js';
import {
  CALLBACK_URL,
  NONCE,
  options,
  read,
  REDIRECT_URI,
  sessionRequest,
  userRequest,
} from './server-fixture.js';

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
      const handler = handlerFor({ timeoutMs: 800 });
      const { status, code } = await read(await handler(sessionRequest()));
      assert.equal(`${status} ${code}`, expected, JSON.stringify(faults));
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

  it('is out of reach where nothing listens', async () => {
    const nowhere = { oauthUrl: 'http://127.0.0.1:1', apiUrl: 'http://127.0.0.1:1' };
    const { status, code } = await read(await handlerFor({ environment: nowhere })(userRequest()));
    assert.equal(`${status} ${code}`, '502 enode-unreachable');
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
