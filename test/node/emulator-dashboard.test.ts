/** What the dashboard shows of devices and webhooks, and what its forms for them do and cause. */
import assert from 'node:assert/strict';
import { parseEnv } from 'node:util';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { until } from '../support/drivers/until.js';
import { emulate, play, TESLA } from './emulator-fixture.js';
import { receiveWebhooks } from './webhook-receiver.js';

let fixture: Awaited<ReturnType<typeof emulate>>;
let receiver: Awaited<ReturnType<typeof receiveWebhooks>>;
before(async () => {
  [fixture, receiver] = await Promise.all([emulate(), receiveWebhooks()]);
});
after(async () => {
  await fixture.emulator.close();
  receiver.close();
});
beforeEach(() => receiver.reset());
afterEach(() => fixture.emulator.reset());

const page = async (path: string) => (await fetch(fixture.emulator.dashboardUrl + path)).text();

/** The text of a page as a screen reader reads it, without markup. */
const text = (html: string) =>
  html.replaceAll(/<(style|script)[^]*?<\/\1>|<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

/** Sends the form whose text contains `name`, as a browser would, with some fields filled in. */
async function submit(path: string, name: string, filled: Record<string, string> = {}) {
  const forms = (await page(path)).match(/<form[^]*?<\/form>/g) ?? [];
  const form = forms.find((each) => text(each).includes(name));
  assert.ok(form, `no form "${name}" on ${path}`);
  const attribute = (tag: string, key: string) =>
    new RegExp(`\\s${key}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const fields = new URLSearchParams();
  for (const tag of form.match(/<(input|select)[^>]*>/g) ?? []) {
    fields.set(attribute(tag, 'name'), attribute(tag, 'value'));
  }
  for (const [key, value] of Object.entries(filled)) {
    assert.ok(fields.has(key), `the form "${name}" has no field ${key}`);
    fields.set(key, value);
  }
  const action = new URL(attribute(form, 'action'), fixture.emulator.dashboardUrl);
  return fetch(action, { method: 'POST', body: fields });
}

const subscribe = async (url = `${receiver.url}/hook?key=k3y`) =>
  String((await fixture.call('POST', '/webhooks', { url, secret: 'a secret of mine' })).body.id);
async function link() {
  await play(await fixture.linkUrl({}, 'anna'), await fixture.emulator.createVirtualAsset(TESLA));
}
const devices = async () =>
  (await fixture.call('GET', '/users/anna/vehicles')).body.data as {
    isReachable: boolean;
    chargeState: { batteryLevel: number };
  }[];

describe('the page of users', () => {
  it('shows each device with its name, type, battery level and reachability', async () => {
    await link();
    await fixture.emulator.addDevice('anna', { vendorType: 'charger', name: 'The <wall> box' });
    const [car] = await devices();
    const shown = text(await page('/users'));
    assert.match(
      shown,
      new RegExp(
        `Family car vehicle, Model 3 Reachable Battery ${car?.chargeState.batteryLevel} %`,
      ),
    );
    assert.match(shown, /The &lt;wall&gt; box charger, .* Reachable \S+ Make unreachable/);
  });

  it('changes the battery level and the reachability, and the webhooks follow', async () => {
    await link();
    await subscribe();
    await submit('/users', 'Set battery of Family car of user anna', { batteryLevel: '7' });
    const level = await receiver.comes('user:vehicle:updated');
    assert.ok(level.updatedFields?.includes('chargeState.batteryLevel'));
    assert.equal((await devices())[0]?.chargeState.batteryLevel, 7);
    receiver.reset();
    await submit('/users', 'Make unreachable Family car of user anna');
    assert.deepEqual((await receiver.comes('user:vehicle:updated')).updatedFields, ['isReachable']);
    assert.match(text(await page('/users')), /Not reachable Battery 7 %/);
    await submit('/users', 'Make reachable Family car of user anna');
    assert.equal((await devices())[0]?.isReachable, true);
  });

  it('refuses a battery level that is none, and keeps the old one', async () => {
    await link();
    const before = await devices();
    for (const batteryLevel of ['', '101', '-1', '1.5', 'full']) {
      const answer = await submit('/users', 'Set battery', { batteryLevel });
      assert.equal(answer.status, 400, batteryLevel);
      assert.match(await answer.text(), /role="alert"[^>]*>The battery level must be/);
    }
    assert.deepEqual(await devices(), before);
  });

  it('removes a device and keeps the link, and its webhook follows', async () => {
    await link();
    await subscribe();
    await submit('/users', 'Remove Family car of user anna');
    await receiver.comes('user:vehicle:deleted');
    assert.deepEqual(await devices(), []);
    assert.match(text(await page('/users')), /Tesla vehicle Valid .* No devices/);
  });

  it('adds a device that appears at once or later, for a user who may be new', async () => {
    await subscribe();
    const model = 'vehicle|TESLA|Model Y';
    await submit('/users', 'Add device', { user: 'anna', model });
    await receiver.comes('user:vehicle:discovered');
    const later = await submit('/users', 'Add device', { model, delay: '1' });
    assert.match(await later.text(), /role="status"[^>]*>\s*The device appears in 1 second\./);
    assert.equal((await devices()).length, 1, 'the form has kept the user');
    await until(async () => (await devices()).length === 2, 'the second device');
  });

  it('says what is wrong with a new device, and keeps what was entered', async () => {
    for (const [wrong, message] of [
      [{ user: ' ', model: 'vehicle|TESLA|Model Y' }, 'Enter a user.'],
      [{ user: 'anna' }, 'Select a model'],
      [{ user: 'anna', model: 'boat|TESLA|x' }, 'Select a model'],
      [{ user: 'anna', model: 'vehicle|TESLA|Model Y', delay: '601' }, 'a delay of 0 to 600'],
      [{ user: 'anna', model: 'vehicle|TESLA|Model Y', delay: '' }, 'a delay of 0 to 600'],
    ] as const) {
      const answer = await submit('/users', 'Add device', wrong);
      assert.equal(answer.status, 400);
      const html = await answer.text();
      assert.ok(html.includes(message), message);
      if (wrong.user === 'anna') assert.match(html, /name="user"[^>]*value="anna"/);
    }
    assert.equal((await fixture.call('GET', '/users/anna')).status, 404);
  });

  it('passes over devices that are gone, and times that are none', async () => {
    for (const path of ['change-device', 'remove-device']) {
      const body = new URLSearchParams({ asset: 'gone', batteryLevel: '5' });
      const answer = await fetch(`${fixture.emulator.dashboardUrl}/${path}`, {
        method: 'POST',
        body,
      });
      assert.equal(answer.status, 200, path);
    }
    for (const appears of ['', '-1', '0', '1e3x', '1.5', '601', '1e308', '<b>', 'Infinity']) {
      assert.doesNotMatch(await page(`/users?appears=${appears}`), /The device appears/);
    }
  });
});

describe('the page of requests', () => {
  /** The requests that the page shows. */
  const shown = async (query: string) =>
    ((await page(`/requests${query}`)).match(/<tr role="row"[^>]*data-entry[^]*?<\/tr>/g) ?? [])
      .filter((row) => !/^<tr[^>]*\shidden/.test(row))
      .map((row) => text(row).trim());

  it('is narrowed by words for the path, the method, the status or the part', async () => {
    await fixture.call('GET', '/users/nobody');
    await fixture.call('DELETE', '/users/nobody');
    await link();
    const all = await shown('');
    assert.ok(all.length > 10);
    assert.deepEqual(await shown('?path='), all);
    const some = await shown('?path=NOBODY');
    assert.ok(some.length === 2 && some.every((row) => row.includes('/users/nobody')));
    const [first, ...others] = await shown('?path=get%20nobody%20404');
    assert.match(first ?? '', /^GET \/users\/nobody 404 API/);
    assert.deepEqual(others, []);
    assert.ok((await shown('?path=link%20ui')).every((row) => row.includes('Link UI')));
    assert.deepEqual(await shown('?path=%3Cb%3E'), []);
    const html = await page('/requests?path=%3Cb%3E');
    assert.match(html, /No request matches “&lt;b&gt;”/);
    assert.match(text(await page('/requests?path=nobody')), / 2 requests Show all requests /);
  });
});

describe('the page of Link sessions', () => {
  it('calls it no error that a user left early', async () => {
    const visit = await play(
      await fixture.linkUrl({}, 'anna'),
      await fixture.emulator.createVirtualAsset(TESLA),
      'brand',
    );
    await visit.press('exit');
    assert.match(await page('/sessions'), /<span class="tag ">Left early<\/span>/);
  });
});

describe('the page of virtual assets', () => {
  it('has lines for an .env file, with the first asset of each type and without the secret', async () => {
    const { username } = await fixture.emulator.createVirtualAsset(TESLA);
    await fixture.emulator.createVirtualAsset(TESLA);
    const html = await page('');
    const lines = parseEnv(/<pre[^>]*><code>([^<]*)</.exec(html)?.[1] ?? '');
    const { clientId, clientSecret, apiUrl, oauthUrl } = fixture.emulator;
    assert.equal(lines.ENODE_CLIENT_ID, clientId);
    assert.equal(lines.ENODE_API_URL, apiUrl);
    assert.equal(lines.ENODE_OAUTH_URL, oauthUrl);
    assert.equal(lines.ENODE_VEHICLE_USERNAME, username);
    assert.ok(!html.includes(clientSecret));
  });
});

describe('the page of webhooks', () => {
  it('shows the attempts with events, delivery and answer, without secret, query or body', async () => {
    await subscribe();
    receiver.answers = [503, 200];
    await link();
    await until(() => receiver.received.length === 2, 'both attempts');
    const shown = await until(async () => {
      const html = await page('/webhooks');
      return text(html).includes('Attempt 2') ? html : undefined;
    }, 'the second attempt');
    const id = String(receiver.received[0]?.headers['x-enode-delivery']);
    const row = (answer: string) =>
      `user:vehicle:discovered user:vehicle:updated ${answer} ${id} to ${receiver.url}/hook`;
    assert.ok(text(shown).includes(row('200 Attempt 2')), text(shown));
    assert.ok(text(shown).includes(row('503 Attempt 1')));
    assert.doesNotMatch(shown, /k3y|a secret of mine|anna/);
  });

  it('shows what waits, and whether a webhook is active, and switches it on', async () => {
    const id = await subscribe('http://127.0.0.1:9/nobody');
    await link();
    await until(async () => (await page('/webhooks')).includes('Not reached'), 'an attempt');
    assert.match(
      text(await page('/webhooks')),
      /nobody No success yet Active Test the webhook for \S+ 2 \*/,
    );
    await fixture.call('PATCH', `/webhooks/${id}`, { isActive: false });
    assert.match(text(await page('/webhooks')), /Switched off Test .* 0 \* Attempts/);
    await submit('/webhooks', 'Switch on the webhook for http://127.0.0.1:9/nobody');
    assert.match(text(await page('/webhooks')), /Active Test the webhook for \S+ 0 \*/);
  });

  it('tests a webhook, and sends a heartbeat', async () => {
    await subscribe();
    await submit('/webhooks', 'Test the webhook for');
    await submit('/webhooks', 'Send now to each webhook');
    await receiver.comes('system:heartbeat');
    assert.deepEqual(receiver.names(), ['enode:webhook:test', 'system:heartbeat']);
    assert.match(text(await page('/webhooks')), /Last success \d{4}-/);
    for (const path of ['test-webhook', 'switch-on']) {
      const answer = await fetch(`${fixture.emulator.dashboardUrl}/${path}`, { method: 'POST' });
      assert.equal(answer.status, 200, 'a webhook that is gone');
    }
  });
});
