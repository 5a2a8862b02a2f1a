/**
 * The hand-off to a window: real windows, real clicks, popup blocker on. Link UI and the return page
 * are on this origin here; across sites it is played by the end-to-end tests.
 */
import { assert } from '@open-wc/testing';
import { LinkError, type EnodeLinkButton, type LinkStateName } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  getSession,
  linkUi,
  mount,
  names,
  never,
  openLinkUi,
  PAGES,
  press,
  reaches,
  record,
  shownCount,
  storedKeys,
  tesla,
  textOf,
  until,
  userOf,
  zaptec,
} from './link-fixture.js';
import { popup, windows } from './windows.js';

const settled: readonly LinkStateName[] = ['linked', 'cancelled', 'failed'];

const closes = (opened: Window): Promise<void> => until(() => opened.closed, 'the window to close');

// The first test of the page: a click lets it open windows for some seconds.
describe('the popup blocker', () => {
  it('is on: without a click there is no window, no request, and an error that says so', async () => {
    let asked = 0;
    const element = await mount({
      getSession: (request) => {
        asked += 1;
        return getSession(request);
      },
    });
    const events = record(element);
    const outcome = await element.open();
    assert.deepEqual(names(events), ['start', 'requesting', 'failed', 'error']);
    assert.strictEqual(outcome.status, 'failed');
    assert.include(outcome.status === 'failed' ? outcome.error : {}, {
      code: 'popup-blocked',
      retryable: true,
    });
    assert.deepEqual([windows.length, shownCount(), asked], [0, 0, 0]);
    assert.deepEqual(storedKeys(), []);
  });
});

describe('the window', () => {
  it('is opened in the click, whenever the session comes', async () => {
    const element = await mount({
      async getSession(request) {
        // Longer after a click than some browsers allow a window.
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return getSession(request);
      },
    });
    await press(element);
    const { closed } = popup();
    assert.isFalse(closed);
    assert.strictEqual(element.state, 'requesting');
    await linkUi();
    await reaches(element, 'open');
    assert.strictEqual(windows.length, 1);
  });

  it('says in the user’s language what it waits for', async () => {
    const element = await mount({ getSession: never, language: 'de-DE', colorScheme: 'dark' });
    await press(element);
    const { document: page } = popup();
    const texts = messagesFor('de-DE');
    assert.strictEqual(page.title, `${location.hostname} – ${texts.loadingTitle}`);
    assert.strictEqual(page.documentElement.lang, 'de-DE');
    const status = page.querySelector('[role=status]');
    assert.strictEqual(status?.textContent, texts.loading);
    assert.strictEqual(getComputedStyle(page.documentElement).colorScheme, 'dark');
    assert.strictEqual(popup().location.href, 'about:blank');
  });

  it('is given no opener, no name, and nothing to go back to', async () => {
    const { shown } = await openLinkUi(await mount());
    const { isFramed, hasOpener, name, historyLength } = shown;
    assert.deepEqual<unknown>([isFramed, hasOpener, name, historyLength], [false, false, '', 1]);
  });

  it('shows a failure, with a button that closes it', async () => {
    const element = await mount({
      language: 'fr-FR',
      getSession: () => Promise.reject(new LinkError('session-unauthorized')),
    });
    await press(element);
    await reaches(element, 'failed');
    const opened = popup();
    const texts = messagesFor('fr-FR');
    const alert = opened.document.querySelector('[role=alert]');
    assert.strictEqual(alert && textOf(alert), texts.errorUnauthorized);
    const button = opened.document.querySelector('button');
    assert.strictEqual(button && textOf(button), texts.close);
    assert.isTrue(opened.document.activeElement === button);
    button?.click();
    await closes(opened);
  });

  const ends: Record<string, (element: EnodeLinkButton) => void> = {
    'cancel()': (element) => element.cancel(),
    'the removal of the element': (element) => element.remove(),
  };
  for (const [name, end] of Object.entries(ends)) {
    it(`is closed by ${name} before the hand-off`, async () => {
      const element = await mount({ getSession: never });
      await press(element);
      const opened = popup();
      end(element);
      await closes(opened);
      await reaches(element, 'cancelled');
    });
  }

  it('is not left behind where a listener ends the attempt as it begins', async () => {
    const element = await mount();
    const events = record(element);
    element.addEventListener('enode-link-statechange', ({ detail }) => {
      if (detail.state === 'requesting') element.cancel();
    });
    await press(element);
    assert.deepEqual(names(events), ['start', 'requesting', 'cancelled', 'cancel']);
    await until(() => windows.every(({ closed }) => closed), 'every window to close');
    assert.strictEqual(shownCount(), 0);
  });

  it('that the user closes before the hand-off ends the attempt (F48)', async () => {
    const element = await mount({ getSession: never });
    const events = record(element);
    await press(element);
    const outcome = element.open();
    popup().close();
    assert.deepEqual<unknown>(await outcome, {
      status: 'cancelled',
      mode: 'popup',
      reason: 'window-closed',
      verified: false,
    });
    assert.deepEqual(names(events), ['start', 'requesting', 'cancelled', 'cancel']);
  });
});

