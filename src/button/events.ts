/**
 * The events that the element dispatches, their details and the maps that type them: in one file, so
 * that they cannot drift apart. Knows nothing of when they are dispatched.
 */
import type { LinkError } from '../errors.js';
import { ownCopy } from './own-copy.js';
import type { LinkCancelDetail, LinkSuccessDetail, PresentedMode } from '../session/outcome.js';
import type { LinkSessionRequest } from '../session/ports.js';
import type { LinkStateName } from '../session/state.js';

/** Of a class that nobody replaces: MooTools puts one of its own in the place of `Event`. */
const BrowserEvent = (
  typeof document === 'undefined' ? Event : Object.getPrototypeOf(MessageEvent)
) as typeof Event;

/** An event that leaves shadow roots and bubbles. Its detail is its own, and cannot be set. */
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

/** Before any request or window. `preventDefault()` leaves the element as it is. */
export class LinkStartEvent extends LinkEvent<{
  /** The way that is tried first. */
  readonly mode: PresentedMode;
  readonly request: LinkSessionRequest;
}> {
  constructor(detail: LinkStartEvent['detail']) {
    super('enode-link-start', detail, true);
  }
}

/** Link UI is on its way. */
export class LinkOpenEvent extends LinkEvent<{ readonly mode: PresentedMode }> {
  constructor(detail: LinkOpenEvent['detail']) {
    super('enode-link-open', detail);
  }
}

/** Something was linked. Who must be certain asks Enode: any script of the page can dispatch events. */
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
  'enode-link-statechange': LinkStateChangeEvent;
}

declare global {
  // Events bubble: a listener on any element, or on the document, is typed as well.
  interface HTMLElementEventMap extends EnodeLinkEventMap {}
  interface DocumentEventMap extends EnodeLinkEventMap {}
}
