/** The element in Lit's own server rendering, which has no page at all. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '@lit-labs/ssr';
import { LitElementRenderer } from '@lit-labs/ssr/lib/lit-element-renderer.js';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import { EnodeLinkButton } from '../../src/index.js';

const plain = (written: string): string =>
  written
    .replaceAll(/<style>.*?<\/style>|<!--.*?-->/gs, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('a page that Lit renders on a server', () => {
  it('has the button with its label, and one that the host gives in its place (F86)', async () => {
    const written = await collectResult(
      render(html`<enode-link-button session-url="/session" lang="de"></enode-link-button>`),
    );
    assert.match(written, /<template shadowroot[^>]*><style>/);
    // As the content of the slot: a label of the host is shown in its place, as long as nobody renders.
    assert.match(plain(written), /<slot >Gerät verbinden<\/slot ?>/);
    assert.match(
      plain(written),
      /<button part="button" class="filled rounded" type="button" > <span class="room" data-wide="[^"]+" >/,
    );
  });

  it('may have any properties (F86)', async () => {
    const written = await collectResult(
      render(
        html`<enode-link-button
          .messages=${{ link: 'Connect' }}
          .headers=${() => ({})}
          .vendor=${null}
          variant="outline"
          disabled
        ></enode-link-button>`,
      ),
    );
    assert.match(plain(written), /class="outline rounded" type="button" disabled/);
    assert.match(plain(written), /<slot >Connect<\/slot/);
  });

  it('may have its connectedCallback called (F86)', async () => {
    LitElementRenderer.renderOptions.push(() => ({ connectedCallback: true }));
    const written = await collectResult(
      render(html`<enode-link-button debug></enode-link-button>`),
    );
    LitElementRenderer.renderOptions.pop();
    assert.match(plain(written), /<slot >Connect a device<\/slot/);
    assert.ok(!Object.hasOwn(globalThis, 'window'));
  });

  it('has a button that opens nothing, and says why (F86)', async () => {
    const element = new EnodeLinkButton();
    element.sessionUrl = '/session';
    const outcome = await element.open();
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error.code, 'misconfigured');
    assert.match(outcome.error.message, /in a browser/);
    assert.equal(element.state, 'failed');
    element.cancel();
    element.click();
  });
});
