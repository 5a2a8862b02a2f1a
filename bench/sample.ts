/**
 * Repeats measurements side by side and says what they have in common: medians and quartiles. Knows
 * nothing of what is measured.
 */

/** What repeated runs came to. The middle half of them lies between `low` and `high`. */
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

/** One value for each name. */
export type Values = Readonly<Record<string, number>>;

/**
 * Runs each measurement once a round, so that whatever else the machine does meets all alike. Who is
 * first changes from round to round.
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

/** What one of them came to. */
export function sampleOf(rounds: readonly Values[], name: string): Sample {
  return summarize(rounds.map((values) => values[name] ?? NaN));
}

/** How one stands to another, compared round by round: a slow moment of the machine slows both. */
export function ratioOf(rounds: readonly Values[], name: string, floor: string): Sample {
  return summarize(rounds.map((values) => (values[name] ?? NaN) / (values[floor] ?? NaN)));
}

/** The same as a difference. */
export function differenceOf(rounds: readonly Values[], name: string, floor: string): Sample {
  return summarize(rounds.map((values) => (values[name] ?? NaN) - (values[floor] ?? NaN)));
}
