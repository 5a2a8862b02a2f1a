/** What somebody writes who knows how to call Enode, and not what can go wrong: 21 statements with twelve faults. */
import { createHmac } from 'node:crypto';
import type { Emulator } from '../../../src/emulator/index.js';
import { WEBHOOK_SECRET } from './own-host.js';
import type { Serve } from './serve.js';

/** The rules that it does not keep, and why. */
export const FAULTS: Readonly<Record<string, string>> = {
  'redirect-uri': 'takes the redirectUri from the page',
  'signed-in-user': 'takes the user id from the page',
  'page-narrows': 'takes the scopes from the page',
  'relink-owner': 'relinks any asset',
  'foreign-pages': 'does not look at Origin',
  'json-only': 'reads a body of any type',
  cors: 'lets every page read',
  'no-store': 'lets caches store everything',
  'devices-answer': 'passes assets on as they are',
  'devices-complete': 'reads one page',
  'token-kept': 'fetches a token for each call',
  'webhook-accepted': 'verifies JSON that it has written again',
};

export function naiveHost({ apiUrl, clientId, clientSecret }: Emulator): Serve {
  const enode = async (path: string, fields?: object): Promise<Record<string, unknown>> => {
    const basic = { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
    const grant = new URLSearchParams({ grant_type: 'client_credentials' });
    const token = await fetch(`${apiUrl}/oauth2/token`, {
      method: 'POST',
      headers: basic,
      body: grant,
    });
    const bearer = { Authorization: `Bearer ${(await token.json()).access_token as string}` };
    const post = { method: 'POST', body: JSON.stringify(fields) };
    const headers = { ...bearer, 'Content-Type': 'application/json' };
    return (await fetch(apiUrl + path, { headers, ...(fields && post) })).json();
  };
  return async (request) => {
    const body = request.method === 'POST' ? await request.json() : {};
    const { userId = 'ada', assetId, redirectUri, language, scopes = ['vehicle:read:data'] } = body;
    const signature = createHmac('sha1', WEBHOOK_SECRET).update(JSON.stringify(body)).digest('hex');
    let answer = await enode(`/users/${userId}`);
    if (request.url.endsWith('devices'))
      answer = { devices: (await enode(`/users/ada/vehicles`)).data };
    if (request.url.includes('session'))
      answer = await enode(`/users/${userId}/link`, { redirectUri, language, scopes });
    if (assetId) answer = await enode(`/assets/${assetId}/relink`, { redirectUri, language });
    const isForged =
      request.url.endsWith('hooks') &&
      request.headers.get('x-enode-signature') !== `sha1=${signature}`;
    return Response.json(answer, {
      status: isForged ? 401 : 200,
      headers: { 'Access-Control-Allow-Origin': '*' },
    });
  };
}
