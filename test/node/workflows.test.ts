/** The workflows of this repository: what they run is pinned, and they may no more than they need. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const folder = new URL('../../.github/workflows/', import.meta.url);
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(new URL(name, folder), 'utf8'),
}));

describe('the workflows', () => {
  it('pin every action by its commit, and say which version that is', () => {
    let count = 0;
    for (const { name, text } of workflows) {
      const lines = text.split('\n');
      for (const [index, line] of lines.entries()) {
        if (!/\buses:/.test(line)) continue;
        assert.match(line, /uses: [\w./-]+@[0-9a-f]{40}$/, name);
        assert.match(lines[index - 1] ?? '', /^ +# v\d+\.\d+\.\d+$/, `${name}: ${line}`);
        count += 1;
      }
    }
    assert.ok(count >= 5);
  });

  it('may read alone, but for the one that publishes, which mints its own proof', () => {
    for (const { name, text } of workflows) {
      assert.match(text, /^permissions:\n {2}contents: read\n/m, name);
      assert.equal(/\bid-token: write\b/.test(text), name === 'release.yml', name);
      assert.doesNotMatch(text, /contents: write|packages: write|secrets\./, name);
    }
  });

  it('publish with provenance, after all checks, and list what is inside', () => {
    const { text = '' } = workflows.find(({ name }) => name === 'release.yml') ?? {};
    const order = ['.ci/run', 'npm sbom', 'publish --provenance'].map((step) => text.indexOf(step));
    assert.ok(order.every((place) => place > 0));
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
  });
});
