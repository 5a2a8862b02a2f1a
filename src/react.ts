/**
 * Entry: the element as a component of React 18 and 19, and the types of the plain tag for React 19.
 * Registers the tag. Safe on a server, where it renders the tag, and its properties follow in the page.
 */
import { createComponent } from '@lit/react';
import * as React from 'react';
import type { EnodeLinkEventMap } from './events.js';
import type { Attributes, Handlers, Pascal, Properties } from './frameworks/properties.js';
import { EnodeLinkButton as EnodeLinkButtonElement } from './index.js';

/** `enode-link-success` → `onLinkSuccess`; `statechange` is one word only in HTML. */
type HandlerName<Name extends string> = Name extends 'enode-link-statechange'
  ? 'onLinkStateChange'
  : Name extends `enode-${infer Rest}`
    ? `on${Pascal<Rest>}`
    : never;

type ReactHandlers = {
  [Name in keyof EnodeLinkEventMap as HandlerName<Name>]?:
    ((event: EnodeLinkEventMap[Name]) => unknown) | undefined;
};

type HtmlProps = Omit<React.HTMLAttributes<EnodeLinkButtonElement>, keyof Properties>;

/** Properties of the element, its events as `onLink…`, and whatever else HTML allows. */
export type EnodeLinkButtonProps = HtmlProps & Properties & ReactHandlers;

/** What a ref gives: the element, with `open()` and `cancel()`. */
export type { EnodeLinkButtonElement };

const events: Record<keyof ReactHandlers, keyof EnodeLinkEventMap> = {
  onLinkStart: 'enode-link-start',
  onLinkOpen: 'enode-link-open',
  onLinkSuccess: 'enode-link-success',
  onLinkCancel: 'enode-link-cancel',
  onLinkError: 'enode-link-error',
  onLinkStateChange: 'enode-link-statechange',
};

// The type is our own: that of @lit/react, which is inside the built file, could not be found.
type Component = React.ForwardRefExoticComponent<
  EnodeLinkButtonProps & React.RefAttributes<EnodeLinkButtonElement>
>;

/** `<enode-link-button>` as a component: all properties by name, the events as handlers. */
export const EnodeLinkButton = createComponent({
  react: React,
  tagName: 'enode-link-button',
  elementClass: EnodeLinkButtonElement,
  displayName: 'EnodeLinkButton',
  events,
}) as Component;

type PlainTag = HtmlProps &
  Properties &
  Attributes &
  Handlers<'on'> &
  React.ClassAttributes<EnodeLinkButtonElement>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'enode-link-button': PlainTag;
    }
  }
}
