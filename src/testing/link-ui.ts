/** Acts as a user in the emulator's Link UI, step by step, in a page that a test has opened. */
import type { VirtualAsset } from '../emulator/index.js';
import type { LinkUiPage, LinkUiWindow } from './pages.js';

/** The steps of Link UI in order. Link UI skips `brand` and `service` if there is no choice. */
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

/** What a user needs to sign in. A virtual asset has all of it. */
export type Credentials = Pick<VirtualAsset, 'vendor' | 'vendorType' | 'username' | 'password'>;

const id = (name: string) => `[data-testid=${JSON.stringify(name)}]`;
const ERROR = id('error');
const OUTAGE = id('outage');
const MESSAGE = '[data-testid^="message-"]';
const STEP = '[data-testid^="step-"]';

/** Why a page has no step, and what to do. */
const MESSAGES = new Map([
  ['expired', 'The link has expired. Start again to get a new one, or end the fault "links".'],
  ['used', 'The link was opened before, and a link works only once. Start again to get a new one.'],
  ['ended', 'This visit was ended by Exit. Start again to get a new link.'],
  ['unknown', 'The emulator does not know this link. Was it reset, or is it another emulator?'],
  ['trouble', 'Link UI fails because a fault is set for it. End it with heal(emulator).'],
]);

/**
 * Links the asset: goes through Link UI from the current step, and presses Complete. The window then opens
 * the return page, which notifies the host's page; wait for what that page shows.
 *
 * @throws {Error} that names the obstacle, such as wrong credentials or an outage.
 */
export async function linkWith(page: LinkUiPage, asset: Credentials): Promise<void> {
  await goTo(page, 'success', asset);
  await leave(page, id('complete'));
}

/**
 * Goes to a step and does not answer it. On `success` the device is already linked. The asset may be
 * omitted if no step on the way needs it.
 *
 * @throws {Error} that names the obstacle.
 */
export async function goTo(page: LinkUiPage, step: LinkUiStep, asset?: Credentials): Promise<void> {
  let at = await stepOf(page, `${STEP}, ${MESSAGE}`);
  while (at !== step) {
    if (STEPS.indexOf(at) > STEPS.indexOf(step)) {
      throw new Error(
        `Link UI is at "${at}", past "${step}". Link UI does not ask for the brand if the session ` +
          'names one, nor for the service if the brand has only one.',
      );
    }
    at = await answer(page, at, asset);
  }
}

/**
 * Leaves Link UI by Exit, from the current step.
 *
 * @throws {Error} on the success page, which has no Exit, and if Link UI shows no step.
 */
export async function exitEarly(page: LinkUiPage): Promise<void> {
  const at = await stepOf(page, `${STEP}, ${MESSAGE}`);
  if (at === 'success') {
    throw new Error('The success page has no Exit: the device is linked. Use closeWindow(page).');
  }
  await leave(page, id('exit'));
}

/** Closes the window as a user does, without leaving Link UI first. */
export async function closeWindow(page: LinkUiWindow): Promise<void> {
  // Callers without types may pass a frame.
  if (typeof (page as Partial<LinkUiWindow>).close !== 'function') {
    throw new TypeError(
      'closeWindow() takes a window, such as the popup. To leave a frame, press Escape on the host’s page.',
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
    throw new Error('A fault is set: the brand has an outage. End it with heal(emulator).');
  }
  // An error that is left from an earlier attempt would look like an error of this attempt.
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
        'Check vendorType, vendor and scopes of your handler.',
    );
  }
  await page.click(id(name));
}

function needed(asset: Credentials | undefined, at: LinkUiStep): Credentials {
  if (asset) return asset;
  throw new TypeError(`The step "${at}" needs an asset: create one with makeAsset(emulator).`);
}

/** Waits for one of these, and returns the step that the page shows. */
async function stepOf(page: LinkUiPage, selector: string): Promise<LinkUiStep> {
  try {
    await page.waitForSelector(selector, { state: 'attached' });
  } catch (cause) {
    const { origin } = new URL(page.url());
    throw new Error(
      `The page at ${origin} does not show the emulator's Link UI. Is it the window that the button ` +
        "opened, and is the emulator the handler's environment?",
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

/** Presses a button that leaves Link UI. The window may close before the press is over. */
async function leave(page: LinkUiPage, selector: string): Promise<void> {
  try {
    await page.click(selector);
  } catch (error) {
    if (!page.isClosed?.() && !page.isDetached?.()) throw error;
  }
}
