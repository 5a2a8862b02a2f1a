/**
 * What a host page has around the button, with the built package: a base address, frames without an
 * address, dialogs and cards of the host. See docs/reliability.md, F82 and F85.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, until, type Frame, type Page } from '../support/drivers.js';
import {
  BUTTON,
  closes,
  element,
  openLinkUi,
  outcome,
  reaches,
  shows,
  tesla,
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

const DIALOG = "document.querySelector('enode-link-button').shadowRoot.querySelector('dialog')";
const escape = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

for (const engine of engines()) {
  describe(`surroundings in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    const redirectUri = (): string => String(site.sessions[0]?.redirectUri).split('?')[0] ?? '';

    it('follows the base of the page with every address (F82)', async () => {
      await page.go(
        site.page(`<base href="/deep/">
          <enode-link-button session-url="session" user-url="user" callback-url="callback"></enode-link-button>`),
      );
      const popup = await openLinkUi(page);
      assert.equal(redirectUri(), `${site.host}/deep/callback`);
      assert.ok(site.requests.includes('/deep/session') && site.requests.includes('/deep/user'));
      site.vendors = [tesla];
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
      await closes(popup);
    });

    it('returns to the page itself where its base is elsewhere (F82)', async () => {
      const address = site.page(`<base href="http://127.0.0.1:1/deep/">
        <enode-link-button session-url="${site.host}/session"></enode-link-button>`);
      await page.go(address);
      const popup = await openLinkUi(page);
      assert.equal(redirectUri(), address);
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
      await closes(popup);
    });

    it('knows a button by its full address after a redirect, whatever the base (F82)', async () => {
      const back = site.page('<enode-link-button session-url="/deep/session"></enode-link-button>');
      await page.go(
        site.page(`<base href="/deep/">
          <enode-link-button mode="redirect" session-url="session" callback-url="${back}"></enode-link-button>`),
      );
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      await page.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
      assert.equal(await page.url(), back);
    });

    /** A host page in a `srcdoc` frame: that has the address `about:srcdoc`, and the base of its page. */
    const srcdoc = async (attributes: string, button: string): Promise<Frame> => {
      const inner = `<!doctype html><title>Inner</title>
        <script>
          for (const name of ['success', 'cancel', 'error'])
            addEventListener('enode-link-' + name, ({ detail }) => {
              window.ended = name + ' ' + (detail.error?.code ?? detail.added?.length);
            });
        </script>
        <script src="/cdn/enode-link-button.iife.js"></script>${button}`;
      await page.go(
        site.page(
          `<iframe id="inner" height="300" ${attributes} srcdoc="${escape(inner)}"></iframe>`,
        ),
      );
      const frame = await page.frame('#inner');
      await until(() => frame.js('!!self.EnodeLinkButton && document.body'), 'the frame');
      return frame;
    };
    const WITH_ORIGIN =
      'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox';

    for (const [where, attributes] of [
      ['a srcdoc frame', ''],
      ['a srcdoc frame in a sandbox with an origin', `sandbox="${WITH_ORIGIN}"`],
    ] as const) {
      it(`links in ${where} (F82)`, async () => {
        const frame = await srcdoc(
          attributes,
          '<enode-link-button session-url="/session" user-url="user" callback-url="callback"></enode-link-button>',
        );
        const popup = await page.popup(() => frame.click(BUTTON));
        await shows(popup, 'Link UI');
        assert.equal(redirectUri(), `${site.host}/callback`);
        site.vendors = [tesla];
        await popup.click('#complete');
        await until(async () => (await frame.js('self.ended')) === 'success 1', 'the success');
        await closes(popup);
      });
    }

    it('returns to the page around a srcdoc frame where nothing else is set (F82)', async () => {
      const frame = await srcdoc(
        '',
        '<enode-link-button session-url="/session"></enode-link-button>',
      );
      await page.popup(() => frame.click(BUTTON));
      await until(() => site.sessions.length > 0, 'the request');
      assert.equal(redirectUri(), await page.url());
    });

    it('says that a srcdoc frame in a sandbox without an origin can hear no return (F82)', async () => {
      const frame = await srcdoc(
        'sandbox="allow-scripts allow-popups"',
        '<enode-link-button session-url="/session" callback-url="/callback"></enode-link-button>',
      );
      await frame.click(BUTTON);
      await until(
        async () => (await frame.js('self.ended')) === 'error misconfigured',
        'the error',
      );
      assert.equal(site.sessions.length, 0);
    });

    /** Everything that happens on the page around, as libraries and cards of a host hear it. */
    const LISTENER = `<script nonce="page">
      window.heard = [];
      const types = 'click dblclick auxclick contextmenu pointerdown pointerup mousedown mouseup ' +
        'keydown keypress keyup cancel close';
      for (const type of types.split(' ')) {
        document.addEventListener(type, ({ key }) => heard.push(key ? type + ' ' + key : type));
        if (type.startsWith('key')) document.addEventListener(type, ({ key }) => heard.push('capture ' + key), true);
      }
      const around = document.querySelector('dialog');
      if (around) for (const type of ['cancel', 'close']) around.addEventListener(type, () => heard.push(type));
    </script>`;
    const heard = async (): Promise<unknown> => {
      await page.js('new Promise((resolve) => setTimeout(resolve, 100))');
      return page.js('heard.splice(0)');
    };
    const inDialog = `<dialog id="around">${element('mode="iframe"')}</dialog>${LISTENER}`;

    for (const [how, open] of [
      ['by a click', () => page.click(BUTTON)],
      // Chromium closes dialogs together that were opened without a gesture.
      [
        'without a gesture',
        () => page.js("void document.querySelector('enode-link-button').open()"),
      ],
    ] as const) {
      for (const held of [true, false]) {
        const when = held ? 'while it loads' : 'once Link UI is there';
        it(`takes Esc for our dialog alone in a dialog of the host, opened ${how}, ${when} (F85)`, async () => {
          site.sessionAnswers = held ? [{ fault: 'hang' }] : [];
          await page.go(site.page(inDialog));
          await page.js('around.showModal()');
          await open();
          await until(() => page.js(`${DIALOG}?.matches(':modal')`), 'the dialog');
          if (!held) {
            await reaches(page, 'open');
            // A key inside the frame is Link UI's.
            await page.js(`${DIALOG}.querySelector('[part=dialog-close]').focus()`);
          }
          await page.js('heard.splice(0)');
          await page.press('Escape');
          assert.equal((await outcome(page)).reason, 'dismissed');
          assert.deepEqual(await heard(), []);
          assert.equal(await page.js('around.open'), true);
          assert.equal(await page.js(DIALOG), null);
          // The next one is the host's.
          await page.press('Escape');
          await until(
            async () => !(await page.js('around.open')),
            'the dialog of the host to close',
          );
        });
      }
    }

    it('takes Esc for our dialog where nothing in it has the focus (F85)', async () => {
      site.sessionAnswers = [{ fault: 'hang' }];
      await page.go(site.page(inDialog));
      await page.js('around.showModal()');
      await page.click(BUTTON);
      await until(() => page.js(`${DIALOG}?.matches(':modal')`), 'the dialog');
      await page.click('enode-link-button >>> [part=dialog-note]');
      await page.js('heard.splice(0)');
      await page.press('Escape');
      assert.equal((await outcome(page)).reason, 'dismissed');
      assert.deepEqual(await heard(), []);
      assert.equal(await page.js('around.open'), true);
    });

    it('keeps clicks and keys in our dialog inside a card that can be clicked (F85)', async () => {
      await page.go(
        site.page(`<div id="card">${element('mode="iframe"')}</div>${LISTENER}
          <script nonce="page">window.clicks = 0; card.onclick = () => { clicks += 1; };</script>`),
      );
      for (const close of [
        () => page.click('enode-link-button >>> [part=dialog-close]'),
        () => page.press('Enter'),
      ]) {
        await page.click(BUTTON);
        await until(() => page.js(`${DIALOG}?.matches(':modal')`), 'the dialog');
        await reaches(page, 'open');
        await page.js(`${DIALOG}.querySelector('[part=dialog-close]').focus()`);
        await page.js('heard.splice(0)');
        const before = await page.js('clicks');
        // Not Tab: it takes the focus into the frame, in another process, and may arrive there so late
        // that the next key is not for this button any more.
        await page.press('x');
        await page.press('ArrowDown');
        await close();
        await until(() => page.js(`${DIALOG} === null`), 'the dialog to close');
        assert.deepEqual(await heard(), []);
        assert.equal(await page.js('clicks'), before);
        await until(
          async () =>
            (await page.js("document.querySelector('enode-link-button').state")) === 'cancelled',
          'the cancel',
        );
      }
    });
  });
}
