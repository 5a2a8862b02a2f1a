/**
 * Short news for screen readers, of what sighted users see by themselves. Waits until it is quiet,
 * so that ten events in a row are one announcement. Does not know what the news is about.
 */
const QUIET_MS = 1000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says the last of several texts that come in close succession. */
export function announce(text: string): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const region = document.querySelector('#announcements');
    if (region) region.textContent = text;
  }, QUIET_MS);
}
