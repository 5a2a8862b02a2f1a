/** The drivers themselves: what other end-to-end tests take for granted, in every browser. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { engines, launch, until, type Browser, type Page } from '../support/drivers.js';

const HOST_PAGE = (other: string) => `<!doctype html><title>Host</title>
  <script>
    const open1 = (url) => window.open(url, '_blank', 'popup') ? 'opened' : 'blocked';
    window.results = { early: open1('about:blank') };
    window.messages = [];
    addEventListener('message', (event) => messages.push(event.origin + ' ' + event.data));
    customElements.define('x-box', class extends HTMLElement {
      constructor() {
        super();
        this.attachShadow({ mode: 'open' }).innerHTML = '<button>Open</button>';
        this.shadowRoot.firstChild.onclick = () => { results.click = open1('${other}/popup'); };
      }
    });
  </script>
  <x-box></x-box>
  <input id="name" value="old text">
  <iframe src="${other}/frame" title="frame"></iframe>`;

const POPUP_PAGE = `<!doctype html><title>Popup</title>
  <button id="tell" onclick="opener.postMessage('hello', '*')">Tell</button>
  <button id="close" onclick="window.close()">Close</button>`;

const FRAME_PAGE = `<!doctype html><title>Frame</title><input>
  <button onclick="parent.postMessage('from frame: ' + event.isTrusted + ' ' +
    document.querySelector('input').value, '*')">Tell</button>`;

const pages: Record<string, string> = { '/popup': POPUP_PAGE, '/frame': FRAME_PAGE };

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    // The two names of loopback are two sites: the popup and the frame are cross-origin.
    response.end(pages[request.url ?? ''] ?? HOST_PAGE(`http://127.0.0.1:${String(port)}`));
  });
  return new Promise((resolve) => server.listen(0, () => resolve(server)));
}

for (const engine of engines()) {
  describe(`the driver of ${engine}`, { timeout: 180_000 }, () => {
    let server: Server;
    let port: string;
    let browser: Browser;
    let page: Page;

    before(async () => {
      server = await serve();
      port = String((server.address() as AddressInfo).port);
      browser = await launch(engine);
    });
    after(async () => {
      await browser.stop();
      server.closeAllConnections();
      server.close();
    });
    beforeEach(async () => {
      page = await browser.blankPage();
      await page.go(`http://localhost:${port}/`);
    });

    const result = (name: string) => page.js(`results.${name} ?? null`);
    const open = () => page.popup(() => page.click('x-box >>> button'));

    it('knows its engine and version', () => {
      assert.equal(browser.engine, engine);
      assert.match(browser.version, /\d/);
    });

    it('blocks a window without a gesture, also after page script was asked', async () => {
      assert.equal(await result('early'), 'blocked');
      assert.equal(await page.js(`open1('about:blank')`), 'blocked');
      await page.js(`setTimeout(() => { results.timer = open1('about:blank') }, 50)`);
      assert.equal(await until(() => result('timer'), 'the timer'), 'blocked');
      assert.equal(await page.windows(), 1);
    });

    it('opens a window on another origin by a click into a shadow root', async () => {
      const popup = await open();
      assert.equal(await result('click'), 'opened');
      await until(async () => (await popup.title()) === 'Popup', 'the popup to load');
      assert.equal(await popup.url(), `http://127.0.0.1:${port}/popup`);
      assert.equal(await page.url(), `http://localhost:${port}/`);
      assert.equal(await page.windows(), 2);
    });

    it('opens a window by the keyboard', async () => {
      const popup = await page.popup(async () => {
        await page.press('Tab');
        await page.press('Enter');
      });
      await until(async () => (await popup.title()) === 'Popup', 'the popup to load');
    });

    it('carries a message from the popup to its opener', async () => {
      const popup = await open();
      await popup.click('#tell');
      const messages = () => page.js('messages.join()');
      assert.equal(await until(messages, 'a message'), `http://127.0.0.1:${port} hello`);
    });

    it('sees a popup close, by its own script and by the user', async () => {
      const first = await open();
      assert.equal(await first.isClosed(), false);
      await first.click('#close');
      await until(() => first.isClosed(), 'the popup to close');
      const second = await open();
      await second.close();
      await until(() => second.isClosed(), 'the popup to close');
      assert.equal(await page.windows(), 1);
    });

    it('replaces the text of a field, and types more into it', async () => {
      await page.fill('#name', 'new');
      await page.type(' text');
      assert.equal(await page.js(`document.querySelector('#name').value`), 'new text');
    });

    it('uses a frame of another origin', async () => {
      const frame = await page.frame('iframe');
      await frame.fill('input', 'typed');
      await frame.click('button');
      const messages = () => page.js('messages.join()');
      const expected = `http://127.0.0.1:${port} from frame: true typed`;
      assert.equal(await until(messages, 'a message'), expected);
      assert.equal(await frame.js('document.title'), 'Frame');
      assert.equal(await page.title(), 'Host');
    });

    it('goes back to a page of another site, and reads it', async () => {
      await page.go(`http://127.0.0.1:${port}/`);
      await page.back();
      const host = `http://localhost:${port}/`;
      await until(async () => (await page.url()) === host, 'the page before');
      assert.equal(await page.title(), 'Host');
    });

    it('returns JSON values, awaits promises, and passes on what a page throws', async () => {
      assert.deepEqual(await page.js(`({ a: [1, null, 'x'] })`), { a: [1, null, 'x'] });
      assert.equal(await page.js('Promise.resolve(7)'), 7);
      await assert.rejects(page.js('missing.name'), /missing/);
      await assert.rejects(page.js(`Promise.reject(new Error('on purpose'))`), /on purpose/);
    });

    it('starts each page in a fresh profile', async () => {
      await page.js(`localStorage.setItem('mark', 'x')`);
      await browser.closePages();
      page = await browser.newPage();
      await page.go(`http://localhost:${port}/`);
      assert.equal(await page.js(`localStorage.getItem('mark')`), null);
    });

    it('gives the same window again, blank, alone and of its usual size, or else another', async () => {
      const width = (of: Page) => until(() => of.js('innerWidth'), 'a width');
      const usual = await width(page);
      await page.js(`localStorage.setItem('mark', 'x')`);
      const popup = await open();
      await page.resize(500, 400);
      const again = await browser.blankPage();
      assert.equal(await popup.isClosed(), true);
      assert.equal(await again.windows(), 1);
      assert.equal(await width(again), usual);
      assert.equal(await again.js('location.href'), 'about:blank');
      await again.go(`http://localhost:${port}/`);
      assert.equal(await again.js(`localStorage.getItem('mark')`), 'x');
      await again.close();
      const other = await browser.blankPage();
      await other.go(`http://localhost:${port}/`);
      assert.equal(await other.js(`localStorage.getItem('mark')`), null);
    });

    it('takes a picture of the window', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'drivers-'));
      try {
        const file = join(folder, 'page.png');
        await page.screenshot(file);
        assert.equal((await readFile(file)).subarray(1, 4).toString(), 'PNG');
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}
