import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PageAddress } from '../../src/adapters/page-address.js';
import { buildRequest, hostSettings } from '../../src/button/build-request.js';
import { defaults, toList, type Settings } from '../../src/button/settings.js';
import { LinkError } from '../../src/errors.js';

const NONCE = 'abcdefghijklmnopqrstuv';
const HREF = 'https://host.example/devices?tab=1#list';

const pageAt = (href: string, base = href): PageAddress => ({
  href,
  base,
  origin: new URL(href).origin,
});

const unset: Settings = { ...defaults(), sessionUrl: '/api/link-session', colorScheme: '' };

const request = (settings: Partial<Settings> = {}, href = HREF): ReturnType<typeof buildRequest> =>
  buildRequest({ ...unset, ...settings }, NONCE, 'en-US', pageAt(href));
const redirectUri = (callbackUrl: string, href = HREF): string =>
  request({ callbackUrl }, href).redirectUri;

function misconfigured(settings: Partial<Settings>, wanted: RegExp, href = HREF): void {
  assert.throws(
    () => request(settings, href),
    (thrown) => {
      assert.ok(thrown instanceof LinkError);
      assert.equal(thrown.code, 'misconfigured');
      assert.match(thrown.message, wanted);
      return true;
    },
  );
}

describe('the address for the way back', () => {
  it('is the page itself without its hash, where none is set', () => {
    assert.equal(redirectUri(''), `https://host.example/devices?tab=1&enode_link=${NONCE}`);
    assert.equal(
      redirectUri('', 'https://host.example/#a'),
      `https://host.example/?enode_link=${NONCE}`,
    );
  });

  it('is read relative to the page', () => {
    const wanted = `https://host.example/callback?enode_link=${NONCE}`;
    for (const callbackUrl of ['/callback', 'callback', './callback', '//host.example/callback']) {
      assert.equal(redirectUri(callbackUrl), wanted);
    }
    assert.equal(redirectUri('https://HOST.example:443/callback#x'), wanted);
  });

  it('is read relative to the base of the page, and is the page itself whatever its base (F82)', () => {
    const at = (callbackUrl: string, base: string): string =>
      buildRequest({ ...unset, callbackUrl }, NONCE, 'en-US', pageAt(HREF, base)).redirectUri;
    const base = 'https://host.example/app/index.html';
    assert.equal(at('done', base), `https://host.example/app/done?enode_link=${NONCE}`);
    assert.equal(at('/done', base), `https://host.example/done?enode_link=${NONCE}`);
    assert.equal(at('', base), `https://host.example/devices?tab=1&enode_link=${NONCE}`);
    // The scheme of a base is no origin to return to.
    assert.throws(() => at('done', 'https://cdn.example/app/'), /on the origin of this page/);
  });

  it('has a port where the page has one', () => {
    assert.equal(
      redirectUri('/cb', 'http://localhost:5173/app'),
      `http://localhost:5173/cb?enode_link=${NONCE}`,
    );
  });

  it('does not carry what an earlier return has left on the page', () => {
    const left = 'enode_link=OLDOLDOLDOLDOLDOLDOLD1&error=left&error_message=Left.';
    for (const query of [left, `enode_link=a&enode_link=b&${left}`]) {
      assert.equal(
        redirectUri('', `https://host.example/devices?${query}`),
        `https://host.example/devices?enode_link=${NONCE}`,
      );
    }
    assert.equal(
      redirectUri('', `https://host.example/?a=1&${left}&b=2`),
      `https://host.example/?a=1&b=2&enode_link=${NONCE}`,
    );
    assert.equal(redirectUri('/cb?error=x'), `https://host.example/cb?enode_link=${NONCE}`);
    // A server reads an escaped name as the plain one.
    assert.equal(
      redirectUri('/cb?err%6Fr=x&a=1'),
      `https://host.example/cb?a=1&enode_link=${NONCE}`,
    );
  });

  it('keeps parameters whose names only look like those of a return', () => {
    const query = 'errors=1&error_=2&Error=3&enode_link_x=4&xenode_link=5';
    assert.equal(
      redirectUri(`/cb?${query}`),
      `https://host.example/cb?${query}&enode_link=${NONCE}`,
    );
  });

  const queries = [
    'a=b%20c&d=e+f',
    'x=%2F%2f%3D&y=/?:@',
    'flag&empty=&=value&&',
    'q=%E4%B8%AD&bad=%ff%zz&percent=%',
    "quotes=(a)*~!'.",
    'a[]=1&a[]=2&a=3',
    'base64=YQ==&token=a+b/c=',
    'u=https://other.example/?x=1',
  ];

  it('keeps the query that is there, byte by byte (F31)', () => {
    for (const query of queries) {
      const [, kept] = new URL(`https://host.example/cb?${query}`).href.split(/\?(.*)/s);
      assert.equal(
        redirectUri(`/cb?${query}`),
        `https://host.example/cb?${kept ?? ''}&enode_link=${NONCE}`,
      );
    }
  });

  it('keeps the rest of the query byte by byte where it takes an earlier return away', () => {
    for (const query of queries) {
      const [, kept] = new URL(`https://host.example/cb?${query}`).href.split(/\?(.*)/s);
      assert.equal(
        redirectUri('', `https://host.example/cb?${query}&enode_link=OLD&error=left`),
        `https://host.example/cb?${kept ?? ''}&enode_link=${NONCE}`,
      );
    }
  });

  it('adds one nonce and changes nothing else, for any query (F31)', () => {
    fc.assert(
      fc.property(fc.webQueryParameters({ size: 'small' }), (query) => {
        fc.pre(!/(?:^|&)(?:enode_link|error|error_message)(?:=|&|$)/.test(query));
        const { href, search } = new URL(`https://host.example/cb?${query}`);
        fc.pre(href.length < 400);
        const built = redirectUri(href);
        const start = search ? `${href}&` : `${href.replace(/\?$/, '')}?`;
        assert.equal(built, `${start}enode_link=${NONCE}`);
      }),
    );
  });

  it('is refused on another origin, with the reason', () => {
    for (const callbackUrl of [
      'https://other.example/callback',
      'https://host.example.evil/callback',
      'https://sub.host.example/callback',
      'http://host.example/callback',
      'https://host.example:8443/callback',
      '//other.example/callback',
      '\\\\other.example\\callback',
      'https://host.example@other.example/',
    ]) {
      misconfigured({ callbackUrl }, /callback-url must be on the origin of this page/);
    }
  });

  it('is refused where it is no address of a page that Enode could send anybody to', () => {
    for (const callbackUrl of [
      'javascript:alert(1)',
      'data:text/html,x',
      'about:blank',
      'mailto:a@host.example',
      'file:///etc/passwd',
      'blob:https://host.example/3d7a2f0e-1111-4222-8333-444455556666',
    ]) {
      misconfigured({ callbackUrl }, /callback-url/);
    }
  });

  it('is refused on a page without an origin', () => {
    for (const href of ['file:///home/page.html', 'about:srcdoc', 'data:text/html,x']) {
      misconfigured({ sessionUrl: 'https://host.example/x' }, /callback-url/, href);
    }
  });

  it('is refused where it does not parse', () => {
    for (const callbackUrl of ['https://', 'http://[', 'https://host.example:99999/']) {
      misconfigured({ callbackUrl }, /callback-url is not a URL\. Give/);
    }
  });

  it('may have 500 characters with the nonce, and not one more', () => {
    const start = 'https://host.example/';
    const room = 500 - `${start}?enode_link=${NONCE}`.length;
    assert.equal(redirectUri(`/${'x'.repeat(room)}`).length, 500);
    misconfigured({ callbackUrl: `/${'x'.repeat(room + 1)}` }, /500/);
    misconfigured({ callbackUrl: '/é'.repeat(100) }, /500/);
  });
});

