/**
 * The element in a page that jsdom or happy-dom imitates, as in a component test of a host: no window,
 * no navigation, no modal dialog, and much else is missing. See docs/testing.md.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EnodeLinkButton, LinkOutcome } from '../../src/index.js';

export const HTML = '<!doctype html><html lang="de"><body></body></html>';
export const ADDRESS = 'https://host.example/devices';

/** What Node has too, and where that of the page must be taken. */
const OF_THE_DOM = new Set([
  'AbortController',
  'AbortSignal',
  'CustomEvent',
  'DOMException',
  'Event',
  'EventTarget',
  'MessageEvent',
  'navigator',
]);

/**
 * Makes this process that page, as the environments of Vitest and Jest do. For a test file that has a
 * process of its own: the globals stay.
 */
export function enterPage(page: object): void {
  for (
    let at = page;
    at !== Object.prototype;
    at = Reflect.getPrototypeOf(at) ?? Object.prototype
  ) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (name in globalThis && !(at === page && OF_THE_DOM.has(name))) continue;
      const value: unknown = Reflect.get(page, name);
      const isFunction = typeof value === 'function' && !/^[A-Z]/.test(name);
      define(name, isFunction ? (value.bind(page) as unknown) : value);
    }
  }
  for (const name of ['window', 'self', 'top', 'parent']) define(name, globalThis);
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** The tests, once this process is a page. */
export function describeElement(where: string): void {
  describe(`the element in ${where}`, () => {
    const make = async (attributes = ''): Promise<EnodeLinkButton> => {
      await import('../../src/index.js');
      document.body.innerHTML = `<enode-link-button ${attributes}></enode-link-button>`;
      const element = document.querySelector('enode-link-button');
      assert.ok(element);
      await element.updateComplete;
      return element;
    };
    const textIn = ({ shadowRoot }: EnodeLinkButton): string =>
      shadowRoot?.querySelector('[part=label]')?.textContent ?? '';
    const errorOf = (outcome: LinkOutcome): string =>
      outcome.status === 'failed' ? outcome.error.code : outcome.status;

    it('is made, by the parser and by a call, and shows its label (F86)', async () => {
      assert.equal(textIn(await make()), 'Gerät verbinden');
      const made = document.createElement('enode-link-button');
      assert.equal(made.state, 'idle');
      made.lang = 'fr';
      document.body.append(made);
      await made.updateComplete;
      assert.equal(textIn(made), 'Associer un appareil');
    });

    it('is on a page that counts as visible, so that the wait for a device ends', async () => {
      const { pageClock } = await import('../../src/adapters/page-clock.js');
      await pageClock.sleepInSight(1, new AbortController().signal);
    });

    it('follows its attributes, properties and label (F86)', async () => {
      const element = await make('vendor="TESLA" asset-id="a" variant="outline"');
      assert.equal(textIn(element), 'Tesla neu verbinden');
      element.language = 'en-US';
      element.messages = { relinkTo: 'Again: {vendor}' };
      await element.updateComplete;
      assert.equal(textIn(element), 'Again: Tesla');
      element.textContent = 'Connect';
      await new Promise((resolve) => setTimeout(resolve));
      await element.updateComplete;
      assert.equal(textIn(element), '');
      element.remove();
      document.body.append(element);
      await element.updateComplete;
      assert.equal(textIn(element), '');
    });

    for (const mode of ['auto', 'popup', 'iframe', 'redirect'] as const) {
      it(`fails with a code where it is opened, mode="${mode}", and can be used again (F86)`, async () => {
        const element = await make(`mode="${mode}"`);
        const codes: string[] = [];
        element.addEventListener('enode-link-error', ({ detail }) => codes.push(detail.error.code));
        assert.equal(errorOf(await element.open()), 'misconfigured');
        element.getSession = () => Promise.reject(Object.assign(new Error('no'), { status: 401 }));
        const code = errorOf(await element.open());
        assert.equal(code, mode === 'popup' ? 'popup-blocked' : 'session-unauthorized');
        assert.deepEqual(codes, ['misconfigured', code]);
        assert.equal(element.state, 'failed');
        await element.updateComplete;
        assert.equal(textIn(element), mode === 'popup' ? 'Erneut versuchen' : 'Gerät verbinden');
      });
    }

    it('is pressed by click(), may be prevented and cancelled, and leaves nothing (F86)', async () => {
      const element = await make('mode="iframe" session-url="https://host.example/session"');
      const seen: string[] = [];
      element.addEventListener('enode-link-start', (event) => {
        seen.push(event.detail.request.redirectUri.split('?')[0] ?? '');
        if (seen.length === 1) event.preventDefault();
      });
      element.addEventListener('enode-link-cancel', ({ detail }) => seen.push(detail.reason));
      element.click();
      assert.equal(element.state, 'idle');
      element.getSession = () => new Promise(() => undefined);
      element.click();
      assert.equal(element.state, 'requesting');
      element.cancel();
      element.remove();
      assert.deepEqual(seen, [ADDRESS, ADDRESS, 'aborted']);
      assert.equal(element.shadowRoot?.querySelector('dialog'), null);
    });
  });
}
