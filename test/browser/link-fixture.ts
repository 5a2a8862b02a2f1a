/**
 * The element on a page, a trusted mouse, and a hand on the page that stands in for Link UI
 * (pages/link-ui.html). Knows how to bring an attempt somewhere; expects nothing.
 */
import { aTimeout, fixture, oneEvent, waitUntil } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import '../../src/index.js';
import type {
  EnodeLinkButton,
  EnodeLinkEventMap,
  EnodeUser,
  LinkedDevice,
  LinkedVendor,
  LinkSession,
  LinkSessionRequest,
  LinkStateName,
} from '../../src/index.js';

/** Far over what anything takes on a busy machine, so that only what never comes reaches it. */
const LIMIT = { timeout: 40_000 };

export const PAGES = '/test/browser/pages/';
export const CALLBACK = `${PAGES}callback.html`;

export const tesla: LinkedVendor = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };
export const zaptec: LinkedVendor = { vendor: 'ZAPTEC', vendorType: 'charger', isValid: true };

export const model3: LinkedDevice = {
  id: 'model-3',
  vendor: 'TESLA',
  vendorType: 'vehicle',
  name: 'Model 3',
  brand: 'Tesla',
  model: 'Model 3',
  isReachable: true,
};

/** A Link session whose Link UI is the stand-in. */
export function linkSession({ redirectUri }: LinkSessionRequest): LinkSession {
  const to = encodeURIComponent(redirectUri);
  return { linkUrl: `${location.origin}${PAGES}link-ui.html?to=${to}`, linkToken: 'link-token' };
}

/** As `getSession`: answers at once. */
export const getSession = async (request: LinkSessionRequest): Promise<LinkSession> =>
  linkSession(request);

/** A user endpoint that lists what `vendors` holds at that moment. */
export const userOf = (vendors: readonly LinkedVendor[]) => async (): Promise<EnodeUser> => ({
  id: 'user-1',
  linkedVendors: [...vendors],
});

/** A devices endpoint that lists what `devices` holds at that moment. */
export const devicesOf = (devices: readonly LinkedDevice[]) => async () => ({
  devices: [...devices],
});

/** A promise that nobody ever keeps. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** An element that could be clicked, on a page of its own. `popup`: a refusal must not leave the page. */
export async function mount(
  properties: Partial<EnodeLinkButton> = {},
  content = '',
): Promise<EnodeLinkButton> {
  const element = await fixture<EnodeLinkButton>(
    `<enode-link-button lang="en">${content}</enode-link-button>`,
  );
  Object.assign(element, { mode: 'popup', getSession, callbackUrl: CALLBACK, ...properties });
  await element.updateComplete;
  return element;
}

export const EVENTS = [
  'enode-link-start',
  'enode-link-open',
  'enode-link-success',
  'enode-link-cancel',
  'enode-link-error',
  'enode-link-devices',
  'enode-link-statechange',
] as const satisfies readonly (keyof EnodeLinkEventMap)[];

/** All events from now on, in their order. */
export function record(target: EventTarget): EnodeLinkEventMap[keyof EnodeLinkEventMap][] {
  const events: EnodeLinkEventMap[keyof EnodeLinkEventMap][] = [];
  for (const type of EVENTS) {
    target.addEventListener(type, (event) => {
      events.push(event as EnodeLinkEventMap[keyof EnodeLinkEventMap]);
    });
  }
  return events;
}

/** Their types, where a change of state is named by the state. */
export function names(events: ReturnType<typeof record>): string[] {
  return events.map(({ type, detail }) =>
    'state' in detail ? detail.state : type.replace('enode-link-', ''),
  );
}

/** What is in the shadow root under a part name. */
export function part(element: EnodeLinkButton, name: string): HTMLElement {
  const found = element.renderRoot.querySelector<HTMLElement>(`[part~='${name}']`);
  if (!found) throw new Error(`There is no part "${name}".`);
  return found;
}

/** Whether the dialog is there. Never compare elements: a runner takes minutes to print them. */
export const hasDialog = (element: EnodeLinkButton): boolean =>
  element.renderRoot.querySelector('dialog') !== null;

/** Text as it is read: the slots' own text included, white space folded. */
export function textOf(node: Node): string {
  // Only the spaces of the markup: a no-break space belongs to the text.
  return (node.textContent ?? '').replace(/[ \n]+/g, ' ').trim();
}

