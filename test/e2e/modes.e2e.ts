/** Redirect and dialog, and attempts that outlive their page, with the built package. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { messagesFor } from '../../src/language/translations.js';
import { engines, until, type Page } from '../support/drivers.js';
import {
  BUTTON,
  closes,
  deviceNamed,
  element,
  events,
  foundDevices,
  openLinkUi,
  outcome,
  outcomes,
  reaches,
  shows,
  state,
  statusText,
  tesla,
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

for (const engine of engines()) {
  describe(`modes in ${engine}`, { timeout: 600_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    const leave = async (attributes = 'mode="redirect"'): Promise<string> => {
      const address = site.page(element(attributes));
      await page.go(`${address}?tab=2#here`);
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      return address;
    };

    it('leaves the page, and takes the attempt up again where it began', async () => {
      const address = await leave();
      site.vendors = [tesla];
      await page.click('#complete');
      const { type, ...success } = await outcome(page);
      assert.equal(type, 'success');
      assert.equal(success.mode, 'redirect');
      assert.deepEqual(success.added, [tesla]);
      assert.equal(success.late, false);
      assert.equal(await page.url(), `${address}?tab=2#here`);
    });

    it('lands on a page with the element itself, and cleans its address (F30, F31)', async () => {
      const address = site.page(
        '<enode-link-button mode="redirect" session-url="/session" user-url="/user"></enode-link-button>',
      );
      await page.go(`${address}?tab=2`);
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      await page.click('#exit');
      const cancel = await outcome(page);
      assert.deepEqual(
        [cancel.type, cancel.reason, cancel.error, cancel.errorMessage],
        ['cancel', 'exited', 'cancelledByUser', 'The user left.'],
      );
      assert.equal(await page.url(), `${address}?tab=2`);
    });

    it('carries the ids of the devices over a redirect, and names the new one afterwards', async () => {
      const [old, fresh] = [deviceNamed('Old car'), deviceNamed('New car')];
      site.devices = [old];
      await leave('mode="redirect" devices-url="/linked-devices"');
      site.vendors = [tesla];
      site.devices = [old, fresh];
      await page.click('#complete');
      const { devices, added } = await foundDevices(page);
      assert.deepEqual([devices, added], [[old, fresh], [fresh]]);
      assert.equal(await statusText(page), 'New car is connected.');
      const types = (await events(page)).map(({ type }) => type);
      assert.ok(types.indexOf('success') < types.indexOf('devices'));
    });

    it('names a device that comes after a reload of the page and the return of its window', async () => {
      site.devices = [deviceNamed('Old car')];
      await page.go(site.page(element('devices-url="/linked-devices"')));
      const popup = await openLinkUi(page);
      await page.js('void setTimeout(() => location.reload())');
      await reaches(page, 'detached');
      site.vendors = [tesla];
      await popup.click('#complete');
      await reaches(page, 'linked');
      site.devices.push(deviceNamed('New car'));
      assert.deepEqual((await foundDevices(page)).added, [deviceNamed('New car')]);
    });

    it('takes up no attempt that was cancelled before the page was loaded again', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      await popup.close();
      const { type, reason, verified } = await outcome(page);
      assert.deepEqual([type, reason, verified], ['cancel', 'window-closed', true]);
      // Linked elsewhere: this button has nothing to do with it.
      site.vendors = [tesla];
      await page.js('void setTimeout(() => location.reload())');
      await reaches(page, 'idle');
      await page.js('new Promise((resolve) => setTimeout(resolve, 500))');
      assert.deepEqual(await events(page), []);
    });

    it('tells the outcome of a redirect once, also after a reload (F33)', async () => {
      await leave();
      await page.click('#complete');
      await outcome(page);
      const address = await page.url();
      await page.go('about:blank');
      await page.go(address);
      await page.js('new Promise((resolve) => setTimeout(resolve, 500))');
      assert.deepEqual(await outcomes(page), []);
      assert.equal(await state(page), 'idle');
    });

    it('gives the return to the element that left, by its id', async () => {
      await page.go(
        site.page(`${element('id="a" mode="redirect"')}${element('id="b" mode="redirect"')}`),
      );
      await page.click('#b >>> button');
      await shows(page, 'Link UI');
      await page.click('#complete');
      assert.equal((await outcome(page)).id, 'b');
      assert.equal(await state(page, '#a'), 'idle');
    });

    it('goes back to the page of the element that left, where another is on the landing page', async () => {
      const other = '<enode-link-button id="other" session-url="/other"></enode-link-button>';
      const landing = new URL(site.page(other)).pathname;
      const address = site.page(
        `<enode-link-button id="mine" mode="redirect" session-url="/session" user-url="/user" callback-url="${landing}"></enode-link-button>`,
      );
      await page.go(address);
      await page.click('#mine >>> button');
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.click('#complete');
      const { type, id, added } = await outcome(page);
      assert.deepEqual([type, id, added], ['success', 'mine', [tesla]]);
      assert.equal(await page.url(), address);
    });

    it('gives the return to who is there, where the page that began leads nowhere else any more', async () => {
      const landing = new URL(site.page(element('id="after"'))).pathname;
      await page.go(
        site.page(`<script nonce="page">
          if (sessionStorage.signedOut) location.replace('${landing}' + location.search);
        </script><enode-link-button id="before" mode="redirect" session-url="/session"
          callback-url="${landing}"></enode-link-button>`),
      );
      await page.js("void (sessionStorage.signedOut = 'yes')");
      await page.click('#before >>> button');
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.click('#complete');
      const { type, id } = await outcome(page);
      assert.deepEqual([type, id], ['success', 'after']);
      assert.equal(await page.url(), site.host + landing);
    });

    it('is cancelled when the user comes back by the back button (F38)', async () => {
      await leave();
      await page.back();
      await shows(page, 'Host');
      const cancel = await until(async () => (await outcomes(page)).at(-1), 'the cancel');
      assert.deepEqual([cancel.type, cancel.reason], ['cancel', 'dismissed']);
      assert.equal(await state(page), 'cancelled');
    });

    it('falls back to a redirect where the browser refuses a window (F02, F03)', async () => {
      await page.go(
        site.page(`${element()}<script nonce="page" type="module">
          await customElements.whenDefined('enode-link-button');
          if (!sessionStorage.opened) {
            sessionStorage.opened = 'once';
            document.querySelector('enode-link-button').open();
          }
        </script>`),
      );
      await shows(page, 'Link UI');
      assert.equal(await page.windows(), 1);
      await page.click('#complete');
      const success = await outcome(page);
      assert.deepEqual([success.type, success.mode], ['success', 'redirect']);
    });

    it('shows Link UI in a dialog, and closes it on the return', async () => {
      await page.go(site.page(element('mode="iframe"')));
      await page.click(BUTTON);
      const frame = await page.frame('enode-link-button >>> iframe');
      await until(() => frame.js("!!document.querySelector('#complete')"), 'Link UI in the frame');
      assert.equal(
        await page.js(
          "document.querySelector('enode-link-button').shadowRoot.querySelector('iframe').getAttribute('src')",
        ),
        null,
        'no address in the DOM',
      );
      site.vendors = [tesla];
      await frame.click('#complete');
      const success = await outcome(page);
      assert.deepEqual([success.type, success.mode, success.added], ['success', 'iframe', [tesla]]);
      assert.equal(
        await page.js(
          "document.querySelector('enode-link-button').shadowRoot.querySelector('dialog')",
        ),
        null,
      );
      assert.equal(
        await page.js(
          "document.querySelector('enode-link-button').shadowRoot.activeElement?.part.value",
        ),
        'button',
        'the focus is back',
      );
    });

    it('is dismissed by the close button of the dialog, and by Esc (F66)', async () => {
      await page.go(site.page(element('mode="iframe"')));
      await page.click(BUTTON);
      await reaches(page, 'open');
      await page.click('enode-link-button >>> [part=dialog-close]');
      assert.equal((await outcome(page)).reason, 'dismissed');
      await page.click(BUTTON);
      await reaches(page, 'open');
      // Keys inside a frame of another site never reach us: the user leaves the frame first.
      await page.js(
        "document.querySelector('enode-link-button').shadowRoot.querySelector('[part=dialog-close]').focus()",
      );
      await page.press('Escape');
      await until(async () => (await outcomes(page)).length === 2, 'the second cancel');
      assert.equal((await outcome(page)).reason, 'dismissed');
    });

    it('goes on in a window, with a session of its own, from the dialog', async () => {
      await page.go(site.page(element('mode="iframe"')));
      await page.click(BUTTON);
      await reaches(page, 'open');
      const popup = await page.popup(() =>
        page.click('enode-link-button >>> [part=dialog-window]'),
      );
      await shows(popup, 'Link UI');
      assert.equal(site.sessions.length, 2);
      site.vendors = [tesla];
      await popup.click('#complete');
      const success = await outcome(page);
      assert.deepEqual([success.type, success.mode], ['success', 'popup']);
      assert.equal((await events(page)).filter(({ type }) => type === 'open').length, 1);
      await closes(popup);
    });

    it("says at once that the page's own policy forbids the frame (F64)", async () => {
      await page.go(
        site.page(element('mode="iframe"'), { 'content-security-policy': "frame-src 'self'" }),
      );
      await page.click(BUTTON);
      const failure = await outcome(page);
      assert.equal(failure.error, 'frame-refused');
      assert.match(String(failure.message), /frame-src/);
      assert.equal(
        await page.js(
          "document.querySelector('enode-link-button').shadowRoot.querySelector('dialog')",
        ),
        null,
      );
    });

    it('takes up an attempt whose page was loaded anew while the window is open (F14, F37)', async () => {
      const address = site.page(element());
      await page.go(address);
      const popup = await openLinkUi(page);
      await page.js('void setTimeout(() => location.reload())');
      await reaches(page, 'detached');
      site.vendors = [tesla];
      await popup.click('#complete');
      const success = await outcome(page);
      assert.deepEqual([success.type, success.mode, success.added], ['success', 'popup', [tesla]]);
      await closes(popup);
    });

    it('is walked through by keyboard while its window is out of sight, there and back', async () => {
      await page.go(site.page(`<input id="before">${element()}<input id="after">`));
      const popup = await openLinkUi(page);
      await page.js('void setTimeout(() => location.reload())');
      await reaches(page, 'detached');
      await popup.close();
      const focused = () =>
        page.js(`(({ shadowRoot, id }) =>
          shadowRoot ? shadowRoot.activeElement.textContent.trim() : id)(document.activeElement)`);
      await page.js('document.querySelector("#before").focus()');
      const { continue: goOn, restart, cancel } = messagesFor('en-US');
      const there = [goOn, restart, cancel, 'after'];
      const back = [cancel, restart, goOn, 'before'];
      for (const [key, stops] of [
        ['Tab', there],
        ['Shift+Tab', back],
      ] as const) {
        for (const stop of stops) {
          await page.press(key);
          assert.equal(await focused(), stop, key);
        }
      }
    });

    it('asks for the session on hover, once, and opens it with the click (F55)', async () => {
      await page.go(site.page(element('prefetch="intent"')));
      await page.js("document.querySelector('enode-link-button').focus()");
      await until(() => Promise.resolve(site.sessions.length === 1), 'the prefetch');
      assert.deepEqual(await events(page), []);
      const popup = await openLinkUi(page);
      assert.equal(site.sessions.length, 1);
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
      // A session is for one use: the next click has one of its own.
      const again = await openLinkUi(page);
      assert.equal(
        new Set(site.sessions.map(({ redirectUri }) => redirectUri)).size,
        site.sessions.length,
      );
      await again.click('#complete');
      await until(async () => (await outcomes(page)).length === 2, 'the second');
    });

    it('asks anew when the settings changed after the prefetch', async () => {
      await page.go(site.page(element('prefetch="intent"')));
      await page.js("document.querySelector('enode-link-button').focus()");
      await until(() => Promise.resolve(site.sessions.length === 1), 'the prefetch');
      await page.js("document.querySelector('enode-link-button').setAttribute('vendor', 'TESLA')");
      await openLinkUi(page);
      assert.equal(site.sessions.at(-1)?.vendor, 'TESLA');
    });
  });
}
