/**
 * How many cases a property test plays: all, or a twentieth with PROPERTY_RUNS=few, as in `npm test`.
 * Each run takes other cases, so the small ones add up.
 */
const PART = 20;
/** What fast-check plays if nothing else is said. */
const LEAST = 100;

export function propertyRuns(all: number): number {
  return process.env.PROPERTY_RUNS === 'few' ? Math.max(LEAST, Math.round(all / PART)) : all;
}
