import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createNonce, parseReturn } from '../../src/return/message.js';
import { propertyRuns } from '../support/property-runs.js';

const NONCE = 'abcdefghijklmnopqrstuv';
const TYPE = 'enode-link:return';
const message = { type: TYPE, nonce: NONCE };

/** What a message must be, written out key by key for the property below. */
function isExact(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const entries = new Map<string, unknown>(Object.entries(data));
  if (entries.get('type') !== TYPE || entries.get('nonce') !== NONCE) return false;
  for (const [key, value] of entries) {
    if (key === 'type' || key === 'nonce') continue;
    if (key !== 'error' && key !== 'errorMessage') return false;
    if (typeof value !== 'string' || value.length > 500) return false;
  }
  return true;
}

function refuses(values: readonly unknown[]): void {
  for (const value of values) assert.equal(parseReturn(value, NONCE), undefined);
}

describe('the guard of return messages', () => {
  it('reads a return without an error', () => {
    assert.deepEqual(parseReturn(message, NONCE), {});
  });

  it('reads a return with an error, with a text, and with both', () => {
    assert.deepEqual(parseReturn({ ...message, error: 'left' }, NONCE), { error: 'left' });
    assert.deepEqual(parseReturn({ ...message, errorMessage: 'Left.' }, NONCE), {
      errorMessage: 'Left.',
    });
    assert.deepEqual(parseReturn({ ...message, error: '', errorMessage: '' }, NONCE), {
      error: '',
      errorMessage: '',
    });
  });

  it('does not mind the order of the keys', () => {
    assert.deepEqual(parseReturn({ error: 'x', nonce: NONCE, type: TYPE }, NONCE), { error: 'x' });
  });

  it('hands on nothing but the two texts', () => {
    const linkReturn = parseReturn({ ...message, error: 'x' }, NONCE);
    assert.deepEqual(Reflect.ownKeys(linkReturn ?? {}), ['error']);
  });

  it('reads what has come through a structured clone or through JSON', () => {
    const sent = { ...message, error: 'left', errorMessage: 'Left.' };
    const wanted = { error: 'left', errorMessage: 'Left.' };
    assert.deepEqual(parseReturn(structuredClone(sent), NONCE), wanted);
    assert.deepEqual(parseReturn(JSON.parse(JSON.stringify(sent)), NONCE), wanted);
  });

  it('ignores the nonce of another attempt, and what is nearly the right one (F32)', () => {
    refuses(
      [NONCE.toUpperCase(), `${NONCE}x`, NONCE.slice(1), ` ${NONCE}`, '', null, [NONCE], 0].map(
        (nonce) => ({ ...message, nonce }),
      ),
    );
    refuses([{ ...message, nonce: Object(NONCE) as unknown }]);
  });

  it('ignores another type', () => {
    refuses(
      ['enode-link:ack', 'return', 'Enode-Link:Return', '', null, [TYPE], true].map((type) => ({
        ...message,
        type,
      })),
    );
  });

  it('ignores a message that lacks a part', () => {
    refuses([{}, { type: TYPE }, { nonce: NONCE }, { error: 'x' }]);
  });

  it('ignores a message that has more parts', () => {
    refuses([
      { ...message, linkedVendors: [] },
      { ...message, status: 'linked' },
      { ...message, '': '' },
      { ...message, Error: 'x' },
      { ...message, error_message: 'x' },
      { ...message, constructor: 'x' },
      { ...message, toString: 'x' },
      { ...message, hasOwnProperty: () => true },
    ]);
  });

  it('ignores texts that are none', () => {
    for (const key of ['error', 'errorMessage']) {
      for (const value of [undefined, null, 0, true, {}, [], ['x'], Object('x'), 1n, Symbol('x')]) {
        refuses([{ ...message, [key]: value as unknown }]);
      }
    }
  });

  it('takes texts up to 500 characters, and ignores longer ones', () => {
    for (const key of ['error', 'errorMessage']) {
      const long = 'x'.repeat(500);
      assert.deepEqual(parseReturn({ ...message, [key]: long }, NONCE), { [key]: long });
      refuses([
        { ...message, [key]: `${long}x` },
        { ...message, [key]: 'x'.repeat(1_000_000) },
      ]);
    }
  });

  it('ignores what is no plain object', () => {
    refuses([undefined, null, true, 0, NaN, 1n, '', TYPE, JSON.stringify(message), Symbol('x')]);
    refuses([[], [message], [TYPE, NONCE], new Map(Object.entries(message)), new Set([message])]);
    refuses([
      () => message,
      new Date(0),
      /x/,
      new ArrayBuffer(8),
      new Uint8Array(4),
      new Error(TYPE),
    ]);
  });

  it('ignores an array, even one that has all the parts', () => {
    refuses([Object.assign([], message), Object.assign([TYPE], message)]);
  });

  it('ignores parts that are inherited', () => {
    refuses([Object.create(message), Object.setPrototypeOf({ type: TYPE }, { nonce: NONCE })]);
    refuses([Object.setPrototypeOf({ nonce: NONCE }, { type: TYPE })]);
  });

  it('reads an object without a prototype', () => {
    const bare = Object.assign(Object.create(null) as object, message, { error: 'x' });
    assert.deepEqual(parseReturn(bare, NONCE), { error: 'x' });
  });

  it('ignores a message with __proto__ for a key, and touches no prototype', () => {
    const proto = JSON.parse(
      `{"type":"${TYPE}","nonce":"${NONCE}","__proto__":{"error":"polluted"}}`,
    ) as object;
    assert.ok(Object.hasOwn(proto, '__proto__'));
    refuses([proto, JSON.parse(`{"__proto__":{"type":"${TYPE}","nonce":"${NONCE}"}}`)]);
    assert.equal(({} as { error?: unknown }).error, undefined);
  });

  it('throws at no trap: a stray message must not end an attempt (F61)', () => {
    const trap = (): never => {
      throw new Error('trap');
    };
    const getter = Object.defineProperty({ ...message }, 'error', { get: trap, enumerable: true });
    const traps = { ownKeys: trap, get: trap, getOwnPropertyDescriptor: trap, has: trap };
    const { proxy, revoke } = Proxy.revocable({ ...message }, {});
    revoke();
    refuses([getter, new Proxy({ ...message }, traps), proxy]);
  });

  it('accepts nothing but what is exact, of ten thousand values (F62)', () => {
    const near = fc.record(
      {
        type: fc.oneof({ weight: 5, arbitrary: fc.constant(TYPE) }, fc.anything()),
        nonce: fc.oneof({ weight: 5, arbitrary: fc.constant(NONCE) }, fc.anything()),
        error: fc.oneof(fc.string({ size: 'max', maxLength: 600 }), fc.anything()),
        errorMessage: fc.oneof(fc.string(), fc.anything()),
        more: fc.anything(),
      },
      { requiredKeys: [], noNullPrototype: false },
    );
    const any = fc.anything({
      withNullPrototype: true,
      withMap: true,
      withSet: true,
      withDate: true,
      withTypedArray: true,
      withSparseArray: true,
      withBigInt: true,
      key: fc.oneof(fc.string(), fc.constantFrom('type', 'nonce', 'error', '__proto__')),
      values: [fc.constantFrom(TYPE, NONCE), fc.string(), fc.integer(), fc.constant(null)],
    });
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(near, any), (data) => {
        const linkReturn = parseReturn(data, NONCE);
        assert.equal(linkReturn !== undefined, isExact(data));
        if (linkReturn) accepted += 1;
      }),
      { numRuns: propertyRuns(10_000) },
    );
    assert.ok(accepted > 0, 'some of the values were exact');
  });
});

