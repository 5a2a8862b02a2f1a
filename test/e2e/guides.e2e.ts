/**
 * The code of docs/theming.md and docs/events.md, on a real page in Chromium: each block exists, and
 * does what its guide says.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { engines, launch, until, type Browser, type Page } from '../support/drivers.js';
import { BUTTON, element, openLinkUi, outcome, state, tesla } from '../support/play.js';
import { startSite, type Site } from '../support/site.js';

/** The block of a guide after `<!-- test: name -->`. */
function snippet(guide: string, name: string): string {
  const text = readFileSync(new URL(`../../docs/${guide}.md`, import.meta.url), 'utf8');
  const block = new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(text);
  assert.ok(block?.[1], `docs/${guide}.md has no block "${name}"`);
  return block[1];
}

describe('the guides in Chromium', { skip: !engines().includes('chromium') }, () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await startSite();
    browser = await launch('chromium', { pagesOnly: true });
  });
  after(async () => {
    await browser.stop();
    site.close();
  });
  afterEach(async () => {
    await browser.closePages();
    site.reset();
  });

  async function open(body: string): Promise<Page> {
    const page = await browser.newPage();
    await page.go(site.page(body));
    await until(() => page.js(`document.querySelector('enode-link-button')?.state`), 'the button');
    return page;
  }
  const styled = (name: string, attributes = '', around = '') =>
    open(`<style>${snippet('theming', name)} ${around}</style>${element(attributes)}`);
  const style = (page: Page, property: string, selector = '[part=button]') =>
    page.js(
      `getComputedStyle(document.querySelector('enode-link-button').shadowRoot.querySelector('${selector}')).${property}`,
    );

  /** Runs a script of docs/events.md; returns what it says on the console. */
  async function listening(
    name: string,
    more = '',
  ): Promise<{ page: Page; said: () => Promise<unknown> }> {
    site.script(`/${name}.js`, snippet('events', name));
    const page = await open(
      `<script>window.said = []; console.log = (...parts) => said.push(parts);</script>${more}${element('id="car"')}
      <script type="module" src="/${name}.js"></script>`,
    );
    return {
      page,
      said: () =>
        until(async () => {
          const said = (await page.js('said')) as unknown[];
          return said.length > 0 && said;
        }, 'a word of the script'),
    };
  }
  const link = async (page: Page) => {
    const popup = await openLinkUi(page);
    site.vendors = [tesla];
    await popup.click('#complete');
    return outcome(page);
  };

  it('give it a look by attributes', async () => {
    const page = await open(snippet('theming', 'attributes'));
    assert.equal(await style(page, 'minHeight'), '52px');
    assert.equal(await style(page, 'borderTopColor'), 'rgb(11, 110, 79)');
    assert.equal(await style(page, 'backgroundColor'), 'rgba(0, 0, 0, 0)');
  });

  it('give a button the colours, corners and font of a brand', async () => {
    const page = await styled('brand');
    assert.equal(await style(page, 'backgroundColor'), 'rgb(29, 78, 216)');
    assert.equal(await style(page, 'borderTopLeftRadius'), '4px');
    assert.match(String(await style(page, 'fontFamily')), /Georgia/);
  });

  it('give it other colours in dark', async () => {
    const light = await styled('dark', 'color-scheme="light"');
    assert.equal(await style(light, 'backgroundColor'), 'rgb(29, 78, 216)');
    const dark = await styled('dark', 'color-scheme="dark"');
    assert.equal(await style(dark, 'backgroundColor'), 'rgb(147, 180, 255)');
    assert.equal(await style(dark, 'color'), 'rgb(11, 27, 77)');
  });

  it('make it as wide as its place', async () => {
    const page = await styled('wide', '', 'main { width: 555px }');
    assert.equal(await style(page, 'width'), '555px');
  });

  it('align a plain button with the text around it', async () => {
    const page = await styled('align', 'variant="plain"');
    const left = (selector: string) =>
      page.js(`document.querySelector('main').getBoundingClientRect().left -
        document.querySelector('enode-link-button').shadowRoot.querySelector('${selector}').getBoundingClientRect().left`);
    assert.equal(await left('[part=icon]'), 0);
  });

  it('shape parts, by state', async () => {
    const page = await styled('parts');
    assert.equal(await style(page, 'backgroundColor'), 'rgb(11, 110, 79)');
    await link(page);
    assert.equal(await style(page, 'backgroundColor'), 'rgb(228, 243, 236)');
    assert.equal(await style(page, 'maxWidth', '[part=status]'), 'none');
  });

  it('give it a label and an icon', async () => {
    const page = await open(snippet('theming', 'slots'));
    assert.equal(
      await page.js(`document.querySelector('enode-link-button').innerText.trim()`),
      'Connect your car',
    );
    assert.equal(await style(page, 'display', '[part=label] .own').catch(() => 'none'), 'none');
  });

  it('hear of a success for all buttons of a page', async () => {
    const { page, said } = await listening('delegate');
    await link(page);
    assert.deepEqual(await said(), [['car', true, ['TESLA']]]);
  });

  it('show to everybody that no device was connected', async () => {
    const { page } = await listening('cancel', '<p id="result"></p>');
    const popup = await openLinkUi(page);
    await popup.click('#exit');
    const shown = () => page.js(`document.querySelector('#result').textContent`);
    await until(async () => (await shown()) === 'No device was connected.', 'the text');
  });

  it('wait for the outcome', async () => {
    const { page, said } = await listening('open', '<button id="add-car">Add a car</button>');
    const popup = await openLinkUi(page, '#add-car');
    await popup.click('#exit');
    assert.deepEqual(await said(), [['cancelled', 'exited', true]]);
  });

  it('open it from another button by a command', async () => {
    const page = await open(snippet('events', 'command'));
    const popup = await openLinkUi(page, 'button[commandfor]');
    await popup.click('#exit');
    assert.equal((await outcome(page)).type, 'cancel');
  });

  it('keep an attempt from starting without consent', async () => {
    const { page } = await listening('start', '<input type="checkbox" id="consent">');
    await page.click(BUTTON);
    assert.equal(await state(page), 'idle');
    assert.equal(await page.windows(), 1);
    await page.click('#consent');
    await link(page);
  });

  it('read the page’s own list anew', async () => {
    site.script('/devices', 'A Tesla');
    const { page } = await listening('refresh', '<p id="devices"></p>');
    await link(page);
    await until(
      async () => (await page.js(`document.querySelector('#devices').textContent`)) === 'A Tesla',
      'the list',
    );
  });

  it('tell why it failed', async () => {
    const problem = { code: 'connections-limit', detail: 'Remove connections.' };
    const headers = { 'content-type': 'application/problem+json' };
    site.sessionAnswers = [{ status: 409, headers, body: JSON.stringify(problem) }];
    const { page, said } = await listening('errors');
    await page.click(BUTTON);
    assert.deepEqual(await said(), [
      [
        'session-rejected',
        409,
        'connections-limit',
        'Remove connections.',
        'Your endpoint says: Remove connections.',
      ],
    ]);
  });
});
