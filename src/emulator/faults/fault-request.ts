/**
 * Checks a set of faults from outside, so that one answer names every mistake. Knows names and
 * limits of the fields; what they do is told in `faults.ts`.
 */
import { METHODS } from './fault-switch.js';
import type { AnswerFault, Faults, WindowFault } from './fault-switch.js';
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';

const ANSWER = ['delayMs', 'status', 'times', 'path'];
const WINDOW = ['coop', 'frameAncestors'];
const MAX_DELAY_MS = 600_000;
const MAX_OFFSET_MS = 1_000_000_000_000;
const MAX_ROUTES = 50;

/** Checks a set of faults. */
export function parseFaults(body: unknown): Checked<Faults> {
  const fields = new Fields(body, [
    'oauth',
    'api',
    'linkUi',
    'vendorSignIn',
    'routes',
    'links',
    'earlyExit',
    'vendors',
    'linkedVendorDelayMs',
    'connectionsLimit',
    'clockOffsetMs',
  ]);
  const faults = {
    oauth: answerFault(fields.object('oauth', ANSWER)),
    api: answerFault(fields.object('api', ANSWER)),
    linkUi: pageFault(fields.object('linkUi', [...ANSWER, ...WINDOW])),
    vendorSignIn: pageFault(fields.object('vendorSignIn', [...ANSWER, ...WINDOW])),
    routes: fields.objects('routes', [...ANSWER, 'method'], MAX_ROUTES)?.map(routeFault),
    links: fields.choice('links', ['expired', 'used'] as const),
    earlyExit: earlyExit(fields.object('earlyExit', ['error', 'errorMessage'])),
    vendors: vendorStates(fields.object('vendors')),
    linkedVendorDelayMs: fields.integer('linkedVendorDelayMs', 0, MAX_DELAY_MS),
    connectionsLimit: fields.boolean('connectionsLimit'),
    clockOffsetMs: fields.integer('clockOffsetMs', -MAX_OFFSET_MS, MAX_OFFSET_MS),
  };
  if (fields.issues.length > 0) return { issues: fields.issues };
  return { value: withoutUndefined(faults) as Faults };
}

function answerFault(fields: Fields | undefined): AnswerFault | undefined {
  if (!fields) return undefined;
  return {
    delayMs: fields.integer('delayMs', 0, MAX_DELAY_MS),
    status: fields.integer('status', 200, 599),
    times: fields.integer('times', 0, 1_000_000),
    path: path(fields),
  } as AnswerFault;
}

function pageFault(fields: Fields | undefined): (AnswerFault & WindowFault) | undefined {
  if (!fields) return undefined;
  return {
    ...answerFault(fields),
    coop: headerValue(fields, 'coop'),
    frameAncestors: fields.choice('frameAncestors', ['none'] as const),
  } as AnswerFault & WindowFault;
}

function routeFault(fields: Fields) {
  const method = fields.choice('method', METHODS);
  if (!fields.keys().includes('path')) {
    fields.refuse('path', 'path is required, such as "/users/*/link".');
  }
  return { method, ...answerFault(fields) };
}

function earlyExit(fields: Fields | undefined) {
  if (!fields) return undefined;
  return {
    error: fields.text('error', { required: true, max: 100 }),
    errorMessage: fields.text('errorMessage', { max: 500 }),
  };
}

function vendorStates(vendors: Fields | undefined) {
  if (!vendors) return undefined;
  const states = ['ELEVATED_ERROR_RATE', 'OUTAGE'] as const;
  return Object.fromEntries(vendors.keys().map((key) => [key, vendors.choice(key, states)]));
}

function path(fields: Fields): string | undefined {
  const value = fields.text('path', { max: 1000 });
  if (value === undefined || value.startsWith('/')) return value;
  return fields.refuse('path', 'path must begin with a slash, such as "/users".');
}

function headerValue(fields: Fields, key: string): string | undefined {
  const value = fields.text(key, { max: 100 });
  // The value becomes a response header: a line break in it would become a second header.
  if (value === undefined || /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value;
  return fields.refuse(key, `${key} must be a header value, such as "same-origin".`);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withoutUndefined(each)]),
  );
}
