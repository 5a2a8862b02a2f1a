/**
 * Keeps the settings in the fragment of the address. They can be shared, they carry over from page to
 * page, and neither a server nor a return from Link UI sees them.
 */

export function readAddress(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** Replaces the entries with the names that a form owns and keeps the others. */
export function writeAddress(own: readonly string[], pairs: Iterable<[string, string]>): void {
  const all = readAddress();
  for (const name of own) all.delete(name);
  for (const [name, value] of pairs) all.set(name, value);
  const text = all.toString();
  history.replaceState(history.state, '', text ? `#${text}` : location.pathname + location.search);
}
