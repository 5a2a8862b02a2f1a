/** How much of Enode's answers is read, how many calls one request makes, and which are shared. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SharedReads } from '../../src/server/shared-reads.js';
import { likeEnode, read, SESSION, sessionRequest, setUp, userRequest } from './server-fixture.js';

const LIMIT = 1024 * 1024;
const USER = '{"id":"user-1","linkedVendors":[]}';
const PAGE = '{"data":[],"pagination":{"after":null}}';

/** An answer far too long, and how many bytes of it were taken. */
function endless(start: string) {
  const taken = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(start)),
    pull(controller) {
      taken.bytes += 64 * 1024;
      // An end after all, for a handler that reads on.
      if (taken.bytes > 16 * LIMIT) controller.close();
      else controller.enqueue(new Uint8Array(64 * 1024).fill(32));
    },
    cancel: () => void (taken.isCancelled = true),
  });
  return { body, taken };
}

describe('an answer of Enode’s', () => {
  const requests: readonly [string, string, () => Request][] = [
    ['a Link session', JSON.stringify(SESSION), () => sessionRequest()],
    ['a user', USER, () => userRequest()],
    ['a list', PAGE, () => sessionRequest({ assetId: 'x' })],
  ];
  for (const [what, text, request] of requests) {
    it(`may have 1 MB and not one byte more: ${what}`, async () => {
      const padded = (bytes: number) => () => new Response(text.padEnd(bytes));
      const fits = setUp({}, { api: padded(LIMIT) }).handler;
      assert.notEqual((await fits(request())).status, 502);
      const answer = await read(await setUp({}, { api: padded(LIMIT + 1) }).handler(request()));
      assert.equal(`${answer.status} ${answer.code}`, '502 enode-answer-invalid');
    });

    it(`is not read to its end where it has none: ${what}`, async () => {
      for (const status of [200, 500]) {
        const seen: ReturnType<typeof endless>['taken'][] = [];
        const api = () => {
          const { body, taken } = endless(text);
          seen.push(taken);
          return new Response(body, { status });
        };
        const answer = await read(await setUp({}, { api }).handler(request()));
        assert.equal(`${answer.status} ${answer.code}`, '502 enode-answer-invalid');
        // Several at once where lists are searched: those that the others stop may begin no read.
        assert.ok(seen.some(({ isCancelled }) => isCancelled));
        for (const { bytes } of seen) assert.ok(bytes < 1.5 * LIMIT, `${bytes} bytes were read`);
      }
    });
  }

  it('is not read at all where its Content-Length is too much', async () => {
    const { body, taken } = endless(USER);
    const headers = { 'Content-Length': String(600 * LIMIT) };
    const { handler } = setUp({}, { api: () => new Response(body, { headers }) });
    assert.equal((await read(await handler(userRequest()))).code, 'enode-answer-invalid');
    assert.ok(taken.bytes < LIMIT / 2 && taken.isCancelled, String(taken.bytes));
  });

  it('is bounded for the access token too, and the next request asks anew', async () => {
    const { handler } = setUp(
      {},
      {
        token: (_call, count) =>
          count === 1
            ? new Response(endless('{"access_token":"t"').body)
            : Response.json({ access_token: 't', token_type: 'bearer' }),
      },
    );
    assert.equal((await read(await handler(userRequest()))).code, 'enode-answer-invalid');
    assert.equal((await handler(userRequest())).status, 200);
  });

  it('that breaks off half-way is a lost connection, tried again for a read', async () => {
    let count = 0;
    const { enode, handler } = setUp(
      {},
      {
        api: () => {
          count += 1;
          if (count > 1) return new Response(USER);
          return new Response(
            new ReadableStream({
              start(controller) {
                controller.enqueue(new TextEncoder().encode('{"id":'));
                controller.error(new TypeError('terminated'));
              },
            }),
          );
        },
      },
    );
    assert.equal((await handler(userRequest())).status, 200);
    assert.equal(enode.of('/users').length, 2);
  });
});

