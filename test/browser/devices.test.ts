/**
 * The devices of a link on the element: event, property, status line and `refresh()`. Played in the dialog,
 * where no click is needed. How long the element waits for a device is in
 * test/node/attempt-devices.test.ts.
 */
import { assert, expect } from '@open-wc/testing';
import {
  LinkDevicesEvent,
  LinkError,
  type EnodeLinkButton,
  type LinkedDevice,
  type LinkedVendor,
} from '../../src/index.js';
import { json, stubFetch } from './fetch-stub.js';
import {
  devicesOf,
  linkUi,
  model3,
  mount,
  names,
  part,
  record,
  tesla,
  textOf,
  until,
  userOf,
  zaptec,
} from './link-fixture.js';

const wallbox: LinkedDevice = { ...model3, id: 'wallbox', vendor: 'WALLBOX', name: 'Pulsar Plus' };

/** A host, as it is at each moment. */
interface World {
  readonly element: EnodeLinkButton;
  readonly events: ReturnType<typeof record>;
  readonly vendors: LinkedVendor[];
  readonly devices: LinkedDevice[];
}

async function world(properties: Partial<EnodeLinkButton> = {}): Promise<World> {
  const vendors: LinkedVendor[] = [];
  const devices: LinkedDevice[] = [];
  const element = await mount({
    mode: 'iframe',
    getUser: userOf(vendors),
    getDevices: devicesOf(devices),
    ...properties,
  });
  return { element, events: record(element), vendors, devices };
}

/** Links a Tesla, as a user does. */
async function link({ element, vendors }: World): Promise<void> {
  const outcome = element.open();
  const page = await linkUi();
  if (!vendors.includes(tesla)) vendors.push(tesla);
  page.complete();
  assert.strictEqual((await outcome).status, 'linked');
}

const told = ({ events }: World): LinkDevicesEvent['detail'][] =>
  events.flatMap((event) => (event instanceof LinkDevicesEvent ? [event.detail] : []));

const rejection = async (promise: Promise<void>): Promise<LinkError> => {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof LinkError) return thrown;
    throw thrown;
  }
  throw new Error('It was not rejected.');
};

describe('the event of the devices', () => {
  it('comes after the success, with the devices that are new', async () => {
    const at = await world();
    at.devices.push(wallbox);
    const outcome = at.element.open();
    const page = await linkUi();
    at.vendors.push(tesla);
    at.devices.push(model3);
    page.complete();
    await outcome;
    await until(() => told(at).length > 0, 'the devices');
    assert.deepEqual(told(at), [{ devices: [wallbox, model3], added: [model3] }]);
    const order = names(at.events);
    assert.isBelow(order.indexOf('success'), order.indexOf('devices'));
    assert.strictEqual(at.element.state, 'linked');
  });

  it('bubbles out of shadow roots, with lists that each listener may change', async () => {
    const at = await world();
    const seen: LinkedDevice[] = [];
    const listen = ({ detail }: LinkDevicesEvent): void => {
      seen.push(...detail.added.splice(0));
      detail.devices.length = 0;
    };
    document.addEventListener('enode-link-devices', listen, { once: true });
    await link(at);
    at.devices.push(model3);
    await until(() => seen.length > 0, 'the event on the document');
    assert.deepEqual(seen, [model3]);
    assert.deepEqual(at.element.devices, [model3]);
    assert.include(textOf(part(at.element, 'status')), 'Model 3');
  });

  it('does not come after another outcome', async () => {
    const at = await world();
    const outcome = at.element.open();
    (await linkUi()).exit();
    assert.include(await outcome, { status: 'cancelled', reason: 'exited' });
    at.devices.push(model3);
    await at.element.refresh();
    assert.notInclude(names(at.events), 'devices');
  });

  it('does not come once a new attempt has begun, or the element was removed', async () => {
    for (const end of ['open', 'remove'] as const) {
      let asked = 0;
      const at = await world();
      const { getDevices } = at.element;
      at.element.getDevices = (options) => {
        asked += 1;
        return getDevices?.(options) ?? Promise.reject(new Error('none'));
      };
      await link(at);
      if (end === 'open') {
        void at.element.open();
        (await linkUi()).exit();
        await until(() => at.element.state === 'cancelled', 'the end of the second attempt');
      } else at.element.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const before = asked;
      at.devices.push(model3);
      // The next reading of the first attempt would be one second after its success.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.strictEqual(asked, before, end);
      assert.deepEqual(told(at), [], end);
    }
  });
});

describe('the devices', () => {
  it('are null before they are read, and then what was read last', async () => {
    const at = await world();
    assert.isNull(at.element.devices);
    at.devices.push(wallbox);
    await at.element.refresh();
    assert.deepEqual(at.element.devices, [wallbox]);
  });

  it('are named in the status line, which everybody sees and which describes the button', async () => {
    const at = await world();
    at.devices.push(wallbox);
    await link(at);
    at.devices.push(model3);
    await until(() => told(at).length > 0, 'the devices');
    await at.element.updateComplete;
    const status = part(at.element, 'status');
    assert.strictEqual(textOf(status), 'Model 3 is connected.');
    assert.isAbove(status.getBoundingClientRect().height, 10);
    assert.strictEqual(part(at.element, 'button').getAttribute('aria-describedby'), 'status');
    assert.strictEqual(textOf(part(at.element, 'label')), 'Connected to Tesla');
    await expect(at.element).to.be.accessible();
  });

  it('leave the size of the button as it is', async () => {
    const at = await world();
    await link(at);
    const before = part(at.element, 'button').getBoundingClientRect();
    at.devices.push({ ...model3, name: 'A car with a name that is far longer than its button is' });
    await until(() => told(at).length > 0, 'the devices');
    await at.element.updateComplete;
    const after = part(at.element, 'button').getBoundingClientRect();
    assert.deepEqual([after.width, after.height], [before.width, before.height]);
  });
});

