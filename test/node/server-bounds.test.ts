/** How much of Enode's answers is read, how many calls one request makes, and which are shared. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
