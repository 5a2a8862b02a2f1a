/**
 * The pages of the playground in Chromium, on its server and as static files below a sub-path: each
 * page works, fits a phone, and passes axe, in light and dark.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type Axe from 'axe-core';
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { startPlayground } from '../../demo/playground.js';
import { pages } from '../../demo/site/layout.js';
import { themeProperties } from '../../demo/theme/properties.js';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';
import { compareWithReference } from '../support/references.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const folders = pages.filter(({ bare }) => !bare).map(({ folder }) => folder);
/** What each page shows last. */
const shown: Readonly<Record<string, string>> = {
  '': '.assets li',
  'devices/': '#happenings button',
  'theme/': '#previews enode-link-button:state(idle)',
  'events/': 'enode-link-button:state(idle)',
  'states/': 'iframe',
  'failures/': '#fault-list input:checked',
  'use/': '#snippets pre',
};
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const skip = !engines().includes('chromium');

// A guard against hanging, and not a measure: a slow machine that runs other files beside takes minutes.
describe('the site', { timeout: 420_000, skip }, () => {
  let browser: Browser;
  let playground: Awaited<ReturnType<typeof startPlayground>>;
  let built: string;
  let files: Server;
  let staticUrl: string;

  before(async () => {
    playground = await startPlayground();
    built = await mkdtemp(join(tmpdir(), 'enode-link-demo-'));
    const script = ['--import', 'tsx', 'scripts/build-demo.ts', built];
    const { status, stderr } = spawnSync(process.execPath, script, { cwd: root, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    // As plain as a server can be, and below a path: what does not begin so is not there.
    files = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
      const inside = name.startsWith('/some/path/') ? name.slice('/some/path/'.length) : '-';
      readFile(join(built, inside)).then(
        (body) =>
          response
            .writeHead(200, { 'content-type': types[extname(name)] ?? 'text/plain' })
            .end(body),
        () => response.writeHead(404).end(),
      );
    }).listen(0, 'localhost');
    await new Promise((resolve) => files.once('listening', resolve));
    staticUrl = `http://localhost:${(files.address() as AddressInfo).port}/some/path/`;
    browser = await chromium.launch(chromiumOptions({ pagesOnly: true }));
  });
  /** What the pages of a test complained of. */
  const problems: string[] = [];
  afterEach(() => {
    assert.deepEqual(problems.splice(0), []);
  });
  after(async () => {
    await browser.close();
    await playground.close();
    files.close();
    files.closeAllConnections();
    await rm(built, { recursive: true });
  });

  const open = async (url: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      // A fault of a server is meant to be there.
      const isAnswer = message.text().includes('status of');
      if (message.type() === 'error' && !isAnswer) problems.push(message.text());
    });
    page.on('request', (request) => {
      const { hostname } = new URL(request.url());
      if (!['localhost', '127.0.0.1', ''].includes(hostname)) problems.push(request.url());
    });
    await page.goto(url);
    await ready(page);
    return page;
  };

  /** Waits until the page has everything that it shows. */
  const ready = async (page: Page): Promise<void> => {
    const folder = folders.findLast((one) => new URL(page.url()).pathname.endsWith(`/${one}`));
    await page.locator('#environment:not(:empty)').waitFor({ state: 'attached' });
    await page
      .locator(shown[folder ?? ''] ?? 'none')
      .first()
      .waitFor({ state: 'attached' });
  };

  const axe = async (page: Page): Promise<string[]> => {
    // By the debugger: the page's own policy forbids a script that is not from its server.
    if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axeSource);
    return page.evaluate(async () => {
      const { run } = (globalThis as unknown as { axe: typeof Axe }).axe;
      const { violations } = await run(document, { resultTypes: ['violations'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
    });
  };

  const states = async (page: Page, selector: string): Promise<string[][]> =>
    page
      .locator(`${selector} iframe`)
      .first()
      .contentFrame()
      .locator('section')
      .evaluateAll((sections) =>
        sections.map((section) => [
          section.querySelector('h3')?.textContent ?? '',
          (section.querySelector('enode-link-button') as unknown as { state: string }).state,
        ]),
      );

  for (const folder of folders) {
    it(`shows ${folder || 'the first page'} without a complaint of axe, and fits a small phone`, async () => {
      const page = await open(staticUrl + folder, { colorScheme: 'light' });
      assert.ok(await page.locator('#stand-in').isVisible(), 'it says that it is a stand-in');
      assert.deepEqual(await axe(page), [], 'light');
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await axe(page), [], 'dark');
      await page.emulateMedia({ forcedColors: 'active' });
      assert.deepEqual(await axe(page), [], 'forced colours');
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wide, 0);
      await page.context().close();
    });
  }

  it('has a title, a heading and a place in the navigation on every page of the server', async () => {
    for (const folder of folders) {
      const html = await (await fetch(playground.url + folder)).text();
      const all = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, text]) => text);
      const [title = ''] = all(/<h1[^>]*>([^<]*)</g);
      assert.ok(title);
      assert.deepEqual(all(/<title>([^<]*)</g), [`${title} – enode-link-button`]);
      assert.deepEqual(all(/aria-current="page">([^<]*)</g), [title]);
    }
    const page = await open(playground.url);
    assert.ok(await page.locator('#stand-in').isHidden());
    await page.context().close();
  });

  it('finds the script of the return page on the server too', async () => {
    const page = await browser.newPage();
    await page.goto(`${playground.url}callback/`);
    await page.getByText('You can close this window.').waitFor();
    await page.close();
  });

  it('links a device from files alone, through a real window and the real return page', async () => {
    const page = await open(staticUrl);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#link')]);
    const closed = popup.waitForEvent('close');
    await popup.getByText('A stand-in for Link UI.').waitFor();
    await popup.getByRole('button', { name: 'Tesla Model 3' }).click();
    await popup.getByRole('button', { name: 'Complete' }).click();
    await closed;
    await page.locator('.event.success').waitFor();
    const text = await page.locator('.event.success pre').first().textContent();
    const { verified, via } = JSON.parse(text ?? '') as Record<string, unknown>;
    assert.deepEqual({ verified, via }, { verified: true, via: 'return' });
    await page.locator('.devices li', { hasText: 'Tesla Model 3' }).waitFor();
    await page.locator('.event.devices').waitFor();
    await page.context().close();
  });

  it('connects, repairs and removes devices on a host’s page, from files alone', async () => {
    const page = await open(`${staticUrl}devices/`, { colorScheme: 'light' });
    await page.locator('#settings').getByText('No devices yet.').waitFor();
    const rows = page.locator('.rows li');
    const link = async (button: Locator): Promise<void> => {
      const [popup] = await Promise.all([page.waitForEvent('popup'), button.click()]);
      // What the page chose is all that Link UI offers.
      await popup.locator('.choices').waitFor();
      const offered = await popup.locator('.choices button').allTextContents();
      assert.deepEqual(
        offered.map((text) => text.trim()),
        ['Tesla Model 3'],
      );
      await popup.getByRole('button', { name: 'Tesla Model 3' }).click();
      const closed = popup.waitForEvent('close');
      await popup.getByRole('button', { name: 'Complete' }).click();
      await closed;
    };

    await page.getByRole('radio', { name: 'Car', exact: true }).check({ force: true });
    const options = await page.getByLabel('Brand').locator('option').allTextContents();
    const brands = options.map((text) => text.trim());
    assert.deepEqual(brands, [
      'Choose it in the next step',
      'Tesla',
      'Volkswagen (may fail at the moment)',
    ]);
    await page.getByLabel('Brand').selectOption('TESLA');
    await link(page.locator('#link'));
    await rows.getByText('Connected').waitFor();
    await page.reload();
    await rows.getByText('Tesla Model 3').waitFor();

    await page.getByRole('button', { name: 'Make it invalid: TESLA' }).click();
    await rows.getByText('Signed out').waitFor();
    await link(page.getByRole('button', { name: 'Reconnect Tesla Model 3' }));
    await rows.getByText('Connected').waitFor();
    // The button that had the focus is gone.
    await page.locator('#devices-title:focus').waitFor();

    const remove = page.getByRole('button', { name: 'Remove Tesla Model 3' });
    await remove.click();
    await page.getByRole('dialog', { name: 'Remove Tesla Model 3?' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axe(page), [], colorScheme);
    }
    await page.keyboard.press('Escape');
    assert.ok(await remove.evaluate((button) => button === document.activeElement));
    assert.deepEqual(await axe(page), [], 'with a list');
    assert.equal(await rows.count(), 1);
    await remove.click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.locator('#settings').getByText('No devices yet.').waitFor();
    assert.equal(await page.locator('.news').innerText(), 'Tesla Model 3 was removed.');
    await page.locator('#devices-title:focus').waitFor();
    await page.context().close();
  });

  it('says that devices cannot be read, and reads them when asked again', async () => {
    const page = await open(`${staticUrl}devices/`);
    await page.getByRole('button', { name: 'The devices cannot be read' }).click();
    await page.getByRole('alert').getByText('Your devices could not be loaded.').waitFor();
    assert.ok(
      await page.locator('#settings').getByText('No devices yet.').isHidden(),
      'it does not know that',
    );
    assert.deepEqual(await axe(page), []);
    await page.evaluate(() => {
      sessionStorage.clear();
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('#settings').getByText('No devices yet.').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.context().close();
  });

  it('shows the code of the host’s page that runs, which is short', async () => {
    const code = await readFile(join(root, 'demo/devices/settings-page.js'), 'utf8');
    assert.ok(code.trimEnd().split('\n').length <= 45);
    for (const url of [playground.url, staticUrl]) {
      const page = await open(`${url}devices/`);
      assert.equal(await page.locator('#settings-page').textContent(), code);
      await page.context().close();
    }
    // Nothing else runs the page: without that code it stays empty.
    const page = await browser.newPage();
    await page.route('**/devices/settings-page.js', (route) => route.abort());
    await page.goto(`${playground.url}devices/`);
    await page.locator('#environment:not(:empty)').waitFor();
    assert.equal(await page.locator('#settings').innerHTML(), '');
    await page.close();
  });

  it('tells from files alone that the user left', async () => {
    const page = await open(staticUrl);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#link')]);
    await popup.getByRole('button', { name: 'Leave without connecting' }).click();
    await page.locator('.event.cancel').waitFor();
    await page.context().close();
  });

  it('makes CSS of what is set, and carries it to the other pages', async () => {
    const page = await open(`${playground.url}theme/`);
    await page.locator('[id="--enode-link-radius"]').fill('0');
    const [css] = await page.locator('#css').allTextContents();
    assert.equal(css, 'enode-link-button {\n  --enode-link-radius: 0;\n}');
    const radius = page.locator('.preview.light enode-link-button button').first();
    assert.equal(await radius.evaluate((one) => getComputedStyle(one).borderRadius), '0px');
    await page.getByRole('link', { name: 'Use it' }).click();
    await page.getByRole('heading', { name: 'style.css' }).waitFor();
    assert.match((await page.locator('#snippets').textContent()) ?? '', /--enode-link-radius: 0;/);
    await page.context().close();
  });

  it('writes the settings into the code for each framework', async () => {
    const page = await open(
      `${playground.url}use/#mode=popup&vendor-type=vehicle&onclick%3D=x&label=Your+{car}`,
    );
    const choices = page.getByRole('group', { name: 'Framework' }).getByRole('button');
    const code = page.getByRole('region', { name: 'The page' }).locator('pre');
    assert.equal(await choices.count(), 7);
    for (const choice of await choices.all()) {
      await choice.click();
      assert.equal(await choice.getAttribute('aria-pressed'), 'true');
      const text = (await code.textContent()) ?? '';
      assert.match(text, /mode="popup"/);
      assert.match(text, /(?:vendor-type|vendorType)="vehicle"/);
      assert.match(text, />Your &#123;car&#125;<\/(?:enode-link-button|EnodeLinkButton)>/);
      assert.doesNotMatch(text, /onclick/);
    }
    await page.context().close();
  });

  it('prints the server for the framework that is chosen', async () => {
    const page = await open(`${staticUrl}use/#scopes=meter:read:data`);
    const server = page.getByRole('region', { name: 'The server' });
    await server.getByRole('button', { name: 'Next.js' }).click();
    await server.getByRole('heading', { name: 'app/api/enode/[...path]/route.ts' }).waitFor();
    const [handler = '', route = ''] = await server.locator('pre').allTextContents();
    assert.match(handler, /scopes: \['meter:read:data'\]/);
    assert.match(route, /handle as POST/);
    await page.context().close();
  });

  it('brings a real element into every state', async () => {
    const page = await open(`${staticUrl}states/`);
    const frame = page.locator('iframe').first().contentFrame();
    await frame.locator('enode-link-button:state(cancelled)').nth(1).waitFor();
    const found = await states(page, '.frames.light');
    assert.equal(found.length, 12);
    for (const [title, state] of found) assert.equal(title?.split(',')[0], state);
    const other = page.locator('iframe').nth(1).contentFrame();
    await other.locator('enode-link-button:state(open)').waitFor();
    await page.context().close();
  });

  for (const [name, url] of [
    ['the emulator', () => playground.url],
    ['the stand-in', () => staticUrl],
  ] as const) {
    for (const isLate of [false, true]) {
      const when = isLate ? ', also where the explanations load after it' : '';
      it(`shows what user and code get to know of a fault of ${name}${when}`, async () => {
        const page = await open(`${url()}events/`);
        const written: string[] = [];
        page.on('console', (message) => {
          if (message.text().startsWith('enode-link-button:')) written.push(message.text());
        });
        let load = (): void => undefined;
        if (isLate) {
          await page.route(/\/debug\b[^/]*$/, (route) => {
            load = () => void route.continue();
          });
        }
        await page.goto(`${url()}failures/`);
        const fine = page.getByText('nothing is wrong in the page.');
        if (!isLate) await fine.waitFor();
        const radio = page.getByRole('radio', { name: 'The connections limit is reached' });
        await radio.check();
        await page.locator('#faults[data-in-force=connections-limit]').waitFor();
        await page.click('#link-failures');
        await page.getByText('enode-link-error').waitFor();
        load();
        if (isLate) await fine.waitFor();
        const result = (await page.locator('#result').textContent()) ?? '';
        assert.match(result, /"code": "session-rejected"/);
        assert.match(result, /"status": 409/);
        const told = /: POST \S+ answered 409 .*\(session-rejected\)\. /;
        const fineLine = /: nothing is wrong in the page\./;
        const expected = isLate ? [told, fineLine] : [fineLine, told];
        assert.equal(written.length, expected.length, written.join('\n'));
        for (const [index, line] of expected.entries()) assert.match(written[index] ?? '', line);
        // Those of this attempt.
        const console = await page.locator('#console').textContent();
        assert.deepEqual(console?.split('\n'), isLate ? written : written.slice(1));
        await page.context().close();
      });
    }
  }

  it('shows how long each phase of an attempt took', async () => {
    const page = await open(`${staticUrl}events/`);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#link-events')]);
    await popup.getByRole('button', { name: 'Zaptec Go' }).click();
    await popup.getByRole('button', { name: 'Complete' }).click();
    await page.locator('.event.success').waitFor();
    const phases = await page.locator('.phases code').allTextContents();
    assert.deepEqual(phases, ['requesting', 'open', 'confirming']);
    await page.context().close();
  });

  it('has a control for every custom property of the element', async () => {
    const source = await readFile(join(root, 'src/button/enode-link-button.ts'), 'utf8');
    const documented = [...source.matchAll(/^ \* @cssprop \[?([\w-]+)/gm)].map(([, name]) => name);
    assert.ok(documented.length > 0);
    assert.deepEqual(
      themeProperties.map(({ name }): string => name).sort(),
      documented.sort(),
      'add the property to demo/theme/properties.ts',
    );
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`looks as its references show, in ${colorScheme}`, async () => {
      const page = await open(`${staticUrl}theme/`, {
        colorScheme,
        viewport: { width: 1000, height: 700 },
      });
      await compareWithReference(page.locator('#previews'), `buttons-${colorScheme}`);
      await page.goto(`${staticUrl}states/`);
      const frame = page.locator(`.frames.${colorScheme} iframe`).first();
      const cells = frame.contentFrame();
      await cells.locator('enode-link-button:state(cancelled)').nth(1).waitFor();
      await compareWithReference(cells.locator('main'), `states-${colorScheme}`);
      await page.context().close();
    });
  }
});
