/**
 * Entry, types only: `<enode-link-button>` in JSX of Solid, with handlers such as
 * `on:enode-link-success`. Solid sets a property for a plain name and for `prop:`, and an attribute for `attr:`.
 */
import type { JSX } from 'solid-js';
import type { EnodeLinkButton } from '../button/enode-link-button.js';
import type { AttributeNames, Handlers, Properties, Written } from './properties.js';

type Explicit = {
  [Name in keyof Properties as `prop:${Name}`]?: Properties[Name];
} & {
  [Name in keyof AttributeNames as `attr:${AttributeNames[Name]}`]?:
    Written<EnodeLinkButton[Name]> | undefined;
};

type SolidEnodeLinkButton = Omit<JSX.HTMLAttributes<EnodeLinkButton>, keyof Properties> &
  Properties &
  Explicit &
  Handlers<'on:'>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'enode-link-button': SolidEnodeLinkButton;
    }
  }
}
