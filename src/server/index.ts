/**
 * Entry: the server side. `createEnodeLinkHandler` answers what the element asks its host for, on
 * web-standard `Request` and `Response`; `toNodeListener` puts it behind `node:http` or Express;
 * `verifyWebhook` tells Enode's webhooks from forged ones.
 * Importing it loads nothing of Node's, so that it runs on edge runtimes too.
 */
export { createEnodeLinkHandler, type EnodeLinkHandler } from './handler.js';
export { toNodeListener, type NodeRequest, type NodeResponse } from './node-listener.js';
export type { EnodeAddresses, HandlerOptions, LinkAllowance, LinkDefaults } from './options.js';
export {
  verifyWebhook,
  WebhookError,
  type RawDelivery,
  type WebhookErrorCode,
  type WebhookEvent,
  type WebhookEventName,
} from './webhook.js';
export type { TokenStore } from './access-tokens.js';
export type { EnodeCall, HandlerEvent, HandlerFailure, Hooks, RouteName } from './hooks.js';
export type { ProblemCode } from './problem.js';
