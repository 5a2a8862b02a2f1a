/** Popups of the built package, across real windows and two sites, with popup blockers on. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, until, type Page } from '../support/drivers.js';
import {
  BUTTON,
  closes,
  element,
  events,
  openLinkUi,
  outcome,
  outcomes,
  shows,
  tesla,
  zaptec,
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

for (const engine of engines()) {
  describe(`a popup in ${engine}`, { timeout: 600_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    it('links, tells what was linked, and closes the window', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      site.vendors = [tesla];
      await popup.click('#complete');
      const { type: _, id: __, ...detail } = await outcome(page);
      assert.deepEqual(detail, {
        mode: 'popup',
        verified: true,
        linkedVendors: [tesla],
        added: [tesla],
        repaired: [],
        via: 'return',
        late: false,
      });
      await closes(popup);
      const states = (await events(page)).flatMap(({ type, state }) =>
        type === 'statechange' ? [state] : [],
      );
      assert.deepEqual(states, ['requesting', 'open', 'confirming', 'linked']);
      assert.deepEqual(
        (await events(page)).map(({ type }) => type).filter((type) => type !== 'statechange'),
        ['start', 'open', 'success'],
      );
    });

    it('sends the host endpoint what it must know, and nothing else', async () => {
      await page.go(
        site.page(
          element('vendor-type="vehicle" vendor="TESLA" scopes="a:read, b:read" language="de-DE"'),
        ),
      );
      await openLinkUi(page);
      const [asked] = site.sessions;
      const { redirectUri, ...rest } = asked ?? {};
      assert.match(String(redirectUri), /^http:\/\/localhost:\d+\/callback\?enode_link=[\w-]{22}$/);
      assert.deepEqual(rest, {
        language: 'de-DE',
        colorScheme: 'system',
        vendorType: 'vehicle',
        vendor: 'TESLA',
        scopes: ['a:read', 'b:read'],
      });
    });

    it('returns to the page itself where no callback URL is given (F30, F31)', async () => {
      await page.go(
        `${site.page('<enode-link-button session-url="/session"></enode-link-button>')}?own=1#hash`,
      );
      const popup = await openLinkUi(page);
      assert.match(String(site.sessions[0]?.redirectUri), /\/\d+\?own=1&enode_link=[\w-]{22}$/);
      await popup.click('#complete');
      const success = await outcome(page);
      assert.equal(success.type, 'success');
      assert.equal(success.verified, false);
      assert.equal(success.linkedVendors, null);
      await closes(popup);
    });

    it('opens although the session takes four seconds, and shows that it is on its way (F01, F15)', async () => {
      site.sessionAnswers = [{ held: true }];
      await page.go(site.page(element('lang="de"')));
      const popup = await page.popup(() => page.click(BUTTON));
      const text = await until(
        async () => (await popup.js('document.body.innerText')) as string,
        'a text',
      );
      assert.ok(text.length > 10);
      assert.equal(await popup.js('document.documentElement.lang'), 'de-DE');
      assert.equal(await popup.js('location.href'), 'about:blank');
      await page.js('new Promise((resolve) => setTimeout(resolve, 4000))');
      await site.release();
      await shows(popup, 'Link UI');
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
    });

    it('works and looks right under a strict policy of the host (F15)', async () => {
      site.sessionAnswers = [{ held: true }];
      await page.go(
        site.page(element(), {
          'content-security-policy':
            "default-src 'none'; script-src 'nonce-page' 'strict-dynamic'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
        }),
      );
      const popup = await page.popup(() => page.click(BUTTON));
      const display = await until(
        () =>
          popup.js(
            "document.querySelector('[role=status]') && getComputedStyle(document.body).display",
          ),
        'the loading page',
      );
      assert.equal(display, 'grid', 'the stylesheet was let through');
      await site.release();
      await shows(popup, 'Link UI');
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
    });

    it('gives the other site no opener, no name and no address of the page (F11)', async () => {
      const address = site.page(element());
      await page.go(address);
      const popup = await openLinkUi(page);
      assert.equal(await popup.js('window.openerAtLoad'), 'null');
      assert.equal(await popup.js('window.windowName'), '');
      assert.ok(![address].includes((await popup.js('window.referrer')) as string));
    });

    it('says that the browser refused the window when there was no click (F02, F03)', async () => {
      await page.go(
        site.page(
          `${element('mode="popup"')}<script nonce="page" type="module">
            await customElements.whenDefined('enode-link-button');
            window.result = await document.querySelector('enode-link-button').open();
          </script>`,
        ),
      );
      const failure = await outcome(page);
      assert.equal(failure.type, 'error');
      assert.equal(failure.error, 'popup-blocked');
      assert.match(String(failure.message), /click handler/);
      assert.equal(await page.js('result.status'), 'failed');
      assert.deepEqual(site.sessions, [], 'nothing was asked for');
    });

    it('is cancelled with the reason that Link UI gives', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      await popup.click('#exit');
      const { reason, error, errorMessage } = await outcome(page);
      assert.deepEqual(
        { reason, error, errorMessage },
        { reason: 'exited', error: 'cancelledByUser', errorMessage: 'The user left.' },
      );
      await closes(popup);
    });

    for (const [name, answer] of [
      ['answers 500', { status: 500 }],
      ['answers 401', { status: 401 }],
      ['answers HTML', { body: '<!doctype html><title>App</title>' }],
      ['answers another object', { body: '{}' }],
      ['breaks off', { fault: 'drop' }],
    ] as const) {
      it(`does not say that nothing was linked where the user endpoint ${name} (F75)`, async () => {
        site.userAnswer = answer;
        await page.go(site.page(element()));
        const popup = await openLinkUi(page);
        site.vendors = [tesla];
        await popup.close();
        await page.js('window.focus()');
        const { type, error } = await outcome(page);
        assert.deepEqual([type, error], ['error', 'confirm-failed']);
        const status = await page.js(
          "document.querySelector('enode-link-button').shadowRoot.querySelector('[part=status]').textContent",
        );
        assert.doesNotMatch(String(status), /Nothing was linked/);
      });
    }

    it('says neutrally that the window was closed where there is no user endpoint (F75)', async () => {
      await page.go(site.page(element().replace('user-url="/user"', '')));
      const popup = await openLinkUi(page);
      await popup.close();
      const { type, reason, verified } = await outcome(page);
      assert.deepEqual([type, reason, verified], ['cancel', 'window-closed', false]);
      const status = await page.js(
        "document.querySelector('enode-link-button').shadowRoot.querySelector('[part=status]').textContent.trim()",
      );
      assert.equal(status, 'The sign-in page was closed.');
    });

    for (const [mode, end] of [
      ['auto', 'leaves it for Link UI'],
      ['popup', 'is told that there is no window'],
    ] as const) {
      it(`does not lose the page of a web view that has one window: ${mode} ${end} (F78)`, async () => {
        await page.go(
          site.page(`<script nonce="page">
            // As Android's web view with setSupportMultipleWindows(false).
            window.open = (url) => {
              if (url) location.href = url;
              return window;
            };
          </script><p id="mine">Mine</p>${element(`mode="${mode}"`)}`),
        );
        await page.click(BUTTON);
        if (mode === 'popup') {
          assert.equal((await outcome(page)).error, 'popup-blocked');
          assert.equal(await page.js("document.querySelector('#mine').textContent"), 'Mine');
          assert.equal(await page.title(), 'Host');
        } else {
          await shows(page, 'Link UI');
          site.vendors = [tesla];
          await page.click('#complete');
          await shows(page, 'Host');
          const { type, mode: shown } = await outcome(page);
          assert.deepEqual([type, shown], ['success', 'redirect']);
        }
      });
    }

    it('has one true outcome when the user closes the window (F18, F24)', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      await popup.close();
      await until(
        async () =>
          (await outcomes(page)).length > 0 ||
          (await page.js("document.querySelector('enode-link-button').state")) === 'detached',
        'an end',
      );
      // A page without the focus may not call it a cancel; then the user is asked.
      if ((await outcomes(page)).length === 0)
        await page.click('enode-link-button >>> [part=choices] button:last-child');
      assert.equal((await outcome(page)).type, 'cancel');
    });

    it('finds what was linked when the window was closed on the success screen (F26, F36)', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      site.vendors = [zaptec];
      await popup.close();
      const success = await outcome(page);
      assert.equal(success.type, 'success');
      assert.equal(success.via, 'verification');
      assert.deepEqual(success.added, [zaptec]);
    });

    it('is cancelled at once when the window is closed while the session is on its way (F23, F48)', async () => {
      site.sessionAnswers = [{ held: true }];
      await page.go(site.page(element()));
      const popup = await page.popup(() => page.click(BUTTON));
      await popup.close();
      assert.equal((await outcome(page)).reason, 'window-closed');
    });

    it('hears the return although Link UI isolates its window (F18)', async () => {
      site.linkQuery = 'coop=same-origin';
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      site.vendors = [tesla];
      await popup.click('#complete');
      const success = await until(
        async () => (await events(page)).find(({ type }) => type === 'success'),
        'a success',
      );
      assert.deepEqual(success.added, [tesla]);
      await closes(popup);
    });

    it('takes a double click for one, and a thousand (F08, F56)', async () => {
      await page.go(site.page(element()));
      site.sessionAnswers = [{ held: true }];
      await page.click(BUTTON);
      await page.js(
        'void Array.from({ length: 1000 }, () => document.querySelector("enode-link-button").click())',
      );
      await page.click(BUTTON);
      const popup = await page.waitForPopup();
      await site.release();
      await shows(popup, 'Link UI');
      assert.equal(site.sessions.length, 1);
      assert.equal(await page.windows(), 2);
      assert.equal((await events(page)).filter(({ type }) => type === 'start').length, 1);
    });

    it('keeps two buttons apart, whichever is completed first (F09, F11)', async () => {
      await page.go(site.page(`${element('id="a"')}${element('id="b"')}`));
      const first = await openLinkUi(page, '#a >>> button');
      const second = await openLinkUi(page, '#b >>> button');
      await second.click('#complete');
      await until(async () => (await outcomes(page)).length === 1, 'the second');
      assert.equal((await outcome(page)).id, 'b');
      await first.click('#exit');
      await until(async () => (await outcomes(page)).length === 2, 'the first');
      assert.deepEqual(
        (await outcomes(page)).map(({ id, type }) => [id, type]),
        [
          ['b', 'success'],
          ['a', 'cancel'],
        ],
      );
    });

    it('shows in the window why there is no session, and tells the page (F15, F51)', async () => {
      site.sessionAnswers = [{ status: 500 }];
      await page.go(site.page(element()));
      const popup = await page.popup(() => page.click(BUTTON));
      assert.equal((await outcome(page)).error, 'session-unavailable');
      await until(
        () => popup.js("document.querySelector('[role=alert]')?.textContent"),
        'the error',
      );
      await popup.click('button:last-of-type');
      await closes(popup);
    });

    it('tries again in the window that showed the failure, and that one alone', async () => {
      site.sessionAnswers = [{ status: 500 }, {}];
      await page.go(site.page(element()));
      const popup = await page.popup(() => page.click(BUTTON));
      assert.equal((await outcome(page)).error, 'session-unavailable');
      await popup.click('button');
      await shows(popup, 'Link UI');
      assert.equal(await page.windows(), 2);
      assert.equal(await popup.js('window.openerAtLoad'), 'null');
      site.vendors = [tesla];
      await popup.click('#complete');
      await until(async () => (await outcomes(page)).length === 2, 'the second outcome');
      assert.deepEqual((await outcomes(page)).at(-1)?.added, [tesla]);
      await closes(popup);
    });

    it('refuses an address that is not of Link UI, and never goes there (F53)', async () => {
      site.sessionAnswers = [
        { body: JSON.stringify({ linkUrl: 'https://enode.com.evil.example/x', linkToken: 't' }) },
      ];
      await page.go(site.page(element()));
      const popup = await page.popup(() => page.click(BUTTON));
      const failure = await outcome(page);
      assert.equal(failure.error, 'link-url-refused');
      assert.ok(!String(failure.message).includes('evil'));
      assert.equal(await popup.js('location.href'), 'about:blank');
    });

    it('is aborted when the element is removed, and not when it is moved (F39, F40)', async () => {
      await page.go(site.page(`${element()}<div id="other"></div>`));
      const popup = await openLinkUi(page);
      await page.js(`(() => {
        window.el = document.querySelector('enode-link-button');
        el.addEventListener('enode-link-cancel', (event) => { window.removed = event.detail.reason; });
        document.querySelector('#other').append(el);
      })()`);
      await page.js('new Promise((resolve) => setTimeout(resolve, 100))');
      assert.equal(await page.js('el.state'), 'open');
      await page.js('el.remove()');
      assert.equal(await until(() => page.js('window.removed'), 'the cancel'), 'aborted');
      // Chromium keeps a window open that has left us; what it still returns is not heard.
      await popup.click('#complete').catch(async (cause: unknown) => {
        if (!(await popup.isClosed())) throw cause;
      });
      await page.js('new Promise((resolve) => setTimeout(resolve, 500))');
      assert.equal(await page.js('el.state'), 'cancelled');
    });

    it('is not moved by 10,000 hostile messages (F32, F61, F62)', async () => {
      await page.go(
        site.page(`${element()}<iframe id="foreign" src="${site.link}/link"></iframe>`),
      );
      const popup = await openLinkUi(page);
      const nonce = new URL(String(site.sessions[0]?.redirectUri)).searchParams.get('enode_link');
      const shapes = `[
        { type: 'enode-link:return', nonce: '${String(nonce)}' },
        { type: 'enode-link:return', nonce: 'AAAAAAAAAAAAAAAAAAAAAA' },
        { type: 'enode-link:return' },
        { type: 'enode-link:return', nonce: ['${String(nonce)}'] },
        JSON.parse('{"type":"enode-link:return","nonce":"x","__proto__":{"polluted":1}}'),
        'enode-link:return', null, undefined, 7, [], new Array(50), { type: {} },
      ]`;
      // From this very window (wrong source) with the right nonce, and from a frame of the other site.
      await page.js(`(() => { const shapes = ${shapes};
        for (let i = 0; i < 5000; i++) postMessage(shapes[i % shapes.length], '*');
        const channel = new BroadcastChannel('enode-link:AAAAAAAAAAAAAAAAAAAAAA');
        for (const shape of shapes) channel.postMessage(shape);
        const own = new BroadcastChannel('enode-link:${String(nonce)}');
        for (const shape of shapes.slice(1)) own.postMessage(shape);
      })()`);
      const frame = await page.frame('#foreign');
      await frame.js(`(() => { const shapes = ${shapes};
        for (let i = 0; i < 5000; i++) parent.postMessage(shapes[i % shapes.length], '*');
      })()`);
      await page.js('new Promise((resolve) => setTimeout(resolve, 500))');
      assert.deepEqual(await outcomes(page), []);
      assert.equal(await page.js('({}).polluted ?? null'), null);
      site.vendors = [tesla];
      await popup.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
    });
  });
}
