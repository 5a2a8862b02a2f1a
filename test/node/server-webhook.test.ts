/** Which webhook deliveries are accepted, and how the others are refused. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  verifyWebhook,
  WebhookError,
  type WebhookErrorCode,
  type WebhookEvent,
} from '../../src/server/index.js';

const SECRET = 'canary-webhook-secret';
const EVENTS = [
  {
    event: 'user:vehicle:discovered',
    createdAt: '2026-11-20T10:00:00Z',
    version: '2024-10-01',
    user: { id: 'user-1' },
    vehicle: { id: 'v-1', information: { brand: 'Tesla' } },
  },
  { event: 'user:credentials:invalidated', user: { id: 'ümlaut' }, vendor: 'TESLA' },
  { event: 'system:heartbeat', pendingEvents: 0 },
  { event: 'user:spaceship:landed', user: { id: 'user-1', tier: 'new' }, orbit: [1, 2] },
];
const BODY = JSON.stringify(EVENTS);

// Node's own implementation, not the one under test.
const sign = (body: string | Uint8Array, secret = SECRET) =>
  `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;

function delivery(
  body: BodyInit | null = BODY,
  signature: string | undefined = sign(BODY),
  init: RequestInit = {},
): Request {
  return new Request('https://app.example/hooks/enode', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(signature !== '' && { 'X-Enode-Signature': signature }),
    },
    body,
    duplex: 'half',
    ...init,
  } as RequestInit);
}

async function refusal(
  request: Parameters<typeof verifyWebhook>[0],
  secret: Parameters<typeof verifyWebhook>[1] = SECRET,
): Promise<WebhookError> {
  try {
    await verifyWebhook(request, secret);
  } catch (error) {
    assert.ok(error instanceof WebhookError, String(error));
    return error;
  }
  return assert.fail('it was believed');
}

describe('a webhook that Enode signed', () => {
  it('is its events, those that are new to us and all that they hold included', async () => {
    assert.deepEqual(await verifyWebhook(delivery(), SECRET), EVENTS);
    assert.deepEqual(await verifyWebhook(delivery('[]', sign('[]')), SECRET), []);
  });

  it('has events whose known parts are typed', async () => {
    const [first] = await verifyWebhook(delivery(), SECRET);
    const { event, user, vehicle }: WebhookEvent = first ?? { event: '' };
    const userId: string | undefined = user?.id;
    assert.equal(event === 'user:vehicle:discovered' && userId, 'user-1');
    assert.deepEqual(vehicle, EVENTS[0]?.vehicle);
  });

  it('is verified over its bytes as they came, whatever JSON would make of them', async () => {
    const odd = ' [ {"event":"a\\u00e4ä",\r\n "n":1.0e2, "n":3} ]\n';
    assert.equal((await verifyWebhook(delivery(odd, sign(odd)), SECRET)).length, 1);
    const chunks = new ReadableStream({
      start(controller) {
        for (const byte of new TextEncoder().encode(BODY)) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    assert.equal((await verifyWebhook(delivery(chunks), SECRET)).length, EVENTS.length);
  });

  it('may have its signature in capital letters', async () => {
    const capital = sign(BODY).toUpperCase().replace('SHA1', 'sha1');
    assert.equal((await verifyWebhook(delivery(BODY, capital), SECRET)).length, EVENTS.length);
  });

  it('cannot change what objects are', async () => {
    const body = '[{"event":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"y":1}}}]';
    await verifyWebhook(delivery(body, sign(body)), SECRET);
    assert.equal('polluted' in {}, false);
    assert.equal('y' in {}, false);
  });
});

describe('a webhook that must not be believed', () => {
  const wrong: readonly [string, string, WebhookErrorCode][] = [
    ['has no signature', '', 'signature-missing'],
    ['is signed with another secret', sign(BODY, 'other'), 'signature-wrong'],
    ['is signed for another body', sign(`${BODY} `), 'signature-wrong'],
    ['has half a signature', sign(BODY).slice(0, -2), 'signature-wrong'],
    ['has more than a signature', `${sign(BODY)}00`, 'signature-wrong'],
    ['has two signatures', `${sign(BODY, 'other')}, ${sign(BODY)}`, 'signature-wrong'],
    ['is signed in another way', sign(BODY).replace('sha1', 'sha256'), 'signature-wrong'],
    ['has a signature that is no hex', `sha1=${'g'.repeat(40)}`, 'signature-wrong'],
    ['has an empty signature', 'sha1=', 'signature-wrong'],
    ['has a signature without its name', sign(BODY).slice(5), 'signature-wrong'],
  ];
  for (const [what, signature, code] of wrong) {
    it(`is refused with 401 where it ${what}`, async () => {
      const error = await refusal(delivery(BODY, signature));
      assert.equal(error.code, code);
      assert.equal(error.status, 401);
    });
  }

  it('is found out by any single character of its signature', async () => {
    const right = sign(BODY);
    for (let at = 'sha1='.length; at < right.length; at += 1) {
      const other = right[at] === '0' ? '1' : '0';
      const forged = right.slice(0, at) + other + right.slice(at + 1);
      assert.equal((await refusal(delivery(BODY, forged))).code, 'signature-wrong');
    }
  });

  it('is compared by web crypto, which takes the same time for every guess', async (context) => {
    const verify = context.mock.method(crypto.subtle, 'verify');
    await refusal(delivery(BODY, `sha1=${'0'.repeat(40)}`));
    await verifyWebhook(delivery(), SECRET);
    assert.equal(verify.mock.callCount(), 2);
  });

  const bodies = ['', '{', 'null', '{"event":"x"}', '[1]', '[null]', '[{}]', '[{"event":""}]'];
  for (const body of [...bodies, '[{"event":1}]', '[{"event":"x","user":{}}]']) {
    it(`is refused with 400 where the signed body is ${JSON.stringify(body)}`, async () => {
      const error = await refusal(delivery(body, sign(body)));
      assert.equal(`${error.status} ${error.code}`, '400 body-malformed');
    });
  }

  it('is refused with 400 where the signed bytes are no UTF-8, or none at all', async () => {
    const bytes = Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d);
    assert.equal((await refusal(delivery(bytes, sign(bytes)))).code, 'body-malformed');
    assert.equal((await refusal(delivery(null, sign('')))).code, 'body-malformed');
  });

  it('is refused with 413 over 2 MB, and not read to its end', async () => {
    const limit = 2 * 1024 * 1024;
    const fits = `[${' '.repeat(limit - 2)}]`;
    assert.deepEqual(await verifyWebhook(delivery(fits, sign(fits)), SECRET), []);
    const error = await refusal(delivery(` ${fits}`, sign(` ${fits}`)));
    assert.equal(`${error.status} ${error.code}`, '413 body-too-large');
    let chunks = 0;
    const endless = new ReadableStream({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    assert.equal((await refusal(delivery(endless))).code, 'body-too-large');
    assert.ok(chunks < 40, `${chunks} chunks were read`);
  });

  it('is not read at all without a signature that could be one', async () => {
    for (const signature of ['', 'sha1=nonsense']) {
      const request = delivery(BODY, signature);
      await refusal(request);
      assert.equal(request.bodyUsed, false);
    }
  });

  it('is refused with 408 where its sender stops or goes away', async (context) => {
    const never = () =>
      new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
    const broken = new ReadableStream({
      start: (controller) => controller.error(new Error('canary: connection reset')),
    });
    const gone = new AbortController();
    // No time passes here but what is ticked.
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const left = refusal(delivery(never(), sign(BODY), { signal: gone.signal }));
    gone.abort();
    assert.equal((await left).code, 'body-incomplete');
    const stopped = refusal(delivery(never()));
    context.mock.timers.tick(10_000);
    for (const error of [await left, await stopped, await refusal(delivery(broken))]) {
      assert.equal(`${error.status} ${error.code}`, '408 body-incomplete');
    }
  });

  it('says nothing of the secret, the signature or the body', async () => {
    const seen: string[] = [];
    const body = 'canary-body';
    for (const request of [delivery(body, ''), delivery(body), delivery(body, sign(body))]) {
      const error = await refusal(request);
      const response = error.toResponse();
      assert.equal(response.status, error.status);
      assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
      const told = await response.text();
      assert.equal((JSON.parse(told) as { code: string }).code, error.code);
      seen.push(told, String(error.stack), JSON.stringify([...response.headers]));
      assert.equal(error.cause, undefined);
    }
    for (const secret of [SECRET, body, sign(BODY).slice(5), sign(body).slice(5)]) {
      assert.equal(seen.join('\n').includes(secret), false);
    }
  });
});

describe('several secrets, while one is exchanged for another', () => {
  const secrets = ['old-secret', SECRET, 'new-secret'];

  it('believe what any of them has signed, and nothing else', async () => {
    for (const secret of secrets) {
      const request = delivery(BODY, sign(BODY, secret));
      assert.deepEqual(await verifyWebhook(request, secrets), EVENTS);
    }
    for (const signature of [sign(BODY, 'other'), sign(`${BODY} `), sign(BODY, secrets.join())]) {
      assert.equal((await refusal(delivery(BODY, signature), secrets)).code, 'signature-wrong');
    }
    assert.deepEqual(await verifyWebhook(delivery(), [SECRET]), EVENTS);
  });

  it('are all compared, whichever it is: the time tells nothing', async (context) => {
    const verify = context.mock.method(crypto.subtle, 'verify');
    for (const secret of [...secrets, 'other']) {
      const before = verify.mock.callCount();
      await verifyWebhook(delivery(BODY, sign(BODY, secret)), secrets).catch(() => undefined);
      assert.equal(verify.mock.callCount() - before, secrets.length);
    }
  });

  it('may end in line ends, as mounted files do', async () => {
    for (const end of ['\n', '\r\n', '\n\n']) {
      assert.equal((await verifyWebhook(delivery(), `${SECRET}${end}`)).length, EVENTS.length);
      const both = ['other', `${SECRET}${end}`];
      assert.equal((await verifyWebhook(delivery(), both)).length, EVENTS.length);
    }
    // What else is around it may belong to it.
    const spaced = ` ${SECRET}\t`;
    const request = delivery(BODY, sign(BODY, spaced));
    assert.equal((await verifyWebhook(request, spaced)).length, EVENTS.length);
    assert.equal((await refusal(delivery(), `${SECRET} `)).code, 'signature-wrong');
    assert.equal((await refusal(delivery(), `${SECRET}\n `)).code, 'signature-wrong');
  });
});

describe('the raw body of a platform', () => {
  const headers = { 'content-type': 'application/json', 'x-enode-signature': sign(BODY) };
  const rawBody = Buffer.from(BODY);

  it('is verified in place of the stream, in every form that platforms have', async () => {
    const forms = [BODY, rawBody, new Uint8Array(rawBody), new Uint8Array(rawBody).buffer];
    // A view on a part of a larger buffer, as Node's pool makes them.
    const pool = Buffer.concat([Buffer.from('xx'), rawBody, Buffer.from('yy')]);
    for (const form of [...forms, pool.subarray(2, -2)]) {
      assert.deepEqual(await verifyWebhook({ headers, rawBody: form }, SECRET), EVENTS);
    }
    const heads = [
      new Headers(headers),
      { 'X-Enode-Signature': sign(BODY) },
      { 'X-ENODE-SIGNATURE': [sign(BODY)], 'x-other': undefined },
    ];
    for (const one of heads) {
      assert.deepEqual(await verifyWebhook({ headers: one, rawBody }, SECRET), EVENTS);
    }
  });

  it('is taken from what a platform has made of the request, whose stream is read', async () => {
    const read = delivery();
    await read.text();
    assert.deepEqual(await verifyWebhook(Object.assign(read, { rawBody }), SECRET), EVENTS);
    // As of Google Cloud Functions: Node's request, a parsed body beside it.
    const node = { method: 'POST', headers, body: EVENTS, rawBody, rawHeaders: [] };
    assert.deepEqual(await verifyWebhook(node, SECRET), EVENTS);
  });

  it('is refused like any other body', async () => {
    const wrong = [
      [{ headers: {}, rawBody }, 'signature-missing'],
      [{ headers: { 'x-enode-signature': undefined }, rawBody }, 'signature-missing'],
      [{ headers: { 'x-enode-signature': [] }, rawBody }, 'signature-missing'],
      [{ headers: { 'x-enode-signature': [sign(BODY), sign(BODY)] }, rawBody }, 'signature-wrong'],
      [{ headers, rawBody: Buffer.from(`${BODY} `) }, 'signature-wrong'],
      [{ headers, rawBody: '' }, 'signature-wrong'],
      [{ headers, rawBody: ' '.repeat(2 * 1024 * 1024 + 1) }, 'body-too-large'],
      [{ headers, rawBody: Buffer.alloc(2 * 1024 * 1024 + 1) }, 'body-too-large'],
      [{ headers: { 'x-enode-signature': sign('{') }, rawBody: '{' }, 'body-malformed'],
    ] as const;
    for (const [request, code] of wrong) assert.equal((await refusal(request)).code, code);
  });

  it('that is none is an error of the host: what a parser made of it proves nothing', async () => {
    for (const parsed of [EVENTS, {}, 7, null, undefined]) {
      const request = { headers, rawBody: parsed as never };
      await assert.rejects(verifyWebhook(request, SECRET), /TypeError: .*rawBody.*bytes/);
    }
    await assert.rejects(verifyWebhook({ headers } as never, SECRET), /TypeError: .*rawBody/);
    await assert.rejects(verifyWebhook(undefined as never, SECRET), TypeError);
  });
});

describe('a wrong call of verifyWebhook', () => {
  it('is an error of the host: no secret, which would let everybody sign', async () => {
    const missing = [
      '',
      undefined,
      null,
      '\n',
      '\r\n',
      7,
      {},
      [],
      [''],
      [SECRET, ''],
      [SECRET, '\n'],
    ];
    for (const secret of [...missing, [SECRET, undefined], [[SECRET]]] as string[]) {
      const forged = sign(BODY, '');
      await assert.rejects(verifyWebhook(delivery(BODY, forged), secret), (error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, /secret is missing/);
        return true;
      });
    }
  });

  it('is an error of the host: a body that was read before', async () => {
    const request = delivery();
    await request.json();
    await assert.rejects(verifyWebhook(request, SECRET), /TypeError: .*body has already been read/);
    const locked = delivery();
    locked.body?.getReader();
    await assert.rejects(verifyWebhook(locked, SECRET), /body has already been read/);
  });
});

describe('the documentation of webhooks', () => {
  it('lists every code with the status that it has', () => {
    const source = readFileSync(new URL('../../src/server/webhook.ts', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/^ {2}'([a-z-]+)': \[\s*(\d{3})/gm)];
    assert.equal(codes.length, 5);
    const docs = readFileSync(new URL('../../docs/server.md', import.meta.url), 'utf8');
    const rows = [...docs.matchAll(/^\| (\d{3}) +\| `([a-z-]+)`/gm)];
    assert.deepEqual(
      rows.map(([, status, code]) => `${code} ${status}`).sort(),
      codes.map(([, code, status]) => `${code} ${status}`).sort(),
    );
  });
});