describe('the lists of assets', () => {
  const page = (ids: readonly string[], after: string | null) =>
    Response.json({ data: ids.map((id) => ({ id })), pagination: { after, before: null } });

  it('are read for twenty pages, and not for one more', async () => {
    for (const [last, status] of [
      [20, 200],
      [21, 502],
    ] as const) {
      const { enode, handler } = setUp(
        {},
        {
          api: (call) => {
            if (!call.path.includes('/vehicles')) return likeEnode(call);
            const number = Number(/after=(\d+)/.exec(call.path)?.[1] ?? 1);
            return page(number === last ? ['mine'] : [`a${number}`], String(number + 1));
          },
        },
      );
      const answer = await read(await handler(sessionRequest({ assetId: 'mine' })));
      assert.equal(answer.status, status);
      if (status === 502) assert.equal(answer.code, 'enode-answer-invalid');
      assert.equal(enode.of('/users/user-1/vehicles').length, 20);
    }
  });

  it('that never end do not cost the asset that another list has', async () => {
    let number = 0;
    const { handler } = setUp(
      {},
      {
        api: (call) => {
          if (call.path.includes('/chargers')) return page(['mine'], null);
          return call.path.includes('/users') ? page([], String((number += 1))) : likeEnode(call);
        },
      },
    );
    assert.equal((await handler(sessionRequest({ assetId: 'mine' }))).status, 200);
  });

  it('are read for the types in the scopes first, and for the others only where it is not there', async () => {
    const scopes = ['vehicle:read:data', 'charger:read:data'];
    const lists = async (place: string) => {
      const { enode, handler } = setUp(
        { defaults: { scopes: scopes.slice(0, 1) }, allow: { scopes } },
        { api: (call) => (call.path.endsWith(place) ? page(['mine'], null) : likeEnode(call)) },
      );
      const { status } = await handler(sessionRequest({ assetId: 'mine' }));
      const asked = enode.of('/users').map(({ path }) => path.split('/').at(-1));
      return [status, ...asked.sort()];
    };
    assert.deepEqual(await lists('/vehicles'), [200, 'chargers', 'vehicles']);
    const all = ['batteries', 'chargers', 'hvacs', 'inverters', 'meters', 'vehicles'];
    assert.deepEqual(await lists('/meters'), [200, ...all]);
    assert.deepEqual(await lists('/nowhere'), [404, ...all]);
  });

  it('of the first types that fail hide no asset of the others', async () => {
    const { handler } = setUp(
      {},
      {
        api: (call) => {
          if (call.path.endsWith('/vehicles')) return new Response('', { status: 403 });
          return call.path.endsWith('/meters') ? page(['mine'], null) : likeEnode(call);
        },
      },
    );
    assert.equal((await handler(sessionRequest({ assetId: 'mine' }))).status, 200);
    assert.equal((await handler(sessionRequest({ assetId: 'other' }))).status, 502);
  });
});

