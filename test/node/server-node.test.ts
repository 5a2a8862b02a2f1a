/** The handler behind node:http and Express-like middleware, over real sockets. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { toNodeListener, verifyWebhook } from '../../src/server/index.js';
import { likeEnode, REDIRECT_URI, SESSION, setUp } from './server-fixture.js';

type Handler = (request: Request) => Promise<Response>;

async function listen(context: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((go) => server.once('listening', go));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const serve = (context: TestContext, handler: Handler) => listen(context, toNodeListener(handler));

/** One raw exchange: what no HTTP client would send can be sent. Ends when `until` is seen. */
function exchange(port: number, sent: string, until: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    socket.on('data', (chunk) => {
      got += String(chunk);
      if (until.test(got)) socket.destroy();
    });
    socket.on('close', () => resolve(got));
    socket.on('error', reject);
  });
}

const post = (port: number, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}/api/link-session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);

const BODY = JSON.stringify({ redirectUri: REDIRECT_URI });

describe('toNodeListener', () => {
  it('serves a Link session over node:http', async (context) => {
    const port = await serve(context, setUp().handler);
    const response = await post(port, BODY, { Origin: `http://127.0.0.1:${port}` });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), SESSION);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
  });

  it('gives the handler address, method and headers as they came', async (context) => {
    const seen: Request[] = [];
    const port = await serve(context, async (request) => {
      seen.push(request);
      return new Response('ok', { status: 201 });
    });
    const response = await fetch(`http://127.0.0.1:${port}//evil.example/a?b=c&b=d`, {
      method: 'DELETE',
      headers: {
        Cookie: 'a=1; b=2',
        'X-Forwarded-Host': 'evil.example',
        'X-Forwarded-Proto': 'https',
      },
    });
    assert.equal(response.status, 201);
    assert.equal(await response.text(), 'ok');
    assert.equal(seen[0]?.url, `http://127.0.0.1:${port}//evil.example/a?b=c&b=d`);
    assert.equal(seen[0].method, 'DELETE');
    assert.equal(seen[0].headers.get('Cookie'), 'a=1; b=2');
  });

  it('takes the host from the Host header, never from the request line', async (context) => {
    const seen: string[] = [];
    const port = await serve(context, async ({ url }) => {
      seen.push(url);
      return new Response(null, { status: 204 });
    });
    for (const line of ['GET http://evil.example/user?x HTTP/1.1', 'OPTIONS * HTTP/1.1']) {
      await exchange(port, `${line}\r\nHost: app.example\r\n\r\n`, /\r\n\r\n/);
    }
    await exchange(port, 'GET /old HTTP/1.0\r\n\r\n', /\r\n\r\n/);
    assert.deepEqual(seen, [
      'http://app.example/user?x',
      'http://app.example/',
      'http://localhost/old',
    ]);
  });

  it('answers what web standards do not allow with 400', async (context) => {
    const port = await serve(context, setUp().handler);
    const bad = [
      'GET /user HTTP/1.1\r\nHost: a b\r\n\r\n',
      'GET /user HTTP/1.1\r\nHost: user@app.example\r\n\r\n',
      'GET /user HTTP/1.1\r\nHost: app.example/path\r\n\r\n',
      'TRACE /user HTTP/1.1\r\nHost: app.example\r\n\r\n',
    ];
    for (const sent of bad) {
      const got = await exchange(port, sent, /"code":"[^"]+"/);
      assert.match(got, /^HTTP\/1\.1 400 [^]*"code":"request-malformed"/, sent);
    }
  });

  it('answers HEAD without a body', async (context) => {
    const port = await serve(context, setUp().handler);
    const response = await fetch(`http://127.0.0.1:${port}/callback`, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
    assert.equal(await response.text(), '');
  });

  it('passes on every cookie that a wrapped handler sets', async (context) => {
    const port = await serve(context, async () => {
      const headers = new Headers({ 'X-One': '1' });
      headers.append('Set-Cookie', 'a=1; Path=/');
      headers.append('Set-Cookie', 'b=2');
      return new Response(null, { status: 204, headers });
    });
    const { headers } = await fetch(`http://127.0.0.1:${port}/`);
    assert.deepEqual(headers.getSetCookie(), ['a=1; Path=/', 'b=2']);
    assert.equal(headers.get('X-One'), '1');
  });

  it('gives the handler the same bytes, whether they come with the head, later or never', async (context) => {
    const seen: string[] = [];
    const port = await serve(context, async (request) => {
      seen.push(`${await request.text()} ${String(request.bodyUsed)}`);
      return new Response(`answer ${seen.length};`);
    });
    const top = (length: string) => `POST / HTTP/1.1\r\nHost: a.example\r\n${length}\r\n\r\n`;
    const socket = connect(port, '127.0.0.1');
    let got = '';
    socket.on('data', (chunk) => (got += String(chunk)));
    const answered = async (count: number) => {
      while (!got.includes(`answer ${count};`)) await new Promise((go) => setTimeout(go, 5));
    };
    // Two requests in one packet, then one whose body comes in pieces, and two that are empty.
    socket.write(`${top('Content-Length: 3')}one${top('Content-Length: 3')}two`);
    await answered(2);
    socket.write(`${top('Transfer-Encoding: chunked')}2\r\nth\r\n3\r\nree\r\n0\r\n\r\n`);
    await answered(3);
    socket.write(`${top('Content-Length: 4')}f`);
    await new Promise((go) => setTimeout(go, 20));
    socket.write('our');
    await answered(4);
    socket.write(`${top('Content-Length: 0')}${top('Connection: close')}`);
    await new Promise((go) => socket.once('close', go));
    assert.deepEqual(seen.slice(0, 4), ['one true', 'two true', 'three true', 'four true']);
    assert.deepEqual(
      seen.slice(4).map((text) => text.split(' ')[0]),
      ['', ''],
    );
  });

  it('takes no part of a body for the whole, even if a platform calls the request complete', async (context) => {
    const listener = toNodeListener(async (request) => new Response(await request.text()));
    const port = await listen(context, ({ headers }, outgoing) => {
      const body = new PassThrough();
      const whole = { method: 'POST', url: '/', headers, socket: {}, complete: true };
      body.write('half ');
      listener(Object.assign(body, whole), outgoing);
      setTimeout(() => body.end('and half'), 20);
    });
    const response = await post(port, 'half and half');
    assert.equal(await response.text(), 'half and half');
  });

  it('sends what is left of an answer once somebody has changed it', async (context) => {
    const { handler } = setUp();
    const changes: readonly [
      (response: Response) => Response | Promise<Response>,
      number,
      RegExp,
    ][] = [
      [(response) => (response.headers.set('X-Added', 'yes'), response), 200, /^\{"linkUrl"/],
      [async (response) => new Response(`${await response.text()}!`, response), 200, /\}!$/],
      [
        (response) => new Response('other', { status: 202, headers: response.headers }),
        202,
        /^other$/,
      ],
      // Nobody can send again what somebody has used up.
      [async (response) => (await response.text(), response), 500, /^$/],
    ];
    for (const [change, status, text] of changes) {
      const port = await serve(context, async (request) => change(await handler(request)));
      const response = await post(port, BODY);
      assert.equal(response.status, status);
      assert.match(await response.text(), text);
      if (String(change).includes('X-Added')) assert.equal(response.headers.get('X-Added'), 'yes');
    }
  });

  it('stops a body that is too large, and still answers', async (context) => {
    const port = await serve(context, setUp().handler);
    const chunk = new Uint8Array(64 * 1024).fill(120);
    let chunks = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (chunks++ < 64) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const response = await post(port, body);
    assert.equal(response.status, 413);
    assert.equal(((await response.json()) as { code: string }).code, 'body-too-large');
  });

  it('keeps the connection usable after a body that nobody read', async (context) => {
    const port = await serve(context, setUp().handler);
    const refused = `POST /link-session HTTP/1.1\r\nHost: a.example\r\nOrigin: https://evil.example\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(200_000)}`;
    const next = 'GET /callback.css HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n';
    const got = await exchange(port, refused + next, /color-scheme/);
    assert.match(got, /^HTTP\/1\.1 403 [^]*HTTP\/1\.1 200 /);
  });

  /** What a handler with nobody signed in, or with little patience, refuses. */
  const refusals: readonly [string, string, string, Parameters<typeof setUp>[0]?][] = [
    ['401', 'POST /link-session', 'application/json', { getUserId: () => null }],
    ['403', 'POST /link-session', 'application/json\r\nOrigin: https://evil.example'],
    ['404', 'POST /nothing', 'application/json'],
    ['405', 'PUT /link-session', 'application/json'],
    ['408', 'POST /link-session', 'application/json', { timeoutMs: 30 }],
    ['413', 'POST /link-session', 'application/json'],
    ['415', 'POST /link-session', 'text/plain'],
    ['429', 'POST /link-session', 'application/json', { rateLimit: () => 1 }],
    // Node itself reads these, or would: nobody else does.
    ['200', 'GET /callback', 'application/json'],
    ['401', 'GET /user', 'application/json', { getUserId: () => null }],
    ['400', 'TRACE /user', 'application/json'],
  ];
  const head = (line: string, type: string, length = 'Transfer-Encoding: chunked') =>
    `${line} HTTP/1.1\r\nHost: a.example\r\nContent-Type: ${type}\r\n${length}\r\n\r\n`;

  for (const [status, line, type, changes] of refusals) {
    it(`does not read a body without an end, and answers: ${status} to ${line}`, async (context) => {
      const port = await serve(context, setUp(changes).handler);
      const socket = connect(port, '127.0.0.1');
      // 64 kB in one chunk of the body.
      const chunk = Buffer.concat([
        Buffer.from('10000\r\n'),
        Buffer.alloc(65_536, 120),
        Buffer.from('\r\n'),
      ]);
      let sent = 0;
      const send = () => {
        // An end after all, for a server that reads on.
        while (sent < 200 * 2 ** 20) {
          sent += chunk.length;
          if (!socket.write(chunk)) return;
        }
        socket.destroy();
      };
      socket.on('drain', send);
      // A body that stops, for the time limit; what comes after the refusal is as endless.
      socket.write(head(line, type));
      if (status === '408') {
        socket.write('1\r\n{\r\n');
        socket.once('data', send);
      } else send();
      let got = '';
      socket.on('data', (data) => (got += String(data)));
      socket.on('error', () => undefined);
      await new Promise((go) => socket.once('close', go));
      assert.match(got, new RegExp(`^HTTP/1.1 ${status} `));
      assert.ok(sent < 64 * 2 ** 20, `${sent} bytes were taken`);
    });
  }

  it('does not wait without an end for a body that trickles', async (context) => {
    const port = await serve(context, setUp({ getUserId: () => null }).handler);
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise((go) => socket.once('close', go));
    socket.on('error', () => undefined);
    socket.write(head('POST /link-session', 'application/json'));
    await new Promise((go) => socket.once('data', go));
    let isOpen = true;
    void closed.then(() => (isOpen = false));
    // It never falls silent, for which Node itself would end the connection.
    const trickle = async (milliseconds: number) => {
      context.mock.timers.tick(milliseconds);
      for (let turn = 0; turn < 100 && isOpen; turn += 1) {
        socket.write('1\r\nx\r\n');
        await new Promise((go) => setImmediate(go));
      }
      return isOpen;
    };
    assert.equal(await trickle(9900), true);
    assert.equal(await trickle(200), false);
  });

  it('costs no client its answer that sends a whole body first, and leaves the connection usable', async (context) => {
    for (const [status, line, type, changes] of refusals.filter(([one]) => one !== '408')) {
      const port = await serve(context, setUp(changes).handler);
      const size = 4 * 2 ** 20;
      const socket = connect(port, '127.0.0.1');
      socket.pause();
      socket.write(head(line, type, `Content-Length: ${size}`));
      // It looks at the answer when all is sent, and not before.
      await new Promise((go) => socket.write(Buffer.alloc(size, 120), go));
      let got = '';
      socket.on('data', (data) => {
        got += String(data);
        if (got.includes('color-scheme: light dark;')) socket.destroy();
      });
      socket.resume();
      socket.write('GET /callback.css HTTP/1.1\r\nHost: a.example\r\n\r\n');
      await new Promise((go) => socket.once('close', go));
      assert.match(got, new RegExp(`^HTTP/1.1 ${status} [^]*HTTP/1.1 200 `), line);
    }
  });

  it('tells the handler when the client goes away', async (context) => {
    let aborted: Promise<unknown> | undefined;
    const arrived = new Promise<void>((go) => {
      context.after(() => go());
      void serve(context, (request) => {
        aborted = new Promise((resolve) => request.signal.addEventListener('abort', resolve));
        go();
        return new Promise<Response>(() => undefined);
      }).then((port) => {
        const client = httpRequest({ port, host: '127.0.0.1', path: '/user' });
        client.on('error', () => undefined);
        client.end();
        void arrived.then(() => client.destroy());
      });
    });
    await arrived;
    await aborted;
  });

  it('ends the request to Enode when the client breaks off its upload or its wait', async (context) => {
    const { enode, handler } = setUp({}, { api: () => new Promise<Response>(() => undefined) });
    const done: number[] = [];
    const port = await serve(context, async (request) => {
      const response = await handler(request);
      done.push(response.status);
      return response;
    });
    const half = connect(port, '127.0.0.1', () => {
      half.write(
        'POST /link-session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half',
      );
      setTimeout(() => half.destroy(), 50);
    });
    const waiting = new AbortController();
    const wait = fetch(`http://127.0.0.1:${port}/user`, { signal: waiting.signal });
    while (enode.of('/users').length === 0) await new Promise((go) => setTimeout(go, 5));
    waiting.abort();
    await assert.rejects(wait);
    while (done.length < 2) await new Promise((go) => setTimeout(go, 5));
    assert.deepEqual(done, [499, 499]);
    assert.equal(enode.of('/users')[0]?.signal?.aborted, true);
  });

  it('turns a handler that fails into a 500, whatever it throws or returns', async (context) => {
    const failing: readonly Handler[] = [
      () => Promise.reject(new Error('secret reason')),
      () => {
        throw new Error('secret reason');
      },
      async () => undefined as never,
    ];
    for (const handler of failing) {
      const port = await serve(context, handler);
      const response = await fetch(`http://127.0.0.1:${port}/`);
      assert.equal(response.status, 500);
      assert.doesNotMatch(await response.text(), /secret/);
    }
  });
});

