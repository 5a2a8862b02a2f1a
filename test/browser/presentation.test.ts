/**
 * How the button looks by its attributes, that it keeps its width, and what it calls by name: the
 * vendor on itself, and whose page it is on the page of the window.
 */
import { assert } from '@open-wc/testing';
import { LinkError, type EnodeLinkButton, type LinkedVendor } from '../../src/index.js';
import { languages } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  getSession,
  linkUi,
  mount,
  names,
  never,
  openLinkUi,
  part,
  press,
  reaches,
  record,
  tesla,
  textOf,
  until,
  userOf,
  zaptec,
} from './link-fixture.js';
import { ways } from './ways.js';
import { popup, windows } from './windows.js';

const texts = messagesFor('en-US');
const style = (element: EnodeLinkButton) => getComputedStyle(part(element, 'button'));
const label = (element: EnodeLinkButton) => textOf(part(element, 'label'));
const box = (element: EnodeLinkButton) => part(element, 'button').getBoundingClientRect();
const CLEAR = 'rgba(0, 0, 0, 0)';

/** As the button, the accent by default in light. */
const ACCENT = 'rgb(11, 110, 79)';

describe('the attributes for the look', () => {
  it('fill the button, outline it, or leave it plain', async () => {
    const element = await mount({ colorScheme: 'light' });
    assert.deepEqual(
      [style(element).backgroundColor, style(element).color],
      [ACCENT, 'rgb(255, 255, 255)'],
    );
    element.variant = 'outline';
    await element.updateComplete;
    const { backgroundColor, color, borderTopColor } = style(element);
    assert.deepEqual([backgroundColor, color, borderTopColor], [CLEAR, ACCENT, ACCENT]);
    element.setAttribute('variant', 'plain');
    await element.updateComplete;
    const plain = style(element);
    assert.deepEqual(
      [plain.backgroundColor, plain.color, plain.borderTopColor],
      [CLEAR, ACCENT, CLEAR],
    );
  });

  it('take the page’s own scheme for a button without a background', async () => {
    const element = await mount({ variant: 'outline' });
    document.documentElement.style.colorScheme = 'dark';
    assert.strictEqual(style(element).color, 'rgb(95, 211, 166)');
    document.documentElement.style.colorScheme = 'light';
    assert.strictEqual(style(element).color, ACCENT);
    document.documentElement.style.colorScheme = '';
  });

  it('make it small, medium or large, never smaller than a finger needs', async () => {
    const element = await mount();
    const heights: number[] = [];
    for (const size of ['small', 'medium', 'large'] as const) {
      element.size = size;
      await element.updateComplete;
      heights.push(box(element).height);
    }
    assert.deepEqual(heights, [36, 44, 52]);
  });

  it('round its corners more, or not at all', async () => {
    const element = await mount();
    const radius = async (shape: EnodeLinkButton['shape']): Promise<number> => {
      element.shape = shape;
      await element.updateComplete;
      return Number.parseFloat(style(element).borderTopLeftRadius);
    };
    assert.strictEqual(await radius('rounded'), 10);
    assert.isAbove(await radius('pill'), 22);
    assert.strictEqual(await radius('square'), 0);
  });

  it('count as the default where they are not known', async () => {
    const element = await mount();
    const { width, height } = box(element);
    for (const name of ['variant', 'size', 'shape']) element.setAttribute(name, 'unheard-of');
    await element.updateComplete;
    assert.deepEqual([box(element).width, box(element).height], [width, height]);
    assert.strictEqual(style(element).borderTopLeftRadius, '10px');
  });

  it('give way to the custom properties', async () => {
    const element = await mount({ size: 'large', shape: 'pill' });
    const set = {
      '--enode-link-height': '60px',
      '--enode-link-radius': '3px',
      '--enode-link-padding': '1px 70px',
      '--enode-link-gap': '31px',
      '--enode-link-width': '400px',
      '--enode-link-icon-size': '40px',
    };
    for (const [name, value] of Object.entries(set)) element.style.setProperty(name, value);
    const { paddingLeft, borderTopLeftRadius, columnGap } = style(element);
    assert.deepEqual([paddingLeft, borderTopLeftRadius, columnGap], ['70px', '3px', '31px']);
    assert.deepEqual([box(element).width, box(element).height], [400, 60]);
    assert.strictEqual(part(element, 'icon').getBoundingClientRect().width, 40);
    element.variant = 'outline';
    element.style.setProperty('--enode-link-border-width', '4px');
    await element.updateComplete;
    assert.strictEqual(style(element).borderTopWidth, '4px');
  });
});