describe('reads of one user at the same time', () => {
  /** Enode whose answers to reads wait to be let go, and what each of them is by then. */
  const held = (changes: Parameters<typeof setUp>[0] = {}) => {
    const waiting: (() => void)[] = [];
    let vendor = 'TESLA';
    const { enode, handler } = setUp(
      { getUserId: (request) => request.headers.get('X-User') ?? 'user-1', ...changes },
      {
        api: async (call) => {
          if (call.method !== 'GET') return likeEnode(call);
          const linkedVendors = [{ vendor, vendorType: 'vehicle', isValid: true }];
          const [, id] = /^\/users\/([^/]+)$/.exec(call.path) ?? [];
          await new Promise<void>((go) => waiting.push(go));
          return Response.json(id ? { id, linkedVendors } : { data: [] });
        },
      },
    );
    return {
      enode,
      handler,
      as: (user: string, init: RequestInit = {}) =>
        handler(userRequest({ headers: { 'X-User': user }, ...init })),
      /** Resolves once Enode was asked for the user this often. */
      asked: async (count: number) => {
        for (let turn = 0; turn < 20 && waiting.length < count; turn += 1) await tick();
        await tick();
        assert.equal(waiting.length, count);
      },
      change: () => (vendor = 'BMW'),
      letGo: () => waiting.forEach((go) => go()),
    };
  };
  const tick = async () => {
    // Not by a timer: some tests stop those.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((go) => setImmediate(go));
  };
  const remove = () =>
    new Request('https://app.example/api/enode/user/vendors/TESLA', { method: 'DELETE' });
  const vendorOf = async (response: Response) => {
    const { linkedVendors } = (await response.json()) as { linkedVendors: { vendor: string }[] };
    return linkedVendors[0]?.vendor;
  };

  it('share one call to Enode, its failure too, and the next asks anew', async () => {
    const { enode, as, asked, letGo } = held();
    const answers = Array.from({ length: 100 }, () => as('user-1'));
    await asked(1);
    letGo();
    for (const answer of await Promise.all(answers)) {
      assert.equal(answer.status, 200);
      assert.equal(await vendorOf(answer), 'TESLA');
    }
    const next = as('user-1');
    await asked(2);
    letGo();
    assert.equal((await next).status, 200);
    assert.equal(enode.of('/users').length, 2);

    const failing = setUp({}, { api: () => new Response('', { status: 403 }) });
    const refused = await Promise.all([1, 2, 3].map(() => failing.handler(userRequest())));
    assert.deepEqual(
      refused.map(({ status }) => status),
      [502, 502, 502],
    );
    assert.equal(failing.enode.of('/users').length, 1);
  });

  it('are never shared between users', async () => {
    const { as, asked, letGo } = held();
    const users = ['user-1', 'user-2', 'user-1/', 'USER-1', 'user-1?after=x', '__proto__'];
    const answers = users.map((user) => as(user));
    await asked(users.length);
    letGo();
    for (const [index, answer] of (await Promise.all(answers)).entries()) {
      const { id } = (await answer.json()) as { id: string };
      assert.equal(decodeURIComponent(id), users[index]);
    }
  });

  it('go on for the others where one goes away, and end with the last', async () => {
    const { enode, as, asked, letGo } = held();
    const [first, second, third] = [1, 2, 3].map(() => new AbortController());
    const isAborted = () => enode.of('/users').map(({ signal }) => signal?.aborted);
    const one = as('user-1', { signal: first?.signal ?? null });
    await asked(1);
    const other = as('user-1', { signal: second?.signal ?? null });
    const others = [as('user-1'), as('user-1', { signal: third?.signal ?? null })];
    await tick();
    // Who has joined leaves the call to the others.
    second?.abort();
    assert.equal((await other).status, 499);
    await asked(1);
    assert.deepEqual(isAborted(), [false]);
    // Who has begun takes it along. One of the others begins anew, for all of them.
    first?.abort();
    assert.equal((await one).status, 499);
    await asked(2);
    assert.deepEqual(isAborted(), [true, false]);
    letGo();
    for (const answer of await Promise.all(others)) assert.equal(answer.status, 200);

    const last = new AbortController();
    const alone = as('user-1', { signal: last.signal });
    await asked(3);
    last.abort();
    const next = as('user-1');
    assert.equal((await alone).status, 499);
    await asked(4);
    assert.equal(enode.of('/users')[2]?.signal?.aborted, true);
    letGo();
    assert.equal((await next).status, 200);
    assert.equal(enode.of('/users').length, 4);
  });

  it('are not joined from the moment on in which the one who began them is gone', async () => {
    const reads = new SharedReads<string>();
    const gone = new AbortController();
    const alone = reads.get('user-1', 'user', gone.signal, () => new Promise(() => undefined));
    alone.catch(() => undefined);
    gone.abort();
    const next = reads.get('user-1', 'user', new AbortController().signal, async () => 'anew');
    assert.equal(await next, 'anew');
  });

  it('have each a time limit of its own', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { enode, as, asked, letGo } = held({ timeoutMs: 1000 });
    const first = as('user-1');
    await asked(1);
    context.mock.timers.tick(600);
    const second = as('user-1');
    await tick();
    context.mock.timers.tick(600);
    assert.equal((await first).status, 504);
    await asked(2);
    letGo();
    assert.equal((await second).status, 200);
    assert.equal(enode.of('/users').length, 2);
    const third = as('user-1');
    await asked(3);
    context.mock.timers.tick(1000);
    assert.equal((await third).status, 504);
  });

  it('do not join one that a removal has overtaken', async () => {
    const { as, asked, change, handler, letGo } = held();
    const before = as('user-1');
    await asked(1);
    assert.equal((await handler(remove())).status, 204);
    change();
    const after = as('user-1');
    await asked(2);
    letGo();
    assert.equal(await vendorOf(await before), 'TESLA');
    assert.equal(await vendorOf(await after), 'BMW');
  });

  it('do not join one that began while a removal was on its way, done or failed', async () => {
    for (const status of [204, 500]) {
      let finish = (): void => undefined;
      const waiting: (() => void)[] = [];
      const { enode, handler } = setUp(
        {},
        {
          api: async (call) => {
            const isRead = call.method === 'GET';
            await new Promise<void>((go) => (isRead ? waiting.push(go) : (finish = go)));
            return isRead
              ? Response.json({ id: 'user-1', linkedVendors: [] })
              : new Response(null, { status });
          },
        },
      );
      const removal = handler(remove());
      const asked = async (count: number) => {
        for (let turn = 0; turn < 20 && enode.of('/users').length < count; turn += 1) await tick();
        assert.equal(enode.of('/users').length, count);
      };
      await asked(1);
      const during = handler(userRequest());
      await asked(2);
      finish();
      await removal;
      const after = handler(userRequest());
      await asked(3);
      for (const go of waiting) go();
      assert.deepEqual([(await during).status, (await after).status], [200, 200]);
    }
  });

  it('do not join one that began so long ago that it may not know what was linked since', async (context) => {
    const { as, asked, letGo } = held();
    let now = 1000;
    context.mock.method(performance, 'now', () => now);
    const old = as('user-1');
    await asked(1);
    now += 2000;
    const joined = as('user-1');
    await asked(1);
    now += 1;
    const fresh = as('user-1');
    await asked(2);
    letGo();
    for (const answer of await Promise.all([old, joined, fresh])) assert.equal(answer.status, 200);
  });

  it('share the lists of assets as well, and never a Link session', async () => {
    const { enode, handler, letGo, asked } = held();
    const answers = [1, 2, 3].map(() => handler(sessionRequest({ assetId: 'x' })));
    await asked(1);
    letGo();
    await asked(6);
    letGo();
    for (const answer of await Promise.all(answers)) assert.equal(answer.status, 404);
    assert.equal(enode.of('/users').length, 6);
    await Promise.all([1, 2, 3].map(() => handler(sessionRequest())));
    assert.equal(enode.of('/users/user-1/link').length, 3);
  });
});
