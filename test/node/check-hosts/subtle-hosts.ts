/** Hosts that almost keep a rule: each has one fault, which only one try of that rule finds. */
import {
  addressOf,
  changedBody,
  changedCode,
  changedJson,
  isFor,
  jsonOf,
  withBody,
  withHeader,
  withHeaders,
} from './differences.js';
import type { LinkedDevice } from '../../../src/index.js';
import type { Difference, SubtleHost } from './own-host.js';
import { subtleReturnPages } from './subtle-return-pages.js';

export const subtleHosts: readonly SubtleHost[] = [
  {
    rule: 'redirect-uri',
    fault: 'relinks with any redirectUri',
    says: /another origin and the assetId .* that needs a new sign-in/,
    ...relinksToAnywhere(),
  },
  ...[
    'text/plain; x=application/json',
    'text/plain;charset=application/json',
    'application/jsonp',
  ].map((type) => ({
    rule: 'json-only',
    fault: `takes ${type} for JSON`,
    says: new RegExp(`Sent the JSON as ${type};`),
    before: async (request: Request) =>
      isFor(request, 'link-session') && request.headers.get('Content-Type') === type
        ? withHeader(request, 'Content-Type', 'application/json')
        : request,
  })),
  {
    rule: 'enode-silent',
    fault: 'answers 500 if Enode is silent',
    says: /Answer 504: the button tries again/,
    after: changedCode('enode-timeout', 500),
  },
  {
    rule: 'enode-down',
    fault: 'answers 500 if Enode does',
    says: /Answer 502, 503 or 504: the button tries again/,
    after: changedCode('enode-failed', 500),
  },
  {
    rule: 'enode-down',
    fault: 'asks for a Link session again after 503',
    says: /Sent POST session-url while Enode answered 503; .* the host sent it 2 times/,
    callEnode: async (url, init) => {
      const response = await fetch(url, init);
      const isPost = init?.method === 'POST' && addressOf(url).endsWith('/link');
      return response.status === 503 && isPost ? fetch(url, init) : response;
    },
  },
  ...subtleReturnPages,
  ...(
    [
      [
        'says that every device is reachable',
        (device) => ({ ...device, isReachable: true }),
        /The isReachable of a \w+ of \w+ is not false/,
      ],
      [
        'names each device by its vendor',
        (device) => ({ ...device, name: device.vendor }),
        /The name of a \w+ of \w+ is not "/,
      ],
      [
        'leaves out the type',
        ({ vendorType: _, ...device }) => device,
        /A device has no vendorType\..* null for what Enode does not know/s,
      ],
    ] as const satisfies readonly (readonly [string, (device: LinkedDevice) => object, RegExp])[]
  ).map(([fault, change, says]) => ({
    rule: 'devices-answer',
    fault,
    says,
    after: changedJson('devices', ({ devices }) => ({
      devices: (devices as LinkedDevice[]).map(change),
    })),
  })),
  {
    rule: 'no-store',
    fault: 'lets caches store the return page',
    says: /Sent GET callback-url; .* Cache-Control: no-cache/,
    after: async (response, request) =>
      isFor(request, 'callback')
        ? withHeaders(response, { 'Cache-Control': 'no-cache' })
        : response,
  },
  {
    rule: 'page-narrows',
    fault: 'passes any vendorType on',
    says: /which no scope of the host is for/,
    ...passesOn('vendorType'),
  },
  {
    rule: 'body-malformed',
    fault: 'passes a property on that it does not know',
    says: /a property that nobody has defined/,
    ...passesOn('enodeCheckUnknown'),
  },
  {
    rule: 'enode-busy',
    fault: 'answers 429 without the Retry-After that Enode sent',
    says: /with Retry-After: 7; .* Pass the Retry-After of Enode on/,
    after: async (response) =>
      response.status === 429 ? withHeaders(response, { 'Retry-After': '1' }) : response,
  },
  {
    rule: 'no-secrets',
    fault: "passes Enode's reason for a refusal on",
    says: /a text of Enode's/,
    ...passesReasonsOn(),
  },
  {
    rule: 'no-secrets',
    fault: "has a text of Enode's in a header",
    says: /a text of Enode's/,
    after: async (response) =>
      withHeaders(response, { 'X-Upstream': 'Could not find user with ID ada' }),
  },
  {
    rule: 'no-secrets',
    fault: 'shows a short secret',
    says: /a secret/,
    clientSecret: 'check',
    after: changedJson('user', (body) => ({ ...body, settings: { enode: 'check' } })),
  },
];

/** Shows Enode one field of the page's, and the handler all others. */
function passesOn(field: string): Difference {
  let asked: unknown;
  return {
    before: async (request) => {
      const { [field]: value, ...body } = await jsonOf(request);
      asked = typeof value === 'object' ? undefined : value;
      return asked === undefined ? request : withBody(request, body);
    },
    callEnode: async (url, init) => {
      const isLink = addressOf(url).endsWith('/link') && asked !== undefined;
      return fetch(url, isLink ? changedBody(init, { [field]: asked }) : init);
    },
  };
}

/** Says what Enode says of a request that it refuses. */
function passesReasonsOn(): Difference {
  let detail: unknown;
  return {
    callEnode: async (url, init) => {
      const response = await fetch(url, init);
      ({ detail } = await jsonOf(response));
      return response;
    },
    after: async (response) => {
      const { code } = await jsonOf(response);
      return code === 'enode-rejected-request'
        ? Response.json({ detail }, { status: 400 })
        : response;
    },
  };
}

/** Shows the handler a right redirectUri, and Enode the one of the page. */
function relinksToAnywhere(): Difference {
  let asked: unknown;
  return {
    before: async (request, origin) => {
      const body = await jsonOf(request);
      asked = body.redirectUri;
      if (body.assetId === undefined) return request;
      const redirectUri = `${origin}/api/enode/callback?enode_link=${'x'.repeat(22)}`;
      return withBody(request, { ...body, redirectUri });
    },
    callEnode: async (url, init) => {
      const isRelink = addressOf(url).endsWith('/relink');
      return fetch(url, isRelink ? changedBody(init, { redirectUri: asked }) : init);
    },
  };
}
