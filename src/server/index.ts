/**
 * Entry: the server side. `createEnodeLinkHandler` answers the requests of the element, on web-standard
 * `Request` and `Response`; `toNodeListener` puts it behind `node:http` or Express;
 * `verifyWebhook` accepts only webhooks that Enode signed.
 * It imports no module of Node, so that it runs on edge runtimes too.
 */
export { createEnodeLinkHandler, type EnodeLinkHandler } from './handler.js';
export type { HandlerEvent, HandlerFailure, Hooks } from './hooks.js';
export { toNodeListener, type NodeRequest, type NodeResponse } from './node-listener.js';
export type { LinkableVendor, LinkableVendors } from './linkable-vendors.js';
export type { HandlerOptions } from './options.js';
export type { ProblemCode } from './problem.js';
export type { EnodeCall } from './reports.js';
export type { RouteName } from './routes.js';
export type {
  EnodeAddresses,
  EnodeEnvironment,
  LinkAllowance,
  LinkDefaults,
  TokenStore,
} from './settings.js';
export type { LinkedDevice, LinkedDevices } from '../schema.js';
export {
  verifyWebhook,
  WebhookError,
  type RawDelivery,
  type WebhookErrorCode,
  type WebhookEvent,
  type WebhookEventName,
} from './webhook.js';
