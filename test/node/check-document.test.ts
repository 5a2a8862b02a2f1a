/** The checker and its documents agree. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { RULES } from '../../src/check/rules.js';

const ids = RULES.map(({ rule }) => rule);

describe('the rules of the checker', () => {
  it('are those of docs/own-endpoints.md that it does not call unchecked', () => {
    const url = new URL('../../docs/own-endpoints.md', import.meta.url);
    const sections = readFileSync(url, 'utf8').split(/^#+ /m);
    const rules = sections.filter((section) => section.includes('**Rule '));
    const checked = rules.filter((section) => !/\bNot checked\b/i.test(section));
    const headings = checked.map((section) => section.split('\n')[0]?.trim() ?? '');
    assert.deepEqual(ids.toSorted(), headings.toSorted());
    assert.ok(checked.length < rules.length);
  });
});
