/**
 * Divides a list into pages by cursors (docs/enode.md, "Assets"). A cursor names an item, so that a page
 * stays the same while the list grows.
 */

interface Page<T> {
  readonly data: readonly T[];
  readonly pagination: { readonly after: string | null; readonly before: string | null };
}

const DEFAULT_SIZE = 50;

/** One page of `items`, or what is wrong with the query. */
export function paginate<T extends { readonly id: string }>(
  items: readonly T[],
  query: URLSearchParams,
): Page<T> | { readonly mistake: string } {
  const size = query.get('pageSize') ?? String(DEFAULT_SIZE);
  if (!/^\d{1,4}$/.test(size) || Number(size) < 1 || Number(size) > DEFAULT_SIZE) {
    return { mistake: `pageSize must be a whole number from 1 to ${DEFAULT_SIZE}.` };
  }
  const after = query.get('after');
  const before = query.get('before');
  if (after !== null && before !== null) return { mistake: 'Send after or before, not both.' };
  const cursor = after ?? before;
  const index = cursor === null ? -1 : items.findIndex((item) => toCursor(item) === cursor);
  if (cursor !== null && index < 0) return { mistake: 'The cursor is unknown. Start without one.' };
  const start = before === null ? index + 1 : Math.max(0, index - Number(size));
  const end = before === null ? start + Number(size) : index;
  const data = items.slice(start, end);
  const [first, last] = [data[0], data.at(-1)];
  return {
    data,
    pagination: {
      after: last && end < items.length ? toCursor(last) : null,
      before: first && start > 0 ? toCursor(first) : null,
    },
  };
}

function toCursor(item: { readonly id: string }): string {
  return Buffer.from(item.id).toString('base64url');
}
