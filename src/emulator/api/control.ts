/**
 * Control over HTTP for tests and demos: virtual assets, devices that appear, change or disappear, faults,
 * invalid credentials, what happened so far, reset. Refused to pages of other origins (docs/emulator.md, "Control over HTTP").
 */
import { KEPT } from '../emulation.js';
import type { Emulation } from '../emulation.js';
import { parseFaults } from '../faults/check-faults.js';
import { Fields } from '../fields.js';
import { ownPagesOnly } from '../hosts.js';
import { readJson } from '../http.js';
import type { App } from '../http.js';
import { badRequest, notFound, validationProblem } from '../problem.js';
import { parseAssetChange, parseNewDevice } from '../state/device-requests.js';
import { parseVirtualAsset } from '../state/virtual-assets.js';
import { requestReports, sessionReports } from './activity.js';
import { describeAsset } from './asset-view.js';

export function addControl(app: App, emulation: Emulation): void {
  const { store, faults } = emulation;
  app.use('/emulator/*', ownPagesOnly(emulation), async (context, next) => {
    await next();
    context.res.headers.set('Cache-Control', 'no-store');
  });

  app.post('/emulator/virtual-assets', async (context) => {
    const json = await readJson(context);
    if ('refusal' in json) return json.refusal;
    const checked = parseVirtualAsset(json.body);
    if ('issues' in checked) return validationProblem(checked.issues);
    return context.json(store.virtualAssets.create(checked.value), 201);
  });

  app.post('/emulator/users/:userId/vendors/:vendor/invalidate', (context) => {
    const { userId, vendor } = context.req.param();
    if (!store.users.invalidate(userId, vendor)) {
      return notFound('Vendor is not linked', 'This user does not exist or has no such vendor.');
    }
    return context.json({ id: userId, linkedVendors: store.users.get(userId)?.links ?? [] });
  });

  app.post('/emulator/users/:userId/devices', async (context) => {
    const json = await readJson(context);
    if ('refusal' in json) return json.refusal;
    const checked = parseNewDevice(json.body);
    if ('issues' in checked) return validationProblem(checked.issues);
    return context.json(store.discover(context.req.param('userId'), checked.value), 201);
  });

  app.patch('/emulator/assets/:assetId', async (context) => {
    const found = store.users.asset(context.req.param('assetId'));
    if (!found) return noAsset();
    const json = await readJson(context);
    if ('refusal' in json) return json.refusal;
    const checked = parseAssetChange(json.body, found.asset.vendorType);
    if ('issues' in checked) return validationProblem(checked.issues);
    const changed = store.users.change(found.asset.id, checked.value);
    return changed ? context.json(describeAsset(found.userId, changed)) : noAsset();
  });
  app.delete('/emulator/assets/:assetId', (context) =>
    store.users.remove(context.req.param('assetId')) ? context.body(null, 204) : noAsset(),
  );

  app.get('/emulator/requests', (context) => {
    const path = context.req.query('path');
    if (path !== undefined && !path.startsWith('/')) {
      return badRequest('path must begin with a slash, such as "/users".');
    }
    return context.json(requestReports(emulation, path));
  });
  app.get('/emulator/sessions', (context) => context.json(sessionReports(emulation)));

  app.get('/emulator/faults', (context) => context.json(faults.current));
  app.put('/emulator/faults', async (context) => {
    const json = await readJson(context);
    if ('refusal' in json) return json.refusal;
    const checked = parseFaults(json.body);
    if ('issues' in checked) return validationProblem(checked.issues);
    faults.set(checked.value);
    return context.json(faults.current);
  });
  app.delete('/emulator/faults', (context) => {
    faults.clear();
    return context.body(null, 204);
  });

  app.post('/emulator/reset', async (context) => {
    const { 'content-length': length = '0', 'transfer-encoding': coding } = context.req.header();
    const hasBody = length !== '0' || coding !== undefined;
    const json = hasBody ? await readJson(context) : { body: {} };
    if ('refusal' in json) return json.refusal;
    const fields = new Fields(json.body, ['keep']);
    const keep = fields.choices('keep', KEPT);
    if (fields.issues.length > 0) return validationProblem(fields.issues);
    emulation.reset(keep);
    return context.body(null, 204);
  });
}

function noAsset(): Response {
  return notFound('Asset does not exist', 'No user has a device with this ID.');
}
