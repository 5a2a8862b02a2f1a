/**
 * What the dialog around Link UI shows: where Link UI is from, and the offer of a window. How it is
 * left is in focus.test.ts.
 */
import { assert } from '@open-wc/testing';
import { LinkError } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  getSession,
  linkUi,
  mount,
  never,
  openLinkUi,
  part,
  press,
  reaches,
  textOf,
  until,
} from './link-fixture.js';
import { popup, windows } from './windows.js';

const texts = messagesFor('en-US');
const isVisible = (found: HTMLElement): boolean =>
  found.checkVisibility({ visibilityProperty: true });

// The first test of the page: a click lets it open windows for some seconds.
describe('the offer of a window', () => {
  it('says what to do if the browser blocks the window, and works then', async () => {
    const element = await mount({ mode: 'iframe' });
    void element.open();
    await linkUi();
    const offer = part(element, 'dialog-window');
    assert.strictEqual(textOf(offer), texts.framed);
    offer.click();
    assert.deepEqual([windows.length, element.state], [0, 'open']);
    assert.strictEqual(textOf(offer), texts.errorBlocked);
    await press(offer);
    await linkUi();
    assert.isFalse(popup().closed);
  });

  it('is not made while the session is on its way, and takes its place then', async () => {
    let fail = (): void => undefined;
    let answer = (): void => undefined;
    const element = await mount({
      mode: 'iframe',
      getSession: (request) =>
        new Promise((resolve, reject) => {
          fail = () => reject(new LinkError('session-unavailable'));
          answer = () => void getSession(request).then(resolve, fail);
        }),
    });
    await press(element);
    await reaches(element, 'requesting');
    const offer = part(element, 'dialog-window');
    const places = (): number[] =>
      ['dialog-title', 'dialog-close', 'dialog-window'].map(
        (name) => part(element, name).getBoundingClientRect().top,
      );
    const before = places();
    assert.isFalse(isVisible(offer));
    answer();
    await reaches(element, 'open');
    assert.isTrue(isVisible(offer));
    assert.deepEqual(places(), before);
  });

  it('is not made in an installed app, whose windows are in another browser', async () => {
    const matchMedia = window.matchMedia.bind(window);
    window.matchMedia = (query) =>
      query.includes('standalone') ? ({ matches: true } as MediaQueryList) : matchMedia(query);
    const element = await mount({ mode: 'iframe' });
    await openLinkUi(element);
    window.matchMedia = matchMedia;
    assert.isTrue(element.renderRoot.querySelector('[part=dialog-window]') === null);
  });
});

describe('the bar of the dialog', () => {
  it('names the host of Link UI once it is there, and nothing else of its address', async () => {
    const element = await mount({ mode: 'iframe', getSession: never });
    await press(element);
    await reaches(element, 'requesting');
    assert.strictEqual(textOf(part(element, 'dialog-bar')), texts.dialogTitle);
    element.cancel();
    element.getSession = getSession;
    await openLinkUi(element);
    assert.strictEqual(textOf(part(element, 'dialog-host')), location.hostname);
  });

  it('is not opened by a hidden button, which could not show it', async () => {
    const element = await mount({ mode: 'iframe' });
    element.hidden = true;
    const outcome = await element.open();
    assert.strictEqual(outcome.status === 'failed' && outcome.error.code, 'misconfigured');
    assert.isNull(element.renderRoot.querySelector('dialog'));
  });

  it('gives the focus back to what had it, which may be a button of the page', async () => {
    const element = await mount({ mode: 'iframe' });
    const own = document.createElement('button');
    element.before(own);
    own.focus();
    void element.open();
    await linkUi();
    part(element, 'dialog-close').click();
    assert.isTrue(document.activeElement === own);
  });

  it('has one button, which closes', async () => {
    const element = await mount({ mode: 'iframe' });
    await openLinkUi(element);
    const buttons = part(element, 'dialog-bar').querySelectorAll('button');
    assert.deepEqual(
      [...buttons].map((button) => button.getAttribute('aria-label')),
      [texts.close],
    );
    const [left, right] = ['dialog-title', 'dialog-close'].map(
      (name) => part(element, name).getBoundingClientRect().left,
    );
    assert.isBelow(left ?? 0, right ?? 0);
    await press(part(element, 'dialog-close'));
    await until(() => element.renderRoot.querySelector('dialog') === null, 'the dialog to close');
  });

  it('is the other way round from right to left', async () => {
    document.documentElement.dir = 'rtl';
    const element = await mount({ mode: 'iframe' });
    await openLinkUi(element);
    const { left, right } = part(element, 'dialog').getBoundingClientRect();
    const edge = part(element, 'dialog-close').getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(part(element, 'dialog-title'));
    const title = range.getBoundingClientRect();
    document.documentElement.removeAttribute('dir');
    assert.isBelow(edge.left - left, 20);
    assert.isBelow(right - title.right, 20);
  });
});
