/**
 * Repeats measurements side by side and summarizes them as medians and quartiles.
 */

/** The summary of repeated runs. The middle half of the values lies between `low` and `high`. */
export interface Sample {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

export function summarize(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => {
    const place = part * (sorted.length - 1);
    const [below = NaN, above = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place % 1);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75), runs: sorted.length };
}

/** The values of one round, by the name of the contestant. */
export type Values = Readonly<Record<string, number>>;

/**
 * Runs each measurement once a round, so that other work of the machine affects all of them alike.
 * Each round starts with a different one.
 */
export async function interleave(
  rounds: number,
  measurements: Readonly<Record<string, () => Promise<number>>>,
): Promise<Values[]> {
  const entries = Object.entries(measurements);
  const results: Values[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % entries.length;
    const values: Record<string, number> = {};
    for (const [name, measure] of [...entries.slice(first), ...entries.slice(0, first)]) {
      values[name] = await measure();
    }
    results.push(values);
  }
  return results;
}

/** Summarizes the values of one contestant. */
export function sampleOf(rounds: readonly Values[], name: string): Sample {
  return summarize(rounds.map((values) => values[name] ?? NaN));
}

/** Summarizes the ratios of two contestants, round by round: a slow moment slows both. */
export function ratioOf(rounds: readonly Values[], name: string, floor: string): Sample {
  return summarize(rounds.map((values) => (values[name] ?? NaN) / (values[floor] ?? NaN)));
}

/** Summarizes the differences of two contestants, round by round. */
export function differenceOf(rounds: readonly Values[], name: string, floor: string): Sample {
  return summarize(rounds.map((values) => (values[name] ?? NaN) - (values[floor] ?? NaN)));
}
