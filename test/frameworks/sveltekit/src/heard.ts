/** What the page heard, for the test to read. */
declare global {
  interface Window {
    heard: unknown[][];
  }
}

export function hear(...what: unknown[]) {
  window.heard = [...(window.heard ?? []), what];
}
