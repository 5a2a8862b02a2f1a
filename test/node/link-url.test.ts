import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkLinkUrl } from '../../src/adapters/link-url.js';
import { LinkError } from '../../src/errors.js';
import { propertyRuns } from '../support/property-runs.js';

const PAGE = 'host.example';
/** Stands in every address below, and must stand in no error. */
const SECRET = 'kX9-secret-session';

function refusal(url: string, extra: readonly string[] = [], page = PAGE): LinkError {
  try {
    checkLinkUrl(url, extra, page);
  } catch (thrown) {
    assert.ok(thrown instanceof LinkError, `${url} threw something else`);
    return thrown;
  }
  assert.fail(`${JSON.stringify(url)} was accepted`);
}

function refuses(urls: readonly string[], extra?: readonly string[], page?: string): void {
  for (const url of urls) {
    const error = refusal(url, extra, page);
    assert.equal(error.code, 'link-url-refused');
    const told = [error.message, error.stack, String(error.cause)].join(' ');
    assert.ok(!told.includes(SECRET), `the error repeats ${url}`);
  }
}

function accepts(urls: readonly string[], extra: readonly string[] = [], page = PAGE): void {
  for (const url of urls) assert.equal(checkLinkUrl(url, extra, page), new URL(url).href);
}

const path = `/${SECRET}?session=${SECRET}`;

describe('the check of linkUrl', () => {
  it('accepts https on the domains of Enode and on what is below them', () => {
    accepts(
      ['link.enode.com', 'enode.com', 'enode.io', 'link.sandbox.enode.io', 'a.b.c.enode.com'].map(
        (host) => `https://${host}${path}`,
      ),
    );
  });

  it('reads an address as the browser will, before it judges', () => {
    accepts([
      `HTTPS://LINK.ENODE.COM${path}`,
      `https:\\\\link.enode.com\\${SECRET}`,
      `https:link.enode.com${path}`,
      `  https://link.enode.com${path}\n`,
      `ht\ttps://link.eno\nde.com${path}`,
      `https://link.enode.com:443${path}`,
      `https://link.enode.com:8443${path}`,
      `https://link%2eenode%2ecom${path}`,
      `https://link。enode。com${path}`,
    ]);
  });

  it('gives back the address as it was read, so that nobody reads it another way', () => {
    assert.equal(
      checkLinkUrl('ht\ttps:\\\\LINK.enode.com\\a b', [], PAGE),
      'https://link.enode.com/a%20b',
    );
  });

  it('refuses what is no address', () => {
    refuses([
      '',
      ' ',
      SECRET,
      path,
      `//link.enode.com${path}`,
      `link.enode.com${path}`,
      'https://',
    ]);
    refuses(['https://link.enode.com:99999', 'https://[::1', 'https://%00.enode.com', 'https:///']);
  });

  it('refuses every scheme but https', () => {
    const host = `//link.enode.com${path}`;
    for (const page of [PAGE, 'localhost']) {
      refuses(
        [
          `javascript:alert('${SECRET}')`,
          `javascript:${host}`,
          `JaVaScRiPt:${host}%0aalert(1)`,
          `java\nscript:${host}`,
          `data:text/html,<script>${SECRET}</script>`,
          `data:${host}`,
          `blob:https:${host}`,
          `filesystem:https:${host}`,
          `view-source:https:${host}`,
          `about:blank#${SECRET}`,
          `vbscript:${SECRET}`,
          `file:${host}`,
          `ftp:${host}`,
          `ws:${host}`,
          `wss:${host}`,
          `intent:${host}#Intent;scheme=https;end`,
          `enode:${host}`,
        ],
        ['https://link.enode.com', 'null', 'data:x'],
        page,
      );
    }
  });

  it('refuses an address with credentials in it, which may look like the host', () => {
    refuses(
      [
        `https://user@link.enode.com${path}`,
        `https://user:${SECRET}@link.enode.com/`,
        `https://:${SECRET}@link.enode.com/`,
        `https://link.enode.com@evil.example${path}`,
        `https://link.enode.com:443@evil.example${path}`,
        `https://link.enode.com%2f@evil.example${path}`,
        `https://user@link.partner.example${path}`,
      ],
      ['https://link.partner.example'],
    );
  });

  it('refuses hosts that only look like those of Enode', () => {
    refuses(
      [
        'enode.com.evil.example',
        'enode.com.evil',
        'evilenode.com',
        'evil-enode.com',
        'enode.co',
        'enode.company',
        'enode.com-evil.example',
        'link.enode.com.',
        'enode.com.',
        'link.enode.com..',
        'enodecom',
        'enode.net',
        'com',
        'еnode.com', // Cyrillic е
        'link.enоde.com', // Cyrillic о
        'xn--node-53d.com',
        'enode.com\u200b.evil.example',
        'link_enode.com',
        'evil.example',
      ].map((host) => `https://${host}${path}`),
    );
    refuses([
      `https://evil.example/https://link.enode.com${path}`,
      `https://evil.example\\.enode.com${path}`,
      `https://evil.example?.enode.com${path}`,
      `https://evil.example#.enode.com${path}`,
      `https://evil.example/.enode.com${path}`,
    ]);
  });

  it('refuses hosts with an empty part, which no name has', () => {
    refuses(
      ['.enode.com', '..enode.io', 'link..enode.com', '。enode.io'].map(
        (host) => `https://${host}${path}`,
      ),
    );
    refuses([`http://.localhost${path}`], [], 'localhost');
  });

  it('refuses numbers for hosts, however they are written', () => {
    refuses(
      ['93.184.216.34', '1572395042', '0x5db8d822', '[2001:db8::1]', '[::ffff:127.0.0.1]'].map(
        (host) => `https://${host}${path}`,
      ),
    );
  });

  it('refuses http where the page is not loopback, Enode and named origins included', () => {
    refuses(
      [
        `http://link.enode.com${path}`,
        `http://link.partner.example${path}`,
        `http://localhost:4011${path}`,
        `http://127.0.0.1${path}`,
      ],
      ['http://link.partner.example', 'http://localhost:4011', 'https://link.enode.com'],
    );
  });

  it('refuses loopback where the page is not loopback, over https too', () => {
    refuses(['localhost', '127.0.0.1', '[::1]'].map((host) => `https://${host}:4011${path}`));
  });

  it('accepts loopback where the page is loopback, with and without TLS', () => {
    for (const page of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'app.localhost']) {
      accepts(
        [
          'http://localhost:4011',
          'http://127.0.0.1:4011',
          'https://localhost',
          'http://[::1]:80',
        ].map((origin) => `${origin}${path}`),
        [],
        page,
      );
    }
  });

  it('takes no other host for loopback, neither of the page nor of the address', () => {
    const local = `http://localhost:4011${path}`;
    for (const page of [
      'localhost.evil.example',
      'evillocalhost',
      '127.0.0.1.example',
      '128.0.0.1',
      '',
    ])
      refuses([local], [], page);
    refuses(
      ['localhost.example', 'evillocalhost', '127.0.0.1.example', '0.0.0.0', '10.0.0.1'].map(
        (host) => `http://${host}${path}`,
      ),
      [],
      'localhost',
    );
  });

  it('accepts exactly the origins in link-origins', () => {
    const extra = ['https://link.partner.example', 'https://other.example:8443'];
    accepts([`https://link.partner.example${path}`, `https://other.example:8443${path}`], extra);
    accepts([`https://LINK.partner.example:443${path}`], extra);
    refuses(
      [
        `https://partner.example${path}`,
        `https://sub.link.partner.example${path}`,
        `https://link.partner.example.evil${path}`,
        `https://link.partner.example:8443${path}`,
        `https://other.example${path}`,
        `https://other.example:844${path}`,
        `https://other.example:84433${path}`,
      ],
      extra,
    );
  });

  it('accepts nothing for entries of link-origins that name no origin', () => {
    const nothing = [
      '',
      '*',
      'null',
      'https://',
      'https://*.example',
      '.example',
      '//evil.example',
    ];
    refuses([`https://evil.example${path}`], nothing);
    refuses([`data:,${SECRET}`, `javascript:${SECRET}`], [...nothing, 'data:,x', 'javascript:x']);
  });

  it('tells a developer what an address must be', () => {
    const { message, retryable } = refusal(`https://evil.example${path}`);
    assert.match(message, /https/);
    assert.match(message, /link-origins/);
    assert.equal(retryable, false);
  });
});

