/** What the endpoints answer when nothing fails, and what a page may ask for. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CALLBACK_URL,
  likeEnode,
  NONCE,
  read,
  REDIRECT_URI,
  SESSION,
  sessionRequest,
  setUp,
  TESLA,
  userRequest,
} from './server-fixture.js';

describe('POST link-session', () => {
  it('answers exactly what Enode answered, and nothing that Enode adds later', async () => {
    const { enode, handler } = setUp(
      {},
      { api: () => Response.json({ ...SESSION, internal: 'note' }) },
    );
    const { status, body, headers } = await read(await handler(sessionRequest()));
    assert.equal(status, 200);
    assert.deepEqual(body, SESSION);
    assert.equal(headers.get('Cache-Control'), 'no-store');
    assert.deepEqual(
      enode.calls.map(({ method, path }) => `${method} ${path}`),
      ['POST token', 'POST /users/user-1/link'],
    );
  });

  it('asks Enode with the defaults, the API version and the token, as Enode documents it', async () => {
    const { enode, handler } = setUp({
      defaults: {
        scopes: ['charger:read:data'],
        vendorType: 'charger',
        vendor: 'EASEE',
        language: 'nb-NO',
        colorScheme: 'dark',
      },
    });
    await handler(sessionRequest());
    const [token, link] = enode.calls;
    assert.equal(token?.url, 'https://oauth.sandbox.enode.io/oauth2/token');
    assert.equal(token.headers.get('Authorization'), `Basic ${btoa('client-id:client-secret')}`);
    assert.equal(token.body, 'grant_type=client_credentials');
    assert.equal(link?.url, 'https://enode-api.sandbox.enode.io/users/user-1/link');
    assert.equal(link.headers.get('Authorization'), 'Bearer access-1');
    assert.equal(link.headers.get('Enode-Version'), '2024-10-01');
    assert.deepEqual(link.body, {
      redirectUri: REDIRECT_URI,
      language: 'nb-NO',
      scopes: ['charger:read:data'],
      vendorType: 'charger',
      vendor: 'EASEE',
      colorScheme: 'dark',
    });
  });

  it('passes on language and colour scheme, and drops what it does not know', async () => {
    const { enode, handler } = setUp();
    const page = { language: 'fr-FR', colorScheme: 'light', userId: 'somebody-else', x: 1 };
    assert.equal((await handler(sessionRequest(page))).status, 200);
    assert.deepEqual(enode.of('/users')[0]?.body, {
      redirectUri: REDIRECT_URI,
      language: 'fr-FR',
      scopes: ['vehicle:read:data', 'vehicle:read:location'],
      colorScheme: 'light',
    });
    assert.equal(enode.of('/users')[0]?.path, '/users/user-1/link');
  });

  for (const [wanted, asked] of [
    ['cs', 'browser'],
    ['zh-CN', 'browser'],
    ['tlh', 'browser'],
    ['', 'browser'],
    ['x'.repeat(3000), 'browser'],
    ['__proto__', 'browser'],
    ['en-us', 'en-US'],
    ['de', 'de-DE'],
    ['ja', 'ja-JP'],
  ] as const) {
    it(`asks Enode for ${asked} where a page wants "${wanted.slice(0, 9)}" (F80)`, async () => {
      const { handler, enode } = setUp();
      assert.equal((await handler(sessionRequest({ language: wanted }))).status, 200);
      assert.equal((enode.of('/users')[0]?.body as { language: string }).language, asked);
    });

    it(`asks Enode for ${asked} where the defaults have "${wanted.slice(0, 9)}" (F80)`, async () => {
      const { handler, enode } = setUp({
        defaults: { scopes: ['vehicle:read:data'], language: wanted },
      });
      assert.equal((await handler(sessionRequest({}))).status, 200);
      assert.equal((enode.of('/users')[0]?.body as { language: string }).language, asked);
    });
  }

  it('lets Link UI follow the browser where nobody chose a language', async () => {
    const { enode, handler } = setUp();
    await handler(sessionRequest());
    assert.equal((enode.of('/users')[0]?.body as { language: string }).language, 'browser');
  });

  it('serves below any path, and for any public host', async () => {
    const { handler } = setUp();
    for (const path of ['/link-session', '/a/b/c/link-session']) {
      const request = new Request(`https://other.example${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ redirectUri: REDIRECT_URI }),
      });
      assert.equal((await handler(request)).status, 200, path);
    }
  });

  it('adds paths to the base addresses of another environment', async () => {
    const { enode, handler } = setUp({
      environment: { oauthUrl: 'http://127.0.0.1:1/oauth/', apiUrl: 'https://proxy.example/enode' },
    });
    assert.equal((await handler(sessionRequest())).status, 200);
    assert.deepEqual(
      enode.calls.map(({ url }) => url),
      ['http://127.0.0.1:1/oauth/oauth2/token', 'https://proxy.example/enode/users/user-1/link'],
    );
  });
});

describe('redirectUri', () => {
  const good = [
    [CALLBACK_URL, REDIRECT_URI],
    [CALLBACK_URL, `${CALLBACK_URL}?enode_link=${'x'.repeat(128)}`],
    [
      'https://app.example/cb?tab=a%20b&flag',
      `https://app.example/cb?tab=a+b&flag=&enode_link=${NONCE}`,
    ],
    ['https://app.example/cb?tab=1', `https://app.example/cb?enode_link=${NONCE}&tab=1`],
    ['http://localhost:3000/cb', `http://localhost:3000/cb?enode_link=${NONCE}`],
    ['https://APP.example:443/cb', `https://app.example/cb?enode_link=${NONCE}`],
    ['https://app.example/devices?*', `https://app.example/devices?enode_link=${NONCE}`],
    [
      'https://app.example/devices?*',
      `https://app.example/devices?utm_source=a%20b&flag&x=1&x=2&enode_link=${NONCE}&*`,
    ],
    ['https://APP.example:443/?*', `https://app.example/?a=b&enode_link=${NONCE}`],
    ['http://localhost:3000/cb?*', `http://localhost:3000/cb?enode_link=${NONCE}&utm_source=x`],
    ['https://app.example/cb?*=1', `https://app.example/cb?*=1&enode_link=${NONCE}`],
    ['myapp://linked', `myapp://linked?enode_link=${NONCE}`],
    ['myapp://linked/here?*', `myapp://linked/here?a=1&enode_link=${NONCE}`],
    ['com.example.app:/linked', `com.example.app:/linked?enode_link=${NONCE}`],
  ];
  for (const [callbackUrl = '', redirectUri = ''] of good) {
    it(`accepts ${redirectUri} for ${callbackUrl}`, async () => {
      const { enode, handler } = setUp({
        callbackUrls: ['https://first.example/', callbackUrl],
      });
      assert.equal((await handler(sessionRequest({ redirectUri }))).status, 200);
      const sent = enode.of('/users')[0]?.body as { redirectUri: string };
      assert.equal(sent.redirectUri, redirectUri);
    });
  }

  const bad = [
    CALLBACK_URL,
    `${CALLBACK_URL}?enode_link=`,
    `${CALLBACK_URL}?enode_link=tooshort`,
    `${CALLBACK_URL}?enode_link=${'x'.repeat(129)}`,
    `${CALLBACK_URL}?enode_link=${NONCE}%20`,
    `${CALLBACK_URL}?enode_link=${NONCE}&enode_link=${NONCE}`,
    `${CALLBACK_URL}?enode_link=${NONCE}&enode%5Flink=${NONCE}`,
    `${CALLBACK_URL}?enode_link=${NONCE}&extra=1`,
    `${CALLBACK_URL}?enode_link=${NONCE}#`,
    `${CALLBACK_URL}?enode_link=${NONCE}#hash`,
    `${CALLBACK_URL}/?enode_link=${NONCE}`,
    `${CALLBACK_URL}/../evil?enode_link=${NONCE}`,
    `https://app.example.evil.test/linked?enode_link=${NONCE}`,
    `https://app.example@evil.test/linked?enode_link=${NONCE}`,
    `https://user@app.example/linked?enode_link=${NONCE}`,
    `https://:pass@app.example/linked?enode_link=${NONCE}`,
    `http://app.example/linked?enode_link=${NONCE}`,
    `https://app.example:444/linked?enode_link=${NONCE}`,
    `//app.example/linked?enode_link=${NONCE}`,
    `/linked?enode_link=${NONCE}`,
    `javascript:alert(1)//?enode_link=${NONCE}`,
    'about:blank',
    'nonsense',
  ];
  for (const redirectUri of bad) {
    it(`refuses ${redirectUri}`, async () => {
      const { enode, handler } = setUp();
      const answer = await read(await handler(sessionRequest({ redirectUri })));
      assert.equal(answer.status, 400);
      assert.equal(answer.code, 'redirect-uri-refused');
      assert.equal(answer.field, 'redirectUri');
      assert.match(answer.detail ?? '', /redirectUri/);
      assert.equal(enode.calls.length, 0);
    });
  }

  const PAGE = 'https://app.example/devices';
  const wrongPages = [
    `${PAGE}?utm_source=x`,
    `${PAGE}?enode_link=tooshort`,
    `${PAGE}?enode_link=${NONCE}&enode_link=${NONCE}`,
    `${PAGE}?enode_link=${NONCE}&enode%5Flink=x`,
    `${PAGE}?%65node_link=${NONCE}&enode_link=${NONCE}`,
    // As if Link UI had added them: every return would be one of a user who left early.
    `${PAGE}?error=cancelledByUser&enode_link=${NONCE}`,
    `${PAGE}?%65rror=&enode_link=${NONCE}`,
    `${PAGE}?enode_link=${NONCE}&error_message=evil`,
    `${PAGE}?enode_link=${NONCE}#`,
    `${PAGE}?enode_link=${NONCE}#?a=b`,
    `${PAGE}/?enode_link=${NONCE}`,
    `${PAGE}%3F*?enode_link=${NONCE}`,
    `${PAGE}/../evil?enode_link=${NONCE}`,
    `${PAGE}.evil?enode_link=${NONCE}`,
    `http://app.example/devices?enode_link=${NONCE}`,
    `https://app.example:444/devices?enode_link=${NONCE}`,
    `https://user@app.example/devices?enode_link=${NONCE}`,
    `https://app.example@evil.test/devices?enode_link=${NONCE}`,
    `https://evil.test/devices?x=https://app.example/devices&enode_link=${NONCE}`,
    `https://evil.test\\@app.example/devices?enode_link=${NONCE}`,
    `javascript://app.example/devices?%0aalert(1)&enode_link=${NONCE}`,
  ];
  for (const redirectUri of wrongPages) {
    it(`refuses ${redirectUri} although any query may be there`, async () => {
      const { enode, handler } = setUp({ callbackUrls: [`${PAGE}?*`] });
      const answer = await read(await handler(sessionRequest({ redirectUri })));
      assert.equal(answer.code, 'redirect-uri-refused');
      assert.equal(enode.calls.length, 0);
    });
  }

  it('keeps a listed scheme of an app apart from every other', async () => {
    const callbackUrls = [CALLBACK_URL, 'myapp://linked', 'com.example.app:/linked'];
    const { enode, handler } = setUp({ callbackUrls });
    for (const start of [
      'myapp2://linked',
      'myapp://evil',
      'myapp://linked:1',
      'myapp://linked/',
      'myapp:linked',
      'myapp:/linked',
      'myapp://user@linked',
      'com.example.app://linked',
      'com.example.app:/other',
      'javascript://linked',
      'data://linked',
      'https://linked',
      'myapp://app.example/linked',
    ]) {
      const redirectUri = `${start}?enode_link=${NONCE}`;
      const { code } = await read(await handler(sessionRequest({ redirectUri })));
      assert.equal(code, 'redirect-uri-refused', start);
    }
    assert.equal(enode.calls.length, 0);
  });

  it('says what differs from the nearest callback URL, in words of its own', async () => {
    const callbackUrls = [
      'https://app.example/linked?tenant=secret-tenant',
      'https://other.example/devices',
      'https://app.example/any?*',
      'myapp://linked',
    ];
    const nonce = `enode_link=${NONCE}`;
    const cases: readonly [string, RegExp][] = [
      [`https://app.example/linked?${nonce}`, /its query .* https:\/\/app\.example\/linked /],
      [`https://app.example/linked?tenant=evil&${nonce}`, /its query /],
      [`https://other.example/devices?utm=evil&${nonce}`, /its query .*\/devices.*\?\*/],
      [`https://other.example/evil?${nonce}`, /its path .* https:\/\/other\.example\/devices/],
      [`http://other.example/devices?${nonce}`, /its scheme .* https:\/\/other\.example/],
      [`https://www.other.example/devices?${nonce}`, /its host .* https:\/\/other\.example/],
      [
        `https://other.example:8443/devices?${nonce}`,
        /its port .* https:\/\/other\.example\/devices /,
      ],
      [`https://evil@other.example/devices?${nonce}`, /its host /],
      [`http://evil.example/devices?${nonce}`, /its scheme and host /],
      [`myapp://evil?${nonce}`, /its host .* myapp:\/\/linked/],
      [`https://other.example/devices?${nonce}#evil`, /its hash /],
      ['https://other.example/devices', /its nonce .*enode_link.*22 to 128/],
      ['https://other.example/devices?enode_link=evil', /its nonce /],
      ['https://app.example/any?evil=1', /its nonce /],
      ['https://other.example/evil', /its path and nonce /],
      ['nonsense evil', /not an absolute URL/],
    ];
    for (const [redirectUri, expected] of cases) {
      const { handler } = setUp({ callbackUrls });
      const { status, detail = '' } = await read(await handler(sessionRequest({ redirectUri })));
      assert.equal(status, 400);
      assert.match(detail, expected, redirectUri);
      assert.match(detail, /callbackUrls|absolute|enode_link/);
      assert.doesNotMatch(detail, /evil|secret-tenant|abcdefghij/, redirectUri);
    }
  });

  it('refuses a callback URL that lost a parameter of its own', async () => {
    const { handler } = setUp({ callbackUrls: ['https://app.example/cb?tenant=a'] });
    for (const query of ['', 'tenant=b&', 'tenant=a&tenant=a&']) {
      const redirectUri = `https://app.example/cb?${query}enode_link=${NONCE}`;
      const { code } = await read(await handler(sessionRequest({ redirectUri })));
      assert.equal(code, 'redirect-uri-refused', query);
    }
  });

  it('refuses what is longer than Enode takes', async () => {
    const long = `https://app.example/${'p'.repeat(420)}`;
    const { handler } = setUp({ callbackUrls: [long] });
    const short = await handler(sessionRequest({ redirectUri: `${long}?enode_link=${NONCE}` }));
    assert.equal(short.status, 200);
    const redirectUri = `${long}?enode_link=${'x'.repeat(60)}`;
    const { code, detail } = await read(await handler(sessionRequest({ redirectUri })));
    assert.equal(code, 'redirect-uri-refused');
    assert.match(detail ?? '', /500/);
  });
});

