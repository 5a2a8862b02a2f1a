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

  const start = async (folder = ''): Promise<Page> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(playground.url + folder);
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
    const brand = popup.getByTestId(`brand-${vendor}`);
    await brand.or(popup.getByTestId('step-access')).waitFor();
    // A relink is for one brand.
    if (await brand.isVisible()) await brand.click();
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
    const row = page.locator('.devices li.fresh', { hasText: 'Family car' });
    await row.getByText('New', { exact: true }).waitFor();
    await page.locator('.event.devices').waitFor();
    const { added } = await detail(page, 'devices');
    assert.deepEqual(
      (added as { name: string }[]).map(({ name }) => name),
      ['Family car'],
    );
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

  it('shows the state of each device, repairs one, and asks before it removes two', async () => {
    const { emulator } = playground;
    const second = { vendor: 'TESLA', vendorType: 'vehicle', name: 'Second car' } as const;
    await emulator.addDevice('demo-user', second);
    await emulator.invalidate('demo-user', 'TESLA');
    const page = await start();
    const row = (name: string) => page.locator('.devices li', { hasText: name });
    await row('Second car').getByText('Signed out').waitFor();
    await row('Zaptec').getByText('Connected').waitFor();

    const again = page.getByRole('button', { name: 'Reconnect Family car' });
    const [popup] = await Promise.all([page.waitForEvent('popup'), again.click()]);
    await signIn(popup, 'TESLA', 'vehicle');
    await Promise.all([popup.waitForEvent('close'), popup.getByTestId('complete').click()]);
    await page.locator('.event.success').waitFor();
    const { repaired } = await detail(page, 'success');
    assert.deepEqual(repaired, [{ vendor: 'TESLA', vendorType: 'vehicle', isValid: true }]);
    const { request: asked } = await detail(page, 'start');
    assert.ok((asked as { assetId?: string }).assetId, 'it relinks the device');
    await row('Second car').getByText('Connected').waitFor();
    const left = await page.locator('#link').evaluate((element) => {
      const { assetId, vendor, vendorType } = element as unknown as Record<string, string>;
      return [assetId, vendor, vendorType].filter(Boolean);
    });
    assert.deepEqual(left, [], 'the next attempt has the settings of the form');

    await page.getByRole('button', { name: 'Remove Second car' }).click();
    await page.getByRole('dialog').getByText('Family car').waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await row('Second car').waitFor({ state: 'detached' });
    assert.equal(await row('Family car').count(), 0);
    assert.equal(await row('Zaptec').count(), 1);
    await page.locator('#link:state(idle)').waitFor();
  });

  it('keeps the events next to the button on a phone, and folds the settings away', async () => {
    const page = await start();
    const fold = page.locator('details:has(#settings)');
    const language = page.getByLabel('language');
    assert.ok(await language.isVisible(), 'on a desktop they have a column');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('details:has(#settings):not([open])').waitFor();
    const bottom = async (selector: string) => {
      const box = await page.locator(selector).boundingBox();
      assert.ok(box);
      return box.y + box.height;
    };
    assert.ok((await bottom('.log')) - (await bottom('#link')) < 400);
    assert.ok((await bottom('details:has(#settings)')) - (await bottom('#link')) < 500);
    await fold.locator('summary').press('Enter');
    assert.ok(await language.isVisible());
  });

  it('shows on a host’s page which brands have trouble, and a device that comes later', async () => {
    const { emulator } = playground;
    await emulator.setFaults({ vendors: { VOLKSWAGEN: 'ELEVATED_ERROR_RATE', NISSAN: 'OUTAGE' } });
    const page = await start('devices/');
    await page.getByRole('radio', { name: 'Car', exact: true }).check({ force: true });
    const option = (name: string) => page.locator('.vendor option', { hasText: name });
    await option('Nissan (not available at the moment)').waitFor({ state: 'attached' });
    assert.ok(await option('Nissan').isDisabled());
    assert.ok(await option('Volkswagen (may fail at the moment)').isEnabled());
    await emulator.setFaults({});
    await page.getByLabel('Brand').selectOption('TESLA');
    const link = page.locator('#link');
    const chosen = () =>
      link.evaluate((element) => {
        const { vendor, vendorType } = element as unknown as Record<string, string>;
        return { vendor, vendorType };
      });
    assert.deepEqual(await chosen(), { vendor: 'TESLA', vendorType: 'vehicle' });
    await page.getByRole('radio', { name: 'Charger', exact: true }).check({ force: true });
    assert.deepEqual(await chosen(), { vendor: '', vendorType: 'charger' });

    const rows = page.locator('.rows li');
    const before = await rows.count();
    assert.ok(before > 0);
    // By itself: nobody clicks, and the page keeps the focus.
    await emulator.addDevice('demo-user', { vendor: 'ZAPTEC', vendorType: 'charger' });
    await rows.nth(before).waitFor();
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
      ['/api/demo/devices', 'POST'],
      ['/api/demo/invalidate', 'POST'],
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

  it('has a button that agrees with the list: after a reload, and when all is removed', async () => {
    await playground.emulator.invalidate('demo-user', 'ZAPTEC');
    const page = await start('#vendor=ZAPTEC');
    const link = page.locator('#link');
    await page.locator('.devices').getByText('Signed out').first().waitFor();
    await link.getByRole('button', { name: 'Reconnect Zaptec' }).waitFor();
    await page.getByRole('button', { name: 'Forget all devices' }).click();
    await page.getByText('No devices yet.').waitFor();
    await link.getByRole('button', { name: 'Connect a device' }).waitFor();
  });
});
