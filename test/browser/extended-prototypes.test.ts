/**
 * Attempts on a page whose scripts have extended what all objects, lists and functions inherit. See
 * docs/reliability.md, F90 to F92. The extensions are taken back before anything is asserted: the test
 * tools run on the same page.
 */
import { assert } from '@open-wc/testing';
import type { EnodeLinkButton, LinkOutcome } from '../../src/index.js';
import { json, stubFetch } from './fetch-stub.js';
import {
  CALLBACK,
  model3,
  mount,
  names,
  part,
  record,
  requestOf,
  tesla,
  textOf,
} from './link-fixture.js';

type Extension = readonly [object: object, names: string, value: unknown];

const action = (): string => 'added';
const methods = 'each extend clone remove first contains find keys values watch select';
/** The names of options that browsers, Lit and our own code read. */
const options =
  'get set value writable enumerable configurable signal once capture passive headers body method mode cache redirect window transfer targetOrigin attribute converter reflect noAccessor hasChanged renderBefore';

const pages: Record<string, readonly Extension[]> = {
  'methods on Object.prototype': [[Object.prototype, methods, action]],
  'names of options on Object.prototype': [[Object.prototype, options, action]],
  'names of states and answers on Object.prototype': [
    [Object.prototype, 'idle linked cancelled failed outcome message cause en', action],
    [Object.prototype, 'error errorMessage before readVendors onSilence retryAfter', action],
  ],
  'values on Object.prototype': [
    [Object.prototype, 'status', 404],
    [Object.prototype, 'isValid state type', true],
    [Object.prototype, 'error vendor linkUrl devices devicesBefore id brand model', 'added'],
  ],
  'methods on Array.prototype, Function.prototype and String.prototype': [
    [Array.prototype, methods.replace(' find keys values', ''), action],
    [Function.prototype, 'once capture passive signal delay defer', action],
    [String.prototype, 'strip blank first each', action],
  ],
  'toJSON on everything': [
    [Object.prototype, 'toJSON', action],
    [Array.prototype, 'toJSON', action],
    [String.prototype, 'toJSON', action],
    [Function.prototype, 'toJSON', action],
  ],
};

/** @returns takes all of it back */
function extend(extensions: readonly Extension[], enumerable: boolean): () => void {
  const added = extensions.flatMap(([object, names, value]) =>
    names.split(' ').map((name) => ({ object, name, value })),
  );
  for (const { object, name, value } of added) {
    // As polite libraries do it, it cannot be written either: an assignment of ours would throw.
    const descriptor: object = { __proto__: null, value, enumerable, configurable: true };
    Object.defineProperty(object, name, descriptor);
  }
  return () => {
    for (const { object, name } of added) Reflect.deleteProperty(object, name);
  };
}

/** Presses the button. Once more `open` gives the promise of that attempt, and never starts one. */
async function press(element: EnodeLinkButton): Promise<LinkOutcome | string> {
  element.click();
  const { state } = element;
  const outcome = state === 'requesting' ? await element.open() : state;
  await element.updateComplete;
  return outcome;
}

