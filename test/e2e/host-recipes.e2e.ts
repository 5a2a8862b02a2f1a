/**
 * Each recipe of `recipes/`, as it stands there: its page signs a user in and links a car through the
 * emulator's Link UI, in Chromium with its popup blocker on; and its endpoints keep all rules of
 * docs/own-endpoints.md that the checker tries. `npm run test:recipes` plays this file, and
 * RECIPES=fastapi,go chooses recipes.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { linkWith, makeAsset, startEmulator, type Emulator } from 'enode-link-button/testing';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import {
  chosenRecipes,
  prepareRecipes,
  startRecipe,
  type RunningRecipe,
} from '../support/host-recipe.js';
import { chromiumOptions } from '../support/launch-options.js';
import { tesla, type Recorded } from '../support/play.js';
import { run } from '../support/programs.js';
import { RECORDING } from '../support/site.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Playwright looks into open shadow roots by itself. */
const BUTTON = 'enode-link-button button';
/** The car of the test kit, as the page is told about it. */
const CAR = {
  vendor: 'TESLA',
  vendorType: 'vehicle',
  name: 'Test device',
  brand: 'Tesla',
  model: 'Model 3',
  isReachable: true,
};

describe('the recipes for hosts', { timeout: 1_200_000 }, () => {
  let browser: Browser;
  before(async () => {
    await prepareRecipes();
    browser = await chromium.launch(chromiumOptions());
  });
  after(() => browser.close());

  for (const recipe of chosenRecipes()) {
    describe(`${recipe.title} (recipes/${recipe.name})`, () => {
      let emulator: Emulator;
      let host: RunningRecipe;
      let context: BrowserContext;
      let page: Page;

      before(async () => {
        emulator = await startEmulator({ port: 0, linkPort: 0 });
        host = await startRecipe(recipe, emulator);
      });
      after(async () => {
        // Either may be missing if it did not start.
        await (host as RunningRecipe | undefined)?.stop();
        await emulator.close();
      });
      beforeEach(async () => {
        context = await browser.newContext();
        page = await context.newPage();
        await page.goto(host.base);
      });
      afterEach(() => context.close());

      const signIn = async (user: string): Promise<void> => {
        await page.fill('[name=user]', user);
        await page.click('text="Sign in"');
        await page.waitForSelector(BUTTON);
        await page.evaluate(RECORDING);
      };
      /** The first event of one of these types. */
      const recorded = async (...types: readonly string[]): Promise<Recorded> => {
        const isWanted = `({ type }) => ${JSON.stringify(types)}.includes(type)`;
        const found = await page.waitForFunction(`window.events.find(${isWanted})`);
        return (await found.jsonValue()) as Recorded;
      };

      /** What the browser and the button send for the user who is signed in. */
      const signedInHeaders = async (): Promise<string[]> => {
        const cookies = await context.cookies(host.base);
        const own = await page.evaluate(`document.querySelector('enode-link-button').headers()`);
        return [
          // Rack's sessions end if another browser uses them.
          `User-Agent: ${await page.evaluate(() => navigator.userAgent)}`,
          `Cookie: ${cookies.map(({ name, value }) => `${name}=${value}`).join('; ')}`,
          ...Object.entries(own as Record<string, string>).map(
            ([name, value]) => `${name}: ${value}`,
          ),
        ];
      };

      it('links a car in a window, and tells the page which one', async () => {
        const car = await makeAsset(emulator);
        await signIn('user-1');
        const [popup] = await Promise.all([page.waitForEvent('popup'), page.click(BUTTON)]);
        await linkWith(popup, car);
        const outcome = await recorded('success', 'cancel', 'error');
        assert.equal(outcome.type, 'success', `${JSON.stringify(outcome)}\n${host.said()}`);
        const { mode, verified, added } = outcome;
        assert.deepEqual([mode, verified, added], ['popup', true, [tesla]]);
        const { devices, ...event } = await recorded('devices');
        assert.deepEqual(event.added, devices);
        const [{ id = '', ...device } = {}, ...others] = devices as Record<string, unknown>[];
        assert.deepEqual([device, others], [CAR, []]);
        assert.ok(id);
        assert.equal(await page.textContent('#devices li'), CAR.name);
      });

      it('keeps all rules that the checker tries, those of webhooks too', async () => {
        await signIn('user-2');
        const said = await run(
          process.execPath,
          [
            ...['dist/command.js', 'check', `${host.base}/api/enode`, '--json'],
            ...['--emulator', emulator.apiUrl],
            ...['--client-id', emulator.clientId, '--client-secret', emulator.clientSecret],
            ...['--webhook-url', `${host.base}/hooks/enode`],
            ...['--webhook-secret', host.webhookSecret],
            ...(await signedInHeaders()).flatMap((header) => ['--header', header]),
          ],
          ROOT,
        );
        const verdicts = JSON.parse(said) as { rule: string; status: string; detail?: string }[];
        assert.deepEqual(
          verdicts.filter(({ status }) => status === 'FAIL'),
          [],
        );
        const ofWebhooks = verdicts.filter(({ rule }) => rule.startsWith('webhook-'));
        assert.ok(ofWebhooks.length > 0);
        assert.ok(ofWebhooks.every(({ status }) => status === 'ok'));
      });
    });
  }
});
