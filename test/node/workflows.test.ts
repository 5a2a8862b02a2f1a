/**
 * The workflows of this repository: what they run is pinned, they may no more than they need, and what
 * is published is the file that was tested. The steps that prove that are run here as they stand.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ENGINES } from '../support/engines.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));

/** The lines below a key that is indented so far, without comments. */
function below(text: string, key: string, indent: number): string {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  const start = lines.findIndex((line) => line.startsWith(`${' '.repeat(indent)}${key}`));
  assert.notEqual(start, -1, `there is no ${key}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= indent);
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

/** The jobs of a workflow: name → text. */
function jobsOf(text: string): [name: string, job: string][] {
  const jobs = below(text, 'jobs:', 0);
  const names = [...jobs.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = '']) => name);
  return names.map((name) => [name, below(jobs, `${name}:`, 2)]);
}

const allJobs = workflows.flatMap(({ name, text }) =>
  jobsOf(text).map(([job, content]) => ({ name: `${name} ${job}`, content })),
);
const job = (name: string): string => {
  const found = allJobs.find((one) => one.name === name);
  assert.ok(found, `there is no job ${name}`);
  return found.content;
};

/** The steps of a job, each as its text. */
const stepsOf = (content: string): string[] =>
  below(content, 'steps:', 4)
    .split(/^ {6}- /m)
    .slice(1);
/** What a step runs in the shell. */
function scriptOf(step: string): string {
  const [, indented, line] = /^ *run: (?:\|\n((?: {10}.*\n?)+)|(.*))$/m.exec(step) ?? [];
  return indented?.replaceAll(/^ {10}/gm, '') ?? line ?? '';
}

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

  it('give no job more than it needs, and the right to publish to one', () => {
    assert.ok(allJobs.length >= 5);
    for (const { name, content } of allJobs) {
      const granted = /^ {4}permissions:/m.test(content)
        ? below(content, 'permissions:', 4).trim()
        : 'contents: read';
      const expected = name === 'release.yml publish' ? 'id-token: write' : 'contents: read';
      assert.equal(granted, expected, name);
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

describe('a release', () => {
  const build = job('release.yml build');
  const publish = job('release.yml publish');
  const step = (content: string, name: string): string => {
    const found = stepsOf(content).find((one) => one.startsWith(`name: ${name}\n`));
    assert.ok(found, `there is no step "${name}"`);
    return found;
  };

  it('is built after all checks, packed once, and listed with what is inside', () => {
    const order = ['.ci/run', 'git diff --exit-code', 'npm pack', 'npm sbom', 'upload-artifact@'];
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
    // As GitHub runs a step.
    const bash = (script: string, env: Record<string, string>) =>
      spawnSync('bash', ['-e', '-c', script], {
        cwd: place,
        encoding: 'utf8',
        env: { ...process.env, ...env },
      });
    try {
      // With a script that would run, and must not.
      const manifest = { name: 'one', version: '1.0.0', scripts: { prepack: 'touch ran' } };
      writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
      const outputFile = join(place, 'outputs');
      const packed = bash(scriptOf(step(build, 'Pack what was tested')), {
        GITHUB_OUTPUT: outputFile,
      });
      assert.equal(packed.status, 0, packed.stderr);
      assert.ok(!existsSync(join(place, 'ran')));
      const [, file = '', sha256 = ''] =
        /^file=(.*)\nsha256=([0-9a-f]{64})\n$/.exec(readFileSync(outputFile, 'utf8')) ?? [];
      assert.equal(file, 'one-1.0.0.tgz');
      const checks = (env: Record<string, string>) =>
        bash(scriptOf(check), { FILE: file, SHA256: sha256, ...env }).status;
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
