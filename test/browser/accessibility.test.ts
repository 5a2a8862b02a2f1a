/**
 * The element for people who do not see it: axe in every state, name and status in words. The way to
 * each state is a real attempt. What is done by keyboard is in focus.test.ts.
 */
import { assert, expect } from '@open-wc/testing';
import type { EnodeLinkButton, LinkStateName } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import { mount, never, openLinkUi, part, press, reaches, textOf } from './link-fixture.js';
import { states, ways } from './ways.js';

const texts = messagesFor('en-US');
const root = document.documentElement;

/** The page itself in that scheme: axe judges colours on what they stand on. */
function paint(scheme: 'light' | 'dark'): void {
  const [background, color] = scheme === 'dark' ? ['#121212', '#eee'] : ['#fff', '#111'];
  Object.assign(document.body.style, { background, color });
}

/** Forced colours are in test/e2e/accessibility.e2e.ts: they take a browser that is set to them. */
async function isAccessible(element: EnodeLinkButton): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    paint(scheme);
    element.setAttribute('color-scheme', scheme);
    await element.updateComplete;
    for (const dir of ['ltr', 'rtl']) {
      root.dir = dir;
      await expect(element).to.be.accessible();
    }
  }
}

afterEach(() => {
  document.body.removeAttribute('style');
  root.removeAttribute('dir');
});

describe('axe finds nothing, in light and in dark, from left and from right', () => {
  for (const state of states) {
    it(`in the state "${state}"`, async () => {
      const element = await ways[state]();
      await reaches(element, state);
      await isAccessible(element);
    });
  }

  it('where the button is disabled', async () => {
    await isAccessible(await mount({ disabled: true }));
  });

  it('where the host gives label and icon', async () => {
    const icon = '<svg slot="icon" viewBox="0 0 1 1" aria-hidden="true"></svg>';
    await isAccessible(await mount({}, `${icon}Connect your car`));
  });

  it('where the dialog waits for the session', async () => {
    const element = await mount({ mode: 'iframe', getSession: never });
    await press(element);
    await reaches(element, 'requesting');
    await isAccessible(element);
  });

  it('where the dialog shows Link UI (F66)', async () => {
    const element = await mount({ mode: 'iframe' });
    await openLinkUi(element);
    await isAccessible(element);
  });
});

describe('what is read out', () => {
  it('is a native button with a text for a name', async () => {
    const button = part(await mount(), 'button');
    assert.instanceOf(button, HTMLButtonElement);
    assert.strictEqual(button.getAttribute('type'), 'button');
    assert.strictEqual(button.hasAttribute('role'), false);
    assert.strictEqual(textOf(button), texts.link);
  });

  it('says that the asset is linked anew where it is', async () => {
    assert.strictEqual(textOf(part(await mount({ assetId: 'asset-1' }), 'button')), texts.relink);
  });

  const said: Record<LinkStateName, [label: string, status: string]> = {
    idle: [texts.link, ''],
    requesting: [texts.requesting, texts.requesting],
    open: [texts.open, texts.loading],
    detached: [texts.continue, texts.detached],
    confirming: [texts.confirming, texts.confirming],
    leaving: [texts.requesting, texts.requesting],
    linked: [texts.linked, texts.linked],
    cancelled: [texts.link, texts.ended],
    failed: [texts.retry, texts.errorUnavailable],
  };
  for (const state of states) {
    it(`is in words in the state "${state}", in a region that was there before`, async () => {
      const element = await ways[state]();
      const status = part(element, 'status');
      await reaches(element, state);
      const [label, words] = said[state];
      assert.strictEqual(textOf(part(element, 'button')), label);
      assert.strictEqual(textOf(status), words);
      assert.isTrue(part(element, 'status') === status);
      assert.strictEqual(status.getAttribute('role'), 'status');
      assert.notStrictEqual(status.getAttribute('aria-live'), 'off');
      const busy = ['requesting', 'confirming', 'leaving'].includes(state);
      const button = part(element, 'button');
      assert.strictEqual(button.getAttribute('aria-busy'), busy ? 'true' : null);
      // A button that is disabled loses the focus; one that is busy keeps it.
      assert.isFalse(button.matches(':disabled'));
      // Who comes back to the button later hears again what the label does not say.
      const tells = ['detached', 'cancelled', 'failed'].includes(state);
      assert.strictEqual(button.getAttribute('aria-describedby'), tells ? status.id : null);
    });
  }

  it('names the choices of a window that is out of sight', async () => {
    const element = await ways.detached();
    await reaches(element, 'detached');
    const buttons = [...element.renderRoot.querySelectorAll('button')].map(textOf);
    assert.deepEqual(buttons, [texts.continue, texts.restart, texts.cancel]);
    const choices = part(element, 'choices');
    assert.strictEqual(choices.getAttribute('role'), 'group');
    assert.strictEqual(choices.getAttribute('aria-labelledby'), part(element, 'status').id);
  });

  it('names the dialog by its purpose, and the frame in it by its content', async () => {
    const element = await mount({ mode: 'iframe', messages: { dialogTitle: 'Link your car' } });
    await openLinkUi(element);
    const dialog = part(element, 'dialog');
    assert.strictEqual(dialog.matches(':modal'), true);
    const heading = dialog.querySelector(`#${dialog.getAttribute('aria-labelledby') ?? ''}`);
    assert.strictEqual(heading?.localName, 'h2');
    assert.strictEqual(heading?.textContent, 'Link your car');
    assert.strictEqual(part(element, 'frame').title, texts.frameTitle);
  });

  it('says with the name of the dialog what it waits for, in its language', async () => {
    const element = await mount({ mode: 'iframe', getSession: never, language: 'de-DE' });
    await press(element);
    await reaches(element, 'requesting');
    const dialog = part(element, 'dialog');
    const [note] = dialog.querySelectorAll(`#${dialog.getAttribute('aria-describedby') ?? ''}`);
    assert.strictEqual(note?.textContent, messagesFor('de-DE').loading);
    assert.strictEqual(dialog.lang, 'de-DE');
  });
});
