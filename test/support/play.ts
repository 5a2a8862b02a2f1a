/** What the end-to-end tests do with a host page: click, wait for a state, read its events. */
import { until, type Page } from './drivers.js';

/** An event as the host page recorded it. */
export interface Recorded {
  readonly type: string;
  /** Id of the element. */
  readonly id: string;
  readonly [detail: string]: unknown;
}

export const BUTTON = 'enode-link-button >>> button';

export const tesla = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };
export const zaptec = { vendor: 'ZAPTEC', vendorType: 'charger', isValid: true };

/** A device as a host's endpoint lists it. */
export const deviceNamed = (name: string) => ({
  id: name,
  vendor: 'TESLA',
  vendorType: 'vehicle',
  name,
  brand: 'Tesla',
  model: null,
  isReachable: true,
});

/** The element as a host would write it. Later attributes with the same name do not count. */
export const element = (attributes = ''): string =>
  `<enode-link-button ${attributes} session-url="/session" user-url="/user" callback-url="/callback"></enode-link-button>`;

export async function events(page: Page): Promise<Recorded[]> {
  return ((await page.js('window.events ?? []')) ?? []) as Recorded[];
}

export async function outcomes(page: Page): Promise<Recorded[]> {
  return (await events(page)).filter(({ type }) => ['success', 'cancel', 'error'].includes(type));
}

/** Waits for an outcome, and returns the latest. */
export async function outcome(page: Page): Promise<Recorded> {
  return until(async () => (await outcomes(page)).at(-1), 'an outcome');
}

/** Waits for the devices of a success, and returns the event. */
export async function foundDevices(page: Page): Promise<Recorded> {
  const found = async () => (await events(page)).find(({ type }) => type === 'devices');
  return until(found, 'the devices');
}

/** The text of the status line. */
export async function statusText(page: Page): Promise<string> {
  const script = `document.querySelector('enode-link-button').shadowRoot.querySelector('[part=status]').textContent.trim()`;
  return String(await page.js(script));
}

export function state(page: Page, selector = 'enode-link-button'): Promise<unknown> {
  return page.js(`document.querySelector('${selector}').state`);
}

export async function reaches(page: Page, wanted: string): Promise<void> {
  await until(async () => (await state(page)) === wanted, `state ${wanted}`);
}

/** Clicks, and waits until the popup shows the Link UI of site.ts. */
export async function openLinkUi(page: Page, selector = BUTTON): Promise<Page> {
  const popup = await page.popup(() => page.click(selector));
  await shows(popup, 'Link UI');
  return popup;
}

export async function shows(page: Page, title: string): Promise<void> {
  await until(async () => (await page.title()) === title, `the page ${title}`);
}

export async function closes(popup: Page): Promise<void> {
  await until(() => popup.isClosed(), 'the popup to close');
}
