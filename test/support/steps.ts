/**
 * What each test command runs: a list of steps, in the order in which they should start, each with the
 * steps that it needs. run.ts plays them.
 */
import type { Engine } from './engines.js';
import { nodeTests, testFiles } from './node-tests.js';
import { packageBin } from './package-bin.js';

export interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Names of steps that must have ended first, if this run has them. */
  readonly after?: readonly string[];
  /** Where a runner of tests leaves its numbers. A step without it counts as one test. */
  readonly totals?: string;
}

/**
 * - `quick`: `npm test`. Everything but the long tests, which it plays in part.
 * - `all`: `npm run test:all`.
 * - `rest`: what `all` has and `quick` has not.
 * - `node`, `browser`, `e2e`: the tests of one layer, with what they need.
 */
export const COMMANDS = ['quick', 'all', 'rest', 'node', 'browser', 'e2e'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Run {
  readonly command: Command;
  readonly engines: readonly Engine[];
  /**
   * A quick run that `rest` will complete: it measures coverage, and plays property tests with all
   * their cases. `all` and `rest` are always thorough.
   */
  readonly isThorough: boolean;
  /** Where the files are written that stand for groups of test files. */
  readonly groupsFolder: string;
}

/** The end-to-end tests of `npm test`: the main job in each engine, and the code of README.md. */
const QUICK_END_TO_END = ['main-job.e2e.ts', 'readme.e2e.ts'];

/** The engine for browser tests in `npm test`: the first of those it has. */
export const quickEngine = (engines: readonly Engine[]): Engine[] => engines.slice(0, 1);

export function stepsOf({ command, engines, isThorough, groupsFolder }: Run): Step[] {
  const has = (...commands: Command[]) => commands.includes(command);
  const measures = has('all', 'rest') || (has('quick') && isThorough);
  const coverage = (folder: string) => (measures ? `coverage/${folder}` : undefined);

  const inPages = has('quick')
    ? quickEngine(engines)
    : has('rest')
      ? engines.filter((engine) => !quickEngine(engines).includes(engine))
      : engines;
  const endToEnd = testFiles('e2e').filter(
    (name) => has('all', 'e2e') || QUICK_END_TO_END.includes(name) === has('quick'),
  );

  const preparation: Step[] = [
    { name: 'return script', command: typescript('scripts/return-script.ts') },
  ];
  if (has('quick', 'all', 'e2e')) {
    preparation.push({ name: 'build', command: typescript('scripts/build.ts') });
  }
  const browserTests: Step[] =
    has('quick', 'all', 'rest', 'browser') && inPages.length > 0
      ? [
          {
            name: 'browser tests',
            command: nodeScript('@web/test-runner', 'wtr', '--static-logging'),
            env: { BROWSERS: inPages.join(), COVERAGE: measures ? 'yes' : 'no' },
            totals: 'coverage/browser-totals.json',
          },
        ]
      : [];
  const nodeTestsStep: Step[] = has('quick', 'all', 'node')
    ? [
        {
          name: 'node tests',
          command: nodeTests({
            layer: 'node',
            files: testFiles('node'),
            groupsFolder,
            // Node's choice leaves one processor free, and some files only wait.
            concurrency: 2,
            coverage: coverage('node'),
            totals: 'coverage/node-totals.json',
          }),
          env: { PROPERTY_RUNS: has('quick') && !isThorough ? 'few' : 'all' },
          after: ['build'],
          totals: 'coverage/node-totals.json',
        },
      ]
    : [];
  const endToEndTests: Step[] = has('quick', 'all', 'rest', 'e2e')
    ? [
        {
          name: 'end-to-end tests',
          command: nodeTests({
            layer: 'e2e',
            files: endToEnd,
            groupsFolder,
            // These tests wait for browsers: four files at a time keep two processors busy. In `rest`,
            // the browser tests of the slower engines run beside them, and wait even more.
            concurrency: has('rest') ? 3 : 4,
            coverage: coverage(has('rest') ? 'e2e-rest' : 'e2e'),
            totals: 'coverage/e2e-totals.json',
          }),
          after: ['build', ...(has('rest') ? [] : ['browser tests'])],
          totals: 'coverage/e2e-totals.json',
        },
      ]
    : [];
  return [
    ...preparation,
    ...browserTests,
    ...nodeTestsStep,
    ...endToEndTests,
    ...(has('quick', 'all') ? checks : []),
    ...(has('all', 'rest') ? [lintWithCompiler] : []),
  ].map((step) => (step.name === 'return script' ? step : needsReturnScript(step)));
}

/** Judges the coverage of all runs: the last step of `all` and `rest`, if Chromium was measured. */
export function coverageStep({ command, engines }: Run): Step[] {
  if (!['all', 'rest'].includes(command) || !engines.includes('chromium')) return [];
  return [{ name: 'coverage', command: typescript('test/support/coverage.ts') }];
}

/** What imports the package by its name finds its types in dist: all checks follow the build. */
const check = (name: string, command: Step['command']): Step => ({
  name,
  command,
  after: ['build'],
});

const checks: readonly Step[] = [
  check('types', [process.execPath, 'node_modules/typescript-native/bin/tsc', '-p', '.']),
  check('lint', nodeScript('eslint', 'eslint', '--max-warnings', '0', '.')),
  check('lint with types', nodeScript('oxlint', 'oxlint', '--deny-warnings')),
  check('format', nodeScript('prettier', 'prettier', '--check', '--log-level', 'warn', '.')),
  check('package', nodeScript('publint', 'publint', '--strict')),
  check(
    'package types',
    nodeScript(
      '@arethetypeswrong/cli',
      'attw',
      ...['--pack', '.', '--profile', 'esm-only', '-q', '--exclude-entrypoints', 'openapi.yaml'],
    ),
  ),
  check('unused code', nodeScript('knip', 'knip', '--no-config-hints')),
];

/** The one rule that needs the JavaScript compiler, which takes long to start. */
const lintWithCompiler: Step = {
  name: 'lint, slow rules',
  command: nodeScript(
    'eslint',
    'eslint',
    '--max-warnings',
    '0',
    '-c',
    'eslint.slow.config.js',
    'src',
    'demo',
  ),
};

function needsReturnScript(step: Step): Step {
  return { ...step, after: ['return script', ...(step.after ?? [])] };
}

function typescript(script: string): [string, ...string[]] {
  return [process.execPath, '--import', 'tsx', script];
}

function nodeScript(
  packageName: string,
  command: string,
  ...args: string[]
): [string, ...string[]] {
  return [process.execPath, packageBin(packageName, command), ...args];
}
