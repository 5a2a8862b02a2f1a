/**
 * Everything that is checked; a failure does not hide the others. What needs no browser runs beside
 * what does, as that waits a lot. The last line is `N passed, N failed`: the tests of all runners,
 * and each other step as one.
 *
 *   node scripts/test.mjs                       all of it (npm test installs the browsers first)
 *   node scripts/test.mjs node|browser|e2e      that runner alone, with what it needs
 *   BROWSERS=chromium node scripts/test.mjs     fewer browsers
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engines } from './browsers.mjs';
import { endChild, startChild } from './children.mjs';

/** Far over what any step takes, so that only a step that hangs reaches it. */
const STEP_LIMIT_MINUTES = 20;
const LAYERS = ['node', 'browser', 'e2e'];

process.chdir(new URL('..', import.meta.url).pathname);
const [layer] = process.argv.slice(2);
if (layer !== undefined && !LAYERS.includes(layer)) {
  console.error(`There is no layer "${layer}": choose from ${LAYERS.join(', ')}, or name none.`);
  process.exit(1);
}

const bin = (name) => join('node_modules/.bin', name);
const node = process.execPath;

/** Each step: its name, its command, the layers that need it, and whether it counts tests. */
const preparation = [
  { name: 'return script', command: [bin('tsx'), 'scripts/return-script.ts'], layers: LAYERS },
];
const build = [{ name: 'build', command: [bin('tsx'), 'scripts/build.ts'], layers: ['e2e'] }];
/** After the build: what imports the package by its name finds its types in dist. */
const withoutBrowsers = [
  { name: 'types', command: [node, 'node_modules/typescript-native/bin/tsc', '-p', '.'] },
  { name: 'lint', command: [bin('eslint'), '--max-warnings', '0', '.'] },
  { name: 'lint with types', command: [bin('oxlint'), '--deny-warnings'] },
  { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  { name: 'package', command: [bin('publint'), '--strict'] },
  { name: 'package types', command: [bin('attw'), '--pack', '.', '--profile', 'esm-only', '-q'] },
  { name: 'unused code', command: [bin('knip'), '--no-config-hints'] },
  { name: 'node tests', command: nodeTests('node', '.test.ts'), layers: ['node'], counts: true },
];
/** Of the sources: they need no build. */
const inPages = [
  {
    name: 'browser tests',
    command: [bin('wtr'), '--static-logging'],
    layers: ['browser'],
    counts: true,
  },
];
const endToEnd = [
  {
    name: 'end-to-end tests',
    // A tenth of it is waiting: four files at a time keep two cores busy. Node takes them by name:
    // test/e2e/batches, which take longest, come before most.
    command: nodeTests('e2e', '.e2e.ts', '--test-concurrency=4'),
    layers: ['e2e'],
    counts: true,
  },
];
const conclusion = [{ name: 'coverage', command: [node, 'scripts/coverage.mjs'] }];

// Old reports would count for tests that are gone.
rmSync('coverage', { recursive: true, force: true });
mkdirSync('coverage');

const results = await runAll(preparation);
const built = runAll(build);
const paged = runAll(inPages);
const parts = [
  built,
  built.then(() => runAll(withoutBrowsers)),
  paged,
  Promise.all([built, paged]).then(() => runAll(endToEnd)),
];
for (const some of await Promise.all(parts)) results.push(...some);
summarize([...results, ...(await runAll(conclusion))]);

async function runAll(steps) {
  const done = [];
  for (const step of steps.filter(isWanted)) done.push(await run(step));
  return done;
}

function isWanted({ name, layers = [] }) {
  if (layer !== undefined) return layers.includes(layer);
  // Chromium alone measures the coverage of browser code: without it there is nothing to judge.
  return name !== 'coverage' || engines().includes('chromium');
}

function nodeTests(folder, suffix, ...options) {
  const folders = existsSync(join('test', folder)) ? [join('test', folder)] : [];
  const files = folders
    .flatMap((path) => readdirSync(path, { recursive: true }).map((name) => join(path, name)))
    .filter((name) => name.endsWith(suffix));
  const imported = files.flatMap(importedTests);
  const own = files.filter((name) => !imported.includes(name));
  // Without a file, `node --test` would look for tests itself and find those of others.
  if (own.length === 0) return [node, '--eval', ''];
  return [
    ...[bin('c8'), '--reporter=lcovonly', `--reports-dir=coverage/${folder}`],
    ...[
      `--temp-directory=coverage/${folder}/raw`,
      '--include=src/**',
      '--exclude=**/*.generated.ts',
    ],
    ...[node, '--import', 'tsx', '--test', ...options],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    '--test-reporter=./scripts/node-totals-reporter.mjs',
    `--test-reporter-destination=${totalsFile(folder)}`,
    ...own,
  ];
}

/** The files of tests that a file of tests imports, and runs in its own process. */
function importedTests(name) {
  const imports = readFileSync(name, 'utf8').matchAll(
    /^import '(\.\.\/[\w-]+\.(?:e2e|test))\.js';$/gm,
  );
  return [...imports].map(([, path]) => join(dirname(name), `${path}.ts`));
}

/** Where a runner leaves its totals. */
function totalsFile(folder) {
  return `coverage/${folder}-totals.json`;
}

async function run({ name, command, layers, counts = false }) {
  const file = totalsFile(layers?.[0]);
  const started = Date.now();
  console.log(`… ${name}`);
  const { isFine, output } = await outcome(command, counts ? { TEST_TOTALS: file } : {});
  // Whole: two steps at a time would write into each other.
  process.stdout.write(`\n=== ${name}\n\n${output}`);
  const seconds = (Date.now() - started) / 1000;
  const totals = counts ? readTotals(file) : { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1 };
  // A runner that ends in an error without a failed test has failed all the same, and so has one
  // that found nothing to test.
  if ((!isFine || totals.passed === 0) && totals.failed === 0) totals.failed = 1;
  return { name, seconds, skipped: 0, ...totals };
}

function outcome([command, ...args], env) {
  const child = startChild(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    // Runners have browsers to close.
    secondsToEnd: 5,
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => output.push(chunk));
  }
  const limit = setTimeout(
    () => {
      output.push(`Ended after ${STEP_LIMIT_MINUTES} minutes\n`);
      endChild(child);
      setTimeout(() => endChild(child, 'SIGKILL'), 5000).unref();
    },
    STEP_LIMIT_MINUTES * 60 * 1000,
  );
  return new Promise((resolve) => {
    const end = (isFine) => {
      clearTimeout(limit);
      resolve({
        isFine,
        output: Buffer.concat(output.map((part) => Buffer.from(part))).toString(),
      });
    };
    child.once('error', (error) => {
      output.push(`${error.message}\n`);
      end(false);
    });
    child.once('exit', (code) => {
      // Whatever the step started and forgot ends with it, and with it the output.
      endChild(child, 'SIGKILL');
      child.once('close', () => end(code === 0));
    });
  });
}

function readTotals(file) {
  return existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
}

function summarize(rows) {
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  const number = (value) => String(value).padStart(8);
  const header = ['passed', 'failed', 'skipped', 'seconds'].map(number).join('');
  console.log(`\n=== summary\n\n${' '.repeat(26)}${header}`);
  for (const { name, passed, failed, skipped, seconds } of rows) {
    const mark = failed === 0 ? 'ok  ' : 'FAIL';
    const columns = [passed, failed, skipped, seconds.toFixed(1)].map(number).join('');
    console.log(`${mark}  ${name.padEnd(20)}${columns}`);
  }
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
  process.exitCode = total('failed') === 0 ? 0 : 1;
}
