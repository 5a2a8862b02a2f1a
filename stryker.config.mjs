/**
 * Mutation tests of src/session, run by hand: `npm run test:mutation`. Each mutant is a small
 * mistake put into the code; the score is the part of them that a test notices.
 */
// Bundled, as the runner starts anew for each mutant; the quick tests first, for the same reason.
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
    // Quick ones first: what they notice need not wait for the property tests.
    command: `${test('attempt', 'machine', 'verdict')} && ${test('attempt-properties')}`,
  },
  // The command runner knows no coverage of single tests: every mutant runs all of them.
  coverageAnalysis: 'off',
  concurrency: 2,
  timeoutMS: 60_000,
  ignorePatterns: ['dist', 'coverage', 'docs'],
  tempDirName: 'coverage/stryker',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
};
