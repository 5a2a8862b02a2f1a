/** The picture of a vendor type. Knows which ones the page has, and that more types will come. */
import { html, type TemplateResult } from 'lit';

const known = ['vehicle', 'charger', 'inverter'];

/** For decoration: the type must stand beside it as text. */
export function typeIcon(vendorType = 'other'): TemplateResult {
  const name = known.includes(vendorType) ? vendorType : 'other';
  return html`<span class="type"
    ><svg class="icon" aria-hidden="true"><use href="#icon-${name}" /></svg
  ></span>`;
}
