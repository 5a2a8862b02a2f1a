import { defineConfig } from '@playwright/test';
import type { Emulator } from './fixtures.js';

const PORT = process.env.PORT ?? '8000';
const EMULATOR_PORT = process.env.EMULATOR_PORT ?? '4010';
const baseURL = `http://localhost:${PORT}`;
const url = `http://127.0.0.1:${EMULATOR_PORT}`;
const webhookSecret = 'secret-of-the-tests';

export default defineConfig<{ emulator: Emulator }>({
  // All tests share one emulator and one back end.
  workers: 1,
  use: {
    baseURL,
    emulator: { url, clientId: 'tests', clientSecret: 'tests', webhookSecret },
    // Undefined: the browser that Playwright has downloaded.
    launchOptions: { executablePath: process.env.CHROMIUM_BIN },
  },
  webServer: [
    {
      command: `npx enode-link-button emulator --port ${EMULATOR_PORT} --link-port 0 --client-id tests --client-secret tests`,
      url: `${url}/health/ready`,
    },
    {
      // What starts your back end.
      command: 'node host.js',
      url: baseURL,
      env: {
        PORT,
        APP_ORIGIN: baseURL,
        ENODE_OAUTH_URL: url,
        ENODE_API_URL: url,
        ENODE_CLIENT_ID: 'tests',
        ENODE_CLIENT_SECRET: 'tests',
        ENODE_WEBHOOK_SECRET: webhookSecret,
      },
    },
  ],
});
