import { defineConfig } from '@playwright/test';

const baseURL = 'http://localhost:8080';

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
    url: 'http://localhost:3000/ready',
    reuseExistingServer: !process.env.CI,
  },
});
