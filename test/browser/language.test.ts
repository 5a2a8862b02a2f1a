/**
 * Which language an attempt asks for, and which one the button speaks: `language`, else the nearest
 * `lang`, else the browser's. The texts themselves are in messages.ts.
 */
import { assert, fixture } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import { languages, messagesFor } from '../../src/messages.js';
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
    for (const lang of ['ja', '', 'x', '__proto__']) {
      const element = await within(`<div lang="${lang}"></div>`);
      assert.strictEqual(requestOf(element).language, 'browser', lang);
    }
  });

  it('is the lang of the moment when an attempt starts', async () => {
    const element = await within('<div lang="de"></div>');
    element.closest('div')?.setAttribute('lang', 'da');
    assert.strictEqual(requestOf(element).language, 'da-DK');
  });
});
