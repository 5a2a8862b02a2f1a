/**
 * Whether the element can be hit, seen and read: sizes of targets, the focus ring, texts of every
 * language in little space and at twice the size, and from right to left. Measured as it is laid out.
 */
import { assert, fixture } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { LinkError, type EnodeLinkButton } from '../../src/index.js';
import { languages } from '../../src/language/languages.js';
import type { MessageKey } from '../../src/language/messages.js';
import { messagesFor } from '../../src/language/translations.js';
import { contrast } from './colours.js';
import {
  getSession,
  mount,
  never,
  openLinkUi,
  part,
  press,
  reaches,
  until,
} from './link-fixture.js';
import { states, ways } from './ways.js';
import { popup } from './windows.js';

const root = document.documentElement;

/** WCAG 2.2: what 2.5.5 (AAA) asks of a target, and 2.5.8 (AA) at the least. */
const TARGET = 44;
const LEAST_TARGET = 24;
/** WCAG 2.2, 1.4.11: of what is needed to see where the focus is. */
const RING_CONTRAST = 3;

/** One tag for each table of texts. */
const spoken = new Map(languages.map((tag) => [messagesFor(tag), tag]));

const buttons = (element: EnodeLinkButton): HTMLButtonElement[] => [
  ...element.renderRoot.querySelectorAll('button'),
];

afterEach(() => {
  for (const name of ['dir', 'style', 'lang']) root.removeAttribute(name);
  document.body.removeAttribute('style');
});

describe('every target', () => {
  function isBigEnough(element: EnodeLinkButton, least: number): void {
    assert.isNotEmpty(buttons(element));
    for (const button of buttons(element)) {
      const { width, height } = button.getBoundingClientRect();
      assert.isAtLeast(
        Math.min(width, height),
        least,
        `${button.textContent} ${button.part.value}`,
      );
    }
  }

  for (const state of states) {
    it(`is at least ${TARGET} pixels high and wide in the state "${state}"`, async () => {
      const element = await ways[state]();
      await reaches(element, state);
      isBigEnough(element, TARGET);
    });
  }

  it(`is at least ${TARGET} pixels high and wide in the dialog`, async () => {
    const element = await mount({ mode: 'iframe' });
    await openLinkUi(element);
    assert.strictEqual(buttons(element).length, 3);
    isBigEnough(element, TARGET);
  });

  it(`is at least ${LEAST_TARGET} pixels high and wide in every size`, async () => {
    const element = await ways.detached();
    await reaches(element, 'detached');
    for (const size of ['small', 'large']) {
      element.setAttribute('size', size);
      await element.updateComplete;
      isBigEnough(element, LEAST_TARGET);
    }
  });
});

