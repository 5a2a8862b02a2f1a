/** Finds what a page must have. Knows no page. */

/** @throws Error that names what is missing */
export function find<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  further = '',
): HTMLElementTagNameMap[K] {
  const found = document.querySelector<HTMLElementTagNameMap[K]>(`${tag}${further}`);
  if (!found) throw new Error(`The page has no ${tag}${further}.`);
  return found;
}
