/**
 * The app on the API's port: OAuth, API, control and dashboard. Decides which path belongs to which part,
 * and what the answer looks like if a fault replaces it.
 */
import { addControl } from './api/control.js';
import { addOAuth, oauthError } from './api/oauth.js';
import { addApi } from './api/routes.js';
import { addWebhookControl } from './api/webhook-routes.js';
import { addDashboard } from './dashboard/routes.js';
import type { Emulation } from './emulation.js';
import { createApp } from './http.js';
import type { App } from './http.js';
import { addPlayControl } from './link-ui/play-control.js';
import { problem } from './problem.js';

const FAULT = 'This answer is a fault that was set on purpose: see /emulator/faults.';

export function createApiApp(emulation: Emulation): App {
  const app = createApp(emulation, {
    part(path) {
      if (path.startsWith('/oauth2/')) return 'oauth';
      // A fault must not affect the routes that end it.
      return /^\/($|favicon\.ico$|(emulator|dashboard)(\/|$))/.test(path) ? undefined : 'api';
    },
    fault: (_context, part, status) =>
      part === 'oauth'
        ? oauthError(status, 'server_error', FAULT)
        : problem({ status, type: 'emulated-fault', title: 'Emulated fault', detail: FAULT }),
  });
  addOAuth(app, emulation);
  addApi(app, emulation);
  addControl(app, emulation);
  addPlayControl(app, emulation);
  addWebhookControl(app, emulation);
  addDashboard(app, emulation);
  return app;
}
