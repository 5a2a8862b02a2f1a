/**
 * Entry, types only: `<enode-link-button>` in templates of Svelte 5, with handlers such as
 * `onenode-link-success`, and of Svelte 4 with `on:enode-link-success`.
 */
import type { HTMLAttributes } from 'svelte/elements';
import type { EnodeLinkButton } from '../button/enode-link-button.js';
import type { Attributes, Handlers, Properties } from './properties.js';

type SvelteEnodeLinkButton = Omit<HTMLAttributes<EnodeLinkButton>, keyof Properties> &
  Properties &
  Attributes &
  Handlers<'on'> &
  Handlers<'on:'>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'enode-link-button': SvelteEnodeLinkButton;
  }
}
