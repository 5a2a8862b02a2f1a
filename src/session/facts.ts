/**
 * What is known about one attempt so far, and the questions that decide how it goes on. Kept as one
 * record of what is true and not as a queue of messages, so that their order and repetition cannot
 * matter. Pure.
 */
import type { LinkError } from '../errors.js';
import type { LinkedDevice } from '../schema.js';
import type { LinkReturn } from './outcome.js';
import type { Baseline, Surface, SurfaceFact, UserReading } from './ports.js';
import { changesIn, hasChanges, type Ending, type Evidence } from './verdict.js';

export interface Facts extends Baseline {
  /** What Link UI returned with. The first return counts. */
  readonly linkReturn: LinkReturn | undefined;
  /** The window reads as closed. */
  readonly hasVanished: boolean;
  readonly isDismissed: boolean;
  /** Why the browser refuses to show Link UI. The first refusal counts. */
  readonly refusal: LinkError | undefined;
  /** How often the user came back to this page. */
  readonly visits: number;
  /** The surface in which the user went on, until the attempt goes on there too. */
  readonly movedTo: Surface | undefined;
  /** Link UI was shown, so something may have been linked. */
  readonly isShown: boolean;
  /** What the user endpoint listed when it was last read since Link UI was shown. */
  readonly after: UserReading | undefined;
  /** What the devices endpoint listed when it was last read since then. */
  readonly devices: readonly LinkedDevice[] | undefined;
  /** The page was reloaded since the attempt began, and nothing proves that the user is the same. */
  readonly mayBeOtherUser: boolean;
}

export const noFacts: Facts = {
  linkReturn: undefined,
  hasVanished: false,
  isDismissed: false,
  refusal: undefined,
  visits: 0,
  movedTo: undefined,
  isShown: false,
  before: undefined,
  devicesBefore: undefined,
  after: undefined,
  devices: undefined,
  mayBeOtherUser: false,
};

/** @returns what changes in the facts by something that a surface reports */
export function changeBy(
  fact: SurfaceFact,
  { linkReturn, refusal, visits }: Facts,
): Partial<Facts> {
  switch (fact.type) {
    case 'returned':
      return { linkReturn: linkReturn ?? fact.linkReturn };
    case 'vanished':
      return { hasVanished: true };
    case 'dismissed':
      return { isDismissed: true };
    case 'refused':
      return { refusal: refusal ?? fact.error };
    case 'moved':
      return { movedTo: fact.surface };
    case 'revisited':
      return { visits: visits + 1 };
  }
}

/** Whether a return can still change the ending. */
export function mayStillReturn({ linkReturn, refusal }: Facts): boolean {
  return !linkReturn && !refusal;
}

/** Whether it is certain, and not only probable, that the user's time with Link UI is over. */
export function isCertainlyOver(facts: Facts): boolean {
  return facts.isDismissed || !mayStillReturn(facts);
}

/** Whether the surface is gone, for certain or as it seems. */
export function isGone(facts: Facts): boolean {
  return facts.hasVanished || isCertainlyOver(facts);
}

/**
 * How the user's time with Link UI ended, if it is over.
 * @throws LinkError the refusal, if Link UI could not be shown
 */
export function endingOf({ linkReturn, refusal, isDismissed }: Facts): Ending {
  if (linkReturn) return { type: 'returned', linkReturn };
  if (refusal) throw refusal;
  return { type: 'gone', reason: isDismissed ? 'dismissed' : 'window-closed' };
}

/** What the readings of the host's endpoints prove. */
export function evidenceOf(facts: Facts): Evidence {
  const { before, after, devicesBefore, devices, mayBeOtherUser } = facts;
  const isNamed = before?.user !== undefined && after?.user !== undefined;
  return {
    before: before?.vendors,
    after: after?.vendors,
    devicesBefore,
    devices,
    isOtherUser: isNamed ? before.user !== after.user : mayBeOtherUser,
  };
}

/** Whether the host's endpoints show that something was linked or repaired. */
export function hasChanged(facts: Facts): boolean {
  return hasChanges(changesIn(evidenceOf(facts)));
}

/** The devices that were not there before Link UI was shown. */
export function newDevices(facts: Facts): LinkedDevice[] {
  return changesIn(evidenceOf(facts)).devices;
}

/** Whether all is known of the devices, so that another reading would not show which of them are new. */
export function areDevicesKnown(facts: Facts): boolean {
  const { devicesBefore, devices, isOtherUser } = evidenceOf(facts);
  const isComparable = devicesBefore !== undefined && !isOtherUser;
  return isComparable ? newDevices(facts).length > 0 : (devices?.length ?? 0) > 0;
}

/** Whether the last reading answers all that can be known, so that another one would not help. */
export function isAnswered(facts: Facts): boolean {
  const { before, after, isOtherUser } = evidenceOf(facts);
  return (
    isOtherUser || hasChanged(facts) || (!before && after?.some(({ isValid }) => isValid) === true)
  );
}
