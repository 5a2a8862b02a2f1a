/**
 * The first thing that a new user does, in Chromium with its popup blocker on: open the playground,
 * click, sign in at the emulator's Link UI, and see the device in the success event.
 */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startPlayground } from '../../demo/playground.js';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';

type Playground = Awaited<ReturnType<typeof startPlayground>>;

const skip = !engines().includes('chromium');

describe('the playground', { timeout: 180_000, skip }, () => {
  let playground: Playground;
  let browser: Browser;

  before(async () => {
    playground = await startPlayground();
    const { executablePath, args, ignoreDefaultArgs } = chromiumOptions();
    browser = await chromium.launch({ executablePath, args, ignoreDefaultArgs });
  });
  after(async () => {
    await browser.close();
    await playground.close();
  });

  const start = async (): Promise<Page> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(playground.url);
    await page.locator('enode-link-button:defined').waitFor();
    return page;
  };

  const clickLink = async (page: Page): Promise<Page> => {
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#link')]);
    return popup;
  };

  /** As a person would, screen by screen. */
  const signIn = async (popup: Page, vendor: string, type: string): Promise<void> => {
    const asset = playground.virtualAssets.find((each) => each.vendor === vendor);
    assert.ok(asset);
    await popup.getByTestId('continue').click();
    await popup.getByTestId(`brand-${vendor}`).click();
    const service = popup.getByTestId(`service-${type}`);
    await service.or(popup.getByTestId('step-access')).waitFor();
    if (await service.isVisible()) await service.click();
    await popup.getByTestId('step-access').waitFor();
    await popup.getByTestId('continue').click();
    await popup.fill('input[name=username]', asset.username);
    await popup.fill('input[name=password]', asset.password);
    await popup.getByTestId('continue').click();
    await popup.fill('input[name=code]', '000000');
    await popup.getByTestId('continue').click();
    await popup.getByTestId('step-devices').waitFor();
    await popup.getByTestId('continue').click();
    await popup.getByTestId('step-success').waitFor();
  };

  const detail = async (page: Page, event: string): Promise<Record<string, unknown>> => {
    const text = await page.locator(`.event.${event} pre`).first().textContent();
    return JSON.parse(text ?? '') as Record<string, unknown>;
  };

  it('links a device in a window on another origin and shows the verified event', async () => {
    const page = await start();
    const popup = await clickLink(page);
    await popup.waitForURL((url) => url.origin === playground.emulator.linkOrigin);
    assert.notEqual(new URL(popup.url()).origin, new URL(page.url()).origin);
    await signIn(popup, 'TESLA', 'vehicle');
    await Promise.all([popup.waitForEvent('close'), popup.getByTestId('complete').click()]);
    await page.locator('.event.success').waitFor();
    const success = await detail(page, 'success');
    const tesla = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };
    assert.deepEqual(success, {
      mode: 'popup',
      verified: true,
      linkedVendors: [tesla],
      added: [tesla],
      repaired: [],
      via: 'return',
      late: false,
    });
    await page.locator('.devices li', { hasText: 'TESLA' }).waitFor();
  });

  it('finds a device whose window was closed on the success screen', async () => {
    const page = await start();
    const popup = await clickLink(page);
    await signIn(popup, 'ZAPTEC', 'charger');
    await popup.close();
    await page.locator('.event.success').waitFor();
    const success = await detail(page, 'success');
    assert.equal(success.via, 'verification');
    assert.deepEqual(success.added, [{ vendor: 'ZAPTEC', vendorType: 'charger', isValid: true }]);
  });

  it('tells why the user left Link UI early', async () => {
    const page = await start();
    const popup = await clickLink(page);
    await popup.getByTestId('exit').click();
    await page.locator('.event.cancel').waitFor();
    const cancel = await detail(page, 'cancel');
    assert.equal(cancel.reason, 'exited');
    assert.equal(cancel.error, 'cancelledByUser');
  });

  it('answers 421 to the name of anybody else, pages and endpoints alike', async () => {
    const { port } = new URL(playground.url);
    const ask = (path: string, host: string, method = 'GET') =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { host, origin: `http://${host}`, 'content-type': 'application/json' };
        request({ port, host: 'localhost', path, method, headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
    const paths = ['/', '/api/demo', '/api/enode/user', '/api/enode/callback', '//api/demo'];
    const foreign = ['rebound.example', `rebound.example:${port}`, 'localhost.evil.test', 'a b'];
    for (const host of [...foreign, '10.0.0.7', '127.0.0.1.evil.test', 'localhost@evil.test']) {
      for (const path of paths) {
        // Node itself refuses what is no header.
        assert.ok([400, 421].includes((await ask(path, host)) ?? 0), `${path} for ${host}`);
      }
    }
    for (const [path, method] of [
      ['/api/enode/link-session', 'POST'],
      ['/api/demo/reset', 'POST'],
      ['/api/demo/faults', 'PUT'],
    ] as const) {
      assert.equal(await ask(path, `rebound.example:${port}`, method), 421, path);
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'a.localhost']) {
      assert.equal(await ask('/api/demo', host), 200, host);
      assert.equal(await ask('/api/enode/user', host), 200, host);
    }
  });

  it('links in a dialog, and in the same window', async () => {
    for (const mode of ['iframe', 'redirect']) {
      const page = await start();
      await page.getByRole('radio', { name: mode }).check({ force: true });
      await page.click('#link');
      const frame = page.frameLocator('enode-link-button iframe');
      const exit = (mode === 'iframe' ? frame : page).getByTestId('exit');
      await exit.click();
      await page.locator('.event.cancel').waitFor();
      assert.equal((await detail(page, 'cancel')).mode, mode);
    }
  });
});
