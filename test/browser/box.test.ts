/**
 * The box of the button, measured as it is laid out: icon and label are one group in its middle, and no
 * state changes its size, in any language, size or variant. Also its colours when hovered and pressed.
 */
import { assert, fixture } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { LinkError, type EnodeLinkButton, type LinkedVendor } from '../../src/index.js';
import { languages } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import { contrast, over } from './colours.js';
import {
  getSession,
  hover,
  mount,
  openLinkUi,
  part,
  press,
  reaches,
  tesla,
  textOf,
  until,
  userOf,
} from './link-fixture.js';
import { ways } from './ways.js';

/** One tag for each table of texts. */
const tags = [...new Map(languages.map((tag) => [messagesFor(tag), tag])).values()];
const variants = ['filled', 'outline', 'plain'] as const;
const sizes = ['small', 'medium', 'large'] as const;
const TOLERANCE = 1;
/** Browsers compute with parts of a pixel, which depend on where a box is. */
const ROUNDING = 0.02;

const box = (element: EnodeLinkButton): DOMRect => part(element, 'button').getBoundingClientRect();

/** Where letters are seen, line by line. */
function lines(element: EnodeLinkButton): readonly DOMRect[] {
  const range = document.createRange();
  range.selectNodeContents(part(element, 'label'));
  return [...range.getClientRects()].filter(({ width }) => width > 1);
}

function icon(element: EnodeLinkButton): DOMRect {
  const isBusy = element.renderRoot.querySelector("[part='spinner']") !== null;
  return part(element, isBusy ? 'spinner' : 'icon').getBoundingClientRect();
}

function isCentred(element: EnodeLinkButton, what: string): void {
  const { left, right, top, bottom } = box(element);
  const text = lines(element);
  const all = [icon(element), ...text];
  const [first, last] = [
    Math.min(...all.map((one) => one.left)),
    Math.max(...all.map((one) => one.right)),
  ];
  assert.closeTo(first + last, left + right, 2 * TOLERANCE, `${what}: icon and label`);
  const height = [
    Math.min(...text.map((one) => one.top)),
    Math.max(...text.map((one) => one.bottom)),
  ] as const;
  assert.closeTo(height[0] + height[1], top + bottom, 2 * TOLERANCE, `${what}: height of the text`);
  const drawn = icon(element);
  assert.closeTo(
    drawn.top + drawn.bottom,
    top + bottom,
    2 * TOLERANCE,
    `${what}: height of the icon`,
  );
}

/** All that a page can choose of the look, one after the other. */
async function inEveryLook(
  element: EnodeLinkButton,
  look: (what: string, variant: (typeof variants)[number]) => void | Promise<void>,
): Promise<void> {
  for (const language of tags) {
    for (const variant of variants) {
      for (const size of sizes) {
        Object.assign(element, { language, variant, size });
        await element.updateComplete;
        await look(`${element.state} ${language} ${variant} ${size}`, variant);
      }
    }
  }
}

/** A success stays as long as nobody can see it. */
function hidePage(): void {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
}

function showPage(): void {
  Reflect.deleteProperty(document, 'visibilityState');
  document.dispatchEvent(new Event('visibilitychange'));
}

afterEach(() => {
  showPage();
});

/** A button that has just linked these vendors. */
async function linkedTo(...vendors: string[]): Promise<EnodeLinkButton> {
  const all: LinkedVendor[] = [];
  const element = await mount({ getUser: () => userOf(all)() });
  const page = await openLinkUi(element);
  all.push(...vendors.map((vendor) => ({ ...tesla, vendor })));
  hidePage();
  page.complete();
  await reaches(element, 'linked');
  return element;
}

async function failing(code: 'session-rejected' | 'session-unavailable'): Promise<EnodeLinkButton> {
  const element = await mount({ getSession: () => Promise.reject(new LinkError(code)) });
  await press(element);
  await reaches(element, 'failed');
  return element;
}

