/**
 * `open()` and `cancel()`, in every state and at awkward moments, and what the user can choose where
 * the window is out of sight.
 */
import { assert, fixture } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import { messagesFor } from '../../src/language/translations.js';
import {
  getSession,
  hasDialog,
  linkUi,
  mount,
  names,
  never,
  openLinkUi,
  part,
  press,
  reaches,
  record,
  shownCount,
  tesla,
  textOf,
  until,
  userOf,
} from './link-fixture.js';
import { ways } from './ways.js';

const framed = (properties: Partial<EnodeLinkButton> = {}): Promise<EnodeLinkButton> =>
  mount({ mode: 'iframe', ...properties });

const outcomes = (events: ReturnType<typeof record>): string[] =>
  names(events).filter((name) => ['success', 'cancel', 'error'].includes(name));

describe('open()', () => {
  it('returns the same promise while an attempt runs, and starts only one', async () => {
    const element = await framed();
    const events = record(element);
    const first = element.open();
    assert.strictEqual(element.open(), first);
    const page = await linkUi();
    await reaches(element, 'open');
    assert.strictEqual(element.open(), first);
    page.complete();
    assert.include(await first, { status: 'linked' });
    assert.strictEqual(names(events).filter((name) => name === 'start').length, 1);
  });

  it('starts a new attempt once the last has ended, however it did', async () => {
    const element = await framed();
    const failing = { getSession: () => Promise.reject(new Error('no')) };
    const statuses: string[] = [];
    for (const end of ['complete', 'exit', 'fail', 'complete'] as const) {
      Object.assign(element, end === 'fail' ? failing : { getSession });
      const outcome = element.open();
      if (end !== 'fail') (await linkUi())[end]();
      statuses.push((await outcome).status);
    }
    assert.deepEqual(statuses, ['linked', 'cancelled', 'failed', 'linked']);
  });

  it('never rejects, whatever the host does', async () => {
    const broken: Partial<EnodeLinkButton>[] = [
      { getSession: undefined },
      { callbackUrl: 'https://' },
      {
        getSession: () => {
          throw new Error('at once');
        },
      },
      { getSession: () => Promise.reject(new Error('later')) },
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      { getSession: () => Promise.reject() },
      { getSession: () => Promise.resolve(null as never) },
      { getSession: (() => undefined) as never },
      { getSession: 'nonsense' as never },
      { scopes: 5 as never },
      {
        getSession: undefined,
        sessionUrl: '/session',
        headers: () => {
          throw new Error('no headers');
        },
      },
      { getSession: undefined, sessionUrl: '/session', headers: { 'not a name': '' } },
    ];
    for (const properties of broken) {
      const element = await framed(properties);
      const outcome = await element.open();
      assert.include(['failed', 'cancelled'], outcome.status, JSON.stringify(properties));
      element.remove();
    }
  });

  it('does nothing where the button is disabled', async () => {
    const element = await framed({ disabled: true });
    const events = record(element);
    const outcome = await element.open();
    assert.include(outcome, { status: 'cancelled', reason: 'aborted' });
    assert.deepEqual([events, shownCount(), element.state], [[], 0, 'idle']);
  });

  it('by a second click brings no second window', async () => {
    const element = await mount();
    const events = record(element);
    await press(element);
    await press(element);
    await linkUi();
    await reaches(element, 'open');
    assert.strictEqual(shownCount(), 0);
    assert.strictEqual(names(events).filter((name) => name === 'start').length, 1);
  });
});

