/**
 * Installs the Debian packages that the examples in `test/suites` need, if this user may: `npm run test:suites`
 * begins with it. Fails, and says what to do, if packages are missing in the end.
 */
import { commandFor, install, mayInstall, missingPackages, whyMissing } from './debian-packages.js';
import { TEST_SUITES } from './test-suites.js';

const before = missingPackages([...new Set(TEST_SUITES.flatMap(({ debian }) => debian))]);
if (before.length > 0 && mayInstall()) install(before);
const after = missingPackages(before);
if (after.length > 0) {
  console.error(`Missing for the test suites: ${after.join(', ')}. ${whyMissing()}
On Debian 12, run this, then start again: ${commandFor(after)}`);
  process.exitCode = 1;
}
