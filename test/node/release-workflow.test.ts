/**
 * The release workflow: what is published and attached is the file that was tested, by jobs that may do
 * that alone. The steps that prove it are run here as they stand.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { job, runStep, scriptOf, step, stepsOf } from '../support/workflows.js';

describe('a release', () => {
  const build = job('release.yml build');
  const publish = job('release.yml publish');

  it('is built after all checks, packed once, and listed with what is inside', () => {
    const order = [
      ...['.ci/run', 'git diff --exit-code', 'npm pack', 'npm run standalone'],
      ...['npm sbom', 'upload-artifact@'],
    ];
    const places = order.map((part) => build.indexOf(part));
    assert.ok(places.every((place) => place > 0));
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
    );
    assert.equal(build.split('npm pack').length, 2);
    assert.doesNotMatch(build, /npm publish|environment:/);
  });

  it('is published by a job that waits for the checks and for a maintainer', () => {
    assert.match(publish, /^ {4}needs: build$/m);
    assert.match(publish, /^ {4}environment: npm$/m);
    assert.doesNotMatch(publish, /if: .*always|continue-on-error/);
  });

  it('is published by a job that runs nothing of ours and installs nothing', () => {
    const used = [...publish.matchAll(/uses: ([\w/-]+)@/g)].map(([, name]) => name);
    assert.deepEqual(used, ['actions/download-artifact', 'actions/setup-node']);
    const scripts = stepsOf(publish).map(scriptOf).filter(Boolean);
    assert.deepEqual(scripts, [
      'echo "$SHA256  $FILE" | sha256sum --check --strict',
      'npm publish "./$FILE" --ignore-scripts --provenance --access public',
    ]);
    // A cache is something that another run left.
    assert.doesNotMatch(build + publish, /\bcache\b/);
  });

  it('is the very file that was tested, or nothing', () => {
    assert.match(build, /sha256: \$\{\{ steps\.pack\.outputs\.sha256 \}\}/);
    const check = step(publish, 'The file is the one that was tested');
    assert.match(check, /FILE: \$\{\{ needs\.build\.outputs\.file \}\}/);
    assert.match(check, /SHA256: \$\{\{ needs\.build\.outputs\.sha256 \}\}/);
    assert.match(
      step(publish, 'Publish that file'),
      /FILE: \$\{\{ needs\.build\.outputs\.file \}\}/,
    );

    const place = mkdtempSync(join(tmpdir(), 'enode-link-pack-'));
    try {
      // With a script that would run, and must not.
      const manifest = { name: 'one', version: '1.0.0', scripts: { prepack: 'touch ran' } };
      writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
      const outputFile = join(place, 'outputs');
      const packed = runStep(scriptOf(step(build, 'Pack what was tested')), place, {
        GITHUB_OUTPUT: outputFile,
      });
      assert.equal(packed.status, 0, packed.stderr);
      assert.ok(!existsSync(join(place, 'ran')));
      const [, file = '', sha256 = ''] =
        /^file=(.*)\nsha256=([0-9a-f]{64})\n$/.exec(readFileSync(outputFile, 'utf8')) ?? [];
      assert.equal(file, 'one-1.0.0.tgz');
      const checks = (env: Record<string, string>) =>
        runStep(scriptOf(check), place, { FILE: file, SHA256: sha256, ...env }).status;
      assert.equal(checks({}), 0);
      assert.notEqual(checks({ SHA256: '' }), 0, 'no hash');
      assert.notEqual(checks({ SHA256: '0'.repeat(64) }), 0, 'another hash');
      assert.notEqual(checks({ FILE: 'other.tgz' }), 0, 'another name');
      appendFileSync(join(place, file), ' ');
      assert.notEqual(checks({}), 0, 'another content');
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

describe('the file of a release for hosts without npm', () => {
  const build = job('release.yml build');
  const attach = job('release.yml attach');
  let place: string;
  /** Runs a step, with a `gh` that writes down what it is asked. */
  const bash = (script: string, env: Record<string, string>) =>
    runStep(script, place, { PATH: `${place}:${process.env.PATH ?? ''}`, ...env });
  before(() => {
    place = mkdtempSync(join(tmpdir(), 'enode-link-attach-'));
    const gh = '#!/bin/sh\necho "$*" >> asked\ntest "$2" != view || test -n "$IS_RELEASED"\n';
    writeFileSync(join(place, 'gh'), gh, { mode: 0o755 });
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  it('is attached after the package is published, by a job that runs nothing of ours', () => {
    assert.match(attach, /^ {4}needs: \[build, publish\]$/m);
    assert.doesNotMatch(attach, /if: .*always|continue-on-error/);
    const used = [...attach.matchAll(/uses: ([\w/-]+)@/g)].map(([, name]) => name);
    assert.deepEqual(used, ['actions/download-artifact']);
    assert.equal(stepsOf(attach).map(scriptOf).filter(Boolean).length, 2);
    assert.doesNotMatch(attach, /\bnp[mx]\b|\bnode\b/);
  });

  it('is the very file that was packed, or nothing', () => {
    assert.match(build, /standalone-sha256: \$\{\{ steps\.standalone\.outputs\.sha256 \}\}/);
    const check = step(attach, 'The file is the one that was tested');
    assert.match(check, /SHA256: \$\{\{ needs\.build\.outputs\.standalone-sha256 \}\}/);
    writeFileSync(join(place, 'enode-link-button.tgz'), 'packed');
    const sha256 = createHash('sha256').update('packed').digest('hex');
    assert.equal(bash(scriptOf(check), { SHA256: sha256 }).status, 0);
    assert.notEqual(bash(scriptOf(check), { SHA256: '' }).status, 0);
    assert.notEqual(bash(scriptOf(check), { SHA256: '0'.repeat(64) }).status, 0);
  });

  it('is attached to the release of the tag, which is created unless it is there', () => {
    const script = scriptOf(step(attach, 'Attach that file and its hash to the release'));
    const asked = (env: Record<string, string>): string[] => {
      rmSync(join(place, 'asked'), { force: true });
      const { status, stderr } = bash(script, { GITHUB_REF_NAME: 'v1.2.3', ...env });
      assert.equal(status, 0, stderr);
      return readFileSync(join(place, 'asked'), 'utf8').trimEnd().split('\n');
    };
    const view = 'release view v1.2.3';
    const create = 'release create v1.2.3 --verify-tag --title v1.2.3 --notes See CHANGELOG.md.';
    const upload = 'release upload v1.2.3 enode-link-button.tgz enode-link-button.tgz.sha256';
    assert.deepEqual(asked({}), [view, create, upload]);
    assert.deepEqual(asked({ IS_RELEASED: 'yes' }), [view, upload]);
  });
});
