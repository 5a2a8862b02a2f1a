/**
 * Control over HTTP for tests and demos: virtual assets, faults, broken links, reset. Knows what
 * can be asked, not how it is done. Refused to pages of other origins; see docs/emulator.md.
 */
import { VENDOR_TYPES } from './catalogue.js';
import type { Emulation } from './emulation.js';
import { parseFaults } from './fault-request.js';
import { Fields } from './fields.js';
import type { Checked } from './fields.js';
import { ownPagesOnly, readJson } from './http.js';
import type { App } from './http.js';
import { notFound, validationProblem } from './problem.js';
import type { VirtualAssetRequest } from './virtual-assets.js';

export function addControl(app: App, emulation: Emulation): void {
  const { store, faults } = emulation;
  app.use('/emulator/*', ownPagesOnly, async (context, next) => {
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

  app.post('/emulator/reset', (context) => {
    emulation.reset();
    return context.body(null, 204);
  });
}

/** Checks what a virtual asset is to be made of. */
export function parseVirtualAsset(body: unknown): Checked<VirtualAssetRequest> {
  const fields = new Fields(body, ['name', 'vendor', 'vendorType', 'model']);
  const limits = { required: true, max: 100 };
  const name = fields.text('name', limits);
  const vendor = fields.text('vendor', limits);
  const vendorType = fields.choice('vendorType', VENDOR_TYPES, { required: true });
  const model = fields.text('model', limits);
  const complete = name && vendor && vendorType && model;
  return complete && fields.issues.length === 0
    ? { value: { name, vendor, vendorType, model } }
    : { issues: fields.issues };
}
