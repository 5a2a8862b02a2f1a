/**
 * Which language an attempt asks for, and which one the button speaks: `language`, else the nearest
 * `lang`, else the browser's. The texts themselves are in messages.ts.
 */
import { assert, fixture } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import { languages } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import { getSession, part, requestOf, textOf } from './link-fixture.js';

/** The element inside this markup, which has a place for it. */
async function within(markup: string): Promise<EnodeLinkButton> {
  const outer = await fixture<HTMLElement>(markup);
  const element = document.createElement('enode-link-button');
  element.getSession = getSession;
  (outer.querySelector('.place') ?? outer).append(element);
  await element.updateComplete;
  return element;
}

const label = (element: EnodeLinkButton): string => textOf(part(element, 'button'));

afterEach(() => {
  document.documentElement.removeAttribute('lang');
});

describe('the language', () => {
  for (const language of languages.filter((tag) => tag !== 'browser')) {
    it(`${language} goes to the host as it is, and the button speaks it`, async () => {
      const element = await within('<div></div>');
      element.language = language;
      await element.updateComplete;
      assert.strictEqual(requestOf(element).language, language);
      assert.strictEqual(label(element), messagesFor(language).link);
    });
  }

  it('is the browser’s where nothing says another', async () => {
    const element = await within('<div></div>');
    assert.strictEqual(requestOf(element).language, 'browser');
    assert.strictEqual(label(element), messagesFor(navigator.language).link);
  });

  it('is the nearest lang, as Enode writes it', async () => {
    const markup = '<div lang="sv"><p lang="de"><span class="place"></span></p></div>';
    const element = await within(markup);
    assert.strictEqual(requestOf(element).language, 'de-DE');
    assert.strictEqual(label(element), messagesFor('de-DE').link);
  });

  it('is the lang of the element itself before that of anything around it', async () => {
    const element = await within('<div lang="sv"></div>');
    element.lang = 'fi';
    assert.strictEqual(requestOf(element).language, 'fi-FI');
  });

  it('is the lang of the document where there is none nearer', async () => {
    document.documentElement.lang = 'fr';
    assert.strictEqual(requestOf(await within('<div></div>')).language, 'fr-FR');
  });

  it('is found across shadow roots, however deep', async () => {
    const outer = await fixture<HTMLElement>('<div lang="it"><p></p></div>');
    let root: ShadowRoot | undefined;
    for (let depth = 0; depth < 3; depth += 1) {
      const host: Element = document.createElement('div');
      (root ?? outer.querySelector('p') ?? outer).append(host);
      root = host.attachShadow({ mode: depth === 1 ? 'closed' : 'open' });
    }
    const element = document.createElement('enode-link-button');
    element.getSession = getSession;
    root?.append(element);
    await element.updateComplete;
    assert.strictEqual(requestOf(element).language, 'it-IT');
    assert.strictEqual(label(element), messagesFor('it-IT').link);
  });

  it('is what language says, whatever the lang', async () => {
    const element = await within('<div lang="de"></div>');
    element.language = 'nl-BE';
    assert.strictEqual(requestOf(element).language, 'nl-BE');
    element.language = 'browser';
    assert.strictEqual(requestOf(element).language, 'browser');
  });

  it('of a lang that Enode does not speak is the browser’s', async () => {
    for (const lang of ['zh', '', 'x', '__proto__']) {
      const element = await within(`<div lang="${lang}"></div>`);
      assert.strictEqual(requestOf(element).language, 'browser', lang);
    }
  });

  it('is the lang of the moment when an attempt starts', async () => {
    const element = await within('<div lang="de"></div>');
    element.closest('div')?.setAttribute('lang', 'da');
    assert.strictEqual(requestOf(element).language, 'da-DK');
  });

  for (const [lang, request, spoken] of [
    ['de-AT', 'de-DE', 'de-DE'],
    ['pt-AO', 'pt-PT', 'pt-PT'],
    ['nn', 'nb-NO', 'nb-NO'],
    ['en-AU', 'en-GB', 'en-GB'],
    ['zh-Hant-TW', 'browser', navigator.language],
    ['xx', 'browser', navigator.language],
  ] as const) {
    it(`of lang="${lang}" is the nearest that there is: ${request}`, async () => {
      const element = await within(`<div lang="${lang}"></div>`);
      assert.strictEqual(requestOf(element).language, request);
      assert.strictEqual(label(element), messagesFor(spoken).link);
    });
  }

  for (const unknown of ['cs', 'zh-CN', 'tlh', 'xx-XX', 'not a tag', '__proto__', ' ']) {
    it(`of language="${unknown}", which Link UI does not speak, is the browser’s (F80)`, async () => {
      const element = await within('<div lang="de"></div>');
      element.language = unknown;
      await element.updateComplete;
      assert.strictEqual(requestOf(element).language, 'browser');
      assert.strictEqual(label(element), messagesFor(navigator.language).link);
    });
  }
});

