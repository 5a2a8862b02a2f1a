/**
 * A reporter of @web/test-runner that says how many tests passed, failed and were skipped in each
 * browser, and writes the sums as JSON to the file that TEST_TOTALS names, where it names one.
 * Failures themselves are shown by the runner's own reporter.
 */
import { writeFileSync } from 'node:fs';

export function totalsReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const all = none();
      const browsers = new Map();
      for (const session of sessions) {
        const { name } = session.browser;
        if (!browsers.has(name)) browsers.set(name, none());
        count(session, browsers.get(name));
      }
      for (const [name, totals] of browsers) {
        console.log(
          `${name}: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`,
        );
        for (const key of Object.keys(all)) all[key] += totals[key];
      }
      const file = process.env.TEST_TOTALS;
      if (file) writeFileSync(file, JSON.stringify(all));
    },
  };
}

const none = () => ({ passed: 0, failed: 0, skipped: 0 });

function count(session, totals) {
  const failedBefore = totals.failed;
  if (session.testResults) countSuite(session.testResults, totals);
  // A file that does not load, or throws outside its tests, fails without a failed test.
  if (!session.passed && totals.failed === failedBefore) totals.failed += 1;
}

function countSuite(suite, totals) {
  for (const test of suite.tests) {
    totals[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
  }
  for (const inner of suite.suites) countSuite(inner, totals);
}