/** A click by the mouse, which browsers trust. */
export async function press(target: Element): Promise<void> {
  await sendMouse({ type: 'click', position: middle(target) });
}

/** The mouse over the middle of an element. */
export async function hover(target: Element): Promise<void> {
  await sendMouse({ type: 'move', position: middle(target) });
}

function middle(target: Element): [number, number] {
  const { x, y, width, height } = target.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}

export async function until(holds: () => unknown, what: string): Promise<void> {
  await waitUntil(() => Boolean(holds()), `Waited in vain for ${what}.`, LIMIT);
}

/**
 * A page in a frame, loaded. The frame has its address from the start: in a frame without one, Firefox may
 * load the empty page after the one that is asked for.
 */
export async function loadFrame(path: string): Promise<Window> {
  const frame = document.createElement('iframe');
  frame.title = 'page';
  frame.src = path;
  const loaded = oneEvent(frame, 'load');
  (await fixture('<div></div>')).append(frame);
  await loaded;
  if (!frame.contentWindow) throw new Error('The frame is gone.');
  return frame.contentWindow;
}

/** Until the console has what `debug` says of the element: a file of its own says it, which is loaded first. */
export async function explained(element: EnodeLinkButton): Promise<void> {
  await element.updateComplete;
  await import('../../src/button/debug.js');
  await aTimeout(0);
}

export async function reaches(element: EnodeLinkButton, state: LinkStateName): Promise<void> {
  await until(() => element.state === state, `"${state}"; the state is "${element.state}"`);
  await element.updateComplete;
}

/** The stand-in for Link UI, shown somewhere. */
export class LinkUi {
  /** What the page says of itself: where it is to return, and how it was opened. */
  readonly shown: Shown;

  constructor(shown: Shown) {
    this.shown = shown;
  }

  /** As if the user completed. */
  complete(): void {
    this.#command('return', '');
  }

  /** As if the user left early. */
  exit(): void {
    this.#command('return', '&error=cancelledByUser&error_message=The%20user%20left.');
  }

  /** The window closes itself, as if by the user. */
  close(): void {
    this.#command('close', '');
  }

  #command(command: string, query: string): void {
    channel.postMessage({ to: this.shown.to, command, query });
  }
}

interface Shown {
  readonly to: string;
  readonly isFramed: boolean;
  readonly hasOpener: boolean;
  readonly name: string;
  readonly historyLength: number;
}

const channel = new BroadcastChannel('link-ui');
const waiting: Shown[] = [];
const all: LinkUi[] = [];
channel.onmessage = ({ data }: MessageEvent<Shown>) => {
  waiting.push(data);
};

/** How often Link UI has been shown and nobody has asked yet. */
export const shownCount = (): number => waiting.length;

/** The next Link UI that is shown. */
export async function linkUi(): Promise<LinkUi> {
  await until(() => waiting.length > 0, 'Link UI');
  const [next] = waiting.splice(0, 1);
  if (!next) throw new Error('Link UI was not shown.');
  const page = new LinkUi(next);
  all.push(page);
  return page;
}

/** Clicks, and waits until Link UI is shown. */
export async function openLinkUi(element: EnodeLinkButton): Promise<LinkUi> {
  await press(element);
  const page = await linkUi();
  await reaches(element, 'open');
  return page;
}

/** What the element would ask the host for. Nothing is asked: the start is refused. */
export function requestOf(element: EnodeLinkButton): LinkSessionRequest {
  return startOf(element).request;
}

/** The detail of the start event of an attempt that is refused at once. */
export function startOf(element: EnodeLinkButton): EnodeLinkEventMap['enode-link-start']['detail'] {
  let detail: EnodeLinkEventMap['enode-link-start']['detail'] | undefined;
  const refuse = (event: EnodeLinkEventMap['enode-link-start']): void => {
    event.preventDefault();
    ({ detail } = event);
  };
  element.addEventListener('enode-link-start', refuse, { once: true });
  void element.open();
  element.removeEventListener('enode-link-start', refuse);
  if (!detail) throw new Error('No start event was dispatched.');
  return detail;
}

/** What is kept of attempts in either storage. */
export function storedKeys(): string[] {
  const keys = [...Object.keys(sessionStorage), ...Object.keys(localStorage)];
  return keys.filter((key) => key.startsWith('enode'));
}

// A window that a test leaves behind would take the focus from the next one.
afterEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  for (const page of all.splice(0)) page.close();
  waiting.length = 0;
});
