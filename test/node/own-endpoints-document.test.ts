/**
 * docs/own-endpoints.md against the code: its rules are numbered, its blocks of code are run or compared,
 * and its pattern accepts what the handler accepts. Its tables are in own-endpoints-tables.test.ts.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { toHeaders } from '../../src/adapters/host-request.js';
import { parseLinkedDevices, parseLinkedVendors, parseLinkUrl } from '../../src/schema.js';
import {
  createEnodeLinkHandler,
  toNodeListener,
  verifyWebhook,
  type LinkedDevices,
} from '../../src/server/index.js';
import { checkRedirectUri } from '../../src/server/redirect-uri.js';
import { returnPage } from '../../src/server/return-page.js';
import { parseSessionRequest } from '../../src/server/schema.js';
import { propertyRuns } from '../support/property-runs.js';
import { emulate } from './emulator-fixture.js';
import { block, countBlocks, markedBlocks } from './read-document.js';
import { CALLBACK_URL, NONCE } from './server-fixture.js';

const root = new URL('../../', import.meta.url);
const document = await readFile(new URL('docs/own-endpoints.md', root), 'utf8');
const json = (name: string): unknown => JSON.parse(block(document, name));

/** What the checker cannot try. */
const NOT_CHECKED = ['return-proves-nothing', 'framework-csrf', 'callback-state'];

