/**
 * Accessibility of whole pages under settings of the browser: forced colours, reduced motion, a
 * screen of 320 pixels, and what Chromium exposes to a screen reader, which is kept in
 * docs/accessibility-log.md. To renew that file:
 *
 *   RENEW_LOG=yes node --import tsx --test test/e2e/accessibility.e2e.ts
 *
 * The playground's page of states shows all states at once. Light and dark in each engine are in
 * test/browser/accessibility.test.ts.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { puppeteerCore } from '@web/test-runner-chrome';
import type Axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startPlayground } from '../../demo/playground.js';
import { ways } from '../../demo/states/ways.js';
import { engines } from '../support/engines.js';
import { chromiumOptions, firefoxOptions } from '../support/launch-options.js';
import { languages } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import { accessibilityLog } from '../support/accessibility-log.js';
import { until } from '../support/drivers.js';
import { element } from '../support/play.js';
import { startSite, type Site } from '../support/site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const spoken = languages.filter((tag) => tag !== 'browser');
const states = [...new Set(ways.map(({ state }) => state))];

const DIALOG = 'document.querySelector("enode-link-button").shadowRoot.querySelector("dialog")';
const LOG = `${root}docs/accessibility-log.md`;

/** Address of the page with all states but `open`, whose dialog would keep the others from all. */
const cell = (url: string, dir: string, scheme = 'light'): string =>
  `${url}states/cell/?${new URLSearchParams({ tag: 'en-GB', dir, scheme, part: 'rest' }).toString()}`;

/** Whether every element of that page is in the state that stands above it. Runs in the page. */
function isComplete(): boolean {
  const sections = [...document.querySelectorAll('section')];
  return (
    sections.length > 1 &&
    sections.every((section) => {
      const shown = section.querySelector('enode-link-button') as { state?: string } | null;
      return (
        shown?.state !== undefined &&
        section.querySelector('h3')?.textContent.split(/\W/)[0] === shown.state
      );
    })
  );
}

/** What axe finds in the page, by the rules of WCAG 2.2 A and AA. Runs in the page. */
async function findViolations(): Promise<string[]> {
  const { run } = (globalThis as unknown as { axe: typeof Axe }).axe;
  const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations, passes } = await run(document, { runOnly: { type: 'tag', values } });
  if (!passes.some(({ id }) => id === 'color-contrast')) return ['axe judged no colour'];
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/**
 * How forced colours leave the button: its edge, its ring, and whether the spinner can be seen to
 * turn. Runs in the page.
 */
function readForced(): Record<string, boolean> {
  const roots = [...document.querySelectorAll('enode-link-button')].flatMap(
    (one) => one.shadowRoot ?? [],
  );
  const [buttons = [], spinners = []] = ['button', '[part=spinner]'].map((selector) =>
    roots.flatMap((one) => [...one.querySelectorAll(selector)].map((it) => getComputedStyle(it))),
  );
  const focused = roots.find((one) => one.activeElement)?.activeElement;
  const ring = focused && getComputedStyle(focused);
  return {
    isForced: matchMedia('(forced-colors: active)').matches,
    hasEdges:
      buttons.length > 0 &&
      buttons.every(
        ({ borderTopColor, borderTopStyle, backgroundColor }) =>
          borderTopStyle === 'solid' && borderTopColor !== backgroundColor,
      ),
    hasRing: ring?.outlineStyle === 'solid' && ring.outlineColor !== ring.backgroundColor,
    turnsVisibly:
      spinners.length > 0 &&
      spinners.every(
        ({ borderTopColor, borderRightColor, borderBottomColor, borderLeftColor }) =>
          new Set([borderTopColor, borderRightColor, borderBottomColor, borderLeftColor]).size > 1,
      ),
  };
}
const SEEN = { isForced: true, hasEdges: true, hasRing: true, turnsVisibly: true };

/** Whether anything moves by itself. */
function isStill(): boolean {
  const inside = [...document.querySelectorAll('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot?.querySelectorAll('*') ?? []),
  ]);
  return inside.every((one) => {
    const { animationName, transitionDuration } = getComputedStyle(one);
    return animationName === 'none' && transitionDuration === '0s';
  });
}

