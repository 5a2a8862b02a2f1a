/**
 * Browser tests: test/browser in Chromium, Firefox and WebKitGTK, popup blockers on.
 *
 *   npm run test:browser
 *   BROWSERS=chromium npx wtr --files test/browser/x.test.ts [--watch]
 *
 * Coverage comes from Chromium alone (the others have none) and goes to coverage/browser; the
 * threshold is in scripts/coverage.mjs, for all runners together.
 */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import { chromiumOptions, engines, firefoxOptions } from './scripts/browsers.mjs';
import { pageWithCoverage } from './scripts/wtr-chromium-coverage.mjs';
import { bundledPackages } from './scripts/wtr-bundled-packages.mjs';
import { totalsReporter } from './scripts/wtr-totals-reporter.mjs';
import { webkitLauncher } from './scripts/wtr-webkit-launcher.mjs';

const ALL = 'test/browser/**/*.test.ts';
/**
 * What is played with popups in windows of their own and with every popup blocker on; all else
 * in Firefox with popups in tabs, and in a Chromium that has pages alone.
 */
const WINDOWS = ['test/browser/popup.test.ts', 'test/browser/time.test.ts'];

const puppeteer = puppeteerCore;
const webkit = webkitLauncher();
const launchers = ({ chromium, firefox }) => {
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
const rest = {
  name: 'rest',
  files: [ALL, ...WINDOWS.map((file) => `!${file}`)],
  browsers: launchers({
    chromium: { pagesOnly: true },
    firefox: { popupsInTabs: true, timersAsVisible: true },
  }),
};

export default {
  files: WINDOWS,
  // With --files all browsers play those alone, as they play the first group.
  groups: process.argv.includes('--files') ? [] : [rest],
  rootDir: '.',
  hostname: '127.0.0.1',
  nodeResolve: { exportConditions: ['browser', 'development'] },
  plugins: [
    bundledPackages(),
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
  ],

  browsers,
  // All browsers at a time, one page each: more pages of one steal each other's focus.
  concurrentBrowsers: 3,
  concurrency: 1,
  browserStartTimeout: 90_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { timeout: 15_000 } },

  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: false }),
    totalsReporter(),
  ],

  coverage: engines().includes('chromium'),
  coverageConfig: {
    include: ['src/**/*.ts'],
    exclude: ['**/*.generated.ts'],
    reporters: ['lcovonly'],
    reportDir: 'coverage/browser',
  },
};
