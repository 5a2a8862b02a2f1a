/**
 * The settings in the fragment of the address: they can be shared, follow from page to page, and no
 * server and no return from Link UI sees them. Knows pairs of texts, not what they set.
 */

export function readAddress(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** Replaces what stands there under the names that a form owns; the rest stays. */
export function writeAddress(own: readonly string[], pairs: Iterable<[string, string]>): void {
  const all = readAddress();
  for (const name of own) all.delete(name);
  for (const [name, value] of pairs) all.set(name, value);
  const text = all.toString();
  history.replaceState(history.state, '', text ? `#${text}` : location.pathname + location.search);
}
