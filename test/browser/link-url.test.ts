/**
 * Which addresses may be opened as Link UI (docs/reference.md, "Error codes"): the rule itself, with the
 * URL parser of each browser, since it is the browser that will read the address.
 */
import { assert } from '@open-wc/testing';
import { checkLinkUrl } from '../../src/adapters/link-url.js';
import { LinkError } from '../../src/index.js';

function isTaken(linkUrl: string, page = 'app.example', origins: string[] = []): boolean {
  try {
    assert.strictEqual(checkLinkUrl(linkUrl, origins, page), new URL(linkUrl).href);
    return true;
  } catch (thrown) {
    assert.instanceOf(thrown, LinkError);
    assert.strictEqual(thrown.code, 'link-url-refused');
    return false;
  }
}

describe('an address of Link UI', () => {
  for (const url of [
    'https://link.enode.com/abc',
    'https://sandbox.link.enode.com/abc?x=1#y',
    'https://enode.com/',
    'https://enode.io',
    'https://link.enode.io/abc',
    'HTTPS://LINK.ENODE.COM/abc',
  ]) {
    it(`is taken: ${url}`, () => assert.isTrue(isTaken(url)));
  }

  for (const url of [
    'http://link.enode.com/abc',
    'https://user@link.enode.com/abc',
    'https://user:secret@link.enode.com/abc',
    'https://link.enode.com@evil.example/',
    'https://evilenode.com/',
    'https://enode.com.evil.example/',
    'https://enode.community/',
    'https://link-enode.com/',
    'https://evil.example/?https://link.enode.com',
    'https://evil.example#.enode.com',
    'https://evil.example\\.enode.com',
    'https://evil.example/.enode.com',
    'https://enode.com%2eevil.example/',
    'javascript:alert(1)//link.enode.com',
    'JaVaScRiPt:alert(1)',
    'data:text/html,https://link.enode.com',
    'blob:https://link.enode.com/abc',
    'file:///link.enode.com',
    'ftp://link.enode.com/',
    'about:blank',
    '//link.enode.com/abc',
    '/abc',
    'link.enode.com/abc',
    'https://',
    'https://link.еnode.com/',
    '',
  ]) {
    it(`is refused: ${url}`, () => assert.isFalse(isTaken(url)));
  }

  it('may be on this machine where the page itself is', () => {
    for (const page of ['localhost', '127.0.0.1', '[::1]', 'app.localhost']) {
      for (const url of ['http://localhost:4011/', 'https://127.0.0.1:4011/', 'http://[::1]:1/']) {
        assert.isTrue(isTaken(url, page), `${url} from ${page}`);
      }
    }
  });

  it('may not be on this machine where the page is not', () => {
    for (const url of ['http://localhost:4011/', 'https://localhost/', 'https://127.0.0.1/']) {
      for (const page of ['app.example', 'localhost.example', '127.0.0.1.example', '10.0.0.1']) {
        assert.isFalse(isTaken(url, page), `${url} from ${page}`);
      }
    }
  });

  it('is taken on an origin that is named, and on no other like it', () => {
    const named = ['https://link.example', 'https://link.example:8443/with/a/path', 'nonsense', ''];
    for (const url of ['https://link.example/x', 'https://link.example:8443/x']) {
      assert.isTrue(isTaken(url, 'app.example', named), url);
    }
    for (const url of [
      'https://a.link.example/',
      'https://link.example.evil/',
      'https://link.example:444/',
      'http://link.example/',
      'https://user@link.example/',
    ]) {
      assert.isFalse(isTaken(url, 'app.example', named), url);
    }
  });

  it('needs TLS on a named origin too, save where the page is on this machine', () => {
    const named = ['http://link.example'];
    assert.isFalse(isTaken('http://link.example/', 'app.example', named));
    assert.isTrue(isTaken('http://link.example/', 'localhost', named));
  });
});
