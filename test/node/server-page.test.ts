/** The return page, the options that are refused, and where the entry runs. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { languages } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import { createEnodeLinkHandler } from '../../src/server/index.js';
import { ROUTES } from '../../src/server/routes.js';
import { returnScript } from '../../src/server/return-script.generated.js';
import { fakeEnode, NONCE, options, read, sessionRequest, setUp } from './server-fixture.js';

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`https://app.example/deep/er${path}`, { headers });

describe('the return page', () => {
  it('is for everybody, from wherever Link UI sends them, and asks Enode nothing', async () => {
    const { enode, handler } = setUp({ getUserId: () => null });
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    const response = await handler(get(`/callback?enode_link=${NONCE}`, headers));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'text/html; charset=utf-8');
    assert.equal(enode.calls.length, 0);
  });

  it('has the headers that keep its address to itself and foreign pages out', async () => {
    const { handler } = setUp();
    const { headers } = await handler(get('/callback'));
    assert.equal(
      headers.get('Content-Security-Policy'),
      "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    );
    for (const path of ['/callback', '/callback.js', '/callback.css']) {
      const sent = (await handler(get(path))).headers;
      assert.equal(sent.get('Cache-Control'), 'no-store', path);
      assert.equal(sent.get('Referrer-Policy'), 'no-referrer');
      assert.equal(sent.get('X-Content-Type-Options'), 'nosniff');
      assert.equal(sent.get('X-Robots-Tag'), 'noindex');
    }
  });

  it('runs no inline code, and finds its files beside it', async () => {
    const { handler } = setUp();
    const html = await (await handler(get('/callback'))).text();
    const references = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]);
    assert.deepEqual(references, ['callback.js', 'callback.css']);
    assert.doesNotMatch(html, /<script[^>]*>[^<]|<style|style=|\son\w+=/);
    for (const path of references) {
      const { href } = new URL(path, 'https://app.example/deep/er/callback?x=1');
      assert.equal((await handler(new Request(href))).status, 200);
    }
  });

  it('finds its files where a host adds a slash to every address, by a redirect or without a word', async () => {
    const { handler } = setUp();
    // What the browser asks for, and what reaches the handler.
    const hosts: readonly [string, (path: string) => string][] = [
      ['/deep/er/callback/', (path) => path],
      ['/deep/er/callback/', (path) => path.replace(/\/?$/, '/')],
      ['/deep/er/callback/', (path) => path.replace(/\/$/, '')],
      ['/deep/er/callback', (path) => path.replace(/\/?$/, '/')],
    ];
    for (const [address, pass] of hosts) {
      const ask = (url: URL) => handler(new Request(new URL(pass(url.pathname), url)));
      const page = new URL(`https://app.example${address}?enode_link=${NONCE}`);
      const html = await (await ask(page)).text();
      const types = [];
      for (const [, path = ''] of html.matchAll(/(?:src|href)="([^"]*)"/g)) {
        const answer = await ask(new URL(path, page));
        types.push(`${answer.status} ${answer.headers.get('Content-Type')}`);
      }
      const charset = 'charset=utf-8';
      assert.deepEqual(types, [`200 text/javascript; ${charset}`, `200 text/css; ${charset}`]);
    }
  });

  it('serves the return script and a stylesheet as what they are', async () => {
    const { handler } = setUp();
    const script = await handler(get('/callback.js'));
    assert.equal(script.headers.get('Content-Type'), 'text/javascript; charset=utf-8');
    assert.equal(await script.text(), returnScript);
    const style = await handler(get('/callback.css'));
    assert.equal(style.headers.get('Content-Type'), 'text/css; charset=utf-8');
    assert.match(await style.text(), /color-scheme: *light dark/);
  });

  it('can be read without a script, in the language of the browser', async () => {
    const { handler } = setUp();
    const cases: readonly [string, string, RegExp][] = [
      ['', 'en', /You can close this window/],
      ['de-CH,en;q=0.8', 'de', /Sie können dieses Fenster schließen/],
      ['xx, fr;q=0.1, sv;q=0.9', 'sv', /Du kan stänga/],
      ['no', 'nb', /Du kan lukke vinduet/],
      ['de;q=0, ;;;, q=, *', 'en', /You can close/],
      ['toString,__proto__', 'en', /You can close/],
    ];
    for (const [accepted, language, text] of cases) {
      const html = await (await handler(get('/callback', { 'Accept-Language': accepted }))).text();
      assert.match(html, new RegExp(`<html lang="${language}">`), accepted);
      assert.match(html, text);
    }
  });

  it('speaks every language of the widget, and to the user as the widget does', async () => {
    const { handler } = setUp();
    const english = /<p>(.*?)<\/p>/.exec(await (await handler(get('/callback'))).text())?.[1];
    for (const tag of languages.filter((one) => one !== 'browser')) {
      const html = await (await handler(get('/callback', { 'Accept-Language': tag }))).text();
      const [, language, title, waiting, text] =
        /<html lang="(.*?)">.*<title>(.*?)<.*<p>(.*?)<.*<p>(.*?)</s.exec(html) ?? [];
      assert.equal(language, tag.slice(0, 2));
      assert.equal(text, messagesFor(tag).returned, tag);
      assert.equal(title, waiting);
      // Or the first of a script without capitals.
      assert.match(waiting ?? '', /^[\p{Lu}\p{Lo}].*…$/u, tag);
      // As wide a gap, or none, before the ellipsis as in the widget.
      assert.equal(waiting?.includes('\u00A0…'), messagesFor(tag).requesting.includes('\u00A0…'));
      assert.equal(waiting === english, language === 'en', tag);
    }
  });

  it('repeats nothing of its address', async () => {
    const { handler } = setUp();
    const plain = await (await handler(get('/callback'))).text();
    const attack = get(
      '/callback?enode_link=<script>&error=%3Cimg%20onerror%3D1%3E&error_message=x',
    );
    assert.equal(await (await handler(attack)).text(), plain);
  });
});

describe('createEnodeLinkHandler', () => {
  const set = (changes: object) => options(changes);
  const wrong: readonly [string, Record<string, unknown>, RegExp][] = [
    ['no clientId', { clientId: undefined }, /clientId is missing.*dashboard/],
    ['a clientId with a colon', { clientId: 'a:b' }, /clientId/],
    ['no clientSecret', { clientSecret: '' }, /clientSecret is missing.*dashboard/],
    ['a clientSecret with a line end in it', { clientSecret: 'hunter2\nhunter2' }, /clientSecret/],
    ['a clientSecret with a space at its end', { clientSecret: 'hunter2 ' }, /clientSecret/],
    ['a clientSecret of a line end alone', { clientSecret: '\r\n' }, /clientSecret is missing/],
    ['a clientId with a line end before it', { clientId: '\nhunter2' }, /clientId/],
    ...['http://app.example', 'https://app.example/', 'https://app.example/x', 'app.example'].map(
      (publicOrigin): [string, Record<string, unknown>, RegExp] => [
        `${publicOrigin} as publicOrigin`,
        { publicOrigin },
        /publicOrigin .*not an origin.* https:\/\/app\.example/,
      ],
    ),
    ['a publicOrigin that is no text', { publicOrigin: ['https://app.example'] }, /publicOrigin/],
    ['an empty publicOrigin', { publicOrigin: '' }, /publicOrigin/],
    ['no environment', { environment: undefined }, /environment must be 'sandbox'/],
    ['an unknown environment', { environment: 'staging' }, /'production'/],
    ['half an environment', { environment: { oauthUrl: 'https://a.example' } }, /apiUrl/],
    [
      'an http environment',
      { environment: { oauthUrl: 'http://a.example', apiUrl: 'https://a.example' } },
      /oauthUrl must be an https/,
    ],
    [
      'a loopback look-alike',
      { environment: { oauthUrl: 'http://localhost.evil.test', apiUrl: 'https://a.example' } },
      /oauthUrl/,
    ],
    [
      'a number look-alike',
      { environment: { oauthUrl: 'http://127.0.0.1.evil.test', apiUrl: 'https://a.example' } },
      /oauthUrl/,
    ],
    ['no getUserId', { getUserId: 'user-1' }, /getUserId must be a function/],
    ['no callbackUrls', { callbackUrls: [] }, /callbackUrls must list at least one/],
    ['a text for callbackUrls', { callbackUrls: 'https://app.example/' }, /callbackUrls must list/],
    ['a relative callback', { callbackUrls: ['/linked'] }, /"\/linked".*not an absolute URL/],
    ['a callback with a hash', { callbackUrls: ['https://app.example/#'] }, /hash/],
    [
      'a callback with a nonce',
      { callbackUrls: ['https://app.example/?enode_link=1'] },
      /enode_link/,
    ],
    [
      'an http callback',
      { callbackUrls: ['http://app.example/'] },
      /https \(http on loopback only\)/,
    ],
    ...[
      ...['javascript:alert(1)', 'JavaScript://app.example/%0aalert(1)', 'java\tscript:alert(1)'],
      ...['data:text/html,x', 'vbscript:x', 'file:///linked', 'blob:https://app.example/x'],
      ...['about:blank', 'view-source:https://app.example/', 'filesystem:https://app.example/x'],
      ...['ws://app.example/', 'wss://app.example/', 'ftp://app.example/', 'intent://x#y'],
      ...['javascript://linked?*', 'http://app.example/?*', 'chrome://settings/', 'MAILTO:/a'],
      ...[
        'chrome-extension://a/',
        'moz-extension://a/',
        'tel:/1',
        'sms://1',
        'smb://a/b',
        'ssh://a',
      ],
      ...['search-ms:/query=x', 'ms-settings:/', 'ms-word://ofe', 'ms-appinstaller://x?*'],
    ].map((url): [string, Record<string, unknown>, RegExp] => [
      `${JSON.stringify(url)} as callback`,
      { callbackUrls: [url] },
      /https \(http on loopback only\), or .*scheme/,
    ]),
    [
      'a callback whose query has what Link UI adds',
      { callbackUrls: ['https://app.example/?error=x'] },
      /must not have the parameter error/,
    ],
    ['a callback with a hash and any query', { callbackUrls: ['https://app.example/#?*'] }, /hash/],
    [
      'a callback with a nonce and any query',
      { callbackUrls: ['https://app.example/?enode_link=1?*'] },
      /enode_link/,
    ],
    ['a callback with a password', { callbackUrls: ['https://u:p@app.example/'] }, /password/],
    [
      'a callback that is too long',
      { callbackUrls: [`https://a.example/${'x'.repeat(470)}`] },
      /too long/,
    ],
    ['no defaults', { defaults: undefined }, /defaults\.scopes/],
    ['no scopes', { defaults: { scopes: [] } }, /defaults\.scopes must list at least one/],
    ['an empty scope', { defaults: { scopes: [''] } }, /defaults\.scopes/],
    [
      'a language that is no text',
      { defaults: { scopes: ['a:b'], language: 7 } },
      /defaults\.language/,
    ],
    [
      'a colour scheme of its own',
      { defaults: { scopes: ['a:b'], colorScheme: 'pink' } },
      /defaults\.colorScheme/,
    ],
    ['allow as texts', { allow: { vendors: 'TESLA' } }, /allow\.vendors must be a list/],
    [
      'an origin with a path',
      { allowedOrigins: ['https://a.example/'] },
      /allowedOrigins.*not an origin/,
    ],
    ['a wildcard origin', { allowedOrigins: ['*'] }, /no wildcard/],
    ['the null origin', { allowedOrigins: ['null'] }, /allowedOrigins/],
    ['an http origin', { allowedOrigins: ['http://a.example'] }, /allowedOrigins/],
    ['half a token store', { tokenStore: { get: () => null } }, /tokenStore/],
    ['a timeout of 0', { timeoutMs: 0 }, /timeoutMs/],
    ['an endless timeout', { timeoutMs: Infinity }, /timeoutMs/],
    ['a version that is no date', { enodeVersion: 'latest' }, /enodeVersion/],
    ['a hook that is none', { onEvent: 'log' }, /onEvent must be a function/],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what} and says what to do`, () => {
      assert.throws(
        () => createEnodeLinkHandler(set(changes)),
        (error) => {
          assert.ok(error instanceof TypeError);
          assert.match(error.message, /^createEnodeLinkHandler: /);
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /hunter2/);
          return true;
        },
      );
    });
  }

  it('refuses to be called without options', () => {
    assert.throws(() => createEnodeLinkHandler(undefined as never), /pass an object/);
  });

  it('accepts http on every loopback address', async () => {
    for (const host of ['localhost', 'app.localhost', '127.0.0.1', '127.1.2.3', '[::1]']) {
      const base = `http://${host}:4010`;
      const { fetch, calls } = fakeEnode();
      const handler = createEnodeLinkHandler(
        set({
          fetch,
          environment: { oauthUrl: base, apiUrl: base },
          callbackUrls: [`${base}/cb`],
          allowedOrigins: [base],
        }),
      );
      assert.equal((await handler(get('/user'))).status, 200, host);
      assert.equal(calls[0]?.url, `${base}/oauth2/token`);
    }
  });

  it('talks to production where that is chosen', async () => {
    const { enode, handler } = setUp({ environment: 'production', enodeVersion: '2024-01-01' });
    await handler(get('/user'));
    assert.deepEqual(
      enode.calls.map(({ url }) => url),
      [
        'https://oauth.production.enode.io/oauth2/token',
        'https://enode-api.production.enode.io/users/user-1',
      ],
    );
    assert.equal(enode.calls[1]?.headers.get('Enode-Version'), '2024-01-01');
  });

  it('takes an id and a secret that end in a line end, as mounted files do', async () => {
    for (const end of ['\n', '\r\n', '\n\n', '\r']) {
      const { enode, handler } = setUp({
        clientId: `client-id${end}`,
        clientSecret: `client-secret${end}`,
      });
      assert.equal((await handler(get('/user'))).status, 200);
      const sent = enode.calls[0]?.headers.get('Authorization');
      assert.equal(sent, `Basic ${btoa('client-id:client-secret')}`);
    }
  });

  it('takes what an environment may lack, and says so when it lacks it', () => {
    const env: Record<string, string | undefined> = {};
    // Compiles as hosts write it: no `!`, no `?? ''`.
    const create = () =>
      createEnodeLinkHandler({ ...options(), clientId: env.ID, clientSecret: env.SECRET });
    assert.throws(create, /clientId is missing .* environment of the server/);
    env.ID = 'client-id';
    assert.throws(create, /clientSecret is missing .* environment of the server/);
    env.SECRET = 'client-secret';
    create();
  });

  it('talks to an emulator on its usual port where that is chosen', async () => {
    const { enode, handler } = setUp({ environment: 'emulator' });
    await handler(get('/user'));
    assert.deepEqual(
      enode.calls.map(({ url }) => url),
      ['http://127.0.0.1:4010/oauth2/token', 'http://127.0.0.1:4010/users/user-1'],
    );
  });

  it('looks the global fetch up when it is needed, not before', async (context) => {
    const { fetch } = fakeEnode();
    const handler = createEnodeLinkHandler(options());
    context.mock.method(globalThis, 'fetch', fetch);
    assert.equal((await handler(get('/user'))).status, 200);
  });
});

describe('the documentation', () => {
  it('lists every code with the status that it has', async () => {
    const source = readFileSync(new URL('../../src/server/problem.ts', import.meta.url), 'utf8');
    const table = source.slice(source.indexOf('const KINDS'), source.indexOf('as const satisfies'));
    const kinds = [...table.matchAll(/^ {2}'?([a-z-]+)'?: \{\s+status: (\d+)/gm)];
    assert.ok(kinds.length > 20);
    const docs = readFileSync(new URL('../../docs/server.md', import.meta.url), 'utf8');
    const rows = [...docs.matchAll(/^\| `([a-z-]+)` +\| (\d{3})/gm)];
    assert.deepEqual(
      rows.map(([, code, status]) => `${code} ${status}`).sort(),
      kinds.map(([, code, status]) => `${code} ${status}`).sort(),
    );
  });
});

describe('the documentation of the reports', () => {
  it('lists every name that a route and a call can have', () => {
    const docs = readFileSync(new URL('../../docs/server.md', import.meta.url), 'utf8');
    const listed = (what: string) => {
      const [, sentence = ''] = new RegExp(`\\. \`${what}\` is ([^.]+)\\.`).exec(docs) ?? [];
      return [...sentence.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).sort();
    };
    const routes = ROUTES.map(({ name }) => name as string);
    assert.deepEqual(listed('route'), [...routes, 'unknown'].sort());
    const source = readFileSync(new URL('../../src/server/reports.ts', import.meta.url), 'utf8');
    const [, union = ''] = /type EnodeCall =([^;]+);/.exec(source) ?? [];
    const calls = [...union.matchAll(/'([a-z]+)'/g)].map(([, name]) => name);
    assert.ok(calls.length > 5);
    assert.deepEqual(listed('call'), calls.sort());
  });
});

describe('the table of what Enode answers', () => {
  const docs = readFileSync(new URL('../../docs/own-endpoints.md', import.meta.url), 'utf8');
  const start = docs.search(/^\| Enode answers +\| your status and code/m);
  const rows = docs
    .slice(start, docs.indexOf('\n\n', start))
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()));

  it('leads to every code that Enode can cause', () => {
    const source = readFileSync(new URL('../../src/server/problem.ts', import.meta.url), 'utf8');
    const known = [...source.matchAll(/^ {2}'(enode-[a-z-]+|connections-limit)': \{/gm)];
    const listed = new Set(rows.flatMap(([, , here]) => /`([a-z-]+)`/.exec(here ?? '')?.[1] ?? []));
    for (const code of ['asset-not-found', 'asset-already-linked']) listed.delete(code);
    assert.deepEqual([...listed].sort(), known.map(([, code]) => code).sort());
  });

  it('is right for every status that Enode can answer a Link session with', async () => {
    // The first that fits, as a reader would look it up.
    const lookUp = (status: number) => {
      const words = [
        `^${status} for a Link session`,
        `^${status}\\b`,
        `, ${status}$`,
        `another ${String(status)[0]}xx`,
      ];
      if ([400, 403].includes(status)) words.unshift(`^another ${status}`);
      const found = [...words, 'anything else'].flatMap((word) =>
        rows.filter(([, enode]) => new RegExp(word).test(enode ?? '')),
      );
      return found[0]?.[2]?.replaceAll('`', '');
    };
    for (let status = 201; status < 600; status += 1) {
      const { handler } = setUp(
        {},
        {
          api: () => new Response([204, 205, 304].includes(status) ? null : '{}', { status }),
        },
      );
      const answer = await read(await handler(sessionRequest()));
      assert.equal(`${answer.status} ${answer.code}`, lookUp(status), String(status));
    }
  });
});

describe('the entry', () => {
  it('imports nothing of Node’s, so that it loads on edge runtimes', () => {
    const folder = new URL('../../src/server/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const source = readFileSync(new URL(file, folder), 'utf8');
      const imported = [...source.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
        ([, name]) => name,
      );
      for (const name of imported) {
        assert.match(
          name ?? '',
          /^(?:\.\/[\w.-]+\.js|\.\.\/(?:schema|loopback|window-style|return\/message|language\/[\w-]+)\.js|oauth4webapi|zod\/mini)$/,
          file,
        );
      }
      assert.doesNotMatch(source, /\b(?:process|Buffer)\.\w|\brequire\(/, file);
    }
  });

  it('gives a problem its status, its code and what to do', async () => {
    const { handler } = setUp();
    const { body } = await read(await handler(get('/nothing')));
    assert.deepEqual(body, {
      type: 'urn:enode-link-button:problem:not-found',
      title: 'There is nothing at this address',
      status: 404,
      code: 'not-found',
      detail:
        'The endpoints end in /link-session, /user, /user/vendors/{vendor}[/{vendorType}], /devices, /vendors and /callback, with at most one trailing slash.',
    });
  });
});
