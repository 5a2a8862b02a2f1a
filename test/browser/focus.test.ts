/**
 * The element by keyboard, and by the methods of a native button: what has the focus, through every
 * state, and that it is never lost.
 */
import { assert } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { EnodeLinkButton } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  getSession,
  linkUi,
  mount,
  never,
  part,
  press,
  reaches,
  record,
  textOf,
  until,
  userOf,
} from './link-fixture.js';
import { states, ways } from './ways.js';

const texts = messagesFor('en-US');

describe('the focus', () => {
  const isOnButton = (element: EnodeLinkButton): boolean =>
    document.activeElement === element &&
    element.shadowRoot?.activeElement === part(element, 'button');

  for (const [name, key] of [
    ['Enter', 'Enter'],
    ['the space bar', ' '],
  ] as const) {
    it(`starts an attempt by ${name}, and stays on the button through every state`, async () => {
      const element = await mount({ getUser: userOf([]) });
      const lost: string[] = [];
      element.addEventListener('enode-link-statechange', ({ detail }) => {
        void element.updateComplete.then(() => {
          if (!isOnButton(element)) lost.push(detail.state);
        });
      });
      element.focus();
      assert.strictEqual(isOnButton(element), true);
      await sendKeys({ press: key });
      (await linkUi()).exit();
      await reaches(element, 'cancelled');
      assert.deepEqual(lost, []);
      assert.strictEqual(isOnButton(element), true);
    });
  }

  for (const state of states.filter((one) => one !== 'idle')) {
    it(`is still on the button in the state "${state}", which the mouse began`, async () => {
      const element = await ways[state]();
      await reaches(element, state);
      assert.strictEqual(isOnButton(element), true);
    });
  }

  it('goes to the button by focus(), and leaves it by blur()', async () => {
    const element = await mount();
    element.focus();
    assert.strictEqual(isOnButton(element), true);
    element.blur();
    assert.strictEqual(document.activeElement, document.body);
  });

  it('comes back from the dialog, whichever way it is left (F66)', async () => {
    const element = await mount({ mode: 'iframe', getUser: userOf([]) });
    for (const leave of [
      () => sendKeys({ press: 'Escape' }),
      () => press(part(element, 'dialog-close')),
    ]) {
      element.getSession = never;
      element.focus();
      await sendKeys({ press: 'Enter' });
      await until(() => element.renderRoot.querySelector('dialog'), 'the dialog');
      assert.strictEqual(isOnButton(element), false);
      await leave();
      await reaches(element, 'cancelled');
      assert.strictEqual(isOnButton(element), true);
    }
  });

  for (const [choice, state] of [
    ['restart', 'requesting'],
    ['cancel', 'cancelled'],
  ] as const) {
    it(`is back on the button after the choice "${choice}" of a window out of sight`, async () => {
      const element = await ways.detached();
      await reaches(element, 'detached');
      element.getSession = choice === 'restart' ? never : getSession;
      const chosen = [...element.renderRoot.querySelectorAll('button')].find(
        (button) => textOf(button) === texts[choice],
      );
      chosen?.focus();
      await sendKeys({ press: 'Enter' });
      await reaches(element, state);
      assert.strictEqual(isOnButton(element), true);
    });
  }
});

describe('the keyboard walk', () => {
  /** What Tab reaches next; empty where it left the element. */
  async function tab(element: EnodeLinkButton): Promise<string> {
    await sendKeys({ press: 'Tab' });
    const focused = element.shadowRoot?.activeElement;
    return focused ? focused.getAttribute('aria-label') || textOf(focused) : '';
  }

  /** The element between two fields, and the focus in the first. */
  function between(element: EnodeLinkButton): HTMLElement {
    const [before, after] = [document.createElement('input'), document.createElement('input')];
    element.before(before);
    element.after(after);
    before.focus();
    return before;
  }

  it('takes one Tab to the button, and one to leave it', async () => {
    const element = await mount();
    between(element);
    assert.strictEqual(await tab(element), texts.link);
    assert.strictEqual(await tab(element), '');
    assert.isTrue(document.activeElement === element.nextElementSibling);
  });

  it('goes over a button that is disabled, and not over one that is busy', async () => {
    const element = await mount({ disabled: true, getSession: never });
    const before = between(element);
    assert.strictEqual(await tab(element), '');
    element.disabled = false;
    await element.updateComplete;
    before.focus();
    assert.strictEqual(await tab(element), texts.link);
    await sendKeys({ press: 'Enter' });
    await reaches(element, 'requesting');
    before.focus();
    assert.strictEqual(await tab(element), texts.requesting);
  });

  it('goes through the choices of a window out of sight in the order of reading', async () => {
    const element = await ways.detached();
    await reaches(element, 'detached');
    between(element);
    const order = [texts.continue, texts.restart, texts.cancel, ''];
    for (const expected of order) assert.strictEqual(await tab(element), expected);
    assert.isTrue(document.activeElement === element.nextElementSibling);
  });

  it('begins in the dialog at its close button, and Esc leads back to where it began', async () => {
    const element = await mount({ mode: 'iframe', getUser: userOf([]), getSession: never });
    between(element);
    assert.strictEqual(await tab(element), texts.link);
    await sendKeys({ press: 'Enter' });
    await until(() => element.renderRoot.querySelector('dialog'), 'the dialog');
    assert.isTrue(element.shadowRoot?.activeElement === part(element, 'dialog-close'));
    await sendKeys({ press: 'Escape' });
    await reaches(element, 'cancelled');
    assert.strictEqual(await tab(element), '');
    assert.isTrue(document.activeElement === element.nextElementSibling);
  });
});

describe('the keyboard walk of the dialog with Link UI', () => {
  it('begins in the frame, between the close button and the offer of a window', async () => {
    const element = await mount({ mode: 'iframe', getUser: userOf([]) });
    element.focus();
    await sendKeys({ press: 'Enter' });
    await linkUi();
    await reaches(element, 'open');
    const focused = (): string | null | undefined =>
      element.shadowRoot?.activeElement?.getAttribute('part');
    assert.strictEqual(focused(), 'frame');
    part(element, 'dialog-close').focus();
    const order = [];
    while (order.at(-1) !== 'dialog-window' && order.length < 5) {
      await sendKeys({ press: 'Tab' });
      order.push(focused());
    }
    // What can be reached inside the frame comes first.
    assert.deepEqual([...new Set(order)], ['frame', 'dialog-window']);
    await sendKeys({ press: 'Escape' });
    await reaches(element, 'cancelled');
    assert.isTrue(element.shadowRoot?.activeElement === part(element, 'button'));
  });
});

describe('click()', () => {
  it('presses the button, as on a native one', async () => {
    const element = await mount();
    const events = record(element);
    element.addEventListener('enode-link-start', (event) => {
      event.preventDefault();
    });
    element.click();
    assert.deepEqual(
      events.map(({ type }) => type),
      ['enode-link-start'],
    );
  });

  it('does nothing where the button is disabled', async () => {
    const element = await mount({ disabled: true });
    const events = record(element);
    element.click();
    await press(element);
    assert.deepEqual(events, []);
  });
});