describe('a nonce', () => {
  it('is 128 bits as base64url: 22 characters', () => {
    for (const nonce of Array.from({ length: 100 }, createNonce)) {
      assert.match(nonce, /^[A-Za-z0-9_-]{22}$/);
      assert.equal(Buffer.from(nonce, 'base64url').length, 16);
    }
  });

  it('is never the same again', () => {
    assert.equal(new Set(Array.from({ length: 1000 }, createNonce)).size, 1000);
  });

  it('varies in every one of its 16 bytes', () => {
    const seen = Array.from({ length: 16 }, () => new Set<number>());
    for (const nonce of Array.from({ length: 200 }, createNonce)) {
      for (const [index, byte] of Buffer.from(nonce, 'base64url').entries()) seen[index]?.add(byte);
    }
    for (const values of seen) assert.ok(values.size > 16);
  });

  it('needs no escape in an address', () => {
    const nonce = createNonce();
    assert.equal(encodeURIComponent(nonce), nonce);
  });

  it('comes from the generator that is made for secrets', (t) => {
    t.mock.method(Math, 'random', () => assert.fail('Math.random can be guessed'));
    const random = t.mock.method(crypto, 'getRandomValues');
    createNonce();
    const [call] = random.mock.calls;
    assert.ok(call?.arguments[0] instanceof Uint8Array && call.arguments[0].byteLength >= 16);
  });
});
