/** Link UI without script and without cookies: pages fetched, links followed, forms sent. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { emulate, play, REDIRECT_URI, TESLA, Visit } from './emulator-fixture.js';
import { SCRIPT } from '../../src/emulator/dashboard/script.js';
import { FILTER_SCRIPT } from '../../src/emulator/filter.js';
import type { VirtualAsset } from '../../src/emulator/index.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const LINKED = [{ vendor: 'TESLA', vendorType: 'vehicle', isValid: true }];
const EVERYTHING = { vendorType: undefined, scopes: ['vehicle:read:data', 'charger:read:data'] };

let time = Date.UTC(2025, 0, 1);
let fixture: Awaited<ReturnType<typeof emulate>>;
let asset: VirtualAsset;
before(async () => {
  fixture = await emulate({ now: () => time });
});
after(() => fixture.emulator.close());
beforeEach(async () => {
  await fixture.emulator.reset();
  await fixture.signIn();
  asset = await fixture.emulator.createVirtualAsset(TESLA);
});

const open = async (body: object = {}) => new Visit().open(await fixture.linkUrl(body));

describe('the journey', () => {
  it('goes through its steps, one press each, and back to the redirectUri as it was given', async () => {
    const visit = await open(EVERYTHING);
    const answers: Record<string, [string, Record<string, string>?]> = {
      intro: ['continue'],
      brand: ['brand-TESLA'],
      service: ['service-vehicle'],
      access: ['continue'],
      'sign-in': ['continue', { username: asset.username, password: asset.password }],
      code: ['continue', { code: 'any' }],
      devices: ['continue'],
      success: ['complete'],
    };
    for (const [step, answer] of Object.entries(answers)) {
      assert.equal(visit.step, step);
      await visit.press(...answer);
    }
    assert.equal(visit.left, REDIRECT_URI);
    assert.deepEqual(await fixture.linkedVendors(), LINKED);
  });

  it('links when the success page is reached, before Complete', async () => {
    const visit = await play(await fixture.linkUrl(), asset, 'devices');
    assert.deepEqual(await fixture.linkedVendors(), []);
    await visit.press('continue');
    assert.equal(visit.step, 'success');
    assert.deepEqual(await fixture.linkedVendors(), LINKED);
  });

  it('skips the brand where the session names one, and the service where there is one', async () => {
    const visit = await open({ vendor: 'TESLA' });
    assert.equal((await visit.press('continue')).step, 'access');
  });

  it('asks for the service of a brand with several, within the types of the session', async () => {
    const visit = await open({ ...EVERYTHING, vendor: 'TESLA' });
    await visit.press('continue');
    assert.equal(visit.step, 'service');
    assert.ok(visit.has('service-vehicle') && visit.has('service-charger'));
    assert.ok(!visit.has('service-battery'));
  });

  it('shows brands of the type asked for, and those that virtual assets add', async () => {
    const custom = {
      name: 'Bike',
      vendor: 'BRAND_NEW',
      vendorType: 'vehicle',
      model: 'One',
    } as const;
    const bike = await fixture.emulator.createVirtualAsset(custom);
    const visit = await open();
    await visit.press('continue');
    assert.ok(visit.has('brand-AUDI') && visit.has('brand-BRAND_NEW'));
    assert.ok(!visit.has('brand-ZAPTEC'));
    const done = await play(await fixture.linkUrl({}, 'u2'), bike);
    assert.equal(done.left, REDIRECT_URI);
  });

  it('searches brands by a form, without case and accents', async () => {
    const visit = await open();
    await visit.press('continue');
    await visit.press('search', { q: 'sKoda' });
    assert.ok(visit.has('brand-SKODA') && !visit.has('brand-TESLA'));
    await visit.press('search', { q: '<b>' });
    assert.match(visit.html, /No brand matches “&lt;b&gt;”/);
    assert.equal(visit.status, 200);
  });

  it('finds a brand by words in any order, and says how many there are', async () => {
    const visit = await open();
    await visit.press('continue');
    const count = () => /role="status"[^>]*>([^<]*)</.exec(visit.html)?.[1];
    assert.match(count() ?? '', /^\d\d brands$/);
    await visit.press('search', { q: 'rover  LAND ' });
    assert.ok(visit.has('brand-LANDROVER') && !visit.has('brand-TESLA'));
    assert.equal(count(), '1 brand');
  });

  it('counts the steps of this journey, each with a number of its own', async () => {
    const numbers = async (body: object) => {
      const visit = await open(body);
      const seen = [];
      for (;;) {
        seen.push(/Step \d of \d/.exec(visit.html)?.[0].replace(/\D+/g, ' ').trim());
        const { step } = visit;
        if (step === 'success') return seen;
        if (step === 'brand') await visit.press('brand-TESLA');
        else if (step === 'service') await visit.press('service-vehicle');
        else if (step === 'code') await visit.press('continue', { code: '1' });
        else if (step === 'sign-in') {
          const { username, password } = asset;
          await visit.press('continue', { username, password });
        } else await visit.press('continue');
      }
    };
    const short = ['1 6', '2 6', '3 6', '4 6', '5 6', '6 6'];
    assert.deepEqual(await numbers({ vendor: 'TESLA' }), short);
    const oneService = ['1 7', '2 7', '3 7', '4 7', '5 7', '6 7', '7 7'];
    assert.deepEqual(await numbers({}), oneService);
    // Which services there are to choose from is known with the brand.
    const several = ['1 7', '2 7', '3 8', '4 8', '5 8', '6 8', '7 8', '8 8'];
    assert.deepEqual(await numbers(EVERYTHING), several);
  });

  it('tells scopes that are granted from those that are not', async () => {
    const visit = await open({ vendor: 'TESLA' });
    await visit.press('continue');
    const list = (name: string) =>
      new RegExp(`class="scopes ${name}">(.*?)</ul>`, 's').exec(visit.html)?.[1] ?? '';
    assert.match(list('granted'), /data-scope="vehicle:read:data"/);
    assert.match(list('granted'), /data-scope="vehicle:read:location"/);
    assert.doesNotMatch(list('granted'), /charging"/);
    assert.match(list('refused'), /data-scope="vehicle:control:charging"/);
  });

  it('refuses credentials that no virtual asset of the brand and type has', async () => {
    const other = await fixture.emulator.createVirtualAsset({ ...TESLA, vendor: 'BMW' });
    const charger = await fixture.emulator.createVirtualAsset({ ...TESLA, vendorType: 'charger' });
    const visit = await play(await fixture.linkUrl(), asset, 'sign-in');
    for (const [username, password] of [
      [asset.username, 'wrong'],
      ['nobody', asset.password],
      ['', asset.password],
      [asset.username, ''],
      [other.username, other.password],
      [charger.username, charger.password],
    ] as const) {
      await visit.press('continue', { username, password });
      assert.equal(visit.step, 'sign-in');
      assert.ok(visit.has('error'));
      assert.match(visit.html, /<title>Error: /);
    }
    assert.deepEqual(await fixture.linkedVendors(), []);
  });

  it('wants a code, and takes any', async () => {
    const visit = await play(await fixture.linkUrl(), asset, 'code');
    await visit.press('continue', { code: ' ' });
    assert.ok(visit.step === 'code' && visit.has('error'));
    assert.equal((await visit.press('continue', { code: 'ß?' })).step, 'devices');
  });

  it('stays where it is when a page is loaded again', async () => {
    for (const step of ['intro', 'brand', 'access', 'sign-in', 'code', 'devices', 'success']) {
      const visit = await play(await fixture.linkUrl(), asset, step);
      assert.equal((await visit.open(visit.url)).step, step);
      assert.equal(visit.status, 200);
    }
  });

  it('does not lead past a step that is not answered', async () => {
    const visit = await open();
    for (const step of ['devices', 'success', 'complete', 'code', 'sign-in', 'access']) {
      await visit.open(new URL(step, visit.url).href);
      assert.equal(visit.step, 'brand');
      await visit.open(new URL(step, visit.url).href, { method: 'HEAD' });
    }
    await visit.open(new URL('devices', visit.url).href, { method: 'POST' });
    assert.equal(visit.step, 'brand');
    assert.deepEqual(await fixture.linkedVendors(), []);
  });

  it('goes back step by step, and forgets what followed from another answer', async () => {
    const visit = await play(await fixture.linkUrl(), asset, 'code');
    const seen = [];
    while (visit.has('back')) seen.push((await visit.press('back')).step);
    assert.deepEqual(seen, ['sign-in', 'access', 'brand', 'intro']);
    await visit.press('continue');
    assert.equal(visit.step, 'code', 'the answers are still there');
    await visit.open(new URL('brand', visit.url).href);
    await visit.press('brand-BMW');
    assert.equal(visit.step, 'access');
    await visit.open(new URL('devices', visit.url).href);
    assert.equal(visit.step, 'access', 'the sign-in with the other brand is gone');
  });

  it('cannot link twice by going back after success', async () => {
    const visit = await play(await fixture.linkUrl(), asset, 'success');
    await visit.open(new URL('devices', visit.url).href, { method: 'POST' });
    assert.equal(visit.step, 'success');
    assert.equal((await visit.press('complete')).left, REDIRECT_URI);
    assert.equal((await visit.open(visit.url)).step, 'success');
  });
});

describe('leaving early', () => {
  for (const step of ['intro', 'brand', 'access', 'sign-in', 'code', 'devices']) {
    it(`from "${step}" goes to the redirectUri with error added and the rest kept`, async () => {
      const visit = await play(await fixture.linkUrl(), asset, step);
      await visit.press('exit');
      const left = new URL(visit.left ?? '');
      assert.equal(left.origin + left.pathname, 'https://app.example/callback');
      assert.equal(left.searchParams.get('enode_link'), 'abc');
      assert.equal(left.searchParams.get('x'), '1');
      assert.equal(left.searchParams.get('error'), 'cancelledByUser');
      assert.ok(left.searchParams.get('error_message'));
      assert.equal(left.hash, '#top');
      assert.deepEqual(await fixture.linkedVendors(), []);
    });
  }

  it('ends the session: going back leads to a page that says what to do', async () => {
    const visit = await open();
    await visit.press('exit');
    await visit.open(visit.url);
    assert.equal(visit.status, 410);
    assert.ok(visit.has('message-ended'));
    assert.match(visit.html, /start again/);
  });

  it('works for an app’s own scheme', async () => {
    const visit = await open({ redirectUri: 'com.example.app://done' });
    const page = await fetch(new URL('exit', visit.url), { redirect: 'manual' });
    const location = page.headers.get('Location') ?? '';
    assert.match(location, /^com\.example\.app:\/\/done\?error=cancelledByUser&error_message=/);
  });
});

describe('a linkUrl', () => {
  it('works once: another client that opens it is told so (F55)', async () => {
    const linkUrl = await fixture.linkUrl();
    const first = await new Visit().open(linkUrl);
    const second = await new Visit().open(linkUrl);
    assert.equal(second.status, 410);
    assert.ok(second.has('message-used'));
    assert.match(second.html, /start again/);
    assert.equal((await first.press('continue')).step, 'brand', 'the first is not disturbed');
  });

  it('does not hold the address of the journey, nor the other way round', async () => {
    const linkUrl = await fixture.linkUrl();
    const visit = await new Visit().open(linkUrl);
    assert.ok(!visit.url.includes(new URL(linkUrl).pathname.slice(1)));
    assert.ok(!visit.html.includes(new URL(linkUrl).pathname));
  });

  it('is not used up by a look at its headers or by a prefetch', async () => {
    const linkUrl = await fixture.linkUrl();
    assert.equal((await fetch(linkUrl, { method: 'HEAD' })).status, 200);
    await fetch(linkUrl, { headers: { 'Sec-Purpose': 'prefetch;prerender' } });
    assert.equal((await new Visit().open(linkUrl)).step, 'intro');
  });

  it('expires after 24 hours, opened or not', async () => {
    const opened = await open();
    const linkUrl = await fixture.linkUrl();
    time += DAY_MS - 1;
    assert.equal((await opened.press('continue')).step, 'brand');
    time += 1;
    for (const visit of [await new Visit().open(linkUrl), await opened.open(opened.url)]) {
      assert.equal(visit.status, 410);
      assert.ok(visit.has('message-expired'));
    }
  });

  it('that is unknown gets a 404 page, as does every other address', async () => {
    for (const path of ['/nonsense', '/', '/journey/x/intro', '/a/b/c', '/%2e%2e/etc/passwd']) {
      const visit = await new Visit().open(fixture.emulator.linkOrigin + path);
      assert.equal(visit.status, 404, path);
      assert.ok(visit.has('message-unknown'), path);
    }
  });

  it('dies with its user', async () => {
    const linkUrl = await fixture.linkUrl();
    await fixture.call('DELETE', '/users/u1');
    assert.equal((await new Visit().open(linkUrl)).status, 404);
  });
});

describe('every page', () => {
  it('runs no script but the filter of the brands, is not stored and tells nobody its address', async () => {
    for (const step of ['intro', 'brand', 'access', 'sign-in', 'code', 'devices', 'success']) {
      const visit = await play(await fixture.linkUrl(), asset, step);
      const policy = visit.headers.get('Content-Security-Policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      if (step !== 'success') assert.match(policy, /form-action 'self'/);
      assert.doesNotMatch(policy, /connect-src|unsafe/);
      const hash = createHash('sha256').update(FILTER_SCRIPT).digest('base64');
      const [allowed] = /script-src[^;]*/.exec(policy) ?? [];
      assert.equal(allowed, step === 'brand' ? `script-src 'sha256-${hash}'` : undefined);
      const rest = visit.html.replace(`<script>${FILTER_SCRIPT}</script>`, '');
      assert.doesNotMatch(rest, /<script|\son[a-z]+=|\sstyle=/);
      assert.equal(visit.headers.get('Cache-Control'), 'no-store');
      assert.equal(visit.headers.get('Referrer-Policy'), 'no-referrer');
      assert.equal(visit.headers.get('Set-Cookie'), null);
    }
  });

  it('shows names as text, whatever is in them', async () => {
    const name = '<script>alert(1)</script>"\'&';
    const evil = await fixture.emulator.createVirtualAsset({ ...TESLA, vendor: '<img>', name });
    for (const step of ['brand', 'access', 'sign-in', 'devices', 'success']) {
      const visit = await play(await fixture.linkUrl({ vendor: '<img>' }), evil, step);
      // The one script of the page's own.
      const rest = visit.html.replace(`<script>${FILTER_SCRIPT}</script>`, '');
      assert.doesNotMatch(rest, /<script|<img/);
    }
    const hook = { url: 'http://127.0.0.1:9/<script>', secret: 'a secret', events: ['<img>'] };
    assert.equal((await fixture.call('POST', '/webhooks', hook)).status, 200);
    await fixture.linkUrl({}, encodeURIComponent('<script>'));
    await fixture.emulator.setFaults({
      vendors: { '<img>': 'OUTAGE' },
      routes: [{ path: '/<img>"><script>', status: 500 }],
      earlyExit: { error: '<script>' },
    });
    for (const section of ['', '/users', '/sessions', '/requests', '/webhooks', '/faults']) {
      const page = await (await fetch(fixture.emulator.dashboardUrl + section)).text();
      // The one script of the dashboard's own.
      const rest = page.replace(`<script>${SCRIPT}</script>`, '');
      assert.doesNotMatch(rest, /<script|<img/, section);
    }
  });

  it('speaks the session’s language, and English where it has no table', async () => {
    const cases = [
      ['de-DE', '', 'de-DE', 'Verbinden Sie Ihre Geräte'],
      ['en-GB', 'de', 'en-GB', 'Connect your devices'],
      ['fr-FR', '', 'en', 'Connect your devices'],
      ['ja-JP', 'de', 'en', 'Connect your devices'],
      ['lt-LT', '', 'en', 'Connect your devices'],
      ['lv-LV', '', 'en', 'Connect your devices'],
      ['pl-PL', '', 'en', 'Connect your devices'],
      ['browser', 'pl, de;q=0.9', 'en', 'Connect your devices'],
      ['browser', 'de-AT,de;q=0.9,en;q=0.8', 'de-DE', 'Verbinden Sie Ihre Geräte'],
      ['browser', 'en;q=0.5, de-DE;q=0.7', 'de-DE', 'Verbinden Sie Ihre Geräte'],
      ['browser', 'zh-CN', 'en-US', 'Connect your devices'],
      ['browser', ';;,q=;q=x', 'en-US', 'Connect your devices'],
    ] as const;
    for (const [language, accept, lang, heading] of cases) {
      const headers = { 'Accept-Language': accept };
      const visit = await new Visit().open(await fixture.linkUrl({ language }), { headers });
      await visit.open(visit.url, { headers });
      assert.match(visit.html, new RegExp(`<html lang="${lang}"`));
      assert.equal(visit.heading, heading);
    }
  });

  it('honours the session’s colour scheme', async () => {
    for (const colorScheme of ['system', 'light', 'dark']) {
      const visit = await open({ colorScheme });
      assert.match(visit.html, new RegExp(`data-color-scheme="${colorScheme}"`));
    }
  });

  it('says that it is not Enode', async () => {
    assert.match((await open()).html, /Emulator – not Enode/);
  });
});

it('the sign-in hint names the matching username, never a password', async () => {
  const visit = await play(await fixture.linkUrl(), asset, 'sign-in');
  assert.ok(visit.html.includes(asset.username));
  assert.ok(!visit.html.includes(asset.password));
});