describe('the width of the button', () => {
  for (const state of Object.keys(ways) as (keyof typeof ways)[]) {
    it(`is in the state "${state}" what it was before`, async () => {
      const { width, height } = box(await mount());
      const element = await ways[state]();
      await reaches(element, state);
      assert.deepEqual([box(element).width, box(element).height], [width, height]);
    });
  }

  it('is kept where a vendor’s name comes onto it', async () => {
    const vendors: LinkedVendor[] = [];
    const element = await mount({ getUser: () => userOf(vendors)() });
    const { width } = box(element);
    const page = await openLinkUi(element);
    vendors.push(tesla);
    page.complete();
    await reaches(element, 'linked');
    assert.strictEqual(label(element), 'Connected to Tesla');
    assert.strictEqual(box(element).width, width);
  });

  it('is no wider than the room there is, in any language', async () => {
    for (const language of languages) {
      const element = await mount({ language });
      element.parentElement?.style.setProperty('width', '120px');
      assert.isAtMost(box(element).width, 120, language);
      const { scrollWidth, clientWidth } = part(element, 'button');
      assert.isAtMost(scrollWidth, clientWidth, language);
      element.parentElement?.style.removeProperty('width');
    }
  });

  it('is not in the name of the button', async () => {
    const element = await mount();
    assert.strictEqual(label(element), texts.link);
    const [room] = element.renderRoot.querySelectorAll('[data-wide]');
    assert.exists(room);
    assert.strictEqual(getComputedStyle(room, '::after').visibility, 'hidden');
  });
});

describe('a vendor', () => {
  it('is named on the button once it is linked, and offered to reconnect once it is not', async () => {
    const vendors = [zaptec];
    const element = await mount({ vendor: 'TESLA', getUser: () => userOf(vendors)() });
    const first = await openLinkUi(element);
    vendors.push(tesla);
    first.complete();
    await reaches(element, 'linked');
    assert.strictEqual(label(element), 'Connected to Tesla');

    vendors.splice(0, 2, { ...tesla, isValid: false });
    (await openLinkUi(element)).exit();
    await reaches(element, 'cancelled');
    assert.strictEqual(label(element), 'Reconnect Tesla');

    const again = await openLinkUi(element);
    vendors.splice(0, 1, tesla);
    again.complete();
    await reaches(element, 'linked');
    assert.strictEqual(label(element), 'Connected to Tesla');
  });
});

describe('a busy button', () => {
  it('says that it is, and keeps the focus', async () => {
    const element = await mount({ getSession: never });
    const button = part(element, 'button');
    assert.isFalse(button.hasAttribute('aria-disabled'));
    element.focus();
    await press(element);
    await reaches(element, 'requesting');
    assert.strictEqual(button.getAttribute('aria-disabled'), 'true');
    assert.strictEqual(button.getAttribute('aria-busy'), 'true');
    assert.isFalse(button.hasAttribute('disabled'));
    assert.isTrue(
      element.renderRoot instanceof ShadowRoot && element.renderRoot.activeElement === button,
    );
    element.cancel();
    await reaches(element, 'cancelled');
    assert.isFalse(button.hasAttribute('aria-disabled'));
  });
});

