/**
 * Entry: the element as a component of React 18 and 19, and the types of the plain tag for React 19. It
 * registers the tag. On a server it renders the tag with its attributes, so that the button works before
 * the page is hydrated; functions and objects are set on hydration.
 */
import { createComponent } from '@lit/react';
import * as React from 'react';
import type { EnodeLinkEventMap } from './button/events.js';
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

/** The properties of the element, its events as `onLink…`, and everything that HTML allows. */
export type EnodeLinkButtonProps = HtmlProps & Properties & ReactHandlers;

/** The type of a ref: the element, with `open()` and `cancel()`. */
export type { EnodeLinkButtonElement };

const events: Record<keyof ReactHandlers, keyof EnodeLinkEventMap> = {
  onLinkStart: 'enode-link-start',
  onLinkOpen: 'enode-link-open',
  onLinkSuccess: 'enode-link-success',
  onLinkCancel: 'enode-link-cancel',
  onLinkError: 'enode-link-error',
  onLinkDevices: 'enode-link-devices',
  onLinkStateChange: 'enode-link-statechange',
};

// Not the type of @lit/react, which users do not install: the built file contains it.
type Component = React.ForwardRefExoticComponent<
  EnodeLinkButtonProps & React.RefAttributes<EnodeLinkButtonElement>
>;

// Lit creates the properties of a class when it is registered. If another copy of the package has
// registered the tag, this class never is, and @lit/react would take all properties for attributes.
Reflect.get(EnodeLinkButtonElement, 'observedAttributes');

const InPage = createComponent({
  react: React,
  tagName: 'enode-link-button',
  elementClass: EnodeLinkButtonElement,
  displayName: 'EnodeLinkButton',
  events,
}) as Component;

/** `<enode-link-button>` as a component, with its properties, and its events as handlers. */
export const EnodeLinkButton: Component = React.forwardRef(
  (props: EnodeLinkButtonProps, ref: React.ForwardedRef<EnodeLinkButtonElement>) =>
    // @lit/react sets only properties, which a server cannot render.
    typeof document === 'undefined'
      ? React.createElement('enode-link-button', asAttributes(props))
      : React.createElement(InPage, { ...props, ref }),
);
EnodeLinkButton.displayName = 'EnodeLinkButton';

/** The properties that HTML can express. Handlers, functions and objects are set in the page. */
function asAttributes(props: EnodeLinkButtonProps): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    const declared = EnodeLinkButtonElement.properties[name];
    if (name === 'className') written.class = value;
    else if (!declared) {
      if (!Object.hasOwn(events, name)) written[name] = value;
    } else if (declared.attribute !== false && value !== false && value != null) {
      const text = Array.isArray(value) ? value.join(' ') : value === true ? '' : String(value);
      written[typeof declared.attribute === 'string' ? declared.attribute : name] = text;
    }
  }
  return written;
}

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
