/** Turns the outcome of an attempt into the event that announces it. */
import type {
  LinkCancelDetail,
  LinkOutcome,
  LinkSuccessDetail,
  PresentedMode,
} from '../session/outcome.js';
import { LinkCancelEvent, LinkErrorEvent, LinkSuccessEvent } from './events.js';

/** @param mode how Link UI was shown, for an outcome that does not carry it */
export function outcomeEvent(outcome: LinkOutcome, mode: PresentedMode): Event {
  if (outcome.status === 'failed') return new LinkErrorEvent({ mode, error: outcome.error });
  const { status, ...detail } = outcome;
  return status === 'linked'
    ? new LinkSuccessEvent(detail as LinkSuccessDetail)
    : new LinkCancelEvent(detail as LinkCancelDetail);
}
