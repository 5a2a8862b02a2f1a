/**
 * The calls about vendors (docs/enode.md, "Health and integrations"): which can be linked, how they are, and
 * what their users may have to do.
 */
import type { Emulation } from '../emulation.js';
import { Fields } from '../fields.js';
import type { App } from '../http.js';
import { validationProblem } from '../problem.js';
import {
  ASSET_LISTS,
  displayName,
  LANGUAGES,
  OFFERED_SCOPES,
  VENDOR_TYPES,
  VENDORS,
} from '../state/catalogue.js';
import { INTERVENTIONS } from './interventions.js';
import { json } from './json.js';

/** Every brand once, with its types and their scopes. */
const INTEGRATIONS = [...new Set(Object.values(VENDORS).flat())].map((vendor) => {
  const assetTypes = VENDOR_TYPES.filter((type) => VENDORS[type].includes(vendor));
  const isOfType = (scope: string) => assetTypes.some((type) => scope.startsWith(`${type}:`));
  return { vendor, assetTypes, scopes: OFFERED_SCOPES.filter(isOfType) };
});

export function addVendorApi(app: App, { faults }: Emulation): void {
  const health = (vendor: string) => ({
    vendor,
    displayName: displayName(vendor),
    portalName: displayName(vendor),
    status: faults.status(vendor),
    linkingStatus: faults.status(vendor),
  });

  for (const type of VENDOR_TYPES) {
    app.get(`/health/${ASSET_LISTS[type]}`, () => json(VENDORS[type].map(health)));
  }

  app.get('/integrations', (context) => {
    const wanted = context.req.queries('assetTypes')?.flatMap((each) => each.split(','));
    const fields = new Fields({ assetTypes: wanted }, undefined);
    const types = fields.choices('assetTypes', VENDOR_TYPES) ?? VENDOR_TYPES;
    if (fields.issues.length > 0) return validationProblem(fields.issues);
    return json(
      INTEGRATIONS.filter(({ assetTypes }) => assetTypes.some((type) => types.includes(type))).map(
        ({ vendor, ...more }) => ({ ...health(vendor), ...more }),
      ),
    );
  });

  app.get('/interventions', (context) => {
    const { language, vendorType, vendor } = context.req.query();
    const fields = new Fields({ language, vendorType }, undefined);
    fields.choice('language', LANGUAGES);
    fields.choice('vendorType', VENDOR_TYPES);
    if (fields.issues.length > 0) return validationProblem(fields.issues);
    return json(
      INTERVENTIONS.filter(
        (each) =>
          (vendorType === undefined || each.vendorType === vendorType) &&
          (vendor === undefined || each.vendor === vendor),
      ),
    );
  });
}
