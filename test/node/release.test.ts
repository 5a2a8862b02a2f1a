/** `npm run release` as far as it makes a version: on a copy, with a change to tell of. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('a release', () => {
  let copy: string;
  const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'enode-link-release-'));
    for (const name of ['.changeset', 'package.json', 'CHANGELOG.md']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    for (const folder of ['src', 'scripts']) mkdirSync(join(copy, folder));
    cpSync(join(root, 'src/version.ts'), join(copy, 'src/version.ts'));
    cpSync(join(root, 'scripts/version.ts'), join(copy, 'scripts/version.ts'));
    const change = "---\n'enode-link-button': minor\n---\n\nA button that dances.\n";
    writeFileSync(join(copy, '.changeset/dance.md'), change);
    const run = (...command: string[]) =>
      execFileSync(process.execPath, command, { cwd: copy, stdio: 'pipe' });
    run(join(root, 'node_modules/@changesets/cli/bin.js'), 'version');
    run('--import', import.meta.resolve('tsx'), 'scripts/version.ts');
  });
  after(() => {
    rmSync(copy, { recursive: true });
  });

  it('has one version everywhere', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const earlier = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.notEqual(version, earlier.version);
    assert.ok(read('src/version.ts').includes(`version = '${version}'`));
    assert.ok(read('CHANGELOG.md').startsWith(`# Changelog\n\n## ${version}\n`));
  });

  it('tells of its changes, and keeps what earlier ones told', () => {
    const changelog = read('CHANGELOG.md');
    assert.ok(changelog.includes('- A button that dances.'));
    const told = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').slice('# Changelog\n'.length);
    assert.ok(changelog.endsWith(told));
  });
});
