/**
 * The handler behind @hono/node-server, which gives it an object that stands in for a Request: a body that
 * Node has cut to its length is read without making a real one.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import type { HandlerOptions } from '../../src/server/index.js';
import { read, REDIRECT_URI, SESSION, setUp } from './server-fixture.js';

const BODY = JSON.stringify({ redirectUri: REDIRECT_URI });

async function serve(context: TestContext, changes: Partial<HandlerOptions> = {}) {
  const causes: string[] = [];
  const { enode, handler } = setUp({
    onError: ({ cause }) => causes.push(String(cause)),
    ...changes,
  });
  const answers: number[] = [];
  /** How often a real Request was made, which is what touching the body does. */
  let made = 0;
  const fetch = async (request: Request) => {
    const standIn = Object.getPrototypeOf(request) as Request;
    Object.defineProperty(request, 'body', {
      get: () => ((made += 1), Reflect.get(standIn, 'body', request)),
    });
    const response = await handler(request);
    answers.push(response.status);
    return response;
  };
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, enode, causes, answers, touched: () => made };
}

const post = (port: number, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}/api/link-session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);

const streamed = (...texts: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const text of texts) controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });

/** One raw exchange: what no HTTP client would send can be sent. */
async function exchange(port: number, sent: string, until: RegExp): Promise<string> {
  const socket = connect(port, '127.0.0.1', () => socket.write(sent));
  let got = '';
  socket.on('data', (chunk) => {
    got += String(chunk);
    if (until.test(got)) socket.destroy();
  });
  await once(socket, 'close');
  return got;
}

const head = (lines: string, path = '/link-session', host = 'a.example') =>
  `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${lines}\r\n\r\n`;

describe('the body behind @hono/node-server', () => {
  it('is read without a real Request where its length is known, and counted where it is not', async (context) => {
    const { port, touched } = await serve(context);
    const known = await post(port, BODY);
    assert.deepEqual(await known.json(), SESSION);
    assert.equal(touched(), 0);
    const chunked = await post(port, streamed(BODY.slice(0, 10), BODY.slice(10)));
    assert.deepEqual(await chunked.json(), SESSION);
    assert.ok(touched() > 0);
  });

  it('is read to its length and no further, whatever follows', async (context) => {
    const { port, answers } = await serve(context);
    const length = Buffer.byteLength(BODY);
    // What Node takes for the next request is none.
    await exchange(
      port,
      `${head(`Content-Length: ${length}`)}${BODY}${'x'.repeat(9000)}`,
      /400 Bad/,
    );
    assert.deepEqual(answers, [200]);
  });

  it('is refused over 16 kB, with or without a length', async (context) => {
    const { port } = await serve(context);
    const long = JSON.stringify({ redirectUri: REDIRECT_URI, pad: 'x'.repeat(16 * 1024) });
    for (const body of [long, streamed(long)]) {
      assert.equal((await read(await post(port, body))).code, 'body-too-large');
    }
  });

  it('is not JSON where it is compressed, whatever its length', async (context) => {
    const { port, touched } = await serve(context);
    const answer = await read(await post(port, gzipSync(BODY), { 'Content-Encoding': 'gzip' }));
    assert.equal(answer.code, 'body-malformed');
    assert.ok(touched() > 0);
  });

  it('that comes too slowly is given up with 408', async (context) => {
    const { port, enode } = await serve(context, { timeoutMs: 50 });
    const got = await exchange(port, `${head('Content-Length: 100')}{"half`, /"code":"[^"]+"/);
    assert.match(got, /^HTTP\/1\.1 408 [^]*"code":"body-timeout"/);
    assert.equal(enode.calls.length, 0);
  });

  it('that breaks off is a lost connection, and no fault of the host', async (context) => {
    const { port, answers, causes } = await serve(context);
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${head('Content-Length: 100')}{"half`);
      setTimeout(() => socket.destroy(), 30);
    });
    while (answers.length === 0) await new Promise((go) => setTimeout(go, 5));
    assert.deepEqual(answers, [499]);
    assert.deepEqual(causes, []);
  });

  const meddling: Record<string, (request: Request) => unknown> = {
    'has read': (request) => request.text(),
    'has locked': (request) => request.body?.getReader(),
    'is reading': (request) => void request.json(),
  };
  for (const [what, meddle] of Object.entries(meddling)) {
    it(`that somebody ${what} is an error of the host, and says so`, async (context) => {
      const getUserId = async (request: Request) => (await meddle(request), 'user-1');
      const { port, causes } = await serve(context, { getUserId });
      assert.equal((await read(await post(port, BODY))).code, 'internal-error');
      assert.match(causes.join(), /^Error: The body has already been read/);
    });
  }

  it('that somebody read from a clone is there', async (context) => {
    const getUserId = async (request: Request) => (await request.clone().text(), 'user-1');
    const { port } = await serve(context, { getUserId });
    assert.equal((await post(port, BODY)).status, 200);
  });
});

