/**
 * A JSON Schema for the answer to each operation that docs/enode.md names. The emulator does not read it: the
 * tests validate the emulator's answers with it, and any other stand-in for Enode could be validated too.
 */
import { ASSET_LISTS, VENDOR_TYPES } from '../state/catalogue.js';
import { assetSchema } from './assets.js';
import { array, BOOLEAN, ID, nullable, NUMBER, object, oneOf, TEXT, TIME } from './json-schema.js';
import type { Schema } from './json-schema.js';

/** What an operation answers if nothing goes wrong. */
export interface Answer {
  readonly status: number;
  /** Undefined: no body. */
  readonly schema?: Schema;
}

const PROBLEM_TYPE: Schema = {
  type: 'string',
  pattern: '^https://developers\\.enode\\.com/api/problems/[a-z-]+$',
};

/** Every error of the API (docs/enode.md, "Errors and limits"). */
export const PROBLEM: Schema = object(
  { type: PROBLEM_TYPE, title: TEXT, detail: TEXT },
  { issues: array({ type: 'object' }) },
);

/** Every error of OAuth (docs/enode.md, "OAuth"). */
export const OAUTH_ERROR: Schema = object({ error: TEXT, error_description: TEXT });

const TYPE = oneOf(...VENDOR_TYPES);
const STATUS = oneOf('READY', 'ELEVATED_ERROR_RATE', 'OUTAGE');

const SESSION = object({ linkUrl: ID, linkToken: ID });
const USER = object({
  id: ID,
  linkedVendors: array(object({ vendor: ID, vendorType: TYPE, isValid: BOOLEAN })),
});
const HEALTH = {
  vendor: ID,
  displayName: TEXT,
  portalName: TEXT,
  status: STATUS,
  linkingStatus: STATUS,
};
const LOCATION = object({
  id: ID,
  userId: ID,
  name: TEXT,
  latitude: NUMBER,
  longitude: NUMBER,
  timezoneName: TEXT,
  createdAt: TIME,
});
/** A home energy system. */
export const HEM_SYSTEM: Schema = object({
  id: ID,
  userId: ID,
  vendor: ID,
  assets: array(object({ id: ID, vendorType: TYPE })),
});
const INTERVENTION = object({
  id: ID,
  vendor: ID,
  vendorType: TYPE,
  brand: TEXT,
  introducedAt: TIME,
  domain: TEXT,
  resolution: object({ title: TEXT, description: TEXT, access: TEXT, agent: TEXT }),
});
const WEBHOOK = object({
  id: ID,
  url: ID,
  events: array(TEXT),
  lastSuccess: nullable(TIME),
  isActive: BOOLEAN,
  createdAt: TIME,
  apiVersion: nullable(TEXT),
  authentication: nullable(object({ headerName: TEXT })),
});
const WEBHOOK_TEST = object({
  status: oneOf('SUCCESS', 'FAILURE'),
  description: TEXT,
  response: nullable(object({ code: NUMBER, body: nullable(TEXT), headers: array(TEXT) })),
});

const list = (row: Schema) => ok(object({ data: array(row), pagination: PAGINATION }));
const PAGINATION = object({ after: nullable(ID), before: nullable(ID) });
const ok = (schema: Schema): Answer => ({ status: 200, schema });
const REMOVED: Answer = { status: 204 };

const ofEachType = VENDOR_TYPES.flatMap((type): [string, Answer][] => {
  const asset = assetSchema(type);
  return [
    [`GET /${ASSET_LISTS[type]}`, list(asset)],
    [`GET /users/{userId}/${ASSET_LISTS[type]}`, list(asset)],
    [`GET /${ASSET_LISTS[type]}/{assetId}`, ok(asset)],
    [`GET /health/${ASSET_LISTS[type]}`, ok(array(object(HEALTH)))],
  ];
});

/** By method and path. */
export const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  [
    'POST /oauth2/token',
    ok(object({ access_token: ID, expires_in: NUMBER, scope: TEXT, token_type: oneOf('bearer') })),
  ],
  ['POST /users/{userId}/link', ok(SESSION)],
  ['POST /assets/{assetId}/relink', ok(SESSION)],
  ['GET /users', list(object({ id: ID, createdAt: TIME, scopes: array(TEXT) }))],
  ['GET /users/{userId}', ok(USER)],
  ['DELETE /users/{userId}', REMOVED],
  ['DELETE /users/{userId}/vendors/{vendor}', REMOVED],
  ['DELETE /users/{userId}/vendors/{vendor}/{vendorType}', REMOVED],
  ['DELETE /users/{userId}/authorization', REMOVED],
  ...ofEachType,
  ['GET /locations', list(LOCATION)],
  ['GET /users/{userId}/locations', list(LOCATION)],
  ['GET /hem-systems', list(HEM_SYSTEM)],
  ['GET /users/{userId}/hem-systems', list(HEM_SYSTEM)],
  ['GET /interventions', ok(array(INTERVENTION))],
  [
    'GET /integrations',
    ok(array(object({ ...HEALTH, assetTypes: array(TYPE), scopes: array(TEXT) }))),
  ],
  ['GET /health/ready', { status: 204 }],
  ['POST /webhooks', ok(WEBHOOK)],
  ['GET /webhooks', list(WEBHOOK)],
  ['GET /webhooks/{webhookId}', ok(WEBHOOK)],
  ['PATCH /webhooks/{webhookId}', ok(WEBHOOK)],
  ['DELETE /webhooks/{webhookId}', REMOVED],
  ['POST /webhooks/{webhookId}/test', ok(WEBHOOK_TEST)],
]);
