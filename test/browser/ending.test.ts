/**
 * Attempts that end while nobody looks, or after another one has begun: real windows, and returns
 * that come from elsewhere, as they do where the window is isolated.
 */
import { assert, fixture } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import { STORAGE_PREFIX } from '../../src/return/storage.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  linkUi,
  mount,
  names,
  openLinkUi,
  part,
  press,
  reaches,
  record,
  textOf,
  until,
} from './link-fixture.js';
import { popup } from './windows.js';
import { ways } from './ways.js';

const texts = messagesFor('en-US');

afterEach(() => {
  Reflect.deleteProperty(document, 'hasFocus');
});

/** The return of an attempt, by a page that is no window of ours. */
const returns = (to: string): Promise<Element> =>
  fixture(`<iframe title="return" src="${to}"></iframe>`);

const outcomes = (events: ReturnType<typeof record>): unknown[] =>
  events.flatMap(({ type, detail }) => {
    const name = type.replace('enode-link-', '');
    if (!['success', 'cancel', 'error'].includes(name)) return [];
    return [[name, 'late' in detail ? detail.late : 'reason' in detail && detail.reason]];
  });

describe('a return that nobody could hear', () => {
  for (const [type, target] of [
    ['pageshow', window],
    ['focus', window],
    ['visibilitychange', document],
  ] as const) {
    it(`is found in storage at the next ${type} (F14)`, async () => {
      const element = await ways.detached();
      await reaches(element, 'detached');
      const events = record(element);
      const [key = ''] = Object.keys(sessionStorage).filter((name) =>
        name.startsWith(STORAGE_PREFIX),
      );
      const nonce = key.slice(STORAGE_PREFIX.length);
      assert.lengthOf(nonce, 22);
      localStorage.setItem(key, JSON.stringify({ type: 'enode-link:return', nonce }));
      target.dispatchEvent(new Event(type));
      await reaches(element, 'linked');
      assert.deepEqual(outcomes(events), [['success', false]]);
      assert.isNull(localStorage.getItem(key));
    });
  }
});

describe('the button', () => {
  it('is never busy or disabled while a closed window is looked into (F23)', async () => {
    document.hasFocus = () => true;
    const element = await mount();
    const page = await openLinkUi(element);
    const opened = popup();
    const button = part(element, 'button');
    let looks = 0;
    page.close();
    await until(() => opened.closed, 'the window to close');
    await until(() => {
      looks += 1;
      assert.isFalse(button.matches(':disabled, [aria-busy=true]'), element.state);
      return element.state === 'cancelled';
    }, 'the cancel');
    assert.isAbove(looks, 1);
  });
});

describe('an older attempt', () => {
  async function restart(element: EnodeLinkButton): Promise<void> {
    const buttons = [...element.renderRoot.querySelectorAll('button')];
    const found = buttons.find((button) => textOf(button) === texts.restart);
    if (!found) throw new Error('There is no such choice.');
    await press(found);
  }

  it('whose place was taken counts for the one that took it (F34)', async () => {
    document.hasFocus = () => false;
    const element = await mount();
    const events = record(element);
    const old = await openLinkUi(element);
    old.close();
    await reaches(element, 'detached');
    await restart(element);
    await linkUi();
    await reaches(element, 'open');
    await returns(old.shown.to);
    await reaches(element, 'linked');
    assert.deepEqual(outcomes(events), [
      ['cancel', 'dismissed'],
      ['success', false],
    ]);
  });

  it('that was cancelled by a closed window may still succeed, late, and leaves the new one alone (F28, F34)', async () => {
    document.hasFocus = () => true;
    const element = await mount();
    const events = record(element);
    const old = await openLinkUi(element);
    old.close();
    await reaches(element, 'cancelled');
    const page = await openLinkUi(element);
    await returns(old.shown.to);
    await until(() => outcomes(events).length === 2, 'the late success');
    assert.strictEqual(element.state, 'open');
    page.complete();
    await reaches(element, 'linked');
    assert.deepEqual(outcomes(events), [
      ['cancel', 'window-closed'],
      ['success', true],
      ['success', false],
    ]);
    assert.strictEqual(names(events).filter((name) => name === 'start').length, 2);
  });
});