const { idle, requesting, open, detached, confirming, leaving, linked, cancelled } = ways;
const buttons: Record<string, () => Promise<EnodeLinkButton>> = {
  ...{ idle, requesting, open, detached, confirming, leaving, cancelled },
  'failed, to try again': () => failing('session-unavailable'),
  'failed for good': () => failing('session-rejected'),
  'linked, without a name': linked,
  'linked to a Tesla': () => linkedTo('TESLA'),
  'linked to a Volkswagen': () => linkedTo('VOLKSWAGEN'),
  // Few letters, and wide ones.
  'linked to a BMW': () => linkedTo('BMW'),
  'linked to a CUPRA': () => linkedTo('CUPRA'),
  'linked to an Easee': () => linkedTo('EASEE'),
  'linked to a vendor with a name that has no room': () => linkedTo('W'.repeat(40)),
  'linked to a Mercedes-Benz': () => linkedTo('MERCEDES'),
  'linked to a Land Rover': () => linkedTo('LANDROVER'),
  'linked to a Honeywell TCC and others': () => linkedTo('HONEYWELL', 'TESLA', 'BMW'),
};

describe('the box of the button', () => {
  for (const [name, make] of Object.entries(buttons)) {
    it(`keeps its size, and its content in the middle: ${name}`, async () => {
      const element = await make();
      await reaches(element, name.split(/[ ,]/)[0] as EnodeLinkButton['state']);
      const model = document.createElement('enode-link-button');
      element.parentElement?.append(model);
      await inEveryLook(element, async (what, variant) => {
        const { language, size } = element;
        Object.assign(model, { language, size, variant });
        await model.updateComplete;
        const [is, was] = [box(element), box(model)];
        assert.closeTo(is.height, was.height, ROUNDING, `${what}: height`);
        // A plain button is as wide as its text.
        if (variant !== 'plain') assert.closeTo(is.width, was.width, ROUNDING, `${what}: width`);
        isCentred(element, what);
      });
    });
  }

  it('keeps its size and its middle when it has shown the success', async () => {
    const element = await linkedTo('MERCEDES');
    const before = box(element);
    assert.strictEqual(textOf(part(element, 'label')), 'Connected to Mercedes-Benz');
    showPage();
    await until(() => textOf(part(element, 'label')) === messagesFor('en').another, 'the label');
    const after = box(element);
    assert.closeTo(after.width, before.width, ROUNDING);
    assert.closeTo(after.height, before.height, ROUNDING);
    isCentred(element, 'afterwards');
  });

  for (const properties of [
    { assetId: 'a' },
    { assetId: 'a', vendor: 'HONEYWELL' },
    { vendor: 'HONEYWELL' },
  ]) {
    it(`keeps its size where the button is for ${Object.keys(properties).join(' and ')}`, async () => {
      const vendors: LinkedVendor[] = [];
      const element = await mount({ ...properties, getUser: () => userOf(vendors)() });
      const { width, height } = box(element);
      const page = await openLinkUi(element);
      vendors.push({ ...tesla, vendor: 'HONEYWELL' });
      page.complete();
      await reaches(element, 'linked');
      assert.strictEqual(textOf(part(element, 'label')), 'Connected to Honeywell TCC');
      assert.closeTo(box(element).width, width, ROUNDING);
      assert.closeTo(box(element).height, height, ROUNDING);
      isCentred(element, 'linked');
    });
  }

  for (const display of ['flex', 'inline-flex', 'block', 'inline-block']) {
    it(`has icon and label in its middle where a page makes its part ${display}`, async () => {
      const element = await mount();
      const { height } = box(element);
      const style = document.createElement('style');
      style.textContent = `enode-link-button::part(button) { display: ${display} }`;
      element.after(style);
      isCentred(element, display);
      assert.closeTo(box(element).height, height, ROUNDING);
    });
  }

  it('has icon and label in its middle in a wide page, and beside each other in a narrow one', async () => {
    const element = await linkedTo('MERCEDES');
    element.style.display = 'block';
    for (const width of ['100%', '30rem']) {
      element.style.setProperty('--enode-link-width', width);
      isCentred(element, width);
    }
    for (const width of ['9rem', '7rem']) {
      element.style.setProperty('--enode-link-width', width);
      const text = lines(element);
      assert.isAbove(text.length, 1, width);
      const gap = parseFloat(getComputedStyle(part(element, 'button')).columnGap);
      for (const { left } of text) {
        assert.closeTo(left, icon(element).right + gap, TOLERANCE, `${width}: beside the icon`);
      }
    }
    element.variant = 'plain';
    element.style.setProperty('--enode-link-width', '100%');
    await element.updateComplete;
    const { paddingLeft, borderLeftWidth } = getComputedStyle(part(element, 'button'));
    const start = box(element).left + parseFloat(paddingLeft) + parseFloat(borderLeftWidth);
    assert.closeTo(icon(element).left, start, TOLERANCE, 'a plain one begins at its start');
  });

  it('has the label that a page gives in its middle, beside the icon', async () => {
    for (const content of ['Connect your car', '<b>Connect</b> your car']) {
      const element = await mount({}, content);
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      const { left, right } = box(element);
      assert.closeTo(icon(element).left + text.right, left + right, 2 * TOLERANCE);
      assert.closeTo(text.left - icon(element).right, 10, TOLERANCE);
    }
  });

  it('has our label in its middle where a page writes its tags on two lines', async () => {
    isCentred(await mount({}, '\n  '), 'white space');
  });

  it('takes what a page sets on the button: where its content begins, and how far apart it is', async () => {
    const element = await mount();
    await fixture(
      '<style>enode-link-button::part(button) { justify-content: end; gap: 30px }</style>',
    );
    element.style.setProperty('--enode-link-width', '400px');
    const [text] = lines(element);
    const { height, right } = box(element);
    assert.closeTo(text?.right ?? 0, right - 19, TOLERANCE);
    assert.closeTo((text?.left ?? 0) - icon(element).right, 30, TOLERANCE);
    assert.strictEqual(height, 44);
  });
});