describe('what a page asks for', () => {
  const scopes = ['vehicle:read:data', 'vehicle:read:location'];
  const narrow = { scopes, vendorType: 'vehicle', vendor: 'TESLA' };
  const allow = { vendorTypes: ['charger'], vendors: ['BMW'], scopes: ['charger:read:data'] };
  const cases = [
    { title: 'names the default type', defaults: narrow, ask: { vendorType: 'vehicle' } },
    { title: 'names the default vendor', defaults: narrow, ask: { vendor: 'TESLA' } },
    { title: 'asks for fewer scopes', defaults: narrow, ask: { scopes: ['vehicle:read:data'] } },
    { title: 'names a type of the scopes', defaults: { scopes }, ask: { vendorType: 'vehicle' } },
    {
      title: 'names any vendor where none is set',
      defaults: { scopes },
      ask: { vendor: 'NEWCAR' },
    },
    { title: 'names an allowed type', defaults: narrow, allow, ask: { vendorType: 'charger' } },
    { title: 'names an allowed vendor', defaults: narrow, allow, ask: { vendor: 'BMW' } },
    {
      title: 'asks for an allowed scope',
      defaults: narrow,
      allow,
      ask: { scopes: ['charger:read:data'] },
    },
    {
      title: 'names a type of an allowed scope',
      defaults: { scopes },
      allow,
      ask: { vendorType: 'charger' },
    },
    {
      title: 'names another type',
      defaults: narrow,
      ask: { vendorType: 'charger' },
      field: 'vendorType',
      most: 'vehicle',
    },
    {
      title: 'names a type outside the scopes',
      defaults: { scopes },
      ask: { vendorType: 'hvac' },
      field: 'vendorType',
      most: 'vehicle',
    },
    {
      title: 'names another vendor',
      defaults: narrow,
      ask: { vendor: 'BMW' },
      field: 'vendor',
      most: 'TESLA',
    },
    {
      title: 'writes a vendor differently',
      defaults: narrow,
      ask: { vendor: 'tesla' },
      field: 'vendor',
      most: 'TESLA',
    },
    {
      title: 'asks for a further scope',
      defaults: narrow,
      ask: { scopes: [...scopes, 'vehicle:control:charging'] },
      field: 'scopes',
      most: 'vehicle:read:data, vehicle:read:location',
    },
    {
      title: 'names a type that is not allowed',
      defaults: narrow,
      allow,
      ask: { vendorType: 'hvac' },
      field: 'vendorType',
      most: 'vehicle, charger',
    },
    {
      title: 'names a vendor that is not allowed',
      defaults: narrow,
      allow,
      ask: { vendor: 'AUDI' },
      field: 'vendor',
      most: 'TESLA, BMW',
    },
    {
      title: 'names a vendor off the list',
      defaults: { scopes },
      allow,
      ask: { vendor: 'AUDI' },
      field: 'vendor',
      most: 'BMW',
    },
    {
      title: 'asks for a scope off the list',
      defaults: narrow,
      allow,
      ask: { scopes: ['hvac:read:data'] },
      field: 'scopes',
      most: 'vehicle:read:data, vehicle:read:location, charger:read:data',
    },
  ];
  for (const { title, defaults, allow, ask, field, most } of cases) {
    it(`${field ? 'refuses' : 'grants'} a page that ${title}`, async () => {
      const { enode, handler } = setUp({ defaults, allow });
      const answer = await read(await handler(sessionRequest(ask)));
      if (field === undefined) {
        assert.equal(answer.status, 200);
        const sent = enode.of('/users')[0]?.body as Record<string, unknown>;
        for (const [name, value] of Object.entries(ask)) assert.deepEqual(sent[name], value);
        return;
      }
      assert.equal(answer.status, 400);
      assert.equal(answer.code, 'not-allowed');
      assert.equal(answer.field, field);
      assert.match(answer.detail ?? '', new RegExp(`^${field} .*allows ${most}\\. .*allow\\.`));
      assert.equal(enode.calls.length, 0);
    });
  }

  it('tells a page that names no type of Enode what it may name, and the host to add nothing', async () => {
    const { handler } = setUp({ defaults: { scopes } });
    const { detail } = await read(await handler(sessionRequest({ vendorType: 'car' })));
    assert.equal(
      detail,
      'vendorType has a value that is not allowed. The handler allows vehicle. Keep to these.',
    );
  });

  const wrong: readonly [string, unknown][] = [
    ['redirectUri', 7],
    ['redirectUri', null],
    ['language', 7],
    ['language', null],
    ['language', ['de-DE']],
    ['colorScheme', 'blue'],
    ['vendorType', ''],
    ['vendor', ['TESLA']],
    ['vendor', 'x'.repeat(201)],
    ['scopes', []],
    ['scopes', 'vehicle:read:data'],
    ['scopes', [1]],
    ['assetId', {}],
  ];
  for (const [field, value] of wrong) {
    it(`names ${field} where its value is ${JSON.stringify(value).slice(0, 20)}`, async () => {
      const { handler } = setUp();
      const answer = await read(await handler(sessionRequest({ [field]: value })));
      assert.equal(answer.status, 400);
      assert.equal(answer.code, 'field-invalid');
      assert.equal(answer.field, field);
    });
  }
});

