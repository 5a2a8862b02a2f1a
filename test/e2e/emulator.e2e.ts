/**
 * Link UI and the dashboard of the emulator in a real browser: without script, by keyboard, and
 * through axe. They need no script, so Chromium is enough; the widget's tests open Link UI in the
 * other engines.
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

  const brands = (page: Page) => page.locator('.choices li:visible').allInnerTexts();

  it('filters the brands while a person types, by keyboard, and says how many are left', () =>
    inPage({}, async (page) => {
      await page.goto(await linkUrl());
      await page.click(id('continue'));
      const status = page.getByRole('search').getByRole('status');
      const all = await brands(page);
      assert.equal(await status.innerText(), `${all.length} brands`);
      await page.getByRole('searchbox', { name: 'Search brands' }).focus();
      await page.keyboard.type('sko');
      assert.deepEqual(await brands(page), ['Š\nŠKODA']);
      assert.equal(await status.innerText(), '1 brand');
      await page.keyboard.type('$&');
      assert.deepEqual(await brands(page), []);
      assert.equal(await status.innerText(), 'No brand matches “sko$&”.');
      for (const _ of '$&') await page.keyboard.press('Backspace');

      // What was typed is in the address, so that a reload and the way back keep it.
      await page.reload();
      assert.deepEqual(await brands(page), ['Š\nŠKODA']);
      await page.getByRole('searchbox').focus();
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('input:focus').count(), 1, 'Enter loads nothing');
      await page.keyboard.press('Tab');
      assert.equal(await page.locator(':focus').innerText(), 'Show all brands');
      await page.keyboard.press('Tab');
      assert.equal(await page.locator(`${id('brand-SKODA')}:focus`).count(), 1);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      assert.deepEqual(await brands(page), all);
      assert.equal(await page.locator('input:focus').count(), 1);
    }));

  it('filters the brands without script by a button', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(await linkUrl());
      await page.click(id('continue'));
      await page.fill('input[name=q]', 'sko');
      await page.click(id('search'));
      assert.deepEqual(await brands(page), ['Š\nŠKODA']);
      await page.click('text=Show all brands');
      assert.ok((await brands(page)).length > 50);
    }));

  it('filters the requests while a person types, also those that arrive', () =>
    inPage({}, async (page) => {
      await fixture.call('GET', '/users/first');
      await fixture.call('GET', '/webhooks');
      await page.goto(`${fixture.emulator.dashboardUrl}/requests`);
      const rows = page.locator('tbody tr:visible');
      const status = page.getByRole('search').getByRole('status');
      await page.getByRole('searchbox').pressSequentially('get USERS 404');
      assert.equal(await rows.count(), 1);
      assert.equal(await status.innerText(), '1 request');
      await fixture.call('GET', '/webhooks/nothing');
      await fixture.call('GET', '/users/second');
      await rows.getByText('/users/second').waitFor();
      assert.equal(await rows.count(), 2);
      await status.getByText('2 requests').waitFor();
    }));

  it('copies what stands beside a button, and says so', () =>
    inPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.goto(fixture.emulator.dashboardUrl);
      const copied = () => page.evaluate('navigator.clipboard.readText()');
      for (const name of ['username', 'password'] as const) {
        const what = `${name} of ${asset.name}`;
        await page.getByRole('button', { name: `Copy ${what}`, exact: true }).press('Enter');
        await page.getByRole('status').getByText(`Copied ${what}.`).waitFor();
        assert.equal(await copied(), asset[name]);
      }
      await page.getByRole('button', { name: 'Copy lines for an .env file' }).click();
      await page.getByRole('status').getByText('Copied lines for an .env file.').waitFor();
      assert.match(String(await copied()), /^ENODE_CLIENT_ID=\S+\nENODE_OAUTH_URL=http/m);
    }));

  it('selects what the browser does not copy, and says so to everybody', () =>
    inPage({}, async (page) => {
      // As on a plain http address of the local network.
      await page.addInitScript(() => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
      });
      await page.goto(fixture.emulator.dashboardUrl);
      const what = `username of ${asset.name}`;
      const button = page.getByRole('button', { name: `Copy ${what}`, exact: true });
      await button.click();
      await page.getByRole('status').getByText('The text is selected').waitFor();
      assert.equal(await page.evaluate('getSelection().toString()'), asset.username);
      const note = await button.evaluate((one) => getComputedStyle(one, '::after').content);
      assert.match(note, /Selected: copy it/);
    }));

  it('keeps the note of the newest copy when the time of an older one is over', () =>
    inPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.clock.install();
      await page.goto(fixture.emulator.dashboardUrl);
      const copy = async (name: string) => {
        const what = `${name} of ${asset.name}`;
        await page.getByRole('button', { name: `Copy ${what}`, exact: true }).click();
        await page.getByRole('status').getByText(`Copied ${what}.`).waitFor();
      };
      await copy('username');
      await page.clock.runFor(1500);
      await copy('password');
      await page.clock.runFor(1500);
      assert.match(await page.locator('#copied').innerText(), /^Copied password/);
      assert.equal(await page.locator('.copied').count(), 1);
      await page.clock.runFor(1500);
      assert.equal(await page.locator('.copied').count(), 0);
    }));

  it('has no button to copy where a script cannot run', () =>
    inPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(fixture.emulator.dashboardUrl);
      await page.getByText(asset.username).first().waitFor();
      assert.equal(await page.locator('.copy:visible').count(), 0);
    }));

  it('shows a table on a phone as a list, each cell with its title and none cut off', () =>
    inPage({ viewport: PHONE }, async (page) => {
      await page.goto(fixture.emulator.dashboardUrl);
      const cells = page.locator('tbody [role=cell]');
      await cells.getByText(asset.password).waitFor();
      const boxes = await page
        .locator('tbody :is(th, td) > div')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
      for (const { left, right } of boxes) assert.ok(left >= 0 && right <= PHONE.width - 20);
      const tops = boxes.map(({ top }) => top);
      assert.equal(new Set(tops).size, tops.length, 'one below the other');
      const titles = await cells.evaluateAll((all) =>
        all.map((one) => getComputedStyle(one, '::before').content),
      );
      assert.ok(titles.some((title) => title.startsWith('"Password"')));
      assert.ok(await page.getByRole('row').filter({ hasText: asset.username }).isVisible());
    }));

  it('centres the text of each button', () =>
    inPage({ viewport: WIDE }, async (page) => {
      await fixture.emulator.addDevice('anna', { vendorType: 'vehicle' });
      await page.goto(`${fixture.emulator.dashboardUrl}/users`);
      const offsets = await page.locator('main button:not(.copy)').evaluateAll((buttons) =>
        buttons.map((button) => {
          const text = document.createRange();
          text.selectNodeContents(button.firstChild ?? button);
          const [inner, outer] = [text.getBoundingClientRect(), button.getBoundingClientRect()];
          return (inner.left + inner.right - outer.left - outer.right) / 2;
        }),
      );
      assert.ok(offsets.length > 5);
      for (const offset of offsets) assert.ok(Math.abs(offset) < 1, `${offset} px`);
    }));

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
