/**
 * The six events: their classes, what is in them, when they come, and that none comes twice. Played
 * in the dialog, where no click is needed. Methods are in methods.test.ts.
 */
import { assert, fixture } from '@open-wc/testing';
import {
  LinkCancelEvent,
  LinkError,
  LinkErrorEvent,
  LinkOpenEvent,
  LinkStartEvent,
  LinkStateChangeEvent,
  LinkSuccessEvent,
  type EnodeLinkButton,
  type LinkErrorCode,
  type LinkSessionRequest,
} from '../../src/index.js';
import { stubFetch } from './fetch-stub.js';
import {
  EVENTS,
  hasDialog,
  linkUi,
  mount,
  names,
  part,
  reaches,
  record,
  shownCount,
  tesla,
  textOf,
  userOf,
  zaptec,
} from './link-fixture.js';

const framed = (properties: Partial<EnodeLinkButton> = {}): Promise<EnodeLinkButton> =>
  mount({ mode: 'iframe', ...properties });

/** Plays an attempt to its end, and hands back all its events. */
async function play(
  end: 'complete' | 'exit',
  properties: Partial<EnodeLinkButton> = {},
): Promise<ReturnType<typeof record>> {
  const element = await framed(properties);
  const events = record(element);
  const outcome = element.open();
  (await linkUi())[end]();
  await outcome;
  return events;
}

describe('what listeners are given', () => {
  it('is theirs to change: no other event, outcome or state changes with it (F88)', async () => {
    const vendors = [tesla];
    const element = await framed({ getUser: userOf(vendors), scopes: ['vehicle:read:data'] });
    const details: unknown[] = [];
    const events = record(element);
    element.addEventListener('enode-link-start', ({ detail }) => {
      detail.request.scopes?.push('charger:read:data');
      details.push(detail.request.scopes);
    });
    element.addEventListener('enode-link-success', ({ detail }) => {
      details.push(Array.isArray(detail.added), Array.isArray(detail.linkedVendors));
      for (const list of [detail.added, detail.repaired, detail.linkedVendors ?? []]) {
        for (const vendor of list) Object.assign(vendor, { vendor: 'CHANGED' });
        list.length = 0;
      }
    });
    const outcome = element.open();
    const page = await linkUi();
    vendors.push(zaptec);
    page.complete();
    const linked = await outcome;
    assert.deepEqual(details, [['vehicle:read:data', 'charger:read:data'], true, true]);
    assert.deepEqual([element.scopes], [['vehicle:read:data']]);
    assert.deepInclude(linked, { added: [zaptec], linkedVendors: [tesla, zaptec] });
    assert.deepEqual(element.linkedVendors, [tesla, zaptec]);
    const label = (): string => textOf(part(element, 'button'));
    assert.strictEqual(label(), 'Connected to Zaptec');
    // Nor does it with the outcome, or with what the element gives.
    if (linked.status === 'linked') linked.added.length = 0;
    element.linkedVendors?.forEach((vendor) => Object.assign(vendor, { vendor: 'CHANGED' }));
    element.requestUpdate();
    await element.updateComplete;
    assert.strictEqual(label(), 'Connected to Zaptec');
    // All listeners of one event read the same.
    const success = events.find((event) => event.type === 'enode-link-success');
    assert.deepInclude(success?.detail, { added: [], linkedVendors: [] });
  });

  it('cannot be put in the place of a detail (F88)', async () => {
    for (const event of await play('complete')) {
      const { detail } = event;
      assert.throws(() => {
        Object.assign(event, { detail: {} });
      }, TypeError);
      assert.isFalse(Reflect.set(event, 'detail', {}));
      assert.isTrue(event.detail === detail);
    }
  });
});

