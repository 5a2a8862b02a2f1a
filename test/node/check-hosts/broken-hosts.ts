/**
 * For each rule a host with one fault, which breaks this rule. A fault that breaks another rule too, because
 * nobody can keep it with that fault, names it.
 */
import { createEnodeLinkHandler } from '../../../src/server/index.js';
import { brokenEnodeCalls } from './broken-enode-calls.js';
import { brokenWebhooks } from './broken-webhooks.js';
import {
  answeredBy,
  changedBody,
  changedCode,
  changedJson,
  isFor,
  jsonOf,
  oneAfterTheOther,
  withBody,
  withHeader,
  withHeaders,
  type BrokenHost,
} from './differences.js';
import { relinksAnything } from './relinks-anything.js';

const TYPES = ['battery', 'charger', 'hvac', 'inverter', 'meter', 'vehicle'];
const ACCESS = [
  'read:data',
  'read:location',
  'control:charging',
  'control:mode',
  'control:operation_mode',
];
const EVERYTHING = TYPES.flatMap((type) => ACCESS.map((access) => `${type}:${access}`));

export const brokenHosts: Readonly<Record<string, BrokenHost>> = {
  'session-answer': {
    fault: 'answers JSON as text',
    after: async (response, request) =>
      isFor(request, 'link-session') && response.ok
        ? withHeaders(response, { 'Content-Type': 'text/plain' })
        : response,
  },
  'session-new': {
    fault: 'answers with the first linkUrl for ever',
    // The first one was used, or belongs to a user who was deleted.
    alsoBreaks: ['user-answer'],
    get after() {
      let first: unknown;
      return changedJson('link-session', (body) => {
        first ??= body.linkUrl;
        return { ...body, linkUrl: first };
      });
    },
  },
  'signed-in-user': {
    fault: 'believes the user id in the query',
    options: ({ getUserId }) => ({
      getUserId: (request) =>
        new URL(request.url).searchParams.get('user_id') ?? getUserId(request),
    }),
  },
  'nobody-signed-in': {
    fault: 'redirects to a page for signing in',
    after: async (response, { url }) =>
      response.status === 401 && url.includes('/api/')
        ? Response.redirect('http://127.0.0.1/sign-in', 302)
        : response,
  },
  'language-passed': {
    fault: 'sends a language of its own',
    callEnode: async (url, init) => fetch(url, changedBody(init, { language: 'browser' })),
  },
  'redirect-uri': {
    fault: 'accepts any further parameter',
    options: ({ callbackUrls }) => ({ callbackUrls: callbackUrls.map((url) => `${url}?*`) }),
  },
  'page-narrows': {
    fault: 'grants all that a page asks for',
    options: () => ({ allow: { scopes: EVERYTHING } }),
  },
  'relink-owner': {
    fault: 'relinks any asset',
    make: relinksAnything,
  },
  'ids-escaped': {
    fault: 'looks an asset up without escaping its id',
    options: ({ environment, getUserId }) => ({
      getUserId: async (request) => {
        const { assetId } = await jsonOf(request);
        const { apiUrl } = environment as { apiUrl: string };
        if (typeof assetId === 'string') await fetch(`${apiUrl}/vehicles/${assetId}`);
        return getUserId(request);
      },
    }),
  },
  'foreign-pages': {
    fault: 'does not look at Origin',
    before: async (request, origin) => (request.method === 'POST' ? own(request, origin) : request),
  },
  methods: {
    fault: 'answers every method with an empty object',
    after: async (response, { method }) =>
      response.status === 405 && method !== 'OPTIONS'
        ? Response.json({}, { headers: { 'Cache-Control': 'no-store' } })
        : response,
  },
  cors: {
    fault: 'lets every origin read',
    after: async (response, request) =>
      withHeaders(response, {
        'Access-Control-Allow-Origin': request.headers.get('Origin') ?? '*',
      }),
  },
  'no-store': {
    fault: 'lets caches store an error',
    after: async (response) =>
      response.status === 400
        ? withHeaders(response, { 'Cache-Control': 'private, max-age=60' })
        : response,
  },
  'json-only': {
    fault: 'reads any body as JSON',
    before: async (request) =>
      isFor(request, 'link-session') && request.method === 'POST'
        ? withHeader(request, 'Content-Type', 'application/json')
        : request,
  },
  'body-limit': {
    fault: 'reads bodies of any size',
    before: async (request) => {
      const { padding, ...body } = await jsonOf(request);
      return padding === undefined ? request : withBody(request, body);
    },
  },
  'body-malformed': {
    fault: 'fails at a body that is not an object',
    after: changedCode('body-malformed', 500),
  },
  'no-locks': {
    fault: 'answers one request after the other',
    make: (options) => oneAfterTheOther(createEnodeLinkHandler(options)),
  },
  'user-answer': {
    fault: 'leaves out vendors that need a new sign-in',
    after: changedJson('user', (body) => ({
      ...body,
      linkedVendors: (body.linkedVendors as { isValid: boolean }[]).filter(
        ({ isValid }) => isValid,
      ),
    })),
  },
  'user-unknown': {
    fault: 'fails for a user without a link',
    after: async (response, request) => {
      if (!isFor(request, 'user') || !response.ok) return response;
      const { linkedVendors } = await jsonOf(response);
      return (linkedVendors as unknown[]).length === 0 ? answeredBy(500) : response;
    },
  },
  'devices-answer': {
    fault: 'tells the page the vehicle identification number',
    after: changedJson('devices', ({ devices }) => ({
      devices: (devices as object[]).map((device) => ({ ...device, vin: 'WVWZZZ1JZ3W386752' })),
    })),
  },
  'devices-complete': {
    fault: 'reads the first page of each list',
    callEnode: async (...call) => {
      const response = await fetch(...call);
      const body = await jsonOf(response);
      const { status } = response;
      if (!body.pagination) return response;
      return Response.json({ ...body, pagination: { after: null, before: null } }, { status });
    },
  },
  'return-page': {
    fault: 'serves a page without a script',
    after: async (response, request) => {
      if (!isFor(request, 'callback')) return response;
      const { headers } = response;
      return new Response('<!doctype html><title>Linked</title>', { headers });
    },
  },
  'return-page-framed': {
    fault: 'refuses every frame',
    after: async (response, request) =>
      isFor(request, 'callback')
        ? withHeaders(response, { 'Content-Security-Policy': "frame-ancestors 'none'" })
        : response,
  },
  ...brokenEnodeCalls,
  ...brokenWebhooks,
};

function own(request: Request, origin: string): Request {
  return withHeader(withHeader(request, 'Origin', origin), 'Sec-Fetch-Site', 'same-origin');
}
