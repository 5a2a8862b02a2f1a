/** Which addresses of Enode the handler accepts, and where plain http is allowed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEnodeLinkHandler } from '../../src/server/index.js';
import type { HandlerOptions } from '../../src/server/index.js';
import { options, setUp, userRequest } from './server-fixture.js';

// Callers without types may pass anything.
const create = (environment: unknown) => () =>
  createEnodeLinkHandler(options({ environment } as Partial<HandlerOptions>));
const at = (url: string, more: object = {}) => ({ oauthUrl: url, apiUrl: url, ...more });
const privately = { allowPrivateHttp: true };

const PRIVATE = [
  'emulator:4010',
  'my_emulator-1:4010',
  'host.docker.internal:4010',
  'a.b.internal',
  'laptop.local',
  '10.0.0.5:4010',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.2:4010',
  '169.254.1.1',
  '[fd12:3456::1]:4010',
  '[fc00::1]',
  '[fe80::1]',
  '[febf::1]',
];

const PUBLIC = [
  'enode.example',
  'emulator.',
  'local.',
  'internal.example',
  'a.internal.example',
  'emulator.local.example',
  'notlocal.xn--p1ai',
  '11.0.0.1',
  '169.254.169.254',
  '[fd00:ec2::254]',
  'metadata.google.internal',
  '[fd00:0ec2:0::0:254]',
  '[::ffff:169.254.169.254]',
  'a..internal',
  '.internal',
  '..local',
  '172.15.0.1',
  '172.32.0.1',
  '192.169.0.1',
  '169.253.1.1',
  '10.0.0.5.example',
  '[2001:db8::1]',
  '[fec0::1]',
  '[fb00::1]',
  '[::ffff:8.8.8.8]',
];

describe('plain http', () => {
  for (const host of PRIVATE) {
    it(`goes to ${host} if private addresses are allowed, and otherwise the mistake says how`, () => {
      assert.doesNotThrow(create(at(`http://${host}`, privately)));
      for (const more of [{}, { allowPrivateHttp: false }]) {
        const refused = create(at(`http://${host}`, more));
        assert.throws(refused, /oauthUrl is plain http .*add allowPrivateHttp: true/);
      }
    });
  }

  for (const host of PUBLIC) {
    it(`never goes to ${host}`, () => {
      assert.throws(create(at(`http://${host}`)), /oauthUrl must be an https address/);
      const refused = create(at(`http://${host}`, privately));
      assert.throws(refused, /oauthUrl must be an https address.* private addresses only/);
    });
  }

  it('is checked for both addresses', () => {
    const mixed = { oauthUrl: 'http://emulator', apiUrl: 'http://enode.example', ...privately };
    assert.throws(create(mixed), /environment\.apiUrl must be an https address/);
  });

  it('on loopback needs no permission', () => {
    for (const host of ['localhost:4010', '127.0.0.1', '[::1]:4010']) {
      assert.doesNotThrow(create(at(`http://${host}`)));
    }
  });
});

it('https goes anywhere, whether private addresses are allowed or not', () => {
  for (const host of [...PRIVATE, ...PUBLIC]) {
    assert.doesNotThrow(create(at(`https://${host}`)));
    assert.doesNotThrow(create(at(`https://${host}`, privately)));
  }
});

it('private addresses are allowed by true alone', () => {
  for (const allowPrivateHttp of ['true', 1, null]) {
    const refused = create(at('http://emulator', { allowPrivateHttp }));
    assert.throws(refused, /allowPrivateHttp must be true or false/);
  }
});

it('a permission does not excuse a query, credentials or another scheme', () => {
  for (const url of ['http://emulator/?q', 'http://a:b@emulator', 'ftp://emulator', 'emulator']) {
    assert.throws(create(at(url, privately)), /environment\.oauthUrl must be an https address/);
  }
});

it('a private address gets the calls', async () => {
  const { enode, handler } = setUp({ environment: at('http://emulator:4010/base/', privately) });
  await handler(userRequest());
  assert.deepEqual(
    enode.calls.map(({ url }) => url),
    ['http://emulator:4010/base/oauth2/token', 'http://emulator:4010/base/users/user-1'],
  );
});
