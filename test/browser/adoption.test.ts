/**
 * The element in other documents: those of frames, of parsers and of templates. It keeps its look and
 * works. Moves within a document are in methods.test.ts.
 */
import { assert, fixture } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  CALLBACK,
  getSession,
  hasDialog,
  linkUi,
  mount,
  part,
  textOf,
  until,
} from './link-fixture.js';

/** A frame of this origin, with a document of its own. */
async function frame(): Promise<Document> {
  const element = await fixture<HTMLIFrameElement>('<iframe width="400" height="300"></iframe>');
  const page = element.contentDocument;
  if (!page) throw new Error('The frame has no document.');
  return page;
}

/** How the button looks: what the sheet alone gives. */
function look(element: EnodeLinkButton): Record<string, string> {
  const view = element.ownerDocument.defaultView ?? window;
  const { backgroundColor, borderRadius, cursor } = view.getComputedStyle(part(element, 'button'));
  const { display } = view.getComputedStyle(element);
  return { backgroundColor, borderRadius, cursor, display };
}

/** What is thrown in callbacks and promises, which no test sees by itself. */
let faults: unknown[] = [];
const note = (event: ErrorEvent | PromiseRejectionEvent): void => {
  faults.push('reason' in event ? event.reason : event.message);
};

beforeEach(() => {
  faults = [];
  addEventListener('error', note);
  addEventListener('unhandledrejection', note);
});
afterEach(() => {
  removeEventListener('error', note);
  removeEventListener('unhandledrejection', note);
  assert.deepEqual(faults, []);
});

describe('the element in another document', () => {
  it('keeps its look in a frame, and back again (F84)', async () => {
    const element = await mount();
    const place = element.parentElement;
    const before = look(element);
    const page = await frame();
    for (let round = 0; round < 2; round += 1) {
      page.body.append(element);
      await element.updateComplete;
      assert.deepEqual(look(element), before);
      place?.append(element);
      await element.updateComplete;
      assert.deepEqual(look(element), before);
    }
  });

  const detours: Record<string, () => Node> = {
    'the document of a parser': () => new DOMParser().parseFromString('<p>', 'text/html').body,
    'the content of a template': () => document.createElement('template').content,
    'a new document': () => document.implementation.createHTMLDocument().body,
  };
  for (const [name, make] of Object.entries(detours)) {
    it(`keeps its look after a detour through ${name} (F84)`, async () => {
      const element = await mount();
      const place = element.parentElement;
      const before = look(element);
      make().appendChild(element);
      await element.updateComplete;
      place?.append(element);
      await element.updateComplete;
      assert.deepEqual(look(element), before);
    });

    it(`is made in ${name}, and looks right where it is put in (F84)`, async () => {
      const before = look(await mount());
      const elsewhere = make();
      const element = document.createElement('enode-link-button');
      elsewhere.appendChild(element);
      const page = await frame();
      for (const place of [document.body, page.body]) {
        place.append(element);
        await element.updateComplete;
        assert.deepEqual(look(element), before);
      }
      element.remove();
    });
  }

  it('keeps its look where it is adopted, and only later put in (F84)', async () => {
    const element = await mount();
    const before = look(element);
    const page = await frame();
    page.adoptNode(element);
    document.adoptNode(element);
    page.adoptNode(element);
    page.body.append(element);
    await element.updateComplete;
    assert.deepEqual(look(element), before);
  });

  it('is made by a parser elsewhere, and looks right where it is put in (F84)', async () => {
    const before = look(await mount());
    const { body } = new DOMParser().parseFromString(
      '<enode-link-button></enode-link-button>',
      'text/html',
    );
    const element = body.firstElementChild as EnodeLinkButton;
    document.body.append(element);
    await element.updateComplete;
    assert.deepEqual(look(element), before);
    element.remove();
  });

  it('is made here, and first put into a frame (F84)', async () => {
    const before = look(await mount());
    const page = await frame();
    const element = document.createElement('enode-link-button');
    element.lang = 'en';
    page.body.append(element);
    await element.updateComplete;
    assert.deepEqual(look(element), before);
    assert.equal(textOf(part(element, 'button')), messagesFor('en').link);
  });

  it('speaks the language of the document that it is in, across shadow roots made there (F84)', async () => {
    const element = await mount();
    element.removeAttribute('lang');
    const page = await frame();
    const host = page.createElement('div');
    page.body.append(host);
    host.attachShadow({ mode: 'open' }).append(element);
    page.documentElement.lang = 'de';
    await until(() => textOf(part(element, 'button')) === messagesFor('de').link, 'German');
    host.lang = 'fr';
    await until(() => textOf(part(element, 'button')) === messagesFor('fr').link, 'French');
    element.append(page.createTextNode('Connect'));
    await until(() => textOf(part(element, 'button')) === '', 'the label of the host');
  });

  it('links in the dialog there (F84)', async () => {
    const page = await frame();
    const element = await mount({ mode: 'iframe', getSession, callbackUrl: CALLBACK });
    page.body.append(element);
    await element.updateComplete;
    const outcome = element.open();
    const shown = await linkUi();
    assert.isTrue(hasDialog(element));
    assert.isTrue(part(element, 'dialog').matches(':modal'));
    shown.complete();
    assert.include(await outcome, { status: 'linked' });
  });

  it('has one sheet for all elements of a document (F84)', async () => {
    const [first, second] = [await mount(), await mount()];
    const sheets = ({ shadowRoot }: EnodeLinkButton) => shadowRoot?.adoptedStyleSheets ?? [];
    assert.isTrue(sheets(first)[0] === sheets(second)[0]);
    assert.lengthOf(sheets(first), 1);
  });
});

describe('the element in a page that a server rendered', () => {
  it('replaces what the server wrote, which may be of another language, and is there once (F86)', async () => {
    const { body } = document.implementation.createHTMLDocument();
    body.setHTMLUnsafe(
      `<enode-link-button lang="de"><template shadowrootmode="open" shadowrootdelegatesfocus>
        <style>button { color: red }</style><div><button part="button">Connect a device</button></div>
      </template></enode-link-button>`,
    );
    const element = body.firstElementChild as EnodeLinkButton;
    assert.isNotNull(element.shadowRoot);
    document.body.append(element);
    await element.updateComplete;
    const look = element.shadowRoot;
    assert.lengthOf(look.querySelectorAll('button'), 1);
    assert.equal(textOf(part(element, 'button')), messagesFor('de').link);
    assert.lengthOf(look.querySelectorAll('style'), 0);
    element.remove();
  });
});
