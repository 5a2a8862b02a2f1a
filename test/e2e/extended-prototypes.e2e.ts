/**
 * The built CDN files on pages whose scripts extend the prototypes of objects, arrays, strings and
 * functions, as old libraries do, before or after the widget is loaded. See docs/reliability.md, F90 and
 * F91.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, type Page } from '../support/drivers.js';
import {
  BUTTON,
  closes,
  element,
  openLinkUi,
  outcome,
  outcomes,
  shows,
  tesla,
} from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

/**
 * What is added: while the page loads, from a press to the outcome, and for all of a return. The drivers
 * of the tests, which run scripts on the page too, have the time between.
 */
const EXTEND = `<script nonce="page">
  (() => {
    const { Event } = window;
    const action = () => 'added';
    const added = [];
    const extend = (object, names, enumerable) => {
      for (const name of names.split(' ')) {
        Object.defineProperty(object, name, { __proto__: null, value: action, enumerable, writable: true, configurable: true });
        added.push([object, name]);
      }
    };
    const start = () => {
      if (added.length > 0) return;
      extend(Object.prototype, 'each extend clone remove contains watch error before linked toJSON', true);
      extend(Object.prototype, 'get set value writable once signal method body attribute type converter renderBefore', false);
      extend(Array.prototype, 'toJSON remove first contains each', true);
      extend(String.prototype, 'toJSON strip', true);
      extend(Function.prototype, 'once capture passive delay', true);
      // MooTools has a class of its own there.
      window.Event = function () {};
    };
    const end = () => setTimeout(() => {
      for (const [object, name] of added.splice(0)) delete object[name];
      window.Event = Event;
    });
    // Listeners first: their options would be extended.
    for (const type of ['success', 'cancel', 'error']) addEventListener('enode-link-' + type, end);
    addEventListener('mousedown', start, true);
    if (!location.search.includes('enode_link')) addEventListener('load', end);
    start();
  })();
</script>`;
const SCRIPT = '<script src="/cdn/enode-link-button.iife.js"></script>';

const pages: Record<string, (element: string) => string> = {
  // The page's own script is a module: it comes last.
  'before the module': (element) => EXTEND + element,
  'before the classic script': (element) => EXTEND + SCRIPT + element,
  'after the classic script': (element) => SCRIPT + EXTEND + element,
};

for (const engine of engines()) {
  describe(`extended prototypes in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    /** A page with the element, which returns to a page that is extended too. */
    const hostPage = (place: (element: string) => string, attributes: string): string => {
      const script = '<script src="/cdn/enode-link-callback.js"></script>';
      const { pathname } = new URL(site.page(EXTEND + script));
      const all = `${attributes} scopes="a:read b:read" callback-url="${pathname}"`;
      return site.page(place(element(all)));
    };

    const succeeded = async (mode: string): Promise<void> => {
      const { type, ...detail } = await outcome(page);
      assert.equal(type, 'success', JSON.stringify(detail));
      assert.deepEqual([detail.mode, detail.added, detail.via], [mode, [tesla], 'return']);
      assert.equal((await outcomes(page)).length, 1);
      const [request] = site.sessions;
      assert.deepEqual(Object.keys(request ?? {}), [
        'redirectUri',
        'language',
        'colorScheme',
        'scopes',
      ]);
      assert.deepEqual(request?.scopes, ['a:read', 'b:read']);
    };

    for (const [when, place] of Object.entries(pages)) {
      it(`${when} leave a dialog as it is (F90, F91)`, async () => {
        site.linkQuery = 'auto';
        site.onLink = () => (site.vendors = [tesla]);
        await page.go(hostPage(place, 'mode="iframe"'));
        await page.click(BUTTON);
        await succeeded('iframe');
      });

      it(`${when} leave a window as it is (F90, F91)`, async () => {
        await page.go(hostPage(place, 'mode="popup"'));
        const popup = await openLinkUi(page);
        site.vendors = [tesla];
        await popup.click('#complete');
        await succeeded('popup');
        await closes(popup);
      });
    }

    it('leave a redirect as it is (F90, F91)', async () => {
      await page.go(hostPage((element) => EXTEND + element, 'mode="redirect"'));
      await page.click(BUTTON);
      await shows(page, 'Link UI');
      site.vendors = [tesla];
      await page.click('#complete');
      await succeeded('redirect');
    });

    it('leave an early exit, and a failure, what they are (F90)', async () => {
      await page.go(hostPage((element) => EXTEND + element, 'mode="popup"'));
      const popup = await openLinkUi(page);
      await popup.click('#exit');
      const { type, reason, error } = await outcome(page);
      assert.deepEqual([type, reason, error], ['cancel', 'exited', 'cancelledByUser']);

      site.sessionAnswers = [{ status: 401 }];
      await page.go(hostPage((element) => EXTEND + element, 'mode="iframe"'));
      await page.click(BUTTON);
      const failure = await outcome(page);
      assert.deepEqual([failure.type, failure.error], ['error', 'session-unauthorized']);
    });
  });
}