describe('the events of an attempt', () => {
  it('come in this order after a success, each once', async () => {
    assert.deepEqual(names(await play('complete')), [
      ...['start', 'requesting', 'open', 'open', 'confirming', 'linked', 'success'],
    ]);
  });

  it('come in this order after a cancel, each once', async () => {
    assert.deepEqual(names(await play('exit')), [
      ...['start', 'requesting', 'open', 'open', 'confirming', 'cancelled', 'cancel'],
    ]);
  });

  it('come in this order after a failure, each once', async () => {
    const element = await framed({ getSession: () => Promise.reject(new Error('no')) });
    const events = record(element);
    await element.open();
    assert.deepEqual(names(events), ['start', 'requesting', 'failed', 'error']);
  });

  it('have the class and the detail that is promised after a success', async () => {
    const vendors = [{ ...tesla, isValid: false }];
    const element = await framed({ getUser: () => userOf(vendors)() });
    const events = record(element);
    const outcome = element.open();
    const page = await linkUi();
    vendors.splice(0, 1, tesla, zaptec);
    page.complete();
    const { status, ...success } = (await outcome) as { status: string };
    const [start, , opening, open] = events;
    assert.instanceOf(start, LinkStartEvent);
    const { redirectUri } = (start.detail as { request: LinkSessionRequest }).request;
    assert.strictEqual(page.shown.to, redirectUri);
    assert.deepEqual<unknown>(start.detail, {
      mode: 'iframe',
      request: { redirectUri, language: 'en-US', colorScheme: 'system' },
    });
    assert.instanceOf(opening, LinkStateChangeEvent);
    assert.deepEqual<unknown>(opening.detail, { state: 'open', previous: 'requesting' });
    assert.instanceOf(open, LinkOpenEvent);
    assert.deepEqual<unknown>(open.detail, { mode: 'iframe' });
    const last = events.at(-1);
    assert.instanceOf(last, LinkSuccessEvent);
    assert.deepEqual<unknown>(last.detail, {
      mode: 'iframe',
      verified: true,
      linkedVendors: [tesla, zaptec],
      added: [zaptec],
      repaired: [tesla],
      via: 'return',
      late: false,
    });
    assert.strictEqual(status, 'linked');
    assert.deepEqual<unknown>(success, last.detail);
  });

  it('say so where nothing could be verified', async () => {
    const success = (await play('complete')).at(-1);
    assert.instanceOf(success, LinkSuccessEvent);
    const { verified, linkedVendors, added, repaired } = success.detail;
    assert.deepEqual([verified, linkedVendors, added, repaired], [false, null, [], []]);
  });

  it('have the class and the detail that is promised after a cancel', async () => {
    const cancel = (await play('exit', { getUser: userOf([tesla]) })).at(-1);
    assert.instanceOf(cancel, LinkCancelEvent);
    assert.deepEqual<unknown>(cancel.detail, {
      mode: 'iframe',
      reason: 'exited',
      verified: true,
      error: 'cancelledByUser',
      errorMessage: 'The user left.',
    });
  });

  it('have the class and the detail that is promised after a failure', async () => {
    const cause = new Error('no');
    const element = await framed({ getSession: () => Promise.reject(cause) });
    const events = record(element);
    const outcome = await element.open();
    const failure = events.at(-1);
    assert.instanceOf(failure, LinkErrorEvent);
    const { error, ...rest } = failure.detail;
    assert.deepEqual(rest, { mode: 'iframe' });
    assert.instanceOf(error, LinkError);
    assert.instanceOf(error, Error);
    assert.deepEqual<unknown>(outcome, { status: 'failed', error });
    assert.strictEqual(error.code, 'session-network');
    assert.isTrue(error.retryable);
    assert.strictEqual(error.cause, cause);
    assert.isNotEmpty(error.message);
  });

  it('bubble and leave shadow roots, and only the start can be cancelled', async () => {
    const host = await fixture<HTMLElement>('<div></div>');
    const element = document.createElement('enode-link-button');
    host.attachShadow({ mode: 'open' }).append(element);
    Object.assign(element, { mode: 'iframe', getSession: () => Promise.reject(new Error('no')) });
    const events = record(host);
    await element.open();
    assert.deepEqual(names(events), ['start', 'requesting', 'failed', 'error']);
    for (const event of [...events, ...(await play('exit')), ...(await play('complete'))]) {
      assert.isTrue(event.bubbles && event.composed, event.type);
      assert.strictEqual(event.cancelable, event.type === 'enode-link-start', event.type);
    }
  });
});

