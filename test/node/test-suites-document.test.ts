/**
 * Compares docs/test-suites.md with the examples in test/suites, which test/e2e/test-suites.e2e.ts runs: the
 * document shows each file as it is.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { TEST_SUITES } from '../support/test-suites.js';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const document = read('docs/test-suites.md');
const blocks = [...document.matchAll(/<!-- from: (\S+) -->\n\n```\w+\n(.*?)^```$/gms)];
/** The files that a reader has already, or does not need. */
const UNTOLD = /^(?:go\.mod|index\.html|package(?:-lock)?\.json)$/;

describe('docs/test-suites.md', () => {
  it('names for each of its blocks but the set-up the file that it comes from', () => {
    assert.equal(blocks.length + 1, document.match(/^```\w+$/gm)?.length);
  });

  for (const [, path = '', code = ''] of blocks) {
    it(`shows ${path} as it is`, () => {
      assert.equal(code, read(path));
    });
  }

  it('shows every file that a reader needs, and a test runs each of them', () => {
    const names = [...TEST_SUITES.map(({ name }) => name), 'host'];
    const folder = new URL('test/suites/', root);
    assert.deepEqual(readdirSync(folder).sort(), names.toSorted());
    const files = names.flatMap((name) =>
      readdirSync(new URL(`${name}/`, folder))
        .filter((file) => !UNTOLD.test(file))
        .map((file) => `test/suites/${name}/${file}`),
    );
    assert.deepEqual(blocks.map(([, path]) => path).sort(), files.sort());
  });
});
