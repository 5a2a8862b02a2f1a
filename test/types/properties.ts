/**
 * Checked by `npm run typecheck` alone: the properties of the element, the rows of settings.ts and the
 * types for frameworks are the same, by name and by type.
 */
import type { LitElement } from 'lit';
import type { SettingName, SettingValues } from '../../src/button/settings.js';
import type { EnodeLinkButton } from '../../src/element.js';
import type { AttributeNames, Attributes } from '../../src/frameworks/properties.js';

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;
type Methods = 'open' | 'cancel' | 'refresh' | 'render' | 'adoptedCallback';
type ReadOnly = 'state' | 'linkedVendors' | 'devices';

export const isComplete: Same<
  Exclude<keyof EnodeLinkButton, keyof LitElement | Methods | ReadOnly>,
  keyof AttributeNames
> = true;

type Fields = Pick<EnodeLinkButton, SettingName>;

export const isAsInTheRows: Same<Fields, SettingValues> = true;
export const hasEveryRow: Same<SettingName, keyof AttributeNames> = true;

export const names: Pick<AttributeNames, 'sessionUrl' | 'mode' | 'linkOrigins' | 'timeout'> = {
  sessionUrl: 'session-url',
  mode: 'mode',
  linkOrigins: 'link-origins',
  timeout: 'timeout',
};
export const hasNone: Same<
  AttributeNames['getSession' | 'getUser' | 'getDevices' | 'headers' | 'messages'],
  never
> = true;

export const attributes: Attributes = { 'session-url': '/session', 'link-origins': 'a b' };
// @ts-expect-error -- an attribute that there is not
export const unknown: Attributes = { 'session-uri': '/session' };