describe('the request to the host', () => {
  it('has the colour scheme and the language, and nothing that is not set', () => {
    assert.deepEqual(request(), {
      redirectUri: `https://host.example/devices?tab=1&enode_link=${NONCE}`,
      language: 'en-US',
      colorScheme: 'system',
    });
  });

  it('has all that is set', () => {
    assert.deepEqual(
      request({
        callbackUrl: '/cb',
        vendorType: 'vehicle',
        vendor: 'TESLA',
        scopes: 'vehicle:read:data vehicle:control:charging',
        colorScheme: 'dark',
        assetId: 'asset-1',
      }),
      {
        redirectUri: `https://host.example/cb?enode_link=${NONCE}`,
        language: 'en-US',
        colorScheme: 'dark',
        vendorType: 'vehicle',
        vendor: 'TESLA',
        scopes: ['vehicle:read:data', 'vehicle:control:charging'],
        assetId: 'asset-1',
      },
    );
  });

  it('has the colour scheme of the system for any that Enode does not know', () => {
    for (const colorScheme of ['', 'DARK', 'auto', '__proto__']) {
      assert.equal(request({ colorScheme }).colorScheme, 'system');
    }
    for (const colorScheme of ['system', 'light', 'dark']) {
      assert.equal(request({ colorScheme }).colorScheme, colorScheme);
    }
  });

  it('is JSON, and holds neither functions nor addresses of the host', () => {
    const sent = JSON.stringify(
      request({ userUrl: '/api/user', headers: { authorization: 'secret' }, callbackUrl: '/cb' }),
    );
    assert.deepEqual(Object.keys(JSON.parse(sent) as object).sort(), [
      'colorScheme',
      'language',
      'redirectUri',
    ]);
  });

  it('names what does not parse as the page spells it', () => {
    misconfigured({ sessionUrl: 'http://[' }, /session-url is not a URL/);
    misconfigured({ userUrl: 'http://[' }, /user-url is not a URL/);
    misconfigured(
      { linkOrigins: ['https://a.example', 'nonsense'] },
      /link-origins must be origins/,
    );
  });

  it('needs an address or a function', () => {
    misconfigured({ sessionUrl: '' }, /session-url.*getSession/);
    const getSession = (): Promise<never> => Promise.reject(new Error('not called'));
    assert.ok(request({ sessionUrl: '', getSession }).redirectUri);
  });

  it('is refused where an address of the host does not parse, with its name', () => {
    misconfigured({ sessionUrl: 'https://' }, /session-?url/i);
    misconfigured({ userUrl: 'http://[' }, /user-?url/i);
  });

  it('never repeats an address in an error, as it may hold a secret', () => {
    const secret = 'kX9-secret';
    for (const settings of [
      { sessionUrl: `https://${secret}:x@[` },
      { userUrl: `https://[${secret}` },
      { callbackUrl: `https://other.example/?${secret}` },
      { callbackUrl: `/?${secret.repeat(100)}` },
    ]) {
      assert.throws(
        () => request(settings),
        (thrown) => thrown instanceof LinkError && !String(thrown.stack).includes(secret),
      );
    }
  });
});

