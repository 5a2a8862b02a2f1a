/**
 * A reporter of node:test that writes how many tests passed, failed and were skipped, and the names
 * of those that failed, as JSON.
 * A suite is not a test, but a suite that throws by itself is a failure. This file is JavaScript because
 * Node loads reporters before tsx, and takes their default export.
 */
import { basename, resolve } from 'node:path';

export default async function* totals(events) {
  const count = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for await (const { type, data } of events) {
    if (type === 'test:pass' && isTest(data)) {
      count[data.skip || data.todo ? 'skipped' : 'passed'] += 1;
    }
    // A failure inside is reported, and counted, by itself.
    if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') {
      count.failed += 1;
      count.failures.push(`${basename(data.file ?? '')} › ${data.name}`);
    }
  }
  yield JSON.stringify(count);
}

/** Node reports a file without tests as a passed test with the name of the file. */
function isTest({ name, file, details }) {
  return details.type !== 'suite' && !(file !== undefined && resolve(name) === file);
}
