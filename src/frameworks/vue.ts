/**
 * Entry, types only: `<enode-link-button>` in templates of Vue 3. The host must also declare to Vue that
 * the tag is a custom element (`compilerOptions.isCustomElement`).
 */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { EnodeLinkButton } from '../button/enode-link-button.js';
import type { EnodeLinkEventMap } from '../button/events.js';
import type { Attributes, Pascal, Properties } from './properties.js';

/** `@enode-link-success` in a template is `onEnodeLinkSuccess` in a render function. */
type VueHandlers = {
  [Name in keyof EnodeLinkEventMap as `on${Pascal<Name>}`]?:
    ((event: EnodeLinkEventMap[Name]) => unknown) | undefined;
};

type VueEnodeLinkButton = new () => EnodeLinkButton & {
  /** @deprecated For the type checker of templates only; the property does not exist. */
  $props: Omit<HTMLAttributes, keyof Properties> &
    Properties &
    Attributes &
    VueHandlers &
    PublicProps;
};

declare module 'vue' {
  interface GlobalComponents {
    'enode-link-button': VueEnodeLinkButton;
  }
}