describe('docs/own-endpoints.md', () => {
  it('numbers its rules without a gap, each under a heading of its own', () => {
    const rules = [...document.matchAll(/^### ([a-z-]+)\n\n\*\*Rule (\d+)\.\*\* (.+)/gm)];
    assert.ok(rules.length >= 38);
    assert.deepEqual(
      rules.map(([, , number]) => Number(number)),
      rules.map((_rule, index) => index + 1),
    );
    assert.equal(document.match(/\*\*Rule /g)?.length, rules.length);
    assert.ok(document.includes(`, as ${rules.length} rules`));
    const notChecked = rules.filter(([, , , text = '']) => text.endsWith('Not checked.'));
    assert.deepEqual(
      notChecked.map(([, id]) => id),
      NOT_CHECKED,
    );
  });

  it('has no block of code that is not run or compared here', () => {
    const first = ['session-request', 'session', 'user', 'devices', 'emulator', 'first-request'];
    const rest = ['redirect-uri', 'return-policy', 'subscribe', 'webhook-vector', 'csrf'];
    assert.deepEqual(markedBlocks(document), [...first, ...rest]);
    assert.equal(countBlocks(document), markedBlocks(document).length);
  });

  it('shows a request and answers that the handler and the button take', () => {
    const request = parseSessionRequest(json('session-request'));
    assert.ok('request' in request);
    assert.deepEqual(request.request, json('session-request'));
    assert.ok(parseLinkUrl(json('session')));
    const { linkedVendors } = json('user') as { linkedVendors: unknown };
    assert.deepEqual(parseLinkedVendors(json('user')), linkedVendors);
    const { devices } = json('devices') as LinkedDevices;
    assert.deepEqual(parseLinkedDevices(json('devices')), devices);
  });

  it('starts the emulator with options that it has', async () => {
    const source = await readFile(new URL('src/emulator/command.ts', root), 'utf8');
    const options = block(document, 'emulator').match(/--[\w-]+/g) ?? [];
    assert.equal(options.length, 2);
    for (const option of options) assert.match(source, new RegExp(`^ {2}${option} `, 'm'));
  });
});

describe('the first request of docs/own-endpoints.md', () => {
  it('gets a session from the handler', async () => {
    const { emulator } = await emulate();
    const { oauthUrl, apiUrl, clientId, clientSecret } = emulator;
    const server = createServer(
      toNodeListener(
        createEnodeLinkHandler({
          ...{ clientId, clientSecret, environment: { oauthUrl, apiUrl } },
          callbackUrls: ['http://localhost:8000/api/enode/callback'],
          defaults: { scopes: ['vehicle:read:data'] },
          getUserId: (request) => (request.headers.has('Cookie') ? 'user-1' : null),
        }),
      ),
    ).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const command = block(document, 'first-request');
      const here = command.replace('http://localhost:8000', `http://127.0.0.1:${String(port)}`);
      const { stdout } = await promisify(execFile)('sh', ['-c', here]);
      assert.ok(parseLinkUrl(JSON.parse(stdout)), stdout);
    } finally {
      server.close();
      await emulator.close();
    }
  });
});

describe('the policy of the return page in docs/own-endpoints.md', () => {
  it('is that of the handler, but for the style sheet of its own page', () => {
    const own = returnPage(new Request('https://app.example/callback')).headers;
    const policy = own['Content-Security-Policy'] ?? '';
    const parts = (text: string): string[] => text.trim().split('; ').sort();
    assert.deepEqual(
      parts(block(document, 'return-policy')),
      parts(policy).filter((directive) => !directive.startsWith('style-src')),
    );
  });
});

describe('the pattern for redirectUri in docs/own-endpoints.md', () => {
  const patternFor = (callback: string): RegExp => {
    const escaped = callback.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
    const source = block(document, 'redirect-uri')
      .trim()
      .replace('CALLBACK', () => escaped);
    return new RegExp(
      callback.includes('?') ? source.replace(String.raw`\?enode`, '&enode') : source,
    );
  };
  const isAccepted = (callback: string, text: string): boolean => {
    const checked = checkRedirectUri(text, [{ url: new URL(callback), takesAnyQuery: false }]);
    return 'accepted' in checked && checked.accepted === text;
  };
  const callbacks = [CALLBACK_URL, `${CALLBACK_URL}?shop=1`, 'myapp://linked'];

  for (const callback of callbacks) {
    const pattern = patternFor(callback);
    const join = callback.includes('?') ? '&' : '?';

    it(`takes what the button sends: ${callback}`, () => {
      for (const nonce of [NONCE, 'x'.repeat(128)]) {
        const text = `${callback}${join}enode_link=${nonce}`;
        assert.match(text, pattern);
        assert.ok(isAccepted(callback, text));
      }
    });

    it(`takes nothing that the handler refuses: ${callback}`, () => {
      const good = `${callback}${join}enode_link=${NONCE}`;
      const hostile = [
        good.replace('://', '://evil.test/'),
        good.replace('linked', 'linked.evil.test'),
        good.replace('linked', 'linked/../evil'),
        `${good}#`,
        `${good}&next=https://evil.test`,
        `${good}&error=x`,
        `${good}&enode_link=${NONCE}`,
        `${good}\n`,
        `x${good}`,
        good.slice(0, -1),
        `${good}${'x'.repeat(128)}`,
        `${callback}${join}enode_link=`,
        callback,
        '',
      ];
      for (const text of hostile) {
        assert.doesNotMatch(text, pattern);
        assert.ok(!isAccepted(callback, text), text);
      }
      const part = fc.string({ unit: 'binary-ascii', maxLength: 12 });
      const property = fc.property(fc.nat(good.length), fc.nat(4), part, (from, drop, added) => {
        const text = good.slice(0, from) + added + good.slice(from + drop);
        return !pattern.test(text) || isAccepted(callback, text);
      });
      fc.assert(property, { numRuns: propertyRuns(500) });
    });
  }
});

describe('the webhooks of docs/own-endpoints.md', () => {
  const vector = Object.fromEntries(
    block(document, 'webhook-vector')
      .trim()
      .split('\n')
      .map((line) => line.split(/ +/)),
  ) as Record<'secret' | 'body' | 'signature', string>;
  const verify = (signature: string, secret = vector.secret) =>
    verifyWebhook({ headers: { 'x-enode-signature': signature }, rawBody: vector.body }, secret);

  it('have a vector that is right, and that verifyWebhook takes for signed', async () => {
    const hash = createHmac('sha1', vector.secret).update(vector.body).digest('hex');
    assert.equal(vector.signature, `sha1=${hash}`);
    // It is no list of events, which is found out only once the signature fits.
    await assert.rejects(verify(vector.signature), { code: 'body-malformed' });
    await assert.rejects(verify(vector.signature, 'another'), { code: 'signature-wrong' });
    await assert.rejects(verify(`sha1=${'0'.repeat(40)}`), { code: 'signature-wrong' });
  });

  it('are subscribed to with the command as it is printed', async () => {
    const { emulator } = await emulate();
    try {
      const answer = await fetch(`${emulator.oauthUrl}/oauth2/token`, {
        method: 'POST',
        headers: {
          Authorization: `Basic ${btoa(`${emulator.clientId}:${emulator.clientSecret}`)}`,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      const { access_token } = (await answer.json()) as { access_token: string };
      const command = block(document, 'subscribe').replace(
        'https://enode-api.sandbox.enode.io',
        emulator.apiUrl,
      );
      const env = { ...process.env, ACCESS_TOKEN: access_token, ENODE_WEBHOOK_SECRET: 'a-secret' };
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
      const { url, events, isActive } = JSON.parse(stdout) as Record<string, unknown>;
      assert.deepEqual([url, events, isActive], ['https://app.example/hooks/enode', ['*'], true]);
    } finally {
      await emulator.close();
    }
  });
});

describe('the code for CSRF in docs/own-endpoints.md', () => {
  it('gives the button the token of the moment', async () => {
    const button: { headers?: () => Promise<Record<string, string>> } = {};
    const page = { cookie: 'a=1; csrftoken=old; b=2', querySelector: () => button };
    runInNewContext(block(document, 'csrf'), { document: page });
    page.cookie = 'csrftoken=new==';
    assert.equal(toHeaders(await button.headers?.()).get('X-CSRFToken'), 'new==');
    page.cookie = '';
    assert.equal(toHeaders(await button.headers?.()).get('X-CSRFToken'), null);
  });
});
