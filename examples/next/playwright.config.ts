import { defineConfig } from '@playwright/test';

const baseURL = 'http://localhost:3000';

export default defineConfig({
  testDir: 'tests',
  workers: 1, // All tests share one emulator.
  // `next dev` compiles a page or an action when it is first asked for.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL,
    // CHROMIUM_BIN: your own browser. Without it, that of `npx playwright install chromium`.
    launchOptions: { executablePath: process.env.CHROMIUM_BIN },
  },
  webServer: {
    command: 'npm start',
    url: `${baseURL}/api/enode/callback`,
    reuseExistingServer: !process.env.CI,
  },
});