describe('on a page with', () => {
  for (const [name, extensions] of Object.entries(pages)) {
    for (const enumerable of [true, false]) {
      it(`${enumerable ? '' : 'hidden '}${name} each attempt asks and ends as ever (F90, F91)`, async () => {
        const [nothing, listed] = [[], [tesla]].map((vendors) =>
          JSON.stringify({ linkedVendors: vendors }),
        );
        const { brand, model, ...least } = model3;
        const [none, household] = [[], [least]].map((devices) => JSON.stringify({ devices }));
        let user = nothing;
        const calls = stubFetch(async ({ url, body }) => {
          if (url.endsWith('/user')) return new Response(user);
          if (url.endsWith('/devices')) return new Response(user === listed ? household : none);
          user = listed;
          const { redirectUri } = JSON.parse(body) as { redirectUri: string };
          // Link UI that returns at once: the address is the return page's.
          return new Response(`{"linkUrl":"${redirectUri}","linkToken":"t"}`);
        });
        const addresses = { sessionUrl: '/session', userUrl: '/user', devicesUrl: '/devices' };
        const settings = { ...addresses, scopes: ['a:read', 'b:read'] };
        const element = await mount({ mode: 'iframe', getSession: undefined, ...settings });
        const events = record(element);
        const found = new Promise((resolve) => {
          element.addEventListener('enode-link-devices', resolve);
        });
        const restore = extend(extensions, enumerable);
        const outcomes: unknown[] = [];
        let status: string | undefined;
        try {
          outcomes.push(await press(element));
          await found;
          await element.updateComplete;
          status = textOf(part(element, 'status'));
          outcomes.push(await press(element));
          await element.refresh();
        } finally {
          restore();
        }
        assert.deepEqual(outcomes, [
          {
            status: 'linked',
            mode: 'iframe',
            verified: true,
            linkedVendors: [tesla],
            added: [tesla],
            repaired: [],
            via: 'return',
            late: false,
          },
          {
            status: 'linked',
            mode: 'iframe',
            verified: true,
            linkedVendors: [tesla],
            added: [],
            repaired: [],
            via: 'return',
            late: false,
          },
        ]);
        const once = ['start', 'requesting', 'open', 'open', 'confirming', 'linked', 'success'];
        assert.deepEqual(names(events), [...once, 'devices', ...once]);
        const device = { ...model3, brand: null, model: null };
        const told = events.find(({ type }) => type === 'enode-link-devices');
        assert.deepEqual(told?.detail, { devices: [device], added: [device] });
        assert.equal(status, 'Model 3 is connected.');
        assert.deepEqual(element.devices, [device]);
        const [asked] = calls.filter(({ method }) => method === 'POST');
        const { redirectUri, ...request } = JSON.parse(asked?.body ?? '') as Record<
          string,
          unknown
        >;
        assert.include(redirectUri, CALLBACK);
        assert.deepEqual(request, {
          language: 'en-US',
          colorScheme: 'system',
          scopes: ['a:read', 'b:read'],
        });
        assert.equal(asked?.headers.get('content-type'), 'application/json');
        const reads = calls.filter(({ url }) => url.endsWith('/user'));
        assert.isTrue(
          reads.every(({ method, headers }) => method === 'GET' && !headers.has('content-type')),
        );
      });
    }

    it(`${name} each failure has its code (F90, F92)`, async () => {
      const answers: readonly (readonly [code: string, answer: () => Response])[] = [
        ['session-unavailable', () => new Response('', { status: 500 })],
        ['session-invalid', () => new Response('{}')],
        ['session-invalid', () => new Response('<p>')],
        ['session-unauthorized', () => new Response('', { status: 401 })],
        [
          'session-network',
          () => {
            throw new TypeError('Failed to fetch');
          },
        ],
      ];
      let turn = 0;
      stubFetch(() => answers[turn]?.[1]() ?? new Response());
      const element = await mount({
        mode: 'iframe',
        getSession: undefined,
        sessionUrl: '/session',
      });
      const restore = extend(extensions, true);
      const found: unknown[] = [];
      try {
        for (; turn < answers.length; turn += 1) {
          const outcome = await element.open();
          found.push(outcome.status === 'failed' ? [outcome.error.code, outcome.error.status] : 0);
        }
      } finally {
        restore();
      }
      assert.deepEqual(found, [
        ['session-unavailable', 500],
        ['session-invalid', undefined],
        ['session-invalid', undefined],
        ['session-unauthorized', 401],
        ['session-network', undefined],
      ]);
    });
  }

  it('names of options on Object.prototype its attributes are read as ever (F90)', async () => {
    const element = await mount({ sessionUrl: '/session' });
    const restore = extend([[Object.prototype, options, 'added']], true);
    try {
      element.setAttribute('vendor-type', 'vehicle');
      element.setAttribute('assetid', 'asset-1');
      element.setAttribute('scopes', 'a:read b:read');
      await element.updateComplete;
    } finally {
      restore();
    }
    const request = requestOf(element);
    assert.deepInclude(request, { vendorType: 'vehicle', assetId: 'asset-1' });
    assert.deepEqual(request.scopes, ['a:read', 'b:read']);
  });
});

describe('what is thrown because a script of the page has replaced something', () => {
  it('is never called a failure of the network (F92)', async () => {
    stubFetch(() => json({ linkUrl: 'https://link.enode.com/x' }));
    const element = await mount({ mode: 'iframe', getSession: undefined, sessionUrl: '/session' });
    const { parse } = JSON;
    const cause = new TypeError('replaced');
    JSON.parse = () => {
      throw cause;
    };
    let outcome: LinkOutcome;
    try {
      outcome = await element.open();
    } finally {
      JSON.parse = parse;
    }
    assert.equal(outcome.status === 'failed' && outcome.error.code, 'misconfigured');
    assert.equal(outcome.status === 'failed' && outcome.error.cause, cause);
  });
});
