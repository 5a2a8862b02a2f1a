/**
 * Which text and which icon the button shows in which state and after which failure. It names texts by
 * their keys; the texts are in language/.
 */
import { ALREADY_LINKED, type LinkError, type LinkErrorCode } from '../errors.js';
import type { MessageKey, Messages } from '../language/messages.js';
import { vendorName } from '../language/vendor-name.js';
import { bare } from '../own-keys.js';
import type { LinkedDevice, LinkedVendor } from '../schema.js';
import type { LinkSuccessDetail } from '../session/outcome.js';
import type { LinkState, LinkStateName } from '../session/state.js';

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
export const busyStates: readonly LinkStateName[] = ['requesting', 'confirming', 'leaving'];

/** States whose status line everybody sees; in the others the label says the same. */
const visibleStates: readonly LinkStateName[] = ['detached', 'failed'];

/** The status line of each state that has one. */
const stateTexts = bare<Partial<Record<LinkStateName, MessageKey>>>({
  requesting: 'requesting',
  open: 'open',
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
export interface PresentationContext {
  readonly state: LinkState;
  /** As last read from the user endpoint; null before that. */
  readonly linkedVendors: readonly LinkedVendor[] | null;
  /** The devices that the last success brought, as far as they are known. */
  readonly newDevices: readonly LinkedDevice[];
  readonly assetId: string;
  readonly vendor: string;
  readonly vendorType: string;
}

/** How the button presents itself. */
export interface Presentation {
  readonly label: string;
  readonly status: string;
  /** Whether everybody sees the status line; else it is for screen readers only. */
  readonly isStatusVisible: boolean;
  /** Whether the status line says more than the label, so that it describes the button. */
  readonly isDescribed: boolean;
  readonly icon: 'plug' | 'tick' | 'again';
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
  const [label, icon, linkedStatus] = labelOf(context, texts, language);
  const { state, newDevices } = context;
  const hasDevices = state.name === 'linked' && newDevices.length > 0;
  const isStatusVisible = hasDevices || visibleStates.includes(state.name);
  return {
    label,
    icon,
    status: hasDevices
      ? devicesText(newDevices, texts, language)
      : (linkedStatus ?? statusText(state, texts)),
    isStatusVisible,
    isDescribed: isStatusVisible || state.name === 'cancelled',
  };
}

/** The label and its icon; after a success that names vendors, also the status line. */
function labelOf(
  context: PresentationContext,
  texts: Messages,
  language: string,
): [label: string, icon: Presentation['icon'], status?: string] {
  const { state, assetId } = context;
  const label = labels[state.name];
  if (label) return [texts[label], 'plug'];
  if (state.name === 'failed') return [texts.retry, 'again'];
  const isLinked = state.name === 'linked';
  const linked = isLinked ? linkedNames(context, state.outcome) : [];
  if (linked.length > 0) {
    return [
      fill(texts.linkedTo, short(linked)),
      'tick',
      fill(texts.linkedTo, list(linked, language)),
    ];
  }
  const broken = names(vendorsOf(context, false));
  if (broken.length > 0 && !assetId) {
    const again = fill(texts.relinkTo, short(broken));
    return isLinked ? [again, 'again', again] : [again, 'again'];
  }
  return isLinked ? [texts.linked, 'tick'] : [firstLabel(context, texts), 'plug'];
}

function statusText(state: LinkState, texts: Messages): string {
  if (state.name === 'failed') return failureText(state.outcome.error, texts);
  if (state.name === 'cancelled' && !state.outcome.verified) return texts.ended;
  const key = stateTexts[state.name];
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

/** The vendors that a success is about: those that it linked or repaired, else all that are valid. */
function linkedNames(context: PresentationContext, outcome: LinkSuccessDetail): readonly string[] {
  const fresh = freshVendors(outcome).filter((entry) => isListed(entry, context));
  // If the outcome is unverified, the list may belong to another user, who signed in meanwhile.
  return names(fresh.length > 0 || !outcome.verified ? fresh : vendorsOf(context, true));
}

/** Whether something that a success was about is still linked, as the user endpoint was last read. */
export function isStillLinked(context: PresentationContext, outcome: LinkSuccessDetail): boolean {
  const fresh = freshVendors(outcome);
  return fresh.length > 0
    ? fresh.some((entry) => isListed(entry, context))
    : vendorsOf(context, true).length > 0;
}

function freshVendors({ added, repaired }: LinkSuccessDetail): readonly LinkedVendor[] {
  return [...added, ...repaired].filter(({ isValid }) => isValid);
}

function isListed(
  { vendor, vendorType }: LinkedVendor,
  { linkedVendors }: PresentationContext,
): boolean {
  const isSame = (entry: LinkedVendor): boolean =>
    entry.isValid && entry.vendor === vendor && entry.vendorType === vendorType;
  return !linkedVendors || linkedVendors.some(isSame);
}

/** A label whose length is below this share of the longest never makes the button wider. */
const WIDE = 0.7;
const wide = new WeakMap<Messages, Map<string, string>>();

/**
 * The labels that the button must have room for, one on each line. Cached, as a page may have a thousand
 * buttons in one language.
 */
export function widestLabels(context: PresentationContext, texts: Messages): string {
  let known = wide.get(texts);
  if (!known) wide.set(texts, (known = new Map<string, string>()));
  const first = firstLabel(context, texts);
  let lines = known.get(first);
  if (lines === undefined) {
    const keys: readonly MessageKey[] = ['linked', 'retry', ...Object.values(labels)];
    const all = [...new Set([first, ...keys.map((key) => texts[key])])];
    const longest = Math.max(...all.map(({ length }) => length));
    lines = all.filter(({ length }) => length >= longest * WIDE).join('\n');
    known.set(first, lines);
  }
  return lines;
}

function firstLabel({ assetId, vendor }: PresentationContext, texts: Messages): string {
  if (!assetId) return texts.link;
  return vendor ? fill(texts.relinkTo, vendorName(vendor)) : texts.relink;
}

/** The linked vendors that this button is for: those that are valid, or those that are not. */
function vendorsOf(context: PresentationContext, isValid: boolean): readonly LinkedVendor[] {
  const { linkedVendors, vendor, vendorType } = context;
  return (linkedVendors ?? []).filter(
    (entry) =>
      entry.isValid === isValid &&
      (!vendor || entry.vendor === vendor) &&
      (!vendorType || !entry.vendorType || entry.vendorType === vendorType),
  );
}

/** The names of the vendors, each once: a vendor is listed again for each type of asset. */
function names(vendors: readonly LinkedVendor[]): readonly string[] {
  return [...new Set(vendors.map(({ vendor }) => vendorName(vendor)))];
}

function short([first = '', ...more]: readonly string[]): string {
  return more.length > 0 ? `${first} +${String(more.length)}` : first;
}

function list(all: readonly string[], language: string): string {
  return new Intl.ListFormat(language).format(all);
}

function fill(text: string, vendor: string): string {
  return text.replace('{vendor}', () => vendor);
}
