/**
 * The label that a host gives, and changes in place as frameworks and morphing libraries do: one label
 * to be seen, and one name to be read out. Labels of the states are in presentation.test.ts.
 */
import { assert, expect } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import { mount, never, part, press, reaches, until } from './link-fixture.js';

const texts = messagesFor('en');

/** Text that takes room on the screen, in its order. */
function visibleText(element: EnodeLinkButton): string {
  const label = part(element, 'label');
  const slot = label.querySelector('slot');
  const shown = slot?.assignedNodes({ flatten: true }) ?? [];
  const written = shown.map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect().width > 0 ? (node.textContent ?? '').trim() : '';
  });
  return written.filter(Boolean).join(' | ');
}

async function shows(element: EnodeLinkButton, text: string): Promise<void> {
  await until(() => visibleText(element) === text, `"${text}"; there is "${visibleText(element)}"`);
}

const nameOf = (element: EnodeLinkButton): string | null => part(element, 'button').ariaLabel;

describe('a label that is changed in place', () => {
  const text = (element: EnodeLinkButton): Text => element.firstChild as Text;

  it('replaces ours where its text node is filled, and gives way where it is emptied (F83)', async () => {
    const element = await mount({}, ' ');
    await shows(element, texts.link);
    // As Svelte, Preact and Solid write.
    text(element).data = 'Connect your car';
    await shows(element, 'Connect your car');
    text(element).data = 'Connect your charger';
    await shows(element, 'Connect your charger');
    text(element).data = '';
    await shows(element, texts.link);
    text(element).nodeValue = 'Again';
    await shows(element, 'Again');
  });

  it('may be among comments and empty texts of a framework (F83)', async () => {
    const element = await mount();
    // As Vue keeps the place of mixed children.
    const [start, first, second, end] = ['', '', '', ''].map(() => new Text());
    element.append(
      start ?? '',
      new Comment('if'),
      first ?? '',
      new Comment(),
      second ?? '',
      end ?? '',
    );
    await shows(element, texts.link);
    if (second) second.data = 'Connect';
    await shows(element, 'Connect');
    second?.remove();
    await shows(element, texts.link);
  });

  it('may be an element that is put in, taken out, hidden or moved to another slot (F83)', async () => {
    const element = await mount({}, '<b></b>');
    const label = element.querySelector('b');
    assert.isNotNull(label);
    label.append('Connect');
    await shows(element, 'Connect');
    label.slot = 'icon';
    await shows(element, texts.link);
    label.removeAttribute('slot');
    await shows(element, 'Connect');
    label.hidden = true;
    await shows(element, texts.link);
    label.hidden = false;
    await shows(element, 'Connect');
    element.replaceChildren();
    await shows(element, texts.link);
    element.textContent = 'Link';
    await shows(element, 'Link');
    element.innerHTML = '<template>x</template><script type="text/plain">x</script><style></style>';
    await shows(element, texts.link);
  });

  it('counts what was changed while the element was out of the document (F83)', async () => {
    const element = await mount({}, 'Connect');
    const place = element.parentElement;
    element.remove();
    text(element).data = '';
    place?.append(element);
    await shows(element, texts.link);
  });

  it('may be what a component around it assigns to a slot (F83)', async () => {
    const outer = document.createElement('div');
    const root = outer.attachShadow({ mode: 'open' });
    root.innerHTML = '<enode-link-button lang="en"><slot></slot></enode-link-button>';
    const place = (await mount()).parentElement;
    place?.append(outer);
    const element = root.querySelector('enode-link-button');
    assert.isNotNull(element);
    await element.updateComplete;
    await shows(element, texts.link);
    outer.append('Connect');
    await shows(element, 'Connect');
    outer.textContent = '';
    await shows(element, texts.link);
  });

  it('is one label in every state (F83)', async () => {
    const element = await mount({ getSession: never }, 'Connect');
    await press(element);
    await reaches(element, 'requesting');
    await shows(element, 'Connect');
    text(element).data = '';
    await shows(element, texts.requesting);
    text(element).data = 'Wait';
    await shows(element, 'Wait');
  });
});