describe('an object that stands in for a Request', () => {
  const standIn = (headers: Record<string, string>, bytes: number) => {
    const real = new Request('https://app.example/link-session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: BODY,
    });
    return Object.create(Object.create(Request.prototype), {
      url: { value: real.url },
      method: { value: real.method },
      headers: { value: real.headers },
      signal: { value: real.signal },
      body: { get: () => real.body },
      bodyUsed: { get: () => real.bodyUsed },
      arrayBuffer: { value: async () => new TextEncoder().encode(BODY.padEnd(bytes)).buffer },
    }) as Request;
  };
  const ask = async (headers: Record<string, string>, bytes: number) =>
    read(await setUp().handler(standIn(headers, bytes)));

  it('is counted all the same, if its server did not cut the body', async () => {
    assert.equal((await ask({ 'Content-Length': '10' }, 16 * 1024)).status, 200);
    const answer = await ask({ 'Content-Length': '10' }, 16 * 1024 + 1);
    assert.equal(answer.code, 'body-too-large');
  });

  it('is read from its stream where the length means nothing', async () => {
    const length = { 'Content-Length': '10' };
    for (const headers of [
      {},
      { 'Content-Length': '0' },
      { 'Content-Length': '10, 10' },
      { ...length, 'Transfer-Encoding': 'chunked' },
      { ...length, 'Content-Encoding': 'br' },
    ]) {
      // Its arrayBuffer() would be too large.
      assert.equal((await ask(headers, 20_000)).status, 200, JSON.stringify(headers));
    }
  });
});

describe('the address behind @hono/node-server', () => {
  it('that is none is 400, whatever page asks', async (context) => {
    const { port, answers } = await serve(context);
    for (const origin of ['', '\r\nOrigin: http://app.example']) {
      const sent = head(`Content-Length: 2${origin}`, '/link-session', '1.2.3.456');
      const got = await exchange(port, `${sent}{}`, /"code":"[^"]+"/);
      assert.match(got, /^HTTP\/1\.1 400 [^]*"code":"request-malformed"/);
    }
    assert.deepEqual(answers, [400, 400]);
  });

  const paths: readonly [string, number][] = [
    ['/a/../link-session', 200],
    ['/link-session/%2e', 200],
    ['/link-session/x/%2E%2e/', 200],
    ['//evil.example/link-session', 200],
    ['/link-session?/user', 200],
    ['/user?/link-session', 405],
    ['/link-session%2f', 404],
    ['/link%2dsession', 404],
    ['/link-session/..', 404],
    ['/?/link-session', 404],
    ['/x;/link-session//', 404],
  ];
  for (const [path, status] of paths) {
    it(`is read as by the URL parser: ${path}`, async (context) => {
      const { port } = await serve(context);
      const sent = `${head(`Content-Length: ${BODY.length}`, path)}${BODY}`;
      assert.match(await exchange(port, sent, /\r\n\r\n/), new RegExp(`^HTTP/1.1 ${status} `));
    });
  }
});
