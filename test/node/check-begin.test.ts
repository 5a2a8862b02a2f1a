/** What the checker says if it cannot begin, and what then is to do. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { whyUnreachable } from '../../src/check/begin.js';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { ownHost, type Difference } from './check-hosts/own-host.js';
import { NOWHERE, run, SIGNED_IN, using } from './check-hosts/run-check.js';
import { serve, type Served } from './check-hosts/serve.js';
import { usersOf } from './check-hosts/spawn-check.js';

describe('enode-link-button check', () => {
  let emulator: Emulator;
  let host: Served;
  let misdirecting: Served;
  before(async () => {
    emulator = await startEmulator({ port: 0, linkPort: 0, clientSecret: randomUUID() });
    host = await serve(ownHost(emulator));
    misdirecting = await serve(() => async () => new Response(null, { status: 421 }));
  });
  after(async () => {
    await Promise.all([host, misdirecting, emulator].map((each) => each.close()));
  });
  const base = () => `${host.origin}/api/enode`;

  const cannotBegin: Readonly<Record<string, readonly [args: () => string[], said: RegExp]>> = {
    'no address': [() => [], /BASE is missing.*check --help/],
    'two addresses': [() => [base(), base()], /Give one BASE/],
    'an address that is none': [() => ['localhost:8000'], /BASE must be an http or https address/],
    'an unknown option': [() => [base(), '--hedaer', 'x'], /'--hedaer'/],
    'an empty option': [() => [base(), '--client-id', ''], /--client-id needs a value/],
    'an address with a password alone': [
      () => [base().replace('//', '//:canary@')],
      /BASE must be .* without credentials/,
    ],
    'a header with a control character': [
      () => [base(), '--header', 'Cookie: a\u0001b'],
      /--header must be as in/,
    ],
    'a header without a value': [() => [base(), '--header', 'Cookie'], /--header must be as in/],
    'a webhook without a secret': [() => [base(), '--webhook-url', base()], /--webhook-secret/],
    'a host that is down': [
      () => [NOWHERE, ...using(emulator)],
      /cannot be reached.*Start the host/,
    ],
    'an address where nothing is': [
      () => [`${host.origin}/elsewhere/x`, '--session-url', `${host.origin}/y`, ...using(emulator)],
      /\/y answered POST with 404.*--session-url/,
    ],
    'an emulator that is down': [
      () => [base(), '--emulator', NOWHERE],
      /The emulator at http:\/\/127\.0\.0\.1:9 cannot be reached/,
    ],
    'an emulator that does not know its name': [
      () => [base(), '--emulator', misdirecting.origin],
      /does not know the name 127\.0\.0\.1.*--allow-host 127\.0\.0\.1/,
    ],
    'something that is no emulator': [() => [base(), '--emulator', host.origin], /is no emulator/],
    'a port that is in use': [() => [base()], /Port 4010 on 127\.0\.0\.1 is in use.*--emulator/],
    'another client': [
      () => [base(), '--emulator', emulator.apiUrl],
      /refuses this client id and secret.*--client-secret/,
    ],
    'nobody signed in': [() => [base(), ...using(emulator)], /Nobody is signed in.*--header/],
  };
  for (const [what, [args, said]] of Object.entries(cannotBegin)) {
    it(`ends with 2 and says in one line what to do, given ${what}`, async () => {
      const { code, out, err } = await run(...args(), '--json');
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^enode-link-button check: .*\n$/);
      assert.match(err, said);
    });
  }

  let asked = 0;
  const hostsThatCannot: Readonly<Record<string, readonly [Difference, said: RegExp]>> = {
    'sends another secret': [
      { options: () => ({ clientSecret: 'another' }) },
      /a client id or secret that it does not know.*\n {2}ENODE_OAUTH_URL=/s,
    ],
    'keeps a token of another emulator': [
      { callEnode: withOldToken },
      /keeps an access token of another emulator.*#token-renewed/,
    ],
    'limits requests from the first on': [
      { before: async () => new Response(null, { status: 429 }) },
      /it limits the rate of requests/,
    ],
    'limits requests after a while': [
      { before: async (it) => ((asked += 1) > 20 ? new Response(null, { status: 429 }) : it) },
      /it limits the rate of requests/,
    ],
    'refuses the callback URL and has nothing else': [
      {
        before: async ({ method }) => new Response(null, { status: method === 'POST' ? 400 : 404 }),
      },
      /refused the request before it called Enode.*--callback-url/,
    ],
  };
  for (const [what, [difference, said]] of Object.entries(hostsThatCannot)) {
    it(`ends with 2 and says what to do if the host ${what}`, async () => {
      const other = await serve(ownHost(emulator, difference));
      try {
        const { code, err } = await run(
          `${other.origin}/api/enode`,
          ...SIGNED_IN,
          ...using(emulator),
        );
        assert.equal(code, 2);
        assert.match(err, said);
      } finally {
        await other.close();
      }
    });
  }

  it('ends with 2 and the lines to set if the host calls another emulator', async () => {
    const other = await startEmulator({ port: 0, linkPort: 0 });
    const elsewhere = await serve(ownHost(other));
    try {
      const { code, err } = await run(
        `${elsewhere.origin}/api/enode`,
        ...SIGNED_IN,
        ...using(emulator),
      );
      assert.equal(code, 2);
      assert.match(err, /The host never called this emulator/);
      const { apiUrl, clientId, clientSecret } = emulator;
      for (const name of ['ENODE_OAUTH_URL', 'ENODE_API_URL']) {
        assert.ok(err.includes(`\n  ${name}=${apiUrl}\n`));
      }
      assert.ok(err.includes(`\n  ENODE_CLIENT_ID=${clientId}\n`));
      assert.ok(!err.includes(clientSecret));
    } finally {
      await Promise.all([elsewhere.close(), other.close()]);
    }
  });

  const others: Readonly<Record<string, readonly [cookie: readonly string[], said: RegExp]>> = {
    'whom it took for the signed-in one': [
      SIGNED_IN,
      /about several users.*start one for the check alone/,
    ],
    'who is signed in at another host': [[], /Nobody is signed in/],
  };
  for (const [who, [cookie, said]] of Object.entries(others)) {
    it(`deletes no user ${who} because something else uses the emulator`, async () => {
      const stranger = await serve(
        ownHost(emulator, { options: () => ({ getUserId: () => 'grace' }) }),
      );
      const ask = async () => {
        const redirectUri = `${stranger.origin}/api/enode/callback?enode_link=${'n'.repeat(32)}`;
        const body = JSON.stringify({ redirectUri });
        const headers = { 'Content-Type': 'application/json', Origin: stranger.origin };
        const response = await fetch(`${stranger.origin}/api/enode/link-session`, {
          method: 'POST',
          headers,
          body,
        });
        assert.equal(response.status, 200);
      };
      const shared = await serve(
        ownHost(emulator, { after: async (response) => ask().then(() => response) }),
      );
      try {
        await emulator.addDevice('grace', { vendorType: 'charger' });
        const { code, err } = await run(
          `${shared.origin}/api/enode`,
          ...cookie,
          ...using(emulator),
        );
        assert.equal(code, 2);
        assert.match(err, said);
        assert.ok((await usersOf(emulator)).includes('grace'));
      } finally {
        await Promise.all([shared.close(), stranger.close()]);
        await emulator.reset();
      }
    });
  }

  it('says how to trust a certificate that a server has signed itself', () => {
    const url = new URL('https://localhost:8443/api/enode/link-session');
    for (const failure of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']) {
      assert.match(whyUnreachable(url, failure), /https:\/\/localhost:8443 .*NODE_EXTRA_CA_CERTS/);
    }
    assert.doesNotMatch(whyUnreachable(url, 'ECONNREFUSED'), /NODE_EXTRA_CA_CERTS/);
  });
});

/** Calls Enode with an access token that this emulator does not know. */
async function withOldToken(...[url, init]: Parameters<typeof fetch>): Promise<Response> {
  const headers = new Headers(init?.headers);
  const isBearer = headers.get('Authorization')?.startsWith('Bearer ') === true;
  if (isBearer) headers.set('Authorization', 'Bearer of-another-emulator');
  return fetch(url, { ...init, headers });
}
