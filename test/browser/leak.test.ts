/**
 * What attempts leave behind in the page: two hundred that were given up must leave no more than ten
 * did. Counts what lives as long as the page: windows, channels, listeners, timers, records, dialogs.
 */
import { assert } from '@open-wc/testing';
import type { EnodeLinkButton } from '../../src/index.js';
import {
  getSession,
  hasDialog,
  linkUi,
  mount,
  never,
  press,
  storedKeys,
  until,
} from './link-fixture.js';
import { windows } from './windows.js';

/** Targets that outlive an attempt; listeners on its own signals and windows go with them. */
const LONG_LIVED: readonly EventTarget[] = [window, document, document.documentElement];

interface Listener {
  readonly target: EventTarget;
  readonly type: string;
  readonly callback: unknown;
}

let listeners: Listener[] = [];
const channels = new Set<BroadcastChannel>();
const timers = new Set<number>();

/* oxlint-disable typescript/unbound-method -- they are called with their target */
const original = {
  addEventListener: EventTarget.prototype.addEventListener,
  removeEventListener: EventTarget.prototype.removeEventListener,
  BroadcastChannel: window.BroadcastChannel,
  setTimeout: window.setTimeout.bind(window),
  setInterval: window.setInterval.bind(window),
  clearTimeout: window.clearTimeout.bind(window),
  clearInterval: window.clearInterval.bind(window),
};
/* oxlint-enable typescript/unbound-method */

/** Every way to begin something that stays, as the browser has it, with a look at what is there. */
function watch(longLived: readonly EventTarget[]): void {
  const forget = ({ target, type, callback }: Listener): void => {
    listeners = listeners.filter(
      (kept) => kept.target !== target || kept.type !== type || kept.callback !== callback,
    );
  };
  // In a plain call to a global function there is no target.
  EventTarget.prototype.addEventListener = function (
    this: EventTarget | undefined,
    type,
    callback,
    options,
  ) {
    const target = this ?? window;
    original.addEventListener.call(target, type, callback, options);
    if (!longLived.includes(target)) return;
    const listener = { target, type, callback };
    listeners.push(listener);
    const { signal, once } = typeof options === 'object' ? options : {};
    const over = (): void => forget(listener);
    if (signal) original.addEventListener.call(signal, 'abort', over);
    if (once) original.addEventListener.call(target, type, over, { once });
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget | undefined,
    type,
    callback,
    options,
  ) {
    const target = this ?? window;
    original.removeEventListener.call(target, type, callback, options);
    forget({ target, type, callback });
  };
  window.BroadcastChannel = class extends original.BroadcastChannel {
    constructor(name: string) {
      super(name);
      channels.add(this);
    }
    override close(): void {
      super.close();
      channels.delete(this);
    }
  };
  // The runner has timers of its own.
  const isOurs = (): boolean => new Error().stack?.includes(`${location.origin}/src/`) ?? false;
  window.setTimeout = ((action: () => void, ms?: number) => {
    const timer = original.setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    if (isOurs()) timers.add(timer);
    return timer;
  }) as typeof window.setTimeout;
  window.setInterval = ((action: () => void, ms?: number) => {
    const timer = original.setInterval(action, ms);
    if (isOurs()) timers.add(timer);
    return timer;
  }) as typeof window.setInterval;
  for (const name of ['clearTimeout', 'clearInterval'] as const) {
    window[name] = (timer) => {
      timers.delete(Number(timer));
      original[name](timer);
    };
  }
}

afterEach(() => {
  const { addEventListener, removeEventListener, ...globals } = original;
  Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
  Object.assign(window, globals);
  listeners = [];
  channels.clear();
  timers.clear();
});

/** What is there now. Windows close in their own time. */
async function count(element: EnodeLinkButton): Promise<Record<string, number>> {
  await until(() => windows.every(({ closed }) => closed), 'the windows to close');
  await new Promise((resolve) => original.setTimeout(resolve, 50));
  return {
    listeners: listeners.length,
    channels: channels.size,
    timers: timers.size,
    records: storedKeys().length,
    dialogs: Number(hasDialog(element)),
    parts: element.renderRoot.querySelectorAll('*').length,
    elements: document.querySelectorAll('*').length,
  };
}

/** What is there once nothing is under way, neither here nor of an earlier test. */
async function atRest(element: EnodeLinkButton): Promise<Record<string, number>> {
  for (;;) {
    await until(() => timers.size === 0, 'the element to be at rest');
    const all = await count(element);
    if (all.timers === 0) return all;
  }
}

describe('attempts that are given up', () => {
  it('leave nothing of the dialog: after two hundred there is no more than after ten', async () => {
    const element = await mount({ mode: 'iframe', getSession: never, getUser: never });
    watch([...LONG_LIVED, element]);
    const none = await atRest(element);
    let running = 0;
    for (let attempt = 1; attempt <= 200; attempt += 1) {
      const outcome = element.open();
      running = Math.max(running, listeners.length, channels.size);
      element.cancel();
      assert.include(await outcome, { reason: 'aborted' });
      if (attempt === 10) assert.deepEqual(await count(element), none);
    }
    assert.deepEqual(await count(element), none);
    assert.isAbove(running, 0, 'what an attempt begins is seen');
    assert.isBelow(running, 20, 'one at a time');
  });

  it('leave nothing of the window: after thirty there is no more than after ten', async function () {
    this.timeout(60_000); // Each is a click of the mouse, and a window.
    const element = await mount({ getSession: never, getUser: never });
    watch([...LONG_LIVED, element]);
    const none = await atRest(element);
    let running = 0;
    for (let attempt = 1; attempt <= 30; attempt += 1) {
      await press(element);
      const outcome = element.open();
      running = Math.max(running, timers.size);
      element.cancel();
      assert.include(await outcome, { reason: 'aborted' });
      if (attempt === 10) assert.deepEqual(await count(element), none);
    }
    assert.deepEqual(await count(element), none);
    assert.strictEqual(windows.length, 30);
    assert.isAbove(running, 0, 'what an attempt begins is seen');
  });

  it('leave nothing of a success that is still shown, after a new attempt or with their element', async () => {
    const element = await mount({ mode: 'iframe' });
    watch(LONG_LIVED);
    const none = await atRest(element);
    const succeed = async (): Promise<void> => {
      const outcome = element.open();
      (await linkUi()).complete();
      assert.include(await outcome, { status: 'linked' });
      await until(() => channels.size === 0, 'the return to be acknowledged');
      assert.strictEqual(timers.size, 1, 'the success is shown');
    };
    await succeed();
    element.getSession = never;
    const outcome = element.open();
    element.cancel();
    await outcome;
    assert.deepEqual(await count(element), none);
    element.getSession = getSession;
    await succeed();
    element.remove();
    // Within less time than a success is shown.
    assert.deepEqual(await count(element), { ...none, elements: Number(none.elements) - 1 });
  });

  it('leave nothing with their element, removed while they run', async () => {
    const first = await mount({ mode: 'iframe', getSession: never });
    const place = first.parentElement;
    watch(LONG_LIVED);
    const none = await atRest(first);
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      const element = document.createElement('enode-link-button');
      Object.assign(element, { mode: 'iframe', getSession: never });
      place?.append(element);
      const outcome = element.open();
      element.remove();
      assert.include(await outcome, { reason: 'aborted' });
    }
    assert.deepEqual(await count(first), none);
  });
});
