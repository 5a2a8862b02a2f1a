/** Checked by `npm run typecheck` alone: what the types for Svelte accept, and what they refuse. */
import type { SvelteHTMLElements } from 'svelte/elements';
import '../../src/frameworks/svelte.js';

type Tag = SvelteHTMLElements['enode-link-button'];

export const right: Tag = {
  class: 'wide',
  'session-url': '/session',
  userUrl: '/user',
  mode: 'iframe',
  scopes: ['vehicle:read:data'],
  'onenode-link-success': ({ detail }): boolean => detail.verified,
  'on:enode-link-error': ({ detail }): boolean => detail.error.retryable,
};

export const wrong: Tag[] = [
  // @ts-expect-error -- no such mode
  { mode: 'window' },
  // @ts-expect-error -- a number
  { timeout: '5 s' },
  // @ts-expect-error -- a success has no reason
  { 'onenode-link-success': ({ detail }) => detail.reason },
];