describe('a list', () => {
  it('is split at spaces and at commas, as frameworks write it', () => {
    for (const text of ['a b c', 'a,b,c', 'a, b, c', ' a\n\tb  ,, c ', 'a ,b ,c,']) {
      assert.deepEqual(toList(text), ['a', 'b', 'c']);
    }
  });

  it('is empty where nothing is in it', () => {
    for (const value of ['', ' ', ',', ' , ', [], [''], null, undefined]) {
      assert.deepEqual(toList(value), []);
    }
  });

  it('may be a list already', () => {
    assert.deepEqual(toList(['a', '', 'b']), ['a', 'b']);
  });

  it('comes out the same however it was written', () => {
    const entries = fc.array(fc.stringMatching(/^[\w:.]+$/), { maxLength: 6 });
    fc.assert(
      fc.property(entries, fc.constantFrom(' ', ',', ', ', '\n', ' ,'), (list, separator) => {
        assert.deepEqual(toList(list.join(separator)), list);
      }),
    );
  });
});

describe('the settings of the host requests', () => {
  const settings = (given: Partial<Settings>): ReturnType<typeof hostSettings> =>
    hostSettings({ ...unset, ...given });

  it('have 15 seconds where timeout is no positive number that a timer can take', () => {
    for (const timeout of [0, -1, NaN, Infinity, -Infinity, 2 ** 31]) {
      assert.equal(settings({ timeout }).timeout, 15_000);
    }
    for (const timeout of [1, 500, 60_000]) assert.equal(settings({ timeout }).timeout, timeout);
  });

  it('send credentials to the own origin only, unless another known mode is set', () => {
    for (const text of ['', 'Include', 'yes', 'constructor']) {
      // An attribute may hold any text.
      const credentials = text as RequestCredentials;
      assert.equal(settings({ credentials }).credentials, 'same-origin');
    }
    for (const credentials of ['same-origin', 'include', 'omit'] as const) {
      assert.equal(settings({ credentials }).credentials, credentials);
    }
  });

  it('split the origins that Link UI may have', () => {
    const linkOrigins = 'https://a.example, https://b.example';
    assert.deepEqual(settings({ linkOrigins }).linkOrigins, [
      'https://a.example',
      'https://b.example',
    ]);
  });

  it('are a snapshot: what is set later does not change them', () => {
    const given = { ...unset, sessionUrl: '/one' };
    const taken = hostSettings(given);
    given.sessionUrl = '/two';
    assert.equal(taken.sessionUrl, '/one');
  });
});
