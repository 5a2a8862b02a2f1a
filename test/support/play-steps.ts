/**
 * Plays steps, several at a time as far as they allow it, and prints the output of each when it has
 * ended. A step that fails stops no other one.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { endChild, startChild } from './children.js';
import type { Step } from './steps.js';

/** What a runner of tests leaves in the file for its numbers. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  /** The names of the tests that failed. */
  failures: string[];
}

/** What came of a step. */
export interface Result extends Readonly<Totals> {
  readonly name: string;
  readonly seconds: number;
}

/** Far over what any step takes, so that only a step that hangs reaches it. */
const STEP_LIMIT_MINUTES = 25;
/** On one processor too, as steps wait for browsers and servers. */
const PROCESSORS = Math.max(2, availableParallelism());

/**
 * Plays all steps, as many at a time as there are processors, or `more`; the results are in the order of
 * the steps.
 */
export async function playSteps(steps: readonly Step[], more = 0): Promise<Result[]> {
  const waiting = [...steps];
  const running = new Map<string, Promise<void>>();
  const results = new Map<string, Result>();
  const isReady = ({ after = [] }: Step) =>
    after.every((name) => results.has(name) || !steps.some((step) => step.name === name));
  while (results.size < steps.length) {
    while (running.size < PROCESSORS + more) {
      const index = waiting.findIndex(isReady);
      const [step] = index === -1 ? [] : waiting.splice(index, 1);
      if (!step) break;
      const ends = play(step).then((result) => {
        results.set(step.name, result);
        running.delete(step.name);
      });
      running.set(step.name, ends);
    }
    if (running.size === 0) {
      throw new Error(`These steps wait for each other: ${waiting.map(({ name }) => name).join()}`);
    }
    await Promise.race(running.values());
  }
  return steps.flatMap(({ name }) => results.get(name) ?? []);
}

async function play(step: Step): Promise<Result> {
  const { name, totals: file } = step;
  const started = Date.now();
  console.log(`… ${name}`);
  if (file !== undefined) rmSync(file, { force: true });
  const { isFine, output } = await outcomeOf(step);
  // Whole: two steps at a time would write into each other.
  process.stdout.write(`\n=== ${name}\n\n${output}`);
  const seconds = (Date.now() - started) / 1000;
  const totals =
    file === undefined
      ? { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1, skipped: 0, failures: [] }
      : readTotals(file);
  // A runner that ends in an error without a failed test has failed all the same, and so has one
  // that found nothing to test.
  if ((!isFine || totals.passed === 0) && totals.failed === 0) totals.failed = 1;
  return { name, seconds, ...totals };
}

function outcomeOf({ command, env, totals }: Step): Promise<{ isFine: boolean; output: string }> {
  const [program, ...args] = command;
  const child = startChild(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, ...(totals !== undefined && { TEST_TOTALS: totals }) },
    // Runners have browsers to close.
    secondsToEnd: 5,
  });
  const output: Buffer[] = [];
  const write = (text: string) => output.push(Buffer.from(text));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => output.push(chunk));
  }
  const limit = setTimeout(
    () => {
      write(`Ended after ${String(STEP_LIMIT_MINUTES)} minutes\n`);
      endChild(child);
      setTimeout(() => endChild(child, 'SIGKILL'), 5000).unref();
    },
    STEP_LIMIT_MINUTES * 60 * 1000,
  );
  return new Promise((resolve) => {
    const end = (isFine: boolean) => {
      clearTimeout(limit);
      resolve({ isFine, output: Buffer.concat(output).toString() });
    };
    child.once('error', (error) => {
      write(`${error.message}\n`);
      end(false);
    });
    child.once('exit', (code) => {
      // Whatever the step started and forgot ends with it, and with it the output.
      endChild(child, 'SIGKILL');
      child.once('close', () => end(code === 0));
    });
  });
}

/** A runner that breaks off leaves no numbers, or an empty file. */
function readTotals(file: string): Totals {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text === '') return { passed: 0, failed: 0, skipped: 0, failures: [] };
  return JSON.parse(text) as Totals;
}
