/**
 * Reads a JSON object field by field and collects its mistakes, so that one answer names all of them.
 */

/** One mistake, in the form of Enode's `issues` list. */
export interface Issue {
  readonly code:
    | 'invalid_type'
    | 'invalid_enum_value'
    | 'too_small'
    | 'too_big'
    | 'invalid_string'
    | 'unrecognized_keys';
  /** Path to the field from the top of the body; empty for the body itself. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The allowed values, if there is a list of them. */
  readonly options?: readonly string[];
}

/** The result of a check. */
export type Checked<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

interface Limits {
  readonly required?: boolean;
}

/** A JSON object that is being checked. An absent optional field is undefined. */
export class Fields {
  readonly #values: Record<string, unknown>;
  readonly #path: readonly (string | number)[];
  /** The mistakes found so far, including those in nested objects. */
  readonly issues: Issue[];

  constructor(
    body: unknown,
    known: readonly string[] | undefined,
    path: readonly (string | number)[] = [],
    issues: Issue[] = [],
  ) {
    this.#path = path;
    this.issues = issues;
    this.#values = isRecord(body) ? body : {};
    if (!isRecord(body)) {
      this.#add('invalid_type', [], `${name(path)} must be a JSON object, not ${kind(body)}.`);
    } else if (known) {
      for (const key of Object.keys(body).filter((each) => !known.includes(each))) {
        const allowed = `Allowed are ${known.join(', ')}.`;
        const message = `${name([...path, key])} is not a known property. ${allowed}`;
        this.#add('unrecognized_keys', [key], message, known);
      }
    }
  }

  /** The names of the object's own properties. */
  keys(): string[] {
    return Object.keys(this.#values);
  }

  /** Whether the field is there, and null. */
  isNull(key: string): boolean {
    return this.#own(key) === null;
  }

  /** A string of `min` to `max` characters, which are not all spaces. */
  text(
    key: string,
    { required = false, min = 1, max = 255 }: Limits & { min?: number; max?: number } = {},
  ) {
    const value = this.#read(key, 'a string', required, isText);
    if (value === undefined) return undefined;
    if (value.trim() === '') {
      return this.#add('too_small', [key], `${this.#name(key)} must not be empty.`);
    }
    if (value.length < min) {
      const message = `${this.#name(key)} must have at least ${min} characters.`;
      return this.#add('too_small', [key], message);
    }
    if (value.length > max) {
      const message = `${this.#name(key)} must have at most ${max} characters, not ${value.length}.`;
      return this.#add('too_big', [key], message);
    }
    return value;
  }

  /** One of a list of values. */
  choice<T extends string>(key: string, options: readonly T[], { required = false }: Limits = {}) {
    const value = this.#read(key, 'a string', required, isText, options);
    return value === undefined ? undefined : this.#option(value, options, [key]);
  }

  /** A non-empty list of values from `options`, without repetitions. */
  choices<T extends string>(key: string, options: readonly T[], { required = false }: Limits = {}) {
    const value = this.#read(key, 'an array of strings', required, Array.isArray, options);
    if (value === undefined) return undefined;
    if (value.length === 0) {
      const message = `${this.#name(key)} must have at least one entry.`;
      return this.#add('too_small', [key], message, options);
    }
    const chosen = value.map((each: unknown, index) =>
      isText(each)
        ? this.#option(each, options, [key, index])
        : this.#add('invalid_type', [key, index], `${this.#name(key)}[${index}] must be a string.`),
    );
    return [...new Set(chosen.filter((each) => each !== undefined))];
  }

  /** A list of one to `max` strings, without repetitions. */
  texts(key: string, max: number, { required = false }: Limits = {}) {
    const value = this.#read(key, 'an array of strings', required, Array.isArray);
    if (value === undefined) return undefined;
    if (value.length > 0 && value.length <= max && value.every((each) => isText(each) && each)) {
      return [...new Set(value as string[])];
    }
    const message = `${this.#name(key)} must have 1 to ${max} entries, each a non-empty string.`;
    return this.#add('invalid_type', [key], message);
  }

  /** A whole number within limits. */
  integer(key: string, min: number, max: number) {
    const value = this.#read(key, 'a number', false, (each) => typeof each === 'number');
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    const message = `${this.#name(key)} must be a whole number from ${min} to ${max}.`;
    return this.#add(value > max ? 'too_big' : 'too_small', [key], message);
  }

  boolean(key: string) {
    return this.#read(key, 'true or false', false, (each) => typeof each === 'boolean');
  }

  /** A nested object. Its mistakes are added to the same list. */
  object(key: string, known?: readonly string[]): Fields | undefined {
    const value = this.#own(key);
    if (value === undefined) return undefined;
    return new Fields(value, known, [...this.#path, key], this.issues);
  }

  /** A list of at most `max` objects. Their mistakes are added to the same list. */
  objects(key: string, known: readonly string[], max: number): Fields[] | undefined {
    const value = this.#read(key, 'an array of objects', false, Array.isArray);
    if (value === undefined) return undefined;
    if (value.length > max) {
      return this.#add('too_big', [key], `${this.#name(key)} must have at most ${max} entries.`);
    }
    return value.map(
      (each: unknown, index) => new Fields(each, known, [...this.#path, key, index], this.issues),
    );
  }

  /** Records a mistake that only the caller can detect. */
  refuse(key: string, message: string, options?: readonly string[]): undefined {
    return this.#add('invalid_string', [key], message, options);
  }

  #own(key: string): unknown {
    return Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
  }

  #read<T>(
    key: string,
    wanted: string,
    required: boolean,
    fits: (value: unknown) => value is T,
    options?: readonly string[],
  ): T | undefined {
    const value = this.#own(key);
    const allowed = options ? ` Allowed values: ${options.join(', ')}.` : '';
    if (value === undefined) {
      if (!required) return undefined;
      const message = `${this.#name(key)} is required.${allowed}`;
      return this.#add('invalid_type', [key], message, options);
    }
    if (fits(value)) return value;
    const message = `${this.#name(key)} must be ${wanted}, not ${kind(value)}.${allowed}`;
    return this.#add('invalid_type', [key], message, options);
  }

  #option<T extends string>(value: string, options: readonly T[], path: (string | number)[]) {
    const found = options.find((option) => option === value);
    if (found !== undefined) return found;
    const message = `${name([...this.#path, ...path])} must be one of: ${options.join(', ')}.`;
    return this.#add('invalid_enum_value', path, message, options);
  }

  #name(key: string): string {
    return name([...this.#path, key]);
  }

  #add(
    code: Issue['code'],
    path: readonly (string | number)[],
    message: string,
    options?: readonly string[],
  ): undefined {
    this.issues.push({
      code,
      path: [...this.#path, ...path],
      message,
      ...(options && { options }),
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function kind(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/** A path as text, such as `a.b[2]`. Shortened, because an unknown key can have any length. */
function name(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'The body';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part.slice(0, 60)}`))
    .join('')
    .slice(1);
}