describe('the page of the window', () => {
  const heading = () => popup().document.querySelector('h1')?.textContent;
  const buttons = () => [...popup().document.querySelectorAll('button')];

  it('names the host, else the name that its page has in the address bar', async () => {
    for (const [properties, name] of [
      [{ hostName: '<b>Example</b> Energy', vendor: 'TESLA' }, '<b>Example</b> Energy'],
      [{ vendor: 'LANDROVER' }, location.hostname],
    ] as const) {
      const element = await mount({ getSession: never, ...properties });
      await press(element);
      assert.strictEqual(heading(), name);
      assert.strictEqual(popup().document.title, `${name} – ${texts.loadingTitle}`);
      element.remove();
      await until(() => windows.every(({ closed }) => closed), 'the window to close');
      windows.length = 0;
    }
  });

  it('has the colours of the button', async () => {
    const element = await mount({ getSession: never });
    element.style.setProperty('--enode-link-accent', 'rgb(1, 2, 3)');
    await press(element);
    const { document: page } = popup();
    const spinner = page.querySelector('i');
    assert.strictEqual(spinner && getComputedStyle(spinner).borderTopColor, 'rgb(1, 2, 3)');
  });

  /** Fails until it is told not to. */
  async function failing(code: 'session-unavailable' | 'session-rejected') {
    const element = await mount({ getSession: () => Promise.reject(new LinkError(code)) });
    await press(element);
    await reaches(element, 'failed');
    return element;
  }

  it('tries again in the same window', async () => {
    const element = await failing('session-unavailable');
    const events = record(element);
    assert.deepEqual(buttons().map(textOf), [texts.retry, texts.close]);
    element.getSession = getSession;
    buttons()[0]?.click();
    const page = await linkUi();
    await reaches(element, 'open');
    assert.strictEqual(windows.length, 1);
    assert.isFalse(page.shown.hasOpener);
    page.complete();
    await reaches(element, 'linked');
    assert.deepEqual(names(events), [
      ...['start', 'requesting', 'open', 'open', 'confirming', 'linked', 'success'],
    ]);
    await until(() => popup().closed, 'the window to close');
  });

  it('fails again in the same window, as often as it must', async () => {
    const element = await failing('session-unavailable');
    for (let round = 0; round < 2; round += 1) {
      const events = record(element);
      buttons()[0]?.click();
      await until(() => names(events).includes('error'), 'another failure');
      await until(() => buttons().length === 2, 'the choice');
      assert.strictEqual(windows.length, 1);
    }
    assert.strictEqual(popup().document.querySelectorAll('[role=alert]').length, 1);
    assert.strictEqual(popup().document.querySelectorAll('meta[name=viewport]').length, 1);
  });

  it('offers no retry where it cannot help', async () => {
    await failing('session-rejected');
    assert.deepEqual(buttons().map(textOf), [texts.close]);
    assert.strictEqual(heading(), location.hostname);
    assert.strictEqual(popup().document.title, `${location.hostname} – ${texts.errorSetup}`);
  });

  it('is closed where the host does not let the retry begin', async () => {
    const element = await failing('session-unavailable');
    element.addEventListener('enode-link-start', (event) => event.preventDefault());
    buttons()[0]?.click();
    await until(() => popup().closed, 'the window to close');
    assert.strictEqual(element.state, 'failed');
  });

  it('is closed where the mode has become another', async () => {
    const element = await failing('session-unavailable');
    element.getSession = getSession;
    element.mode = 'iframe';
    buttons()[0]?.click();
    const page = await linkUi();
    assert.isTrue(page.shown.isFramed);
    await until(() => popup().closed, 'the window to close');
    element.remove();
  });

  it('is closed where another attempt is under way', async () => {
    const element = await failing('session-unavailable');
    const [retry] = buttons();
    element.getSession = never;
    element.mode = 'iframe';
    void element.open();
    retry?.click();
    await until(() => popup().closed, 'the window to close');
    assert.strictEqual(element.state, 'requesting');
  });
});