describe('a label that is an icon alone', () => {
  const icons = [
    '<svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0h1"/></svg>',
    '<svg viewBox="0 0 1 1"></svg>',
    '<img alt="" src="data:,">',
    '<i class="icon-car"></i>',
    '<span aria-hidden="true">🚗</span>',
    '<span><svg viewBox="0 0 1 1"></svg></span> <!-- no text -->',
  ];
  for (const icon of icons) {
    it(`takes the host's aria-label, and else says what ours would: ${icon.slice(0, 24)} (F87)`, async () => {
      const element = await mount({}, icon);
      assert.equal(nameOf(element), texts.link);
      await expect(element).to.be.accessible();
      element.setAttribute('aria-label', 'Connect your car');
      await until(() => nameOf(element) === 'Connect your car', 'the name');
      element.ariaLabel = 'Connect your charger';
      await until(() => nameOf(element) === 'Connect your charger', 'the new name');
      element.removeAttribute('aria-label');
      await until(() => nameOf(element) === texts.link, 'our own name');
      element.title = 'Connect';
      await until(() => nameOf(element) === 'Connect', 'the title');
      const heading = document.createElement('h2');
      heading.id = 'name';
      heading.textContent = 'Your car';
      element.before(heading);
      element.setAttribute('aria-labelledby', 'none name');
      await until(() => nameOf(element) === 'Your car', 'the text of the heading');
    });
  }

  it('says the state where the host gives no name (F87)', async () => {
    const element = await mount({ getSession: never }, icons[0]);
    await press(element);
    await reaches(element, 'requesting');
    assert.equal(nameOf(element), texts.requesting);
  });

  const named = [
    'Connect',
    '<span class="visually-hidden" style="position:absolute;clip-path:inset(50%)">Connect</span>',
    '<svg width="20" height="20" role="img"><title>Connect</title></svg>',
    '<img alt="Connect" src="data:,">',
    '<svg viewBox="0 0 1 1" role="img" aria-label="Connect"></svg>',
    '<i title="Connect"></i>',
    '<svg aria-hidden="true"></svg><b>Connect</b>',
  ];
  for (const label of named) {
    it(`is none where there is something to be read: ${label.slice(0, 36)} (F87)`, async () => {
      const element = await mount({}, label);
      element.setAttribute('aria-label', 'Something else');
      await element.updateComplete;
      assert.isNull(nameOf(element));
      // In WebKit, axe does not see the title of a drawing.
      if (!label.includes('<title>')) await expect(element).to.be.accessible();
    });
  }

  it('may be a component of somebody else’s, which names itself or does not (F87)', async () => {
    const element = await mount({}, '<some-text></some-text>');
    assert.isNull(nameOf(element), 'it may show a text later');
    element.ariaLabel = 'Connect your car';
    await until(() => nameOf(element) === 'Connect your car', 'the host’s word');
    element.ariaLabel = null;
    const root = element.querySelector('some-text')?.attachShadow({ mode: 'open' });
    if (root) root.innerHTML = '<svg></svg>';
    element.requestUpdate();
    await element.updateComplete;
    assert.equal(nameOf(element), texts.link);
    if (root) root.innerHTML = '<b>Connect</b>';
    element.requestUpdate();
    await element.updateComplete;
    assert.isNull(nameOf(element));
  });

  it('has no name of ours beside our own label', async () => {
    const element = await mount();
    element.setAttribute('aria-label', 'Connect your car');
    await element.updateComplete;
    assert.isNull(nameOf(element));
  });
});

describe('a label that shows no text', () => {
  const sheet = document.createElement('style');
  const drawing = '<svg viewBox="0 0 1 1" aria-hidden="true"></svg>';

  afterEach(() => {
    sheet.remove();
  });

  for (const hidden of ['display: none', 'visibility: hidden']) {
    it(`leaves the button our own name while a style hides it: ${hidden}`, async () => {
      sheet.textContent = `.gone { ${hidden} }`;
      document.head.append(sheet);
      const element = await mount({}, `${drawing}<span class="gone">Connect</span>`);
      const label = element.querySelector('span');
      assert.isNotNull(label);
      assert.equal(nameOf(element), texts.link);
      await expect(element).to.be.accessible();
      label.className = '';
      await until(() => nameOf(element) === null, 'the name is the text');
      label.setAttribute('style', hidden);
      await until(() => nameOf(element) === texts.link, 'our own name');
      element.ariaLabel = 'Connect your car';
      await until(() => nameOf(element) === 'Connect your car', 'the host’s name');
    });
  }

  it('leaves the button our own name where a style hides what is around the text', async () => {
    const element = await mount({}, '<b><i style="display: none"><u>Connect</u></i></b>');
    assert.equal(nameOf(element), texts.link);
    await expect(element).to.be.accessible();
  });

  it('has our own name by the time it has the focus, if a style has hidden it since', async () => {
    const element = await mount({}, `${drawing}<span class="gone">Connect</span>`);
    assert.isNull(nameOf(element));
    sheet.textContent = '.gone { display: none }';
    document.head.append(sheet);
    element.focus();
    await until(() => nameOf(element) === texts.link, 'our own name');
  });

  for (const empty of ['<span></span>', '<div><b> </b></div>', '<em><!-- later --></em>']) {
    it(`is no label as long as nothing is in it: ${empty}`, async () => {
      const element = await mount({}, empty);
      await shows(element, texts.link);
      assert.isNull(nameOf(element));
      element.firstElementChild?.append('Connect');
      await shows(element, 'Connect');
      element.firstElementChild?.replaceChildren();
      await shows(element, texts.link);
    });
  }
});
