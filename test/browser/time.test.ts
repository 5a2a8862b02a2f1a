/**
 * Clocks that are wrong and timers that do not run: neither may decide an outcome.
 */
import { assert } from '@open-wc/testing';
import {
  linkUi,
  mount,
  openLinkUi,
  press,
  reaches,
  record,
  names,
  tesla,
  until,
  userOf,
} from './link-fixture.js';
import { popup } from './windows.js';

const DAY = 86_400_000;
const real = { now: Date.now, setInterval: window.setInterval.bind(window) };

afterEach(() => {
  Date.now = real.now;
  window.setInterval = real.setInterval;
  Reflect.deleteProperty(document, 'hasFocus');
});

describe('a clock', () => {
  for (const [name, drift] of [
    ['two days behind', () => -2 * DAY],
    ['two days ahead', () => 2 * DAY],
    ['that jumps while an attempt runs', () => (Math.random() - 0.5) * 8 * DAY],
  ] as const) {
    it(`${name} changes no outcome (F54)`, async () => {
      Date.now = () => real.now() + drift();
      const vendors: (typeof tesla)[] = [];
      const element = await mount({ getUser: () => userOf(vendors)() });
      const events = record(element);
      const page = await openLinkUi(element);
      vendors.push(tesla);
      page.complete();
      await reaches(element, 'linked');
      assert.deepEqual(names(events), [
        ...['start', 'requesting', 'open', 'open', 'confirming', 'linked', 'success'],
      ]);
      (await openLinkUi(element)).exit();
      await reaches(element, 'cancelled');
    });
  }
});

describe('a page whose timers stand still', () => {
  it('sees as soon as somebody looks at it that the window is gone (F63)', async () => {
    document.hasFocus = () => true;
    window.setInterval = (() => 0) as unknown as typeof window.setInterval;
    const element = await mount({ getUser: userOf([]) });
    const events = record(element);
    const page = await openLinkUi(element);
    const opened = popup();
    page.close();
    await until(() => opened.closed, 'the window to close');
    assert.strictEqual(element.state, 'open');
    window.dispatchEvent(new Event('focus'));
    await reaches(element, 'cancelled');
    assert.include(events.at(-1)?.detail, { reason: 'window-closed' });
  });

  for (const sign of ['focus', 'pageshow', 'visibilitychange']) {
    it(`finds the return that was left for it, at ${sign} (F63)`, async () => {
      window.setInterval = (() => 0) as unknown as typeof window.setInterval;
      const element = await mount({ getUser: userOf([]) });
      await press(element);
      const { shown } = await linkUi();
      await reaches(element, 'open');
      const nonce = new URL(shown.to).searchParams.get('enode_link') ?? '';
      // As the return page leaves it where nobody could hear.
      const left = { type: 'enode-link:return', nonce, error: 'cancelledByUser' };
      localStorage.setItem(`enode-link:${nonce}`, JSON.stringify(left));
      assert.strictEqual(element.state, 'open');
      const target = sign === 'visibilitychange' ? document : window;
      target.dispatchEvent(new Event(sign));
      await reaches(element, 'cancelled');
      assert.isNull(localStorage.getItem(`enode-link:${nonce}`));
    });
  }
});
