/**
 * The end of a test run in words: a table of its steps, the tests that failed, the engines that it
 * played, and as the last line `N passed, N failed`: the tests of all runners, and each other step as one.
 */
import { ENGINES, isInstalled, type Engine } from './engines.js';
import type { Result } from './play-steps.js';

/** Prints the summary, and returns whether all passed. */
export function summarize(results: readonly Result[], played: PlayedEngines): boolean {
  const total = (key: 'passed' | 'failed' | 'skipped') =>
    results.reduce((sum, result) => sum + result[key], 0);
  const column = (value: number | string) => String(value).padStart(8);
  const header = ['passed', 'failed', 'skipped', 'seconds'].map(column).join('');
  console.log(`\n=== summary\n\n${' '.repeat(26)}${header}`);
  for (const { name, passed, failed, skipped, seconds } of results) {
    const mark = failed === 0 ? 'ok  ' : 'FAIL';
    const columns = [passed, failed, skipped, seconds.toFixed(1)].map(column).join('');
    console.log(`${mark}  ${name.padEnd(20)}${columns}`);
  }
  // Once more at the end: what a step printed of a failure may be thousands of lines above.
  const failures = results.flatMap((result) =>
    result.failures.map((failure) => `FAIL  ${result.name}: ${failure}`),
  );
  if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
  console.log(`\n${describeEngines(played, isInstalled).join('\n')}\n`);
  console.log(`${String(total('passed'))} passed, ${String(total('failed'))} failed`);
  return total('failed') === 0;
}

/** Which engines each kind of test played; undefined if the run had none of that kind. */
export interface PlayedEngines {
  readonly inPages?: readonly Engine[] | undefined;
  readonly endToEnd?: readonly Engine[] | undefined;
}

/** Which engines were played and which were not, and why, in one line for each kind of test. */
export function describeEngines(
  { inPages, endToEnd }: PlayedEngines,
  isThere: (engine: Engine) => boolean,
): string[] {
  const line = (kind: string, played: readonly Engine[] | undefined): string[] => {
    if (!played) return [];
    const others = ENGINES.filter((engine) => !played.includes(engine)).map((engine) =>
      isThere(engine) ? engine : `${engine} (not installed)`,
    );
    const not = others.length === 0 ? '' : `; not in ${others.join(', ')}`;
    return [`${kind}: in ${played.join(', ')}${not}`];
  };
  return [...line('Browser tests', inPages), ...line('End-to-end tests', endToEnd)];
}
