/**
 * Objects by their own keys alone. A page's scripts may have added anything to `Object.prototype` and
 * `Array.prototype`: then every object has more keys than it was made with, and JSON follows each
 * `toJSON`. Knows nothing of what the objects are for, and imports nothing.
 */

/**
 * The value of a key, or undefined where a script of the page gave that key to all objects.
 * A getter of a class counts: a host's answer may be an object of its own.
 */
export function valueOf(data: object, key: string): unknown {
  return key in Object.prototype && !Object.hasOwn(data, key) ? undefined : Reflect.get(data, key);
}

/** The same options without a prototype: the browser reads those that it inherits as well. */
export function bare<Options extends object>(options: Options): Options {
  return { __proto__: null, ...options };
}

/** JSON of plain data, as `JSON.stringify` writes it where no `toJSON` is in its way. */
export function toJson(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map(toJson).join()}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data ?? null);
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${toJson(value)}`).join()}}`;
}
