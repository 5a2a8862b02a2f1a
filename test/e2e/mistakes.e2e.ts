/**
 * The mistakes that are made most often when the button is set up, with the built package: the real
 * handler and the emulator behind it, and a page with `debug`. The console names each mistake in one line.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { engines, launch, until, type Browser, type Page } from '../support/drivers.js';
import { elementFor, startEmulatorSite, type EmulatorSite } from '../support/emulator-site.js';
import { BUTTON, outcome } from '../support/play.js';

const PREFIX = 'enode-link-button: ';

/** A closed port: nothing listens there. */
const NOBODY = 'http://localhost:1/api/enode/link-session?key=c4n4ry';
const NO_ANSWER =
  'failed (session-network). Your endpoint did not answer. Check that your server runs, the address and, on another origin, CORS (allowedOrigins).';

for (const engine of engines()) {
  describe(`debug in ${engine}`, { timeout: 300_000 }, () => {
    let site: EmulatorSite;
    let browser: Browser;
    let page: Page;
    let origin: string;
    before(async () => {
      site = await startEmulatorSite();
      browser = await launch(engine);
      ({ origin } = new URL(site.page('')));
    });
    after(async () => {
      await browser.stop();
      await site.close();
    });
    beforeEach(async () => {
      page = await browser.blankPage();
    });

    const warnings = async (count: number): Promise<string[]> => {
      const all = async () => (await page.js('window.warnings')) as string[];
      await until(async () => (await all()).length >= count, `${String(count)} warnings`);
      await page.js('new Promise((resolve) => setTimeout(resolve, 300))');
      return all();
    };
    /** Opens a page with this body, and says what is told before a click. */
    const told = async (body: string): Promise<string> => {
      await page.go(site.page(body));
      const [first = '', ...rest] = await warnings(1);
      assert.deepEqual(rest, [], 'one line');
      assert.ok(first.startsWith(PREFIX), first);
      return first.slice(PREFIX.length);
    };
    /** Opens a page with such a button, clicks it, and says what is told. */
    const toldByClick = async (attributes: string, before = 0): Promise<string> => {
      await page.go(site.page(elementFor(`debug mode="iframe" ${attributes}`)));
      assert.equal((await warnings(before)).length, before, 'before the click');
      await page.click(BUTTON);
      assert.equal((await outcome(page)).type, 'error');
      const [last = '', ...rest] = (await warnings(before + 1)).slice(before);
      assert.deepEqual(rest, [], 'one line');
      assert.ok(last.startsWith(PREFIX), last);
      return last.slice(PREFIX.length);
    };
    const refused = (status: number, problem: string, code: string): string =>
      `POST ${origin}/api/enode/link-session answered ${String(status)} ${problem} (${code}). Your endpoint says: `;

    it('says that there is no session-url', async () => {
      const text = await told(
        '<enode-link-button debug user-url="/api/enode/user"></enode-link-button>',
      );
      assert.equal(text, 'misconfigured: Set session-url, or the getSession property.');
    });

    it('says that there is no user-url', async () => {
      const text = await told(
        '<enode-link-button debug session-url="/api/enode/link-session"></enode-link-button>',
      );
      assert.match(text, /^There is no user-url or getUser, so no outcome can be verified/);
    });

    it('says that callback-url is on another origin', async () => {
      const text = await told(elementFor('debug callback-url="https://app.example/callback"'));
      assert.match(text, /^misconfigured: callback-url must be on the origin of this page/);
    });

    it('says that no such mode exists', async () => {
      const text = await told(elementFor('debug mode="modal"'));
      assert.equal(
        text,
        'mode="modal" is unknown and counts as "auto". Use auto, popup, iframe, redirect.',
      );
    });

    it('says that Enode writes vendors in capitals', async () => {
      const text = await told(elementFor('debug vendor="tesla"'));
      assert.equal(
        text,
        'vendor="tesla" is unknown to Enode, which writes most vendors in capitals.',
      );
    });

    it('says that Enode has no such type of device, and what the handler answers', async () => {
      const answer = await toldByClick('vendor-type="car"', 1);
      assert.equal(
        (await warnings(2))[0],
        `${PREFIX}vendor-type="car" is unknown to Enode. Use vehicle, charger, hvac, inverter, battery, meter.`,
      );
      assert.ok(answer.startsWith(refused(400, 'not-allowed', 'session-rejected')), answer);
      assert.match(
        answer,
        /says: vendorType has a value that is not allowed\. .* Keep to these\.$/,
      );
    });

    it('says that callbackUrls lacks the callback-url', async () => {
      const text = await toldByClick('callback-url="/elsewhere"');
      assert.ok(text.startsWith(refused(400, 'redirect-uri-refused', 'session-rejected')), text);
      assert.match(text, /says: redirectUri .*callbackUrls/);
      assert.ok(text.endsWith(` callback-url is ${origin}/elsewhere`), text);
    });

    it('says that the handler does not allow a scope', async () => {
      const text = await toldByClick('scopes="charger:read:data"');
      assert.ok(text.startsWith(refused(400, 'not-allowed', 'session-rejected')), text);
      assert.match(text, /says: scopes has a value .* or add yours to allow\.scopes/);
    });

    it('says that the handler has nothing at session-url', async () => {
      const text = await toldByClick('session-url="/api/enode/session?key=c4n4ry"');
      const start = `POST ${origin}/api/enode/session answered 404 not-found (session-rejected). `;
      assert.ok(text.startsWith(`${start}Your endpoint says: The endpoints end in /link-session`));
    });

    it('says that there is nothing at session-url, and shows where a relative address led', async () => {
      const text = await toldByClick('session-url="nowhere"');
      assert.equal(
        text,
        `POST ${origin}/nowhere answered 404 (session-rejected). Your endpoint refused the request. Check its address, and its answer in the network panel.`,
      );
    });

    it('says that session-url answers with a page instead of a session', async () => {
      const text = await toldByClick(`session-url="${new URL(site.page('')).pathname}"`);
      assert.match(
        text,
        /^POST http\S+ failed \(session-invalid\)\. Your endpoint did not answer with a Link session/,
      );
    });

    it('says that the server behind a development server was not started', async () => {
      const text = await toldByClick('session-url="/not-started/link-session"');
      assert.equal(
        text,
        `POST ${origin}/not-started/link-session answered 502 (session-unavailable). Your endpoint failed. Check that your server runs, then look at its log.`,
      );
    });

    it('says what a server that is not there, and one without CORS, have in common', async () => {
      const nobody = await toldByClick(`session-url="${NOBODY}"`);
      assert.equal(nobody, `POST http://localhost:1/api/enode/link-session ${NO_ANSWER}`);
      const other = `${origin.replace('localhost', '127.0.0.1')}/api/enode/link-session`;
      assert.equal(await toldByClick(`session-url="${other}"`), `POST ${other} ${NO_ANSWER}`);
    });

    it('does not call the page set up well if a value is mistyped', async () => {
      await told(elementFor('debug mode="modal"'));
      assert.deepEqual(await page.js('window.infos'), []);
    });
  });
}
