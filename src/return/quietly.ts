/**
 * Browsers throw where they forbid something: storage, channels, another site's window. The return
 * protocol and the popup go on without it, because each has another way to do the same.
 */

/** @returns what the action returns, or undefined if it throws */
export function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
