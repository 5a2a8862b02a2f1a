/**
 * A reporter of node:test that writes how many tests passed, failed and were skipped, as JSON.
 * A suite is not a test, but a suite that throws by itself is a failure.
 */
import { resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';

type Result = Extract<TestEvent, { type: 'test:pass' }>['data'];

// Node takes the default export for the reporter.
export default async function* totals(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const event of events) {
    if (event.type === 'test:pass' && isTest(event.data)) {
      count[event.data.skip || event.data.todo ? 'skipped' : 'passed'] += 1;
    }
    // A failure inside is reported, and counted, by itself.
    if (event.type === 'test:fail' && failureType(event.data.details.error) !== 'subtestsFailed') {
      count.failed += 1;
    }
  }
  yield JSON.stringify(count);
}

/** Node reports a file without tests as a passed test with the name of the file. */
function isTest({ name, file, details }: Result): boolean {
  return details.type !== 'suite' && !(file !== undefined && resolve(name) === file);
}

function failureType(error: Error): unknown {
  return 'failureType' in error ? error.failureType : undefined;
}
