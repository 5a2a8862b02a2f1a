/**
 * Which text and which icon belong to which state and to which failure. Knows keys, not languages:
 * the texts themselves are in translations.ts.
 */
import type { LinkError, LinkErrorCode } from '../errors.js';
import type { MessageKey, Messages } from '../language/messages.js';
import { bare } from '../own-keys.js';
import type { LinkedVendor } from '../schema.js';
import type { LinkState, LinkStateName } from '../session/state.js';
import { vendorName } from '../language/vendor-name.js';

/** What the user reads about a failure. Developers read LinkError.message. */
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

/** The status line per state; what is not here has none. */
const stateTexts = bare<Partial<Record<LinkStateName, MessageKey>>>({
  requesting: 'requesting',
  open: 'open',
  detached: 'detached',
  confirming: 'confirming',
  leaving: 'requesting',
  linked: 'linked',
  cancelled: 'cancelled',
});

/** The label per state while an attempt runs, where the host gives none of its own. */
const labels = bare<Partial<Record<LinkStateName, MessageKey>>>({
  requesting: 'requesting',
  open: 'open',
  detached: 'continue',
  confirming: 'confirming',
  leaving: 'requesting',
});

/** What the button is set to and has learnt, as far as its texts go. */
export interface Standing {
  readonly state: LinkState;
  /** As last read; null before that. */
  readonly linkedVendors: readonly LinkedVendor[] | null;
  readonly assetId: string;
  readonly vendor: string;
  readonly vendorType: string;
}

/** How the button presents itself. */
export interface Presentation {
  readonly label: string;
  /** For everybody where the label does not say it, else for screen readers. */
  readonly status: string;
  readonly icon: 'plug' | 'tick' | 'again';
}

/** What the user reads about a failure. */
export function failureText({ code }: LinkError, texts: Messages): string {
  return texts[failureTexts[code]];
}

/** @param language that of the texts, for the list of vendors in the status line */
export function present(standing: Standing, texts: Messages, language: string): Presentation {
  const { state } = standing;
  const { name } = state;
  if (name === 'failed') {
    const status = failureText(state.outcome.error, texts);
    return { label: texts.retry, status, icon: 'again' };
  }
  const isUnknown = name === 'cancelled' && !state.outcome.verified;
  const key = isUnknown ? 'ended' : stateTexts[name];
  const status = key ? texts[key] : '';
  const label = labels[name];
  if (label) return { label: texts[label], status, icon: 'plug' };
  if (name === 'linked') {
    const { added, repaired, verified } = state.outcome;
    const fresh = names([...added, ...repaired].filter(({ isValid }) => isValid));
    // Unverified, the list is another user's, who signed in meanwhile.
    const linked = fresh.length > 0 || !verified ? fresh : names(vendorsOf(standing, true));
    if (linked.length > 0) {
      return {
        label: fill(texts.linkedTo, short(linked)),
        status: fill(texts.linkedTo, new Intl.ListFormat(language).format(linked)),
        icon: 'tick',
      };
    }
  }
  const broken = names(vendorsOf(standing, false));
  if (broken.length > 0 && !standing.assetId) {
    const again = fill(texts.relinkTo, short(broken));
    return { label: again, status: name === 'linked' ? again : status, icon: 'again' };
  }
  if (name === 'linked') return { label: texts.linked, status, icon: 'tick' };
  return { label: firstLabel(standing, texts), status, icon: 'plug' };
}

/** Shorter than this part of the longest, a label makes nothing wider. */
const WIDE = 0.7;
const wide = new WeakMap<Messages, Map<string, string>>();

/**
 * The labels that make the button as wide as it may have to be, one a line. Remembered, as a page may
 * have a thousand buttons in one language.
 */
export function widestLabels(standing: Standing, texts: Messages): string {
  let known = wide.get(texts);
  if (!known) wide.set(texts, (known = new Map<string, string>()));
  const first = firstLabel(standing, texts);
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

function firstLabel({ assetId, vendor }: Standing, texts: Messages): string {
  if (!assetId) return texts.link;
  return vendor ? fill(texts.relinkTo, vendorName(vendor)) : texts.relink;
}

/** The vendors that this button is for, as last read: those that work, or those that do not. */
function vendorsOf(standing: Standing, isValid: boolean): readonly LinkedVendor[] {
  const { linkedVendors, vendor, vendorType } = standing;
  return (linkedVendors ?? []).filter(
    (entry) =>
      entry.isValid === isValid &&
      (!vendor || entry.vendor === vendor) &&
      (!vendorType || !entry.vendorType || entry.vendorType === vendorType),
  );
}

/** One vendor may be there with several types of asset. */
function names(vendors: readonly LinkedVendor[]): readonly string[] {
  return [...new Set(vendors.map(({ vendor }) => vendorName(vendor)))];
}

function short([first = '', ...more]: readonly string[]): string {
  return more.length > 0 ? `${first} +${String(more.length)}` : first;
}

function fill(text: string, vendor: string): string {
  return text.replace('{vendor}', () => vendor);
}
