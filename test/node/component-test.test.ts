/**
 * Runs the example of component tests in docs/testing.md as it is printed, in jsdom. Node's test
 * runner stands in for the two functions of Vitest and Jest that it uses. Like their jsdom
 * environments, this test makes the page's names global.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (path: string): string => new URL(`../../${path}`, import.meta.url).href;
const [, example = ''] =
  /<!-- test: component -->\n+```js\n(.*?)^```$/ms.exec(
    readFileSync(join(root, 'docs/testing.md'), 'utf8'),
  ) ?? [];

const environment = `
import assert from 'node:assert/strict';
import { JSDOM, VirtualConsole } from '${import.meta.resolve('jsdom')}';
import { enterPage } from '${at('test/node/imitated-page.ts')}';
const virtualConsole = new VirtualConsole();
enterPage(new JSDOM('', { url: 'https://host.example/', virtualConsole }).window);
export { it } from 'node:test';
export const expect = (value) => ({
  toBe: (wanted) => assert.equal(value, wanted),
  toContain: (wanted) => assert.ok(value.includes(wanted)),
});
`;

describe('the component test of docs/testing.md', () => {
  it('passes in jsdom, each of its tests', () => {
    assert.ok(example.includes("from 'vitest'") && example.includes("from 'enode-link-button'"));
    const folder = mkdtempSync(join(tmpdir(), 'component-test-'));
    try {
      writeFileSync(join(folder, 'environment.mjs'), environment);
      const written = example
        .replace("from 'vitest'", "from './environment.mjs'")
        .replace("from 'enode-link-button'", `from '${at('src/index.ts')}'`);
      writeFileSync(join(folder, 'panel.test.mjs'), written);
      // With this variable set, the inner test runner would report to the outer one and print no text.
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      const { stdout, status } = spawnSync(
        process.execPath,
        ['--import', 'tsx', '--test', '--test-reporter=tap', join(folder, 'panel.test.mjs')],
        { cwd: root, env, encoding: 'utf8' },
      );
      assert.equal(status, 0, stdout);
      assert.match(stdout, /^# pass 3$/m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
