/**
 * The workflows of this repository: what they run is pinned, and they may do no more than they need.
 * release-workflow.test.ts is about the steps of a release.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ENGINES } from '../support/engines.js';
import { allJobs, below, job, scriptOf, stepsOf, workflows } from '../support/workflows.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

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

  it('may read alone, but for the one that releases', () => {
    for (const { name, text } of workflows) {
      assert.match(text, /^permissions:\n {2}contents: read\n/m, name);
      for (const right of [/\bid-token: write\b/, /\bcontents: write\b/]) {
        assert.equal(right.test(text), name === 'release.yml', `${name}: ${String(right)}`);
      }
      assert.doesNotMatch(text, /packages: write|secrets\./, name);
    }
  });

  it('give no job more than it needs, and each right to write to one', () => {
    const writers = new Map([
      ['release.yml publish', 'id-token: write'],
      ['release.yml attach', 'contents: write'],
    ]);
    assert.ok(allJobs.length >= 5);
    for (const { name, content } of allJobs) {
      const granted = /^ {4}permissions:/m.test(content)
        ? below(content, 'permissions:', 4).trim()
        : 'contents: read';
      assert.equal(granted, writers.get(name) ?? 'contents: read', name);
    }
  });

  it('put nothing of an event, a branch or a tag into a script as text', () => {
    for (const { name, content } of allJobs) {
      for (const step of stepsOf(content)) assert.doesNotMatch(scriptOf(step), /\$\{\{/, name);
    }
  });

  it('leave no credentials for what they run', () => {
    for (const { name, content } of allJobs) {
      for (const step of stepsOf(content).filter((one) => one.includes('actions/checkout@'))) {
        assert.match(step, /persist-credentials: false/, name);
      }
    }
  });

  it('play all tests in each engine, side by side', () => {
    const test = job('ci.yml test');
    assert.match(below(test, 'env:', 4), /^ {6}BROWSERS: chromium$/m);
    assert.ok(stepsOf(test).map(scriptOf).includes('.ci/run'));
    const others = job('ci.yml engines');
    const [, named = ''] = /engine: \[(.*)\]/.exec(below(others, 'matrix:', 6)) ?? [];
    assert.deepEqual(['chromium', ...named.split(', ')].sort(), [...ENGINES].sort());
    assert.match(below(others, 'env:', 4), /^ {6}BROWSERS: \$\{\{ matrix\.engine \}\}$/m);
    assert.match(others, /fail-fast: false/);
    const scripts = stepsOf(others).map(scriptOf);
    for (const script of ['npm run test:browser', 'npm run test:e2e']) {
      assert.ok(scripts.includes(script), script);
    }
    for (const content of [test, others]) assert.doesNotMatch(content, /needs:|continue-on-error/);
  });

  it('play what a release is made of in all engines', () => {
    assert.doesNotMatch(job('release.yml build'), /BROWSERS/);
    assert.match(readFileSync(join(root, '.ci/run'), 'utf8'), /BROWSERS="\$\{BROWSERS:-all\}"/);
  });

  it('ask on every change and every week whether a known vulnerability is installed', () => {
    const audit = job('ci.yml audit');
    const scripts = stepsOf(audit).map(scriptOf);
    assert.ok(scripts.includes('npm audit --omit=dev --audit-level=high'));
    assert.ok(scripts.some((script) => script.includes('npm audit signatures')));
    assert.doesNotMatch(audit, /continue-on-error|\|\| true/);
    const triggers = below(workflows.find(({ name }) => name === 'ci.yml')?.text ?? '', 'on:', 0);
    assert.match(triggers, /pull_request:/);
    assert.match(triggers, /cron: '\d+ \d+ \* \* \d'/);
  });
});

describe('Dependabot', () => {
  const text = readFileSync(join(root, '.github/dependabot.yml'), 'utf8');

  it('watches every folder that has a lock, and the actions', () => {
    const skipped = ['node_modules', '.git', 'dist', '.work', '.packed'];
    const locks = (path: string): string[] =>
      readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
        if (entry.name === 'package-lock.json') return [`/${path}`];
        return entry.isDirectory() && !skipped.includes(entry.name)
          ? locks(join(path, entry.name))
          : [];
      });
    const listed = [...text.matchAll(/^ {6}- (\/\S*)$/gm)].map(([, path]) => path);
    assert.deepEqual(listed.sort(), locks('').sort());
    assert.ok(listed.includes('/'));
    assert.match(text, /package-ecosystem: github-actions\n {4}directory: \/\n/);
  });

  it('lets a new version wait for a week', () => {
    const updates = text.split('package-ecosystem:').slice(1);
    assert.equal(updates.length, 2);
    for (const update of updates) assert.match(update, /cooldown:\n {6}default-days: 7\n/);
  });
});
