/**
 * The test kit and docs/testing.md: the example of the document is written to a folder and run as a
 * reader would run it, together with every further test of the document. Only the path of the browser
 * differs.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';
import * as kit from '../../src/testing/index.js';
import { emulate } from '../node/emulator-fixture.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = await readFile(join(root, 'docs/testing.md'), 'utf8');

/** Every marked block of JavaScript, by its name. */
const blocks = new Map(
  [...document.matchAll(/<!-- test: ([\w-]+) -->\n+```js\n(.*?)^```$/gms)].map(
    ([, name = '', code = '']) => [name, code],
  ),
);

describe('docs/testing.md in Chromium', { skip: !engines().includes('chromium') }, () => {
  it('has nothing but commands and blocks that are run here', () => {
    const all = [...document.matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
    assert.equal(all.filter((language) => language === 'js').length, blocks.size);
    assert.deepEqual(new Set(all), new Set(['js', 'sh']));
  });

  it('lists every function of the kit', () => {
    const listed = [...document.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
    assert.deepEqual(listed.sort(), Object.keys(kit).sort());
  });

  it('has an example whose tests pass, each of them', { timeout: 240_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'enode-link-testing-'));
    try {
      // That of component tests is run by test/node/component-test.test.ts.
      const {
        host = '',
        test = '',
        ...others
      } = Object.fromEntries([...blocks].filter(([name]) => name !== 'component'));
      const options = JSON.stringify(chromiumOptions({ pagesOnly: true }));
      assert.ok(test.includes('chromium.launch()'));
      const launched = test.replace('chromium.launch()', `chromium.launch(${options})`);
      const whole = [launched, ...Object.values(others)].join('\n');
      await mkdir(join(folder, 'node_modules'));
      await symlink(root, join(folder, 'node_modules/enode-link-button'));
      const playwright = 'node_modules/playwright-core';
      await symlink(join(root, playwright), join(folder, playwright));
      await writeFile(join(folder, 'package.json'), '{"type":"module"}');
      await writeFile(join(folder, 'host.js'), host);
      await writeFile(join(folder, 'link.test.js'), whole);
      // Node tells a test runner that it runs inside another, and its output would not be text.
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      const child = spawn(process.execPath, ['--test', '--test-reporter=tap', 'link.test.js'], {
        cwd: folder,
        env,
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      }
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 0, output);
      const titles = [...whole.matchAll(/^it\('([^']+)'/gm)].map(([, title]) => title);
      assert.ok(titles.length >= 10);
      for (const title of titles) assert.match(output, new RegExp(`^ok \\d+ - ${title}$`, 'm'));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the test kit in Chromium', { skip: !engines().includes('chromium') }, () => {
  let fixture: Awaited<ReturnType<typeof emulate>>;
  let browser: Browser;
  before(async () => {
    fixture = await emulate();
    browser = await chromium.launch(chromiumOptions({ pagesOnly: true }));
  });
  after(async () => {
    await browser.close();
    await fixture.emulator.close();
  });

  /** A window at a new linkUrl. */
  async function visit<T>(body: object, use: (page: Page) => Promise<T>): Promise<T> {
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    try {
      const redirectUri = `${fixture.emulator.apiUrl}/health/vehicles`;
      await page.goto(await fixture.linkUrl({ redirectUri, ...body }));
      return await use(page);
    } finally {
      await page.close();
    }
  }

  it('links a device of any brand and type, and stops at any step', async () => {
    for (const asset of [
      await kit.makeAsset(fixture.emulator, { vendor: 'A "new" brand', vendorType: 'charger' }),
      await kit.makeAsset(fixture.emulator, { vendorType: 'charger' }),
    ]) {
      await fixture.call('DELETE', '/users/u1');
      const scopes = ['vehicle:read:data', 'charger:read:data'];
      await visit({ vendorType: undefined, scopes }, async (page) => {
        await kit.goTo(page, 'intro');
        await kit.goTo(page, 'brand');
        for (const step of ['access', 'code', 'devices', 'success'] as const) {
          await kit.goTo(page, step, asset);
          await page.waitForSelector(`[data-testid="step-${step}"]`, { state: 'attached' });
        }
        await kit.linkWith(page, asset);
        await page.waitForURL('**/health/vehicles');
      });
      const { vendor, vendorType } = asset;
      assert.deepEqual(await fixture.linkedVendors(), [{ vendor, vendorType, isValid: true }]);
    }
  });

  it('plays Link UI in a frame, through the vendor’s own origin', async () => {
    const asset = await kit.makeAsset(fixture.emulator);
    await kit.signInElsewhere(fixture.emulator);
    await fixture.call('DELETE', '/users/u1');
    const page = await browser.newPage();
    const redirectUri = `${fixture.emulator.apiUrl}/health/vehicles`;
    await page.setContent(`<iframe src="${await fixture.linkUrl({ redirectUri })}"></iframe>`);
    const [, frame] = page.frames();
    assert.ok(frame);
    await kit.goTo(frame, 'sign-in', asset);
    assert.equal(new URL(frame.url()).origin, fixture.emulator.vendorOrigin);
    await kit.linkWith(frame, asset);
    await frame.waitForURL('**/health/vehicles');
    await assert.rejects(kit.closeWindow(frame as unknown as Page), /takes a window/);
    await page.close();
    await kit.heal(fixture.emulator);
    assert.equal(((await fixture.linkedVendors()) as []).length, 1);
  });

  it('says what stands in the way, and what to do', async () => {
    const { emulator } = fixture;
    const car = await kit.makeAsset(emulator);
    const charger = await kit.makeAsset(emulator, { vendor: 'ZAPTEC', vendorType: 'charger' });
    const fails = (use: (page: Page) => Promise<void>, message: RegExp, body = {}) =>
      assert.rejects(visit(body, use), message);
    await fails((page) => kit.goTo(page, 'access'), /"brand" needs an asset: create one/);
    await fails((page) => kit.linkWith(page, charger), /does not offer "brand-ZAPTEC".*scopes/);
    await fails(async (page) => {
      await kit.goTo(page, 'code', car);
      await kit.goTo(page, 'access', car);
    }, /is at "code", past "access"/);
    await fails((page) => kit.goTo(page, 'brand', car), /past "brand".*names one/, {
      vendor: 'TESLA',
    });
    await fails(async (page) => {
      await kit.goTo(page, 'success', car);
      await kit.exitEarly(page);
    }, /has no Exit.*closeWindow/);
    await fails(async (page) => {
      await page.goto(await fixture.linkUrl());
      await page.goto(`${emulator.linkOrigin}/nonsense`);
      await kit.exitEarly(page);
    }, /does not know this link/);
    await kit.spoilLinks(emulator, 'used');
    await fails((page) => kit.linkWith(page, car), /opened before/);
    await emulator.setFaults({ linkUi: { status: 502 } });
    await fails((page) => kit.linkWith(page, car), /Link UI fails.*heal/);
    await kit.heal(emulator);
    await fails(async (page) => {
      page.setDefaultTimeout(200);
      await page.goto('data:text/html,<title>Somewhere else</title>');
      await kit.linkWith(page, car);
    }, /does not show the emulator's Link UI.*environment/);
  });

  it('adds faults up, and heals them', async () => {
    const { emulator } = fixture;
    await kit.failSessions(emulator, { times: 2 });
    await kit.failSessions(emulator, { delayMs: 5 });
    await kit.failUsers(emulator, { status: 500 });
    await kit.isolateLinkUi(emulator);
    await kit.refuseFrames(emulator);
    await kit.slowLinkUi(emulator, 1);
    await kit.troubleVendor(emulator, 'TESLA');
    await kit.troubleVendor(emulator, 'BMW', 'ELEVATED_ERROR_RATE');
    await kit.moveClock(emulator, 5);
    await kit.moveClock(emulator, 5);
    await kit.delayLinks(emulator, 3);
    await kit.limitConnections(emulator);
    await kit.endVisits(emulator, 'e', 'm');
    assert.deepEqual(emulator.faults, {
      routes: [
        { method: 'GET', path: '/users/*', status: 500 },
        { method: 'POST', path: '/users/*/link', delayMs: 5 },
        { method: 'POST', path: '/assets/*/relink', delayMs: 5 },
      ],
      linkUi: { coop: 'same-origin', frameAncestors: 'none', delayMs: 1 },
      vendors: { TESLA: 'OUTAGE', BMW: 'ELEVATED_ERROR_RATE' },
      clockOffsetMs: 10,
      linkedVendorDelayMs: 3,
      connectionsLimit: true,
      earlyExit: { error: 'e', errorMessage: 'm' },
    });
    await kit.heal(emulator);
    assert.deepEqual(emulator.faults, {});
  });
});
