/** Every text of Link UI in English, which is also the shape of the table of every other language. */
import type { SCOPES, VendorType } from '../state/catalogue.js';

export const english = {
  linkUi: 'Link UI',
  step: (now: number, all: number) => `Step ${now} of ${all}`,
  back: 'Back',
  exit: 'Exit',
  continue: 'Continue',
  errorPrefix: 'Error',
  emulator: 'Emulator – not Enode',
  emulatorHint: 'Nothing here is real. You find virtual assets and their credentials in the',
  dashboard: 'dashboard',

  introTitle: 'Connect your devices',
  introLead: 'Your app uses Enode to communicate with your car, charger or other energy device.',
  introPoints: [
    ['Your choice', 'You decide which brand to connect, and see what is shared before you agree.'],
    ['Secure', 'You sign in with your device’s manufacturer. Your app never sees your password.'],
    ['You stay in control', 'You can disconnect at any time.'],
  ] as readonly (readonly [string, string])[],

  brandTitle: 'Choose your brand',
  brandSearch: 'Search brands',
  brandSearchButton: 'Search',
  brandAll: 'Show all brands',
  brandCount: (count: number | string) => (count === 1 ? '1 brand' : `${count} brands`),
  brandNone: (query: string) => `No brand matches “${query}”.`,
  brandOutage: 'Not available',
  brandWarning: 'Having problems',

  serviceTitle: (brand: string) => `What do you want to connect from ${brand}?`,

  outageTitle: (brand: string) => `${brand} is not available right now`,
  outageLead: (brand: string) =>
    `${brand} has an outage, so no device can be connected. Please try again later.`,
  outageOther: 'Choose another brand',
  warning: (brand: string) =>
    `${brand} is having problems at the moment. Connecting may fail or take longer than usual.`,

  accessTitle: (brand: string) => `Your app asks for access to ${brand}`,
  accessGranted: 'Your app will be able to',
  accessRefused: 'Your app will not be able to',
  accessYes: 'Allowed:',
  accessNo: 'Not allowed:',
  accessConsent: 'By selecting “Continue” you agree to share this with your app.',

  signInTitle: (brand: string) => `Sign in to ${brand}`,
  signInLead: (brand: string) => `Use the username and password of your ${brand} account.`,
  username: 'Username',
  password: 'Password',
  signIn: 'Sign in',
  signInFailed: (brand: string) =>
    `${brand} does not recognize this username and password. Check both and try again.`,
  usernameMissing: 'Enter your username.',
  passwordMissing: 'Enter your password.',
  hintTitle: 'For testing',
  hintUsernames: 'Sign in with the virtual asset',
  hintPassword: 'Its password is in the',
  hintNone: 'There is no virtual asset of this brand and type yet. Create one in the',

  codeTitle: 'Enter the code',
  codeLead: (brand: string) => `${brand} has sent you a code to confirm your identity.`,
  code: 'Two-factor code',
  codeHint: 'Any code works in this emulator.',
  codeMissing: 'Enter the code.',
  codeButton: 'Verify',

  devicesTitle: 'We found your device',
  devicesLead: 'This device will be connected to your app.',

  successTitle: 'You are connected',
  successLead: (brand: string) => `Your ${brand} device is now connected to your app.`,
  complete: 'Complete',

  end: 'Close this window, return to your app and start again.',
  expiredTitle: 'This link has expired',
  expiredLead: 'A link works for 24 hours, and this one is older.',
  usedTitle: 'This link has been used',
  usedLead: 'A link works only once, and this one has already been opened.',
  endedTitle: 'You have left',
  endedLead: 'You left before your device was connected. Nothing was connected.',
  unknownTitle: 'This link is not valid',
  unknownLead: 'The address is incomplete, or the link is no longer known.',
  troubleTitle: 'Something went wrong',
  troubleLead: 'This page could not be shown. Load it again in a moment.',

  types: {
    vehicle: 'Vehicle',
    charger: 'Charger',
    hvac: 'Heating and cooling',
    inverter: 'Solar inverter',
    battery: 'Home battery',
    meter: 'Energy meter',
  } as Record<VendorType, string>,
  scopes: {
    'battery:control:operation_mode': 'Change how your battery operates',
    'battery:read:data': 'See the charge level and state of your battery',
    'battery:read:location': 'See where your battery is',
    'charger:control:charging': 'Start and stop charging at your charger',
    'charger:read:data': 'See the state and power of your charger',
    'charger:read:location': 'See where your charger is',
    'hvac:control:mode': 'Change mode and temperature',
    'hvac:read:data': 'See temperatures and the current mode',
    'inverter:read:data': 'See how much solar energy you produce',
    'inverter:read:location': 'See where your inverter is',
    'meter:read:data': 'See how much energy you use and feed into the grid',
    'meter:read:location': 'See where your meter is',
    'vehicle:control:charging': 'Start and stop charging your vehicle',
    'vehicle:read:data': 'See battery level, range and charging state',
    'vehicle:read:location': 'See where your vehicle is',
  } as Record<(typeof SCOPES)[number], string>,
};

/** One language's texts. */
export type Texts = typeof english;
