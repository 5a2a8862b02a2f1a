/** The vendor's own sign-in page: a third origin on the way through Link UI. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { emulate, play, REDIRECT_URI, TESLA, Visit } from './emulator-fixture.js';
import type { VirtualAsset } from '../../src/emulator/index.js';

const DAY_MS = 24 * 60 * 60 * 1000;

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
  await fixture.emulator.setFaults({ vendorSignIn: { coop: 'same-origin' } });
});

/** Plays Link UI up to the vendor's page. */
async function toVendor(): Promise<Visit> {
  const visit = await play(await fixture.linkUrl(), asset);
  return new Visit().open(visit.left ?? '');
}

/** Goes on where a page led to another of the emulator's origins. */
const follow = (visit: Visit) => new Visit().open(visit.left ?? '');

describe('the vendor’s own sign-in page', () => {
  it('is on a third origin, and leads back to Link UI and to the end', async () => {
    const vendor = await toVendor();
    assert.equal(new URL(vendor.url).origin, fixture.emulator.vendorOrigin);
    assert.equal(vendor.step, 'sign-in');
    const { username, password } = asset;
    const back = await follow(await vendor.press('continue', { username, password }));
    assert.equal(new URL(back.url).origin, fixture.emulator.linkOrigin);
    assert.equal(back.step, 'code');
    await back.press('continue', { code: '1' });
    await back.press('continue');
    assert.equal((await back.press('complete')).left, REDIRECT_URI);
    assert.equal(((await fixture.linkedVendors()) as []).length, 1);
  });

  it('has headers of its own, which Link UI has not', async () => {
    const policies = (visit: Visit) => visit.headers.get('Cross-Origin-Opener-Policy');
    const frame = (visit: Visit) => visit.headers.get('X-Frame-Options');
    await fixture.emulator.setFaults({
      vendorSignIn: { coop: 'noopener-allow-popups', frameAncestors: 'none' },
    });
    const vendor = await toVendor();
    assert.deepEqual([policies(vendor), frame(vendor)], ['noopener-allow-popups', 'DENY']);
    const link = await new Visit().open(await fixture.linkUrl());
    assert.deepEqual([policies(link), frame(link)], [null, null]);
  });

  it('refuses wrong credentials and keeps the username', async () => {
    const vendor = await toVendor();
    await vendor.press('continue', { username: asset.username, password: 'wrong' });
    assert.ok(vendor.step === 'sign-in' && vendor.has('error'));
    assert.ok(vendor.html.includes(`value="${asset.username}"`));
    assert.match(vendor.html, /<title>Error: /);
  });

  it('can be left back to Link UI, and for good', async () => {
    const vendor = await toVendor();
    assert.equal((await vendor.press('back')).step, 'access');
    const left = await (await toVendor()).press('exit');
    assert.equal(new URL(left.left ?? '').searchParams.get('error'), 'cancelledByUser');
  });

  it('knows neither the journey nor the linkUrl, and its ticket is worthless after the end', async () => {
    const linkUrl = await fixture.linkUrl();
    const link = await play(linkUrl, asset, 'access');
    await link.press('continue');
    const vendor = await new Visit().open(link.left ?? '');
    const journeyId = link.url.split('/')[4] ?? '?';
    assert.ok(!vendor.html.includes(journeyId));
    assert.ok(!vendor.html.includes(new URL(linkUrl).pathname.slice(1)));
    const { username, password } = asset;
    const address = vendor.url;
    const back = await follow(await vendor.press('continue', { username, password }));
    await back.press('continue', { code: '1' });
    await back.press('continue');
    assert.equal(back.step, 'success');
    const again = await follow(await new Visit().open(address));
    assert.equal(again.step, 'success', 'nobody signs in any more');
  });

  it('shows nothing for a ticket that is unknown, or no longer good', async () => {
    const { vendorOrigin, linkOrigin } = fixture.emulator;
    for (const url of [
      `${vendorOrigin}/sign-in/nobody`,
      `${vendorOrigin}/`,
      `${linkOrigin}/vendor/nobody/continue`,
      `${linkOrigin}/vendor/nobody/..%2fexit`,
    ]) {
      const visit = await new Visit().open(url);
      assert.equal(visit.status, 404, url);
      assert.ok(visit.has('message-unknown'), url);
    }
    const vendor = await toVendor();
    time += DAY_MS;
    const back = await follow(await vendor.open(vendor.url));
    assert.ok(back.has('message-expired'));
  });

  it('can be slow, and fail', async () => {
    await fixture.emulator.setFaults({ vendorSignIn: { status: 503, times: 1 } });
    const vendor = await toVendor();
    assert.equal(vendor.status, 503);
    assert.ok(vendor.has('message-trouble'));
    assert.equal((await vendor.open(vendor.url)).step, 'sign-in');
  });

  it('is logged without its ticket', async () => {
    const vendor = await toVendor();
    const ticket = new URL(vendor.url).pathname.split('/')[2] ?? '?';
    await vendor.press('back');
    const page = await (await fetch(`${fixture.emulator.dashboardUrl}/requests`)).text();
    assert.match(page, /GET \/sign-in\/…/);
    assert.match(page, /GET \/vendor\/…\/access/);
    assert.ok(!page.includes(ticket));
  });
});
