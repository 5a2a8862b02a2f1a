/**
 * Follows Enode's getting-started guide step by step, with the commands that it prints: `curl` as it
 * is, with only the hosts and the parts in braces replaced.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'node:test';
import { startEmulator } from '../../src/emulator/index.js';
import type { Emulator } from '../../src/emulator/index.js';
import { play, Visit } from './emulator-fixture.js';

const STEP_1 = String.raw`curl https://oauth.sandbox.enode.io/oauth2/token \
-X POST \
-u {YOUR_CLIENT_ID}:{YOUR_CLIENT_SECRET} \
-d "grant_type=client_credentials"`;

const STEP_2 = String.raw`curl https://enode-api.sandbox.enode.io/users/1ab23cd4/link \
-X POST \
-H "Authorization: Bearer {YOUR_ACCESS_TOKEN}" \
-H "Content-Type: application/json" \
-d '{
"vendorType": "vehicle",
"scopes": [
"vehicle:read:data",
"vehicle:read:location",
"vehicle:control:charging"
],
"language": "en-US",
"redirectUri": "https://localhost:3000"
}'`;

const STEP_4 = String.raw`curl https://enode-api.sandbox.enode.io/users/1ab23cd4 \
-X GET \
-H "Authorization: Bearer {YOUR_ACCESS_TOKEN}"`;

let emulator: Emulator;
let token = '';
before(async () => {
  emulator = await startEmulator({ port: 0, linkPort: 0 });
});
after(() => emulator.close());

async function shell(command: string): Promise<Record<string, unknown>> {
  const replaced = command
    .replace('https://oauth.sandbox.enode.io', emulator.oauthUrl)
    .replace('https://enode-api.sandbox.enode.io', emulator.apiUrl)
    .replace('{YOUR_CLIENT_ID}', emulator.clientId)
    .replace('{YOUR_CLIENT_SECRET}', emulator.clientSecret)
    .replace('{YOUR_ACCESS_TOKEN}', token);
  const { stdout } = await promisify(execFile)('sh', ['-c', replaced]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('the getting-started guide', () => {
  let credentials = { vendor: 'TESLA', username: '', password: '' };
  let linkUrl = '';

  it('creates a virtual asset: any name, any model, then Username and Password', async () => {
    const dashboard = await new Visit().open(emulator.dashboardUrl);
    await dashboard.press('create', { name: 'Anything', model: 'vehicle|TESLA|Model Y' });
    const shown = (id: string) =>
      new RegExp(`data-testid="${id}">([^<]+)`).exec(dashboard.html)?.[1] ?? '';
    credentials = { vendor: 'TESLA', username: shown('username'), password: shown('password') };
    assert.ok(credentials.username && credentials.password);
  });

  it('step 1: gets an access token', async () => {
    const answer = await shell(STEP_1);
    token = String(answer.access_token);
    assert.deepEqual(answer, {
      access_token: token,
      expires_in: 3599,
      scope: '',
      token_type: 'bearer',
    });
  });

  it('step 2: creates a Link session', async () => {
    const answer = await shell(STEP_2);
    assert.deepEqual(Object.keys(answer).sort(), ['linkToken', 'linkUrl']);
    linkUrl = String(answer.linkUrl);
  });

  it('step 3: links the device, and Complete redirects to the redirectUri', async () => {
    const visit = await play(linkUrl, credentials);
    assert.equal(visit.left, 'https://localhost:3000');
  });

  it('step 4: fetches the user with the vendor linked', async () => {
    assert.deepEqual(await shell(STEP_4), {
      id: '1ab23cd4',
      linkedVendors: [{ vendor: 'TESLA', vendorType: 'vehicle', isValid: true }],
    });
  });
});
