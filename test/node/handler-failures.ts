/**
 * A way to make the handler answer with each of its problems, and an Enode whose user has a car. Knows
 * nothing of what is expected besides the code.
 */
import type { HandlerOptions } from '../../src/server/index.js';
import {
  devicesRequest,
  type fakeEnode,
  sessionRequest,
  userRequest,
  type Call,
} from './server-fixture.js';

export const ASSET = {
  id: 'asset-1',
  vendor: 'TESLA',
  isReachable: true,
  information: { brand: 'Tesla', model: 'Model 3', displayName: null, vin: 'secret' },
};

/** Lists the asset, and one of which Enode knows nothing yet. */
export function withCar({ path }: Call): Response {
  const data = path.endsWith('/vehicles') ? [ASSET, { id: 'asset-3', vendor: 'ACME' }] : [];
  return Response.json({ data, pagination: { after: null, before: null } });
}

const always = (status: number, headers: HeadersInit = {}) => ({
  api: () => Response.json({ detail: 'Connections limit reached.' }, { status, headers }),
});
const forever = () => new Promise<never>(() => undefined);
const foreign = { headers: { Origin: 'https://evil.example' } };

type Answers = Parameters<typeof fakeEnode>[0];

interface Failure {
  readonly changes?: Partial<HandlerOptions>;
  readonly answers?: Answers;
  /** The requests that it is about. By default, all three of the button. */
  readonly requests?: readonly Request[];
}

const session = (body: unknown, init: RequestInit = {}) => ({
  requests: [sessionRequest(body, init)],
});

/** By code. Called again for each request, because a body can be read only once. */
export const failures: Record<string, () => Failure> = {
  'body-malformed': () => session('[]'),
  'field-invalid': () => session({ language: 5 }),
  'redirect-uri-refused': () => session({ redirectUri: 'https://evil.example/' }),
  'not-allowed': () => session({ scopes: ['charger:read:data'] }),
  'enode-rejected-request': () => ({ answers: always(422) }),
  unauthenticated: () => ({ changes: { getUserId: () => null } }),
  'foreign-origin': () => ({
    requests: [sessionRequest('{}', foreign), userRequest(foreign), devicesRequest(foreign)],
  }),
  'asset-not-found': () => ({ answers: { api: withCar }, ...session({ assetId: 'asset-2' }) }),
  'method-not-allowed': () => ({
    requests: [
      sessionRequest('{}', { method: 'PUT' }),
      userRequest({ method: 'PUT' }),
      devicesRequest({ method: 'PUT' }),
    ],
  }),
  'body-timeout': () => ({
    changes: { timeoutMs: 20 },
    ...session({}, { body: new ReadableStream(), duplex: 'half' } as RequestInit),
  }),
  'asset-already-linked': () => ({
    answers: {
      api: (call) =>
        call.path.endsWith('/relink')
          ? Response.json({ title: 'Asset not found or already linked' }, { status: 400 })
          : withCar(call),
    },
    ...session({ assetId: ASSET.id }),
  }),
  'connections-limit': () => ({ answers: always(403), ...session({}) }),
  'enode-conflict': () => ({ answers: always(409) }),
  'body-too-large': () => session(' '.repeat(17_000)),
  'content-type-unsupported': () => session('{}', { headers: { 'Content-Type': 'text/plain' } }),
  'rate-limited': () => ({ changes: { rateLimit: () => 3 } }),
  'enode-rate-limited': () => ({ answers: always(429, { 'Retry-After': '7' }) }),
  'internal-error': () => ({
    changes: {
      getUserId: () => {
        throw new Error('the session store is down');
      },
    },
  }),
  'user-id-unusable': () => ({ changes: { getUserId: () => '..' } }),
  'enode-credentials-rejected': () => ({ answers: always(401) }),
  'enode-forbidden': () => ({
    answers: always(403),
    requests: [userRequest(), devicesRequest()],
  }),
  'enode-answer-invalid': () => ({ answers: { api: () => new Response('<html>') } }),
  'enode-failed': () => ({ answers: always(500, { 'Retry-After': '1' }) }),
  'enode-unreachable': () => ({
    changes: { fetch: () => Promise.reject(new TypeError('no network')) },
  }),
  'enode-unavailable': () => ({ answers: always(503, { 'Retry-After': '7' }) }),
  'enode-timeout': () => ({ changes: { timeoutMs: 20 }, answers: { api: forever } }),
};

/** Codes that no answer to the button has. */
export const ELSEWHERE = ['request-malformed', 'not-found', 'client-closed'];
