/**
 * Repeats measurements side by side and summarizes them as medians and quartiles.
 */

/** The summary of repeated runs. The middle half of the values lies between `low` and `high`. */
export interface Sample {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The results of one round, by the name of the contestant. */
export type Round<T> = Readonly<Record<string, T>>;
export type Values = Round<number>;

/**
 * Runs each measurement once a round, so that other work of the machine affects all of them alike.
 * Each round starts with a different one. An error names the contestant and the round.
 */
export async function interleave<T>(
  rounds: number,
  measurements: Round<() => Promise<T>>,
): Promise<Round<T>[]> {
  const entries = Object.entries(measurements);
  const results: Round<T>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % entries.length;
    const values: Record<string, T> = {};
    for (const [name, measure] of [...entries.slice(first), ...entries.slice(0, first)]) {
      try {
        values[name] = await measure();
      } catch (cause) {
        throw new Error(`${name}, round ${String(round + 1)} of ${String(rounds)}`, { cause });
      }
    }
    results.push(values);
  }
  return results;
}

/** Takes one number out of every result. */
export function valuesOf<T>(rounds: readonly Round<T>[], take: (result: T) => number): Values[] {
  return rounds.map((round) =>
    Object.fromEntries(Object.entries(round).map(([name, result]) => [name, take(result)])),
  );
}

/** Summarizes the values of one contestant. */
export function sampleOf(rounds: readonly Values[], name: string): Sample {
  return summarize(rounds.map((values) => valueOf(values, name)));
}

/** Summarizes the ratios of two contestants, round by round: a slow moment slows both. */
export function ratioOf(rounds: readonly Values[], name: string, floor: string): Sample {
  return summarize(rounds.map((values) => valueOf(values, name) / valueOf(values, floor)));
}

/** Summarizes the differences of two contestants, round by round. */
export function differenceOf(rounds: readonly Values[], name: string, floor: string): Sample {
  return summarize(rounds.map((values) => valueOf(values, name) - valueOf(values, floor)));
}

function summarize(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => {
    const place = part * (sorted.length - 1);
    const [below = NaN, above = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place % 1);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** A missing or impossible value must not become a median. */
function valueOf(values: Values, name: string): number {
  const value = values[name];
  if (value === undefined || !Number.isFinite(value)) {
    throw new Error(`A round has no value of ${name}, but ${String(value)}.`);
  }
  return value;
}