describe('the focus ring', () => {
  const pages = { light: '#ffffff', dark: '#121212' } as const;

  function hasRing(focused: Element | null | undefined, page: string): void {
    if (!focused?.matches('button:focus-visible')) throw new Error('No button has the focus.');
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(focused);
    assert.strictEqual(outlineStyle, 'solid');
    assert.isAtLeast(parseFloat(outlineWidth), 2);
    assert.isAtLeast(contrast(outlineColor, page), RING_CONTRAST, `${outlineColor} on ${page}`);
  }

  for (const scheme of ['light', 'dark'] as const) {
    it(`stands out on the page around every button, in ${scheme}`, async () => {
      document.body.style.background = pages[scheme];
      const element = await ways.detached();
      element.colorScheme = scheme;
      await reaches(element, 'detached');
      const before = document.createElement('button');
      element.before(before);
      before.focus();
      for (const button of buttons(element)) {
        await sendKeys({ press: 'Tab' });
        assert.isTrue(element.shadowRoot?.activeElement === button);
        hasRing(button, pages[scheme]);
      }
    });

    for (const variant of ['filled', 'outline', 'plain'] as const) {
      for (const setting of [scheme, 'system'] as const) {
        it(`stands out on a page in ${scheme} around a button that is ${variant}, in ${setting}`, async () => {
          document.body.style.background = pages[scheme];
          root.style.colorScheme = scheme;
          const element = await mount({ variant, colorScheme: setting });
          const before = document.createElement('button');
          element.before(before);
          before.focus();
          await sendKeys({ press: 'Tab' });
          hasRing(element.shadowRoot?.activeElement, pages[scheme]);
        });
      }
    }

    it(`stands out in the dialog, in ${scheme}`, async () => {
      const element = await mount({ mode: 'iframe', colorScheme: scheme });
      element.focus();
      await sendKeys({ press: 'Enter' });
      await reaches(element, 'open');
      for (const name of ['dialog-close', 'dialog-window']) {
        part(element, name).focus();
        hasRing(
          element.shadowRoot?.activeElement,
          getComputedStyle(part(element, 'dialog')).backgroundColor,
        );
      }
    });

    it(`stands out in the window after a failure, in ${scheme}`, async () => {
      const element = await mount({
        colorScheme: scheme,
        getSession: () => Promise.reject(new LinkError('session-unavailable')),
      });
      await press(element);
      await reaches(element, 'failed');
      const page = popup().document;
      assert.isNotEmpty(page.querySelectorAll('button'));
      // The system passes the focus to a new window in its own time; before that, nothing in it matches ":focus".
      await until(() => page.hasFocus(), 'the window to have the focus');
      for (const button of page.querySelectorAll('button')) {
        button.focus();
        hasRing(
          page.activeElement,
          getComputedStyle(page.body.parentElement ?? page.body).backgroundColor,
        );
      }
    });
  }
});

describe('the texts of every language', () => {
  /** In the order of states: what the button says, and what stands below it. */
  const onButton: readonly MessageKey[] = [
    ...(['link', 'relink', 'requesting', 'open', 'confirming', 'linked', 'retry'] as const),
    ...(['continue', 'linkedTo', 'relinkTo'] as const),
  ];
  const below: readonly MessageKey[] = [
    ...(['detached', 'errorBlocked', 'errorOffline', 'errorUnauthorized', 'errorBusy'] as const),
    ...(['errorUnavailable', 'errorSetup', 'errorConfirm', 'errorAlreadyLinked'] as const),
    ...(['deviceConnected', 'devicesConnected'] as const),
  ];

  function isWhole(found: HTMLElement, what: string): void {
    // A pixel more is how browsers round.
    assert.isAtMost(found.scrollWidth, found.clientWidth + 1, `${what}: too wide`);
    if (getComputedStyle(found).overflowY === 'auto') return; // Can be scrolled to.
    // In Firefox, Japanese letters are taller than their line. A hidden line would be five times as high.
    const isJapanese = /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(found.textContent);
    const spare = isJapanese ? parseFloat(getComputedStyle(found).fontSize) / 4 : 0;
    assert.isAtMost(found.scrollHeight, found.clientHeight + 1 + spare, `${what}: too high`);
  }

  for (const [name, space, size] of [
    ['the medium button', '40rem', '100%'],
    ['a screen of 320 pixels', '320px', '100%'],
    ['a screen of 320 pixels at twice the size', '320px', '200%'],
  ] as const) {
    it(`fit ${name}`, async () => {
      root.style.fontSize = size;
      const place = await fixture<HTMLElement>('<div></div>');
      Object.assign(place.style, { width: space, border: '1px solid' });
      const element = document.createElement('enode-link-button');
      element.getSession = getSession;
      place.append(element);
      for (const [texts, language] of spoken) {
        element.language = language;
        for (const key of onButton) {
          const link = texts[key].replace('{vendor}', 'Mercedes-Benz');
          element.messages = { link };
          await element.updateComplete;
          const button = part(element, 'button');
          const what = `${language} ${key}`;
          assert.include(part(element, 'label').textContent, link);
          isWhole(button, what);
          isWhole(part(element, 'label'), what);
          isWhole(place, what);
        }
      }
    });
  }

  it('fit below the button on a screen of 320 pixels at twice the size, with all choices', async () => {
    root.style.fontSize = '200%';
    const element = await ways.detached();
    await reaches(element, 'detached');
    const place = document.createElement('div');
    Object.assign(place.style, { width: '320px', border: '1px solid' });
    element.parentElement?.append(place);
    place.append(element);
    for (const [texts, language] of spoken) {
      element.language = language;
      for (const key of below) {
        element.messages = { detached: texts[key].replace('{device}', 'Wall Connector 3') };
        await element.updateComplete;
        for (const found of [part(element, 'status'), ...buttons(element), place]) {
          isWhole(found, `${language} ${key} ${found.part.value}`);
        }
      }
    }
  });

  it('fit the dialog on a screen of 320 pixels at twice the size', async () => {
    root.style.fontSize = '200%';
    for (const language of spoken.values()) {
      const element = await mount({ mode: 'iframe', getSession: never, language });
      await press(element);
      await reaches(element, 'requesting');
      const dialog = part(element, 'dialog');
      dialog.style.width = '320px';
      for (const found of [...buttons(element).slice(1), part(element, 'dialog-note'), dialog]) {
        isWhole(found, `${language} ${found.part.value}`);
      }
      element.remove();
    }
  });
});

