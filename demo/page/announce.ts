/**
 * Announces to screen readers what sighted users can see. It waits for a pause, so that ten events in a
 * row become one announcement.
 */
const QUIET_MS = 1000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Announces the last of several texts in quick succession. */
export function announce(text: string): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const region = document.querySelector('#announcements');
    if (region) region.textContent = text;
  }, QUIET_MS);
}
