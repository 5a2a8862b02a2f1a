import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { exitEarly, linkWith } from 'enode-link-button/testing';

const EMULATOR = 'http://127.0.0.1:4010/emulator';
/** One of the virtual devices that the emulator starts with. */
const car = {
  vendor: 'TESLA',
  vendorType: 'vehicle',
  username: 'vehicle@virtual.example',
  password: 'vehicle-password',
} as const;

/** Answers such as 401, and Next.js in development, which may close its own stream at a sign-in. */
const EXPECTED = /^Failed to load|^TypeError: Cannot [a-z ]+ a CLOSED writable stream/;

/** What else the page wrote to the console as errors. */
const complaints: string[] = [];

test.beforeEach(async ({ page, request }) => {
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !EXPECTED.test(text)) complaints.push(text);
  });
  // The emulator forgets all but the webhook. It may start last.
  await expect(async () => {
    await request.post(`${EMULATOR}/reset`, { data: { keep: ['webhooks'] } });
  }).toPass();
  await page.goto('/');
  await page.getByLabel('User', { exact: true }).selectOption('Anna');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
});

test.afterEach(() => expect(complaints.splice(0)).toEqual([]));

/** Presses a button that opens Link UI, and returns the window. */
async function openLinkUi(page: Page, name = 'Connect a device'): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name, exact: true }).click();
  return opened;
}

async function connect(page: Page): Promise<void> {
  await linkWith(await openLinkUi(page), car);
  await expect(page.getByText('Sunrise now looks after Family car.')).toBeVisible();
}

/** The owners of all devices that the server has stored. */
const owners = async () => Object.values(JSON.parse(await readFile('devices.json', 'utf8')));

test('lists a device that was connected, after a reload too, for this user alone', async ({
  page,
}) => {
  await connect(page);
  await page.reload();
  const row = page.getByRole('listitem');
  await expect(row).toContainText('Family car');
  await expect(row).toContainText('Tesla vehicle');
  expect(await owners()).toEqual(['anna']);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('User', { exact: true }).selectOption('Ben');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
});

test('says so if the user leaves early', async ({ page }) => {
  await exitEarly(await openLinkUi(page));
  await expect(page.getByText('Nothing was connected.').first()).toBeVisible();
  await expect(page.getByText('None yet.')).toBeVisible();
});

test('says so if Enode fails', async ({ page, request }) => {
  await request.put(`${EMULATOR}/faults`, { data: { api: { status: 503 } } });
  await page.getByRole('button', { name: 'Connect a device' }).click();
  await expect(page.getByText('That did not work.')).toBeVisible();
});

test('reconnects an account that the vendor no longer accepts', async ({ page, request }) => {
  await connect(page);
  await request.post(`${EMULATOR}/users/anna/vendors/TESLA/invalidate`);
  await page.reload();
  await linkWith(await openLinkUi(page, 'Reconnect Tesla'), car);
  await expect(page.getByText('Tesla is connected again.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reconnect Tesla' })).toBeHidden();
});

test('offers the same again after a reconnect that failed', async ({ page, request }) => {
  await connect(page);
  await request.post(`${EMULATOR}/users/anna/vendors/TESLA/invalidate`);
  await page.reload();
  await page.route('**/link-session', (route) => route.abort());
  const popup = await openLinkUi(page, 'Reconnect Tesla');
  await expect(page.getByText('That did not work.')).toBeVisible();
  await page.unroute('**/link-session');
  const asked = page.waitForRequest(
    (sent) => sent.url().endsWith('/link-session') && sent.method() === 'POST',
  );
  await popup.getByRole('button', { name: 'Try again' }).click();
  const { vendor, assetId } = (await asked).postDataJSON();
  expect({ vendor, assetId }).toEqual({ vendor: 'TESLA', assetId: expect.any(String) });
  await linkWith(popup, car);
  await expect(page.getByText('Tesla is connected again.')).toBeVisible();
});

test('removes an account with its devices', async ({ page }) => {
  await connect(page);
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Remove Tesla' }).click();
  await expect(page.getByText('Tesla was removed.')).toBeVisible();
  await expect(page.getByText('None yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect a device' })).toBeVisible();
  expect(await owners()).toEqual([]);
});

test('signs nobody in with a session that was changed', async ({ page, context }) => {
  const [session] = (await context.cookies()).filter(({ name }) => name === 'session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  const value = session?.value.replace(/^./, (first) => (first === 'x' ? 'y' : 'x'));
  await context.addCookies([{ ...session!, value: value! }]);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('lets no other site sign its visitors in', async ({ page, request }) => {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const signIn = page.waitForRequest((sent) => sent.method() === 'POST');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
  const sent = await signIn;
  const { cookie: _, ...headers } = await sent.allHeaders();
  const answer = await request.post(sent.url(), {
    headers: { ...headers, origin: 'https://other.example' },
    data: sent.postDataBuffer() ?? undefined,
    maxRedirects: 0,
  });
  expect(answer.headers()['set-cookie']).toBeUndefined();
});

test('learns of a device from a webhook', async ({ page, request }) => {
  await connect(page);
  const device = { data: { vendorType: 'vehicle', vendor: 'TESLA', name: 'Second car' } };
  await request.post(`${EMULATOR}/users/anna/devices`, device);
  await expect.poll(owners).toEqual(['anna', 'anna']);
});