describe(
  'accessibility in Chromium',
  { skip: !engines().includes('chromium'), timeout: 180_000 },
  () => {
    let browser: Browser;
    let site: Site;
    let playground: Awaited<ReturnType<typeof startPlayground>>;

    before(async () => {
      [browser, site, playground] = await Promise.all([
        chromium.launch(chromiumOptions({ pagesOnly: true })),
        startSite(),
        startPlayground(),
      ]);
    });
    after(async () => {
      await Promise.all([browser.close(), playground.close()]);
      site.close();
    });
    beforeEach(() => site.reset());

    async function visit<T>(
      url: string,
      use: (page: Page) => Promise<T>,
      options: BrowserContextOptions = {},
    ): Promise<T> {
      const context = await browser.newContext({ locale: 'en-US', ...options });
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        await page.goto(url);
        return await use(page);
      } finally {
        await context.close();
      }
    }
    const axe = async (page: Page): Promise<string[]> => {
      await page.evaluate(axeSource);
      return page.evaluate(findViolations);
    };
    const openPopup = async (page: Page): Promise<Page> => {
      const [popup] = await Promise.all([
        page.context().waitForEvent('page'),
        page.click('enode-link-button >> [part=button]'),
      ]);
      await popup.locator('p, h1').first().waitFor();
      return popup;
    };

    for (const dir of ['ltr', 'rtl']) {
      for (const colorScheme of ['light', 'dark'] as const) {
        it(`can be seen and has nothing that axe finds in forced colours, ${dir}, ${colorScheme}`, async () => {
          const use = async (page: Page): Promise<void> => {
            await page.waitForFunction(isComplete);
            await page.keyboard.press('Tab');
            assert.deepEqual(await page.evaluate(readForced), SEEN);
            assert.deepEqual(await axe(page), []);
          };
          const url = cell(playground.url, dir, colorScheme);
          await visit(url, use, { colorScheme, forcedColors: 'active' });
        });
      }
    }

    it('has nothing that axe finds in the windows around it, in light, dark and forced colours', async () => {
      const looks = [
        { colorScheme: 'light', forcedColors: 'none' },
        { colorScheme: 'dark', forcedColors: 'none' },
        { colorScheme: 'dark', forcedColors: 'active' },
      ] as const;
      const inEveryLook = async (page: Page, what: string): Promise<void> => {
        for (const look of looks) {
          await page.emulateMedia(look);
          assert.deepEqual(await axe(page), [], `${what} ${JSON.stringify(look)}`);
        }
      };
      site.sessionAnswers = [{ held: true, status: 404 }];
      await visit(site.page(element('mode="popup"')), async (page) => {
        const popup = await openPopup(page);
        await inEveryLook(popup, 'while it loads');
        const sides = await popup.locator('i').evaluate((spinner) => {
          const { borderTopColor, borderBottomColor } = getComputedStyle(spinner);
          return [borderTopColor, borderBottomColor];
        });
        assert.notEqual(...(sides as [string, string]), 'the spinner can be seen to turn');
        await site.release();
        await popup.getByRole('alert').waitFor();
        await inEveryLook(popup, 'after a failure');
      });
      site.sessionAnswers = [{ fault: 'hang' }];
      await visit(site.page(element('mode="iframe"')), async (page) => {
        await page.click('enode-link-button >> button');
        await page.getByRole('dialog').waitFor();
        await inEveryLook(page, 'the dialog');
      });
      await visit(`${playground.url}api/enode/callback`, async (page) => {
        await page.waitForFunction(() => document.title === 'You can close this window.');
        await inEveryLook(page, 'the return page');
      });
    });

    it('waits on the return page, and without the script says later that it can be closed', async () => {
      await visit('about:blank', async (page) => {
        await page.route('**/callback.js', (route) => route.abort());
        await page.goto(`${playground.url}api/enode/callback`);
        const waiting = page.getByText('Finishing…');
        const over = page.getByText('You can close this window.');
        assert.deepEqual([await waiting.isVisible(), await over.isVisible()], [true, false]);
        assert.deepEqual(await axe(page), []);
        await over.waitFor();
        assert.deepEqual([await waiting.isVisible(), await over.isVisible()], [false, true]);
        assert.deepEqual(await axe(page), []);
      });
    });

    it('lays the window out for the screen of a phone', async () => {
      const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };
      site.sessionAnswers = [{ fault: 'hang' }];
      await visit(
        site.page(element('mode="popup"')),
        async (page) => {
          const popup = await openPopup(page);
          assert.equal(await popup.evaluate('innerWidth'), 390);
        },
        phone,
      );
    });

    it('stands still where the user wants no motion, and turns elsewhere', async () => {
      for (const [reducedMotion, still] of [
        ['reduce', true],
        ['no-preference', false],
      ] as const) {
        site.sessionAnswers = [{ fault: 'hang' }];
        await visit(
          site.page(element('mode="popup"')),
          async (page) => {
            const popup = await openPopup(page);
            assert.equal(await page.evaluate(isStill), still, 'the button');
            assert.equal(await popup.evaluate(isStill), still, 'the window');
          },
          { reducedMotion },
        );
      }
    });

    it('fits a screen of 320 by 256 pixels: a page at 400 %', async () => {
      const viewport = { width: 320, height: 256 };
      const isWide = 'document.documentElement.scrollWidth > innerWidth';
      await visit(
        cell(playground.url, 'ltr'),
        async (page) => {
          await page.waitForFunction(isComplete);
          assert.equal(await page.evaluate(isWide), false);
        },
        { viewport },
      );
      site.sessionAnswers = [{ held: true, status: 404 }];
      await visit(
        site.page(element('mode="iframe" language="de-DE"')),
        async (page) => {
          await page.click('enode-link-button >> button');
          const close = page.getByRole('button', { name: messagesFor('de-DE').close });
          const { x = -1, y = -1, width = 999, height = 999 } = (await close.boundingBox()) ?? {};
          assert.ok(x >= 0 && y >= 0 && x + width <= 320 && y + height <= 256);
          assert.equal(await page.evaluate(`${DIALOG}.scrollWidth > ${DIALOG}.clientWidth`), false);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        },
        { viewport },
      );
    });

    it('has a window in every language, in which it waits and in which it says why it failed', async () => {
      await visit(site.page(element('mode="popup"')), async (page) => {
        for (const language of spoken) {
          const texts = messagesFor(language);
          site.sessionAnswers = [{ held: true, status: 404 }];
          await page.evaluate(
            `document.querySelector('enode-link-button').language = '${language}'`,
          );
          const popup = await openPopup(page);
          const read = async () => [
            await popup.locator('html').getAttribute('lang'),
            await popup.title(),
            (await popup.locator('p').allTextContents()).join(),
          ];
          const title = (text: string): string => `localhost – ${text}`;
          assert.deepEqual(await read(), [language, title(texts.requesting), texts.loading]);
          await site.release();
          await popup.getByRole('alert').waitFor();
          assert.deepEqual(await read(), [language, title(texts.errorSetup), texts.errorSetup]);
          const closed = popup.waitForEvent('close');
          const close = popup.getByRole('button', { name: texts.close });
          // The window may be gone before it has answered.
          await close.click().catch((error: unknown) => {
            if (!popup.isClosed()) throw error;
          });
          await closed;
        }
      });
    });

    it('runs the code of docs/accessibility.md and docs/languages.md', async () => {
      const label = (page: Page) => page.locator('enode-link-button >> [part=label]').innerText();
      await visit(site.page(await snippet('accessibility.md', 'label')), async (page) => {
        await page.getByRole('button', { name: 'Connect your car', exact: true }).focus();
        await page.addStyleTag({ content: await snippet('accessibility.md', 'ring') });
        await page.keyboard.press('Shift');
        const ring = page.locator('enode-link-button >> [part=button]:focus-visible');
        assert.equal(
          await ring.evaluate((one) => getComputedStyle(one).outlineColor),
          'rgb(0, 0, 0)',
        );
        assert.deepEqual(await axe(page), []);
      });
      await visit(site.page(await snippet('languages.md', 'nearest')), async (page) => {
        assert.equal(await label(page), messagesFor('fr').link);
        await page.locator('section').evaluate((one) => one.setAttribute('lang', 'de'));
        assert.equal(await label(page), messagesFor('de').link);
        await page.evaluate(await snippet('languages.md', 'messages'));
        assert.equal(await label(page), 'Connect your car');
        await page.locator('section').evaluate((one) => one.setAttribute('lang', 'cs'));
        await page.evaluate(await snippet('languages.md', 'another-language'));
        await page.getByRole('button', { name: 'Připojit zařízení', exact: true }).waitFor();
        const marked = page.locator('enode-link-button >> [lang=cs] [part=button]');
        assert.equal(await marked.count(), 1);
        site.sessionAnswers = [{ fault: 'hang' }];
        const popup = await openPopup(page);
        assert.equal(await popup.title(), `localhost – ${messagesFor('en').loadingTitle}`);
        assert.deepEqual(
          site.sessions.map(({ language }) => language),
          ['browser'],
        );
      });
    });

    it('is told to a screen reader as docs/accessibility-log.md shows', async () => {
      const log = new Map<string, readonly string[]>();
      const inMain = (lines: readonly string[]): string[] => {
        const start = lines.findIndex((line) => line.trim().startsWith('main'));
        return lines.slice(start + 1).filter((line) => !line.includes('heading “Host”'));
      };
      const rest = await visit(cell(playground.url, 'ltr'), async (page) => {
        await page.waitForFunction(isComplete);
        return inMain(await accessibilityLog(page));
      });
      let title = '';
      for (const line of rest) {
        title = /heading “(.*)”/.exec(line)?.[1] ?? title;
        if (!line.includes('heading')) log.set(title, [...(log.get(title) ?? []), line]);
      }
      site.sessionAnswers = [{ held: true }, { held: true, status: 404 }];
      await visit(site.page(element('mode="popup"')), async (page) => {
        const popup = await openPopup(page);
        log.set('The window while the session is on its way', await accessibilityLog(popup));
        await site.release();
        await popup.getByText('Complete').waitFor();
        await until(
          () => page.evaluate('document.querySelector("enode-link-button").state === "open"'),
          'open',
        );
        log.set('open', inMain(await accessibilityLog(page)));
        const closed = popup.waitForEvent('close');
        await popup.click('#exit');
        await closed;
        await until(
          () => page.evaluate('document.querySelector("enode-link-button").state === "cancelled"'),
          'the cancel',
        );
        const failing = await openPopup(page);
        await site.release();
        await failing.getByRole('alert').waitFor();
        log.set('The window after a failure', await accessibilityLog(failing));
      });
      site.sessionAnswers = [{ held: true }];
      await visit(site.page(element('mode="iframe"')), async (page) => {
        await page.click('enode-link-button >> button');
        await page.getByRole('dialog').waitFor();
        log.set('The dialog while the session is on its way', await accessibilityLog(page));
        await site.release();
        await page.frameLocator('enode-link-button >> iframe').getByText('Complete').waitFor();
        log.set('The dialog with Link UI', await accessibilityLog(page));
      });
      await visit(`${playground.url}api/enode/callback`, async (page) => {
        await page.waitForFunction(() => document.title === 'You can close this window.');
        log.set('The return page', await accessibilityLog(page));
      });

      for (const state of states)
        assert.ok(
          [...log.keys()].some((key) => key.startsWith(state)),
          state,
        );
      const sections = [...log].map(([name, lines]) => {
        const indent = Math.min(...lines.map((line) => line.search(/\S/)));
        const code = lines.map((line) => line.slice(indent)).join('\n');
        return `## ${name}\n\n\`\`\`\n${code}\n\`\`\`\n`;
      });
      const written = `${INTRODUCTION}\n${sections.join('\n')}`;
      if (process.env.RENEW_LOG === 'yes') await writeFile(LOG, written);
      assert.equal(
        await readFile(LOG, 'utf8'),
        written,
        'if it is meant, renew the log and read it',
      );
    });
  },
);