describe('a text in Japanese, which has no spaces,', () => {
  it('breaks between phrases, if the browser can tell them, and other texts as the page says', async () => {
    const element = await mount({ language: 'ja' });
    const style = getComputedStyle(part(element, 'label'));
    assert.strictEqual(style.lineBreak, 'strict');
    if (CSS.supports('word-break', 'auto-phrase')) {
      assert.strictEqual(style.wordBreak, 'auto-phrase');
    }
    element.parentElement?.style.setProperty('word-break', 'keep-all');
    element.language = 'de';
    await element.updateComplete;
    assert.strictEqual(style.lineBreak, 'auto');
    assert.strictEqual(style.wordBreak, 'keep-all');
  });
});

describe('from right to left', () => {
  const box = (element: EnodeLinkButton, name: string): DOMRect =>
    part(element, name).getBoundingClientRect();

  /** Where one character of a text stands. */
  function place(found: HTMLElement, index: number): number {
    const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
    let text = walker.nextNode();
    while (text && !text.nodeValue?.trim()) text = walker.nextNode();
    const content = text?.nodeValue ?? '';
    const start = content.length - content.trimStart().length;
    const at = index < 0 ? content.trimEnd().length + index : start + index;
    const range = document.createRange();
    range.setStart(text ?? found, at);
    range.setEnd(text ?? found, at + 1);
    return range.getBoundingClientRect().left;
  }

  beforeEach(() => {
    root.dir = 'rtl';
  });

  it('has icon and spinner at the right of the label', async () => {
    const element = await ways.requesting();
    assert.isAbove(box(element, 'spinner').left, box(element, 'label').left);
    assert.isAbove(box(await mount(), 'icon').left, box(await mount(), 'label').left);
  });

  it('has the status at the right, its mark outside of it, and the choices in their order', async () => {
    const failed = await ways.failed();
    await reaches(failed, 'failed');
    const { borderRightWidth, borderLeftWidth } = getComputedStyle(part(failed, 'status'));
    assert.deepEqual([borderRightWidth, borderLeftWidth], ['3px', '0px']);
    const detached = await ways.detached();
    await reaches(detached, 'detached');
    const [, restart, cancel] = buttons(detached).map((one) => one.getBoundingClientRect().left);
    assert.isAbove(restart ?? 0, cancel ?? 0);
  });

  it('keeps the ends of a text at its end, which is left or right by its letters', async () => {
    const element = await ways.requesting();
    await reaches(element, 'requesting');
    const label = part(element, 'label');
    assert.isAbove(place(label, -1), place(label, 0), 'the ellipsis of an English text');
    element.messages = { requesting: 'נפתח…' };
    await element.updateComplete;
    assert.isBelow(place(label, -1), place(label, 0), 'the ellipsis of a Hebrew text');
    const failed = await ways.failed();
    await reaches(failed, 'failed');
    const status = part(failed, 'status');
    failed.messages = { errorUnavailable: 'Not now.' };
    await failed.updateComplete;
    assert.isAbove(place(status, -1), place(status, 0), 'the full stop of an English text');
  });
});
