/**
 * The faults that the page can switch on: the setting for the emulator, and what the stand-in does
 * instead in the static build. To add a fault, add an entry.
 */
import type { Faults } from '../../src/emulator/index.js';

export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  /** For the emulator behind the playground's server. */
  readonly emulator: Faults;
  /** For the static build; absent if a browser alone cannot reproduce the fault. */
  readonly standIn?: {
    /** HTTP status of the two endpoints' answers. */
    readonly session?: number;
    readonly user?: number;
    readonly delayMs?: number;
  };
}

export const faults: readonly Fault[] = [
  {
    id: 'api-down',
    title: 'Enode’s API fails',
    explanation: 'The API answers every request with 500. The handler turns that into a 502.',
    emulator: { api: { status: 500 } },
    standIn: { session: 502 },
  },
  {
    id: 'oauth-refused',
    title: 'The credentials are wrong',
    explanation:
      'OAuth rejects the client. Your users can’t fix this, and the button tells them so.',
    emulator: { oauth: { status: 401 }, api: { status: 401 } },
    standIn: { session: 502 },
  },
  {
    id: 'connections-limit',
    title: 'The connections limit is reached',
    explanation: 'Enode creates no more Link sessions; the handler answers 409.',
    emulator: { connectionsLimit: true },
    standIn: { session: 409 },
  },
  {
    id: 'slow',
    title: 'A slow answer',
    explanation: 'The API takes two seconds. Meanwhile the window shows its loading page.',
    emulator: { api: { delayMs: 2000 } },
    standIn: { delayMs: 2000 },
  },
  {
    id: 'rate-limited',
    title: 'Too many requests',
    explanation: 'The API answers 429 to every request.',
    emulator: { api: { status: 429 } },
    standIn: { session: 429 },
  },
  {
    id: 'link-ui-down',
    title: 'Link UI fails',
    explanation:
      'The window opens and shows an error. Closing it counts as a cancel, not a failure.',
    emulator: { linkUi: { status: 503 } },
  },
  {
    id: 'isolated',
    title: 'The window cuts off its opener',
    explanation:
      'Link UI sends an isolating opener policy: the window appears closed although it is open.',
    emulator: { linkUi: { coop: 'same-origin' } },
  },
  {
    id: 'late-device',
    title: 'The device shows up late',
    explanation:
      'The user endpoint lists it three seconds after the return. The element waits for it.',
    emulator: { linkedVendorDelayMs: 3000 },
    standIn: { delayMs: 3000 },
  },
  {
    id: 'outage',
    title: 'A brand is down',
    explanation: 'TESLA has an outage: Link UI shows a notice and does not connect it.',
    emulator: { vendors: { TESLA: 'OUTAGE' } },
  },
];
