/** Whether the page is shown in a certain way. DOMs that only imitate a browser do not know. */
export function matchesMedia(query: string): boolean {
  return (globalThis as unknown as Partial<Window>).matchMedia?.(query).matches ?? false;
}
