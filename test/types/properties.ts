/**
 * Checked by `npm run typecheck` alone: the list that the types for frameworks are made of has all
 * properties of the element, and no other.
 */
import type { LitElement } from 'lit';
import type { EnodeLinkButton } from '../../src/element.js';
import type { AttributeNames, Attributes } from '../../src/frameworks/properties.js';

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;
type Methods = 'open' | 'cancel' | 'render' | 'adoptedCallback';
type ReadOnly = 'state' | 'linkedVendors';

export const isComplete: Same<
  Exclude<keyof EnodeLinkButton, keyof LitElement | Methods | ReadOnly>,
  keyof AttributeNames
> = true;

export const attributes: Attributes = { 'session-url': '/session', 'link-origins': 'a b' };
// @ts-expect-error -- an attribute that there is not
export const unknown: Attributes = { 'session-uri': '/session' };
