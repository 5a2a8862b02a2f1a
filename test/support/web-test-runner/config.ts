/**
 * Browser tests: test/browser in each engine, with popup blockers on. web-test-runner.config.mjs loads
 * this module.
 *
 *   npm run test:browser
 *   BROWSERS=chromium npx wtr --files test/browser/x.test.ts [--watch]
 *
 * Coverage comes from Chromium alone, goes to coverage/browser, and is judged by coverage.ts together
 * with that of the other runners. COVERAGE=no leaves it out.
 */
import { readdirSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, type TestRunnerConfig } from '@web/test-runner';
import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import { engines } from '../engines.js';
import { chromiumOptions, firefoxOptions } from '../launch-options.js';
import { bundledPackages } from './bundled-packages.js';
import { pageWithCoverage } from './chromium-coverage.js';
import { totalsReporter } from './totals-reporter.js';
import { webkitLauncher } from './webkit-launcher.js';

const FOLDER = 'test/browser';
/**
 * These files need popups in windows of their own and every popup blocker on; the others run in a
 * Firefox with popups in tabs, and in a Chromium that has pages alone.
 */
const WINDOWS = ['popup', 'time', 'dialog', 'legible'].map((name) => `${FOLDER}/${name}.test.ts`);
const PAGES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `${FOLDER}/${name}`)
  .filter((file) => !WINDOWS.includes(file))
  .sort();

const measuresCoverage = engines().includes('chromium') && process.env.COVERAGE !== 'no';
const puppeteer = puppeteerCore;
/** One for all groups: its driver holds one session at a time. */
const webkit = webkitLauncher();
const launchers = ({
  chromium = {},
  firefox = {},
}: {
  chromium?: Parameters<typeof chromiumOptions>[0];
  firefox?: Parameters<typeof firefoxOptions>[0];
}) => {
  const byName = {
    chromium: () =>
      chromeLauncher({
        puppeteer,
        launchOptions: chromiumOptions(chromium),
        createPage: pageWithCoverage,
      }),
    firefox: () => chromeLauncher({ puppeteer, launchOptions: firefoxOptions(firefox) }),
    webkit: () => webkit,
  };
  return engines().map((name) => byName[name]());
};
const browsers = launchers({});
/** One engine waits for its pages most of the time: it plays the files in three browsers at once. */
const shares = engines().length === 1 ? 3 : 1;
const rest = Array.from({ length: shares }, (_, share) => ({
  name: `rest ${String(share + 1)}`,
  files: PAGES.filter((_, index) => index % shares === share),
  browsers: launchers({
    chromium: { pagesOnly: true },
    firefox: { popupsInTabs: true, timersAsVisible: true },
  }),
}));

export const config: TestRunnerConfig = {
  files: WINDOWS,
  // With --files all browsers run those alone, as they run the first group.
  groups: process.argv.includes('--files') ? [] : rest,
  rootDir: '.',
  hostname: '127.0.0.1',
  nodeResolve: { exportConditions: ['browser', 'development'] },
  plugins: [
    bundledPackages(),
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
  ],

  browsers,
  // All browsers at a time, one page each: several pages of one steal each other's focus.
  concurrentBrowsers: 3,
  concurrency: 1,
  browserStartTimeout: 90_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  // Only a test that hangs reaches it, also where three browsers and other tests share two processors.
  testFramework: { config: { timeout: 60_000 } },

  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: false }),
    totalsReporter(),
  ],

  coverage: measuresCoverage,
  coverageConfig: {
    include: ['src/**/*.ts'],
    exclude: ['**/*.generated.ts'],
    reporters: ['lcovonly'],
    reportDir: 'coverage/browser',
  },
};
