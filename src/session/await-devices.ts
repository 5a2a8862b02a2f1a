/**
 * Waits after a success until a new device is there. Enode may list a device some seconds after the link
 * (docs/enode.md, "Assets"), and some vendors take longer.
 */
import { areDevicesKnown } from './facts.js';
import type { KnownFacts } from './known-facts.js';
import type { Clock } from './ports.js';
import type { Readings } from './readings.js';

/** Before each reading, in milliseconds: soon at first, then ever less often. */
const PAUSES = [0, 1000, 2000, 4000, 8000];
/** How long the wait takes while the page is visible, in milliseconds. The last reading is at its end. */
const PATIENCE = 30_000;
/** How long the last reading may take, in milliseconds. */
const LAST_PATIENCE = 5000;

/** Resolves once a new device is there or the time is over. Rejects when the attempt ends. */
export async function awaitDevices(
  facts: KnownFacts,
  readings: Readings,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const over = clock.sleepInSight(PATIENCE, signal).then(() => true);
  over.catch(() => undefined); // The end of the attempt also ends each step below.
  const read = async (pause: number): Promise<boolean> => {
    await clock.sleepInSight(pause, signal);
    await readings.readDevices();
    return false;
  };
  for (const pause of PAUSES) {
    if (areDevicesKnown(facts.now)) return;
    if (await Promise.race([over, read(pause)])) break;
  }
  if (areDevicesKnown(facts.now)) return;
  await over;
  await Promise.race([readings.readDevices(), clock.sleep(LAST_PATIENCE, signal)]);
}
