/**
 * The main job, in each engine, with the built widget, the built handler and the emulator: a user
 * links, exits, or closes the window; the browser blocks it; and the two modes without a window work.
 * `npm test` plays this file. The other end-to-end tests own what can go wrong on the way.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { exitEarly, linkWith, makeAsset, type VirtualAsset } from 'enode-link-button/testing';
import { engines, launch, until, type Browser, type Page } from '../support/drivers.js';
import {
  elementFor,
  linkUiIn,
  startEmulatorSite,
  type EmulatorSite,
} from '../support/emulator-site.js';
import {
  BUTTON,
  closes,
  foundDevices,
  outcome,
  outcomes,
  statusText,
  tesla,
} from '../support/play.js';

for (const engine of engines()) {
  describe(`the main job in ${engine}`, { timeout: 180_000 }, () => {
    let site: EmulatorSite;
    let browser: Browser;
    let page: Page;
    let car: VirtualAsset;

    before(async () => {
      site = await startEmulatorSite();
      browser = await launch(engine);
    });
    after(async () => {
      await browser.stop();
      await site.close();
    });
    beforeEach(async () => {
      page = await browser.blankPage();
      await site.emulator.reset();
      car = await makeAsset(site.emulator);
    });

    const open = async (attributes = ''): Promise<Page> => {
      await page.go(site.page(elementFor(attributes)));
      return page.popup(() => page.click(BUTTON));
    };
    /** The last and only outcome is that the car is linked, and that Enode says so. */
    const succeeds = async (mode: string): Promise<void> => {
      const { type, ...detail } = await outcome(page);
      assert.equal(type, 'success', JSON.stringify(detail));
      assert.deepEqual(
        [detail.mode, detail.verified, detail.added, detail.linkedVendors],
        [mode, true, [tesla], [tesla]],
      );
      assert.equal((await outcomes(page)).length, 1);
    };
    const isCancelled = async (reason: string): Promise<void> => {
      const { type, reason: given } = await outcome(page);
      assert.deepEqual([type, given], ['cancel', reason]);
      assert.equal((await outcomes(page)).length, 1);
    };

    it('links a car in a window, and closes the window', async () => {
      const popup = await open();
      await linkWith(linkUiIn(popup), car);
      await succeeds('popup');
      await closes(popup);
    });

    it('names the car that was linked, with the id that Enode gives it', async () => {
      const popup = await open('devices-url="/api/enode/devices"');
      await linkWith(linkUiIn(popup), car);
      await succeeds('popup');
      const { devices, added } = await foundDevices(page);
      const [device, ...others] = added as { id: string; name: string; vendor: string }[];
      assert.deepEqual([device?.name, device?.vendor, others], [car.name, 'TESLA', []]);
      assert.deepEqual(devices, added);
      assert.equal(await statusText(page), `${car.name} is connected.`);
    });

    it('is cancelled when the user exits Link UI', async () => {
      const popup = await open();
      await exitEarly(linkUiIn(popup));
      await isCancelled('exited');
      await closes(popup);
    });

    it('is cancelled when the user closes the window', async () => {
      const popup = await open();
      await until(() => popup.js('!!document.querySelector("main")'), 'Link UI');
      await popup.close();
      await isCancelled('window-closed');
    });

    it('says what to do when the browser blocks the window', async () => {
      await page.go(
        site.page(`${elementFor('mode="popup"')}<script type="module">
          await customElements.whenDefined('enode-link-button');
          document.querySelector('enode-link-button').open();
        </script>`),
      );
      const { type, error, message } = await outcome(page);
      assert.deepEqual([type, error], ['error', 'popup-blocked']);
      assert.match(String(message), /click handler/);
      assert.equal(await page.windows(), 1);
    });

    it('links a car by a redirect, and is back where it began', async () => {
      const address = site.page(elementFor('mode="redirect"'));
      await page.go(address);
      await page.click(BUTTON);
      await linkWith(linkUiIn(page), car);
      await succeeds('redirect');
      assert.equal(await page.url(), address);
      assert.equal(await page.windows(), 1);
    });

    it('links a car in a frame, and closes the dialog', async () => {
      await page.go(site.page(elementFor('mode="iframe"')));
      await page.click(BUTTON);
      await linkWith(linkUiIn(await page.frame('enode-link-button >>> iframe')), car);
      await succeeds('iframe');
      const dialog =
        "document.querySelector('enode-link-button').shadowRoot.querySelector('dialog')";
      assert.equal(await page.js(dialog), null);
      assert.equal(await page.windows(), 1);
    });
  });
}
