/**
 * Compares docs/frameworks.md with the applications of test/frameworks: they contain the code that the
 * document shows, and test/e2e/frameworks.e2e.ts compiles and plays them. Where an application
 * records an event, the document logs it.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { assertShown, sourcedBlocks } from './read-document.js';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const document = read('docs/frameworks.md');
const blocks = sourcedBlocks(document);
/**
 * A handler logs in the document, and calls `hear` in an application, because templates of Angular
 * cannot use the console. The document has the addresses of README.md, the applications have shorter ones.
 */
const asInApplication = (text: string): string =>
  text
    .replaceAll('console.log(', 'hear(')
    .replaceAll('/api/enode/link-session', '/session')
    .replaceAll(/\/api\/enode\/(?=user|callback)/g, '/');

describe('docs/frameworks.md', () => {
  it('names for each of its blocks the file that it comes from', () => {
    assert.equal(blocks.length, document.match(/^```\w+$/gm)?.length);
  });

  for (const { path, code } of blocks) {
    it(`shows what is in ${path}`, () => {
      assertShown(asInApplication(code), asInApplication(read(path)));
    });
  }

  it('has an application for every framework, with what must not compile', () => {
    const folder = new URL('../frameworks/', import.meta.url);
    const names = readdirSync(folder).filter((name) =>
      existsSync(new URL(`${name}/package.json`, folder)),
    );
    const all = ['angular', 'next', 'preact', 'react', 'solid', 'svelte', 'sveltekit', 'vue'];
    assert.deepEqual(names.sort(), all);
    for (const name of names) {
      assert.ok(existsSync(new URL(`${name}/package-lock.json`, folder)), name);
      assert.ok(readdirSync(new URL(`${name}/wrong`, folder)).length >= 5, name);
    }
  });
});
