/**
 * Entry, types only: `<enode-link-button>` in JSX of Preact, with handlers such as
 * `onenode-link-success`.
 */
import type { HTMLAttributes } from 'preact';
import type { EnodeLinkButton } from '../button/enode-link-button.js';
import type { Attributes, Handlers, Properties } from './properties.js';

type PreactEnodeLinkButton = Omit<HTMLAttributes<EnodeLinkButton>, keyof Properties> &
  Properties &
  Attributes &
  Handlers<'on'>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'enode-link-button': PreactEnodeLinkButton;
    }
  }
}