describe('what the texts are marked with, for screen readers,', () => {
  const marked = (element: EnodeLinkButton): string | null | undefined =>
    part(element, 'status').closest('[lang]')?.getAttribute('lang');

  it('is the language that they are in, whatever the page is in', async () => {
    const element = await within('<div lang="en"></div>');
    element.language = 'fi-FI';
    await element.updateComplete;
    assert.strictEqual(marked(element), 'fi-FI');
  });

  it('is that of our texts where Enode does not speak the language of the page', async () => {
    const element = await within('<div lang="zh"></div>');
    assert.strictEqual(marked(element), 'en-US');
  });

  it('is the language of the page where the host gives texts in it', async () => {
    const element = await within('<div lang="zh"></div>');
    element.messages = { link: '连接设备' };
    await element.updateComplete;
    assert.strictEqual(marked(element), 'zh');
    element.language = 'cs';
    await element.updateComplete;
    assert.strictEqual(marked(element), 'cs');
    element.language = '';
    element.lang = 'de';
    await element.updateComplete;
    assert.strictEqual(requestOf(element).language, 'de-DE');
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
    assert.strictEqual(marked(element), 'de-DE');
  });
});

describe('a page that changes its language', () => {
  /** Long enough for observers, which run before the next task. */
  async function labelThen(element: EnodeLinkButton): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
    return label(element);
  }

  it('takes the button along at once, wherever the lang is', async () => {
    document.documentElement.lang = 'sv';
    const element = await within('<div><p><span class="place"></span></p></div>');
    assert.strictEqual(label(element), messagesFor('sv').link);
    const steps = [
      [document.documentElement, 'da'],
      [element.closest('div'), 'fr'],
      [element.closest('p'), 'fi'],
      [element, 'it'],
    ] as const;
    for (const [at, lang] of steps) {
      at?.setAttribute('lang', lang);
      assert.strictEqual(await labelThen(element), messagesFor(lang).link);
    }
    for (const [at] of steps) at?.removeAttribute('lang');
    assert.strictEqual(await labelThen(element), messagesFor(navigator.language).link);
  });

  it('takes along a button in closed shadow roots', async () => {
    const outer = await fixture<HTMLElement>('<div lang="it"></div>');
    const host = document.createElement('div');
    outer.append(host);
    const element = document.createElement('enode-link-button');
    host.attachShadow({ mode: 'closed' }).append(element);
    await element.updateComplete;
    host.lang = 'es';
    assert.strictEqual(await labelThen(element), messagesFor('es').link);
    outer.lang = 'de';
    assert.strictEqual(await labelThen(element), messagesFor('es').link);
    host.removeAttribute('lang');
    assert.strictEqual(await labelThen(element), messagesFor('de').link);
  });

  it('is heard where the button is now, and no more where it was', async () => {
    const [before, after] = [
      await fixture<HTMLElement>('<div lang="de"></div>'),
      await fixture<HTMLElement>('<div lang="sv"></div>'),
    ];
    const element = document.createElement('enode-link-button');
    before.append(element);
    await element.updateComplete;
    after.append(element);
    assert.strictEqual(await labelThen(element), messagesFor('sv').link);
    let asked = 0;
    element.requestUpdate = () => (asked += 1);
    before.lang = 'fr';
    await new Promise((resolve) => setTimeout(resolve));
    assert.strictEqual(asked, 0);
    after.lang = 'fi';
    await new Promise((resolve) => setTimeout(resolve));
    assert.strictEqual(asked, 1);
  });

  it('counts as much as a browser that changes its own', async () => {
    const element = await within('<div></div>');
    Object.defineProperty(navigator, 'languages', { value: ['nl-BE'], configurable: true });
    try {
      dispatchEvent(new Event('languagechange'));
      assert.strictEqual(await labelThen(element), messagesFor('nl-BE').link);
    } finally {
      Reflect.deleteProperty(navigator, 'languages');
    }
  });
});
