import { expect, type Page } from '@playwright/test';
import { exitEarly, linkWith, type VirtualAsset } from 'enode-link-button/testing';
import { test } from './fixtures.js';

/** What became of a user in Link UI. */
interface Played {
  returnUrl: string;
  devices: string[];
}

/** The redirectUri, as the button sends it. */
const redirectUri = (page: Page): string =>
  new URL(`/api/enode/callback?enode_link=${'n'.repeat(22)}`, page.url()).href;

const linkSession = (page: Page) =>
  page.request.post('/api/enode/link-session', {
    data: { redirectUri: redirectUri(page), language: 'en-US' },
  });

async function devices(page: Page): Promise<string[]> {
  const answer = await page.request.get('/api/enode/devices');
  const { devices } = (await answer.json()) as { devices: { id: string }[] };
  return devices.map(({ id }) => id);
}

/** Clicks the button, and returns the window with Link UI. */
async function openLinkUi(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.locator('enode-link-button').click();
  return opened;
}

test('names a device that was linked', async ({ page, control }) => {
  const { linkUrl } = (await (await linkSession(page)).json()) as { linkUrl: string };
  const played = await control<Played>('POST', '/play', { linkUrl, as: 'complete' });
  expect(played.returnUrl).toBe(redirectUri(page));
  expect(played.devices).toHaveLength(1);
  expect(await devices(page)).toEqual(played.devices);
});

test('names a device that was linked in a browser', async ({ page, control }) => {
  const car = { name: 'Our car', vendor: 'TESLA', vendorType: 'vehicle', model: 'Model 3' };
  const asset = await control<VirtualAsset>('POST', '/virtual-assets', car);
  await linkWith(await openLinkUi(page), asset);
  await expect(page.locator('output')).toHaveText('linked Our car');
});

test('has nothing of a user who left early', async ({ page }) => {
  await exitEarly(await openLinkUi(page));
  await expect(page.locator('output')).toHaveText('cancelled: exited');
  expect(await devices(page)).toEqual([]);
});

test('tells of a device that comes later', async ({ page, control }) => {
  const charger = await control<{ id: string }>('POST', '/users/anna/devices', {
    vendorType: 'charger',
  });
  await expect.poll(async () => (await page.request.get('/notices')).json()).toContain(charger.id);
});

test('reports that Enode fails', async ({ page, control }) => {
  await control('PUT', '/faults', { api: { status: 503 } });
  expect((await linkSession(page)).status()).toBe(503);
});
