/** Finds elements that a page must have. */

/** @throws Error that names the missing element */
export function find<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  further = '',
): HTMLElementTagNameMap[K] {
  const found = document.querySelector<HTMLElementTagNameMap[K]>(`${tag}${further}`);
  if (!found) throw new Error(`The page has no ${tag}${further}.`);
  return found;
}
