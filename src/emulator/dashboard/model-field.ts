/**
 * The menu of models in the dashboard's forms. One menu for type, brand and model: a menu that depends on
 * another would need a script.
 */
import { html } from 'hono/html';
import type { Html } from '../page.js';
import { displayName, VENDOR_TYPES, VENDORS } from '../state/catalogue.js';
import type { VendorType } from '../state/catalogue.js';
import { models } from '../state/models.js';

/** What people call the devices of a type. */
export const TYPE_NAMES: Readonly<Record<VendorType, string>> = {
  vehicle: 'Vehicles',
  charger: 'Chargers',
  hvac: 'Heating and cooling',
  inverter: 'Solar inverters',
  battery: 'Batteries',
  meter: 'Meters',
};

/** The menu with its label. `chosen` is the value that a form sent before. */
export function modelField(chosen?: string | null): Html {
  return html`<label for="model">Model</label>
    <select id="model" name="model" required>
      <option value="">Select a model</option>
      ${VENDOR_TYPES.map(
        (type) =>
          html`<optgroup label="${TYPE_NAMES[type]}">
            ${VENDORS[type].flatMap((vendor) =>
              models(type, vendor).map((model) => {
                const value = `${type}|${vendor}|${model}`;
                return html`<option value="${value}" ${value === chosen ? 'selected' : ''}>
                  ${displayName(vendor)} ${model}
                </option>`;
              }),
            )}
          </optgroup>`,
      )}
    </select>`;
}

/** What a form's menu means. The check of what it is used for finds what is missing. */
export function readModel(form: URLSearchParams) {
  const [vendorType, vendor, ...model] = (form.get('model') ?? '').split('|');
  return {
    vendor,
    vendorType: VENDOR_TYPES.find((type) => type === vendorType),
    model: model.join('|'),
  };
}
