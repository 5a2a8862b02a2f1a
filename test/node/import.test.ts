/**
 * The entries on a server, where there is no window: that they can be imported, and do nothing.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

describe('an import where there is no window', () => {
  it('gives the class, makes no window and starts nothing (F45)', async () => {
    const resources = process.getActiveResourcesInfo().length;
    const index = await import('../../src/index.js');
    const element = await import('../../src/element.js');
    assert.equal(index.EnodeLinkButton, element.EnodeLinkButton);
    assert.equal(typeof index.LinkError, 'function');
    for (const name of ['window', 'document', 'localStorage', 'sessionStorage', 'location']) {
      assert.ok(!Object.hasOwn(globalThis, name), name);
    }
    assert.ok(process.getActiveResourcesInfo().length <= resources);
  });

  it('makes an element that a server can read, and that opens nothing (F45)', async () => {
    const { EnodeLinkButton } = await import('../../src/index.js');
    const made = new EnodeLinkButton();
    made.sessionUrl = '/session';
    assert.deepEqual(
      [made.state, made.linkedVendors, made.mode, made.sessionUrl],
      ['idle', null, 'auto', '/session'],
    );
  });

  it('renders the React wrapper as its tag with attributes, and leaves functions to the page', async () => {
    const { createElement } = await import('react');
    const { renderToString } = await import('react-dom/server');
    const { EnodeLinkButton } = await import('../../src/react.js');
    const props = {
      id: 'link',
      className: 'wide',
      sessionUrl: '/session',
      scopes: ['vehicle:read:data', 'charger:read:data'],
      timeout: 5000,
      disabled: true,
      debug: false,
      vendor: undefined,
      headers: () => ({ authorization: 'Bearer secret' }),
      messages: { link: 'Link' },
      onLinkSuccess: () => {},
    };
    assert.equal(
      renderToString(createElement(EnodeLinkButton, props, 'Link')),
      '<enode-link-button id="link" class="wide" session-url="/session" ' +
        'scopes="vehicle:read:data charger:read:data" timeout="5000" disabled="">Link</enode-link-button>',
    );
    assert.ok(!Object.hasOwn(globalThis, 'window'));
  });
});