describe('the start', () => {
  for (const mode of ['popup', 'iframe', 'redirect', 'auto'] as const) {
    it(`that is refused leaves all as it was (${mode})`, async () => {
      const calls = stubFetch(() => new Response());
      const element = await mount({
        mode,
        getSession: undefined,
        sessionUrl: '/session',
        userUrl: '/user',
      });
      const events = record(element);
      element.addEventListener('enode-link-start', (event) => {
        event.preventDefault();
      });
      const { length } = sessionStorage;
      assert.deepEqual<unknown>(await element.open(), {
        status: 'cancelled',
        mode: mode === 'auto' ? 'popup' : mode,
        reason: 'aborted',
        verified: false,
      });
      assert.deepEqual(names(events), ['start']);
      assert.strictEqual(element.state, 'idle');
      assert.deepEqual([calls, shownCount(), sessionStorage.length], [[], 0, length]);
      assert.isFalse(hasDialog(element));
    });
  }
});

describe('what is set up wrongly', () => {
  const long = `/back?${'x'.repeat(500)}`;
  const wrong: Record<string, Partial<EnodeLinkButton>> = {
    'no session-url and no getSession': { getSession: undefined },
    'a session-url that is no URL': { getSession: undefined, sessionUrl: 'https://' },
    'a user-url that is no URL': { userUrl: 'http://[' },
    'a callback-url that is no URL': { callbackUrl: 'https://' },
    'a callback-url on another origin': { callbackUrl: 'https://example.com/callback' },
    'a callback-url on another port': { callbackUrl: 'http://127.0.0.1:1/callback' },
    'a callback-url with a scheme that runs scripts': { callbackUrl: 'javascript:alert(1)' },
    'a callback-url that is a document of its own': { callbackUrl: 'data:text/html,x' },
    'a callback-url longer than Enode takes': { callbackUrl: long },
  };
  for (const [name, properties] of Object.entries(wrong)) {
    it(`is an error that says what to do, before any window or request: ${name}`, async () => {
      const calls = stubFetch(() => new Response());
      const element = await mount(properties);
      const events = record(element);
      const outcome = await element.open();
      assert.deepEqual(names(events), ['failed', 'error']);
      const failure = events.at(-1);
      assert.instanceOf(failure, LinkErrorEvent);
      assert.deepEqual<unknown>(outcome, { status: 'failed', error: failure.detail.error });
      assert.include(failure.detail.error, { code: 'misconfigured', retryable: false });
      assert.match(failure.detail.error.message, /url|URL|getSession/);
      assert.deepEqual([calls, shownCount()], [[], 0]);
      await reaches(element, 'failed');
    });
  }
});

describe('the types', () => {
  it('know each event on the element, on any other, and on the document', async () => {
    const element = await mount();
    const seen: string[] = [];
    // What is checked here is that it compiles: each detail is typed by the event's name.
    element.addEventListener('enode-link-success', function (event) {
      this satisfies EnodeLinkButton;
      event satisfies LinkSuccessEvent;
      event.detail.verified satisfies boolean;
      // @ts-expect-error the detail is for reading
      event.detail = event.detail satisfies object;
      // @ts-expect-error a success has no reason
      event.detail.reason satisfies unknown;
    });
    document.body.addEventListener('enode-link-cancel', ({ detail }) => {
      detail.reason satisfies 'window-closed' | 'exited' | 'dismissed' | 'aborted';
    });
    const listener = (event: LinkErrorEvent): void => {
      event.detail.error.code satisfies LinkErrorCode;
      seen.push(event.detail.error.code);
    };
    document.addEventListener('enode-link-error', listener, { once: true });
    // @ts-expect-error a click is no error of ours
    element.addEventListener('click', listener, { once: true });
    document.querySelector('enode-link-button') satisfies EnodeLinkButton | null;
    Object.assign(element, { getSession: undefined });
    await element.open();
    assert.deepEqual(seen, ['misconfigured']);
    assert.strictEqual(EVENTS.length, new Set(EVENTS).size);
  });
});
