/**
 * The events that the element dispatches, their details, and the maps that type them: in one file, so
 * that they cannot drift apart. link-attempts.ts dispatches them.
 */
import type { LinkError } from '../errors.js';
import type { LinkedDevice } from '../schema.js';
import { ownCopy } from './own-copy.js';
import type { LinkCancelDetail, LinkSuccessDetail, PresentedMode } from '../session/outcome.js';
import type { LinkSessionRequest } from '../session/ports.js';
import type { LinkStateName } from '../session/state.js';

/** The browser's own class: MooTools replaces the global `Event`. */
const BrowserEvent = (
  typeof document === 'undefined' ? Event : Object.getPrototypeOf(MessageEvent)
) as typeof Event;

/** An event that bubbles and leaves shadow roots. Its detail is a copy and cannot be replaced. */
class LinkEvent<Detail> extends BrowserEvent {
  readonly #detail: Detail;

  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.#detail = ownCopy(detail);
  }

  get detail(): Detail {
    return this.#detail;
  }
}

/** Dispatched before any request or window. After `preventDefault()` nothing happens. */
export class LinkStartEvent extends LinkEvent<{
  /** The mode that is tried first. */
  readonly mode: PresentedMode;
  readonly request: LinkSessionRequest;
}> {
  constructor(detail: LinkStartEvent['detail']) {
    super('enode-link-start', detail, true);
  }
}

/** Link UI is about to be shown. */
export class LinkOpenEvent extends LinkEvent<{ readonly mode: PresentedMode }> {
  constructor(detail: LinkOpenEvent['detail']) {
    super('enode-link-open', detail);
  }
}

/** Something was linked. Not proof: any script can dispatch this event. Verify on your server. */
export class LinkSuccessEvent extends LinkEvent<LinkSuccessDetail> {
  constructor(detail: LinkSuccessDetail) {
    super('enode-link-success', detail);
  }
}

/** Nothing was linked, as far as can be known. */
export class LinkCancelEvent extends LinkEvent<LinkCancelDetail> {
  constructor(detail: LinkCancelDetail) {
    super('enode-link-cancel', detail);
  }
}

/** The attempt failed. */
export class LinkErrorEvent extends LinkEvent<{
  readonly mode: PresentedMode;
  readonly error: LinkError;
}> {
  constructor(detail: LinkErrorEvent['detail']) {
    super('enode-link-error', detail);
  }
}

/**
 * After a success, once: a device is there that was not there before the attempt, or none came in time.
 * Only if the host has a devices endpoint.
 */
export class LinkDevicesEvent extends LinkEvent<{
  /** All devices of the user, as the devices endpoint listed them last. */
  readonly devices: LinkedDevice[];
  /** The devices that were not there before; empty if none came within 30 s, or if the earlier ones are unknown. */
  readonly added: LinkedDevice[];
}> {
  constructor(detail: LinkDevicesEvent['detail']) {
    super('enode-link-devices', detail);
  }
}

/** The state changed. */
export class LinkStateChangeEvent extends LinkEvent<{
  readonly state: LinkStateName;
  readonly previous: LinkStateName;
}> {
  constructor(detail: LinkStateChangeEvent['detail']) {
    super('enode-link-statechange', detail);
  }
}

/** Event types of the element, by name. */
export interface EnodeLinkEventMap {
  'enode-link-start': LinkStartEvent;
  'enode-link-open': LinkOpenEvent;
  'enode-link-success': LinkSuccessEvent;
  'enode-link-cancel': LinkCancelEvent;
  'enode-link-error': LinkErrorEvent;
  'enode-link-devices': LinkDevicesEvent;
  'enode-link-statechange': LinkStateChangeEvent;
}

declare global {
  // The events bubble, so listeners on any element and on the document are typed as well.
  interface HTMLElementEventMap extends EnodeLinkEventMap {}
  interface DocumentEventMap extends EnodeLinkEventMap {}
}
