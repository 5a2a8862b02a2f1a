/** Copies plain data, so that a host that changes what it was given changes nothing in the element. */

/** @returns new lists and plain objects at every level; anything else, such as an error, as it is */
export function ownCopy<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(ownCopy) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value as object);
  return Object.fromEntries(entries.map(([key, entry]) => [key, ownCopy(entry)])) as Value;
}
