/**
 * A reporter of @web/test-runner that prints how many tests passed, failed and were skipped in each
 * browser, and writes the sums as JSON to the file that TEST_TOTALS names, if it names one. The failures
 * themselves are shown by the runner's own reporter.
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import type { Totals } from '../play-steps.js';

export function totalsReporter(): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const all = none();
      const browsers = new Map<string, Totals>();
      for (const session of sessions) {
        const { name } = session.browser;
        const totals = browsers.get(name) ?? none();
        browsers.set(name, totals);
        count(session, totals);
      }
      for (const [name, totals] of browsers) {
        console.log(
          `${name}: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`,
        );
        add(totals, all);
      }
      const file = process.env.TEST_TOTALS;
      if (file) writeFileSync(file, JSON.stringify(all));
    },
  };
}

const none = (): Totals => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

function add({ passed, failed, skipped, failures }: Totals, sum: Totals): void {
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  sum.failures.push(...failures);
}

function count(session: TestSession, totals: Totals): void {
  const place = `${session.browser.name}, ${basename(session.testFile)}`;
  const failedBefore = totals.failed;
  if (session.testResults) countSuite(session.testResults, totals, [place]);
  // A file that does not load, or throws outside its tests, fails without a failed test.
  if (!session.passed && totals.failed === failedBefore) {
    totals.failed += 1;
    totals.failures.push(place);
  }
}

function countSuite(suite: TestSuiteResult, totals: Totals, path: readonly string[]): void {
  for (const test of suite.tests) {
    const result = test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed';
    totals[result] += 1;
    if (result === 'failed') totals.failures.push([...path, test.name].join(' › '));
  }
  for (const inner of suite.suites) countSuite(inner, totals, [...path, inner.name]);
}
