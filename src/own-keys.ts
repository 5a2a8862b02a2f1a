/**
 * Reads and writes objects by their own keys only. A page's scripts may have added anything to
 * `Object.prototype` and `Array.prototype`: then every object inherits keys that it was not created
 * with, and JSON calls an inherited `toJSON`.
 */

/**
 * The value of a key, or undefined if a script of the page gave that key to all objects. A getter of a
 * class counts: a host may answer with an instance.
 */
export function valueOf(data: object, key: string): unknown {
  return key in Object.prototype && !Object.hasOwn(data, key) ? undefined : Reflect.get(data, key);
}

/** The same options without a prototype, because browsers read inherited options too. */
export function bare<Options extends object>(options: Options): Options {
  return { __proto__: null, ...options };
}

/** JSON of plain data, as `JSON.stringify` would write it without any inherited `toJSON`. */
export function toJson(data: unknown): string {
  if (!('toJSON' in [])) return JSON.stringify(data ?? null);
  if (Array.isArray(data)) return `[${data.map(toJson).join()}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data ?? null);
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${toJson(value)}`).join()}}`;
}
