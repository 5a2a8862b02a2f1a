/**
 * For how long the button shows a success. After that its label says what a click does: it connects
 * another device. A button for one asset has nothing more to connect, so there the success stays.
 */
import { pageClock } from '../adapters/page-clock.js';

/** Time to read a few words after returning from another window. */
const SHOWN_MS = 4000;

export class SuccessNotice {
  readonly #over: () => void;
  #shown: AbortController | undefined;
  #assetId = '';

  /** @param over is called when the user has had the time to see the success */
  constructor(over: () => void) {
    this.#over = over;
  }

  /** @param assetId the asset that was linked again; empty if it was a new link */
  begin(assetId: string): void {
    this.#assetId = assetId;
    const { signal } = (this.#shown = new AbortController());
    pageClock.sleepInSight(SHOWN_MS, signal).then(
      () => {
        this.#shown = undefined;
        this.#over();
      },
      () => undefined,
    );
  }

  end(): void {
    this.#shown?.abort();
    this.#shown = undefined;
  }

  /** Whether a button for this asset, or for a new link, still shows the success. */
  isShownFor(assetId: string): boolean {
    return assetId ? assetId === this.#assetId : this.#shown !== undefined;
  }
}