describe(
  'accessibility in Firefox',
  { skip: !engines().includes('firefox'), timeout: 120_000 },
  () => {
    it('can be seen, stands still and has nothing that axe finds in forced colours', async () => {
      const playground = await startPlayground();
      const options = firefoxOptions();
      const extraPrefsFirefox = {
        ...options.extraPrefsFirefox,
        // Always the user's colours, as the system's settings would have it.
        'browser.display.document_color_use': 2,
      };
      const browser = await puppeteerCore.launch({
        headless: true,
        timeout: 90_000,
        ...options,
        extraPrefsFirefox,
      });
      try {
        const page = await browser.newPage();
        for (const dir of ['ltr', 'rtl']) {
          await page.goto(cell(playground.url, dir));
          await until(() => page.evaluate(isComplete), 'all states');
          await page.keyboard.press('Tab');
          assert.deepEqual(await page.evaluate(readForced), SEEN, dir);
          assert.equal(await page.evaluate(isStill), true, dir);
          await page.evaluate(axeSource);
          assert.deepEqual(await page.evaluate(findViolations), [], dir);
        }
      } finally {
        await Promise.all([browser.close(), playground.close()]);
      }
    });
  },
);

/** The block after `<!-- test: name -->`. */
async function snippet(file: string, name: string): Promise<string> {
  const document = await readFile(`${root}docs/${file}`, 'utf8');
  const block = new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's');
  const [, code] = block.exec(document) ?? [];
  assert.ok(code, `${file} has no block marked "${name}"`);
  return code;
}

const INTRODUCTION = `# What a screen reader announces

\`test/e2e/accessibility.e2e.ts\` writes this page from Chromium’s accessibility tree, and every run of the tests
compares the two. Each line is one item to read: its role, its name, its description, and its states. If the
text of a region with \`live: polite\` changes, a screen reader announces the text after what it is saying.
[accessibility.md](accessibility.md) explains how the element behaves.
`;
