import { defineConfig } from '@playwright/test';

const baseURL = 'http://localhost:8400';

export default defineConfig({
  testDir: 'tests',
  workers: 1, // All tests share one emulator.
  use: {
    baseURL,
    // CHROMIUM_BIN: your own browser. Without it, that of `npx playwright install chromium`.
    launchOptions: { executablePath: process.env.CHROMIUM_BIN },
  },
  webServer: {
    command: 'npm start',
    url: baseURL,
    reuseExistingServer: !process.env.CI,
  },
});