describe('behind Express', () => {
  // What express.json() does, as far as it matters: the stream is read to its end.
  const parsed =
    (parse: (body: string) => unknown, next: RequestListener): RequestListener =>
    async (incoming, outgoing) => {
      const body = parse(await text(incoming));
      next(Object.assign(incoming, { body }), outgoing);
    };

  for (const [what, parse] of [
    ['an object', (body: string) => JSON.parse(body) as unknown],
    ['a text', (body: string) => body],
    ['bytes', (body: string) => Buffer.from(body)],
  ] as const) {
    it(`uses a body that a parser has made ${what}`, async (context) => {
      const { enode, handler } = setUp();
      const port = await listen(context, parsed(parse, toNodeListener(handler)));
      const response = await post(port, BODY);
      assert.equal(response.status, 200);
      assert.equal(
        (enode.of('/users')[0]?.body as { redirectUri: string }).redirectUri,
        REDIRECT_URI,
      );
    });
  }

  it('uses the raw body that a platform or a parser has kept, not what was made of it', async (context) => {
    const secret = 'webhook-secret';
    const raw = ' [ {"event":"a", "n":1.0} ]\n';
    const signature = createHmac('sha1', secret).update(raw).digest('hex');
    const listener = toNodeListener(async (request) =>
      Response.json(await verifyWebhook(request, secret)),
    );
    const port = await listen(context, (incoming, outgoing) => {
      void text(incoming).then((kept) => {
        const body: unknown = JSON.parse(kept);
        const rawBody = Buffer.from(kept);
        listener(Object.assign(incoming, { body, rawBody }), outgoing);
      });
    });
    const response = await post(port, raw, { 'X-Enode-Signature': `sha1=${signature}` });
    assert.deepEqual(await response.json(), [{ event: 'a', n: 1 }]);
  });

  it('does not wait for a body that was read and thrown away', async (context) => {
    const port = await listen(
      context,
      parsed(() => undefined, toNodeListener(setUp().handler)),
    );
    const response = await post(port, BODY);
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { code: string }).code, 'body-malformed');
  });

  it('reads the stream where a parser left an empty body behind', async (context) => {
    const listener = toNodeListener(setUp().handler);
    const port = await listen(context, (incoming, outgoing) =>
      listener(Object.assign(incoming, { body: {} }), outgoing),
    );
    assert.equal((await post(port, BODY)).status, 200);
  });

  it('sees the whole path where a router cut it', async (context) => {
    const seen: string[] = [];
    const listener = toNodeListener(async ({ url }) => {
      seen.push(new URL(url).pathname);
      return new Response(null, { status: 204 });
    });
    const port = await listen(context, (incoming: IncomingMessage, outgoing) =>
      listener(Object.assign(incoming, { originalUrl: incoming.url, url: '/user' }), outgoing),
    );
    await fetch(`http://127.0.0.1:${port}/api/enode/user`);
    assert.deepEqual(seen, ['/api/enode/user']);
  });

  it('takes a slash at the end, as everywhere', async (context) => {
    const port = await serve(context, setUp().handler);
    const page = `http://127.0.0.1:${port}/api/enode/callback/`;
    const [, script = ''] = /src="([^"]+)"/.exec(await (await fetch(page)).text()) ?? [];
    const { status, headers } = await fetch(new URL(script, page));
    assert.equal(`${status} ${headers.get('Content-Type')}`, '200 text/javascript; charset=utf-8');
    const user = await fetch(`http://127.0.0.1:${port}/api/enode/user/`);
    assert.equal(user.status, 200);
  });

  it('leaves an answer alone that somebody has given already', async (context) => {
    const { handler } = setUp({}, { api: likeEnode });
    const listener = toNodeListener(handler);
    const port = await listen(context, (incoming, outgoing) => {
      listener(incoming, outgoing);
      outgoing.writeHead(202).end('mine');
    });
    const response = await fetch(`http://127.0.0.1:${port}/user`);
    assert.equal(response.status, 202);
    assert.equal(await response.text(), 'mine');
  });
});
