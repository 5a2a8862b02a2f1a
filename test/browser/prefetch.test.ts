/**
 * `prefetch`: a session that is asked for before the click, and never without being asked for it.
 */
import { assert } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import type { EnodeLinkButton, LinkSession, LinkSessionRequest } from '../../src/index.js';
import { getSession, hover, linkUi, mount, never, press, record, until } from './link-fixture.js';

describe('prefetch', () => {
  const spy = () => {
    const asked: LinkSessionRequest[] = [];
    const ask = (request: LinkSessionRequest): Promise<LinkSession> => {
      asked.push(request);
      return getSession(request);
    };
    return { asked, getSession: ask };
  };

  // Elsewhere first, or the mouse would already be where the next button comes to be.
  beforeEach(() => sendMouse({ type: 'move', position: [700, 500] }));

  it('asks for nothing ahead of the click where it is not set', async () => {
    const { asked, getSession } = spy();
    const element = await mount({ getSession });
    await hover(element);
    element.focus();
    assert.deepEqual(asked, []);
  });

  for (const [gesture, make] of [
    ['hover', hover],
    ['focus', (element: EnodeLinkButton) => element.focus()],
  ] as const) {
    it(`asks on ${gesture}, dispatches nothing, and opens with that very session`, async () => {
      const { asked, getSession } = spy();
      const element = await mount({ getSession, prefetch: 'intent' });
      const events = record(element);
      await make(element);
      await until(() => asked.length === 1, 'the request');
      assert.deepEqual(events, []);
      await press(element);
      const { shown } = await linkUi();
      assert.strictEqual(asked.length, 1);
      assert.strictEqual(shown.to, asked[0]?.redirectUri);
      assert.strictEqual(events[0]?.type, 'enode-link-start');
    });
  }

  for (const other of [
    { vendor: 'TESLA' },
    { headers: { authorization: 'Bearer other' } },
    { credentials: 'include' },
    { linkOrigins: ['https://link.example.com'] },
    { userKey: 'another user' },
    { userUrl: '/another-user' },
    { lang: 'de' },
    { hostName: 'Another host' },
  ] as const) {
    it(`does not serve an attempt with other settings: ${Object.keys(other).join()}`, async () => {
      const { asked, getSession } = spy();
      const element = await mount({ getSession, prefetch: 'intent' });
      await hover(element);
      assert.strictEqual(asked.length, 1);
      Object.assign(element, other);
      await press(element);
      const { shown } = await linkUi();
      assert.strictEqual(asked.length, 2);
      assert.strictEqual(shown.to, asked[1]?.redirectUri);
    });
  }

  it('that failed is silent: the click asks again', async () => {
    const element = await mount({ prefetch: 'intent' });
    const events = record(element);
    let asked = 0;
    element.getSession = (request) => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('no')) : getSession(request);
    };
    await hover(element);
    await until(() => asked === 1, 'the request');
    assert.deepEqual(events, []);
    await press(element);
    await linkUi();
    assert.strictEqual(asked, 2);
  });

  it('is kept for an attempt with equal settings that were set again', async () => {
    const { asked, getSession } = spy();
    const scopes = ['vehicle:read:data'];
    const headers = { authorization: 'Bearer token' };
    const element = await mount({ getSession, prefetch: 'intent', scopes, headers });
    await hover(element);
    // As a framework does whenever it renders.
    Object.assign(element, { scopes: [...scopes], headers: { ...headers } });
    await press(element);
    await linkUi();
    assert.strictEqual(asked.length, 1);
  });

  for (const [name, type, target] of [
    ['hidden', 'visibilitychange', document],
    ['left', 'pagehide', window],
  ] as const) {
    it(`does not outlive a page that was ${name}, since another user may have signed in (F79)`, async () => {
      const { asked, getSession } = spy();
      const element = await mount({ getSession, prefetch: 'intent' });
      await hover(element);
      assert.strictEqual(asked.length, 1);
      target.dispatchEvent(new Event(type));
      await press(element);
      const { shown } = await linkUi();
      assert.strictEqual(asked.length, 2);
      assert.strictEqual(shown.to, asked[1]?.redirectUri);
    });
  }

  it('does not outlive a removal, nor a minute (F79)', async () => {
    const now = Date.now.bind(Date);
    const { asked, getSession } = spy();
    const element = await mount({ getSession, prefetch: 'intent' });
    const place = element.parentElement;
    try {
      await hover(element);
      Date.now = () => now() + 60_001;
      element.blur();
      element.focus();
      assert.strictEqual(asked.length, 2);
      element.remove();
      await new Promise((resolve) => setTimeout(resolve));
      place?.append(element);
      element.focus();
      assert.strictEqual(asked.length, 3);
    } finally {
      Date.now = now;
    }
  });

  it('that failed is asked for again by a gesture only after half a minute, or with other settings', async () => {
    const now = Date.now.bind(Date);
    let asked = 0;
    const element = await mount({
      prefetch: 'intent',
      getSession: () => {
        asked += 1;
        return Promise.reject(new Error('no'));
      },
    });
    const gesture = async (): Promise<void> => {
      element.blur();
      element.focus();
      await new Promise((resolve) => setTimeout(resolve));
    };
    try {
      await gesture();
      await gesture();
      assert.strictEqual(asked, 1);
      Date.now = () => now() + 30_001;
      await gesture();
      assert.strictEqual(asked, 2);
      element.vendor = 'TESLA';
      await gesture();
      assert.strictEqual(asked, 3);
    } finally {
      Date.now = now;
    }
  });

  it('asks for nothing where the button is disabled, or is not set up', async () => {
    const { asked, getSession } = spy();
    await hover(await mount({ getSession, prefetch: 'intent', disabled: true }));
    const bare = await mount({ getSession: undefined, prefetch: 'intent' });
    const events = record(bare);
    await hover(bare);
    assert.deepEqual([asked, events], [[], []]);
  });

  it('asks once, however often the mouse comes', async () => {
    const { asked } = spy();
    const element = await mount({
      prefetch: 'intent',
      getSession: (request) => {
        asked.push(request);
        return never();
      },
    });
    for (let visit = 0; visit < 3; visit += 1) {
      await hover(element);
      await sendMouse({ type: 'move', position: [700, 500] });
    }
    assert.strictEqual(asked.length, 1);
  });
});
