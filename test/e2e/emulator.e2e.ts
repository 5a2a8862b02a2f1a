/**
 * Link UI and the dashboard of the emulator in a real browser: without script, by keyboard, and
 * through axe. The pages have no script of their own, so Chromium is enough; the widget's tests open
 * Link UI in the other engines.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, beforeEach, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';
import type { VirtualAsset } from '../../src/emulator/index.js';
import { VENDOR_TYPES } from '../../src/emulator/state/catalogue.js';
import { emulate, play, TESLA } from '../node/emulator-fixture.js';

const WIDE = { width: 1100, height: 900 };
const PHONE = { width: 320, height: 568 };
const id = (testId: string) => `[data-testid="${testId}"]`;

let fixture: Awaited<ReturnType<typeof emulate>>;
let browser: Browser;
let app: Server;
let appOrigin = '';
let asset: VirtualAsset;

describe('the emulator in Chromium', { skip: !engines().includes('chromium') }, () => {
  before(async () => {
    fixture = await emulate();
    browser = await chromium.launch(chromiumOptions({ pagesOnly: true }));
    // An app on an origin of its own, whose callback leads on to a third origin.
    app = createServer((request, response) => {
      const { port } = app.address() as AddressInfo;
      if (request.url?.startsWith('/callback')) {
        const to = `http://localhost:${port}/done${request.url.slice('/callback'.length)}`;
        response.writeHead(302, { Location: to }).end();
      } else if (request.url?.startsWith('/host')) {
        const src = decodeURIComponent(request.url.split('?')[1] ?? '');
        response.setHeader('Content-Type', 'text/html');
        response.end(`<!doctype html><title>Host</title><iframe src="${src}" title="Link UI">`);
      } else response.end('back in the app');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => app.once('listening', resolve));
    appOrigin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser.close();
    app.close();
    app.closeAllConnections();
    await fixture.emulator.close();
  });
  beforeEach(async () => {
    await fixture.emulator.reset();
    asset = await fixture.emulator.createVirtualAsset(TESLA);
  });

  const linkUrl = (body: object = {}) =>
    fixture.linkUrl({
      vendorType: undefined,
      scopes: ['vehicle:read:data', 'charger:read:data'],
      redirectUri: `${appOrigin}/callback?enode_link=n1`,
      ...body,
    });

  async function inPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // A page answered with an error status is reported by the browser, and meant to be.
      if (message.type() === 'error' && !message.text().includes('status of')) {
        complaints.push(message.text());
      }
    });
    try {
      await use(page);
      assert.deepEqual(complaints, [], 'the browser complained');
    } finally {
      await context.close();
    }
  }

  /** Answers the steps one by one, looking at each before. */
  async function journey(
    page: Page | Frame,
    look: (step: string) => Promise<void> = () => Promise.resolve(),
  ) {
    for (const [step, answer] of [
      ['intro', () => page.click(id('continue'))],
      ['brand', () => page.click(id('brand-TESLA'))],
      ['service', () => page.click(id('service-vehicle'))],
      ['access', () => page.click(id('continue'))],
      ['sign-in', signIn],
      ['code', () => enter('code', '123456')],
      ['devices', () => page.click(id('continue'))],
      ['success', () => page.click(id('complete'))],
    ] as const) {
      await page.waitForSelector(id(`step-${step}`), { state: 'attached' });
      await look(step);
      await answer();
    }
    async function signIn() {
      await page.fill('input[name=username]', asset.username);
      await enter('password', asset.password);
    }
    async function enter(name: string, value: string) {
      await page.fill(`input[name=${name}]`, value);
      await page.click(id('continue'));
    }
  }

  it('plays the journey without script, and Complete follows the app wherever it leads', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(await linkUrl());
      await journey(page);
      await page.waitForURL('**/done?enode_link=n1');
      assert.ok(page.url().startsWith('http://localhost:'), 'a third origin is reached');
      assert.equal(((await fixture.linkedVendors()) as []).length, 1);
    }));

  it('plays the journey in a frame of another site that gets no cookies (F65; Chromium only)', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      const host = appOrigin.replace('127.0.0.1', 'localhost');
      await page.goto(`${host}/host?${encodeURIComponent(await linkUrl())}`);
      const frame = page.frames()[1];
      assert.ok(frame);
      await journey(frame);
      await frame.waitForURL('**/done?enode_link=n1');
    }));

  it('plays the journey through the vendor’s own origin, which isolates itself', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      await fixture.emulator.setFaults({ vendorSignIn: { coop: 'same-origin' } });
      await page.goto(await linkUrl());
      const origins = new Set<string>();
      await journey(page, async () => void origins.add(new URL(page.url()).origin));
      await page.waitForURL('**/done?enode_link=n1');
      const { linkOrigin, vendorOrigin } = fixture.emulator;
      assert.deepEqual(origins, new Set([linkOrigin, vendorOrigin]));
      assert.equal(((await fixture.linkedVendors()) as []).length, 1);
    }));

  it('keeps the list of requests up to date until told not to, and needs no script for it', async () => {
    const address = `${fixture.emulator.dashboardUrl}/requests`;
    const row = (user: string) => `code:text-is("GET /users/${user}")`;
    await inPage({}, async (page) => {
      await page.goto(address);
      await fixture.call('GET', '/users/first');
      await page.waitForSelector(row('first'));
      await page.uncheck('#live');
      const reloads: string[] = [];
      page.on('request', (request) => reloads.push(request.url()));
      // One that is under way may still come.
      await page.waitForTimeout(1200);
      reloads.length = 0;
      await page.waitForTimeout(1500);
      assert.deepEqual(reloads, []);
      await page.check('#live');
      await fixture.call('GET', '/users/second');
      await page.waitForSelector(row('second'));
    });
    await inPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(address);
      await page.waitForSelector(row('second'));
      assert.equal(await page.isVisible('#live'), false);
    });
  });

  it('leaves from every step by Exit, with error added', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      const steps = ['intro', 'brand', 'service', 'access', 'sign-in', 'code', 'devices'];
      for (const step of steps) {
        // Walked there without the browser: the other tests walk it with one.
        const { url } = await play(await linkUrl(), asset, step);
        await page.goto(url);
        await page.waitForSelector(id(`step-${step}`), { state: 'attached' });
        await page.click(id('exit'));
        await page.waitForURL('**/done?enode_link=n1&error=cancelledByUser&error_message=*');
      }
    }));

  it('survives reload and the back button', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(await linkUrl());
      await journey(page, async (step) => {
        await page.reload();
        if (step === 'intro') return;
        await page.goBack();
        assert.match(page.url(), /\/journey\//);
        await page.goForward();
        await page.waitForSelector(id(`step-${step}`), { state: 'attached' });
      });
      await page.waitForURL('**/done?enode_link=n1');
      assert.equal(((await fixture.linkedVendors()) as []).length, 1);
    }));

  it('can be done by keyboard alone', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(await linkUrl({ vendor: 'TESLA', vendorType: 'vehicle' }));
      const tabTo = async (selector: string) => {
        for (let presses = 0; presses < 15; presses++) {
          await page.keyboard.press('Tab');
          if ((await page.locator(`${selector}:focus`).count()) > 0) return;
        }
        assert.fail(`Tab does not reach ${selector}`);
      };
      for (const step of ['intro', 'access']) {
        await page.waitForSelector(id(`step-${step}`), { state: 'attached' });
        await tabTo(id('continue'));
        await page.keyboard.press('Enter');
      }
      await page.waitForSelector('input[name=username]');
      await tabTo('input[name=username]');
      await page.keyboard.type('nobody');
      await page.keyboard.press('Enter');
      await page.waitForSelector(`${id('error')}:focus`);
      await tabTo('input[name=username]');
      await page.keyboard.press('Control+A');
      await page.keyboard.type(asset.username);
      await tabTo('input[name=password]');
      await page.keyboard.type(asset.password);
      await page.keyboard.press('Enter');
      await page.waitForSelector('input[name=code]');
      await tabTo('input[name=code]');
      await page.keyboard.type('1');
      await page.keyboard.press('Enter');
      for (const [step, button] of [
        ['devices', 'continue'],
        ['success', 'complete'],
      ] as const) {
        await page.waitForSelector(id(`step-${step}`), { state: 'attached' });
        await tabTo(id(button));
        await page.keyboard.press('Space');
      }
      await page.waitForURL('**/done?enode_link=n1');
    }));

  it('has no accessibility fault that axe knows, in light and dark, wide and narrow', () =>
    inPage({}, async (page) => {
      const axe = await readFile(
        createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
        'utf8',
      );
      const check = async (name: string) => {
        // Evaluated by the debugger: the pages' own policy lets no script in.
        await page.evaluate(axe);
        for (const viewport of [WIDE, PHONE]) {
          await page.setViewportSize(viewport);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            const faults = await page.evaluate(
              `axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']})
                .then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))`,
            );
            assert.deepEqual(faults, [], `${name}, ${colorScheme}, ${viewport.width} px`);
          }
          const wide = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          assert.equal(wide, 0, `${name} scrolls sideways at ${viewport.width} px`);
        }
      };
      await page.goto(await linkUrl({ language: 'de-DE' }));
      await journey(page, async (step) => {
        await check(step);
        if (step !== 'sign-in' && step !== 'code') return;
        await page.click(id('continue'));
        await page.waitForSelector(id('error'));
        await check(`${step} refused`);
      });
      await fixture.emulator.setFaults({ vendorSignIn: {} });
      await page.goto(await linkUrl({ language: 'de-DE' }));
      await journey(page, async (step) => {
        if (step !== 'sign-in') return;
        await check('vendor sign-in');
        await page.click(id('continue'));
        await page.waitForSelector(id('error'));
        await check('vendor sign-in refused');
      });
      await fixture.emulator.setFaults({
        vendors: { TESLA: 'OUTAGE', BMW: 'ELEVATED_ERROR_RATE' },
        linkUi: { frameAncestors: 'none' },
      });
      for (const vendor of ['TESLA', 'BMW', undefined]) {
        await page.goto(await linkUrl({ vendor }));
        await page.click(id('continue'));
        await check(`trouble of ${vendor ?? 'brands'}`);
      }
      await page.goto(`${fixture.emulator.linkOrigin}/nonsense`);
      await check('unknown link');
      await page.goto(fixture.emulator.dashboardUrl);
      await page.fill('#name', 'A car');
      await page.selectOption('#model', { label: 'BMW i4' });
      await page.click(id('create'));
      await page.waitForSelector(id('created'));
      await check('dashboard, created');
      await fixture.call('POST', '/webhooks', {
        url: `${fixture.emulator.apiUrl}/a/rather/long/address/of/a/webhook`,
        secret: 'a secret',
        events: ['*'],
      });
      const users = ['anna', 'a-user-with-a-rather-long-id'] as const;
      for (const user of users) {
        for (const vendorType of VENDOR_TYPES) {
          await fixture.emulator.addDevice(user, { vendorType, name: `The ${vendorType} at home` });
        }
      }
      await fixture.emulator.invalidate(users[0], 'TESLA');
      const cars = await fixture.call('GET', `/users/${users[1]}/vehicles`);
      const [car] = cars.body.data as { readonly id: string }[];
      await fixture.emulator.changeDevice(String(car?.id), { isReachable: false });
      for (const section of ['users', 'sessions', 'requests', 'webhooks', 'faults']) {
        await page.goto(`${fixture.emulator.dashboardUrl}/${section}`);
        await check(section);
      }
      await page.fill('[name="api.status"]', '503');
      await page.click('button[value=set]');
      await page.waitForURL('**/dashboard/faults');
      assert.equal(await page.inputValue('[name="api.status"]'), '503');
    }));

  it('shows nothing in a frame where Link UI refuses to be framed (F64; Chromium only)', () =>
    inPage({}, async (page) => {
      await fixture.emulator.setFaults({ linkUi: { frameAncestors: 'none' } });
      await page.goto(`${appOrigin}/host?${encodeURIComponent(await linkUrl())}`);
      assert.equal(await page.frames()[1]?.locator(id('continue')).count(), 0);
    }).catch((error: unknown) => {
      // The refusal is the one complaint that is wanted.
      assert.match(String(error), /the browser complained/);
      assert.match(String(error), /frame/i);
    }));
});
