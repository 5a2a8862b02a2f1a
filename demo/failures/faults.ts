/**
 * The faults that can be switched on: what the emulator is told, and what the stand-in does in its
 * place. Data alone. To add one is one entry.
 */
import type { Faults } from '../../src/emulator/index.js';

export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  /** For the emulator behind the playground's server. */
  readonly emulator: Faults;
  /** For the static build; absent where the browser cannot play it. */
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
    explanation: 'Every request to the API is answered with 500. The handler makes it a 502.',
    emulator: { api: { status: 500 } },
    standIn: { session: 502 },
  },
  {
    id: 'oauth-refused',
    title: 'The credentials are wrong',
    explanation: 'OAuth refuses the client. Your users can do nothing about it, and read so.',
    emulator: { oauth: { status: 401 }, api: { status: 401 } },
    standIn: { session: 502 },
  },
  {
    id: 'connections-limit',
    title: 'The connections limit is reached',
    explanation: 'Enode makes no further Link session; the handler answers 409.',
    emulator: { connectionsLimit: true },
    standIn: { session: 409 },
  },
  {
    id: 'slow',
    title: 'A slow answer',
    explanation: 'The API takes two seconds. The window shows its loading page meanwhile.',
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
    explanation: 'The window opens and shows an error. Closing it is a cancel, not a failure.',
    emulator: { linkUi: { status: 503 } },
  },
  {
    id: 'isolated',
    title: 'The window cuts all ties',
    explanation: 'Link UI sends an isolating opener policy: the window looks closed, and is not.',
    emulator: { linkUi: { coop: 'same-origin' } },
  },
  {
    id: 'late-device',
    title: 'The device shows up late',
    explanation: 'It is in the user endpoint three seconds after the return. The element waits.',
    emulator: { linkedVendorDelayMs: 3000 },
    standIn: { delayMs: 3000 },
  },
  {
    id: 'outage',
    title: 'A brand is down',
    explanation: 'TESLA has an outage: Link UI says so, and refuses to link it.',
    emulator: { vendors: { TESLA: 'OUTAGE' } },
  },
];
