/**
 * Plays a user in the emulator's Link UI, step by step, in a page that a test has opened. Knows the
 * steps and what can stand in the way; not how the page was opened, nor what the host makes of it.
 */
import type { VirtualAsset } from '../emulator/index.js';
import type { LinkUiPage, LinkUiWindow } from './pages.js';

/** The steps of Link UI in order. `brand` and `service` are left out where there is no choice. */
export const STEPS = [
  'intro',
  'brand',
  'service',
  'access',
  'sign-in',
  'code',
  'devices',
  'success',
] as const;

export type LinkUiStep = (typeof STEPS)[number];

/** What a user has to know to sign in. A virtual asset has it all. */
export type Credentials = Pick<VirtualAsset, 'vendor' | 'vendorType' | 'username' | 'password'>;

const id = (name: string) => `[data-testid=${JSON.stringify(name)}]`;
const ERROR = id('error');
const OUTAGE = id('outage');
const MESSAGE = '[data-testid^="message-"]';
const STEP = '[data-testid^="step-"]';

/** Why a page has no step, and what to do. */
const MESSAGES = new Map([
  ['expired', 'The link has expired. Start again for a new one, or end the fault "links".'],
  ['used', 'The link was opened before, and each works once. Start again for a new one.'],
  ['ended', 'This visit was ended by Exit. Start again for a new link.'],
  ['unknown', 'The emulator does not know this link. Was it reset, or is it another emulator?'],
  ['trouble', 'Link UI fails, because a fault was set for it. End it with heal(emulator).'],
]);

/**
 * Links the asset: goes through Link UI from wherever it is, and presses Complete. The window then
 * goes to the return page, which tells the host's page; wait for what that page shows.
 *
 * @throws {Error} that says what stood in the way, such as wrong credentials or an outage.
 */
export async function linkWith(page: LinkUiPage, asset: Credentials): Promise<void> {
  await goTo(page, 'success', asset);
  await leave(page, id('complete'));
}

/**
 * Goes on to a step and leaves it unanswered. On `success` the device is linked already. The asset
 * may be left out where the way to the step does not need it.
 *
 * @throws {Error} that says what stood in the way.
 */
export async function goTo(page: LinkUiPage, step: LinkUiStep, asset?: Credentials): Promise<void> {
  let at = await stepOf(page, `${STEP}, ${MESSAGE}`);
  while (at !== step) {
    if (STEPS.indexOf(at) > STEPS.indexOf(step)) {
      throw new Error(
        `Link UI is at "${at}", past "${step}". The brand is not asked where the session names ` +
          'one, nor the service where the brand has only one.',
      );
    }
    at = await answer(page, at, asset);
  }
}

/**
 * Leaves Link UI by its Exit, from the step that it shows.
 *
 * @throws {Error} on the success page, which has no Exit, and where Link UI shows no step.
 */
export async function exitEarly(page: LinkUiPage): Promise<void> {
  const at = await stepOf(page, `${STEP}, ${MESSAGE}`);
  if (at === 'success') {
    throw new Error('The success page has no Exit: the device is linked. Use closeWindow(page).');
  }
  await leave(page, id('exit'));
}

/** Closes the window as a user does, without a word to anybody. */
export async function closeWindow(page: LinkUiWindow): Promise<void> {
  // Callers without types may hand a frame over.
  if (typeof (page as Partial<LinkUiWindow>).close !== 'function') {
    throw new TypeError(
      'closeWindow() takes a window, such as the popup. A frame is left with Escape on the host’s page.',
    );
  }
  await page.close();
}

/** Answers one step, and returns the next. */
async function answer(
  page: LinkUiPage,
  at: LinkUiStep,
  asset: Credentials | undefined,
): Promise<LinkUiStep> {
  if (await page.isVisible(OUTAGE)) {
    throw new Error('The brand has an outage: a fault that was set. End it with heal(emulator).');
  }
  // A mistake of an earlier try would be taken for one of this try.
  if (await page.isVisible(ERROR)) {
    await page.click(id('back'));
    return stepOf(page, `${other(at)}, ${MESSAGE}`);
  }
  await press(page, at, asset);
  return stepOf(page, `${other(at)}, ${MESSAGE}, ${ERROR}`);
}

async function press(
  page: LinkUiPage,
  at: LinkUiStep,
  asset: Credentials | undefined,
): Promise<void> {
  if (at === 'brand' || at === 'service') {
    const { vendor, vendorType } = needed(asset, at);
    await choose(page, at === 'brand' ? `brand-${vendor}` : `service-${vendorType}`);
    return;
  }
  if (at === 'sign-in') {
    const { username, password } = needed(asset, at);
    await page.fill('input[name=username]', username);
    await page.fill('input[name=password]', password);
  }
  if (at === 'code') await page.fill('input[name=code]', '000000');
  await page.click(id('continue'));
}

async function choose(page: LinkUiPage, name: string): Promise<void> {
  if (!(await page.isVisible(id(name)))) {
    throw new Error(
      `Link UI does not offer "${name}". Does the session ask for the type of this asset? ` +
        'Look at vendorType, vendor and scopes of your handler.',
    );
  }
  await page.click(id(name));
}

function needed(asset: Credentials | undefined, at: LinkUiStep): Credentials {
  if (asset) return asset;
  throw new TypeError(`The step "${at}" needs an asset: make one with makeAsset(emulator).`);
}

/** Waits for one of these, and returns the step that the page shows. */
async function stepOf(page: LinkUiPage, selector: string): Promise<LinkUiStep> {
  try {
    await page.waitForSelector(selector, { state: 'attached' });
  } catch (cause) {
    const { origin } = new URL(page.url());
    throw new Error(
      `The page at ${origin} shows nothing of the emulator's Link UI. Is it the window that the ` +
        "button opened, and is the handler's environment the emulator?",
      { cause },
    );
  }
  if (await page.isVisible(MESSAGE)) {
    const name = (await page.getAttribute(MESSAGE, 'data-testid')) ?? '';
    throw new Error(MESSAGES.get(name.slice('message-'.length)) ?? `Link UI shows "${name}".`);
  }
  if (selector.endsWith(ERROR) && (await page.isVisible(ERROR))) {
    const text = (await page.textContent(ERROR))?.trim() ?? '';
    throw new Error(`Link UI refused what was entered: ${text}`);
  }
  const name = (await page.getAttribute(STEP, 'data-testid'))?.slice('step-'.length);
  const step = STEPS.find((each) => each === name);
  if (step) return step;
  throw new Error(`Link UI shows a step that this test kit does not know: "${name ?? ''}".`);
}

function other(at: LinkUiStep): string {
  return `${STEP}:not(${id(`step-${at}`)})`;
}

/** Presses what leads out of Link UI. The window may be gone before the press is over. */
async function leave(page: LinkUiPage, selector: string): Promise<void> {
  try {
    await page.click(selector);
  } catch (error) {
    if (!page.isClosed?.() && !page.isDetached?.()) throw error;
  }
}
