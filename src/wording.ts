/**
 * Which text belongs to which state and to which failure. Knows keys, not languages: the texts
 * themselves are in messages.ts.
 */
import type { LinkError, LinkErrorCode } from './errors.js';
import type { MessageKey, Messages } from './messages.js';
import type { LinkState, LinkStateName } from './session/machine.js';

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
const stateTexts: Partial<Record<LinkStateName, MessageKey>> = {
  requesting: 'requesting',
  open: 'open',
  detached: 'detached',
  confirming: 'confirming',
  leaving: 'requesting',
  linked: 'linked',
  cancelled: 'cancelled',
};

/** The label per state, where the host gives none of its own. */
const labels: Partial<Record<LinkStateName, MessageKey>> = {
  requesting: 'requesting',
  open: 'open',
  detached: 'continue',
  confirming: 'confirming',
  leaving: 'requesting',
  linked: 'linked',
  failed: 'retry',
};

/** What the user reads about a failure. */
export function failureText({ code }: LinkError, texts: Messages): string {
  return texts[failureTexts[code]];
}

/** The status line. */
export function statusText(state: LinkState, texts: Messages): string {
  if (state.name === 'failed') return failureText(state.outcome.error, texts);
  const key = stateTexts[state.name];
  return key ? texts[key] : '';
}

/** The button's label. */
export function labelText({ name }: LinkState, texts: Messages, relinks: boolean): string {
  return texts[labels[name] ?? (relinks ? 'relink' : 'link')];
}
