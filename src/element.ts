/**
 * Entry: the class, its events, errors and types. It registers nothing and has no side effect, so a host
 * can decide when and under which tag to register the element, and a server can import it.
 */
export { EnodeLinkButton } from './button/enode-link-button.js';
export type { GetDevices, GetSession, GetUser } from './adapters/host-endpoint.js';
export type { HostHeaders } from './adapters/host-request.js';
export {
  LinkError,
  type LinkErrorCode,
  type LinkErrorOptions,
  type LinkProblem,
} from './errors.js';
export {
  LinkCancelEvent,
  LinkDevicesEvent,
  LinkErrorEvent,
  LinkOpenEvent,
  LinkStartEvent,
  LinkStateChangeEvent,
  LinkSuccessEvent,
  type EnodeLinkEventMap,
} from './button/events.js';
export { vendorName } from './language/vendor-name.js';
export type { Messages } from './language/messages.js';
export type {
  EnodeUser,
  LinkedDevice,
  LinkedDevices,
  LinkedVendor,
  LinkSession,
} from './schema.js';
export type {
  LinkCancelDetail,
  LinkOutcome,
  LinkSuccessDetail,
  PresentedMode,
} from './session/outcome.js';
export type { LinkSessionRequest } from './session/ports.js';
export type { LinkStateName } from './session/state.js';
