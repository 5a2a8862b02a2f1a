import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { bare, toJson, valueOf } from '../../src/own-keys.js';
import { parseLinkedVendors, parseLinkUrl } from '../../src/schema.js';

const added: (readonly [object: object, name: string])[] = [];

/** As a script of the page does it. Taken back after the test. */
function extend(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { __proto__: null, value, configurable: true } as object);
  added.push([object, name]);
}

/** Assertions look at objects too: nothing is added any more when they do. */
function restore(): void {
  for (const [object, name] of added.splice(0)) Reflect.deleteProperty(object, name);
}

afterEach(restore);

describe('own keys', () => {
  it('are what a value is read from, where all objects have that key (F90)', () => {
    extend(Object.prototype, 'status', 404);
    const values = [valueOf({}, 'status'), valueOf({ status: 500 }, 'status')];
    restore();
    assert.deepEqual(values, [undefined, 500]);
  });

  it('are not asked for where nobody has added the key: a getter of a class counts', () => {
    class Answer {
      readonly #linkUrl = 'https://link.enode.com/x';
      get linkUrl(): string {
        return this.#linkUrl;
      }
    }
    assert.equal(valueOf(new Answer(), 'linkUrl'), 'https://link.enode.com/x');
    assert.equal(parseLinkUrl(new Answer()), 'https://link.enode.com/x');
  });

  it('are all that bare options have (F90)', () => {
    extend(Object.prototype, 'once', true);
    const { once, capture } = bare<AddEventListenerOptions>({ capture: true });
    restore();
    assert.deepEqual([once, capture], [undefined, true]);
  });

  it('are in JSON as JSON.stringify writes them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        assert.equal(toJson(data), JSON.stringify(data));
      }),
    );
    const data = { absent: undefined, list: [undefined, NaN], quote: '"\u2028' };
    assert.equal(toJson(data), JSON.stringify(data));
  });

  it('are in JSON the same for any data, although a page has given a toJSON to lists', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const usual = JSON.stringify(data);
        extend(Array.prototype, 'toJSON', () => 'replaced');
        const json = toJson(data);
        restore();
        assert.equal(json, usual);
      }),
    );
  });

  it('are in JSON whatever toJSON a page has given to anything (F91)', () => {
    const data = { text: 'x', list: ['a b', 1, true, null], deep: [{ vendor: 'TESLA' }] };
    const usual = JSON.stringify(data);
    for (const { prototype } of [Object, Array, String, Number, Boolean]) {
      extend(prototype, 'toJSON', () => 'replaced');
    }
    const json = toJson(data);
    restore();
    assert.equal(json, usual);
  });
});

describe('what a page receives', () => {
  const shapes = [
    [undefined, undefined],
    [null, undefined],
    ['text', undefined],
    [[], undefined],
    [{}, undefined],
    [{ linkedVendors: {} }, undefined],
    [{ linkedVendors: [null] }, undefined],
    [{ linkedVendors: [[]] }, undefined],
    [{ linkedVendors: [{ vendor: '', isValid: true }] }, undefined],
    [{ linkedVendors: [{ vendor: 'TESLA' }] }, undefined],
    [{ linkedVendors: [{ vendor: 'TESLA', isValid: 'true' }] }, undefined],
    [{ linkedVendors: [{ vendor: 'TESLA', isValid: true, vendorType: 5 }] }, undefined],
    [{ linkedVendors: [{ vendor: 'TESLA', isValid: true, vendorType: null }] }, undefined],
    [{ linkedVendors: [{ vendor: 'TESLA', isValid: true }, 5] }, undefined],
    [{ linkedVendors: [] }, []],
    [
      { id: 'user-1', linkedVendors: [{ vendor: 'NEW', isValid: false, more: 1 }] },
      [{ vendor: 'NEW', isValid: false }],
    ],
    [
      { linkedVendors: [{ vendor: 'TESLA', vendorType: 'vehicle', isValid: true }] },
      [{ vendor: 'TESLA', vendorType: 'vehicle', isValid: true }],
    ],
  ] as const;

  it('is a list of vendors in one shape, and in no other', () => {
    for (const [data, vendors] of shapes) {
      assert.deepEqual(parseLinkedVendors(data), vendors, JSON.stringify(data));
    }
  });

  it('is a Link session where it has a linkUrl, and in no other shape', () => {
    assert.equal(parseLinkUrl({ linkUrl: 'https://x', linkToken: 5, more: {} }), 'https://x');
    for (const data of [undefined, null, 5, 'https://x', [], {}, { linkUrl: '' }, { linkUrl: 5 }]) {
      assert.equal(parseLinkUrl(data), undefined, JSON.stringify(data));
    }
  });

  it('has nothing that a page has given to all objects (F90)', () => {
    extend(Object.prototype, 'linkUrl', 'https://link.enode.com/x');
    extend(Object.prototype, 'vendor', 'TESLA');
    extend(Object.prototype, 'isValid', true);
    extend(Object.prototype, 'linkedVendors', []);
    extend(Object.prototype, 'vendorType', () => undefined);
    const parsed = [
      parseLinkUrl({}),
      parseLinkedVendors({}),
      parseLinkedVendors({ linkedVendors: [{}] }),
      parseLinkedVendors({ linkedVendors: [{ vendor: 'ZAPTEC', isValid: false }] }),
    ];
    restore();
    assert.deepEqual(parsed, [
      undefined,
      undefined,
      undefined,
      [{ vendor: 'ZAPTEC', isValid: false }],
    ]);
  });
});
