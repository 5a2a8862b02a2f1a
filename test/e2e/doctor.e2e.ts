/**
 * What `debug` logs to the console of a host page, with the built package: each finding if the page
 * has that problem, none if it has none, and nothing at all without the attribute.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engines, until, type Frame, type Page } from '../support/drivers.js';
import { BUTTON, element, openLinkUi, outcome, shows } from '../support/play.js';
import type { Site } from '../support/site.js';
import { withHostPage } from '../support/with-host-page.js';

for (const engine of engines()) {
  describe(`the doctor in ${engine}`, { timeout: 300_000 }, () => {
    let site: Site;
    let page: Page;
    withHostPage(engine, (given) => ({ site, page } = given));

    /** All warnings, once the headers have been looked at as well. */
    const warnings = async (where: Pick<Frame, 'js'>, count = 1): Promise<string[]> => {
      const all = async (): Promise<string[]> => (await where.js('window.warnings')) as string[];
      if (count > 0) await until(async () => (await all()).length >= count, `${count} warnings`);
      await where.js('new Promise((resolve) => setTimeout(resolve, 300))');
      return all();
    };
    const debugged = element('debug');
    const framed = async (attributes: string, body: string, host: string): Promise<void> => {
      const inner = site.page(body);
      const outer = site.page(`<iframe id="inner" ${attributes} src="${inner}"></iframe>`);
      await page.go(outer.replace('localhost', host));
    };

    it('finds nothing where there is nothing, and says nothing where it is not asked', async () => {
      await page.go(site.page(debugged));
      assert.deepEqual(await warnings(page, 0), []);
      // Wrong in several ways, but without the attribute.
      await page.go(
        site.page('<enode-link-button callback-url="https://x.test/"></enode-link-button>', {
          'cross-origin-opener-policy': 'same-origin',
        }),
      );
      assert.deepEqual(await warnings(page, 0), []);
    });

    it('finds a page without TLS', async () => {
      // Every address of this machine that can be relied on counts as secure.
      await page.go(
        site.page(`<script nonce="page">
          Object.defineProperty(window, 'isSecureContext', { value: false });
        </script>${debugged}`),
      );
      const [first, ...rest] = await warnings(page);
      assert.match(String(first), /^enode-link-button: .*not on https/);
      assert.deepEqual(rest, []);
    });

    it('finds that there is no user endpoint, unless there is a function for it', async () => {
      await page.go(
        site.page(
          '<enode-link-button debug session-url="/session" callback-url="/callback"></enode-link-button>',
        ),
      );
      const [first, ...rest] = await warnings(page);
      assert.match(String(first), /no user-url/);
      assert.deepEqual(rest, []);
      await page.go(
        site.page(`<enode-link-button debug session-url="/session" callback-url="/callback"></enode-link-button>
          <script nonce="page">
            document.querySelector('enode-link-button').getUser = async () => ({ id: '1', linkedVendors: [] });
          </script>`),
      );
      assert.deepEqual(await warnings(page, 0), []);
    });

    it('finds what is set up wrongly, in the words of the error', async () => {
      await page.go(site.page(element('debug callback-url="https://x.test/back"')));
      const [first, ...rest] = await warnings(page);
      assert.match(String(first), /callback-url must be on the origin of this page/);
      assert.deepEqual(rest, []);
    });

    for (const policy of ['same-origin', 'noopener-allow-popups']) {
      it(`finds the opener policy ${policy} of the page, and that it need not be changed`, async () => {
        await page.go(site.page(debugged, { 'cross-origin-opener-policy': policy }));
        const [first, ...rest] = await warnings(page);
        assert.match(String(first), /Cross-Origin-Opener-Policy\. That is fine/);
        assert.deepEqual(rest, []);
      });
    }

    it('finds a frame of another site around the page', async () => {
      await framed('', debugged, '127.0.0.1');
      const [first, ...rest] = await warnings(await page.frame('#inner'));
      assert.match(String(first), /in a frame of another site/);
      assert.deepEqual(rest, []);
    });

    it('finds a sandbox that opens no windows', async () => {
      await framed('sandbox="allow-scripts allow-same-origin"', debugged, 'localhost');
      const inside: Pick<Frame, 'js'> = {
        js: (expression) => page.js(`inner.contentWindow.eval(${JSON.stringify(expression)})`),
      };
      const [first, ...rest] = await warnings(inside);
      assert.match(String(first), /Add allow-popups and allow-popups-to-escape-sandbox/);
      assert.deepEqual(rest, []);
    });

    it('finds a sandbox without an origin', async () => {
      // A page without an origin may not load modules; classic scripts it may.
      const classic = `<script src="/cdn/enode-link-button.iife.js"></script>${debugged}`;
      await framed('sandbox="allow-scripts allow-popups"', classic, '127.0.0.1');
      const all = await warnings(await page.frame('#inner'));
      assert.ok(all.some((text) => text.includes('Add allow-same-origin')));
    });

    it('finds a policy that forbids the frame, where frames are asked for', async () => {
      const policy = (frames: string): Record<string, string> => ({
        'content-security-policy': `script-src * 'unsafe-inline'; ${frames}`,
      });
      for (const frames of ["frame-src 'self'", "child-src 'none'"]) {
        await page.go(site.page(element('debug mode="iframe"'), policy(frames)));
        const [first, ...rest] = await warnings(page);
        assert.match(String(first), /frame-src/, frames);
        assert.deepEqual(rest, []);
      }
      for (const frames of ['frame-src https://link.enode.com', '']) {
        await page.go(site.page(element('debug mode="iframe"'), policy(frames)));
        assert.deepEqual(await warnings(page, 0), [], frames);
      }
      await page.go(site.page(debugged, policy("frame-src 'none'")));
      assert.deepEqual(await warnings(page, 0), [], 'a popup needs no frame');
    });

    it('says that all is well, in one line, if it is', async () => {
      await page.go(site.page(debugged));
      await until(async () => (await page.js('window.infos.length')) === 1, 'the line');
      assert.match(
        String(await page.js('window.infos[0]')),
        /^enode-link-button: nothing is wrong in the page\. A click tries your endpoints/,
      );
      assert.deepEqual(await warnings(page, 0), []);
    });

    it('says of a refused session what was asked, what was answered, and what to mend', async () => {
      await page.go(site.page(debugged));
      const detail = 'redirectUri differs in its query. Add the page to callbackUrls.';
      site.sessionAnswers = [
        {
          status: 400,
          headers: { 'content-type': 'application/problem+json' },
          body: JSON.stringify({ code: 'redirect-uri-refused', detail, secret: 'c4n4ry' }),
        },
      ];
      await page.click(BUTTON);
      assert.equal((await outcome(page)).error, 'session-rejected');
      const [first, ...rest] = await warnings(page);
      assert.match(
        String(first),
        /^enode-link-button: POST \S+\/session answered 400 redirect-uri-refused \(session-rejected\)\. Your endpoint says: redirectUri differs in its query\. Add the page to callbackUrls\. callback-url is http:\/\/\S+\/callback$/,
      );
      assert.ok(!String(first).includes('c4n4ry'));
      assert.deepEqual(rest, []);
      assert.deepEqual(await page.js('window.events.at(-1).problem'), {
        code: 'redirect-uri-refused',
        detail,
      });
    });

    for (const [name, answer, expected] of [
      [
        'an error',
        { status: 500 },
        /GET \S+\/user answered 500 \(confirm-failed\)\. Your endpoint failed/,
      ],
      [
        'a refusal',
        { status: 401 },
        /GET \S+\/user answered 401 \(confirm-failed\)\. .*does not know the user/,
      ],
      [
        'HTML',
        { body: '<!doctype html>' },
        /GET \S+\/user failed \(confirm-failed\)\. Your user endpoint did not/,
      ],
      [
        'another object',
        { body: '{}' },
        /GET \S+\/user failed \(confirm-failed\)\. Your user endpoint did not/,
      ],
      [
        'HTML with 404',
        { status: 404, body: '<p>' },
        /GET \S+\/user answered 404 without problem\+json/,
      ],
      ['JSON with 404', { status: 404, body: '{"detail":"Not Found"}' }, /404 without problem/],
    ] as const) {
      it(`says that the user endpoint cannot be read: ${name} (F75)`, async () => {
        site.userAnswer = answer;
        await page.go(site.page(debugged));
        const popup = await openLinkUi(page);
        const [first, ...rest] = await warnings(page);
        assert.match(String(first), expected);
        assert.deepEqual(rest, []);
        await popup.close();
      });
    }

    it('finds a return page that says nothing, and does not tell its address (F29)', async () => {
      site.linkQuery = 'secret=c4n4ry';
      await page.go(site.page(element('debug callback-url="/silent"')));
      // Where the host keeps its opener, the address of the window can be read.
      const popup = await openLinkUi(page);
      await popup.click('#complete');
      await shows(popup, 'Silent');
      const [first, ...rest] = await warnings(page);
      assert.match(String(first), /Load enode-link-callback\.js/);
      assert.ok(!/c4n4ry|enode_link=/.test(String(first)));
      assert.deepEqual(rest, []);
      assert.equal(
        await page.js("document.querySelector('enode-link-button').state"),
        'open',
        'the user may still do something there',
      );
    });
  });
}