describe('GET user', () => {
  it('answers id and linked vendors, with values that are new to us', async () => {
    const linkedVendors = [TESLA, { vendor: 'NEW', vendorType: 'spaceship', isValid: false }];
    const { handler } = setUp(
      {},
      { api: () => Response.json({ id: 'user-1', linkedVendors, a: 1 }) },
    );
    const { status, body } = await read(await handler(userRequest()));
    assert.equal(status, 200);
    assert.deepEqual(body, { id: 'user-1', linkedVendors });
  });

  it('answers a user that Enode does not know with no vendors', async () => {
    const { handler } = setUp({}, { api: () => Response.json({ title: 'x' }, { status: 404 }) });
    const { status, body } = await read(await handler(userRequest()));
    assert.equal(status, 200);
    assert.deepEqual(body, { id: 'user-1', linkedVendors: [] });
  });

  it('escapes ids so that they stay one segment of the path', async () => {
    for (const id of ['a/b', 'a?b#c', '../admin', 'ü 1', '%2e%2e', '...', 'a\\b']) {
      const { enode, handler } = setUp({ getUserId: () => id });
      assert.equal((await handler(userRequest())).status, 200, id);
      assert.equal(enode.of('/')[0]?.path, `/users/${encodeURIComponent(id)}`);
      const [, users, segment, ...rest] = new URL(enode.of('/')[0]?.url ?? '').pathname.split('/');
      assert.deepEqual([users, decodeURIComponent(segment ?? ''), rest], ['users', id, []]);
    }
  });

  it('refuses ids that no path can hold, and tells the operator', async () => {
    for (const id of ['.', '..', '\ud800', 42]) {
      const failures: string[] = [];
      const { enode, handler } = setUp({
        getUserId: () => id as string,
        onError: ({ code }) => failures.push(code),
      });
      const answer = await read(await handler(userRequest()));
      assert.equal(answer.status, 500);
      assert.equal(answer.code, 'user-id-unusable');
      assert.deepEqual(failures, ['user-id-unusable']);
      assert.equal(enode.calls.length, 0);
    }
  });

  it('answers 401 where nobody is signed in', async () => {
    for (const nobody of [null, undefined, '']) {
      const { enode, handler } = setUp({ getUserId: () => nobody });
      for (const request of [userRequest(), sessionRequest()]) {
        const answer = await read(await handler(request));
        assert.equal(answer.status, 401);
        assert.equal(answer.code, 'unauthenticated');
      }
      assert.equal(enode.calls.length, 0);
    }
  });
});

