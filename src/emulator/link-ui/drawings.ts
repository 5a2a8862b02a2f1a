/**
 * The drawings of Link UI, made for this emulator. Their lines take the colour of the text around them. All
 * are decoration, and hidden from assistive technology.
 */
import { html } from 'hono/html';
import type { VendorType } from '../state/catalogue.js';
import type { Html } from '../page.js';

/** A house with a panel on its roof, a car at its charger, and a line of energy between them. */
export const HOUSE = html`<svg class="drawing" viewBox="0 0 320 150" aria-hidden="true">
  <circle cx="268" cy="34" r="15" class="sun" />
  <path
    d="M268 8v-5M268 65v-5M242 34h-5M299 34h-5M249.6 15.600l-3.5-3.500M289.9 55.900l-3.5-3.500M249.6 52.400l-3.5 3.500M289.9 12.100l-3.5 3.5"
    class="sun-ray"
  />
  <path d="M12 134h296" class="ground" />
  <path d="M46 134V72l52-38 52 38v62z" class="wall" />
  <path d="M36 79l62-46 62 46" class="line" />
  <path d="M104 30l44 32-9 12-44-32z" class="panel" />
  <path d="M118.7 40.700l-9 12M133.4 51.400l-9 12M99.5 36l44 32" class="panel-line" />
  <path d="M64 134v-34h24v34M108 92h24v20h-24zM120 92v20M108 102h24" class="line thin" />
  <rect x="166" y="86" width="16" height="30" rx="5" class="box" />
  <path d="M175.5 92l-4.5 8h6l-4.5 8" class="bolt" />
  <path d="M174 116v18M182 104c14 0 8 18 24 16" class="cable" />
  <path
    d="M203 126v-11c0-5 4-8 9-9l15-3 13-14c2-2 5-3 8-3h20c4 0 7 2 9 5l8 14 8 3c4 1 6 4 6 8v10z"
    class="car"
  />
  <path d="M238 103l9-10c1-1 2-1 4-1h8v11zM266 92h6c2 0 3 1 4 2l5 9h-15z" class="glass" />
  <circle cx="225" cy="126" r="9.5" class="wheel" />
  <circle cx="279" cy="126" r="9.5" class="wheel" />
</svg>`;

const TYPE_PATHS: Record<VendorType, string> = {
  vehicle:
    'M3 16v-3c0-1 1-2 2-2l3-.5L10.5 7h7l2.5 4 1 .5c.7.3 1 .8 1 1.500v3h-2M9 16h6M5 16H3m6 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0Zm10 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z',
  charger:
    'M5 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v16M3 21h14M10.5 7 8 11.500h4L9.5 16M15 11h2v5a1.5 1.5 0 0 0 3 0V9l-3-3',
  hvac: 'M12 3a2 2 0 0 0-2 2v8.500a4 4 0 1 0 4 0V5a2 2 0 0 0-2-2ZM12 9v7M18 6h3M18 10h3',
  inverter:
    'M12 3v2M5.6 5.6 7 7M3 12h2M18.4 5.6 17 7M21 12h-2M8 12a4 4 0 0 1 8 0M4 20l2-5h12l2 5zM12 15v5',
  battery: 'M7 6h10v15H7zM10 3h4v3h-4zM12.5 9.5 10 14h4l-2.5 4',
  meter: 'M4 15a8 8 0 1 1 16 0M12 15l3-5M4 15h16v4H4z',
};

/** A type of asset as a small picture. */
export function typeIcon(type: VendorType): Html {
  return icon(TYPE_PATHS[type]);
}

export const CHECK = icon('M5 12.500l4.5 4.500L19 7.5');
export const CROSS = icon('M7 7l10 10M17 7L7 17');
export const CHEVRON = icon('M9.5 6l6 6-6 6');
export const ARROW_BACK = icon('M14.5 6l-6 6 6 6');
export const WARNING = icon('M12 4 2.8 19.500h18.400zM12 10v4.500M12 17v.2');
export const PLUG = icon('M9 4v5M15 4v5M7 9h10v2.500a5 5 0 0 1-10 0zM12 16.500V20');

function icon(path: string): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}" /></svg>`;
}
