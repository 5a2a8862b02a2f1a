/**
 * Computes how long an attempt stayed in each state, from its state changes alone. Pure functions.
 */

export interface StateChange {
  readonly state: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

export interface Phase {
  readonly state: string;
  readonly ms: number;
}

const settled = ['idle', 'linked', 'cancelled', 'failed'];

/** The phases of the last attempt, without its final state, which has no end. */
export function phasesOf(changes: readonly StateChange[], now: number): readonly Phase[] {
  const start = changes.findLastIndex(({ state }) => state === 'requesting');
  return changes
    .slice(Math.max(0, start))
    .flatMap(({ state, at }, index, attempt) =>
      settled.includes(state)
        ? []
        : [{ state, ms: Math.max(0, (attempt[index + 1]?.at ?? now) - at) }],
    );
}
