/**
 * What a host page does to its button during an attempt, with the built package: it reloads, is left
 * and visited again, moves the button, configures it late, loads it twice. See docs/reliability.md, F37
 * to F46.
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
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

/** Longer than anything that was set off takes to show itself. */
const pause = (page: Page): Promise<unknown> =>
  page.js('new Promise((resolve) => setTimeout(resolve, 400))');

for (const engine of engines()) {
  describe(`the host page in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    /** Ends the attempt well, and makes sure that it was one. */
    const completes = async (popup: Page, id = ''): Promise<void> => {
      site.vendors = [tesla];
      await popup.click('#complete');
      const { type, added, id: by } = await outcome(page);
      assert.deepEqual([type, added, by], ['success', [tesla], id]);
      await closes(popup);
      assert.equal((await outcomes(page)).length, 1);
    };

    it('that is loaded anew before the hand-off takes the empty window with it (F37)', async () => {
      site.sessionAnswers = [{ fault: 'hang' }, {}];
      await page.go(site.page(element()));
      const popup = await page.popup(() => page.click(BUTTON));
      await page.js('void setTimeout(() => location.reload())');
      await closes(popup);
      await until(async () => (await state(page)) === 'idle', 'the page');
      await pause(page);
      assert.equal(await state(page), 'idle');
      await completes(await openLinkUi(page));
    });

    it('that was left while the window was open hears of the return when the user is back (F37, F38)', async () => {
      await page.go(site.page(element()));
      const popup = await openLinkUi(page);
      await page.js("void setTimeout(() => location.assign('/silent'))");
      await shows(page, 'Silent');
      site.vendors = [tesla];
      await popup.click('#complete');
      await closes(popup);
      await page.back();
      await shows(page, 'Host');
      const { type, added } = await outcome(page);
      assert.deepEqual([type, added], ['success', [tesla]]);
      await pause(page);
      assert.equal((await outcomes(page)).length, 1);
    });

    it('comes back from the cache of the browser, not busy and ready for another try (F38)', async () => {
      await page.go(
        site.page(`${element('mode="redirect"')}<script nonce="page">
          addEventListener('pageshow', (event) => { window.persisted = event.persisted; });
        </script>`),
      );
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      await page.back();
      await shows(page, 'Host');
      await reaches(page, 'cancelled');
      assert.equal(
        await page.js('window.persisted'),
        true,
        'nothing keeps the page out of the cache',
      );
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.click('#complete');
      assert.equal((await outcome(page)).type, 'success');
      assert.equal(new Set(site.sessions.map(({ redirectUri }) => redirectUri)).size, 2);
    });

    it('may put the element in, take it out and put it in again at once, as React does (F39)', async () => {
      await page.go(
        site.page(`<div id="root"></div><script nonce="page" type="module">
          const made = document.createElement('enode-link-button');
          root.append(made);
          made.sessionUrl = '/session'; made.userUrl = '/user'; made.callbackUrl = '/callback';
          made.remove();
          root.append(made);
        </script>`),
      );
      await completes(await openLinkUi(page));
      assert.equal(site.sessions.length, 1);
      assert.equal((await events(page)).filter(({ type }) => type === 'start').length, 1);
    });

    it('may move the element while the session is on its way, and while Link UI is open (F40)', async () => {
      site.sessionAnswers = [{ held: true }];
      await page.go(site.page(`${element()}<div id="a"></div><div id="b"></div>`));
      const popup = await page.popup(() => page.click(BUTTON));
      const move = "document.querySelector('enode-link-button')";
      await page.js(`document.querySelector('#a').append(${move})`);
      await pause(page);
      assert.equal(await state(page), 'requesting');
      await site.release();
      await shows(popup, 'Link UI');
      await reaches(page, 'open');
      await page.js(`(() => {
        const b = document.querySelector('#b');
        b.moveBefore ? b.moveBefore(${move}, null) : b.append(${move});
      })()`);
      await pause(page);
      assert.equal(await state(page), 'open');
      await completes(popup);
    });

    it('may move the element into another document (F40)', async () => {
      await page.go(site.page(`${element()}<iframe id="inner" srcdoc="<p>Inner"></iframe>`));
      await until(() => page.js("inner.contentDocument.querySelector('p') !== null"), 'the frame');
      const popup = await openLinkUi(page);
      await page.js(`(() => {
        window.moved = document.querySelector('enode-link-button');
        moved.addEventListener('enode-link-success', ({ detail }) => { window.added = detail.added; });
        inner.contentDocument.body.append(moved);
      })()`);
      await pause(page);
      assert.equal(await page.js('moved.state'), 'open');
      site.vendors = [tesla];
      await popup.click('#complete');
      assert.deepEqual(await until(() => page.js('window.added'), 'the success'), [tesla]);
      await closes(popup);
    });

    it('may move the element with its dialog open: Link UI starts anew in it (F40)', async () => {
      await page.go(site.page(`${element('mode="iframe"')}<div id="other"></div>`));
      await page.click(BUTTON);
      const showsLinkUi = async (): Promise<Frame> => {
        const frame = await page.frame('enode-link-button >>> iframe');
        await until(() => frame.js("!!document.querySelector('#complete')"), 'Link UI');
        return frame;
      };
      await showsLinkUi();
      await page.js("other.append(document.querySelector('enode-link-button'))");
      await until(() => site.sessions.length === 2, 'another session');
      const frame = await showsLinkUi();
      assert.equal(await state(page), 'open');
      const dialog =
        "document.querySelector('enode-link-button').shadowRoot.querySelector('dialog')";
      assert.equal(await page.js(`${dialog}.matches(':modal')`), true);
      site.vendors = [tesla];
      await frame.click('#complete');
      const { type, added } = await outcome(page);
      assert.deepEqual([type, added], ['success', [tesla]]);
      assert.equal(await page.js(dialog), null);
      assert.equal((await events(page)).filter(({ type }) => type === 'open').length, 1);
    });

    it('may change every setting while Link UI is open: they are for the next attempt (F41)', async () => {
      site.sessionAnswers = [{ held: true }, {}];
      await page.go(site.page(element('mode="popup" vendor="TESLA"')));
      const popup = await page.popup(() => page.click(BUTTON));
      const change = `(() => {
        const changed = document.querySelector('enode-link-button');
        for (const name of ['session-url', 'user-url', 'callback-url']) changed.setAttribute(name, 'http://[');
        changed.setAttribute('mode', 'iframe');
        changed.setAttribute('vendor', 'AUDI');
        changed.setAttribute('language', 'de-DE');
        changed.disabled = true;
      })()`;
      await page.js(change);
      await site.release();
      await shows(popup, 'Link UI');
      await page.js(change);
      await completes(popup);
      assert.equal((await outcome(page)).mode, 'popup');
      assert.deepEqual(
        site.sessions.map(({ vendor }) => vendor),
        ['TESLA'],
      );
    });

    it('may set the element up before the script is there, by properties and by a method (F42)', async () => {
      // A classic script runs before the module that defines the element.
      await page.go(
        site.page(`<enode-link-button id="late">Link</enode-link-button><script nonce="page">
          const late = document.querySelector('#late');
          window.wasDefined = Boolean(customElements.get('enode-link-button'));
          window.asked = [];
          late.getSession = async (request) => {
            asked.push(request.vendor);
            return (await fetch('/session', { method: 'POST', body: JSON.stringify(request) })).json();
          };
          late.userUrl = '/user';
          late.callbackUrl = '/callback';
          late.vendor = 'TESLA';
        </script>`),
      );
      assert.equal(await page.js('window.wasDefined'), false);
      await completes(await openLinkUi(page), 'late');
      assert.deepEqual(await page.js('window.asked'), ['TESLA']);
    });

    it('may load the script three times, as modules and as a classic one (F43)', async () => {
      await page.go(
        site.page(`<script nonce="page">
            window.faults = [];
            addEventListener('error', ({ message }) => faults.push(message));
          </script>
          <script src="/cdn/enode-link-button.iife.js"></script>
          <script type="module" src="/cdn/enode-link-button.js?again"></script>
          <script type="module" nonce="page">
            import { LinkError } from '/cdn/enode-link-button.js?again';
            window.exported = typeof LinkError;
          </script>${element()}`),
      );
      assert.equal(await until(() => page.js('window.exported'), 'the module'), 'function');
      await completes(await openLinkUi(page));
      assert.deepEqual(await page.js('window.faults'), []);
      assert.equal(site.sessions.length, 1);
    });

    it('may have another version of the element already: that one stays, and nothing breaks (F43)', async () => {
      await page.go(
        site.page(`<script nonce="page">
            window.faults = [];
            addEventListener('error', ({ message }) => faults.push(message));
            customElements.define('enode-link-button', class extends HTMLElement { other = true; });
          </script>
          <script type="module" nonce="page">
            import { EnodeLinkButton } from '/cdn/enode-link-button.js';
            customElements.define('own-link-button', class extends EnodeLinkButton {});
          </script>
          <enode-link-button></enode-link-button>
          <own-link-button session-url="/session" user-url="/user" callback-url="/callback"></own-link-button>`),
      );
      const popup = await openLinkUi(page, 'own-link-button >>> button');
      await completes(popup);
      assert.equal(await page.js("document.querySelector('enode-link-button').other"), true);
      assert.deepEqual(await page.js('window.faults'), []);
    });

    it('may have a second Lit under Trusted Types, given allow-duplicates (F44)', async () => {
      await page.go(
        site.page(
          `<script nonce="page">
            window.faults = [];
            addEventListener('error', ({ message }) => faults.push(message));
          </script>
          <script nonce="page" src="/cdn/enode-link-button.iife.js"></script>${element()}`,
          {
            'content-security-policy':
              "script-src 'nonce-page' 'strict-dynamic'; require-trusted-types-for 'script'; trusted-types lit-html 'allow-duplicates'",
          },
        ),
      );
      await completes(await openLinkUi(page));
      assert.deepEqual(await page.js('window.faults'), []);
    });

    it('may have the element in a form and in a label: one click is one attempt, and no submit (F46)', async () => {
      await page.go(
        site.page(`<form action="/silent"><label>Your car ${element()}</label><input id="name"></form>
          <script nonce="page">document.forms[0].addEventListener('submit', () => { window.sent = true; });</script>`),
      );
      const popup = await openLinkUi(page);
      assert.equal(await page.title(), 'Host');
      assert.equal(await page.js('window.sent ?? false'), false);
      assert.equal((await events(page)).filter(({ type }) => type === 'start').length, 1);
      await completes(popup);
      // A form is sent by Enter in a field; that must not press a button that is not of the form.
      await page.click('#name');
      await page.press('Enter');
      await shows(page, 'Silent');
      assert.equal(site.sessions.length, 1);
    });
  });
}