describe('DELETE user/vendors', () => {
  const remove = (path: string) =>
    new Request(`https://app.example/api/enode/user/vendors/${path}`, {
      method: 'DELETE',
      headers: { Origin: 'https://app.example' },
    });

  it('removes a vendor, of one type where that is named', async () => {
    const { enode, handler } = setUp();
    assert.equal((await handler(remove('TESLA'))).status, 204);
    assert.equal((await handler(remove('TESLA/charger'))).status, 204);
    assert.deepEqual(
      enode.of('/').map(({ method, path }) => `${method} ${path}`),
      ['DELETE /users/user-1/vendors/TESLA', 'DELETE /users/user-1/vendors/TESLA/charger'],
    );
  });

  it('answers 204 for a vendor that is not linked: it is gone, as was asked for', async () => {
    const { handler } = setUp({}, { api: () => Response.json({}, { status: 404 }) });
    assert.equal((await handler(remove('TESLA'))).status, 204);
  });

  it('does not call it removed where Enode failed', async () => {
    const { handler } = setUp({}, { api: () => Response.json({}, { status: 500 }) });
    assert.equal((await handler(remove('TESLA'))).status, 502);
  });

  it('refuses names that would be another path at Enode', async () => {
    const { enode, handler } = setUp();
    for (const path of ['a%2Fb', 'TESLA/..%2F..', '%E0%A4%A', '%00', 'TESLA%3Fx=1', '%23']) {
      const answer = await read(await handler(remove(path)));
      assert.equal(answer.status, 400, path);
      assert.equal(answer.code, 'field-invalid');
    }
    assert.equal(enode.calls.length, 0);
  });
});

