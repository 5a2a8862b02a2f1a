/** By which names the emulator is reached, which addresses it hands out, and its three ready virtual assets. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, describe, it } from 'node:test';
import { startEmulator } from '../../src/emulator/index.js';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.js';
import { emulate, play, TESLA, Visit } from './emulator-fixture.js';

const running = new Set<Emulator>();
after(async () => {
  for (const emulator of running) await emulator.close();
});

/** Starts an emulator, and returns its real addresses: with public URLs it announces others. */
async function start(options: EmulatorOptions) {
  const ports = await startEmulator({ port: 0, linkPort: 0 });
  const [api, link] = [ports.apiUrl, ports.linkOrigin];
  await ports.close();
  const [port, linkPort] = [api, link].map((url) => Number(new URL(url).port));
  const emulator = await startEmulator({ ...options, port: port ?? 0, linkPort: linkPort ?? 0 });
  running.add(emulator);
  return { emulator, api, link };
}

/** The status and body for a request with headers that fetch does not send. */
function send(url: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('a host name', () => {
  it('that is allowed is answered on every port, with any port, in any case', async () => {
    const { api, link } = await start({ allowedHosts: ['emulator', 'Emu_2.internal'] });
    for (const name of ['emulator', 'EMULATOR:4010', 'emulator:80', 'emu_2.internal:4010']) {
      assert.equal((await send(`${api}/health/ready`, { Host: name })).status, 204, name);
      assert.equal((await send(`${link}/none`, { Host: name })).status, 404, name);
    }
    for (const name of ['emulator.evil.example', 'my-emulator', '2.internal']) {
      assert.equal((await send(`${api}/health/ready`, { Host: name })).status, 421, name);
      assert.equal((await send(`${link}/none`, { Host: name })).status, 421, name);
    }
  });

  it('is the same with a dot at its end, wherever it is named', async () => {
    const { api, link } = await start({
      allowedHosts: ['emulator', 'other.'],
      publicUrl: 'http://api.example.',
    });
    const names = ['emulator.', 'emulator.:4010', 'other', 'other.', 'api.example', 'api.example.'];
    for (const name of [...names, 'localhost.', 'app.localhost.:80']) {
      assert.equal((await send(`${api}/health/ready`, { Host: name })).status, 204, name);
      assert.equal((await send(`${link}/none`, { Host: name })).status, 404, name);
    }
    for (const name of ['emulator..', 'localhost..', 'localhost.example.', '.', '..']) {
      const { status, text } = await send(`${api}/health/ready`, { Host: name });
      assert.equal(status, 421, name);
      assert.doesNotMatch(text, /\.\. /);
    }
  });

  it('that is refused with a dot at its end is advised without it, and one that is none is not', async () => {
    const { api } = await start({});
    const detail = async (name: string) =>
      JSON.parse((await send(`${api}/users`, { Host: name })).text).detail;
    assert.match(await detail('emulator.:4010'), /start it with --allow-host emulator\.$/);
    assert.match(await detail('emulator..'), /is not a host name\.$/);
  });

  it('that is not allowed is refused, and the refusal names the option', async () => {
    const { api } = await start({});
    const { status, text } = await send(`${api}/users`, { Host: 'emulator:4010' });
    assert.equal(status, 421);
    assert.match(JSON.parse(text).detail, /start it with --allow-host emulator\./);
  });

  it('of a public URL is answered without being allowed', async () => {
    const { api, link } = await start({
      publicUrl: 'https://api.example',
      linkPublicUrl: 'https://link.example',
    });
    assert.equal((await send(`${api}/health/ready`, { Host: 'api.example' })).status, 204);
    assert.equal((await send(`${link}/none`, { Host: 'link.example' })).status, 404);
    assert.equal((await send(`${api}/health/ready`, { Host: 'example' })).status, 421);
  });
});

describe('public URLs', () => {
  const options = { publicUrl: 'https://api.example/', linkPublicUrl: 'http://link.example:8080' };

  it('are what the emulator announces, and what a linkUrl begins with', async () => {
    const { emulator, api, link } = await start(options);
    assert.equal(emulator.apiUrl, 'https://api.example');
    assert.equal(emulator.oauthUrl, 'https://api.example');
    assert.equal(emulator.dashboardUrl, 'https://api.example/dashboard');
    assert.equal(emulator.linkOrigin, 'http://link.example:8080');
    const linkUrl = await linkUrlFrom(emulator, api);
    assert.ok(linkUrl.startsWith('http://link.example:8080/'));
    const visit = await new Visit().open(linkUrl.replace(emulator.linkOrigin, link));
    assert.equal(visit.step, 'intro');
    assert.match(visit.html, /href="https:\/\/api\.example\/dashboard"/);
  });

  it('are where a played user goes, and no other address is', async () => {
    const { emulator, api, link } = await start(options);
    const linkUrl = await linkUrlFrom(emulator, api);
    const own = linkUrl.replace(emulator.linkOrigin, link);
    await assert.rejects(emulator.play({ linkUrl: own }), /must begin with http:\/\/link\.example/);
    assert.equal((await emulator.play({ linkUrl })).vendor, 'TESLA');
  });

  it('make the pages of that origin the emulator’s own, behind a proxy too', async () => {
    const { api } = await start({ ...options, allowedHosts: ['upstream'] });
    const reset = `${api}/emulator/reset`;
    for (const [headers, status] of [
      [{ Host: 'api.example', Origin: 'https://api.example' }, 204],
      [{ Host: 'upstream', Origin: 'https://api.example' }, 204],
      [{ Origin: api }, 204],
      [{ Host: 'api.example', Origin: 'http://link.example:8080' }, 403],
      [{ Host: 'api.example', Origin: 'https://evil.example' }, 403],
      [
        {
          ...{ Host: 'api.example', Origin: 'https://api.example' },
          'Sec-Fetch-Site': 'cross-site',
        },
        403,
      ],
    ] as const) {
      assert.equal((await send(reset, headers, 'POST')).status, status, JSON.stringify(headers));
    }
  });

  async function linkUrlFrom(emulator: Emulator, api: string): Promise<string> {
    const { clientId, clientSecret } = emulator;
    const token = await fetch(`${api}/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: bearer } = await token.json();
    const answer = await fetch(`${api}/users/u1/link`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...{ scopes: ['vehicle:read:data'], language: 'en-US' },
        redirectUri: 'https://app.example/',
      }),
    });
    return (await answer.json()).linkUrl;
  }
});

describe('an option is refused', () => {
  for (const [options, message] of [
    [{ allowedHosts: ['http://emulator'] }, /^allowedHosts must be a host name without scheme/],
    [{ allowedHosts: ['emulator:4010'] }, /^allowedHosts must be .*not "emulator:4010"/],
    [{ allowedHosts: ['*'] }, /^allowedHosts must be .*wildcard/],
    [{ allowedHosts: ['*.example'] }, /^allowedHosts must be/],
    [{ allowedHosts: [''] }, /^allowedHosts must be/],
    [{ allowedHosts: ['..'] }, /^allowedHosts must be/],
    [{ allowedHosts: ['a..internal'] }, /^allowedHosts must be/],
    [{ allowedHosts: [7] }, /^allowedHosts must be .*not 7/],
    [{ allowedHosts: 'emulator' }, /^allowedHosts must be a list of names/],
    [{ host: 'http://localhost' }, /^host must be an address or a name/],
    [{ host: '' }, /^host must be/],
    [{ host: 7 }, /^host must be/],
    [{ port: 'x' }, /^port must be a port number from 0 to 65535/],
    [{ linkPort: 65_536 }, /^linkPort must be a port number/],
    [{ vendorPort: 1.5 }, /^vendorPort must be a port number/],
    [{ clientId: 'a:b' }, /^clientId must be .*colon/],
    [{ clientId: '' }, /^clientId must be/],
    [{ clientSecret: "it's" }, /^clientSecret must be (?!.*it's).*quote/],
    [{ clientSecret: 'a\\b' }, /^clientSecret must be/],
    [{ clientSecret: 'a\nb' }, /^clientSecret must be/],
    [{ clientSecret: 7 }, /^clientSecret must be/],
    [{ readyAssets: 'x' }, /^readyAssets must be true or false/],
    [{ now: 0 }, /^now must be a function/],
    [{ publicUrl: 7 }, /^publicUrl must be an http or https URL/],
    [{ publicUrl: 'emulator:4010' }, /^publicUrl must be an http or https URL/],
    [{ publicUrl: 'ftp://a.example' }, /^publicUrl must be an http or https URL/],
    [{ publicUrl: 'http://me:secret@a.example' }, /^publicUrl must be an http or https URL/],
    [{ publicUrl: 'http://a.example/emulator' }, /no path .*Write "http:\/\/a\.example"/],
    [{ linkPublicUrl: 'http://a.example/?q=1' }, /^linkPublicUrl must have no path and no query/],
    [
      { publicUrl: 'http://a.example', linkPublicUrl: 'http://a.example/' },
      /^linkPublicUrl must differ from publicUrl/,
    ],
  ] as const) {
    it(`such as ${JSON.stringify(options)}, before a port is opened`, async () => {
      const wrong = { port: 0, linkPort: 0, ...options } as EmulatorOptions;
      await assert.rejects(startEmulator(wrong), { message });
    });
  }
});

describe('ready virtual assets', () => {
  it('are three of three types, with credentials that Link UI accepts, if they are asked for', async () => {
    const fixture = await emulate({ readyAssets: true });
    running.add(fixture.emulator);
    const { readyAssets } = fixture.emulator;
    assert.deepEqual(
      readyAssets.map(({ vendorType }) => vendorType),
      ['vehicle', 'charger', 'inverter'],
    );
    for (const asset of readyAssets) {
      const { vendorType } = asset;
      const wanted = { vendorType, scopes: [`${vendorType}:read:data`] };
      const visit = await play(await fixture.linkUrl(wanted), asset);
      assert.ok(visit.left, vendorType);
    }
  });

  it('are there again after a reset, with the same credentials, and nothing else is', async () => {
    const fixture = await emulate({ readyAssets: true });
    running.add(fixture.emulator);
    const made = await fixture.emulator.createVirtualAsset(TESLA);
    await fixture.call('POST', '/emulator/reset');
    for (const { username, password, vendorType } of fixture.emulator.readyAssets) {
      const wanted = { vendorType, scopes: [`${vendorType}:read:data`] };
      const linkUrl = await fixture.linkUrl(wanted);
      await fixture.emulator.play({ linkUrl, username, password });
    }
    const { username, password } = made;
    const linkUrl = await fixture.linkUrl();
    await assert.rejects(
      fixture.emulator.play({ linkUrl, username, password }),
      /no virtual asset has this username/,
    );
  });

  it('are not there otherwise', async () => {
    const { emulator } = await emulate();
    running.add(emulator);
    assert.deepEqual(emulator.readyAssets, []);
    assert.match(await (await fetch(emulator.dashboardUrl)).text(), /No virtual assets yet/);
  });
});