describe('cancel()', () => {
  for (const state of ['requesting', 'open', 'detached', 'confirming'] as const) {
    it(`ends an attempt in the state "${state}", once`, async () => {
      const element = await ways[state]();
      await reaches(element, state);
      const events = record(element);
      const outcome = element.open();
      element.cancel();
      element.cancel();
      assert.deepEqual<unknown>(await outcome, {
        status: 'cancelled',
        mode: 'popup',
        reason: 'aborted',
        verified: false,
      });
      assert.deepEqual(names(events), ['cancelled', 'cancel']);
      assert.deepEqual<unknown>(events.at(-1)?.detail, {
        mode: 'popup',
        reason: 'aborted',
        verified: false,
      });
    });
  }

  for (const state of ['idle', 'linked', 'cancelled', 'failed'] as const) {
    it(`changes nothing in the state "${state}"`, async () => {
      const element = await ways[state]();
      await reaches(element, state);
      const events = record(element);
      element.cancel();
      assert.deepEqual([events, element.state], [[], state]);
    });
  }

  it('inside a listener of the state ends the attempt before any dialog or request', async () => {
    for (const mode of ['popup', 'iframe'] as const) {
      let asked = 0;
      const element = await mount({
        mode,
        getSession: (request) => {
          asked += 1;
          return getSession(request);
        },
      });
      const events = record(element);
      element.addEventListener('enode-link-statechange', ({ detail }) => {
        if (detail.state === 'requesting') element.cancel();
      });
      await press(element);
      assert.deepEqual(names(events), ['start', 'requesting', 'cancelled', 'cancel']);
      assert.strictEqual(asked, 0);
      assert.isFalse(hasDialog(element));
    }
  });
});

describe('removal', () => {
  it('ends the attempt; its events are still dispatched, on the element (F39)', async () => {
    const element = await framed({ getSession: never });
    const events = record(element);
    const outcome = element.open();
    element.remove();
    assert.include(await outcome, { status: 'cancelled', reason: 'aborted' });
    assert.deepEqual(outcomes(events), ['cancel']);
  });

  it('is not a move within the document in the same task (F40)', async () => {
    const element = await mount();
    const page = await openLinkUi(element);
    const elsewhere = document.createElement('div');
    element.parentElement?.append(elsewhere);
    elsewhere.append(element);
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.strictEqual(element.state, 'open');
    page.complete();
    await reaches(element, 'linked');
  });
});

describe('a window that is out of sight', () => {
  const texts = messagesFor('en-US');

  async function detached(): Promise<EnodeLinkButton> {
    const element = await ways.detached();
    await reaches(element, 'detached');
    return element;
  }

  async function choose(element: EnodeLinkButton, choice: 'restart' | 'cancel'): Promise<void> {
    const buttons = [...element.renderRoot.querySelectorAll('button')];
    const found = buttons.find((button) => textOf(button) === texts[choice]);
    if (!found) throw new Error(`There is no choice "${choice}".`);
    await press(found);
  }

  it('can be given up', async () => {
    const element = await detached();
    const events = record(element);
    await choose(element, 'cancel');
    await reaches(element, 'cancelled');
    assert.deepEqual(outcomes(events), ['cancel']);
  });

  it('can be replaced by a new one', async () => {
    const element = await detached();
    await choose(element, 'restart');
    const page = await linkUi();
    await reaches(element, 'open');
    page.complete();
    await reaches(element, 'linked');
  });

  it('is still listened to: a return counts', async () => {
    document.hasFocus = () => false;
    const element = await mount();
    const events = record(element);
    const page = await openLinkUi(element);
    page.close();
    await reaches(element, 'detached');
    await fixture(`<iframe title="return" src="${page.shown.to}"></iframe>`);
    await reaches(element, 'linked');
    assert.deepEqual(outcomes(events), ['success']);
  });

  it('is looked after whenever the user comes back: what was linked counts', async () => {
    const vendors: (typeof tesla)[] = [];
    document.hasFocus = () => false;
    const element = await mount({ getUser: () => userOf(vendors)() });
    (await openLinkUi(element)).close();
    await reaches(element, 'detached');
    vendors.push(tesla);
    await press(part(element, 'button'));
    await until(() => element.state === 'linked', 'the success');
    assert.deepEqual(element.linkedVendors, [tesla]);
  });
});
