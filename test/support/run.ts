/**
 * Plays the tests. The last line is `N passed, N failed`.
 *
 *   npm test                              what a change should pass, in minutes
 *   npm run test:all                      all tests, in all engines
 *   npm run test:node|test:browser|test:e2e
 *                                         one layer, with what it needs
 *   npm test -- --thorough, then npm run test:all -- --rest
 *                                         all tests too, in two parts: the second leaves out what the
 *                                         first has played, and its last line counts both
 *
 * BROWSERS chooses the engines (engines.ts); without it they are those that are installed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { engines as wantedEngines, isInstalled } from './engines.js';
import { playSteps, type Result } from './play-steps.js';
import { COMMANDS, coverageStep, quickEngine, stepsOf, type Run } from './steps.js';
import { summarize } from './summary.js';

/** What a first part leaves for the second one. */
const FIRST_PART = 'coverage/first-part.json';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const run = readRun(process.argv.slice(2));
const { command, engines } = run;
const isSecondPart = command === 'rest';

const earlier = isSecondPart ? readFirstPart() : [];
if (!isSecondPart) {
  // Old reports would count for tests that are gone.
  rmSync('coverage', { recursive: true, force: true });
  mkdirSync('coverage');
}
// Every test file plays the engines that the summary names.
process.env.BROWSERS = engines.join();
// The steps of a quick run wait more than they work: one engine at a time, and few files.
const results = await playSteps(stepsOf(run), command === 'quick' ? 1 : 0);
results.push(...(await playSteps(coverageStep(run))));
if (run.isThorough) writeFileSync(FIRST_PART, JSON.stringify(results));
const isFine = summarize([...earlier, ...results], {
  inPages: ['node', 'e2e'].includes(command)
    ? undefined
    : command === 'quick'
      ? quickEngine(engines)
      : engines,
  endToEnd: ['node', 'browser'].includes(command) ? undefined : engines,
});
process.exitCode = isFine ? 0 : 1;

function readRun(args: readonly string[]): Run {
  const [name = 'quick', ...options] = args;
  const isRest = name === 'all' && options.includes('--rest');
  const isThorough = name === 'quick' && options.includes('--thorough');
  const chosen = COMMANDS.find((one) => one === (isRest ? 'rest' : name));
  const known = [isRest && '--rest', isThorough && '--thorough'];
  const unknown = options.filter((option) => !known.includes(option));
  if (!chosen || unknown.length > 0) {
    fail(`Not a test command: ${args.join(' ')}. See the head of test/support/run.ts.`);
  }
  const engines = wantedEngines();
  const missing = engines.filter((engine) => !isInstalled(engine));
  if (engines.length === 0 || missing.length > 0) {
    const what = missing.length > 0 ? missing.join(', ') : 'any browser';
    fail(`Cannot find ${what}. "npx tsx test/support/setup-browsers.ts" says what to do.`);
  }
  return { command: chosen, engines, isThorough, groupsFolder: 'coverage/groups' };
}

function readFirstPart(): Result[] {
  if (existsSync(FIRST_PART)) return JSON.parse(readFileSync(FIRST_PART, 'utf8')) as Result[];
  return [{ name: 'first part', passed: 0, failed: 1, skipped: 0, failures: [], seconds: 0 }];
}

function fail(message: string): never {
  console.error(message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