/** Parts that attackers, and mistakes, put addresses together from. */
const part = fc.oneof(
  fc.constantFrom(
    ...['https:', 'http:', 'javascript:', 'data:', '//', '/', '\\', '\\\\', '@', ':', '.', '..'],
    ...['enode.com', 'enode.io', 'link', 'evil', 'evil.example', 'localhost', '127.0.0.1', '[::1]'],
    ...[
      'link.partner.example',
      ':4011',
      ':443',
      '?',
      '#',
      '%2e',
      '%00',
      '\t',
      '\n',
      ' ',
      '。',
      'é',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
);
const patchwork = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
const address = fc.oneof(
  patchwork,
  patchwork.map((rest) => `https://${rest}`),
  patchwork.map((rest) => `https://link.enode.com${rest}`),
  patchwork.map((rest) => `http://localhost${rest}`),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
);
const pageHost = fc.constantFrom(PAGE, 'localhost', '127.0.0.1');
const origins = fc.subarray([
  'https://link.partner.example',
  'http://named.example:4011',
  'x',
  '*',
]);

describe('the check of linkUrl, for any text', () => {
  it('lets through only what the platform reads as an allowed origin without credentials (F53)', () => {
    fc.assert(
      fc.property(address, origins, pageHost, (text, extra, page) => {
        let accepted: string;
        try {
          accepted = checkLinkUrl(text, extra, page);
        } catch (thrown) {
          assert.ok(thrown instanceof LinkError);
          assert.equal(thrown.code, 'link-url-refused');
          return;
        }
        const { protocol, hostname, origin, username, password, href } = new URL(accepted);
        assert.equal(accepted, href);
        assert.equal(username + password, '');
        const local = page !== PAGE;
        const loopback = /^(?:(?:[^.]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
        const known = /^(?:[^./]+\.)*enode\.(?:com|io)$/.test(hostname);
        const isLocal = local && loopback.test(hostname);
        const allowed = isLocal || extra.includes(origin);
        if (protocol === 'https:') assert.ok(known || allowed, `accepted ${accepted}`);
        else assert.ok(protocol === 'http:' && local && allowed, `accepted ${accepted}`);
      }),
      { numRuns: propertyRuns(3000) },
    );
  });

  it('accepts every path, query and fragment on Link UI itself, and changes none', () => {
    const tail = fc
      .webPath()
      .chain((at) => fc.webQueryParameters().map((query) => `${at}?${query}`));
    fc.assert(
      fc.property(tail, (rest) => {
        const { href } = new URL(
          `https://link.enode.com${rest.startsWith('/') ? rest : `/${rest}`}`,
        );
        assert.equal(checkLinkUrl(href, [], PAGE), href);
      }),
    );
  });

  it('says the same of every address that it refuses', () => {
    const { message } = refusal('https://evil.example/');
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        fc.pre(!/^https:\/\/[^/]*enode\.(?:com|io)\//.test(url));
        assert.equal(refusal(url).message, message);
      }),
    );
  });
});
