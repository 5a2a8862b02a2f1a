/**
 * Everything that an element can be set to: one row for each property, with its kind and its default.
 * Lit's declarations, the attributes and the type checks derive from the rows. The element repeats each
 * row as a field with a doc line; test/types/properties.ts holds the types of both together.
 */
import type { PropertyDeclaration, PropertyDeclarations } from 'lit';
import type { GetDevices, GetSession, GetUser } from '../adapters/host-endpoint.js';
import { toHeaders, type HostHeaders } from '../adapters/host-request.js';
import { LinkError } from '../errors.js';
import type { Messages } from '../language/messages.js';
import { bare } from '../own-keys.js';

/** What a property may be set to. */
interface Kind<Value> {
  /** The value of a new element. */
  readonly initial: Value;
  /** What a value must be, for an error message. */
  readonly must: string;
  readonly fits: (value: unknown) => boolean;
  readonly declaration: PropertyDeclaration;
}

function kind<Value>(
  must: string,
  fits: (value: unknown) => boolean,
  initial: Value,
  declaration: PropertyDeclaration = {},
): Kind<Value> {
  return { initial, must, fits, declaration };
}

const text = kind('a string', isText, '');
// Frameworks write attributes as properties, so a list may be a text.
const list = kind('a list of strings', isList, [] as readonly string[], { converter: toList });
const flag = (declaration: PropertyDeclaration = {}) =>
  kind('true or false', isBoolean, false, { type: Boolean, ...declaration });
const number = (initial: number) => kind('a number', isNumber, initial, { type: Number });
/** A text of which a few values are known. The first is in force if none is set, or an unknown one. */
const choice = <const Value extends string>(...values: readonly [Value, ...Value[]]) => ({
  ...kind<Value>(text.must, isText, values[0]),
  values,
});
/** A value that HTML cannot express. */
const only = <Value>(must: string, fits: (value: unknown) => boolean) =>
  kind<Value | undefined>(must, fits, undefined, { attribute: false });

const rows = {
  sessionUrl: text,
  userUrl: text,
  devicesUrl: text,
  callbackUrl: text,
  mode: choice('auto', 'popup', 'iframe', 'redirect'),
  vendorType: text,
  vendor: text,
  scopes: list,
  language: text,
  colorScheme: choice('system', 'light', 'dark'),
  assetId: text,
  prefetch: choice('none', 'intent'),
  userKey: text,
  linkOrigins: list,
  credentials: choice('same-origin', 'include', 'omit'),
  timeout: number(15_000),
  variant: choice('filled', 'outline', 'plain'),
  size: choice('medium', 'small', 'large'),
  shape: choice('rounded', 'pill', 'square'),
  hostName: text,
  disabled: flag({ reflect: true }),
  debug: flag(),
  getSession: only<GetSession>('a function', isFunction),
  getUser: only<GetUser>('a function', isFunction),
  getDevices: only<GetDevices>('a function', isFunction),
  headers: only<HostHeaders>(
    'headers with string values, or a function that returns them',
    isHeaders,
  ),
  messages: only<Partial<Messages>>('an object of strings', isTexts),
};

type Rows = typeof rows;

/** The name of a property that can be set. */
export type SettingName = keyof Rows;

/** The type of each property. */
export type SettingValues = {
  readonly [Name in SettingName]: Rows[Name] extends Kind<infer Value> ? Value : never;
};

/** A list, or its spelling in an attribute. */
export type ListSetting = readonly string[] | string | null | undefined;

type Written<Value> = Value extends string
  ? string
  : Value extends readonly string[]
    ? ListSetting
    : Value;

/** What an element is set to, as attributes or frameworks may have written it. */
export type Settings = {
  readonly [Name in SettingName]: Written<SettingValues[Name]>;
};

type Choices = {
  [Name in SettingName as Rows[Name] extends { values: unknown } ? Name : never]: Rows[Name];
};

const entries = Object.entries<Kind<unknown>>(rows);

/** The names of all properties. */
export const settingNames = Object.keys(rows) as readonly SettingName[];

/** The declarations for Lit. They inherit nothing: Lit would read what a page gave to all objects. */
export const properties: PropertyDeclarations = Object.fromEntries(
  entries.map(([name, { declaration }]) => [
    name,
    // The element defines the accessors itself.
    bare({ attribute: attributeOf(name), noAccessor: true, ...declaration }),
  ]),
);

/** The values of a new element. */
export function defaults(): SettingValues {
  return Object.fromEntries(entries.map(([name, { initial }]) => [name, initial])) as SettingValues;
}

/** The lists of a new element, which has each for itself. */
export function lists(): Partial<SettingValues> {
  const names = entries.filter(([, { initial }]) => Array.isArray(initial)).map(([name]) => name);
  return Object.fromEntries(names.map((name) => [name, []]));
}

/** @returns `session-url` for `sessionUrl` */
export function attributeOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The settings with a few known values, and those values. */
export const choices: readonly (readonly [name: string, values: readonly string[]])[] =
  entries.flatMap(([name, row]) =>
    Object.hasOwn(row, 'values') ? [[name, (row as Rows['mode']).values]] : [],
  );

/** @returns the value if the setting knows it, else the first that it knows */
export function choose<Name extends keyof Choices>(
  name: Name,
  value: unknown,
): SettingValues[Name] {
  const { values }: { values: readonly string[] } = rows[name];
  return (values.find((one) => one === value) ?? values[0]) as SettingValues[Name];
}

/** @returns the entries of a list that is written with spaces or commas; none if it is not a list */
export function toList(value: unknown): string[] {
  const written: readonly unknown[] = isText(value)
    ? value.split(/[\s,]+/)
    : Array.isArray(value)
      ? value
      : [];
  return written.filter((entry) => isText(entry) && entry !== '') as string[];
}

/** @returns the value if it is a text, else an empty text */
export function toText(value: unknown): string {
  return isText(value) ? value : '';
}

/** @returns the number, however it is written, else NaN */
export function toNumber(value: unknown): number {
  return isNumber(value) ? Number(value) : NaN;
}

/** @throws LinkError `misconfigured`, for the first setting of a wrong type */
export function checkTypes(settings: object): void {
  for (const [name, { must, fits }] of entries) {
    const value: unknown = Reflect.get(settings, name);
    if (!isUnset(value) && !fits(value)) {
      throw new LinkError('misconfigured', { message: `${name} must be ${must}.` });
    }
  }
}

function isUnset(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || isText(value);
}

function isList(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.every(isText));
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isHeaders(value: unknown): boolean {
  if (typeof value === 'function') return true;
  try {
    return typeof value === 'object' && Boolean(toHeaders(value as HeadersInit));
  } catch {
    return false;
  }
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => isUnset(one) || isText(one))
  );
}
