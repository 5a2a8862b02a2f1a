/**
 * Addresses of a return page, ten thousand of any shape: what is taken of them, and what is left. The
 * page itself is in test/browser/return-page.test.ts; `location` and `history` are stand-ins here.
 */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { RETURN_PARAMETERS, takeReturn } from '../../src/return/message.js';
import { propertyRuns } from '../support/property-runs.js';

const PAGE = 'https://host.example/callback';
const NONCE = 'abcdefghijklmnopqrstuv';

function define(name: 'location' | 'history', value: object): void {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

afterEach(() => {
  for (const name of ['location', 'history']) Reflect.deleteProperty(globalThis, name);
});

/** Takes the return off this address, and tells what stands there afterwards. */
function take(href: string, keepQuery: boolean) {
  let left = href;
  define('location', { href });
  define('history', {
    state: null,
    replaceState: (_state: unknown, _title: string, url: URL) => (left = url.href),
  });
  return { addressReturn: takeReturn(keepQuery, (linkReturn) => linkReturn), left: new URL(left) };
}

const name = fc.oneof(
  fc.constantFrom(...RETURN_PARAMETERS, '__proto__', 'constructor', 'enode_link[]', 'Enode_Link'),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(
  fc.constantFrom(NONCE, '', 'javascript:alert(1)', '//evil.example', '\\\\evil', '%', '<img>'),
  fc.string({ unit: 'binary', maxLength: 800, size: 'max' }),
);
const encoded = fc
  .array(fc.tuple(name, value), { maxLength: 6 })
  .map((pairs) => String(new URLSearchParams(pairs.map(([key, text]) => [key, text]))));
const raw = fc.string().map((text) => text.replaceAll('#', ''));
const address = fc
  .tuple(fc.oneof(encoded, raw), fc.oneof(fc.constant(''), raw))
  .map(([query, hash]) => `${PAGE}?${query}#${hash}`);

describe('the address of a return page', () => {
  it('gives nothing but a nonce and two short texts, for ten thousand addresses (F31, F32)', () => {
    let taken = 0;
    fc.assert(
      fc.property(address, fc.boolean(), (href, keepQuery) => {
        const { addressReturn, left } = take(href, keepQuery);
        const asked = new URL(href).searchParams;
        if (addressReturn) {
          taken += 1;
          assert.match(addressReturn.nonce, /^[\w-]{22,128}$/);
          assert.equal(addressReturn.nonce, asked.get('enode_link'));
          for (const key of Object.keys(addressReturn))
            assert.match(key, /^(nonce|error|errorMessage)$/);
          for (const text of [addressReturn.error ?? '', addressReturn.errorMessage ?? '']) {
            assert.ok(JSON.stringify(text).length <= 502 && !/\p{Surrogate}/u.test(text));
          }
        }
        assert.equal(left.origin + left.pathname, PAGE, 'it stays on its page');
        if (asked.has('enode_link')) {
          for (const key of RETURN_PARAMETERS) assert.equal(left.searchParams.has(key), false);
          if (!keepQuery) assert.equal(left.search, '');
          // Letter for letter: what is left stood there, in this order.
          const parts = new URL(href).search.slice(1).split('&');
          if (left.search !== '') {
            for (const part of left.search.slice(1).split('&')) {
              assert.ok(parts.includes(part), part);
              parts.splice(0, parts.indexOf(part) + 1);
            }
          }
        } else assert.equal(left.href, href.endsWith('#') ? left.href : new URL(href).href);
        assert.equal(({} as { polluted?: unknown }).polluted, undefined);
      }),
      { numRuns: propertyRuns(10_000) },
    );
    assert.ok(taken > 0, 'some of the addresses carried a return');
  });

  it('keeps the rest of its query letter for letter (F73)', () => {
    for (const own of [
      'a=a%20b&flag',
      'x=1+2',
      '%zz&&y=%C3%A9',
      '?error=1',
      'error%5B%5D=1',
      '&',
    ]) {
      assert.equal(take(`${PAGE}?${own}&enode_link=${NONCE}&error=x`, true).left.search, `?${own}`);
      assert.equal(take(`${PAGE}?error=x&enode_link=${NONCE}&${own}`, true).left.search, `?${own}`);
    }
    assert.equal(take(`${PAGE}?%65node_link=${NONCE}&e%72ror=x`, true).left.href, PAGE);
  });

  it('is cut where its texts are too long, whatever they are made of, and never within a letter (F72)', () => {
    const cut = (text: string) =>
      take(`${PAGE}?${String(new URLSearchParams({ enode_link: NONCE, error: text }))}`, false)
        .addressReturn?.error;
    assert.equal(cut('x'.repeat(501)), 'x'.repeat(500));
    assert.equal(cut('"'.repeat(501)), '"'.repeat(250));
    assert.equal(cut('\u0000'.repeat(501)), '\u0000'.repeat(83));
    assert.equal(cut(`x${'😀'.repeat(500)}`), `x${'😀'.repeat(249)}`);
  });
});
