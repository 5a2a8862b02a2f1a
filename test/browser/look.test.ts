/**
 * What a host can shape: label, icon and texts, and what its style sheets can take hold of: parts and
 * custom states.
 */
import { assert, fixture } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
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
} from './link-fixture.js';
import { popup } from './windows.js';
import { states, ways } from './ways.js';

const texts = messagesFor('en-US');

/** Our own label, which is there where the host gives none. */
const ownLabel = (element: EnodeLinkButton): string => textOf(part(element, 'label'));

const slotted = (element: EnodeLinkButton, name: string): string[] => {
  const slot = element.renderRoot.querySelector<HTMLSlotElement>(
    name ? `slot[name='${name}']` : 'slot:not([name])',
  );
  return (slot?.assignedNodes() ?? []).map(textOf).filter(Boolean);
};

describe('the label', () => {
  it('is the host’s where it gives one, in every state', async () => {
    const element = await mount({ getSession: never }, '<b>Connect</b> your car');
    assert.deepEqual(slotted(element, ''), ['Connect', 'your car']);
    assert.strictEqual(ownLabel(element), '');
    await press(element);
    await reaches(element, 'requesting');
    assert.strictEqual(ownLabel(element), '');
    assert.strictEqual(textOf(part(element, 'status')), texts.requesting);
  });

  for (const [name, content] of [
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['a comment', '<!-- label -->'],
    ['an icon alone', '\n<svg slot="icon"></svg>\n'],
  ] as const) {
    it(`is ours where the host gives ${name}`, async () => {
      assert.strictEqual(ownLabel(await mount({}, content)), texts.link);
    });
  }

  it('follows what the host puts in and takes out', async () => {
    const element = await mount();
    const changed = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await element.updateComplete;
      return ownLabel(element);
    };
    element.append('Connect');
    assert.strictEqual(await changed(), '');
    element.textContent = '';
    assert.strictEqual(await changed(), texts.link);
  });

  it('is ours again where the host’s own text becomes empty', async () => {
    const element = await mount({}, '<span>Connect</span>');
    element.replaceChildren(' ');
    await new Promise((resolve) => setTimeout(resolve, 0));
    await element.updateComplete;
    assert.strictEqual(ownLabel(element), texts.link);
  });
});

describe('the icon', () => {
  it('is the host’s where it gives one', async () => {
    const element = await mount({}, '<i slot="icon">+</i>');
    assert.deepEqual(slotted(element, 'icon'), ['+']);
  });

  it('is ours where it gives none, and is not read out', async () => {
    const svg = part(await mount(), 'icon').querySelector('svg');
    assert.strictEqual(svg?.getAttribute('aria-hidden'), 'true');
  });
});

describe('messages', () => {
  const own = { link: 'Connect', requesting: 'Moment', loading: 'Soon', ended: 'Closed' };

  it('replaces texts of the button, the status and the window, and leaves the others', async () => {
    const element = await mount({ getSession: never, messages: own });
    assert.strictEqual(ownLabel(element), 'Connect');
    await press(element);
    await reaches(element, 'requesting');
    assert.strictEqual(ownLabel(element), 'Moment');
    assert.strictEqual(textOf(part(element, 'status')), 'Moment');
    const { body, title } = popup().document;
    assert.strictEqual(textOf(body), `${location.hostname}Soon`);
    assert.strictEqual(title, `${location.hostname} – ${texts.loadingTitle}`);
    element.cancel();
    await reaches(element, 'cancelled');
    assert.strictEqual(textOf(part(element, 'status')), 'Closed');
    element.messages = undefined;
    await element.updateComplete;
    assert.strictEqual(ownLabel(element), texts.link);
  });

  it('is shown as text, whatever it holds', async () => {
    const element = await mount({ messages: { link: '<img src=x>' } });
    assert.strictEqual(ownLabel(element), '<img src=x>');
    assert.isFalse(element.renderRoot.querySelector('img') !== null);
  });

  it('leaves our text where an entry is undefined', async () => {
    const element = await mount({ messages: JSON.parse('{}') as object });
    Reflect.set(element, 'messages', { link: undefined });
    await element.updateComplete;
    assert.strictEqual(ownLabel(element), texts.link);
  });
});

describe('a style sheet of the host', () => {
  for (const state of states) {
    it(`finds the state "${state}", and that alone`, async () => {
      const element = await ways[state]();
      await reaches(element, state);
      const found = states.filter((name) => element.matches(`:state(${name})`));
      assert.deepEqual(found, [state]);
    });
  }

  async function styles(element: EnodeLinkButton, name: string): Promise<boolean> {
    const colour = 'rgb(1, 2, 3)';
    await fixture(`<style>enode-link-button::part(${name}) { outline-color: ${colour} }</style>`);
    return getComputedStyle(part(element, name)).outlineColor === colour;
  }

  for (const name of ['button', 'label', 'icon', 'status']) {
    it(`reaches ::part(${name})`, async () => {
      assert.isTrue(await styles(await mount(), name));
    });
  }

  it('reaches ::part(spinner) while the button is busy', async () => {
    const element = await ways.requesting();
    await reaches(element, 'requesting');
    assert.isTrue(await styles(element, 'spinner'));
  });

  for (const name of ['dialog', 'frame']) {
    it(`reaches ::part(${name}) while the dialog is open`, async () => {
      const element = await mount({ mode: 'iframe' });
      await openLinkUi(element);
      assert.isTrue(await styles(element, name));
    });
  }

  it('keeps one part of each name, whatever happened before', async () => {
    const element = await mount({ mode: 'iframe' });
    for (let round = 0; round < 2; round += 1) {
      element.getSession = getSession;
      const outcome = element.open();
      (await linkUi()).exit();
      await outcome;
    }
    const parts = [...element.renderRoot.querySelectorAll('[part]')].map((found) =>
      found.getAttribute('part'),
    );
    assert.deepEqual(parts.toSorted(), ['button', 'icon', 'label', 'status']);
  });
});

describe('a screen that is touched', () => {
  it('keeps no colour of a hover: each such rule is for devices that can hover (F89)', async () => {
    const element = await mount();
    const hovers = new Map<string, boolean>();
    const visit = (rules: CSSRuleList, canHover: boolean): void => {
      for (const rule of rules) {
        if (rule instanceof CSSMediaRule) {
          visit(rule.cssRules, canHover || rule.conditionText === '(hover: hover)');
        } else if (rule instanceof CSSStyleRule && rule.selectorText.includes(':hover')) {
          hovers.set(rule.selectorText, canHover);
        }
      }
    };
    for (const sheet of element.shadowRoot?.adoptedStyleSheets ?? []) visit(sheet.cssRules, false);
    assert.isAbove(hovers.size, 0);
    for (const [selector, canHover] of hovers) assert.isTrue(canHover, selector);
  });
});
