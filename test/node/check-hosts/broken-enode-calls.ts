/** Hosts with one fault each in how they call Enode, or in what they answer if Enode fails. */
import { createEnodeLinkHandler } from '../../../src/server/index.js';
import {
  addressOf,
  answeredBy,
  changedCode,
  isFor,
  jsonOf,
  withHeaders,
  type BrokenHost,
} from './differences.js';

export const brokenEnodeCalls: Readonly<Record<string, BrokenHost>> = {
  'token-kept': {
    fault: 'fetches an access token for each request',
    make: (options) => async (request) => createEnodeLinkHandler(options)(request),
  },
  'token-renewed': {
    fault: 'fetches no new access token after 401',
    callEnode: async (url, init) => {
      const response = await fetch(url, init);
      const isApi = !addressOf(url).endsWith('/oauth2/token');
      return response.status === 401 && isApi ? answeredBy(500) : response;
    },
  },
  'enode-version': {
    fault: 'names no version',
    callEnode: async (url, init) => {
      const headers = new Headers(init?.headers);
      headers.delete('Enode-Version');
      return fetch(url, { ...init, headers });
    },
  },
  'enode-refuses': {
    fault: 'passes the 401 of Enode on',
    after: changedCode('enode-credentials-rejected', 401),
  },
  'connections-limit': {
    fault: 'passes the 403 of Enode on',
    after: changedCode('connections-limit', 403),
  },
  'enode-busy': {
    fault: 'calls a busy Enode a failure',
    after: changedCode('enode-rate-limited', 500),
  },
  'enode-down': {
    fault: 'shows a user without links while Enode is down',
    after: async (response, request) => {
      const { code } = await jsonOf(response);
      if (!isFor(request, 'user') || code !== 'enode-failed') return response;
      const body = { id: 'ada', linkedVendors: [] };
      return Response.json(body, { headers: { 'Cache-Control': 'no-store' } });
    },
  },
  'enode-silent': {
    fault: 'waits for Enode for ever',
    options: () => ({ timeoutMs: 600_000 }),
  },
  'no-secrets': {
    fault: 'passes texts of Enode on',
    after: async (response) =>
      response.status >= 502
        ? withHeaders(
            Response.json(
              { type: 'https://developers.enode.com/api/problems/unauthorized' },
              { status: 502 },
            ),
            { 'Cache-Control': 'no-store' },
          )
        : response,
  },
};
