/**
 * Which text and which icon the button shows in which state and after which failure. It names texts by
 * their keys; the texts are in language/.
 */
import { ALREADY_LINKED, type LinkError, type LinkErrorCode } from '../errors.js';
import type { MessageKey, Messages } from '../language/messages.js';
import { vendorName } from '../language/vendor-name.js';
import { bare } from '../own-keys.js';
import type { LinkedDevice } from '../schema.js';
import type { LinkState, LinkStateName } from '../session/state.js';
import { fill, fitInto, roomOf, type Room } from './label-room.js';
import { isBroken, linkedNames, type ButtonSubject } from './linked-vendors.js';

/** The text that explains a failure to the user. Developers read LinkError.message. */
const failureTexts: Record<LinkErrorCode, MessageKey> = {
  misconfigured: 'errorSetup',
  'popup-blocked': 'errorBlocked',
  offline: 'errorOffline',
  'session-network': 'errorUnavailable',
  'session-timeout': 'errorUnavailable',
  'session-unauthorized': 'errorUnauthorized',
  'session-rate-limited': 'errorBusy',
  'session-rejected': 'errorSetup',
  'session-unavailable': 'errorUnavailable',
  'session-invalid': 'errorSetup',
  'link-url-refused': 'errorSetup',
  'frame-refused': 'errorSetup',
  'confirm-failed': 'errorConfirm',
};

/** States in which the user can only wait: assistive technology hears that the button is busy. */
const busyStates: readonly LinkStateName[] = ['requesting', 'confirming', 'leaving'];

/** States whose status line everybody sees; in the others the label says the same. */
const visibleStates: readonly LinkStateName[] = ['detached', 'failed'];

/** The status line of each state that has one. */
const stateTexts = bare<Partial<Record<LinkStateName, MessageKey>>>({
  requesting: 'requesting',
  open: 'loading',
  detached: 'detached',
  confirming: 'confirming',
  leaving: 'requesting',
  linked: 'linked',
  cancelled: 'cancelled',
});

/** The label of each state of a running attempt, unless the host gives a label. */
const labels = bare<Partial<Record<LinkStateName, MessageKey>>>({
  requesting: 'requesting',
  open: 'open',
  detached: 'continue',
  confirming: 'confirming',
  leaving: 'requesting',
});

/** All that the texts of the button depend on. */
export interface PresentationContext extends ButtonSubject {
  readonly state: LinkState;
  /** Whether Link UI is in the dialog of this page. */
  readonly isFramed: boolean;
  /** Whether the last success is still shown, or the button says what a click does. */
  readonly isSuccessShown: boolean;
  /** The devices that the last success brought, as far as they are known. */
  readonly newDevices: readonly LinkedDevice[];
}

/** How the button presents itself. */
export interface Presentation {
  /** May have a line break, which a button with little room needs. */
  readonly label: string;
  readonly status: string;
  /** Whether everybody sees the status line; else it is for screen readers only. */
  readonly isStatusVisible: boolean;
  /** Whether the status line says more than the label, so that it describes the button. */
  readonly isDescribed: boolean;
  readonly isBusy: boolean;
  readonly icon: 'plug' | 'tick' | 'again' | 'spinner';
}

/** The text that explains a failure to the user. */
export function failureText({ code, problem }: LinkError, texts: Messages): string {
  const isLinked = problem?.code === ALREADY_LINKED;
  return texts[isLinked ? 'errorAlreadyLinked' : failureTexts[code]];
}

/** @param language the language of the texts, for the lists of names in the status line */
export function present(
  context: PresentationContext,
  texts: Messages,
  language: string,
): Presentation {
  const { state, newDevices } = context;
  const { name } = state;
  const linked = name === 'linked' ? linkedNames(context, state.outcome) : [];
  const [label, icon] = labelOf(context, texts, linked);
  const hasDevices = name === 'linked' && newDevices.length > 0;
  const isStatusVisible = hasDevices || visibleStates.includes(name);
  return {
    label,
    icon,
    status: hasDevices
      ? devicesText(newDevices, texts, language)
      : linked.length > 0
        ? fill(texts.linkedTo, list(linked, language))
        : statusText(context, texts),
    isStatusVisible,
    isDescribed: isStatusVisible || name === 'cancelled',
    isBusy: busyStates.includes(name),
  };
}

/** @param linked the names of the vendors that a success is about */
function labelOf(
  context: PresentationContext,
  texts: Messages,
  linked: readonly string[],
): [label: string, icon: Presentation['icon']] {
  const { state, assetId, isSuccessShown } = context;
  const running = labels[state.name];
  if (running && !isInDialog(context)) {
    return [texts[running], state.name === 'detached' ? 'plug' : 'spinner'];
  }
  if (state.name === 'failed' && state.outcome.error.retryable) return [texts.retry, 'again'];
  if (state.name === 'linked' && (linked.length > 0 || !isBroken(context))) {
    if (isSuccessShown) return [successLabel(context, texts, linked), 'tick'];
    if (!assetId && !isBroken(context)) return [texts.another, 'plug'];
  }
  return firstLabel(context, texts);
}

/** Behind the dialog the button has nothing to say: the dialog itself is read out. */
function isInDialog({ state, isFramed }: PresentationContext): boolean {
  return state.name === 'open' && isFramed;
}

function statusText(context: PresentationContext, texts: Messages): string {
  const { state } = context;
  if (state.name === 'failed') return failureText(state.outcome.error, texts);
  if (state.name === 'cancelled' && !state.outcome.verified) return texts.ended;
  if (state.name === 'linked' && isBroken(context)) return firstLabel(context, texts)[0];
  const key = isInDialog(context) ? undefined : stateTexts[state.name];
  return key ? texts[key] : '';
}

/** One account may bring a whole household: the first devices stand for all. */
const MOST_NAMED = 3;

function devicesText(devices: readonly LinkedDevice[], texts: Messages, language: string): string {
  const all = devices.map(({ name }) => name);
  const more = all.length - MOST_NAMED;
  const named = more > 0 ? [...all.slice(0, MOST_NAMED), `+${String(more)}`] : all;
  const text = all.length > 1 ? texts.devicesConnected : texts.deviceConnected;
  return text.replace('{device}', () => list(named, language));
}

/** The lines that the button must have room for, each on a line. */
export function widestLabels(context: PresentationContext, texts: Messages): string {
  return room(context, texts).lines;
}

function room(context: PresentationContext, texts: Messages): Room {
  return roomOf(context, texts, Object.values(labels));
}

function successLabel(
  context: PresentationContext,
  texts: Messages,
  linked: readonly string[],
): string {
  if (linked.length === 0) return texts.linked;
  // The status line has a name for which there is no room.
  return fitInto(room(context, texts), fill(texts.linkedTo, short(linked))) ?? texts.linked;
}

function firstLabel(
  context: PresentationContext,
  texts: Messages,
): [label: string, icon: Presentation['icon']] {
  const { assetId, vendor } = context;
  if (!assetId && !isBroken(context)) return [texts.link, 'plug'];
  return [vendor ? fill(texts.relinkTo, vendorName(vendor)) : texts.relink, 'again'];
}

function short([first = '', ...more]: readonly string[]): string {
  return more.length > 0 ? `${first} +${String(more.length)}` : first;
}

function list(all: readonly string[], language: string): string {
  return new Intl.ListFormat(language).format(all);
}
