/** What is accepted as a redirectUri without parsing it is what the URL parser would have written. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkRedirectUri } from '../../src/server/redirect-uri.js';
import { propertyRuns } from '../support/property-runs.js';
import { NONCE } from './server-fixture.js';

const callback = (href: string, takesAnyQuery = false) => ({ url: new URL(href), takesAnyQuery });

function accepted(redirectUri: string, href: string): string | undefined {
  const checked = checkRedirectUri(redirectUri, [callback(href)]);
  return 'accepted' in checked ? checked.accepted : undefined;
}

const CALLBACKS = [
  'https://app.example/linked',
  'https://app.example/',
  'https://app.example/linked?',
  'https://app.example/linked?&',
  'https://app.example/linked?tab=a%20b&flag',
  'https://app.example/linked?a=%2526&?',
  'https://app.example/a%3Fb/%2e%2e/c',
  'https://bücher.example/ü?ä=ß',
  'http://localhost:3000/cb',
  'http://[::1]:3000/cb',
  'myapp://linked',
  'com.example.app:/linked?x',
];

describe('a redirectUri that is a callback URL with the nonce at its end', () => {
  for (const href of CALLBACKS) {
    const { url } = callback(href);
    const start = `${url.href}${url.href.includes('?') ? '&' : '?'}`;

    it(`is accepted as the URL parser writes it: ${href}`, () => {
      const redirectUri = `${start}enode_link=${NONCE}`;
      assert.equal(accepted(redirectUri, href), new URL(redirectUri).href);
    });

    it(`is accepted only with one nonce and nothing else: ${href}`, () => {
      const part = fc.oneof(
        fc.string({ unit: 'binary-ascii', maxLength: 6 }),
        fc.constantFrom('enode_link=', '&', '?', '#', '%', '\n', '\t', ' ', '\\', '@', '/../'),
      );
      const good = `${start}enode_link=${NONCE}`;
      const property = fc.property(fc.nat(good.length), fc.nat(4), part, (from, drop, added) => {
        const text = good.slice(0, from) + added + good.slice(from + drop);
        const result = accepted(text, href);
        if (result === undefined) return;
        const parsed = new URL(text);
        assert.equal(result, parsed.href);
        const rest = (one: URL) => [...one.searchParams].filter(([name]) => name !== 'enode_link');
        const origin = ({ protocol, username, password, host, pathname, hash }: URL) =>
          [protocol, username, password, host, pathname, hash].join(' ');
        assert.equal(origin(parsed), origin(url));
        assert.deepEqual(rest(parsed), rest(url));
        assert.match(parsed.searchParams.getAll('enode_link').join(), /^[\w-]{22,128}$/);
        assert.ok(!result.includes('#'));
      });
      fc.assert(property, { numRuns: propertyRuns(2000) });
    });
  }

  it('is not believed to be one where the callback URL ends in a lone question mark', () => {
    // A second question mark would become part of the parameter's name.
    const href = 'https://app.example/linked?';
    assert.equal(accepted(`${href}?enode_link=${NONCE}`, href), undefined);
    const written = `${href}enode_link=${NONCE}`;
    assert.equal(accepted(written, href), written);
  });
});
