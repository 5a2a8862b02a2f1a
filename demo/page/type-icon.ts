/** The icon of a vendor type, with a fallback for types that the page does not know. */
import { html, type TemplateResult } from 'lit';

const known = ['vehicle', 'charger', 'inverter', 'battery', 'hvac', 'meter'];

/** Decorative: the type must also be shown as text. */
export function typeIcon(vendorType = 'other'): TemplateResult {
  const name = known.includes(vendorType) ? vendorType : 'other';
  return html`<span class="type"
    ><svg class="icon" aria-hidden="true"><use href="#icon-${name}" /></svg
  ></span>`;
}
