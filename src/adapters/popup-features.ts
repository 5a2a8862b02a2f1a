/**
 * Computes the size of the popup and its place on the screen. Pure.
 */

/** The page's window and screen, in CSS pixels. */
export interface Surroundings {
  readonly screenX: number;
  readonly screenY: number;
  readonly outerWidth: number;
  readonly outerHeight: number;
  readonly screen: {
    readonly availWidth: number;
    readonly availHeight: number;
    /** Left edge of this screen; negative on a monitor to the left. Missing in some browsers. */
    readonly availLeft?: number;
    readonly availTop?: number;
  };
}

const WIDTH = 480;
const HEIGHT = 760;
/** The largest part of the screen that the popup may take. */
const PART = 0.9;

/**
 * Features for `window.open`: centred on the page's window, within that window's screen. Leaves out
 * left and top if the browser does not reveal where its window is.
 */
export function popupFeatures(at: Surroundings): string {
  const { availWidth, availHeight, availLeft, availTop } = at.screen;
  const width = Math.round(Math.min(WIDTH, availWidth * PART));
  const height = Math.round(Math.min(HEIGHT, availHeight * PART));
  const left = place(at.screenX, at.outerWidth, width, availLeft, availWidth);
  const top = place(at.screenY, at.outerHeight, height, availTop, availHeight);
  const features = `popup,width=${String(width)},height=${String(height)}`;
  return Number.isFinite(left) && Number.isFinite(top)
    ? `${features},left=${String(left)},top=${String(top)}`
    : features;
}

/** Centres on the window, then moves inside the screen if its edge is known. */
function place(
  start: number,
  outer: number,
  size: number,
  screenStart: number | undefined,
  screenSize: number,
): number {
  const centred = Math.round(start + (outer - size) / 2);
  if (screenStart === undefined) return centred;
  return Math.max(screenStart, Math.min(centred, screenStart + screenSize - size));
}
