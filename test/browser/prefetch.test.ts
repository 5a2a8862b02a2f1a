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
