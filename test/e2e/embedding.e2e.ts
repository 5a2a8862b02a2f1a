/**
 * A host page inside another site's page, in a sandbox or without storage, and Link UI inside the
 * host's page, in the built package. See docs/reliability.md, F58 to F66.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, until, type Frame, type Page } from '../support/drivers.js';
import {
  BUTTON,
  closes,
  element,
  events,
  openLinkUi,
  outcome,
  outcomes,
  reaches,
  shows,
  state,
  tesla,
  type Recorded,
} from '../support/play.js';
import { startSite, type Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

const DIALOG = "document.querySelector('enode-link-button').shadowRoot.querySelector('dialog')";

for (const engine of engines()) {
  describe(`embedding in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    /** Shows a host page in a frame of another site's page. */
    const embed = async (body: string, attributes = ''): Promise<Frame> => {
      const inner = site.page(body);
      const outer = site.page(
        `<iframe id="inner" ${attributes} src="${inner}" height="300"></iframe>`,
      );
      await page.go(outer.replace('localhost', '127.0.0.1'));
      const frame = await page.frame('#inner');
      await until(
        () => frame.js('!!window.events && !!document.querySelector("main")'),
        'the frame',
      );
      return frame;
    };
    const last = (frame: Frame): Promise<Recorded> =>
      until(async () => {
        const all = (await frame.js('window.events')) as Recorded[];
        return all.findLast(({ type }) => ['success', 'cancel', 'error'].includes(type));
      }, 'an outcome');

    it('lets a page inside another site hear the return, and not what that site forges (F58, F62)', async () => {
      const frame = await embed(element());
      const popup = await page.popup(() => frame.click(BUTTON));
      await shows(popup, 'Link UI');
      const nonce = new URL(String(site.sessions[0]?.redirectUri)).searchParams.get('enode_link');
      // The site around knows even the nonce, and uses every way that it has.
      await page.js(`(() => {
        const message = { type: 'enode-link:return', nonce: '${String(nonce)}' };
        document.querySelector('#inner').contentWindow.postMessage(message, '*');
        new BroadcastChannel('enode-link:${String(nonce)}').postMessage(message);
        localStorage.setItem('enode-link:${String(nonce)}', JSON.stringify(message));
      })()`);
      await page.js('new Promise((resolve) => setTimeout(resolve, 400))');
      assert.equal(await frame.js("document.querySelector('enode-link-button').state"), 'open');
      site.vendors = [tesla];
      await popup.click('#complete');
      const { type, added } = await last(frame);
      assert.deepEqual([type, added], ['success', [tesla]]);
      await closes(popup);
    });

    it('lets a page inside another site open the dialog too (F58)', async () => {
      const frame = await embed(element('mode="iframe"'));
      await frame.click(BUTTON);
      await until(
        () => frame.js("document.querySelector('enode-link-button').state === 'open'"),
        'Link UI',
      );
      site.vendors = [tesla];
      const inner = await frame.frame('enode-link-button >>> iframe');
      await inner.click('#complete');
      const { type, added } = await last(frame);
      assert.deepEqual([type, added], ['success', [tesla]]);
    });

    it('finds what was linked where Link UI is isolated and no return can arrive (F58)', async () => {
      site.linkQuery = 'coop=same-origin';
      const frame = await embed(element());
      const popup = await page.popup(() => frame.click(BUTTON));
      await shows(popup, 'Link UI');
      site.vendors = [tesla];
      const { type, via, added } = await last(frame);
      assert.deepEqual([type, via, added], ['success', 'verification', [tesla]]);
    });

    it('says up front that a sandbox without an origin can hear no return (F59)', async () => {
      // A page without an origin may not load modules; classic scripts it may.
      const frame = await embed(
        `<script src="/cdn/enode-link-button.iife.js"></script>${element()}`,
        'sandbox="allow-scripts allow-popups"',
      );
      assert.equal(await frame.js('self.origin'), 'null');
      await frame.click(BUTTON);
      const { error, message } = await last(frame);
      assert.equal(error, 'misconfigured');
      assert.match(String(message), /sandbox/);
      assert.deepEqual([await page.windows(), site.sessions.length], [1, 0]);
    });

    /** Storage as a browser leaves it that blocks it: every access throws. */
    const blocked = `<script nonce="page">
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get() { throw new DOMException('Blocked', 'SecurityError'); } });
    </script>`;

    it('needs no storage for a window, on neither page (F59)', async () => {
      const callback = site.page(`${blocked}<script src="/cdn/enode-link-callback.js"></script>`);
      await page.go(
        site.page(
          `${blocked}<enode-link-button session-url="/session" user-url="/user" callback-url="${callback}"></enode-link-button>`,
        ),
      );
      const popup = await openLinkUi(page);
      site.vendors = [tesla];
      await popup.click('#complete');
      const { type, added } = await outcome(page);
      assert.deepEqual([type, added], ['success', [tesla]]);
      await closes(popup);
    });

    it('leaves nobody at a dead end where storage is gone when a redirect returns (F60)', async () => {
      const gone = '<script nonce="page">sessionStorage.clear(); localStorage.clear();</script>';
      const callback = site.page(`${gone}<script src="/cdn/enode-link-callback.js"></script>`);
      await page.go(
        site.page(
          `<enode-link-button mode="redirect" session-url="/session" callback-url="${callback}"></enode-link-button>`,
        ),
      );
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      await page.click('#complete');
      await shows(page, 'You can close this window.');
      assert.equal(await page.url(), callback, 'nothing of the return is left in the address');
    });

    it('starts as if nothing were where storage is gone and the page itself is the return page (F60)', async () => {
      const address = site.page(
        `<script nonce="page">if (location.search) sessionStorage.clear();</script>
        <enode-link-button mode="redirect" session-url="/session" user-url="/user"></enode-link-button>`,
      );
      await page.go(address);
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      await page.click('#complete');
      await shows(page, 'Host');
      await until(async () => (await page.url()) === address, 'the address to be cleaned');
      assert.equal(await state(page), 'idle');
      await page.click(BUTTON);
      await shows(page, 'Link UI');
    });

    it('is not moved by what extensions and tools say (F61)', async () => {
      await page.go(
        site.page(`${element()}<script nonce="page">
          window.faults = [];
          addEventListener('error', ({ message }) => faults.push(message));
          addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));
        </script>`),
      );
      const popup = await openLinkUi(page);
      await page.js(`(() => {
        const noise = ['SYN', '', '{"type":"enode-link:return"}', { target: 'inpage', data: {} }, null, undefined,
          0, NaN, 10n, true, new Date(), /x/, new Map([[{}, 1]]), new Set([1]), new Error('x'),
          new ArrayBuffer(8), new Blob(['x']), 'x'.repeat(1e6), [[]], { data: { type: 'enode-link:return' } },
          { source: 'react-devtools-bridge', payload: { event: 'x' } }, { type: { toString: 1 }, nonce: {} }];
        for (let round = 0; round < 20; round++) for (const data of noise) postMessage(data, '*');
        const { port1 } = new MessageChannel();
        postMessage('port', '*', [port1]);
        for (const data of noise) {
          dispatchEvent(new MessageEvent('message', { data }));
          dispatchEvent(new StorageEvent('storage', { key: String(data), newValue: '{' }));
        }
        dispatchEvent(new MessageEvent('message', { data: new Proxy({}, { ownKeys() { throw new Error('trap'); } }) }));
      })()`);
      await page.js('new Promise((resolve) => setTimeout(resolve, 300))');
      assert.deepEqual(await page.js('window.faults'), []);
      assert.deepEqual(await outcomes(page), []);
      site.vendors = [tesla];
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
    });

    it('offers a window where Link UI refuses to be framed, and lets go of the dialog (F64)', async () => {
      site.linkHeaders = {
        'content-security-policy': "frame-ancestors 'none'",
        'x-frame-options': 'DENY',
      };
      await page.go(site.page(element('mode="iframe"')));
      await page.click(BUTTON);
      await reaches(page, 'open');
      await page.js('new Promise((resolve) => setTimeout(resolve, 300))');
      assert.equal(await state(page), 'open', 'the refusal cannot be seen');
      await page.click('enode-link-button >>> [part=dialog-close]');
      assert.equal((await outcome(page)).reason, 'dismissed');
      assert.equal(await page.js(DIALOG), null);
      await page.click(BUTTON);
      await reaches(page, 'open');
      const popup = await page.popup(() =>
        page.click('enode-link-button >>> [part=dialog-window]'),
      );
      await shows(popup, 'Link UI');
      site.vendors = [tesla];
      await popup.click('#complete');
      const { mode } = await until(
        async () => (await events(page)).find(({ type }) => type === 'success'),
        'the success',
      );
      assert.equal(mode, 'popup');
    });

    it('keeps the dialog usable where Link UI is out of reach (F64)', async () => {
      const closedPort = await startSite();
      closedPort.close();
      site.sessionAnswers = [
        { body: JSON.stringify({ linkUrl: `${closedPort.link}/link`, linkToken: 't' }) },
      ];
      await page.go(site.page(element('mode="iframe"')));
      await page.click(BUTTON);
      await reaches(page, 'open');
      await page.click('enode-link-button >>> [part=dialog-close]');
      assert.equal((await outcome(page)).reason, 'dismissed');
      assert.equal(await page.js(DIALOG), null);
    });

    it('gives the frame what sign-in pages of vendors need, and no more (F65)', async () => {
      await page.go(site.page(element('mode="iframe"')));
      await page.click(BUTTON);
      await reaches(page, 'open');
      const frame = await page.frame('enode-link-button >>> iframe');
      await until(() => frame.js("!!document.querySelector('#complete')"), 'Link UI');
      // A window of the frame's own, which is free of the sandbox: vendors refuse to be framed.
      await frame.js(`(() => {
        const link = document.createElement('a');
        link.id = 'vendor'; link.target = '_blank'; link.textContent = 'Vendor';
        link.href = '/link?vendor';
        document.body.append(link);
      })()`);
      const vendor = await page.popup(() => frame.click('#vendor'));
      await shows(vendor, 'Link UI');
      assert.equal(await vendor.js('self.origin'), site.link);
      const { sandbox, allow } = (await page.js(
        `(({ sandbox, allow }) => ({ sandbox: sandbox.value, allow }))(${DIALOG}.querySelector('iframe'))`,
      )) as Record<string, string>;
      assert.deepEqual(sandbox?.split(' ').sort(), [
        'allow-forms',
        'allow-popups',
        'allow-popups-to-escape-sandbox',
        'allow-same-origin',
        'allow-scripts',
      ]);
      assert.equal(allow, '');
    });

    it('keeps the keyboard in the dialog, and closes it by Esc while it loads (F66)', async () => {
      site.sessionAnswers = [{ fault: 'hang' }];
      await page.go(site.page(`<input id="behind">${element('mode="iframe"')}<input id="after">`));
      await page.click(BUTTON);
      await until(() => page.js(`${DIALOG}?.matches(':modal')`), 'the dialog');
      await page.js('document.querySelector("#behind").focus()');
      for (const key of ['Tab', 'Shift+Tab']) {
        for (let step = 0; step < 5; step += 1) {
          assert.notEqual(await page.js('document.activeElement.localName'), 'input', key);
          await page.press(key);
        }
      }
      await page.press('Escape');
      assert.equal((await outcome(page)).reason, 'dismissed');
      assert.equal(await page.js(DIALOG), null);
    });

    it('fits the dialog on a small screen, and nothing behind it scrolls or shifts (F66)', async () => {
      await page.resize(450, 560);
      await page.go(
        site.page(`${element('mode="iframe"')}<div id="tall"></div>
        <script nonce="page">tall.style.height = '3000px';</script>`),
      );
      await page.click(BUTTON);
      await reaches(page, 'open');
      const box = (await page.js(`(() => {
        const rect = (found) => (({ left, top, right, bottom, width, height }) =>
          ({ left, top, right, bottom, width, height }))(found.getBoundingClientRect());
        const dialog = ${DIALOG};
        return {
          dialog: rect(dialog), frame: rect(dialog.querySelector('iframe')),
          close: rect(dialog.querySelector('[part=dialog-close]')),
          width: innerWidth, height: innerHeight,
          wide: document.documentElement.scrollWidth > innerWidth,
        };
      })()`)) as Record<'dialog' | 'frame' | 'close', Record<string, number>> &
        Record<'width' | 'height', number> & { wide: boolean };
      for (const name of ['dialog', 'frame', 'close'] as const) {
        const { left = -1, top = -1, right = Infinity, bottom = Infinity } = box[name];
        assert.ok(left >= 0 && top >= 0, name);
        assert.ok(right <= box.width + 0.5 && bottom <= box.height + 0.5, name);
      }
      assert.ok((box.frame.height ?? 0) > box.height * 0.6, 'most of the screen is Link UI');
      assert.ok((box.close.width ?? 0) >= 24 && (box.close.height ?? 0) >= 24);
      assert.equal(box.wide, false);
    });
  });
}
