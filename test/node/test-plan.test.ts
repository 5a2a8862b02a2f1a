/**
 * The plan of the test commands: no test file is left out, none is played twice, and the two parts of
 * .ci/run are together what `npm run test:all` is.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ENGINES } from '../support/engines.js';
import { groups, type NodeLayer } from '../support/groups.js';
import { PLAYED_ALONE, testFiles } from '../support/node-tests.js';
import { packageBin } from '../support/package-bin.js';
import { stepsOf, type Command, type Step } from '../support/steps.js';

const LAYERS: NodeLayer[] = ['node', 'e2e'];

const plan = (command: Command, isThorough = false): Step[] => {
  const folder = mkdtempSync(join(tmpdir(), 'enode-link-plan-'));
  try {
    return stepsOf({ command, engines: ENGINES, isThorough, groupsFolder: folder }).map((step) => ({
      ...step,
      command: withGroups(step.command),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** A command with the files of a group instead of the file that imports them. */
function withGroups([program, ...args]: Step['command']): Step['command'] {
  const whole = args.flatMap((arg) => {
    if (!/\.(?:test|e2e)\.ts$/.test(arg) || !arg.includes('enode-link-plan-')) return [arg];
    const imports = readFileSync(arg, 'utf8').matchAll(/\/(test\/\w+\/[\w-]+\.(?:test|e2e))\.js'/g);
    return [...imports].map(([, path = '']) => `${path}.ts`);
  });
  return [program, ...whole];
}

const filesOf = (steps: Step[], layer: NodeLayer): string[] =>
  steps
    .flatMap(({ command }) => command)
    .filter((arg) => arg.startsWith(`test/${layer}/`))
    .sort();
const all = (layer: NodeLayer): string[] => testFiles(layer).map((name) => `test/${layer}/${name}`);
const browsersOf = (steps: Step[]): string[] =>
  steps.flatMap(({ name, env }) =>
    name === 'browser tests' ? (env?.BROWSERS?.split(',') ?? []) : [],
  );
const names = (steps: Step[]): string[] => steps.map(({ name }) => name);

describe('the groups of test files', () => {
  for (const layer of LAYERS) {
    it(`name files of test/${layer} that exist, each once`, () => {
      const files = groups[layer].flatMap((group) => group.files);
      assert.equal(new Set(files).size, files.length);
      for (const file of files) assert.ok(existsSync(join('test', layer, file)), file);
    });
  }
});

describe('the plan', () => {
  it('of npm run test:all has every file once, and every engine', () => {
    const steps = plan('all');
    for (const layer of LAYERS) assert.deepEqual(filesOf(steps, layer), all(layer));
    assert.deepEqual(browsersOf(steps), [...ENGINES]);
  });

  it('leaves out only files that a script of package.json plays', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly scripts: Record<string, string>;
    };
    for (const name of PLAYED_ALONE) {
      const path = `test/e2e/${name}`;
      assert.ok(existsSync(path), path);
      assert.ok(
        Object.values(scripts).some((script) => script.split(' ').includes(path)),
        path,
      );
    }
  });

  it('of each layer has every file of it', () => {
    for (const layer of LAYERS) assert.deepEqual(filesOf(plan(layer), layer), all(layer));
    assert.deepEqual(browsersOf(plan('browser')), [...ENGINES]);
  });

  it('of npm test and of the rest is that of npm run test:all, and nothing twice', () => {
    const [quick, rest, whole] = [plan('quick', true), plan('rest'), plan('all')];
    for (const layer of LAYERS) {
      assert.deepEqual([...filesOf(quick, layer), ...filesOf(rest, layer)].sort(), all(layer));
    }
    assert.deepEqual([...browsersOf(quick), ...browsersOf(rest)], [...ENGINES]);
    assert.deepEqual(new Set([...names(quick), ...names(rest)]), new Set(names(whole)));
  });

  it('of npm test has all of test/node, and the main job and README.md in every engine', () => {
    const steps = plan('quick');
    assert.deepEqual(filesOf(steps, 'node'), all('node'));
    assert.deepEqual(filesOf(steps, 'e2e'), ['test/e2e/main-job.e2e.ts', 'test/e2e/readme.e2e.ts']);
    assert.deepEqual(browsersOf(steps), ['chromium']);
    for (const name of ['types', 'lint', 'format', 'package', 'package types', 'unused code']) {
      assert.ok(names(steps).includes(name), name);
    }
  });

  it('plays property tests in part in npm test alone, and measures coverage in all others', () => {
    const runs = (steps: Step[]) =>
      steps.find(({ name }) => name === 'node tests')?.env?.PROPERTY_RUNS;
    assert.equal(runs(plan('quick')), 'few');
    for (const steps of [plan('quick', true), plan('all'), plan('node')]) {
      assert.equal(runs(steps), 'all');
    }
    const measures = (steps: Step[]) =>
      steps.some(({ command }) => command.includes(packageBin('c8')));
    assert.deepEqual(
      [plan('quick'), plan('quick', true), plan('all'), plan('rest')].map(measures),
      [false, true, true, true],
    );
  });

  it('has no step that waits for one that comes later', () => {
    for (const command of ['quick', 'all', 'rest', 'node', 'browser', 'e2e'] as const) {
      const steps = plan(command);
      for (const [index, { name, after = [] }] of steps.entries()) {
        const later = names(steps.slice(index));
        for (const other of after) assert.ok(!later.includes(other), `${name} waits for ${other}`);
      }
    }
  });
});
