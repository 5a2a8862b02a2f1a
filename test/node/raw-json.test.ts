/** The JSON of deliveries: any reader understands it, and no writer writes it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { writeRawJson } from '../../src/emulator/state/raw-json.js';
import { propertyRuns } from '../support/property-runs.js';

const EVENT = {
  event: 'user:vehicle:discovered',
  createdAt: '2026-11-29T00:00:00.000Z',
  vehicle: { brand: 'Škoda/VW', level: 61.5, range: 300, none: null, on: true, scopes: ['a', 'b'] },
};

describe('the JSON of a delivery', () => {
  it('means what the events mean, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue())),
        (events) => {
          const plain: unknown = JSON.parse(JSON.stringify(events));
          const text = writeRawJson(events);
          assert.deepEqual(JSON.parse(text), plain);
          // It also survives the way over the network.
          assert.equal(Buffer.from(text).toString(), text);
        },
      ),
      { numRuns: propertyRuns(500) },
    );
  });

  it('differs from what the usual writers make of it, for every event', () => {
    // How JavaScript, Python, PHP, Ruby, Go, and Java write the same data.
    const compact = (value: unknown) => JSON.stringify(value);
    const spaced = (value: unknown) =>
      JSON.stringify(value, undefined, 1)
        .replaceAll(/\n */g, ' ')
        .replaceAll(/([[{]) | ([\]}])/g, '$1$2');
    const ascii = (text: string) =>
      text.replaceAll(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    const slashed = (text: string) => text.replaceAll('/', String.raw`\/`);
    const writers = [
      compact,
      spaced,
      (value: unknown) => JSON.stringify(value, undefined, 2),
    ].flatMap((write) => [
      write,
      (value: unknown) => ascii(write(value)),
      (value: unknown) => slashed(write(value)),
      (value: unknown) => slashed(ascii(write(value))),
    ]);
    const names = fc.constantFrom('system:heartbeat', 'enode:webhook:test', 'user:meter:deleted');
    const details = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(names, details, (event, detail) => {
        const text = writeRawJson([{ ...detail, event, createdAt: EVENT.createdAt }]);
        for (const write of writers) assert.notEqual(write(JSON.parse(text)), text);
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  it('has irregular spaces, escapes and number forms, and leaves whole numbers alone', () => {
    assert.equal(
      writeRawJson([EVENT]),
      String.raw`[{"event": "user\u003avehicle:discovered", "createdAt":"2026-11-29T00:00:00.000Z", ` +
        String.raw`"vehicle": {"brand": "\u0160koda\/VW", "level":61.50, "range": 300, "none":null, ` +
        String.raw`"on": true, "scopes":["a" ,"b"]}}]`,
    );
  });
});