describe('assetId', () => {
  const page = (ids: readonly string[], after: string | null = null) =>
    Response.json({ data: ids.map((id) => ({ id })), pagination: { after, before: null } });

  it('relinks an asset that stands on a later page of a list', async () => {
    const { enode, handler } = setUp(
      {},
      {
        api: (call) => {
          if (call.path === '/users/user-1/inverters') return page(['a'], 'c/1');
          if (call.path === '/users/user-1/inverters?after=c%2F1') return page(['b'], 'c/2');
          if (call.path === '/users/user-1/inverters?after=c%2F2') return page(['mine'], 'c/3');
          return likeEnode(call);
        },
      },
    );
    const request = sessionRequest({ assetId: 'mine', language: 'sv-SE', colorScheme: 'dark' });
    const answer = await read(await handler(request));
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, SESSION);
    const [relink] = enode.of('/assets');
    assert.equal(`${relink?.method} ${relink?.path}`, 'POST /assets/mine/relink');
    assert.deepEqual(relink?.body, {
      redirectUri: REDIRECT_URI,
      language: 'sv-SE',
      colorScheme: 'dark',
    });
    assert.equal(
      enode.calls.some(({ path }) => path.endsWith('/link')),
      false,
    );
  });

  it('answers 404 for an asset of somebody else, and never asks Enode to relink it', async () => {
    const { enode, handler } = setUp();
    const answer = await read(await handler(sessionRequest({ assetId: 'not-mine' })));
    assert.equal(answer.status, 404);
    assert.equal(answer.code, 'asset-not-found');
    assert.equal(answer.field, 'assetId');
    assert.equal(enode.of('/assets').length, 0);
    assert.deepEqual(
      enode
        .of('/users')
        .map(({ path }) => path.split('/').at(-1))
        .sort(),
      ['batteries', 'chargers', 'hvacs', 'inverters', 'meters', 'vehicles'],
    );
  });

  it('answers 404 where Enode does not know the user, or forgot the asset meanwhile', async () => {
    const unknown = setUp({}, { api: () => Response.json({}, { status: 404 }) });
    assert.equal((await unknown.handler(sessionRequest({ assetId: 'x' }))).status, 404);
    const gone = setUp(
      {},
      {
        api: ({ path }) =>
          path.includes('relink') ? Response.json({}, { status: 404 }) : page(['x']),
      },
    );
    assert.equal((await gone.handler(sessionRequest({ assetId: 'x' }))).status, 404);
  });

  const RELINK = 'https://developers.enode.com/api/problems';
  const refused = 'Asset not found or already linked';
  const issues = [{ path: ['language'], message: 'Asset already linked' }];
  const refusals: readonly [string, unknown, string][] = [
    [
      'in its detail',
      { type: `${RELINK}/bad-request`, title: 'Bad Request', detail: refused },
      '409 asset-already-linked',
    ],
    [
      'in its title',
      { type: `${RELINK}/bad-request`, title: `${refused}.`, detail: '' },
      '409 asset-already-linked',
    ],
    ['without a type', { title: null, detail: refused.toUpperCase() }, '409 asset-already-linked'],
    [
      'of a wrong field',
      { type: `${RELINK}/validation-error`, title: 'Bad Request', detail: 'x', issues },
      '400 enode-rejected-request',
    ],
    [
      'of a field that is called like it',
      { type: `${RELINK}/validation-error`, title: 'Payload validation failed', detail: refused },
      '400 enode-rejected-request',
    ],
    [
      'for another reason',
      { type: `${RELINK}/bad-request`, title: 'x' },
      '400 enode-rejected-request',
    ],
    ['without a reason', null, '400 enode-rejected-request'],
    ['in an odd shape', { title: [refused] }, '400 enode-rejected-request'],
    ['only in text', refused, '400 enode-rejected-request'],
  ];
  for (const [what, problem, expected] of refusals) {
    it(`answers ${expected} where Enode refuses to relink the user's own asset, ${what}`, async () => {
      const { handler } = setUp(
        {},
        {
          api: ({ path }) =>
            path.includes('relink') ? Response.json(problem, { status: 400 }) : page(['mine']),
        },
      );
      const answer = await read(await handler(sessionRequest({ assetId: 'mine' })));
      assert.equal(`${answer.status} ${answer.code}`, expected);
      assert.doesNotMatch(answer.text, /not found|Bad Request/i);
      if (answer.status !== 409) return;
      assert.equal(answer.field, 'assetId');
      assert.match(answer.detail ?? '', /asset-id/);
    });
  }

  it('tells no operator that a page keeps the id of an asset that is linked again', async () => {
    const failures: string[] = [];
    const { handler } = setUp(
      { onError: ({ code }) => failures.push(code) },
      {
        api: ({ path }) =>
          path.includes('relink')
            ? Response.json({ detail: refused }, { status: 400 })
            : page(['mine']),
      },
    );
    assert.equal((await handler(sessionRequest({ assetId: 'mine' }))).status, 409);
    assert.deepEqual(failures, []);
  });

  it('says the same of a Link session that is refused in those words, which name no asset', async () => {
    const { handler } = setUp(
      {},
      { api: () => Response.json({ detail: refused }, { status: 400 }) },
    );
    assert.equal((await read(await handler(sessionRequest()))).code, 'enode-rejected-request');
  });

  it('does not take a list that cannot be read for one without the asset', async () => {
    const { handler } = setUp(
      {},
      {
        api: (call) =>
          call.path.includes('meters') ? new Response('<html>', { status: 403 }) : likeEnode(call),
      },
    );
    const answer = await read(await handler(sessionRequest({ assetId: 'x' })));
    assert.equal(answer.code, 'enode-forbidden');
  });

  it('stops at a list that turns in circles', async () => {
    const { handler } = setUp({}, { api: () => page(['a'], 'same') });
    const answer = await read(await handler(sessionRequest({ assetId: 'x' })));
    assert.equal(answer.status, 502);
    assert.equal(answer.code, 'enode-answer-invalid');
  });
});
