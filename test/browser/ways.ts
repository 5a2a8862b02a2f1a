/**
 * How to bring a new element to each state, by a real attempt. Expects nothing, and does not wait
 * until the state is reached.
 */
import { LinkError, type EnodeLinkButton, type LinkStateName } from '../../src/index.js';
import { mount, never, openLinkUi, press, userOf } from './link-fixture.js';

/** A user endpoint that is read before Link UI, and does not answer afterwards. */
function silentAfterwards(): EnodeLinkButton['getUser'] {
  let asked = 0;
  return () => ((asked += 1) === 1 ? userOf([])() : never());
}

/** How to bring a new element to each state. */
export const ways: Record<LinkStateName, () => Promise<EnodeLinkButton>> = {
  idle: () => mount(),
  async requesting() {
    const element = await mount({ getSession: never });
    await press(element);
    return element;
  },
  async open() {
    const element = await mount();
    await openLinkUi(element);
    return element;
  },
  async detached() {
    // A window that reads as closed while the user is not on this page either.
    document.hasFocus = () => false;
    const element = await mount();
    (await openLinkUi(element)).close();
    return element;
  },
  async confirming() {
    const element = await mount({ getUser: silentAfterwards() });
    (await openLinkUi(element)).complete();
    return element;
  },
  async leaving() {
    // Link UI is this very page with another fragment: the browser goes there, and stays.
    const element = await mount({
      mode: 'redirect',
      getSession: () => Promise.resolve({ linkUrl: `${location.href}#leaving`, linkToken: '' }),
    });
    await press(element);
    return element;
  },
  async linked() {
    const element = await mount();
    (await openLinkUi(element)).complete();
    return element;
  },
  async cancelled() {
    const element = await mount();
    (await openLinkUi(element)).exit();
    return element;
  },
  async failed() {
    const element = await mount({
      getSession: () => Promise.reject(new LinkError('session-unavailable')),
    });
    await press(element);
    return element;
  },
};

/** The one list of states. */
export const states = Object.keys(ways) as readonly LinkStateName[];

afterEach(() => {
  if (location.hash === '#leaving') history.replaceState(null, '', location.href.split('#')[0]);
  // What the way to `detached` has put there.
  Reflect.deleteProperty(document, 'hasFocus');
});
