import { expect, test as base, type Page } from '@playwright/test';

export interface Emulator {
  url: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string;
}

interface Fixtures {
  /** Sends a control request to the emulator. */
  control: <Answer>(method: string, path: string, data: unknown) => Promise<Answer>;
  /** A page of a user who is signed in. `page.request` has the same session. */
  page: Page;
}

export const test = base.extend<Fixtures, { emulator: Emulator; webhook: undefined }>({
  emulator: [{} as Emulator, { scope: 'worker', option: true }],

  // Does what you do once at Enode.
  webhook: [
    async ({ emulator, playwright }, use, { project }) => {
      const { url, clientId, clientSecret, webhookSecret } = emulator;
      const request = await playwright.request.newContext();
      const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
      const token = await request.post(`${url}/oauth2/token`, {
        headers: { authorization: `Basic ${basic}` },
        form: { grant_type: 'client_credentials' },
      });
      const { access_token: accessToken } = (await token.json()) as { access_token: string };
      const webhook = await request.post(`${url}/webhooks`, {
        headers: { authorization: `Bearer ${accessToken}` },
        data: { url: `${project.use.baseURL}/hooks/enode`, secret: webhookSecret },
      });
      expect(webhook).toBeOK();
      await use(undefined);
      await request.dispose();
    },
    { scope: 'worker', auto: true },
  ],

  control: async ({ emulator, request }, use) => {
    const send = async (method: string, path: string, data: unknown) => {
      const answer = await request.fetch(`${emulator.url}/emulator${path}`, { method, data });
      expect(answer).toBeOK();
      return answer;
    };
    await use(async (method, path, data) => (await send(method, path, data)).json());
    // The emulator forgets all but the webhook.
    await send('POST', '/reset', { keep: ['webhooks'] });
  },

  page: async ({ page }, use) => {
    // Sign in as your own users do.
    await page.goto('/');
    await page.getByLabel('User').fill('anna');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await use(page);
  },
});
