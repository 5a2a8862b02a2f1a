/**
 * Mutation tests of src/session, run by hand: `npm run test:mutation`. Each mutant is the code with a
 * small mistake; the score is the share of mutants that a test notices. Plain JavaScript, because
 * Stryker loads it without tsx.
 */
// Tests are bundled because the runner starts once for each mutant.
const test = (...names) => {
  const sources = names.map((name) => `test/node/${name}.test.ts`);
  const bundles = names.map((name) => `.mutant/${name}.test.mjs`);
  const options = '--bundle --platform=node --format=esm --outdir=.mutant --out-extension:.js=.mjs';
  return `esbuild ${sources.join(' ')} ${options} --log-level=error && node --test ${bundles.join(' ')}`;
};

export default {
  mutate: ['src/session/**/*.ts'],
  testRunner: 'command',
  commandRunner: {
    // Quick tests first: if they notice a mutant, the slow property tests need not run.
    command: `${test('attempt', 'facts', 'state', 'verdict')} && ${test('attempt-properties')}`,
  },
  // The command runner does not measure the coverage of single tests, so every mutant runs them all.
  coverageAnalysis: 'off',
  concurrency: 2,
  timeoutMS: 60_000,
  ignorePatterns: ['dist', 'coverage', 'docs'],
  tempDirName: 'coverage/stryker',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
};
