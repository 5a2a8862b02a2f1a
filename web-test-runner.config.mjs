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
import { totalsReporter } from './scripts/wtr-totals-reporter.mjs';
import { webkitLauncher } from './scripts/wtr-webkit-launcher.mjs';

const launchers = {
  chromium: () => chromeLauncher({ puppeteer: puppeteerCore, launchOptions: chromiumOptions() }),
  firefox: () => chromeLauncher({ puppeteer: puppeteerCore, launchOptions: firefoxOptions() }),
  webkit: () => webkitLauncher(),
};

export default {
  files: ['test/browser/**/*.test.ts'],
  rootDir: '.',
  hostname: '127.0.0.1',
  nodeResolve: { exportConditions: ['browser', 'development'] },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' })],

  browsers: engines().map((name) => launchers[name]()),
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