describe('refresh()', () => {
  it('makes the button idle again once its vendor is not linked any more', async () => {
    const at = await world();
    await link(at);
    at.vendors.length = 0;
    at.vendors.push(zaptec);
    await at.element.refresh();
    await at.element.updateComplete;
    assert.strictEqual(at.element.state, 'idle');
    assert.strictEqual(textOf(part(at.element, 'label')), 'Connect a device');
    assert.deepEqual(at.element.linkedVendors, [zaptec]);
    assert.strictEqual(names(at.events).at(-1), 'idle');
  });

  it('leaves a button linked whose vendor still is, and offers to reconnect one that is not valid', async () => {
    const at = await world({ vendor: 'TESLA' });
    await link(at);
    await at.element.refresh();
    assert.strictEqual(at.element.state, 'linked');
    at.vendors[0] = { ...tesla, isValid: false };
    await at.element.refresh();
    await at.element.updateComplete;
    assert.strictEqual(at.element.state, 'idle');
    assert.strictEqual(textOf(part(at.element, 'label')), 'Reconnect Tesla');
  });

  it('changes no state of a running attempt', async () => {
    const at = await world();
    const outcome = at.element.open();
    const page = await linkUi();
    await until(() => at.element.state === 'open', 'Link UI');
    at.vendors.push(tesla);
    await at.element.refresh();
    assert.strictEqual(at.element.state, 'open');
    assert.deepEqual(at.element.linkedVendors, [tesla]);
    page.complete();
    const result = await outcome;
    assert.deepEqual(result.status === 'linked' && result.added, [tesla]);
  });

  it('keeps what one endpoint answers, and rejects with why the other did not', async () => {
    const at = await world({ userUrl: '/user', getUser: undefined });
    const calls = stubFetch(() => json({}, { status: 401 }));
    at.devices.push(model3);
    const error = await rejection(at.element.refresh());
    assert.strictEqual(error.code, 'session-unauthorized');
    assert.strictEqual(error.status, 401);
    assert.strictEqual(calls.length, 1);
    assert.deepEqual(at.element.devices, [model3]);
  });

  it('rejects if there is nothing to read, or if a setting is of a wrong type', async () => {
    const neither = await mount({ mode: 'iframe' });
    assert.strictEqual((await rejection(neither.refresh())).code, 'misconfigured');
    const { element } = await world({ scopes: 5 as never });
    const error = await rejection(element.refresh());
    assert.match(error.message, /^scopes must be/);
  });

  it('forgets no success for an answer that was asked for before it', async () => {
    let answer: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const at = await world();
    const { getUser } = at.element;
    const outcome = at.element.open();
    const page = await linkUi();
    await until(() => at.element.state === 'open', 'Link UI');
    at.element.getUser = () => slow.then(() => ({ linkedVendors: [] }));
    const refreshed = at.element.refresh();
    at.element.getUser = getUser;
    at.vendors.push(tesla);
    page.complete();
    await outcome;
    answer?.();
    await refreshed;
    assert.strictEqual(at.element.state, 'linked');
    assert.deepEqual(at.element.linkedVendors, [tesla]);
  });

  it('leaves a success alone whose vendor the user endpoint has not listed yet', async () => {
    const at = await world();
    at.devices.push(model3);
    const refreshed = new Promise<void>((resolve) => {
      at.element.addEventListener('enode-link-success', () => {
        at.devices.push(wallbox);
        resolve(at.element.refresh());
      });
    });
    const outcome = at.element.open();
    (await linkUi()).complete();
    await outcome;
    await refreshed;
    assert.strictEqual(at.element.state, 'linked');
    await until(() => names(at.events).includes('devices'), 'the devices');
    at.vendors.push(tesla);
    await at.element.refresh();
    at.vendors.length = 0;
    await at.element.refresh();
    assert.strictEqual(at.element.state, 'idle');
  });

  it('has changed the properties once it resolves, whatever a later call still waits for', async () => {
    const late: ((answer: { devices: LinkedDevice[] }) => void)[] = [];
    const at = await world({
      getDevices: () => new Promise((resolve) => late.push(resolve)),
    });
    const first = at.element.refresh();
    const second = at.element.refresh();
    late[0]?.({ devices: [model3] });
    await first;
    assert.deepEqual(at.element.devices, [model3]);
    late[1]?.({ devices: [] });
    await second;
    assert.deepEqual(at.element.devices, []);
  });

  it('lets the answer to an earlier call change nothing', async () => {
    const late: ((answer: { devices: LinkedDevice[] }) => void)[] = [];
    const at = await world({
      getDevices: () => new Promise((resolve) => late.push(resolve)),
    });
    const first = at.element.refresh();
    const second = at.element.refresh();
    late[1]?.({ devices: [model3] });
    await second;
    late[0]?.({ devices: [] });
    await first;
    assert.deepEqual(at.element.devices, [model3]);
  });
});

describe('a relink of an asset that is linked', () => {
  it('says so in words of its own, and tells a developer what to remove', async () => {
    const element = await mount({
      mode: 'iframe',
      getSession: undefined,
      sessionUrl: '/session',
      assetId: 'asset-1',
    });
    const problem = { code: 'asset-already-linked', detail: 'It is linked.' };
    const headers = { 'content-type': 'application/problem+json' };
    stubFetch(() => json(problem, { status: 409, headers }));
    const outcome = await element.open();
    await element.updateComplete;
    assert.strictEqual(textOf(part(element, 'status')), 'This device is already connected.');
    assert.match(outcome.status === 'failed' ? outcome.error.message : '', /Remove asset-id/);
  });
});
