/**
 * What the button says after a success: first what is linked, and then what a click does. How long the
 * success is shown, no test measures: another button is the clock.
 */
import { assert } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  linkUi,
  mount,
  openLinkUi,
  part,
  press,
  reaches,
  tesla,
  textOf,
  until,
  userOf,
} from './link-fixture.js';

const texts = messagesFor('en');
const label = (element: EnodeLinkButton): string => textOf(part(element, 'label'));

/** A button that has just linked a Tesla. */
async function linked(properties: Partial<EnodeLinkButton> = {}): Promise<EnodeLinkButton> {
  const vendors: (typeof tesla)[] = [];
  const element = await mount({
    mode: 'iframe',
    getUser: () => userOf(vendors)(),
    ...properties,
  });
  void element.open();
  const page = await linkUi();
  vendors.push(tesla);
  page.complete();
  await reaches(element, 'linked');
  return element;
}

const isSeen = (element: EnodeLinkButton): Promise<void> =>
  until(() => label(element) === texts.another, 'the offer to connect another device');

afterEach(() => {
  Reflect.deleteProperty(document, 'visibilityState');
});

describe('a success', () => {
  it('is shown, and then the button says that it connects another device', async () => {
    const element = await linked();
    assert.strictEqual(label(element), 'Connected to Tesla');
    await isSeen(element);
    assert.strictEqual(element.state, 'linked');
    assert.isTrue(element.matches(':state(linked)'));
  });

  it('is announced once', async () => {
    const element = await linked();
    const status = part(element, 'status');
    assert.strictEqual(textOf(status), 'Connected to Tesla');
    const changes: unknown[] = [];
    const observer = new MutationObserver((found) => changes.push(...found));
    observer.observe(status, { subtree: true, childList: true, characterData: true });
    await isSeen(element);
    observer.disconnect();
    assert.isEmpty(changes);
    assert.strictEqual(textOf(status), 'Connected to Tesla');
  });

  it('stays for a button whose asset is linked again, until it is for another asset', async () => {
    const element = await linked({ assetId: 'asset-1' });
    await isSeen(await linked());
    assert.strictEqual(label(element), 'Connected to Tesla');
    element.assetId = 'asset-2';
    await element.updateComplete;
    assert.strictEqual(label(element), texts.relink);
  });

  it('waits for somebody to see it, if the page is in a hidden tab', async () => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    const hidden = await linked();
    Reflect.deleteProperty(document, 'visibilityState');
    await isSeen(await linked());
    assert.strictEqual(label(hidden), 'Connected to Tesla');
    document.dispatchEvent(new Event('visibilitychange'));
    await isSeen(hidden);
  });

  it('is shown for its full time, even right after another one', async () => {
    const [element, clock] = [await linked(), await linked()];
    void element.open();
    (await linkUi()).complete();
    await reaches(element, 'linked');
    await isSeen(clock);
    assert.strictEqual(label(element), texts.linked);
    await isSeen(element);
  });

  it('is over where the element is put back later', async () => {
    const element = await linked();
    const place = element.parentElement;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 0));
    place?.append(element);
    await element.updateComplete;
    assert.strictEqual(label(element), texts.another);
  });

  it('names no vendor that the button is not for any more', async () => {
    const element = await linked({ vendor: 'TESLA' });
    assert.strictEqual(label(element), 'Connected to Tesla');
    element.vendor = 'BMW';
    await element.updateComplete;
    assert.strictEqual(label(element), texts.linked);
  });
});

describe('a button behind its dialog', () => {
  it('says nothing of a window, until Link UI is in one', async () => {
    const element = await mount({ mode: 'iframe' });
    await openLinkUi(element);
    assert.strictEqual(label(element), texts.link);
    assert.strictEqual(textOf(part(element, 'status')), '');
    await press(part(element, 'dialog-window'));
    await linkUi();
    await until(() => label(element) === texts.open, 'the offer to show the window');
    assert.strictEqual(textOf(part(element, 'status')), texts.loading);
    assert.strictEqual(element.state, 'open');
  });
});