describe('a window that is out of sight', () => {
  it('is asked about before it is answered, for eyes, ears and the keyboard', async () => {
    const element = await ways.detached();
    await reaches(element, 'detached');
    const question = part(element, 'status');
    const answers = [...element.renderRoot.querySelectorAll('button')];
    for (const answer of answers) {
      assert.isAtMost(question.getBoundingClientRect().bottom, answer.getBoundingClientRect().top);
      const order = question.compareDocumentPosition(answer);
      assert.strictEqual(
        order & Node.DOCUMENT_POSITION_FOLLOWING,
        Node.DOCUMENT_POSITION_FOLLOWING,
      );
    }
    const grounds = answers.map((answer) => getComputedStyle(answer).backgroundColor);
    assert.deepEqual(grounds.slice(1), ['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)']);
    assert.notStrictEqual(grounds[0], grounds[1]);
  });

  it('leaves the status below the button in every other state', async () => {
    const element = await failing('session-unavailable');
    assert.isAtLeast(part(element, 'status').getBoundingClientRect().top, box(element).bottom);
  });
});

describe('the text of the button', () => {
  const pages = { light: '#ffffff', dark: '#121212' } as const;
  const AA = 4.5;

  afterEach(async () => {
    document.body.removeAttribute('style');
    await sendMouse({ type: 'up' });
    await sendMouse({ type: 'move', position: [790, 590] });
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const variant of variants) {
      it(`can be read at rest, hovered and pressed: ${variant}, ${scheme}`, async () => {
        await fixture('<style>enode-link-button::part(button) { transition: none }</style>');
        document.body.style.background = pages[scheme];
        const element = await mount({ variant, colorScheme: scheme, disabled: false, getSession });
        const style = getComputedStyle(part(element, 'button'));
        const ground = (): string => over(style.backgroundColor, pages[scheme]);
        const seen: string[] = [];
        const look = (): void => {
          seen.push(ground());
          assert.isAtLeast(contrast(style.color, ground()), AA, `${style.color} on ${ground()}`);
        };
        look();
        await hover(element);
        if (matchMedia('(hover: hover)').matches) {
          await until(() => ground() !== seen[0], 'the colour of a hover');
          look();
        }
        // Nothing begins: the button is pressed, and let go of somewhere else.
        await sendMouse({ type: 'down' });
        await until(() => !seen.includes(ground()), 'the colour of a press');
        look();
        assert.strictEqual(style.boxShadow, 'none', 'a shadow would leave the border out');
        await sendMouse({ type: 'move', position: [790, 590] });
      });
    }
  }
});
