/**
 * Windows that are none, and places where windows are not worth asking for. The windows here are
 * made up where no browser would give such a one; all others are real.
 */
import { assert } from '@open-wc/testing';
import {
  getSession,
  mount,
  never,
  press,
  reaches,
  record,
  startOf,
  storedKeys,
  until,
} from './link-fixture.js';
import { stubFetch } from './fetch-stub.js';
import { popup } from './windows.js';

const media = window.matchMedia.bind(window);
const style = window.getComputedStyle.bind(window);

afterEach(() => {
  window.matchMedia = media;
  window.getComputedStyle = style;
});

const gives = (value: () => unknown): void => {
  window.open = () => value() as Window | null;
};

/** What blockers and filters have been seen to hand out in place of a window. */
const dead: Record<string, () => unknown> = {
  nothing: () => null,
  'no value': () => undefined,
  'an empty object': () => ({}),
  'an object that knows no parent': () => ({ closed: false, location: {}, focus: () => undefined }),
  'a window that is closed': () => ({ closed: true }),
  'a getter that throws': () => ({
    get closed(): boolean {
      throw new Error('no');
    },
  }),
  'an exception': () => {
    throw new DOMException('no', 'InvalidAccessError');
  },
  'a hidden frame': () => {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    document.body.append(frame);
    return frame.contentWindow;
  },
};

/** An app's web view with one window: it goes to the address that a window was asked for with. */
const oneWindow = (page: () => unknown) => (): void => {
  window.open = (address) => {
    // What a navigation would do to the page, and what tests would not survive.
    if (address) throw new Error('The page was left.');
    return page() as Window;
  };
};

/** What a loading page would change in a page that it is written into. */
const traces = (): unknown[] => [
  document.title,
  (document.documentElement.cloneNode(false) as Element).outerHTML,
  document.head.innerHTML,
  document.adoptedStyleSheets.length,
  window.opener,
];

/** A window as some shells give it: there, and not to be sent anywhere. */
const stuck = (): unknown => {
  const window = {
    closed: false,
    opener: null,
    close: () => (window.closed = true),
    location: {
      replace: () => {
        throw new DOMException('no', 'SecurityError');
      },
    },
  };
  return Object.assign(window, { parent: window });
};

describe('a window', () => {
  it('comes first, then the request, then the colours of the button, for which the page computes its style', async () => {
    const order: string[] = [];
    gives(() => {
      order.push('window');
      return stuck();
    });
    const element = await mount({
      getSession() {
        order.push('request');
        return never();
      },
    });
    window.getComputedStyle = (...given) => {
      order.push('style');
      return style(...given);
    };
    const outcome = element.open();
    assert.deepEqual(order, ['window', 'request']);
    await until(() => order.length > 2, 'the colours');
    assert.deepEqual(order, ['window', 'request', 'style']);
    element.cancel();
    await outcome;
  });
});

describe('in place of a window', () => {
  for (const [name, value] of Object.entries(dead)) {
    it(`${name} is a window that was refused (F05)`, async () => {
      gives(value);
      const element = await mount({ getSession: never });
      const outcome = await element.open();
      assert.include(outcome.status === 'failed' && outcome.error, { code: 'popup-blocked' });
    });

    it(`${name} is a reason to go on in the same window, where that is allowed (F05)`, async () => {
      gives(value);
      const element = await mount({ mode: 'auto', getSession: never });
      const outcome = element.open();
      assert.strictEqual(element.state, 'requesting');
      element.cancel();
      assert.include(await outcome, { status: 'cancelled', mode: 'redirect' });
    });
  }

  for (const [name, page] of [
    ['the page itself', () => window],
    ['the page around it', () => parent],
    ['the top page', () => top],
  ] as const) {
    it(`${name} is a window that was refused, and is not touched (F78)`, async () => {
      oneWindow(page)();
      const before = traces();
      const element = await mount({ getSession: never });
      const outcome = await element.open();
      assert.include(outcome.status === 'failed' && outcome.error, { code: 'popup-blocked' });
      element.remove();
      assert.deepEqual(traces(), before);
      assert.isFalse(window.closed);
    });

    it(`${name} is a reason to go on in the same window, where that is allowed (F78)`, async () => {
      oneWindow(page)();
      const element = await mount({ mode: 'auto', getSession: never });
      const outcome = element.open();
      assert.strictEqual(element.state, 'requesting');
      element.cancel();
      assert.include(await outcome, { status: 'cancelled', mode: 'redirect' });
    });
  }

  it('one that cannot be sent to Link UI is refused too, when that shows (F07)', async () => {
    gives(stuck);
    const element = await mount();
    const outcome = await element.open();
    assert.include(outcome.status === 'failed' && outcome.error, { code: 'popup-blocked' });
  });

  it('one that cannot be sent to Link UI gives way to the same window, with the same session (F07)', async () => {
    gives(stuck);
    let asked = 0;
    const element = await mount({
      mode: 'auto',
      getSession: async (request) => {
        asked += 1;
        // An address that leaves the page where it is.
        return { ...(await getSession(request)), linkUrl: `${location.href.split('#')[0]}#link` };
      },
    });
    const events = record(element);
    void element.open();
    await reaches(element, 'leaving');
    await until(() => location.hash === '#link', 'the page to be sent on');
    assert.deepInclude(
      events.map(({ type, detail }) => ({ type, mode: 'mode' in detail && detail.mode })),
      { type: 'enode-link-open', mode: 'redirect' },
    );
    assert.strictEqual(asked, 1);
    // The window that was given up takes nothing with it when the page is left.
    dispatchEvent(new Event('pagehide'));
    assert.lengthOf(storedKeys(), 1);
    element.cancel();
    history.back();
    await until(() => location.hash === '', 'the way back');
  });
});

describe('an error that is thrown after the window was opened', () => {
  it('is reported as what it is, and leaves no window (F77)', async () => {
    for (const mode of ['popup', 'auto'] as const) {
      const given = stuck() as Window;
      gives(() => given);
      const element = await mount({ mode, getSession: never });
      const cause = new TypeError('The page has no styles.');
      window.getComputedStyle = () => {
        throw cause;
      };
      const outcome = await element.open();
      window.getComputedStyle = style;
      assert.ok(outcome.status === 'failed');
      assert.include(outcome.error, { code: 'misconfigured', cause });
      assert.isTrue(given.closed);
      assert.deepEqual(storedKeys(), []);
    }
  });
});

describe('without a setting', () => {
  it('Link UI is shown in a window (F06)', async () => {
    assert.strictEqual(startOf(await mount({ mode: 'auto' })).mode, 'popup');
  });

  it('Link UI is shown in the same window where the page is an installed app (F06)', async () => {
    window.matchMedia = (query) => media(query.includes('standalone') ? 'all' : query);
    assert.strictEqual(startOf(await mount({ mode: 'auto' })).mode, 'redirect');
    assert.strictEqual(startOf(await mount({ mode: 'popup' })).mode, 'popup');
  });
});

describe('a second click', () => {
  it('brings the window to the front, before and after the hand-off (F08, F12)', async () => {
    const element = await mount({ getSession: never });
    await press(element);
    let focused = 0;
    popup().focus = () => (focused += 1);
    element.click();
    void element.open();
    assert.strictEqual(focused, 2);
  });
});

describe('without a click', () => {
  it('nobody is asked for anything (F16)', async () => {
    const calls = stubFetch(() => new Response('{}'));
    const element = await mount({
      getSession: undefined,
      sessionUrl: '/session',
      userUrl: '/user',
    });
    element.remove();
    document.body.append(element);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(calls, []);
    element.remove();
  });
});
