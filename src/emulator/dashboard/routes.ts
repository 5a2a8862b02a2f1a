/**
 * The routes of the dashboard, which shows the emulator's data and has forms that change it. Plain links
 * and forms; each form is answered by a redirect.
 */
import type { Context } from 'hono';
import { parseAssetChange, parseNewDevice } from '../state/device-requests.js';
import { parseVirtualAsset } from '../state/virtual-assets.js';
import type { Emulation } from '../emulation.js';
import { parseFaults } from '../faults/check-faults.js';
import { ownPagesOnly } from '../hosts.js';
import { readForm } from '../http.js';
import type { App, Env } from '../http.js';
import { sendPage } from '../page.js';
import { faultsFromForm } from './fault-form.js';
import { faultsPage } from './faults-page.js';
import type { Section } from './frame.js';
import { assetsPage } from './assets-page.js';
import { requestsPage, sessionsPage } from './activity-pages.js';
import { readModel } from './model-field.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { usersPage } from './users-page.js';
import { webhooksPage } from './webhooks-page.js';

export function addDashboard(app: App, emulation: Emulation): void {
  const { store, faults, log, webhooks } = emulation;
  const send = (context: Context<Env>, { title, body }: Section, status = 200) =>
    sendPage(context, {
      title: `${title} – Emulator dashboard`,
      lang: 'en',
      style: STYLE,
      body,
      status,
      script: SCRIPT,
      // The dashboard shows passwords: no page may frame it, and its forms lead nowhere else.
      policy: ["connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'"],
      headers: {
        // A form must send its origin: without it, it could be the form of a foreign page.
        'Referrer-Policy': 'same-origin',
        'X-Frame-Options': 'DENY',
        'Cross-Origin-Opener-Policy': 'same-origin',
      },
    });
  const ownPages = ownPagesOnly(emulation);
  const back = (context: Context<Env>, to: string) => context.redirect(to, 303);

  app.get('/', (context) => back(context, '/dashboard'));
  app.get('/dashboard', (context) => {
    const created = new URL(context.req.url).searchParams.get('created');
    return send(context, assetsPage(emulation, { created }));
  });
  const users = (context: Context<Env>, shown: Parameters<typeof usersPage>[2], status?: number) =>
    send(context, usersPage(emulation, store.users.all(), shown), status);
  app.get('/dashboard/users', (context) => {
    const seconds = Number(new URL(context.req.url).searchParams.get('appears'));
    return users(context, { appearsIn: seconds });
  });
  app.get('/dashboard/sessions', (context) => send(context, sessionsPage(emulation)));
  app.get('/dashboard/requests', (context) =>
    send(context, requestsPage(emulation, log.entries(), new URL(context.req.url).searchParams)),
  );
  app.get('/dashboard/webhooks', (context) => send(context, webhooksPage(emulation)));
  app.get('/dashboard/faults', (context) => send(context, faultsPage(emulation, faults.current)));

  app.post('/dashboard/virtual-assets', ownPages, async (context) => {
    const form = await readForm(context);
    const checked = parseVirtualAsset({ name: form.get('name') ?? '', ...readModel(form) });
    if ('issues' in checked) {
      const mistake = form.get('name')?.trim() ? 'Select a model.' : 'Enter a name.';
      return send(context, assetsPage(emulation, { mistake, form }), 400);
    }
    const asset = store.virtualAssets.create(checked.value);
    return back(context, `/dashboard?created=${asset.id}`);
  });

  app.post('/dashboard/invalidate', ownPages, async (context) => {
    const form = await readForm(context);
    store.users.invalidate(form.get('user') ?? '', form.get('vendor') ?? '');
    return back(context, '/dashboard/users');
  });

  app.post('/dashboard/unlink', ownPages, async (context) => {
    const form = await readForm(context);
    // A missing field must not mean every vendor.
    const field = (name: string) => form.get(name) ?? '';
    store.users.unlink(field('user'), field('vendor'), field('vendorType'));
    return back(context, '/dashboard/users');
  });

  app.post('/dashboard/delete-user', ownPages, async (context) => {
    const form = await readForm(context);
    store.deleteUser(form.get('user') ?? '');
    return back(context, '/dashboard/users');
  });

  app.post('/dashboard/change-device', ownPages, async (context) => {
    const form = await readForm(context);
    const found = store.users.asset(form.get('asset') ?? '');
    if (!found) return back(context, '/dashboard/users');
    const [level, isReachable] = [form.get('batteryLevel'), form.get('isReachable')];
    const change = {
      ...(level !== null && { batteryLevel: toNumber(level) }),
      ...(isReachable !== null && { isReachable: isReachable === 'yes' }),
    };
    const checked = parseAssetChange(change, found.asset.vendorType);
    if ('issues' in checked) {
      return users(
        context,
        { mistake: 'The battery level must be a whole number from 0 to 100.' },
        400,
      );
    }
    store.users.change(found.asset.id, checked.value);
    return back(context, '/dashboard/users');
  });

  app.post('/dashboard/remove-device', ownPages, async (context) => {
    const form = await readForm(context);
    store.users.remove(form.get('asset') ?? '');
    return back(context, '/dashboard/users');
  });

  app.post('/dashboard/add-device', ownPages, async (context) => {
    const form = await readForm(context);
    const [user, seconds] = [
      (form.get('user') ?? '').trim().slice(0, 255),
      toNumber(form.get('delay') ?? ''),
    ];
    const checked = parseNewDevice({ ...readModel(form), delayMs: seconds * 1000 });
    if (user === '' || 'issues' in checked) {
      const wrong =
        user === '' ? 'Enter a user.' : 'Select a model, and a delay of 0 to 600 seconds.';
      return users(context, { mistake: wrong, form }, 400);
    }
    store.discover(user, checked.value);
    return back(context, `/dashboard/users${seconds > 0 ? `?appears=${seconds}` : ''}`);
  });

  app.post('/dashboard/test-webhook', ownPages, async (context) => {
    const form = await readForm(context);
    await webhooks.test(form.get('webhook') ?? '');
    return back(context, '/dashboard/webhooks');
  });

  app.post('/dashboard/switch-on', ownPages, async (context) => {
    const form = await readForm(context);
    webhooks.update(form.get('webhook') ?? '', {});
    return back(context, '/dashboard/webhooks');
  });

  app.post('/dashboard/heartbeat', ownPages, (context) => {
    webhooks.heartbeat();
    return back(context, '/dashboard/webhooks');
  });

  app.post('/dashboard/faults', ownPages, async (context) => {
    const form = await readForm(context);
    if (form.get('action') === 'clear') {
      faults.clear();
      return back(context, '/dashboard/faults');
    }
    const checked = parseFaults(faultsFromForm(form, faults.current));
    if ('issues' in checked) {
      const mistake = checked.issues.map((issue) => issue.message).join(' ');
      return send(context, faultsPage(emulation, faults.current, mistake), 400);
    }
    faults.set(checked.value);
    return back(context, '/dashboard/faults');
  });

  app.post('/dashboard/reset', ownPages, (context) => {
    emulation.reset();
    return back(context, '/dashboard');
  });
}

/** An empty field is no number, and not 0. */
function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