describe('the return', () => {
  it('by a page with the script alone closes the window and is a success', async () => {
    const element = await mount();
    const events = record(element);
    const page = await openLinkUi(element);
    const opened = popup();
    const outcome = element.open();
    page.complete();
    assert.deepEqual<unknown>(await outcome, {
      status: 'linked',
      mode: 'popup',
      verified: false,
      linkedVendors: null,
      added: [],
      repaired: [],
      via: 'return',
      late: false,
    });
    await closes(opened);
    assert.deepEqual(names(events), [
      ...['start', 'requesting', 'open', 'open', 'confirming', 'linked', 'success'],
    ]);
  });

  it('is told before the window is closed, which closes although a listener throws', async () => {
    const element = await mount();
    const page = await openLinkUi(element);
    const opened = popup();
    const { onerror } = window;
    window.onerror = () => true;
    let wasClosed: boolean | undefined;
    element.addEventListener('enode-link-success', () => {
      wasClosed = opened.closed;
      throw new Error('A mistake of the host.');
    });
    page.complete();
    await closes(opened);
    window.onerror = onerror;
    assert.isFalse(wasClosed);
  });

  it('by a page that has the element on it does the same, and nothing else there', async () => {
    const heard: unknown[] = [];
    const other = new BroadcastChannel('host');
    other.onmessage = ({ data }) => heard.push(data);
    const element = await mount({ callbackUrl: `${PAGES}host.html?own=1`, sessionUrl: '/session' });
    const page = await openLinkUi(element);
    const opened = popup();
    page.complete();
    await reaches(element, 'linked');
    await closes(opened);
    other.close();
    assert.deepEqual(heard, []);
  });

  const ends: Record<string, (element: EnodeLinkButton) => Promise<void>> = {
    'a success': async (element) => (await openLinkUi(element)).complete(),
    'an early exit': async (element) => (await openLinkUi(element)).exit(),
    'cancel()': async (element) => {
      await openLinkUi(element);
      element.cancel();
    },
    'a failure': async (element) => {
      element.getSession = () => Promise.reject(new Error('no'));
      await press(element);
    },
  };
  for (const [name, end] of Object.entries(ends)) {
    it(`or another end leaves nothing of the attempt in storage: ${name}`, async () => {
      const element = await mount();
      await end(element);
      await until(() => settled.includes(element.state), 'the end');
      await until(() => storedKeys().length === 0, 'the records to go');
    });
  }
});

describe('a window that closes without a return', () => {
  it('is a cancel where nothing was linked', async () => {
    const element = await mount({ getUser: userOf([tesla]) });
    document.hasFocus = () => true;
    const events = record(element);
    (await openLinkUi(element)).close();
    await reaches(element, 'cancelled');
    Reflect.deleteProperty(document, 'hasFocus');
    assert.deepEqual<unknown>(events.at(-1)?.detail, {
      mode: 'popup',
      reason: 'window-closed',
      verified: true,
    });
  });

  it('is a success where the user endpoint shows a new vendor', async () => {
    const vendors = [tesla];
    const element = await mount({ getUser: () => userOf(vendors)() });
    const events = record(element);
    const page = await openLinkUi(element);
    assert.deepEqual(element.linkedVendors, [tesla]);
    vendors.push(zaptec);
    page.close();
    await reaches(element, 'linked');
    assert.deepEqual<unknown>(events.at(-1)?.detail, {
      mode: 'popup',
      verified: true,
      linkedVendors: [tesla, zaptec],
      added: [zaptec],
      repaired: [],
      via: 'verification',
      late: false,
    });
    assert.deepEqual(element.linkedVendors, [tesla, zaptec]);
  });
});
