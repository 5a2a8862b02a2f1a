/**
 * The web view of docs/apps.md in Chromium: the page keeps running while Link UI is shown elsewhere, and
 * the app loads the return page in its place. Chromium stands for the web view, and the test for the app.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createEnodeLinkHandler, toNodeListener } from '../../src/server/index.js';
import { emulate, play, TESLA } from '../node/emulator-fixture.js';
import { block } from '../node/read-document.js';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';
import { until } from '../support/drivers/until.js';

const root = new URL('../..', import.meta.url);
const document = await readFile(new URL('docs/apps.md', root), 'utf8');

const PAGE = `<!doctype html>
<meta charset="utf-8" />
<title>Devices</title>
<script>
  const told = (window.told = []);
  for (const name of ['success', 'cancel', 'error']) {
    document.addEventListener('enode-link-' + name, ({ detail }) =>
      told.push([name, ...(detail.added ?? []).map(({ vendor }) => vendor)]));
  }
</script>
<script type="module" src="/enode-link-button.js"></script>
<enode-link-button
  session-url="/api/enode/link-session"
  user-url="/api/enode/user"
  callback-url="/api/enode/callback"
></enode-link-button>
<script type="module">${block(document, 'web-view')}</script>`;

describe('a web view in Chromium', { skip: !engines().includes('chromium') }, () => {
  let fixture: Awaited<ReturnType<typeof emulate>>;
  let server: Server;
  let browser: Browser;
  let page: Page;
  let origin: string;
  /** The address of Link UI that the app took over from the web view. */
  let linkUrl: string | undefined;

  before(async () => {
    fixture = await emulate();
    const script = await readFile(new URL('dist/cdn/enode-link-button.js', root));
    server = createServer((request, response) => {
      const { url = '/' } = request;
      if (url.startsWith('/api/enode/')) return listener(request, response);
      const isScript = url === '/enode-link-button.js';
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : PAGE);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const { clientId, clientSecret, oauthUrl, apiUrl, linkOrigin } = fixture.emulator;
    const listener = toNodeListener(
      createEnodeLinkHandler({
        clientId,
        clientSecret,
        environment: { oauthUrl, apiUrl },
        getUserId: () => 'u1',
        callbackUrls: [`${origin}/api/enode/callback`, 'myapp://linked'],
        defaults: { scopes: ['vehicle:read:data'] },
      }),
    );
    browser = await chromium.launch(chromiumOptions({ pagesOnly: true }));
    page = await browser.newPage();
    // As the navigation policy of a web view: the page stays where it is.
    await page.route(`${linkOrigin}/**`, (route, request) => {
      linkUrl = request.url();
      return route.abort('aborted');
    });
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await fixture.emulator.close();
  });

  beforeEach(() => fixture.emulator.reset());

  async function click(): Promise<string> {
    linkUrl = undefined;
    await page.goto(`${origin}/devices`);
    await page.locator('enode-link-button').click();
    return until(() => Promise.resolve(linkUrl), 'the navigation to Link UI');
  }
  const told = () => page.evaluate(() => (window as unknown as { told: unknown[] }).told);

  it('reports what was linked once the app has loaded the return page', async () => {
    const car = await fixture.emulator.createVirtualAsset(TESLA);
    const { left = '' } = await play(await click(), car);
    assert.match(left, /^myapp:\/\/linked\?enode_link=/);
    await page.goto(`${origin}/api/enode/callback${left.slice(left.indexOf('?'))}`);
    await page.waitForURL(`${origin}/devices`);
    await until(async () => (await told()).length > 0, 'an event');
    assert.deepEqual(await told(), [['success', 'TESLA']]);
  });

  it('reports a cancel after a reload if the user closed the tab', async () => {
    await click();
    await page.reload();
    await until(async () => (await told()).length > 0, 'an event');
    assert.deepEqual(await told(), [['cancel']]);
  });

  it('reports after a reload what was linked before the user closed the tab', async () => {
    const car = await fixture.emulator.createVirtualAsset(TESLA);
    await play(await click(), car, 'success');
    await page.reload();
    await until(async () => (await told()).length > 0, 'an event');
    assert.deepEqual(await told(), [['success', 'TESLA']]);
  });
});
