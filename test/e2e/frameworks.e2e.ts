/**
 * The element in a real application of each framework, installed from the packed package: wrong
 * code does not compile, properties arrive, events are received, and a page that a server has rendered
 * works before and after its script has loaded. `npm run test:all` takes three frameworks, in Chromium;
 * `npm run test:frameworks` takes all.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';
import { until } from '../support/drivers/until.js';
import { allApps, install, pack, type FrameworkApp } from '../support/framework-app.js';
import { tesla, zaptec } from '../support/play.js';
import { startSite, type Site } from '../support/site.js';

const named = process.env.FRAMEWORKS ?? 'react,vue,svelte';
const names = named === 'all' ? await allApps() : named.split(',');
/** Those that take their listeners off before the element: there the promise alone tells. */
const deaf = ['angular'];
const BUTTON = 'enode-link-button >> button';

type Heard = readonly [what: string, ...details: unknown[]];

describe('the packed package', { skip: !engines().includes('chromium') }, () => {
  let site: Site;
  let browser: Browser;
  /** What takes long: begun at once, awaited by the test that is about it. */
  const apps = new Map<string, Promise<FrameworkApp>>();
  const checks = new Map<string, ReturnType<FrameworkApp['check']>>();
  const builds = new Map<string, Promise<void>>();
  before(async () => {
    const packed = pack();
    let last: Promise<unknown> = packed;
    for (const name of names) {
      // One install at a time, while others compile.
      const app: Promise<FrameworkApp> = Promise.all([last, packed]).then(() => install(name));
      apps.set(name, app);
      checks.set(
        name,
        app.then(({ check }) => check()),
      );
      builds.set(
        name,
        app.then(({ build }) => build()),
      );
      last = app.catch(() => undefined);
    }
    // Each is awaited later: until then a failure is nobody's.
    for (const begun of [...apps.values(), ...checks.values(), ...builds.values()]) {
      begun.catch(() => undefined);
    }
    site = await startSite();
    browser = await chromium.launch(chromiumOptions());
  });
  after(async () => {
    await browser.close();
    site.close();
  });

  for (const name of names) {
    describe(`in ${name}`, () => {
      let app: FrameworkApp;
      let served: Awaited<ReturnType<FrameworkApp['serve']>>;
      let context: BrowserContext;
      let page: Page;
      let complaints: string[];
      before(async () => {
        app = await required(apps, name);
        await required(builds, name);
        served = await app.serve(site.host);
      });
      after(() => served.stop());
      beforeEach(async () => {
        site.reset();
        context = await browser.newContext({ locale: 'en-GB' });
        page = await context.newPage();
        complaints = [];
        page.on('pageerror', (error) => complaints.push(String(error)));
        page.on('console', (message) => {
          const isComplaint = ['error', 'warning'].includes(message.type());
          // A page with a development build of Lit in it says so, and that there is another.
          if (isComplaint && !/Lit (?:is in dev mode|loaded)/.test(message.text())) {
            complaints.push(message.text());
          }
        });
      });
      afterEach(async () => {
        await context.close();
        assert.deepEqual(complaints, []);
      });

      const heard = async (): Promise<readonly Heard[]> =>
        page.evaluate(() => (window as unknown as { heard?: Heard[] }).heard ?? []);
      const hears = (what: string, times = 1): Promise<Heard> =>
        until(
          async () => (await heard()).filter(([one]) => one === what)[times - 1],
          `the application to hear ${what}`,
        );
      const hydrated = async (): Promise<void> => {
        await page.goto(served.base);
        await hears('hydrated');
      };
      const opened = async (selector: string): Promise<Page> => {
        const [popup] = await Promise.all([page.waitForEvent('popup'), page.click(selector)]);
        await popup.waitForSelector('#complete');
        return popup;
      };
      const state = (): Promise<string> =>
        page.$eval(
          'enode-link-button',
          (element) => (element as unknown as { state: string }).state,
        );

      it('refuses what is wrong when it is compiled, and nothing else', async () => {
        const { files, said } = await required(checks, name);
        const wrong = await readdir(join(app.folder, 'wrong'));
        assert.ok(wrong.length >= 5, 'what is wrong is there');
        assert.deepEqual(files, wrong.map((file) => `wrong/${file}`).sort(), said);
      });

      it('sets text, list, object and function, and hears each event with its detail', async () => {
        await hydrated();
        assert.equal((await page.textContent(`${BUTTON} >> [part=label]`))?.trim(), 'Link a car');
        assert.equal(await page.getAttribute('enode-link-button', 'class'), 'wide');
        const asked = page.waitForRequest('**/session');
        site.onLink = () => (site.vendors = [tesla]);
        await (await opened(BUTTON)).click('#complete');
        assert.deepEqual(await hears('success'), ['success', [tesla], true]);
        assert.ok((await (await asked).allHeaders())['x-app'], 'the header of the function');
        const [{ vendor, scopes } = {}] = site.sessions;
        assert.deepEqual(
          { vendor, scopes },
          { vendor: 'TESLA', scopes: ['vehicle:read:data', 'charger:read:data'] },
        );
        const told = (await heard()).filter(([what]) => !['hydrated', 'state'].includes(what));
        assert.deepEqual(told, [
          ['start', 'TESLA'],
          ['open', 'popup'],
          ['success', [tesla], true],
        ]);
        const states = (await heard()).filter(([what]) => what === 'state').map(([, one]) => one);
        assert.deepEqual(states, ['requesting', 'open', 'confirming', 'linked']);
      });

      it('takes a property away again, and opens by its ref', async () => {
        await hydrated();
        await page.click('#any');
        const popup = await opened('#open');
        assert.ok(!Object.hasOwn(site.sessions[0] ?? {}, 'vendor'));
        site.vendors = [zaptec];
        await popup.click('#exit');
        const [, outcome] = await hears('outcome');
        assert.equal((outcome as { status: string }).status, 'linked');
      });

      it('ends the attempt when it is unmounted, and hears so', async () => {
        await hydrated();
        site.sessionAnswers = [{ held: true }];
        const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#open')]);
        const closed = popup.waitForEvent('close');
        await until(() => site.sessions.length === 1, 'the request');
        await page.click('#remove');
        await closed;
        assert.deepEqual(await hears('outcome'), [
          'outcome',
          { status: 'cancelled', mode: 'popup', reason: 'aborted', verified: false },
        ]);
        const cancels = (await heard()).filter(([what]) => what === 'cancel');
        assert.deepEqual(cancels, deaf.includes(name) ? [] : [['cancel', 'aborted']]);
        assert.equal(await page.locator('enode-link-button').count(), 0);
      });

      it('hears of a failure', async () => {
        await hydrated();
        site.sessionAnswers = [{ status: 401 }];
        await page.click(BUTTON);
        assert.deepEqual(await hears('error'), ['error', 'session-unauthorized']);
        // The browser's own line about the answer.
        assert.match(complaints.splice(0).join(), /401/);
      });

      it('works as a server rendered it, before its script is there and after', async () => {
        let release: () => void = () => undefined;
        const held = new Promise<void>((resolve) => (release = resolve));
        const isOfApp = ({ pathname }: URL): boolean => /^\/(?!cdn\/).*\.m?js$/.test(pathname);
        await page.route(isOfApp, async (route) => {
          await held;
          await route.continue();
        });
        await page.goto(served.base, { waitUntil: 'commit' });
        await page.waitForSelector('enode-link-button', { state: 'attached' });
        // The host may have the element from elsewhere, long before the framework.
        await page.addScriptTag({ url: '/cdn/enode-link-button.js', type: 'module' });
        site.onLink = () => (site.vendors = [tesla]);
        await (await opened(BUTTON)).click('#complete');
        await until(async () => (await state()) === 'linked', 'the state linked');
        assert.equal(site.sessions[0]?.vendor, 'TESLA');
        assert.deepEqual(await heard(), [], 'no script of the application has run');

        release();
        await hears('hydrated');
        assert.equal(await state(), 'linked', 'the element is the one that was there');
        site.onLink = () => (site.vendors = [tesla, zaptec]);
        const asked = page.waitForRequest('**/session');
        await (await opened(BUTTON)).click('#complete');
        assert.deepEqual(await hears('success'), ['success', [zaptec], true]);
        assert.ok((await (await asked).allHeaders())['x-app'], 'the header of the function');
        assert.deepEqual(site.sessions[1]?.scopes, ['vehicle:read:data', 'charger:read:data']);
      });
    });
  }
});

function required<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const found = map.get(name);
  assert.ok(found, name);
  return found;
}
