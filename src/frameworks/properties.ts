/**
 * The one list that the types for frameworks are made of: the properties of the element, with their
 * attributes, and its events. Types alone. Knows no framework.
 */
import type { EnodeLinkButton } from '../button/enode-link-button.js';
import type { EnodeLinkEventMap } from '../button/events.js';

/** Property → attribute; `never` where there is none. test/types/properties.ts holds it complete. */
export interface AttributeNames {
  sessionUrl: 'session-url';
  userUrl: 'user-url';
  callbackUrl: 'callback-url';
  mode: 'mode';
  vendorType: 'vendor-type';
  vendor: 'vendor';
  scopes: 'scopes';
  language: 'language';
  colorScheme: 'color-scheme';
  assetId: 'asset-id';
  prefetch: 'prefetch';
  variant: 'variant';
  size: 'size';
  shape: 'shape';
  hostName: 'host-name';
  userKey: 'user-key';
  linkOrigins: 'link-origins';
  credentials: 'credentials';
  timeout: 'timeout';
  disabled: 'disabled';
  debug: 'debug';
  getSession: never;
  getUser: never;
  headers: never;
  messages: never;
}

/** The properties under their own names, as in a framework that sets properties. Null is not set. */
export type Properties = {
  [Name in keyof AttributeNames]?: EnodeLinkButton[Name] | null | undefined;
};

/** The attributes whose names differ from those of their properties, as in HTML. */
export type Attributes = {
  [Name in keyof AttributeNames as Exclude<AttributeNames[Name], Name>]?:
    Written<EnodeLinkButton[Name]> | undefined;
};

/** An attribute is text: a list is written with spaces or commas. */
export type Written<Value> = Value extends readonly string[] ? string : Value;

/** A handler for each event, named with what the framework puts before the event's name. */
export type Handlers<Prefix extends string> = {
  [Name in keyof EnodeLinkEventMap as `${Prefix}${Name}`]?:
    ((event: EnodeLinkEventMap[Name]) => unknown) | undefined;
};

/** `enode-link-success` → `EnodeLinkSuccess`. */
export type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;
