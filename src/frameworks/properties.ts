/**
 * What the types for frameworks are made of: the properties of the element, with their attributes, and its
 * events, all derived from the element. Types only.
 */
import type { LitElement } from 'lit';
import type { EnodeLinkButton } from '../button/enode-link-button.js';
import type { EnodeLinkEventMap } from '../button/events.js';

type ReadOnly = 'state' | 'linkedVendors' | 'devices';

/** The properties that a host can set: fields of the element that are not methods. */
type Settable = {
  [
    Name in Exclude<keyof EnodeLinkButton, keyof LitElement | ReadOnly>
  ]: EnodeLinkButton[Name] extends (...args: never) => unknown ? never : Name;
}[Exclude<keyof EnodeLinkButton, keyof LitElement | ReadOnly>];

/** `sessionUrl` → `session-url`. */
type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name;

/** What an attribute can express. */
type InHtml = string | number | boolean | readonly string[];

/** Property → attribute; `never` for a property without one. */
export type AttributeNames = {
  [Name in Settable]: EnodeLinkButton[Name] extends InHtml ? Kebab<Name> : never;
};

/** The properties under their own names, for a framework that sets properties. Null counts as unset. */
export type Properties = {
  [Name in keyof AttributeNames]?: EnodeLinkButton[Name] | null | undefined;
};

/** The attributes whose names differ from those of their properties. */
export type Attributes = {
  [Name in keyof AttributeNames as Exclude<AttributeNames[Name], Name>]?:
    Written<EnodeLinkButton[Name]> | undefined;
};

/** The value of an attribute: a list is a text with spaces or commas. */
export type Written<Value> = Value extends readonly string[] ? string : Value;

/** A handler for each event; its name is that of the event behind the framework's prefix. */
export type Handlers<Prefix extends string> = {
  [Name in keyof EnodeLinkEventMap as `${Prefix}${Name}`]?:
    ((event: EnodeLinkEventMap[Name]) => unknown) | undefined;
};

/** `enode-link-success` → `EnodeLinkSuccess`. */
export type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;
