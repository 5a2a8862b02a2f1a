/** The names of vendors: what the page and the emulator make of Enode's spelling, and what docs/enode.md says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { vendorTypes } from '../../src/button/debug.js';
import { displayName, VENDOR_TYPES, VENDORS } from '../../src/emulator/state/catalogue.js';
import { vendorName } from '../../src/language/vendor-name.js';

const [, section = ''] =
  /^## Vendor names\n(.*?)^## /ms.exec(
    readFileSync(new URL('../../docs/enode.md', import.meta.url), 'utf8'),
  ) ?? [];
const rows = [...section.matchAll(/^\| (.*?) *\| (.*?) *\|$/gm)].map(
  ([, first = '', second = '']) => [first, second] as const,
);
const listed = rows
  .filter(([first, second]) => /\(\d+\)$/.test(first) && !second.startsWith('the same as'))
  .map(([first, second]) => [first, second.replace(/ \(.*?\)/g, '').split(', ')] as const);
const vendors = new Set(listed.flatMap(([, names]) => names));
const exceptions = new Map(rows.filter(([first]) => vendors.has(first)));

/** The rule of the document. */
function ruledName(vendor: string): string {
  const isPlain = vendor.length > 3 && vendor === vendor.toUpperCase();
  return isPlain ? vendor.charAt(0) + vendor.slice(1).toLowerCase() : vendor;
}

const documentedName = (vendor: string): string => exceptions.get(vendor) ?? ruledName(vendor);

describe('what debug takes for a mistake', () => {
  it('is no vendor and no type that Enode documents', () => {
    assert.deepEqual(vendorTypes, VENDOR_TYPES);
    for (const vendor of vendors) assert.notEqual(vendor, vendor.toLowerCase());
  });
});

describe('the names of vendors', () => {
  it('are counted right in the document', () => {
    assert.ok(listed.length >= 5);
    for (const [type, names] of listed) {
      assert.equal(`${type.split(' ')[0]} (${names.length})`, type);
      assert.equal(new Set(names).size, names.length, type);
    }
  });

  it('are in the document only where no rule makes them, and each once', () => {
    const spelled = rows.map(([first]) => first).filter((first) => vendors.has(first));
    assert.deepEqual(spelled, [...exceptions.keys()].sort());
    for (const [vendor, name] of exceptions) assert.notEqual(ruledName(vendor), name);
  });

  it('are the same in the page, in the emulator and in the document', () => {
    for (const vendor of [...vendors, ...Object.values(VENDORS).flat()]) {
      assert.equal(vendorName(vendor), documentedName(vendor));
      assert.equal(displayName(vendor), documentedName(vendor));
    }
  });
});
